"""A checked article made by hand: what a report and a page are shown with, without the checker.

checking = example()
checking.checked[0].judgement.verdict  # "agrees"
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from beholden.figures.core.claims.models import (
    Article,
    Block,
    Checked,
    Checking,
    Claim,
    Judgement,
    LeftAlone,
    Measure,
    Phrase,
    Shape,
    Spot,
    Subject,
)
from beholden.figures.core.periods import financial_year

PAGE = "https://www.example.org/news/offences-of-essex/"
PUBLISHED = date(2018, 9, 13)
EARLIER, LATER = financial_year(2016), financial_year(2017)
ESSEX = Subject("E23000028", "Essex")
BLOCKS = (
    Block("headline", "Child abuse image offences nearly triple in Essex, up by almost 200"),
    Block("standfirst", "One such offence was recorded every 23 minutes across the UK."),
    Block("paragraph", "Essex Police recorded 767 offences in 2017/18, 38 per cent more than 568."),
    Block("paragraph", '"The UK saw 18,574 the year before," a spokesman for the charity said.'),
    Block("heading", "One region"),
    Block("caption", "The largest rise was in Bedfordshire, where a 46-year-old was jailed."),
    Block("table", "Force\t2016/17\t2017/18"),
    Block("table", "Essex\t568\t767"),
)


def claim(text: str, *blocks: int, **said: Any) -> Claim:
    """A claim whose number is ``text``, standing once in each of the blocks."""
    places = tuple(
        Spot(block, start := BLOCKS[block].text.index(text), start + len(text)) for block in blocks
    )
    first = BLOCKS[blocks[0]].text
    given: dict[str, Any] = {
        "kind": "total",
        "measure": Measure.COUNT,
        "sentence": first,
        "phrase": Phrase(
            places[0].start, places[0].end, text, Shape.COUNT, Decimal(1), "made by hand"
        ),
        "subject": ESSEX,
        "series": "iioc_total",
        "series_name": "child abuse image offences",
        "places": places,
        "period": LATER,
        "why": ("The force is named in the sentence.",),
    }
    return Claim(**{**given, **said})


def judged(verdict: Any, recomputed: str, reason: str, **said: Any) -> Judgement:
    """A judgement whose tolerant verdict is the strict one unless it is given."""
    return Judgement(**{
        "verdict": verdict,
        "tolerant_verdict": verdict,
        "recomputed": recomputed,
        "reason": reason,
        "sources": (PAGE,),
        **said,
    })  # fmt: skip


CHANGE: dict[str, Any] = {"kind": "percent_change", "measure": Measure.CHANGE, "earlier": EARLIER}
UK = Subject("group:uk", "United Kingdom")
CHECKED = (
    Checked(
        claim("nearly triple", 0, **{**CHANGE, "kind": "ratio"}),
        judged(
            "differs",
            "1.35 times",
            "767 is 1.35 times 568.",
            arithmetic="767 / 568 = 1.35",
            error_class="multiple_overstated",
        ),
    ),
    Checked(
        claim("almost 200", 0, earlier=EARLIER),
        judged("agrees", "199", "199 lies between 180 and 200.", arithmetic="767 - 568 = 199"),
    ),
    Checked(
        claim("every 23 minutes", 1, kind="rate", subject=UK),
        judged(
            "agrees",
            "23.13 minutes",
            "23.13 rounds to 23.",
            arithmetic="525,600 / 22,724 = 23.13",
        ),
    ),
    Checked(claim("767", 2, 7), judged("agrees", "767", "It is 767.", arithmetic="767")),
    Checked(
        claim("38 per cent", 2, **CHANGE),
        judged(
            "differs",
            "+35.04%",
            "35.04 does not round to 38.",
            tolerant_verdict="agrees",
            arithmetic="(767 - 568) / 568 * 100 = 35.04",
            error_class="arithmetic",
        ),
    ),
    Checked(
        claim("18,574", 3, subject=UK, period=EARLIER, speaker="a spokesman for the charity"),
        judged("superseded", "18,522", "Later revised to 18,522.", error_class="superseded"),
    ),
    Checked(
        claim("largest rise", 5, **{**CHANGE, "kind": "rank"}),
        judged(
            "cannot_tell",
            "1st of 4 known by percentage change",
            "2 of the 6 forces of the East of England are missing.",
            error_class="missing_members",
            sources=("release 2018-09",),
        ),
    ),
)
LEFT_ALONE = (
    LeftAlone(5, 48, 59, "46-year-old", "an age"),
    LeftAlone(6, 6, 13, "2016/17", "a date or a period"),
    LeftAlone(6, 14, 21, "2017/18", "a date or a period"),
)


def example() -> Checking:
    """Every kind of block and of verdict; one claim has two places, one a speaker."""
    article = Article("story.txt", BLOCKS, PUBLISHED)
    return Checking(article, CHECKED, LEFT_ALONE, "offences.csv (76 figures)", ("A notice.",))
