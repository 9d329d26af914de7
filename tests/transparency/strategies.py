"""Statements of a small network, for laws."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.transparency.network import POLICY, decision, hour

DAYS = ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24")
_TEXT = st.sampled_from(
    ["avatar", "group", "=1+1", "a'b\"c", "<b>x</b>", "\x00\x1b", "zürich", "\u202ex"]
)
_OUTCOME = st.sampled_from(["allow", "hold", "block"])
_MODE = st.sampled_from(["enforce", "enforce", "shadow"])
_LIST = st.sampled_from(["images", "drill", "drills-regulator", "dril", "my-drill"])
_KIND = st.sampled_from(["pdq", "sha256"])
_COUNT = st.one_of(st.integers(0, 12), st.integers(0, 10**12))
_TIME = st.builds(
    "{}T{:02}:{:02}:00{}".format,
    st.sampled_from(DAYS),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["Z", "+03:00", "-11:30"]),
)
_MATCHES = st.lists(
    st.fixed_dictionaries({"list": _LIST, "kind": _KIND}), max_size=3, unique_by=repr
)


@st.composite
def decisions(draw: st.DrawFn) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        more["surface"] = draw(_TEXT)
    if draw(st.integers(0, 3)) == 0:
        more["unscannable"] = draw(st.sampled_from(["too-large", "damaged"]))
    return decision(
        f"d{draw(st.integers(0, 30))}",
        outcome=draw(_OUTCOME),
        would_be=draw(_OUTCOME),
        mode=draw(_MODE),
        rule=draw(st.sampled_from(["known", "near", "default"])),
        time=draw(_TIME),
        matched=draw(_MATCHES),
        set_aside=draw(_MATCHES),
        **more,
    )


_COUNTED = st.fixed_dictionaries(
    {
        "rule": st.sampled_from(["known", "near", "default"]),
        "mode": _MODE,
        "outcome": _OUTCOME,
        "would_be": _OUTCOME,
        "count": _COUNT,
    },
    optional={"surface": _TEXT},
)
_MATCHED = st.fixed_dictionaries(
    {"list": _LIST, "kind": _KIND, "would_be": _OUTCOME, "count": _COUNT}
)
hours = st.builds(
    lambda day, at, counts, matches, number: hour(
        f"{day}T{at:02}Z", counts, matches, number=number
    ),
    st.sampled_from(DAYS),
    st.integers(8, 11),
    st.lists(_COUNTED, max_size=4),
    st.lists(_MATCHED, max_size=3),
    st.integers(1, 3),
)


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    at = draw(_TIME)
    edition = {"time": at, "action": "add", "list": draw(_LIST), "edition": draw(_TEXT)}
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("gate.policy", {"time": at, "policy": POLICY, "mode": "enforce"}),
        (
            "gate.entry-lowered",
            {"time": at, "list": "images", "entry": "e", "accounts": 3, "reason": "many"},
        ),
        (
            "gate.entry-reinstated",
            {"time": at, "list": "images", "entry": "e", "accounts": 3},
        ),
        *((f"lists.edition-{name}", edition) for name in ("added", "activated", "removed")),
        ("lists.allow-list-changed", edition),
        ("ledger.key-rotated", {"at": at}),
        ("ledger.correction", {"at": at, "corrects": "x", "reason": "y"}),
        ("ledger.gap", {"at": at, "first": 0, "end": 3, "lost": 2}),
        ("ledger.expiry", {"at": at, "ranges": [[0, 1], [4, 4]]}),
        (
            "ledger.erasure",
            {"at": at, "erased": "x", "index": draw(st.integers(0, 99)), "basis": "law"},
        ),
    ]
    kind, fields = draw(st.sampled_from(kinds))
    return {"kind": kind, "version": 1, **fields}


logs = st.lists(st.one_of(decisions(), hours, events()), max_size=25)
