"""What was acknowledged survives the death of the process that recorded it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from beholden.gate import Idempotency, StoreArchive, StoreRecorder
from beholden.store import Store, tables
from tests.gate.support import NOON, account_key, decision, record

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
LINES_A_ROUND = 100


def acknowledged_until_killed(url: str, lines: int) -> list[tuple[str, str]]:
    """Ids and keys that a process said it had recorded before it was killed in mid-work."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.gate.crashing", url], stdout=subprocess.PIPE, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(lines)]
        child.send_signal(signal.SIGKILL)
        said += child.stdout.readlines()
    assert child.returncode == -signal.SIGKILL
    pairs = [line.decode().split() for line in said if line.endswith(b"\n")]
    return [(decision_id, key) for decision_id, key in pairs]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_every_acknowledged_decision_is_found_after_a_kill(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    url = f"sqlite:///{tmp_path}/beholden.db"
    if engine == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    store = Store(url)
    store.prepare()
    acknowledged: list[tuple[str, str]] = []
    for _ in range(ROUNDS):
        acknowledged += acknowledged_until_killed(url, LINES_A_ROUND)
    archive = StoreArchive(store)
    with store.reading() as connection:
        ids = set(connection.execute(sa.select(tables.decisions.c.id)).scalars())
        total = connection.execute(sa.select(sa.func.sum(tables.counters.c["count"]))).scalar()
        kept = len(ids)
    assert {decision_id for decision_id, _ in acknowledged} <= ids
    # Both decisions of a submission are there or neither, whatever was cut off.
    assert total == 2 * kept
    assert len(acknowledged) >= ROUNDS * LINES_A_ROUND
    # Whoever asks again with the same key after the crash is told the same.
    recorder = StoreRecorder(store, account_key)
    for decision_id, key in acknowledged[::37]:
        asked = Idempotency(key, "f", NOON.replace(year=NOON.year + 1))
        again = record(recorder, decision(7), idempotency=asked)
        assert (again.answer.decode(), again.replayed) == (decision_id, True)
        assert archive.find(decision_id) is not None
    recorder.close()
    store.close()


def test_two_processes_at_once_on_one_database_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/beholden.db"
    store = Store(url)
    store.prepare()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.gate.crashing", url], stdout=subprocess.PIPE, cwd=ROOT
    ) as other:
        assert other.stdout is not None
        first = other.stdout.readline()
        acknowledged = acknowledged_until_killed(url, LINES_A_ROUND)
        other.kill()
        said = [first, *other.stdout.readlines()]
    acknowledged += [tuple(line.decode().split()) for line in said if line.endswith(b"\n")]  # type: ignore[misc]
    with store.reading() as connection:
        ids = set(connection.execute(sa.select(tables.decisions.c.id)).scalars())
        total = connection.execute(sa.select(sa.func.sum(tables.counters.c["count"]))).scalar()
    assert {decision_id for decision_id, _ in acknowledged} <= ids
    assert total == 2 * len(ids)
    store.close()
