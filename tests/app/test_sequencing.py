"""The log goes on whatever others do; what is wrong is said while it is, and no longer."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from beholden.app import Beholden, sequencing, utc_now
from beholden.app.ledger import WiredLedger
from beholden.app.sequencing import drain, drain_if_idle, run_sequencer
from beholden.config import Config, LedgerSettings
from beholden.ledger import (
    BATCH_AT_MOST,
    FolderStorage,
    LedgerError,
    Log,
    LogLockedError,
    Publisher,
    Statement,
    Statements,
    Witness,
    mark_restored,
    read_status,
    settle_restored,
)
from beholden.ledger.core.checkpoint import parse_checkpoint
from beholden.ledger.core.note import parse_note
from beholden.ledger.errors import ExchangeError
from beholden.ledger.identity import verifiers
from beholden.ledger.models import Answer
from tests.cli.support import write_policy
from tests.ledger.house import ORIGIN, database, seed
from tests.web.support import eventually

Ask = Callable[[str, bytes], Answer]


def soon(holds: Callable[[], object]) -> None:
    """Waits until it holds; the line of the call says what."""
    eventually(holds, "it held")


class Wired(WiredLedger):
    """A ledger whose witnesses are asked without a network."""

    ask: Ask | None = None

    def publisher(self) -> Publisher:
        if self.ask is None:
            return super().publisher()
        return Publisher(self.folder, FolderStorage(self.folder), self.trust, self.ask)


class House:
    """A data folder whose sequencer runs in a thread of the test."""

    def __init__(self, data: Path) -> None:
        data.mkdir()
        database(data / "beholden.db")
        self.data = data
        self.ask: Ask | None = None
        self.said: list[tuple[str, str]] = []
        self.stop = threading.Event()
        self.app = self.opened()
        self.app.ledger.name(ORIGIN)
        self.number = 0

    @property
    def folder(self) -> Path:
        return self.data / "ledger"

    def opened(self) -> Beholden:
        config = Config(ledger=LedgerSettings(interval_seconds=0.01))
        app = Beholden(self.data, config)
        wired = Wired(self.data, config, lambda: app.store, utc_now)
        wired.ask = self.ask
        app.__dict__["ledger"] = wired
        return app

    def put(self, count: int = 1) -> None:
        ids = [f"s{self.number + one:06d}" for one in range(count)]
        self.number += count
        self.app.ledger.outbox.put([Statement(one, "test/1", b"x") for one in ids])

    @contextmanager
    def running(self) -> Iterator[threading.Thread]:
        self.stop.clear()
        thread = threading.Thread(
            target=run_sequencer,
            args=(self.opened(), self.stop, lambda *said: self.said.append(said)),
        )
        thread.start()
        try:
            yield thread
        finally:
            self.stop.set()
            thread.join()

    def waiting(self) -> int:
        return Statements(self.app.store).counts().waiting

    def published(self) -> int:
        try:
            note = (self.folder / "checkpoint").read_bytes()
        except FileNotFoundError:
            return 0
        return parse_checkpoint(parse_note(note).text).size

    def problems(self) -> dict[str, str]:
        status = read_status(self.folder)
        return {} if status is None else status.problems

    def size(self) -> int:
        status = read_status(self.folder)
        return 0 if status is None else status.size

    def all_in(self) -> bool:
        return self.waiting() == 0 and self.published() == self.size() > 0


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "data")
    yield house
    house.app.close()


class Desk:
    """One real witness, whose answers a test can hold back or replace."""

    def __init__(self, house: House, folder: Path) -> None:
        self.own = Witness.create(folder, "w.example", seed(9))
        self.own.trust(verifiers(house.app.ledger.identity())[0])
        (house.folder / "trust.txt").write_text(
            f"witness w {self.own.key.text} http://w.example\nquorum w\n"
        )
        self.open = threading.Event()
        self.open.set()
        self.asked: list[int] = []
        self.fails = False
        self.at = 1_800_000_000
        house.ask = self.ask

    def ask(self, url: str, body: bytes) -> Answer:
        assert url == "http://w.example/add-checkpoint"
        self.asked.append(int(body.partition(b"\n\n")[2].split(b"\n")[1]))
        self.open.wait()
        if self.fails:
            raise ExchangeError("nobody answers.")
        self.at += 1
        reply = self.own.add_checkpoint(body, now=self.at)
        return Answer(reply.status, reply.content_type, reply.body)


@pytest.fixture
def desk(house: House, tmp_path: Path) -> Desk:
    return Desk(house, tmp_path / "witness")


# In order.


def test_what_waits_gets_into_the_log_and_is_published(house: House) -> None:
    house.put(3)
    with house.running():
        soon(house.all_in)
        house.put(2)
        soon(house.all_in)
        assert house.problems() == {}
    assert house.said == []
    assert house.app.ledger.verify().problems == ()
    ids = [kept.id for kept in Statements(house.app.store).openings(0, 1_000)]
    assert [one for one in ids if one.startswith("s")] == [f"s{n:06d}" for n in range(5)]


def test_what_waits_when_it_is_stopped_is_in_the_log_and_published(house: House) -> None:
    house.put()
    with house.running() as thread:
        soon(house.all_in)
        house.stop.set()
        house.put(20)
        thread.join()
    house.put(20)
    with house.running():
        pass
    with house.running():
        soon(house.all_in)
        house.put(BATCH_AT_MOST + 10)
    status = read_status(house.folder)
    assert status is not None
    assert (house.waiting(), house.published()) == (0, status.size)
    assert status.published == status.size == house.app.ledger.service.status().size


class Late(threading.Event):
    """A stop that comes with one more statement, at a time when the sequencer looks for it."""

    def __init__(self, house: House, at: int) -> None:
        super().__init__()
        self._house = house
        self._left = at

    def is_set(self) -> bool:
        self._left -= 1
        if self._left == 0:
            self._house.put()
            self.set()
        return super().is_set()


@pytest.mark.parametrize("at", range(1, 7))
def test_a_statement_that_comes_with_the_stop_is_in_the_log(house: House, at: int) -> None:
    house.stop = Late(house, at)
    with house.running() as thread:
        thread.join()
    # Who is stopped before the start takes nothing in.
    assert house.waiting() == (0 if at > 1 else 1)
    assert house.published() == house.size()


def test_the_status_says_who_runs_and_how_far_it_is(house: House) -> None:
    house.put()
    with house.running():
        soon(house.all_in)
        status = house.app.ledger.service.status()
        assert (status.running, status.waiting) == (True, 0)
        assert status.sequencer is not None
        assert status.published == status.size == status.sequencer.size


# Witnesses.


def test_a_slow_witness_does_not_hold_the_log_up(house: House, desk: Desk) -> None:
    house.put()
    with house.running():
        soon(house.all_in)
        before = house.published()
        desk.open.clear()
        house.put()
        soon(lambda: desk.asked[-1] > before)
        for _ in range(3):
            house.put()
            soon(lambda: house.waiting() == 0)
        assert house.size() == before + 4
        assert house.published() == before
        desk.open.set()
        soon(house.all_in)
    # Of what was signed meanwhile the newest was shown, and not each.
    assert desk.asked.count(before + 4) >= 1
    assert house.published() == before + 4


def test_what_was_signed_last_is_published_before_it_stops(house: House, desk: Desk) -> None:
    """Also where the second loop is still busy with an older checkpoint."""
    house.put()
    with house.running() as thread:
        soon(house.all_in)
        desk.open.clear()
        before = house.published()
        house.put()
        soon(lambda: desk.asked[-1] > before)
        house.put()
        soon(lambda: house.waiting() == 0)
        house.stop.set()
        desk.open.set()
        thread.join()
    assert house.published() == house.size() == before + 2


def test_a_witness_that_is_away_is_a_problem_until_it_is_back(house: House, desk: Desk) -> None:
    desk.fails = True
    house.put()
    with house.running():
        soon(lambda: "witness:w" in house.problems())
        assert "quorum" in house.problems()
        assert house.published() == 0
        house.put()
        soon(lambda: house.waiting() == 0)
        desk.fails = False
        house.put()
        soon(house.all_in)
        soon(lambda: house.problems() == {})
    assert [code for code, _ in house.said].count("witness:w") == 1


def test_a_witness_that_is_back_is_asked_again_without_news(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencing, "_LONGEST_PAUSE_SECONDS", 0.01)
    desk.fails = True
    house.put()
    with house.running():
        soon(lambda: "quorum" in house.problems())
        desk.fails = False
        soon(house.all_in)
        soon(lambda: house.problems() == {})


def test_a_quiet_log_has_its_newest_checkpoint_confirmed_anew(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise whoever follows it could not tell it from one that stands still."""
    monkeypatch.setattr(sequencing, "_REASSURE_SECONDS", 0.0)
    house.put()
    with house.running():
        soon(house.all_in)

        def time() -> int:
            note = (house.folder / "checkpoint").read_bytes()
            ((_, at),) = house.app.ledger.trust().check(note).witnesses
            return at

        first, size = time(), house.size()
        soon(lambda: time() > first + 2)
        assert house.published() == size


