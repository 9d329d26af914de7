"""Readings of claims that the rules leave open, chosen by several numbers that fit one together."""
