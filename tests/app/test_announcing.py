"""What happened outside the record is stated once each, whatever happens to files and process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.app import Beholden, utc_now
from beholden.app.announcing import Announcer
from beholden.gate import PolicyError, StoreRecorder
from beholden.ledger import OutboxError, Statements
from beholden.lists.models import Change
from beholden.store import Store
from tests.cli.support import write_policy
from tests.gate.support import account_key, decision, record
from tests.ledger.house import ORIGIN, database

SHADOW = ('mode = "enforce"', 'mode = "shadow"')


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Beholden]:
    """A named log whose first policy is stated."""
    app = opened(tmp_path)
    Announcer(app).announce()
    yield app
    app.close()


def opened(folder: Path) -> Beholden:
    data = folder / "data"
    (data / "lists").mkdir(parents=True)
    database(data / "beholden.db")
    app = Beholden(data)
    app.ledger.name(ORIGIN)
    return app


def stated(app: Beholden, kind: str) -> list[dict[str, Any]]:
    """The statements of a kind, in the order in which they were written."""
    statements = Statements(app.store)
    found = [statements.find(one.id) for one in statements.pending(1 << 20)]
    return [
        json.loads(one.body or b"")
        for one in found
        if one is not None and one.kind.startswith(kind)
    ]


def digests(app: Beholden) -> list[tuple[str, str | None]]:
    return [(one["policy"]["digest"], one.get("previous")) for one in stated(app, "gate.policy/")]


def line(number: int) -> bytes:
    """One change of a list; every number is another one."""
    change = Change(utc_now().replace(year=2026), "add", f"list-{number}", "0123456789ab", "A. B.")
    return msgspec.json.encode(change) + b"\n"


def names(app: Beholden) -> list[str]:
    """The lists of which changes are stated; those of one look are in no order."""
    return sorted(one["list"] for one in stated(app, "lists."))


def changes(app: Beholden) -> Path:
    return app.data / "lists" / "changes.jsonl"


def fail_once(app: Beholden, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next transaction ends in a crash, before its commit."""
    real = type(app.store).writing

    def writing(store: Store) -> Any:
        monkeypatch.setattr(type(app.store), "writing", real)
        raise KeyboardInterrupt

    monkeypatch.setattr(type(app.store), "writing", writing)


# The policy.


def test_a_policy_is_stated_once_however_often_it_is_looked_at(app: Beholden) -> None:
    announcer = Announcer(app)
    assert [announcer.announce() for _ in range(3)] == [0, 0, 0]
    assert Announcer(app).announce() == 0
    assert digests(app) == [(app.policy().digest, None)]


def test_a_policy_that_comes_back_is_stated_again(app: Beholden) -> None:
    announcer = Announcer(app)
    seen = [app.policy().digest]
    for restart in (False, True):
        write_policy(app.data, SHADOW)
        seen.append(app.policy().digest)
        assert announcer.announce() == 1
        app.policy_file.unlink()
        seen.append(app.policy().digest)
        assert (Announcer(app) if restart else announcer).announce() == 1
    assert seen[0] == seen[2] == seen[4] != seen[1] == seen[3]
    assert digests(app) == list(zip(seen, [None, *seen], strict=False))


