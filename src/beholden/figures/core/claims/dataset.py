"""The data that claims are checked against, whichever file or release they come from.

A fact is one printed number; two releases may print two for the same cell, and
both are kept. Nothing is summed or guessed here.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from beholden.figures.core.models import Day, ForceCode, Period


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number of one series, subject and period, as one release printed it.

    ``subject`` is a key as ``Subject.key``: a force's code, ``group:uk``, or
    ``other:`` and the name in plain lower case. ``series`` is an offence id
    (``iioc_total``) or ``other:`` and the name in plain lower case. ``unit`` is
    ``count``, ``percent`` or ``minutes``; ``noun`` what is counted (``urls``) where
    the file says so. ``base`` is the base of a share. ``published`` is the day of the
    release where it is known, ``release`` its name. ``at_least`` is true of a number
    published as "over n". ``members`` are the forces of a group printed as such.
    """

    series: str
    subject: str
    period: Period
    value: Decimal
    release: str
    source: str = ""
    unit: str = "count"
    noun: str = ""
    base: Decimal | None = None
    published: Day | None = None
    at_least: bool = False
    members: tuple[ForceCode, ...] = ()
    subject_name: str = ""
    series_name: str = ""


class Dataset(msgspec.Struct, frozen=True):
    """All facts. ``name`` says in words what they are, for the reader of a verdict."""

    name: str
    facts: tuple[Fact, ...]
