"""``mlbook new`` begins a book: a few pages that pass their tests, and the settings they need."""
