"""The chain: whatever was altered, cut out or put between is found."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator._rows import us
from beholden.regulator.core import Change
from beholden.regulator.core.chain import START, Item, check_chain, digest_of
from tests.regulator.entries import NOW

Row = tuple[Change, int]
NAMES = st.sampled_from(["a", "b", "c"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["provider", "service"]), NAMES, st.sampled_from(["put", "remove"]),
              st.binary(min_size=1, max_size=4)),
    min_size=1, max_size=12,
)  # fmt: skip
OTHER = st.text(min_size=1, max_size=5)


def slow_digest(change: Change) -> str:
    """The digest as its description says, written down with nothing of the module."""
    body = None if change.body is None else hashlib.sha256(change.body).hexdigest()
    row = (
        *("beholden.register-change/1", change.number, us(change.at), change.by, change.kind),
        *(change.id, change.version, change.action, change.reason, body, change.previous),
    )
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chain(steps: list[tuple[Any, str, str, bytes]]) -> tuple[list[Row], dict[Any, Item]]:
    """What a register would write for some steps."""
    rows: list[Row] = []
    items: dict[Any, Item] = {}
    versions: dict[Any, int] = {}
    for kind, name, act, body in steps:
        key = (kind, name)
        if act == "remove" and key not in items:
            continue
        versions[key] = versions.get(key, 0) + 1
        action = "remove" if act == "remove" else "change" if key in items else "add"
        at = NOW + timedelta(seconds=len(rows))
        change = Change(
            number=len(rows) + 1,
            at=at,
            by="A. Tester",
            kind=kind,
            id=name,
            version=versions[key],
            action=action,  # type: ignore[arg-type] # one of three
            reason='why "so"\n',
            body=None if action == "remove" else body,
            previous=rows[-1][0].digest if rows else START,
            digest="",
        )
        rows.append((msgspec.structs.replace(change, digest=slow_digest(change)), us(at)))
        if action == "remove":
            del items[key]
        else:
            items[key] = Item(versions[key], body)
    return rows, items


@given(STEPS)
def test_what_a_register_writes_holds_and_its_head_is_the_last_digest(steps: Any) -> None:
    rows, items = chain(steps)
    report = check_chain(rows, items)
    assert report.problems == ()
    assert (report.changes, report.head) == (len(rows), rows[-1][0].digest if rows else START)
    assert all(digest_of(change, at) == change.digest for change, at in rows)


@given(STEPS, st.data())
def test_any_change_of_any_field_of_any_row_is_found(steps: Any, data: st.DataObject) -> None:
    rows, items = chain(steps)
    if not rows:
        return
    at = data.draw(st.integers(0, len(rows) - 1))
    change, moment = rows[at]
    other: dict[str, Any] = {
        "number": change.number + data.draw(st.integers(1, 9)),
        "by": change.by + data.draw(OTHER),
        "kind": "service" if change.kind == "provider" else "provider",
        "id": change.id + data.draw(OTHER),
        "version": change.version + data.draw(st.integers(1, 9)),
        "action": "change" if change.action == "add" else "add",
        "reason": change.reason + data.draw(OTHER),
        "body": (change.body or b"") + b"!",
        "previous": "f" * 64,
        "digest": "e" * 64,
    }
    field = data.draw(st.sampled_from([*other, "at"]))
    altered = (
        (change, moment + 1)
        if field == "at"
        else (msgspec.structs.replace(change, **{field: other[field]}), moment)
    )
    assert check_chain([*rows[:at], altered, *rows[at + 1 :]], items).problems


@given(STEPS, st.data())
def test_a_row_that_was_cut_out_or_exchanged_is_found(steps: Any, data: st.DataObject) -> None:
    rows, items = chain(steps)
    if len(rows) < 2:
        return
    at = data.draw(st.integers(0, len(rows) - 2))
    assert check_chain([*rows[:at], *rows[at + 1 :]], items).problems
    assert check_chain([*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]], items).problems


@given(STEPS, st.data())
def test_an_end_that_was_cut_off_with_its_items_is_found_by_a_digest_noted_earlier(
    steps: Any, data: st.DataObject
) -> None:
    rows, items = chain(steps)
    if not rows:
        return
    kept = data.draw(st.integers(0, len(rows) - 1))
    noted = rows[-1][0].digest
    # What a patient forger would leave: a shorter history and the items that belong to it.
    shorter: dict[Any, Item] = {}
    for change, _ in rows[:kept]:
        shorter.pop((change.kind, change.id), None)
        if change.body is not None:
            shorter[change.kind, change.id] = Item(change.version, change.body)
    assert check_chain(rows[:kept], shorter).problems == ()
    assert check_chain(rows[:kept], shorter, known=noted).problems
    assert check_chain(rows, items, known=rows[kept][0].digest).problems == ()


@given(STEPS, st.binary(max_size=3), st.data())
def test_an_item_that_says_anything_else_than_its_last_change_is_found(
    steps: Any, body: bytes, data: st.DataObject
) -> None:
    rows, items = chain(steps)
    assert check_chain(rows, {**items, ("service", "z"): Item(1, body)}).problems
    if not items:
        return
    key = data.draw(st.sampled_from(sorted(items)))
    item = items[key]
    assert check_chain(rows, {**items, key: Item(item.version, item.body + b"!")}).problems
    assert check_chain(rows, {**items, key: Item(item.version + 1, item.body)}).problems
    assert check_chain(rows, {k: v for k, v in items.items() if k != key}).problems


@given(STEPS)
def test_whoever_recomputes_digests_without_the_chain_behind_is_found(steps: Any) -> None:
    rows, items = chain(steps)
    if len(rows) < 2:
        return
    change, at = rows[0]
    forged = msgspec.structs.replace(change, by="Somebody Else")
    forged = msgspec.structs.replace(forged, digest=digest_of(forged, at))
    assert check_chain([(forged, at), *rows[1:]], items).problems
