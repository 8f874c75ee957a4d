"""`pytest` runs every block of every page: the press does it."""

pytest_plugins = ["mlbook.publishing.pytest_face"]
