r"""The chain of changes: each holds the digest of the one before. Pure.

    digest = SHA-256(JSON array of
      "beholden.register-change/1", number, time (microseconds since 1970, UTC), by, kind, id,
      version, action, reason, SHA-256 of the body (hex) or null, digest of the change before)

The array is UTF-8 JSON without spaces. The first change follows 64 zeros.

Laws:

* Whatever is altered, removed or put between is found, and so is an item that does not say
  what its last change says.
* What a chain cannot tell by itself is that its end was cut off together with the items.
  Who noted a digest earlier (``known``) finds that too.

    broken(changes, items)    # () if all of it holds
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from beholden.regulator.core.models import Change

FORMAT: Final = "beholden.register-change/1"
START: Final = "0" * 64
"""What the first change follows."""

Kind = Literal["provider", "service"]
Action = Literal["add", "change", "remove"]

_SHOWN = 12


class ChainReport(msgspec.Struct, frozen=True):
    """What a check of the register found. ``head`` is the digest of the last change."""

    changes: int
    head: str
    problems: tuple[str, ...]


class Item(msgspec.Struct, frozen=True):
    """What the register says now of one provider or service, as stored."""

    version: int
    body: bytes


def digest_of(change: Change, at_us: int) -> str:
    """The digest of a change (hex); ``at_us`` is its time in microseconds since 1970, UTC.

    Its own ``digest`` has no part in it.
    """
    body = None if change.body is None else hashlib.sha256(change.body).hexdigest()
    row = (
        FORMAT,
        change.number,
        at_us,
        change.by,
        change.kind,
        change.id,
        change.version,
        change.action,
        change.reason,
        body,
        change.previous,
    )
    return hashlib.sha256(msgspec.json.encode(row)).hexdigest()


def check_chain(
    changes: Iterable[tuple[Change, int]],
    items: Mapping[tuple[str, str], Item],
    known: str = "",
) -> ChainReport:
    """Holds the whole register against its chain.

    Args:
        changes: every change with its time in microseconds since 1970, by number.
        items: what the register says now, by kind and id.
        known: a digest that somebody noted earlier; it must be in the chain.
    """
    found: list[str] = []
    last: dict[tuple[str, str], Change] = {}
    head, number, seen = START, 0, known in {"", START}
    for change, at_us in changes:
        number += 1
        where = f"Change {change.number}"
        if change.number != number:
            found.append(f"{where}: number {number} is missing before it.")
            number = change.number
        if change.previous != head:
            found.append(f"{where}: it does not follow the change before it.")
        if digest_of(change, at_us) != change.digest:
            found.append(f"{where}: altered after it was written.")
        found += [f"{where}: {wrong}" for wrong in _out_of_turn(change, last)]
        last[change.kind, change.id] = change
        head = change.digest
        seen = seen or head == known
    found += _items(last, items)
    if not seen:
        found.append(f"No change has the digest {known[:_SHOWN]}...: the end was cut off.")
    return ChainReport(number, head, tuple(found))


def _out_of_turn(change: Change, last: Mapping[tuple[str, str], Change]) -> Iterable[str]:
    before = last.get((change.kind, change.id))
    if change.version != (before.version if before else 0) + 1:
        yield f"version {change.version} of {change.kind} {change.id} is out of turn."
    is_there = before is not None and before.action != "remove"
    if is_there == (change.action == "add"):
        yield f"{change.kind} {change.id} was {'there' if is_there else 'not there'} already."
    if (change.body is None) != (change.action == "remove"):
        yield f"what {change.kind} {change.id} says is missing, or should be."


def _items(
    last: Mapping[tuple[str, str], Change], items: Mapping[tuple[str, str], Item]
) -> Iterable[str]:
    standing = {key: one for key, one in last.items() if one.action != "remove"}
    for key in sorted(standing.keys() | items.keys()):
        name = f"{key[0].capitalize()} {key[1]}"
        if key not in items:
            yield f"{name}: gone, and no change says so."
        elif key not in standing:
            yield f"{name}: no change put it there."
        elif (items[key].body, items[key].version) != (standing[key].body, standing[key].version):
            yield f"{name}: it does not say what its last change says."