def test_a_log_of_which_a_witness_knows_more_stands_still_and_loses_nothing(
    house: House, desk: Desk, tmp_path: Path
) -> None:
    house.put(2)
    drained(house)
    house.app.store.tidy()
    shutil.copytree(house.folder, tmp_path / "ledger")
    shutil.copy(house.data / "beholden.db", tmp_path)
    house.put(2)
    drained(house)
    size = house.published()
    # An older copy of all of it is put back, by other means than a backup's.
    shutil.rmtree(house.folder)
    shutil.copytree(tmp_path / "ledger", house.folder)
    put_back(house, tmp_path / "beholden.db")
    older = house.published()
    assert older < size
    house.put()
    with house.running():
        soon(lambda: "witness" in house.problems().get("sequencer", ""))
        assert house.published() == older
        assert house.waiting() == 1
    assert house.app.ledger.service.status().size == older
    with pytest.raises(LedgerError, match="resume"):
        drain(house.opened())


def put_back(house: House, database: Path) -> None:
    """An older copy of the database in the place of the present one."""
    house.app.close()
    for path in house.data.glob("beholden.db*"):
        path.unlink()
    shutil.copy(database, house.data / "beholden.db")
    house.app = house.opened()


def drained(house: House) -> None:
    app = house.opened()
    outcome = drain(app)
    assert outcome.published, outcome
    app.close()


