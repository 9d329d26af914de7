"""Figures: from the answers of police forces to a published release."""
