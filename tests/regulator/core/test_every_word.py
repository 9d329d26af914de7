"""Whatever is changed in a true report, it is refused or it no longer agrees."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from beholden.regulator.core.models import Tolerances
from beholden.regulator.core.reconciling import reconcile
from beholden.regulator.core.reconciling_models import Evidence, Frame, Recomputed, Registered
from beholden.transparency.core import (
    ReportError,
    TransparencyReport,
    decode_report,
    encode_report,
)
from tests.transparency.samples import sample_report

NOW = datetime(2026, 12, 1, tzinfo=UTC)
TRUE = sample_report(3, refused=0)
SEEN = msgspec.structs.replace(
    TRUE.coverage, first=TRUE.coverage.first - 200, opened=TRUE.coverage.opened + 200
)
"""The regulator looked from an earlier entry on than the report."""
AGAIN = Recomputed(
    msgspec.structs.replace(TRUE, coverage=SEEN), sample_report(3, refused=0, below=1), {}, (), TRUE
)
PLAIN: dict[str, Any] = json.loads(encode_report(TRUE))


def verdict(report: TransparencyReport) -> str:
    checkpoint = TRUE.checkpoint
    evidence = Evidence(
        "pictures",
        TRUE.window,
        Tolerances(),
        Registered(TRUE.service, TRUE.provider),
        Frame(checkpoint.origin, checkpoint.size, checkpoint.root),
        report,
        AGAIN,
    )
    return reconcile(evidence, NOW).verdict


def paths(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where something stands in the file."""
    inner: dict[Any, Any] = value if isinstance(value, dict) else {}
    if isinstance(value, list):
        inner = dict(enumerate(value))
    return [at, *(path for key, one in inner.items() for path in paths(one, (*at, key)))]


FREE = {("contact",), ("service",), ("provider",), ("small_numbers_below",)}
"""Nobody else knows the contact; names are noted where the log shows whose report it is; the report
is made again by the threshold that it names, within the register's range."""


def changed(value: Any, how: int) -> Any:
    """Another value of the same kind."""
    if isinstance(value, int):
        return value + (1, -1, 17)[how % 3]
    if isinstance(value, str):
        return (value + " not", "x", value[:-1], value + "\u200b")[how % 4]
    if isinstance(value, list):
        return value[:-1] if value and how % 2 else [*value, *value[:1]]
    return value


def test_the_true_report_agrees_wherever_it_looked_from() -> None:
    assert verdict(TRUE) == "agrees"


OTHER_COVERAGE = [
    {name: number + by}
    for name, number in msgspec.structs.asdict(TRUE.coverage).items()
    for by in (1, -1)
    if number + by >= 0
]


@pytest.mark.parametrize("changes", OTHER_COVERAGE, ids=str)
def test_no_number_of_what_the_report_saw_can_be_another(changes: dict[str, int]) -> None:
    coverage = msgspec.structs.replace(TRUE.coverage, **changes)
    assert verdict(msgspec.structs.replace(TRUE, coverage=coverage)) == "differs"


@settings(max_examples=300)
@given(
    st.sampled_from([path for path in paths(PLAIN) if path and path not in FREE]),
    st.integers(0, 11),
    st.booleans(),
)
@example(path=("coverage", "first"), how=0, without=False)
def test_a_report_of_which_anything_was_changed_or_left_out_does_not_agree(
    path: tuple[str | int, ...], how: int, without: bool
) -> None:
    plain = copy.deepcopy(PLAIN)
    *before, last = path
    parent: Any = plain
    for key in before:
        parent = parent[key]
    if without:
        del parent[last]
    else:
        parent[last] = changed(parent[last], how)
    try:
        report = decode_report(json.dumps(plain).encode())
    except ReportError:
        return
    if report != TRUE:
        assert verdict(report) in {"differs", "cannot-tell"}, path


@given(
    st.sampled_from([one.id for one in TRUE.indicators]),
    st.sampled_from(["", "post", "2026-10-02", "Nothing was ever missed here"]),
    st.sampled_from(
        [{"count": 0}, {"count": 3}, {"mark": "x"}, {"mark": "z"}, {"mark": "c"},
         {"count": 0, "low": 0, "high": 9}, {"numerator": 0, "denominator": 5}]
    ),
    st.sampled_from([{}, {"exclusions": ["All else was checked by the regulator."]}]),
)  # fmt: skip
def test_a_figure_that_is_added_does_not_agree(
    indicator: str, part: str, number: dict[str, Any], more: dict[str, Any]
) -> None:
    plain = copy.deepcopy(PLAIN)
    plain["figures"].append({"indicator": indicator, "part": part, **number, **more})
    try:
        report = decode_report(json.dumps(plain).encode())
    except ReportError:
        return
    assert verdict(report) in {"differs", "cannot-tell"}
