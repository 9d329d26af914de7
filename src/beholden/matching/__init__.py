"""The matching room."""
