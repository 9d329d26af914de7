"""Publishing: a signed checkpoint is shown to the witnesses, and published with their word.

The trust policy of the network (``trust.txt``) names the witnesses, where they are asked,
and the quorum. A checkpoint is published when its cosignatures meet the quorum, and not
before: whoever follows the log by that policy accepts everything that is published. The
log itself goes on meanwhile; the next checkpoint covers what was left behind.

What each witness saw last is remembered in ``witnesses.json``. It is a memory only: a
witness that knows another size says so, and is asked again from there.

A witness that has seen a larger tree than this log has, or another root, tells of a
roll-back or a fork. Unless enough others confirm this log all the same, nothing is
published any more until a person has looked.

    publisher = Publisher(folder, storage, trust, ask, now=now)
    publisher.publish(note)    # Outcome(published=True, problems={})
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec

from beholden._durable import replace_file
from beholden.ledger.core.checkpoint import parse_checkpoint
from beholden.ledger.core.cosignature import add_signatures, verify_cosignature
from beholden.ledger.core.note import Signature, parse_note, parse_signatures
from beholden.ledger.core.policy import NONE
from beholden.ledger.core.witnessing import encode_request
from beholden.ledger.errors import ExchangeError, LedgerError, VerificationError
from beholden.ledger.reader import LogReader
from beholden.ledger.sequencer import CHECKPOINT_FILE, published_checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from beholden.ledger.core.checkpoint import Checkpoint
    from beholden.ledger.core.keys import VerifierKey
    from beholden.ledger.core.policy import TrustPolicy, Witness
    from beholden.ledger.models import Answer
    from beholden.ledger.storage import Storage

    Ask = Callable[[str, bytes], Answer]
    """Sends the body to the URL."""

_MEMORY = "witnesses.json"
_OK, _CONFLICT = 200, 409
_SIZE_TYPE = "text/x.tlog.size"
_decode = msgspec.json.Decoder(dict[str, Annotated[int, msgspec.Meta(ge=0)]]).decode
_TRIES = 3
_AT_ONCE = 16


class Outcome(NamedTuple):
    """Who cosigned a checkpoint, what went wrong, by code, and whether it is published."""

    cosigned_by: tuple[str, ...]
    problems: Mapping[str, str]
    published: bool = False
    halted: bool = False
    """A roll-back or a fork was found: nothing may be published any more."""


class _Word(NamedTuple):
    """What one witness said."""

    name: str
    signatures: tuple[Signature, ...] = ()
    size: int | None = None
    problem: str | None = None
    halts: bool = False


class Publisher:
    """Shows checkpoints to witnesses and publishes them. For one thread at a time."""

    def __init__(
        self,
        folder: Path,
        storage: Storage,
        trust: Callable[[], TrustPolicy],
        ask: Ask,
    ) -> None:
        """Takes its parts.

        Args:
            folder: the ledger's folder.
            storage: the log's files, for proofs.
            trust: the network's trust policy as it is now.
            ask: sends a request to a witness; raises ExchangeError.
        """
        self._folder = folder
        self._storage = storage
        self._trust = trust
        self._ask = ask

    def published_size(self) -> int:
        """Entries that the published checkpoint covers; 0 before the first."""
        published = published_checkpoint(self._folder)
        return 0 if published is None else published.size

    def publish(self, note: bytes) -> Outcome:
        """Gathers cosignatures and publishes the checkpoint if they are enough.

        Raises:
            LedgerError: the policy or the log cannot be read.
            OSError: the file cannot be written.
        """
        trust = self._trust()
        checkpoint = parse_checkpoint(parse_note(note).text)
        asked = {name: one for name, one in trust.witnesses.items() if one.url is not None}
        words = self._words(asked, note)
        problems = {
            f"witness:{word.name}": word.problem for word in words if word.problem is not None
        }
        signatures = [one for word in words for one in word.signatures]
        cosigned = add_signatures(note, signatures) if signatures else note
        names = tuple(word.name for word in words if word.signatures)
        refused = any(word.halts for word in words)
        if refused and trust.quorum == NONE:
            return Outcome(names, problems, halted=True)
        try:
            trust.check(cosigned, origin=checkpoint.origin)
        except VerificationError as error:
            # One witness alone, mistaken or bought, must not be able to stop a log that enough
            # others confirm; after a true roll-back no quorum does.
            if refused:
                return Outcome(names, problems, halted=True)
            problems["quorum"] = f"The newest checkpoint is not published yet: {error}"
            return Outcome(names, problems)
        replace_file(self._folder / CHECKPOINT_FILE, cosigned)
        return Outcome(names, problems, published=True)

    def _words(self, asked: Mapping[str, Witness], note: bytes) -> list[_Word]:
        if not asked:
            return []
        known = self._remembered()
        with ThreadPoolExecutor(min(_AT_ONCE, len(asked)), "witness") as threads:
            asking = [
                threads.submit(self._word, name, witness, note, known.get(name, 0))
                for name, witness in asked.items()
            ]
            words = [one.result() for one in asking]
        now_known = known | {word.name: word.size for word in words if word.size is not None}
        if now_known != known:
            with suppress(OSError):  # a memory only
                replace_file(self._folder / _MEMORY, msgspec.json.encode(now_known))
        return words

    def _remembered(self) -> dict[str, int]:
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            return _decode((self._folder / _MEMORY).read_bytes())
        return {}

    def _word(self, name: str, witness: Witness, note: bytes, old: int) -> _Word:
        """Asks one witness, again from the size that it says it has."""
        checkpoint = parse_checkpoint(parse_note(note).text)
        reader = LogReader(self._storage, checkpoint.size, checkpoint.root)
        old = min(old, checkpoint.size)
        address = (witness.url or "").rstrip("/") + "/add-checkpoint"
        try:
            for _ in range(_TRIES):
                path: tuple[bytes, ...] = ()
                if 0 < old < checkpoint.size:
                    path = tuple(reader.consistency(old))
                answer = self._ask(address, encode_request(old, path, note))
                if answer.status == _OK:
                    return _accepted(name, witness.key, checkpoint, note, answer.body)
                seen = _size_in(answer)
                if seen is None:
                    return _Word(name, problem=_refusal(name, answer), halts=answer.status == 422)  # noqa: PLR2004 - the protocol's own number
                if seen > checkpoint.size:
                    return _Word(
                        name,
                        halts=True,
                        problem=f"Witness {name} has cosigned {seen:,} entries of this log, which "
                        f"has {checkpoint.size:,}: the log was rolled back. Nothing is published "
                        "until the entries are back: beholden ledger repair --from FOLDER.",
                    )
                old = seen
        except ExchangeError as error:
            return _Word(name, problem=f"Witness {name} could not be asked: {error}")
        except LedgerError as error:
            return _Word(name, problem=f"Witness {name}: {error}")
        return _Word(name, problem=f"Witness {name} names another size with every request.")


def _accepted(
    name: str, key: VerifierKey, checkpoint: Checkpoint, note: bytes, body: bytes
) -> _Word:
    good = []
    for signature in parse_signatures(body):
        if signature.name == key.name and signature.key_id == key.key_id:
            verify_cosignature(parse_note(note).text, signature, key)
            good.append(signature)
    if not good:
        return _Word(
            name,
            problem=f"Witness {name} answered without a signature by the key of the trust policy. "
            "Compare the key in the policy with the witness's own.",
        )
    return _Word(name, tuple(good[:1]), checkpoint.size)


def _size_in(answer: Answer) -> int | None:
    """The size that a witness has seen, from a 409."""
    if answer.status != _CONFLICT or not answer.content_type.startswith(_SIZE_TYPE):
        return None
    text = answer.body.decode("ascii", "replace").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None  # noqa: PLR2004 - 2**63 has 19 digits


def _refusal(name: str, answer: Answer) -> str:
    said = answer.body[:200].decode("utf-8", "replace").strip()
    said = "".join(c if c.isprintable() else "?" for c in said)
    advice = {
        403: "It does not know this log's key: send it the output of beholden ledger status.",
        404: "It does not know this log: send it the output of beholden ledger status.",
        422: "It holds another history of this log. Nothing is published until a person has "
        "looked: beholden ledger verify.",
    }.get(answer.status, "It is asked again with the next checkpoint.")
    return f"Witness {name} refused ({answer.status}: {said or 'no reason given'}). {advice}"


def asker(seconds: float) -> Ask:
    """What sends a request to a witness, with ``seconds`` for each whole exchange."""
    from beholden.ledger._http import post  # noqa: PLC0415 - 0.2 s, if anybody is asked

    return partial(post, seconds=seconds)
