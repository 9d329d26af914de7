"""Statistics that every publisher of counts needs: bounds, and small numbers made safe. Pure.

Ground floor: figures of police forces, transparency reports and a regulator's scorecards
all stand on it, and it knows none of them.

    wilson(0.02, 40_000)             # Interval(low=0.0187, high=0.0214)
    suppress(SplitTable(...))        # the cells to hide
"""

from beholden._statistics.binomial import (
    any_time,
    at_least,
    at_most,
    clopper_pearson,
    discovery_size,
    most_bad,
    noticed,
)
from beholden._statistics.deduction import Deduction, Fixing, Row, Terms, filling, value_of
from beholden._statistics.intervals import (
    DEFAULT_LEVEL,
    Interval,
    count_interval,
    critical,
    score_share,
    wilson,
)
from beholden._statistics.suppression import (
    THRESHOLD,
    ImpossibleTableError,
    Range,
    Remainder,
    SplitTable,
    Sum,
    exposed,
    recover,
    remainders,
    suppress,
    without,
)

__all__ = [
    "DEFAULT_LEVEL",
    "THRESHOLD",
    "Deduction",
    "Fixing",
    "ImpossibleTableError",
    "Interval",
    "Range",
    "Remainder",
    "Row",
    "SplitTable",
    "Sum",
    "Terms",
    "any_time",
    "at_least",
    "at_most",
    "clopper_pearson",
    "count_interval",
    "critical",
    "discovery_size",
    "exposed",
    "filling",
    "most_bad",
    "noticed",
    "recover",
    "remainders",
    "score_share",
    "suppress",
    "value_of",
    "wilson",
    "without",
]
