r"""What a witness confirms, and what it refuses (C2SP tlog-witness, ``add-checkpoint``).

    old <size of the checkpoint that the witness has, decimal>
    <base64 of 32 bytes>                 consistency path: 0 to 63 lines
    <empty line>
    <the log's signed checkpoint>

Answers, the first that applies:

    400  the request does not follow its format
    404  a log of this origin is not known
    403  no signature is by a known key of the log, or one in its name is not its own
    400  old is more than the checkpoint's size
    409  old is not the size that the witness has; the body is that size and a newline,
         of the type text/x.tlog.size
    422  the size is the one the witness has and the root is not; or the path does not hold
    200  signature lines; the caller makes them

Laws:

* After ``Accepted`` the caller must store the checkpoint before it answers, and must hold
  one lock from reading what is stored to storing: of two requests that are judged against
  one state and both stored, the later could roll the log back.
* From no leaves to some there is nothing to prove: ``old 0`` goes with an empty path, and
  never reaches the verifier of consistency, which refuses the empty tree.
* What is confirmed continues what was confirmed before, or is equal to it.

    request = parse_request(body)
    verdict = judge(stored.get(request.checkpoint.origin), request, log_keys)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from beholden.ledger.core._text import decimal, path_of, path_text, quoted
from beholden.ledger.core.checkpoint import (
    EMPTY_ROOT,
    Checkpoint,
    log_keys_of,
    parse_checkpoint,
)
from beholden.ledger.core.note import NOTE_BYTES, SignedNote, keys_by_id, parse_note, verify_note
from beholden.ledger.core.proofs import verify_consistency
from beholden.ledger.errors import LedgerError, VerificationError, WitnessRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beholden.ledger.core.keys import VerifierKey

__all__ = [
    "PLAIN",
    "TLOG_SIZE",
    "Accepted",
    "AddCheckpoint",
    "Refused",
    "encode_request",
    "judge",
    "malformed",
    "parse_request",
]

PLAIN: Final = "text/plain; charset=utf-8"
TLOG_SIZE: Final = "text/x.tlog.size"

_OLD = b"old "


class AddCheckpoint(msgspec.Struct, frozen=True):
    """A request; ``checkpoint`` is what its note says, and is not verified."""

    old: int
    path: tuple[bytes, ...]
    note: SignedNote
    checkpoint: Checkpoint


class Accepted(msgspec.Struct, frozen=True):
    """Store this, then cosign its text and answer 200."""

    checkpoint: Checkpoint
    text: bytes


class Refused(msgspec.Struct, frozen=True):
    """What to answer instead."""

    status: int
    text: str
    content_type: str = PLAIN


def encode_request(old: int, path: Iterable[bytes], note: bytes) -> bytes:
    """The body of a request."""
    return b"%s%d\n%s\n%s" % (_OLD, old, path_text(path), note)


def parse_request(body: bytes) -> AddCheckpoint:
    """Reads a request without judging it.

    Raises:
        WitnessRequestError: this is none; answer with ``malformed``.
    """
    if len(body) > NOTE_BYTES:
        raise WitnessRequestError(f"A request has at most {NOTE_BYTES:,} bytes.")
    head, blank, data = body.partition(b"\n\n")
    old, *lines = head.split(b"\n")
    if not blank or not old.startswith(_OLD):
        raise WitnessRequestError(
            'A request has a line "old", the path, an empty line and a checkpoint.'
        )
    try:
        note = parse_note(data)
        return AddCheckpoint(
            decimal(old.removeprefix(_OLD), WitnessRequestError, "The old size"),
            path_of(lines, WitnessRequestError),
            note,
            parse_checkpoint(note.text),
        )
    except WitnessRequestError:
        raise
    except LedgerError as error:
        raise WitnessRequestError(f"The checkpoint of the request: {error}") from None


def malformed(error: WitnessRequestError) -> Refused:
    """The answer to what is no request."""
    return Refused(400, f"{error}\n")


def judge(
    stored: Checkpoint | None, request: AddCheckpoint, log_keys: Iterable[VerifierKey]
) -> Accepted | Refused:
    """Whether a witness confirms a checkpoint.

    Args:
        stored: the last checkpoint of this origin that was confirmed; None if none was.
        request: what the log asks.
        log_keys: the keys of all logs that the witness knows.
    """
    new = request.checkpoint
    keys = log_keys_of(new.origin, log_keys)
    if not keys:
        return Refused(404, f"No log {quoted(new.origin)} is known here.\n")
    try:
        verify_note(request.note, keys_by_id(keys))
    except VerificationError as error:
        return Refused(403, f"{error}\n")
    if request.old > new.size:
        return Refused(400, f"The old size {request.old} is above the checkpoint's {new.size}.\n")
    size = 0 if stored is None else stored.size
    if request.old != size:
        return Refused(409, f"{size}\n", TLOG_SIZE)
    if problem := _problem(EMPTY_ROOT if stored is None else stored.root, request):
        return Refused(422, f"{problem}\n")
    return Accepted(new, request.note.text)


def _problem(old_root: bytes, request: AddCheckpoint) -> str:
    """Why the checkpoint does not continue the stored one; empty if it does."""
    old, new = request.old, request.checkpoint
    if old == new.size and old_root != new.root:
        return f"Two different roots for one size, {old}: this log shows two histories."
    if old == 0:
        return "From no leaves there is nothing to prove; send no path." if request.path else ""
    try:
        verify_consistency(
            old_size=old,
            new_size=new.size,
            old_root=old_root,
            new_root=new.root,
            path=request.path,
        )
    except LedgerError as error:
        return f"The consistency path does not hold: {error}."
    return ""
