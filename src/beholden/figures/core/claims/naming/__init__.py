"""Names in an article: of areas, of times, and of what is counted. Pure."""
