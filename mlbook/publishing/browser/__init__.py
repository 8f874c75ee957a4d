"""The same block and the same verdict in the reader's browser."""
