"""The wired ledger: one identity, whoever comes first, and keys that are stated."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from beholden.app import Beholden
from beholden.app import ledger as room
from beholden.ledger import IdentityError, Statements, create_identity
from tests.cli.support import TOO_LONG_SECONDS, environment
from tests.ledger.house import ORIGIN, database, seed

_NAME = """
import sys
from pathlib import Path
from beholden.app import Beholden
sys.stdin.readline()
print(Beholden(Path(sys.argv[1])).ledger.name().origin)
"""


@pytest.fixture
def app(tmp_path: Path) -> Beholden:
    data = tmp_path / "data"
    data.mkdir()
    database(data / "beholden.db")
    return Beholden(data)


def test_processes_that_start_at_once_have_one_log(app: Beholden) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _NAME, app.data],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        for _ in range(3)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    origins = {child.communicate(timeout=TOO_LONG_SECONDS)[0].strip() for child in children}
    assert [child.returncode for child in children] == [0, 0, 0]
    assert origins == {app.ledger.identity().origin}


@pytest.mark.parametrize("origin", [None, ORIGIN])
def test_who_comes_second_in_the_same_moment_takes_what_is_there(
    app: Beholden, monkeypatch: pytest.MonkeyPatch, origin: str | None
) -> None:
    """The other one makes it between the look and the making."""
    made = create_identity

    def late(folder: Path, *_: object, **__: object) -> object:
        made(folder, "unnamed.invalid/1", named=False, instance="i", seed=seed(1), now=1)
        return made(folder, "unnamed.invalid/2", named=False, instance="j", seed=seed(2), now=1)

    monkeypatch.setattr(room, "create_identity", late)
    assert app.ledger.name(origin).instance == "i"
    assert app.ledger.identity().origin == (origin or "unnamed.invalid/1")
    app.close()


def test_a_log_that_cannot_be_made_says_why(app: Beholden) -> None:
    app.ledger.folder.write_text("in the way")
    with pytest.raises(IdentityError, match="ledger"):
        app.ledger.name()
    assert app.ledger.folder.read_text() == "in the way"


def test_every_change_of_keys_is_stated_once_oldest_first(app: Beholden) -> None:
    app.ledger.name()
    app.ledger.name(ORIGIN)
    app.ledger.rotate_key(60)
    app.ledger.rotate_key(0)
    assert app.ledger.state_keys() == 0
    app.drain()
    keys = [key.verifier for key in app.ledger.identity().keys[::-1]]
    stated = [
        json.loads(kept.body or b"")
        for kept in Statements(app.store).openings(0, 1_000)
        if kept.kind == "ledger.key-rotated/1"
    ]
    assert [(one["old_key"], one["new_key"]) for one in stated] == list(pairwise(keys))
    app.close()


def test_what_a_crash_kept_from_being_stated_is_stated_by_whoever_comes_next(
    app: Beholden, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.ledger.name(ORIGIN)
    monkeypatch.setattr(type(app.ledger), "state_keys", lambda _: 0)
    app.ledger.rotate_key(60)
    monkeypatch.undo()
    assert app.ledger.state_keys() == 1
    assert app.ledger.state_keys() == 0
    app.close()
