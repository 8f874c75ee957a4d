"""A chapter as HTML: rendered by one Markdown extension, checked, and finished."""