# What goes wrong on the machine.


def test_a_key_that_cannot_be_used_is_a_problem_until_it_can(house: House) -> None:
    house.put()
    (key,) = (house.folder / "keys").iterdir()
    key.chmod(0o644)
    with house.running():
        soon(lambda: "chmod 600" in house.problems().get("sequencer", ""))
        house.put()
        assert house.waiting() >= 2
        key.chmod(0o600)
        soon(house.all_in)
        soon(lambda: house.problems() == {})
    assert [code for code, _ in house.said] == ["sequencer"]


def test_a_log_that_another_one_writes_is_left_to_it_until_it_is_gone(house: House) -> None:
    house.put()
    drained(house)
    status = house.folder / "status.json"
    status.write_bytes(b"the other one's")
    house.put()
    with ExitStack() as stack:
        other = stack.enter_context(Log.open(house.folder))
        stack.enter_context(house.running())
        soon(lambda: house.said != [])
        ((code, sentence),) = house.said
        assert (code, "one writer" in sentence) == ("sequencer", True)
        assert status.read_bytes() == b"the other one's"
        assert house.waiting() == 1
        other.close()
        soon(house.all_in)
        soon(lambda: house.problems() == {})


def test_a_restored_log_is_a_problem_until_it_is_settled(house: House) -> None:
    house.put()
    drained(house)
    mark_restored(house.folder, "This log was put back from a backup of Monday.")
    house.put()
    with house.running():
        soon(lambda: "Monday" in house.problems().get("sequencer", ""))
        assert house.waiting() == 1
        settle_restored(house.folder)
        soon(house.all_in)
        soon(lambda: house.problems() == {})


def test_a_policy_that_cannot_be_read_is_a_problem_and_the_log_goes_on(house: House) -> None:
    write_policy(house.data).write_text("nonsense")
    house.put()
    with house.running():
        soon(lambda: "announcing" in house.problems())
        soon(lambda: house.waiting() == 0)
        write_policy(house.data)
        soon(lambda: house.problems() == {})
    assert [code for code, _ in house.said] == ["announcing"]


def test_statements_that_are_lost_are_said(house: House, tmp_path: Path) -> None:
    house.put()
    drained(house)
    house.app.store.tidy()
    shutil.copy(house.data / "beholden.db", tmp_path / "older.db")
    house.put(3)
    drained(house)
    put_back(house, tmp_path / "older.db")
    with house.running():
        soon(house.all_in)
    ((code, sentence),) = house.said
    assert (code, sentence.startswith("3 entries")) == ("statements_lost", True)
    assert house.app.ledger.verify().problems == ()


# By hand.


def test_draining_takes_in_all_that_waits_and_publishes(house: House) -> None:
    house.put(BATCH_AT_MOST + 10)
    drained(house)
    assert house.waiting() == 0
    assert house.published() > BATCH_AT_MOST


def test_draining_is_left_to_the_service_that_does_it(house: House) -> None:
    house.put()
    with Log.open(house.folder, create=True):
        with pytest.raises(LogLockedError):
            drain(house.app)
        assert drain_if_idle(house.app) is None
        assert house.waiting() == 1
    assert drain_if_idle(house.app) is None
    assert house.waiting() == 0


def test_draining_that_cannot_be_done_says_why_and_loses_nothing(house: House, desk: Desk) -> None:
    desk.fails = True
    house.put()
    app = house.opened()
    assert "nobody answers" in (drain_if_idle(app) or "")
    assert (house.waiting(), house.published()) == (0, 0)
    (key,) = (house.folder / "keys").iterdir()
    key.chmod(0o644)
    house.put()
    assert "chmod" in (drain_if_idle(app) or "")
    assert house.waiting() == 1
    app.close()
