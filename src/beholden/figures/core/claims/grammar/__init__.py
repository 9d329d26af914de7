"""Number phrases of English newspapers: forms as data, and what is left alone. Pure."""
