"""Whose a number is: the area, from its own words or from what was said before. Pure."""
