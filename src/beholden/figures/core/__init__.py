"""The pure part: values in, values out."""
