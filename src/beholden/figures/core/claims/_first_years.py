"""The first year of an offence that the law knows only for some years.

first_year("sexual_communication_with_child", uk)  # 2017/18
"""

from __future__ import annotations

from beholden.figures.core.claims.models import Subject
from beholden.figures.core.models import Period
from beholden.figures.core.offences import SEXUAL_COMMUNICATION
from beholden.figures.core.periods import financial_year

# In force in England and Wales since 3 April 2017 (Serious Crime Act 2015, section 67).
_FIRST_YEARS: dict[str, Period] = {SEXUAL_COMMUNICATION: financial_year(2017)}
# Scotland and Northern Ireland had their laws years earlier.
_OLDER_LAW = frozenset({"S23000009", "N92000002"})


def first_year(series: str, subject: Subject) -> Period | None:
    """The first year that can have had any, as far as the law tells it."""
    members = {str(one) for one in subject.members} or {subject.key}
    return None if members <= _OLDER_LAW else _FIRST_YEARS.get(series)


__all__ = ["first_year"]
