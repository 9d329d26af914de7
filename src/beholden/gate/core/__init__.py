"""The gate core room."""
