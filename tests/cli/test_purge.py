"""``beholden purge`` deletes what is past its time, proves it, and makes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from beholden.app import Beholden, utc_now
from beholden.gate.core import microseconds
from beholden.store import tables
from tests.cli.support import invoke, run

KINDS = [
    "decisions", "idempotency keys", "guard sightings", "counters", "match counters",
    "statements' openings",
]  # fmt: skip


def drilled(data: Path) -> Path:
    """A data folder with two decisions on record."""
    assert invoke("drill", "--data", data).code == 0
    return data


def expire(data: Path) -> None:
    """Lets every decision's time be over."""
    with Beholden(data).store.writing() as connection:
        past = microseconds(utc_now() - timedelta(days=1))
        connection.execute(sa.update(tables.decisions).values(expires_us=past))


def test_what_is_past_its_time_is_deleted_and_the_proof_is_kept(tmp_path: Path) -> None:
    data = drilled(tmp_path / "data")
    expire(data)
    dry = run("purge", "--dry-run", "--json", "--data", data)
    assert (dry.code, dry.objects[0][0]) == (0, {"what": "decisions", "due": 2})
    done = run("purge", "--json", "--data", data)
    assert done.code == 0
    assert [proof["what"] for proof in done.objects[0]] == KINDS
    assert [proof["deleted"] for proof in done.objects[0]] == [2, 0, 0, 0, 0, 0]
    assert {proof["left_over"] for proof in done.objects[0]} == {0}
    log = run("purge", "log", "--json", "--data", data)
    assert sorted(map(str, log.objects[0])) == sorted(map(str, done.objects[0]))


def test_nothing_is_deleted_before_its_time_or_by_a_dry_run(tmp_path: Path) -> None:
    data = drilled(tmp_path / "data")
    assert invoke("purge", "--data", data).code == 0
    expire(data)
    assert "decisions: 2 would be deleted." in invoke("purge", "--dry-run", "--data", data).text
    with Beholden(data).store.reading() as connection:
        assert len(connection.execute(sa.select(tables.decisions)).all()) == 2


def test_a_person_can_read_the_log(tmp_path: Path) -> None:
    data = drilled(tmp_path / "data")
    assert "Nothing was purged yet." in invoke("purge", "log", "--data", data).text
    invoke("purge", "--data", data)
    shown = invoke("purge", "log", "--data", data).text
    assert all(kind.split()[0] in shown for kind in KINDS)


def test_where_nothing_is_on_record_no_database_is_made(tmp_path: Path) -> None:
    for command in (["purge"], ["purge", "--dry-run"], ["purge", "log"], ["shadow", "report"]):
        assert invoke(*command, "--data", tmp_path / "none").code == 0
        assert invoke(*command, "--json", "--data", tmp_path / "none").objects
    assert not (tmp_path / "none").exists()


def test_a_clock_that_went_back_ends_with_a_sentence(tmp_path: Path) -> None:
    data = drilled(tmp_path / "data")
    assert invoke("purge", "--data", data).code == 0
    with Beholden(data).store.writing() as connection:
        later = microseconds(utc_now() + timedelta(hours=1))
        connection.execute(sa.update(tables.purges).values(at_us=later))
    refused = invoke("purge", "--data", data)
    assert refused.code == 2
    assert "Set the clock right" in refused.said
