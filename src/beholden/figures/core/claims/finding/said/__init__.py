"""Whether a number is claimed at all, or only asked, denied, corrected or quoted. Pure."""
