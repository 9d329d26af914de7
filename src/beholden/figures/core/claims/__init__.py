"""Claims: the numbers in an article, and what the data say of each. Pure."""
