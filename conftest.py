"""`pytest` runs every block of every page: the press does it. Pytester tests the press."""

pytest_plugins = ["mlbook.publishing.pytest_face", "pytester"]
collect_ignore = ["docs/labs"]  # notebooks, for Jupyter to run