def test_a_policy_that_a_crash_kept_from_being_stated_is_stated_the_next_time(
    app: Beholden, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_policy(app.data, SHADOW)
    fail_once(app, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        Announcer(app).announce()
    assert len(digests(app)) == 1
    assert Announcer(app).announce() == 1
    assert len(digests(app)) == 2


def test_a_policy_that_cannot_be_read_is_said_and_keeps_nothing_else_out(app: Beholden) -> None:
    policy = write_policy(app.data, SHADOW)
    sound = policy.read_text()
    policy.write_text("nonsense")
    changes(app).write_bytes(line(1))
    announcer = Announcer(app)
    for _ in range(2):
        with pytest.raises(PolicyError):
            announcer.announce()
    assert names(app) == ["list-1"]
    assert len(digests(app)) == 1
    policy.write_text(sound)
    assert announcer.announce() == 1


# The lists.


def test_each_change_of_the_lists_is_stated_once(app: Beholden) -> None:
    announcer = Announcer(app)
    assert announcer.announce() == 0
    text = b""
    for number in range(4):
        text += line(number)
        changes(app).write_bytes(text)
        for one in (announcer, announcer, Announcer(app)):
            one.announce()
    assert names(app) == [f"list-{number}" for number in range(4)]
    assert b"A. B." not in b"".join(
        kept.body or b"" for kept in map(Statements(app.store).find, ids(app)) if kept
    )


def ids(app: Beholden) -> list[str]:
    return [one.id for one in Statements(app.store).pending(1 << 20)]


def test_more_changes_than_are_taken_at_once_are_all_stated(app: Beholden) -> None:
    changes(app).write_bytes(b"".join(map(line, range(2_345))))
    assert Announcer(app).announce() == 2_345
    assert names(app) == sorted(f"list-{number}" for number in range(2_345))


def test_half_a_line_waits_for_its_other_half(app: Beholden) -> None:
    whole, more = line(1), line(2)
    announcer = Announcer(app)
    for cut in (0, 1, len(more) // 2, len(more) - 1):
        changes(app).write_bytes(whole + more[:cut])
        announcer.announce()
        Announcer(app).announce()
        assert names(app) == ["list-1"]
    changes(app).write_bytes(whole + more)
    assert announcer.announce() == 1
    assert names(app) == ["list-1", "list-2"]


def test_a_line_that_a_crash_cut_short_is_passed_over(app: Beholden) -> None:
    changes(app).write_bytes(line(1) + line(2)[:20] + b"\n" + b"x" * 3_000_000 + b"\n" + line(3))
    Announcer(app).announce()
    assert names(app) == ["list-1", "list-3"]


def test_changes_that_a_crash_kept_from_being_stated_are_stated_the_next_time(
    app: Beholden, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes(app).write_bytes(line(1) + line(2))
    announcer = Announcer(app)
    fail_once(app, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        announcer.announce()
    assert names(app) == []
    assert announcer.announce() == 2
    assert names(app) == ["list-1", "list-2"]


def test_a_database_that_fails_is_an_error_and_nothing_is_passed_over(
    app: Beholden, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes(app).write_bytes(line(1))
    announcer = Announcer(app)

    def refuse(*_: object) -> None:
        raise OutboxError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(app.ledger.marks, "put", refuse)
        with pytest.raises(OutboxError):
            announcer.announce()
    assert announcer.announce() == 1
    assert names(app) == ["list-1"]


@pytest.mark.parametrize(
    "replaced",
    [
        [0],
        [],
        [0, 1, 2, 7],
        [0, 7, 8, 9, 10],
        [7, 8, 9, 10, 11, 12],
    ],
)
def test_after_the_file_was_replaced_what_is_new_in_it_is_stated_and_nothing_twice(
    app: Beholden, replaced: list[int]
) -> None:
    """An older copy was put back, and went on from there: shorter, or longer by now."""
    lines = {number: line(number)[:-1] + b" " * number + b"\n" for number in range(20)}
    changes(app).write_bytes(b"".join(lines[number] for number in range(4)))
    announcer = Announcer(app)
    announcer.announce()
    changes(app).write_bytes(b"".join(lines[number] for number in replaced))
    announcer.announce()
    changes(app).write_bytes(b"".join(lines[number] for number in (*replaced, 15)))
    announcer.announce()
    expected = [0, 1, 2, 3, *(number for number in replaced if number > 3), 15]
    assert names(app) == sorted(f"list-{number}" for number in expected)


@settings(max_examples=15)
@given(
    st.lists(
        st.sampled_from(["add", "look", "restart", "crash", "cut", "policy", "shadow"]),
        max_size=14,
    )
)
def test_whatever_happens_each_change_is_stated_once(
    tmp_path_factory: pytest.TempPathFactory, events: list[str]
) -> None:
    app = opened(tmp_path_factory.mktemp("law"))
    announcer = Announcer(app)
    written = [line(0)]
    modes = [app.policy().mode]
    looked: list[str] = []
    half = b""
    for number, event in enumerate(events, 1):
        if event == "add":
            written.append(line(number))
        elif event == "cut":
            half = line(99)[:number]
        elif event == "restart":
            announcer = Announcer(app)
        elif event == "policy":
            app.policy_file.unlink(missing_ok=True)
            modes.append("enforce")
        elif event == "shadow":
            write_policy(app.data, SHADOW)
            modes.append("shadow")
        changes(app).write_bytes(b"".join(written) + half)
        if event == "crash":
            with pytest.MonkeyPatch.context() as patch:
                fail_once(app, patch)
                try:
                    announcer.announce()
                except KeyboardInterrupt:
                    announcer = Announcer(app)
        if event in {"look", "crash"}:
            announcer.announce()
            looked.append(modes[-1])
    changes(app).write_bytes(b"".join(written) + half)
    Announcer(app).announce()
    looked.append(modes[-1])
    assert names(app) == sorted(json.loads(one)["list"] for one in written)
    assert [one["mode"] for one in stated(app, "gate.policy/")] == [
        mode for at, mode in enumerate(looked) if at == 0 or mode != looked[at - 1]
    ]
    app.close()


# Hours.


def test_hours_that_are_over_are_stated_once(app: Beholden) -> None:
    recorder = StoreRecorder(app.store, account_key)
    three_hours_ago = utc_now() - timedelta(hours=3)
    record(recorder, decision(1, "allow", time=three_hours_ago, matches=()))
    recorder.close()
    looks: list[Callable[[], int]] = [Announcer(app).announce, Announcer(app).announce]
    assert looks[0]() > 0
    assert [look() for look in looks] == [0, 0]
    hours = stated(app, "gate.hour/")
    assert sum(one["count"] for hour in hours for one in hour["counts"]) == 1
