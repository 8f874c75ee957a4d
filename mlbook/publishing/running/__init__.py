"""Runs a block and returns what it printed, raised and drew; knows nothing of chapters."""
