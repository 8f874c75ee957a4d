"""What a page is, and the one reader of pages."""
