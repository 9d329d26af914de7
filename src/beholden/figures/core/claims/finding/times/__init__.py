"""Of when a number is: years, the two years of a change, and spans that are no year. Pure."""
