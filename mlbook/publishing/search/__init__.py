"""The search of a site: an index that the build makes, and theme/assets/search.js asks."""
