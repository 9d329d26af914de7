"""Values of the gate's services: what its files hold. Those of its core are in ``core.models``."""

from __future__ import annotations

from datetime import datetime

import msgspec

from beholden.gate.core.models import Lowered


class AllowedCount(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many uploads one rule allowed on one surface within one hour.

    ``hour`` is the start of the hour in UTC, as ``2026-11-22T09Z``.
    """

    hour: str
    surface: str | None
    rule: str
    count: int


class LoweredLine(msgspec.Struct, frozen=True, tag="lowered", tag_field="what"):
    """A line of ``lowered.jsonl``: the guard lowered an entry."""

    lowered: Lowered


class ReinstatedLine(msgspec.Struct, frozen=True, tag="reinstated", tag_field="what"):
    """A line of ``lowered.jsonl``: a named person ended a lowering."""

    list: str
    entry: str
    by: str
    at: datetime
