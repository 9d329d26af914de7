"""Lists and tables: what their heads say, and what stands in their rows. Pure."""
