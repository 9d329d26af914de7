"""Since when something is an offence, where an article's data lie around that.

first_year("sexual_communication_with_child", kent, financial_year(2020))  # 2017/18
"""

from __future__ import annotations

from beholden.figures.core.claims.models import Subject
from beholden.figures.core.models import OffenceId, Period
from beholden.figures.core.periods import exposure, financial_year

_MOST_YEARS = 20
_OTHER_LAWS = ("S", "N")
"""How the codes of the forces of Scotland and Northern Ireland begin.

There an offence of the same name is older.
"""


def first_year(series: str, subject: Subject, newest: Period) -> Period | None:
    """The first financial year in which it was an offence, where that is known.

    Args:
        series: What is counted.
        subject: For whom. Of the whole country the law of England and Wales is meant.
        newest: The last year that is asked about.
    """
    forces = subject.members or (subject.key,)
    if series.startswith(("other:", "own:")) or all(one.startswith(_OTHER_LAWS) for one in forces):
        return None
    years = [financial_year(newest.start.year - back) for back in range(_MOST_YEARS)]
    in_force = [year for year in years if exposure(OffenceId(series), year) > 0]
    return min(in_force) if 0 < len(in_force) < _MOST_YEARS else None


__all__ = ["first_year"]
