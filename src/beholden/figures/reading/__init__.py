"""Reading files of every format into one form."""
