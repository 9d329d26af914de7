"""False numbers in ordinary sentences of newspapers: however the words may be read, none agrees.

Every number in braces is that of another year, area or offence than the one named beside it, is
rounded to the wrong side, is a week's for a day's or a longer span's for a year's, or goes the
wrong way. What may be meant besides is tried generously, and must never reach as far as these.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from beholden.figures.core.claims.checking import check
from beholden.figures.core.claims.judging.dataset import Dataset, Fact
from beholden.figures.core.claims.models import Spot
from beholden.figures.registry import load_gazetteer
from tests.figures.claims.making import fact
from tests.figures.claims.telling import article

_YEARS = ("2015/16", "2016/17", "2017/18", "2018/19", "2019/20")
_GROOMING = "sexual_communication_with_child"
_SEXUAL, _ONLINE = "other:child sexual offences", "other:online child sexual offences"


def _row(who: str, *values: int, series: str = "iioc_total") -> list[Fact]:
    """The numbers of the last years of all, the newest one last."""
    years = _YEARS[-len(values) :]
    return [
        fact(who, year, value, series, release="2020-08", published=date(2020, 8, 20))
        for year, value in zip(years, values, strict=True)
    ]


_FACTS = (
    *_row("Kent", 412, 530, 689, 655, 801),
    *_row("Surrey", 140, 163, 151, 248, 232),
    *_row("Hampshire", 700, 815, 1190, 1204, 987),
    *_row("Sussex", 350, 401, 377, 520, 566),
    *_row("Thames Valley", 610, 598, 724, 903, 1012),
    *_row("Essex", 500, 568, 767, 760, 902),
    *_row("UK total", 14600, 17050, 21320, 24190, 28110),
    *_row("England and Wales total", 12900, 15100, 18800, 21500, 25020),
    *_row("Scotland", 600, 640, 655, 580, 610),
    *_row("Kent", 120, 190, 233, series=_GROOMING),
    *_row("Surrey", 31, 44, 66, series=_GROOMING),
    *_row("UK total", 3100, 4300, 5060, series=_GROOMING),
    *_row("Kent", 301, 377, 420, series="other:child cruelty"),
    *_row("Kent", 1320, 1511, 1702, series=_SEXUAL),
    *_row("Surrey", 640, 702, 811, series=_SEXUAL),
    *_row("Kent", 204, 288, 371, series=_ONLINE),
)
_SENTENCES = Path(__file__).with_name("false_numbers.txt")
_BRACES = re.compile(r"[{}]")


def _agreeing(headline: str, *paragraphs: str) -> list[str]:
    """What agrees of the numbers in braces, and why."""
    pieces = (headline, *paragraphs)
    marked = [
        (at, one.start() - 2 * before, one.end() - 2 * (before + 1))
        for at, piece in enumerate(pieces)
        for before, one in enumerate(re.finditer(r"\{[^}]*\}", piece))
    ]
    assert marked, "no number in braces"
    plain = [_BRACES.sub("", one) for one in pieces]
    told = article(*plain[1:], headline=plain[0], published=date(2020, 9, 10))
    found = check(told, load_gazetteer(), Dataset("facts of a test", _FACTS))
    return [
        f"{one.claim.phrase.text}: {one.judgement.reason}"
        for one in found.checked
        if one.judgement.verdict == "agrees"
        and any(_touch(spot, mark) for spot in one.claim.places for mark in marked)
    ]


def _touch(spot: Spot, mark: tuple[int, int, int]) -> bool:
    block, start, end = mark
    return spot.block == block and start < spot.end and spot.start < end


def _told() -> dict[str, list[str]]:
    """The sentences of the file by the headline that they stand under."""
    found: dict[str, list[str]] = {}
    headline = ""
    for line in _SENTENCES.read_text("utf-8").splitlines():
        if line.startswith("== "):
            headline = line.removeprefix("== ")
        elif line and not line.startswith("#"):
            found.setdefault(headline, []).append(line)
    return found


_FALSE = _told()
_HEADLINES = (
    "double",
    "more than double",
    "treble",
    "up by 16% in four years",
    "rise by 94% in a year",
    "rise by 67% in two years",
    "soar by 67 per cent in a year",
    "almost halve",
    "fall by 16%",
    "fall by almost half",
    "up a third",
    "up by two thirds",
    "up by 22% since 2015",
    "up by 94% since 2017",
    "up 389 in a year",
    "rise by 277 in a year",
    "top 900",
    "hit 800 a month",
    "at three a day",
    "at 15 a day",
    "at two an hour",
)


@pytest.mark.parametrize("headline", _FALSE)
def test_no_false_number_agrees(headline: str):
    found = {text: _agreeing(headline, *text.split(" // ")) for text in _FALSE[headline]}
    assert {text: why for text, why in found.items() if why} == {}


@pytest.mark.parametrize("told", _HEADLINES)
def test_no_false_headline_agrees_by_the_counts_of_its_text(told: str):
    paragraphs = (
        "Police in Kent are dealing with more crimes of this kind.",
        "Kent Police recorded 801 offences in 2019/20.",
        "In 2015/16 the force had recorded 412, and in 2017/18 it was 689.",
    )
    assert not _agreeing(f"Image crimes in Kent {{{told}}}", *paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        "Kent Police recorded {801} offences last year, up from {412} four years earlier.",
        "In the latest year Kent Police recorded {801} offences, up from {655}.",
        "Over four years the number in Kent went from {412} to {801}.",
        "Kent recorded {412}, then {530}, then {689}.",
        "In the first year of the law Kent Police recorded {120} grooming offences.",
        "Offences in Kent rose by {51} per cent in the last three years.",
    ],
)
def test_the_true_numbers_of_such_sentences_agree(text: str):
    assert len(_agreeing("Child abuse image offences recorded in Kent", text)) == text.count("{")


@pytest.mark.parametrize(
    "text",
    [
        "An online element was noted in {371} of the child sexual offences in Kent in 2019/20.",
        "In Kent {371} of the child sexual offences of 2019/20 took place online.",
        "In 2019/20 the internet was used in {371} child sexual offences in Kent.",
    ],
)
def test_offences_are_told_to_be_online_by_words_that_are_said_of_them(text: str):
    assert _agreeing("Child sexual offences in Kent", text)
