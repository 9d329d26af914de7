"""A small transparency report, made by hand, and ways to change it."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from beholden.transparency.core import (
    CheckpointRef,
    Coverage,
    Figure,
    Indicator,
    TransparencyReport,
    Window,
)

WINDOW = Window(date(2026, 3, 1), date(2026, 3, 2))
ROOT = bytes(range(32))
ORIGIN = "photos.example/log"


def _indicator(name: str, **more: Any) -> Indicator:
    return Indicator(
        id=name,
        title=name.replace("-", " "),
        unit=more.pop("unit", "uploads"),
        population="uploads in the window",
        method="hours, added up",
        counting_time="the hour of the decision",
        query=f"SELECT {name}",
        **more,
    )


INDICATORS = (
    _indicator("uploads-checked"),
    _indicator("uploads-held"),
    _indicator("uploads-held-by-surface", by="surface", hides_small=True),
    _indicator("share-held", unit="share", numerator="uploads-held", denominator="uploads-checked"),
    _indicator("complaints", not_measured="Complaints are kept elsewhere."),
)
FIGURES = (
    Figure(indicator="uploads-checked", count=10_000),
    Figure(indicator="uploads-held", count=421),
    Figure(indicator="uploads-held-by-surface", part="album", count=400),
    Figure(indicator="uploads-held-by-surface", part="chat", count=21),
    Figure(indicator="share-held", numerator=421, denominator=10_000),
    Figure(indicator="complaints", mark="x"),
)
HIDDEN = (
    Figure(indicator="uploads-held-by-surface", part="album", mark="c"),
    Figure(indicator="uploads-held-by-surface", part="chat", mark="c"),
)


def report(**more: Any) -> TransparencyReport:
    """The report; ``more`` are fields that are other than usual."""
    usual: dict[str, Any] = {
        "service": "Photos",
        "provider": "Example Ltd",
        "contact": "transparency@photos.example",
        "window": WINDOW,
        "checkpoint": CheckpointRef(ORIGIN, 900, ROOT),
        "coverage": Coverage(
            first=0,
            opened=900,
            erased=0,
            refused=0,
            mismatched=0,
            unreadable=0,
            hours_expected=48,
            hours_stated=48,
        ),
        "small_numbers_below": 5,
        "indicators": INDICATORS,
        "figures": FIGURES,
    }
    return TransparencyReport(**(usual | more))


def changed(whole: TransparencyReport, key: str, **fields: Any) -> TransparencyReport:
    """The report with one figure changed; another key must not be touched."""
    assert whole.figure(key) is not None
    figures = tuple(
        msgspec.structs.replace(one, **fields) if one.key == key else one for one in whole.figures
    )
    return msgspec.structs.replace(whole, figures=figures)


def without(whole: TransparencyReport, key: str) -> TransparencyReport:
    """The report without one figure."""
    figures = tuple(one for one in whole.figures if one.key != key)
    return msgspec.structs.replace(whole, figures=figures)


def with_hidden(whole: TransparencyReport) -> TransparencyReport:
    """The report with the surfaces hidden."""
    kept = tuple(one for one in whole.figures if one.indicator != "uploads-held-by-surface")
    return msgspec.structs.replace(whole, figures=(*kept, *HIDDEN))
