"""Clients that check without pause, and a ledger of what they were answered.

    with Load(lambda: running.address, key) as load:
        ...                                  # faults
    load.ledger.is_on_record(data)

What was not answered may be on record or not; what was answered must be.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from beholden.app import Beholden
from beholden.app.sequencing import drain
from beholden.ledger.core.verifying import verify_document
from beholden.store import Store, tables
from tests.cli.support import hashes, jpeg
from tests.web.wire import Reply, Wire, hashes_request, request

LISTED = 1
"""The painted picture that the lists of these tests hold; what is like it is blocked."""
_PAUSE_SECONDS = 0.02


@dataclass
class Ledger:
    """What was answered; threads share it."""

    acted: list[str] = field(default_factory=list)
    """Ids of what was held or blocked."""
    allowed: int = 0
    unanswered: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    refusals: list[Reply] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    receipts: dict[str, bytes] = field(default_factory=dict)
    """Receipts and proofs that were given out, by the id of their decision."""

    def note(self, reply: Reply | None) -> None:
        """Takes down one answer."""
        if reply is None:
            self.unanswered += 1
            return
        self.statuses[reply.status] += 1
        if reply.status != 200:
            self.refusals.append(reply)
            return
        said = reply.json()
        self.answers.append(said)
        for one in said.get("results", [said]):
            if one["would_be"] == "allow":
                self.allowed += 1
            else:
                self.acted.append(one["id"])

    def check_against(self, url: str) -> None:
        """Fails if anything that was answered is not on record."""
        ids, allowed = on_record(url)
        lost = [one for one in self.acted if one not in ids]
        assert not lost, f"{len(lost)} of {len(self.acted)} answered decisions are lost"
        assert len(set(self.acted)) == len(self.acted), "two answers have one id"
        assert allowed >= self.allowed, f"{allowed} counted, {self.allowed} answered"


class Receipts:
    """Asks for the receipts of what was just answered, without pause, until told to stop."""

    def __init__(self, address: Callable[[], str], key: str, ledger: Ledger) -> None:
        self._address = address
        self._key = key
        self._ledger = ledger
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._failed: list[BaseException] = []

    def stop(self) -> None:
        """Ends it; raises what went wrong."""
        self._stopping.set()
        self._thread.join()
        if self._failed:
            raise self._failed[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stopping.wait(_PAUSE_SECONDS):
                if self._ledger.acted and (wanted := self._ledger.acted[-1]):
                    self._ask(wanted)
        except BaseException as error:  # noqa: BLE001 - the test's own thread raises it
            self._failed.append(error)

    def _ask(self, decision_id: str) -> None:
        # What was answered is durable: its receipt must be there, whoever was killed since.
        try:
            with contextlib.closing(Wire(self._address())) as wire:
                path = f"/v1/statements/{decision_id}/receipt"
                wire.send(request("GET", path, self._key))
                reply = wire.answer()
        except OSError:
            return
        if reply is None or reply.status == 503:
            return
        assert reply.status == 200, (decision_id, reply.status, reply.body)
        self._ledger.receipts[decision_id] = reply.body


class Load:
    """Some clients in threads, until the block ends or ``stop`` is called."""

    def __init__(
        self,
        address: Callable[[], str],
        key: str,
        *,
        clients: int = 4,
        ledger: Ledger | None = None,
        pictures: bool = True,
    ) -> None:
        self.ledger = ledger or Ledger()
        self._address = address
        self._key = key
        self._pictures = pictures
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(clients)]
        self._failed: list[BaseException] = []

    def wait_for(self, count: int) -> None:
        """Waits until so many more requests are answered."""
        target = self.ledger.statuses.total() + count
        for _ in range(3000):
            if self._failed or self.ledger.statuses.total() >= target:
                break
            self._stopping.wait(_PAUSE_SECONDS)
        self._check()
        assert self.ledger.statuses.total() >= target, self.ledger.statuses

    def stop(self) -> None:
        """Lets each client finish its request."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        self._check()

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        if kind is None:
            self._check()

    def _check(self) -> None:
        if self._failed:
            raise self._failed[0]

    def _run(self) -> None:
        wire: Wire | None = None
        try:
            for number in itertools.count():
                if self._stopping.is_set():
                    break
                if wire is None and (wire := self._connected()) is None:
                    self._stopping.wait(_PAUSE_SECONDS)
                    continue
                reply = self._asked(wire, number)
                with self._lock:
                    self.ledger.note(reply)
                if reply is None or reply.headers.get("connection") == "close":
                    wire.close()
                    wire = None
        except BaseException as error:  # noqa: BLE001 - the test's own thread raises it
            self._failed.append(error)
        finally:
            if wire is not None:
                wire.close()

    def _connected(self) -> Wire | None:
        try:
            return Wire(self._address())
        except OSError:
            return None

    def _asked(self, wire: Wire, number: int) -> Reply | None:
        try:
            wire.send(check_request(number, self._key, pictures=self._pictures))
            return wire.answer()
        except ConnectionError:
            return None


def check_request(number: int, key: str, *, pictures: bool = True) -> bytes:
    """One of several ordinary checks; some are blocked, some allowed, some idempotent."""
    more = {} if number % 2 else {"idempotency_key": base64.b64encode(os.urandom(12)).decode()}
    if number % 7 == 0 and pictures:
        return request(
            "POST", "/v1/check/image?surface=avatar&account=user-7", key, jpeg(LISTED), **more
        )
    listed = hashes(jpeg(LISTED)).pdq
    item = f'{{"pdq":"{listed}"}}' if number % 3 else f'{{"md5":"{number:032x}"}}'
    body = f'{{"items":[{item}],"surface":"avatar","account":"user-{number % 5}"}}'
    return hashes_request(key, body.encode(), **more)


def check_log(data: Path, ledger: Ledger) -> None:
    """Fails if a statement of an answered decision is not in the log, or a receipt is not kept."""
    app = Beholden(data)
    try:
        drain(app)
        report = app.ledger.verify()
        assert not report.problems, report.problems
        assert not report.unopened, f"{report.unopened} entries of the log have no statement"
        policy = app.ledger.trust()
        for decision_id in ledger.acted:
            proof = app.ledger.service.proof(decision_id)
            given = ledger.receipts.get(decision_id)
            for document in {proof, given or proof}:
                is_receipt = document.startswith(b"beholden.receipt/v1")
                verdict = verify_document(
                    document, policy, now=0, proof=proof if is_receipt else None
                )
                assert verdict.kind == "included", (decision_id, verdict.sentence)
    finally:
        app.close()


def on_record(url: str) -> tuple[set[str], int]:
    """Ids of the decisions in a store, and how many uploads were counted as allowed."""
    store = Store(url)
    hours = tables.counters.c
    with store.reading() as connection:
        ids = set(connection.execute(sa.select(tables.decisions.c.id)).scalars())
        counted = connection.execute(
            sa.select(sa.func.sum(hours["count"])).where(hours.would_be == "allow")
        ).scalar()
    store.close()
    return ids, int(counted or 0)


def url_of(data: Path) -> str:
    """The store of a data folder."""
    return Beholden(data).config.store_url(data)
