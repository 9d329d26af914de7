"""The statements that the lists make for the ledger, one for each line of ``changes.jsonl``.

Each is one line of JSON, ``kind`` and ``version`` first, the time to the second in UTC::

    lists.edition-added/1        {"time", "action", "list", "edition", "role", "count"}
    lists.edition-activated/1    likewise
    lists.edition-rolled-back/1
    lists.edition-deactivated/1
    lists.edition-removed/1
    lists.allow-list-changed/1   likewise, for every action on a list that lets pictures pass

``role`` and ``count`` (of entries) are left out where they are not known. The person who
did it is not named: that stays in ``changes.jsonl``. The id is made of the line's exact
bytes, so that a line is stated once.

    change_statement(line)    # ListStatement, or None for a line that a crash cut short
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from beholden.lists.models import Change, ChangeAction
from beholden.matching.core import ListRole

_KINDS: dict[ChangeAction, str] = {
    "add": "lists.edition-added",
    "activate": "lists.edition-activated",
    "rollback": "lists.edition-rolled-back",
    "deactivate": "lists.edition-deactivated",
    "remove": "lists.edition-removed",
}
_ALLOW_LIST = "lists.allow-list-changed"
_VERSION = 1
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Change).decode


class ListStatement(NamedTuple):
    """One statement for the ledger; it can be opened for ever."""

    id: str
    kind: str
    body: bytes
    expires_us: int | None = None


class _Stated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    kind: str
    version: int
    time: datetime
    action: ChangeAction
    list: str
    edition: str
    role: ListRole | None = None
    count: int | None = None


def change_statement(line: bytes) -> ListStatement | None:
    """What a line of ``changes.jsonl`` states; None for one that is no change.

    Args:
        line: its exact bytes, with or without the line feed.
    """
    line = line.removesuffix(b"\n")
    try:
        change = _decode(line)
        time = change.at.astimezone(UTC).replace(microsecond=0)
    except (msgspec.MsgspecError, UnicodeDecodeError, OverflowError):
        return None
    kind = _ALLOW_LIST if change.role == "allow" else _KINDS[change.action]
    stated = _Stated(
        kind=kind,
        version=_VERSION,
        time=time,
        action=change.action,
        list=change.list,
        edition=change.edition,
        role=change.role,
        count=change.count,
    )
    name = hashlib.sha256(line).hexdigest()[:32]
    return ListStatement(f"list:{name}", f"{kind}/{_VERSION}", _encode(stated))
