"""The regulator: register of services and duties, reconciliations, drills, scorecards.

In: the register, mirrored logs, what networks and third parties sent. Out: differences with
their possible causes, bounds on what was missed, pages for the public. Not here: how a
network detects, how a log works.
"""
