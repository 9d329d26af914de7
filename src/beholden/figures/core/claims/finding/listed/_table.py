"""What a table has told so far: its heads, the years and areas of its columns, its last area.

table.years  # (2016/17, 2017/18), for a head "Force | 2016/17 | 2017/18 | Change"
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._number_words import words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding.listed._heading import Heading
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.models import Period

_CHANGE = lazily(
    r"\b(?:changes?|differences?|increases?|rise|rises|decrease|fall|up|more|growth|\+/-)\b|^\s*\+",
    re.IGNORECASE,
)
_PERCENT = lazily(r"%|\bper\s?cent|\bpercentage|\bpc\b", re.IGNORECASE)
_COUNTS = lazily(
    r"\b(?:offences?|crimes?|number|total|recorded|cases|incidents|count|figure)\b", re.IGNORECASE
)
_OTHER = lazily(
    r"\b(?:arrests?|charges?|charged|cautions?|convictions?|prosecutions?|outcomes?|victims?|suspects?|offenders?"
    r"|people|persons|children|girls|boys|officers|staff|population|calls?|reports?|referrals?|devices|images|pages|urls"
    r"|warrants|searches|average|mean|median|target|estimates?|forecast|solved|detected|dropped)\b",
    re.IGNORECASE,
)
_OFFENCES = lazily(
    r"\b(?:offences?|crimes?)\b|\b(?:image|images)\s+(?:offences|crimes|cases)", re.IGNORECASE
)
_PART = lazily(
    r"\b(?:aged|under[\s-]\d+|over[\s-]\d+|younger|older|female|male|girls|boys|solved|detected|charged|dropped|average"
    r"|online|unsolved|closed)\b",
    re.IGNORECASE,
)
_EARLIER = lazily(r"\b(?:before|earlier|previous(?:ly)?|since|until|last\sbut)\b", re.IGNORECASE)
# What may head a column of a table without a year: anything else may be of another time or thing.
_PLAIN_HEAD = lazily(
    r"(?:[\s/]*(?:number|total|of|recorded|reported|police|child|sexual|sex|abuse|image|images|indecent|online|grooming"
    r"|offences|crimes|cases|incidents|figure|count|facebook|messenger|instagram|whatsapp|snapchat"
    r"|youtube|twitter|tiktok|other|unknown))+\s*",
    re.IGNORECASE,
)
_SHARE = lazily(r"\b(?:shares?|proportion)\b|(?:%|\bper\s?cent|\bpercentage)\s+of\b", re.IGNORECASE)
_SO_MANY = rf"(?:{words_of(2, 10)})"
_OF_THEM = (
    rf"(?:\s+(?:of|for)\s+(?:(?:all|the|these)\s+){{1,2}}(?:{_SO_MANY})?"
    r"(?:\s?(?:forces|areas|counties))?)?"
)
_OF_ALL = lazily(
    rf"\W*(?:the\s+)?(?:(?:grand|region(?:al)?|combined|overall|area)\s+)?(?:totals?{_OF_THEM}|region|sum|altogether"
    rf"|all(?:\s+(?:the\s+)?{_SO_MANY})?(?:\s+(?:forces|areas|counties))?"
    rf"|{_SO_MANY}(?:\s+(?:forces|areas|counties))?\s+(?:together|combined|in\s+(?:all|total)))\W*",
    re.IGNORECASE,
)
_RATE = lazily(r"\b(?:per|rate)\b|10,000", re.IGNORECASE)


def tells_change(head: str) -> bool:
    """Whether changes stand below a head, or beside it."""
    return _CHANGE.search(head) is not None


def tells_share(head: str) -> bool:
    """Whether shares of a whole stand below a head."""
    return _SHARE.search(head) is not None and not tells_change(head)


def in_percent(head: str) -> bool:
    """Whether numbers below a head are per cents."""
    return _PERCENT.search(head) is not None


def of_all(row: str) -> bool:
    """Whether a row is the sum of those above it: "Total", "Region", "All four forces"."""
    return _OF_ALL.fullmatch(row) is not None


class TableSoFar(msgspec.Struct, frozen=True, omit_defaults=True):
    """A table up to one of its rows.

    ``title`` is what the line ``above`` it says, ``heads`` are the cells of its head, ``columns``
    the years and ``areas`` the areas above each column; ``rows`` are the years that stand before
    rows, ``area`` is that of the last row that named one, ``listed`` are those of all such rows.
    """

    title: Heading | None = None
    above: str = ""
    heads: tuple[str, ...] = ()
    columns: tuple[Period | None, ...] = ()
    areas: tuple[Subject | None, ...] = ()
    rows: tuple[Period, ...] = ()
    area: Subject | None = None
    listed: tuple[Subject, ...] = ()

    @property
    def years(self) -> tuple[Period, ...]:
        """The years of its columns or rows, oldest first."""
        return tuple(sorted({one for one in (*self.columns, *self.rows) if one is not None}))

    def head(self, column: int) -> str:
        """What stands above a column; nothing where nothing does."""
        return self.heads[column] if column < len(self.heads) else ""

    def is_rate(self, column: int) -> bool:
        """Whether a column is of rates for so many people."""
        return _RATE.search(self.head(column)) is not None

    def is_share(self, column: int) -> bool:
        """Whether a column is of shares of a larger area."""
        return tells_share(self.head(column))

    def year_above(self, column: int, *, only: bool) -> Period | None:
        """The year of a column; ``only`` where its row has no number but this one."""
        told = self.columns[column] if column < len(self.columns) else None
        if told is not None or any(self.columns) or self.title is None:
            return told
        years = [one.period for one in self.title.whens if one.how == "named" and one.first is None]
        counted = only or self.counts(column)
        return (
            years[0]
            if len(years) == 1 and counted and not tells_change(self.head(column))
            else None
        )

    def counts(self, column: int) -> bool:
        """Whether a head says that its column counts what the article does."""
        return _COUNTS.search(self.head(column)) is not None

    def tells_count(self, column: int) -> bool:
        """Whether a column is of what the article counts, or of a part of that beside it."""
        head = self.head(column)
        if not head or (self.above and not _OFFENCES.search(self.above)):
            return False
        if _EARLIER.search(self.above) or not any(map(self.counts, range(len(self.heads)))):
            return False
        return _PLAIN_HEAD.fullmatch(head) is not None

    def counts_other(self, column: int) -> str:
        """What a column counts, where its head or the line above the table names something else."""
        head = self.head(column)
        for words in (head, "" if _OFFENCES.search(head) else self.above):
            if _PART.search(words) or (_OTHER.search(words) and not _OFFENCES.search(words)):
                return " ".join(words.split()).strip(" :").lower()
        return ""

    def area_above(self, column: int) -> Subject | None:
        """The area of a column, in a table whose rows are years."""
        return self.areas[column] if column < len(self.areas) else None


__all__ = ["TableSoFar", "in_percent", "of_all", "tells_change", "tells_share"]
