"""Decides whether a page is true: outputs, figures, numbers of the prose, twins."""
