"""Statements of what happened outside the record: keys, policy, lists, hours.

Decisions and what the guard does are stated in the transaction that records them. Keys,
policy and lists are files, changed by people with an editor or a command; hours are over when
they are over. The sequencer's process looks at them about once a second and puts a
statement of each change into the outbox. Ids follow from what is stated, so looking
twice, or after a crash, states nothing twice.

    Announcer(app).announce()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from beholden.gate import policy_statement, sealed_hours
from beholden.lists import change_statement

if TYPE_CHECKING:
    from pathlib import Path

    from beholden.app import Beholden

_LINES_AT_ONCE = 1_000
_POLICY, _LISTS = "policy", "lists"


class Announcer:
    """Looks for changes and states them."""

    def __init__(self, app: Beholden) -> None:
        self._app = app
        self._seen: tuple[int, int] | None = None
        self._keys_seen: tuple[int, int] | None = None

    def announce(self) -> int:
        """States what is new; returns how many statements that was.

        Raises:
            GateError, LedgerError, StoreError: something could not be read or written; what
                was not stated is stated the next time.
        """
        stated, failed = 0, None
        # Each by itself: a policy that cannot be read must not keep the hours out of the log.
        for look in (self._keys, self._policy, self._lists, self._hours):
            try:
                stated += look()
            except Exception as error:  # noqa: BLE001 - raised when all have been looked at
                failed = failed or error
        if failed is not None:
            raise failed
        return stated

    def _keys(self) -> int:
        path = self._app.ledger.folder / "identity.json"
        found = path.stat()
        seen = (found.st_mtime_ns, found.st_size)
        if seen == self._keys_seen:
            return 0
        stated = self._app.ledger.state_keys()
        self._keys_seen = seen
        return stated

    def _policy(self) -> int:
        marks = self._app.ledger.marks
        policy = self._app.policy()
        before = marks.get(_POLICY) or ""
        digest, _, number = before.partition(" ")
        if digest == policy.digest:
            return 0
        count = int(number or 0) + 1
        statement = policy_statement(policy, digest or None, count, self._app.clock())
        marks.put(_POLICY, f"{policy.digest} {count}", [statement])
        return 1

    def _lists(self) -> int:
        path = self._app.data / "lists" / "changes.jsonl"
        try:
            found = path.stat()
        except FileNotFoundError:
            return 0
        seen = (found.st_mtime_ns, found.st_size)
        if seen == self._seen:
            return 0
        stated = 0
        while lines := self._new_lines(path):
            stated += lines
        self._seen = seen
        return stated

    def _new_lines(self, path: Path) -> int:
        marks = self._app.ledger.marks
        at = int(marks.get(_LISTS) or 0)
        with path.open("rb") as stream:
            if not _ends_line(stream, at):
                at = 0  # another copy was put back; what is stated already is not stated again
            stream.seek(at)
            lines = []
            for _ in range(_LINES_AT_ONCE):
                line = stream.readline()
                if not line.endswith(b"\n"):
                    break  # somebody is in the middle of writing it
                lines.append(line)
        if not lines:
            return 0
        statements = [one for line in lines if (one := change_statement(line)) is not None]
        marks.put(_LISTS, str(at + sum(map(len, lines))), statements)
        return len(lines)

    def _hours(self) -> int:
        app = self._app
        statements = sealed_hours(app.store, app.clock())
        if statements:
            app.ledger.outbox.put(statements)
        return len(statements)


def _ends_line(stream: BinaryIO, at: int) -> bool:
    """Whether a line ends there, or the file begins."""
    if at == 0:
        return True
    stream.seek(at - 1)
    return stream.read(1) == b"\n"
