"""Every change of the lists is stated once, and nobody's name is."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.lists import ListStore, change_statement

LINE = (
    b'{"at":"2026-11-22T12:00:00.123456Z","action":"activate","list":"iwf",'
    b'"edition":"0123456789ab","by":"A. Person","role":"match","count":3}'
)


def changed(**more: object) -> bytes:
    return json.dumps({**json.loads(LINE), **more}).encode()


def test_a_statement_has_exactly_these_bytes() -> None:
    made = change_statement(LINE)
    assert made is not None
    assert made.body == (
        b'{"kind":"lists.edition-activated","version":1,"time":"2026-11-22T12:00:00Z",'
        b'"action":"activate","list":"iwf","edition":"0123456789ab","role":"match","count":3}'
    )
    assert made.kind == "lists.edition-activated/1"
    assert made.id == "list:" + hashlib.sha256(LINE).hexdigest()[:32]
    assert made.expires_us is None
    assert change_statement(LINE + b"\n") == made


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("add", "lists.edition-added"),
        ("activate", "lists.edition-activated"),
        ("rollback", "lists.edition-rolled-back"),
        ("deactivate", "lists.edition-deactivated"),
        ("remove", "lists.edition-removed"),
    ],
)
def test_every_action_has_a_kind_and_one_on_an_allow_list_is_seen_as_that(
    action: str, kind: str
) -> None:
    for role, expected in (("match", kind), (None, kind), ("allow", "lists.allow-list-changed")):
        made = change_statement(changed(action=action, role=role, count=None))
        assert made is not None
        said = json.loads(made.body)
        assert made.kind == f"{said['kind']}/1" == f"{expected}/1"
        assert (said["action"], said.get("role")) == (action, role)
        assert "count" not in said


@given(st.binary() | st.builds(lambda cut: LINE[:cut], st.integers(0, len(LINE) - 1)))
def test_a_line_that_is_no_change_states_nothing(line: bytes) -> None:
    assert change_statement(line) is None


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_time_that_no_clock_shows_states_nothing(at: str) -> None:
    assert change_statement(changed(at=at)) is None


def test_what_people_do_with_lists_is_stated_without_their_names(
    store: ListStore, tmp_path: Path
) -> None:
    path = tmp_path / "hashes.csv"

    def write(number: int) -> Path:
        path.write_text(f"kind,hash,id\nsha256,{number:064x},a1\n")
        return path

    for number in (1, 2):
        store.add(write(number), name="iwf", source="IWF", set_by="A. Person")
        store.activate("iwf", by="B. Person")
    store.rollback("iwf", by="C. Person")
    store.deactivate("iwf", by="D. Person")
    store.remove("iwf", by="E. Person")
    store.add(write(3), name="fine", source="us", set_by="F. Person", role="allow", note="Logo.")
    [changes] = tmp_path.rglob("changes.jsonl")
    lines = changes.read_bytes().splitlines()
    made = [change_statement(line) for line in lines]
    assert all(made)
    stated = [json.loads(one.body) for one in made if one]
    assert [one["kind"].removeprefix("lists.") for one in stated] == [
        "edition-added",
        "edition-activated",
        "edition-added",
        "edition-activated",
        "edition-rolled-back",
        "edition-deactivated",
        "edition-removed",
        "edition-removed",
        "allow-list-changed",
    ]
    assert all((one["count"], one["list"]) in {(1, "iwf"), (1, "fine")} for one in stated)
    assert len({one.id for one in made if one}) == len(lines)
    assert not any(b"Person" in one.body for one in made if one)


def test_a_damaged_edition_is_taken_away_and_stated_without_what_cannot_be_read(
    store: ListStore, tmp_path: Path
) -> None:
    path = tmp_path / "hashes.csv"
    path.write_text(f"kind,hash,id\nsha256,{1:064x},a1\n")
    edition, _ = store.add(path, name="iwf", source="IWF", set_by="A. Person")
    store.activate("iwf", by="A. Person")
    [metadata] = tmp_path.rglob("edition.json")
    metadata.write_bytes(b"")
    store.deactivate("iwf", by="A. Person")
    store.remove("iwf", by="A. Person")
    [changes] = tmp_path.rglob("changes.jsonl")
    for line in changes.read_bytes().splitlines()[-2:]:
        made = change_statement(line)
        assert made is not None
        said = msgspec.json.decode(made.body)
        assert said.keys() == {"kind", "version", "time", "action", "list", "edition"}
        assert said["edition"] == edition.edition
