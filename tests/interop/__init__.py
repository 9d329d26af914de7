"""Other people's code for such logs beside ours: Go's own, in a small program."""
