"""The parts of a page, and the one reader of pages."""
