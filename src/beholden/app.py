"""The composition root: the one place where rooms are wired to each other."""
