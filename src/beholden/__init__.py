"""Beholden: stop known abuse images at source, and account for every decision."""

__version__ = "0.1.0"
