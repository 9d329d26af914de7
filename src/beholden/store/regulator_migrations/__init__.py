"""How a regulator's tables came to be, version by version."""
