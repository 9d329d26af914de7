"""Transparency reports: opened statements under a checkpoint to figures that anyone can recompute.

In: statements of a network, opened, each held against its entry in the log. Out: the
transparency report, and its differences to a published one. Not here: how the log works.
"""
