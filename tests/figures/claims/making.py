"""Claims and facts for the tests of judging, made by hand in one line each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.finding._draft import KINDS
from beholden.figures.core.claims.judging.dataset import Data, Dataset, Fact, index
from beholden.figures.core.claims.judging.verdict import judge
from beholden.figures.core.claims.models import (
    Claim,
    Judgement,
    Measure,
    Operand,
    Phrase,
    Shape,
    Subject,
)
from beholden.figures.core.models import Period
from beholden.figures.core.periods import parse_period
from beholden.figures.registry import load_registry, published_counts

REGISTRY = load_registry()
RELEASE_DAY = date(2018, 9, 1)
ARTICLE_DAY = date(2018, 9, 13)


def period(text: str) -> Period:
    """A period as it is written."""
    found = parse_period(text)
    assert found is not None, text
    return found.period


def who(name: str, part: str = "") -> Subject:
    """A force, a group (``UK total``, ``Wales total``) or several forces joined by a plus."""
    force = REGISTRY.find(name)
    if force is not None:
        return Subject(force.code, force.name, (force.code,), part)
    group = REGISTRY.find_group(name)
    if group is not None:
        return Subject(f"group:{group.id}", group.name, group.members)
    members = tuple(
        found.code for each in name.split("+") if (found := REGISTRY.find(each)) is not None
    )
    return Subject(f"other:{name.lower()}", name, members)


def fact(who_: str, when: str, value: Any, series: str = "iioc_total", **more: Any) -> Fact:
    """A fact of the release of September 2018, unless told otherwise."""
    subject = who(who_)
    more = {"release": "2018-09", "published": RELEASE_DAY, **more}
    if subject.key.startswith("other:"):
        more = {"members": subject.members, "subject_name": subject.name, **more}
    return Fact(series, subject.key, period(when), Decimal(str(value)), **more)


def series(who_: str, values: dict[str, Any], name: str = "iioc_total", **more: Any) -> list[Fact]:
    """Facts of one subject by period."""
    return [fact(who_, when, value, name, **more) for when, value in values.items()]


def data(*facts: Fact | list[Fact]) -> Data:
    """Facts laid out."""
    flat = [each for one in facts for each in (one if isinstance(one, list) else [one])]
    return index(Dataset("facts of a test", tuple(flat)), REGISTRY)


def published_facts() -> list[Fact]:
    """The 76 published counts of the package."""
    found = []
    for one in published_counts():
        dated = one.release == "2018-09"
        found.append(
            Fact(
                series=one.offence,
                subject=one.force
                or (f"group:{one.group}" if one.group else f"other:{one.area.lower()}"),
                period=one.period,
                value=Decimal(one.count),
                release=one.release,
                source=one.urls[0],
                published=RELEASE_DAY if dated else None,
                members=() if one.force else one.members,
                subject_name=one.area,
            )
        )
    return found


def number(text: str, value: Any, wording: Wording = Wording.PLAIN, **more: Any) -> Phrase:
    """A count."""
    return phrase(Shape.COUNT, text, value, wording, **more)


def phrase(
    shape: Shape, text: str, value: Any, wording: Wording = Wording.PLAIN, **more: Any
) -> Phrase:
    """A phrase; ``number`` is the text after its last qualifying word."""
    if not isinstance(value, Fraction):
        value = Decimal(str(value))
        places = len(f"{value:f}".partition(".")[2])
        more = {"places": places, **more}
    bare = text.rpartition(" than ")[2]
    for word in ("almost ", "nearly ", "over ", "about ", "at least "):
        bare = bare.replace(word, "")
    return Phrase(0, len(text), text, shape, value, "test", number=bare, wording=wording, **more)


def pct(text: str, value: Any, wording: Wording = Wording.PLAIN, **more: Any) -> Phrase:
    """A percentage."""
    return phrase(Shape.PERCENT, text, value, wording, **more)


def claim(measure: Measure, phrase_: Phrase, who_: str | Subject, when: str, **more: Any) -> Claim:
    """A claim; ``when`` is a period or ``earlier -> later``, said unless ``said=False``.

    ``own`` are the article's counts by their role.
    """
    names = when.split(" -> ") if when else []
    said = more.pop("said", True)
    own = more.pop("own", {})
    sentence = more.pop("sentence", phrase_.text)
    periods = [period(each) for each in names]
    return Claim(
        kind=KINDS[measure],
        measure=measure,
        sentence=sentence,
        at=max(sentence.find(phrase_.text), 0),
        phrase=phrase_,
        subject=who(who_) if isinstance(who_, str) else who_,
        series=more.pop("series", "iioc_total"),
        series_name=more.pop("series_name", "child abuse image offences"),
        places=(),
        period=periods[-1] if periods else None,
        period_said=said,
        earlier=periods[0] if len(periods) > 1 else None,
        earlier_said=said,
        operands=tuple(
            Operand(role, Decimal(str(value)), f"{value:,}") for role, value in own.items()
        ),
        **more,
    )


def judged(one: Claim, *facts: Fact | list[Fact], published: date | None = None) -> Judgement:
    """The judgement on a claim by these facts."""
    return judge(one, data(*facts), published)
