"""Entries of a register as tests need them: harmless, whole, and easy to change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec

from beholden.regulator.core import LogRef, Provider, Scorecard, Service, Surface
from beholden.regulator.core.regimes import Regime, parse_regime

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
PROVIDER = Provider(id="example-co", name="Example Company", country="United Kingdom")
SERVICE = Service(
    id="example",
    provider="example-co",
    name="Example",
    website="https://example.org/",
    regime="orchard",
    state="found",
    surfaces=(Surface(id="post", name="Posts"), Surface(id="avatar", name="Profile pictures")),
    risks=("known-images",),
)
LOG = LogRef(origin="log.example.org", url="https://log.example.org", policy="quorum none\n")
HOSTILE = "<script>alert(1)</script>=1+1\u202e"

REGIME_TEXT = """
id = "orchard"
name = "Orchard Rules"
jurisdiction = "Orchard"
checked = 2026-10-01

[law]
title = "The Orchard Rules"
url = "https://rules.example.org/"

[[state]]
id = "found"
name = "Found"
words = "Somebody found the service."
next = ["bound"]
binding = false
source = "rule 1"
verified = true

[[state]]
id = "bound"
name = "Bound"
words = "The rules bind it."
next = ["released"]
source = "rule 2"
verified = true

[[state]]
id = "released"
name = "Released"
words = "The rules bind it no more."
binding = false
source = "rule 3"
verified = false

[[category]]
id = "A"
name = "Large"
words = "Large services."
source = "rule 4"
verified = true

[[category.threshold]]
words = "More than a thousand users."
users_above = 1000
source = "rule 4(1)"
verified = true

[[risk]]
id = "known-images"
name = "Known images"
words = "Known images are shared."
source = "rule 5"
verified = true

[[duty]]
id = "match-hashes"
title = "Match hashes"
words = "Hold uploads against lists."
source = "rule 6"
url = "https://rules.example.org/6"
verified = true
since = 2026-01-01
since_source = "rule 60"

[[duty]]
id = "report-yearly"
title = "Report yearly"
words = "Publish a report every year."
source = "rule 7"
verified = false
categories = ["A"]

[[period]]
id = "answer"
name = "Time to answer"
value = 28
unit = "days"
source = "rule 8"
verified = true
"""


def regime() -> Regime:
    """An invented regime with few entries."""
    return parse_regime(REGIME_TEXT.encode(), "orchard.toml")


def service(**changes: Any) -> Service:
    """The service with other values."""
    return msgspec.structs.replace(SERVICE, **changes)


def card(name: str = "example", **changes: Any) -> Scorecard:
    """A scorecard of that service, with little on it."""
    made = Scorecard(
        service=name,
        name="Example",
        provider="Example Company",
        regulator="Example Regulator",
        regime="Orchard Rules",
        state="Bound",
        first=date(2026, 10, 1),
        last=date(2026, 10, 31),
        made=NOW,
        summary="All 41 comparisons agree.",
        verdict="agrees",
    )
    return msgspec.structs.replace(made, **changes)


def put_regime(folder: Path) -> None:
    """Puts the invented regime into a data folder."""
    (folder / "regimes").mkdir(parents=True, exist_ok=True)
    (folder / "regimes" / "orchard.toml").write_text(REGIME_TEXT)
