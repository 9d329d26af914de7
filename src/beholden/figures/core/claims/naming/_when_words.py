"""Words for times that name no year, as a readable table.

In a pattern a space is any white space, a hyphen also a space, ``{n}`` a number of
years and ``{year}`` a year's length in any wording. Nothing repeats without a bound.
Before each pattern stand its cues (see ``_cued``), which every match holds.
"""

from __future__ import annotations

import re
from typing import Literal

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming._cued import Cued

How = Literal["named", "last", "this", "previous", "same", "step", "span", "since", "average"]

_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "twenty": 20, "couple of": 2,
}  # fmt: skip
_DECADE = 10
_LAST_YEARS = 30
_PARTS = {
    "{n}": rf"(?P<n>(?:{'|'.join(_NUMBERS)}|[2-9]|[12]\d)\b)".replace(" ", r"\s{1,3}"),
    "{year}": (
        r"(?:(?:financial|fiscal|calendar|reporting|recording|full|single) )?year\b"
        r"|(?:12|twelve)-months?\b(?: period\b)?"
    ),
    "{rise}": r"(?:rises?|increases?|jumps?|falls?|drops?|changes?|growth|decreases?|surge|hike)\b",
    "{few}": (
        r"(?:(?:just|only|under|over|barely|nearly|almost|about|around|roughly|less than|more than"
        r"|little more than|little over|just over|just under|the space of|the course of) ){0,2}"
    ),
    "{date}": (
        r"(?:in )?(?:the )?(?:end of )?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    ),
    "{decade}": r"(?P<decade>(?:half a|a|one|the (?:last|past)|two) decades?\b)",
}

_TABLE: tuple[tuple[How, str, str], ...] = (
    # Earlier, said by what stands before the year compared with.
    (
        "previous",
        "previous|preceding|prior&year|month",
        # "In the previous year1": the mark of a footnote.
        r"(?:the )?(?:previous|preceding|prior) (?:{year}|years?\d\b)(?:'s)?",
    ),
    ("previous", "earlier&year|month", r"the earlier (?:{year})"),
    (
        "previous",
        "year&earlier|ago|before|previous|prior",
        r"the (?:financial )?year (?:before|prior|previous|previously|earlier)\b",
    ),
    (
        "previous",
        "year&earlier|ago|before|previous|prior",
        r"(?:a|one|just a) year (?:earlier|ago|before|previously|previous|prior)\b",
    ),
    (
        "previous",
        "months&earlier|ago|before|previous|prior",
        r"(?:the )?(?:12|twelve)-months (?:earlier|ago|before|previously|prior)\b",
    ),
    (
        "previous",
        "same&year|month",
        (
            r"the same (?:time|period|12-months|point|stage) (?:in |of |during )?"
            r"(?:last year|a year (?:earlier|ago|before)|the (?:previous|preceding) year"
            r"|the year before|(?:12|twelve)-months (?:earlier|before))\b"
        ),
    ),
    ("previous", "year&before&last", r"the year before last\b"),
    (
        "previous",
        "since&year",
        r"since (?:last year|the (?:previous|preceding) year|the year before)\b",
    ),
    (
        "previous",
        "years&earlier|ago|before|previous|prior",
        r"{n} years (?:earlier|ago|before|previously|prior)\b",
    ),
    (
        "previous",
        "decade&earlier|ago|before|previous",
        r"{decade} (?:earlier|ago|before|previously)\b",
    ),
    # One step of a year.
    ("step", "year&on", r"year-on-year\b"),
    (
        "step",
        "previous|preceding|prior&year|month",
        r"on the (?:previous|preceding|prior) (?:{year})",
    ),
    (
        "step",
        "year&on",
        r"on (?:last year|the last (?:financial )?year|the year before|the year)\b",
    ),
    (
        "step",
        "year|month",
        (
            r"(?:in|within|over|inside|during|across) {few}"
            r"(?:(?:a|one|a single|the|the space of a|the course of a|the course of one) (?:{year})"
            r"|(?:12|twelve)-months)\b(?!'s| (?:ago|earlier|before|later|old|to\b|when\b|time\b"
            r"|that\b|of\b|between\b|from\b|in which|[\u2018']?(?:19|20)\d\d))"
        ),
    ),
    (
        "step",
        "annual|year|month&rise|increase|jump|fall|drop|change|growth|decrease|surge|hike",
        r"(?:annual|yearly|one-year|12-month|twelve-month) (?:percentage )?{rise}",
    ),
    ("step", "month&period", r"(?:a|the) (?:12|twelve)-month period\b"),
    # The last year, whichever it is.
    (
        "last",
        "last|past|latest|recent&year|month",
        (
            r"(?:the )?(?:last|past|latest|most recent) "
            r"(?:(?:reported|recorded|available|complete) )?(?:{year})"
        ),
    ),
    ("last", "year&gone", r"the year just gone\b"),
    ("this", "this&year", r"(?:so far )?this (?:financial |calendar )?year\b"),
    ("this", "current&year", r"the current (?:financial |calendar )?year\b"),
    # The same time as before.
    (
        "same",
        "time|period|month",
        (
            r"(?:over|in|during|across|within|for|throughout) (?:the same|that|this|the) "
            r"(?:time(?: ?frame|scale| period)?|period|(?:12|twelve)-months(?: period)?"
            r"|(?:12|twelve)-month period)\b(?! (?:of\b|from\b|between\b|to\b|\d))"
        ),
    ),
    (
        "same",
        "same&time|period|year|month",
        r"the same (?:time ?frame|timescale|time period|period|(?:{year}))",
    ),
    ("same", "that&year", r"(?:in|during|over) that (?:financial )?year\b"),
    # Several years.
    (
        "span",
        "year",
        (
            r"(?:in|within|over|across|during|throughout|through) {few}"
            r"(?:the )?(?:(?:last|past|previous|preceding|a|next) )?{n}-years?(?:-period)?\b"
        ),
    ),
    (
        "span",
        "years&last|past|previous",
        r"(?:the|for the) (?:last|past|previous) {n} (?:financial )?years\b",
    ),
    (
        "span",
        "years&those|these|that",
        r"(?:in|over|during|within|across|throughout) (?:those|these|that) {n} years\b",
    ),
    (
        "span",
        "decade&that",
        r"(?:in|over|during|within|across|throughout) (?P<decade>that decade)\b",
    ),
    ("span", "year&period", r"(?:a|the) {n}-year period\b"),
    (
        "span",
        "years&to|until|end",
        r"(?:the )?{n} years (?:(?:up )?to|until|ending|ended)\b(?= {date})",
    ),
    ("span", "decade", r"(?:in|within|over|across|during) {few}{decade}"),
    (
        "span",
        "years&recent|few|several",
        r"(?:in|over) (?:recent years|the (?:last|past|recent) (?:few|several) years)\b",
    ),
    # From a beginning on.
    (
        "since",
        "since&began",
        r"since (?:comparable |such |these )?(?:records|figures|recording|counting) began\b",
    ),
    (
        "since",
        "since&came|introduced|brought|changed|passed|created|became|took|made|outlawed|criminalised|banned",
        (
            r"since (?:the|this|that|it|a|such|sexual|online|grooming) (?:\w{1,20} ){0,6}"
            r"(?:was (?:first )?(?:outlawed|banned|criminalised"
            r"|made (?:an offence|a crime|illegal))"
            r"|came into (?:force|effect|being)|came in|was introduced|were introduced"
            r"|was brought in|(?:was )?changed|was passed|was created"
            r"|became (?:an offence|law|a crime|illegal)"
            r"|took effect)\b"
        ),
    ),
    ("since", "since&then", r"since then\b"),
    # Averages over years.
    (
        "average",
        "average",
        r"(?:a year |per year |each year |every year )?on average\b(?: each year\b)?",
    ),
    (
        "average",
        "average",
        r"(?:an|a (?:yearly|annual|daily|weekly|monthly)) average (?:of|increase|rise)\b",
    ),
    ("average", "average", r"(?:the )?(?:yearly|annual|year-on-year|daily) average\b"),
    ("average", "average", r"average (?:annual|yearly|year-on-year) {rise}"),
    ("average", "average", r"(?:an )?average (?:of )?year-on-year\b"),
    (
        "average",
        "year&each|every|per",
        r"(?:each|every|per) year\b(?! (?:before|since|group|[1-9]))",
    ),
    ("average", "yearly|annually|annum", r"(?:yearly|annually|per annum)\b"),
)


_HYPHEN = lazily(r"(?<=[a-z\d)])-(?=[a-z(])")
_ANY_HYPHEN = r"[-\s\u2010-\u2013]{1,3}"


def _expression(pattern: str) -> str:
    for name, part in _PARTS.items():
        pattern = pattern.replace(name, part)
    pattern = pattern.replace(" ", r"\s{1,3}").replace("'s", "['\u2019]s")
    pattern = _HYPHEN.sub(lambda _: _ANY_HYPHEN, pattern)
    return rf"\b(?:{pattern})"


PATTERNS: tuple[tuple[How, Cued], ...] = tuple(
    (how, Cued(_expression(pattern), cues)) for how, cues, pattern in _TABLE
)
"""All patterns in the order of the table."""

NO_TIME_OF_FIGURES = lazily(
    r"\b(?:earlier|later|late|early|summer|autumn|spring|winter|christmas|month|week|end of"
    r"|start of"
    r"|(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october"
    r"|half of|quarter of|beginning of|middle of|first time|jailed|sentenced)(?:,? (?:in|of))? ?$",
    re.IGNORECASE,
)
"""Before "this year": something that happened, and no year of figures."""

NO_SPAN_AFTER = lazily(
    r"(?:'s|\u2019s|'|\u2019)?\s{0,3}(?:time\b|in (?:prison|jail|custody)|behind bars|imprisonment"
    r"|of age|old\b|ago\b|of (?:his|her)|sentence)",
    re.IGNORECASE,
)
"""After "in five years": a sentence or an age."""


def years_of(match: re.Match[str]) -> int:
    """How many years the words name; 0 where they name no number."""
    groups = match.groupdict()
    if groups.get("n"):
        word = " ".join(groups["n"].lower().split())
        # An expression that ignores case takes other letters for these, as a long s.
        years = _NUMBERS.get(word) or (int(word) if word.isdecimal() else 0)
        return years if years <= _LAST_YEARS else 0
    if decade := groups.get("decade"):
        words = decade.lower().split()
        return _DECADE // 2 if words[0] == "half" else _DECADE * (2 if words[0] == "two" else 1)
    return 0
