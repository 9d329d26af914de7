r"""Trust policies: which logs and witnesses somebody relies on (C2SP tlog-policy).

    # comment
    log <verifier key> [<url>]
    witness <name> <verifier key> [<url>]
    group <name> <k | any | all> <member> [<member> ...]
    quorum <name | none>

One item a line, parts separated by spaces or tabs, every line ended by a newline. A log's
key is of type 0x01 and has the log's origin as its name; a witness's is of type 0x04. Names
of witnesses and groups are the file's own, and share one space without ``none``. A member
or quorum is a name from a line above, so groups cannot go round in a circle; a witness or
group is a member once in the whole file and every key stands once in it, so nobody is
counted twice, and no log confirms itself. ``any`` is 1 of them,
``all`` is every one. There is exactly one quorum line. Comments may hold any bytes but
control characters; the rest is UTF-8 here, which the format recommends.

A checkpoint is relied on if a listed log signed it and the quorum confirmed it.

Invariants: ``parse_policy(policy.encode()) == policy``; a policy made in Python obeys the
same rules as one that was read; nothing weaker is ever made of a file that was cut off (a
missing last newline is refused: ``quorum A`` may be the rest of ``quorum A-and-B``).

    >>> from beholden.ledger.core.keys import generate
    >>> key = generate("example.org/log", bytes(32)).key
    >>> parse_policy(f"log {key.text}\nquorum none\n".encode()).logs[0].name
    'example.org/log'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple

from beholden.ledger.core._text import quoted
from beholden.ledger.core.checkpoint import Checkpoint, log_keys_of, parse_checkpoint
from beholden.ledger.core.keys import COSIGNATURE, ED25519, VerifierKey, parse_verifier_key
from beholden.ledger.core.note import keys_by_id, parse_note, verify_note
from beholden.ledger.errors import (
    KeyTextError,
    LogSignatureError,
    OriginMismatchError,
    PolicyDuplicateError,
    PolicyError,
    PolicyKeyError,
    PolicyLineError,
    PolicyMemberError,
    PolicyNameError,
    PolicyOrderError,
    PolicyQuorumError,
    PolicyTextError,
    PolicyThresholdError,
    QuorumError,
)

__all__ = ["NONE", "Group", "TrustPolicy", "VerifiedCheckpoint", "Witness", "parse_policy"]

NONE: Final = "none"
"""The quorum that asks for no witness."""

_POLICY_BYTES = 1_000_000
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_WORD = re.compile(r"[^\x00-\x20\x7f]+")
_BLANK = re.compile(r"[ \t]")
_THRESHOLD = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_ALL, _ANY = "all", "any"


class Witness(NamedTuple):
    """A witness's key and, where given, its address."""

    key: VerifierKey
    url: str | None = None


class Group(NamedTuple):
    """So many of the members must confirm; members are names of witnesses or groups."""

    threshold: int
    members: tuple[str, ...]


class VerifiedCheckpoint(NamedTuple):
    """A checkpoint that a policy relies on.

    ``key`` is the log's; ``witnesses`` are those of the policy that confirmed it, by the
    policy's names, each with its time in unix seconds.
    """

    checkpoint: Checkpoint
    key: VerifierKey
    witnesses: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class TrustPolicy:
    """A policy; ``log_urls`` and the parts of ``groups`` keep the order of the file."""

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, Witness] = field(default_factory=lambda: MappingProxyType({}))
    groups: Mapping[str, Group] = field(default_factory=lambda: MappingProxyType({}))
    quorum: str = NONE
    log_urls: Mapping[VerifierKey, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        checks = _Checks(())
        for key in self.logs:
            checks.log(key, self.log_urls.get(key))
        for name, witness in self.witnesses.items():
            checks.witness(name, *witness)
        for name, group in self.groups.items():
            checks.group(name, *group)
        checks.set_quorum(self.quorum)
        for name in ("witnesses", "groups", "log_urls"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def encode(self) -> bytes:
        """The policy's file, without comments."""
        lines = [_line("log", key.text, self.log_urls.get(key)) for key in self.logs]
        lines += [
            _line("witness", name, one.key.text, one.url) for name, one in self.witnesses.items()
        ]
        lines += [
            _line("group", name, str(group.threshold), *group.members)
            for name, group in self.groups.items()
        ]
        return "".join([*lines, _line("quorum", self.quorum)]).encode()

    def check(
        self, data: bytes, *, origin: str | None = None, since: int | None = None
    ) -> VerifiedCheckpoint:
        """Verifies a signed checkpoint.

        Args:
            data: the signed note.
            origin: of the log that is meant; None for any that the policy lists.
            since: unix seconds; confirmations from before do not count. None counts all.

        Raises:
            NoteError, CheckpointError: this is no signed checkpoint.
            OriginMismatchError: it is about another log.
            UnknownKeyError, LogSignatureError: no listed log signed it.
            SignatureError: a signature in the name of a listed key is not that key's.
            QuorumError: too few witnesses confirmed it.
        """
        note = parse_note(data)
        checkpoint = parse_checkpoint(note.text)
        if origin is not None and checkpoint.origin != origin:
            raise OriginMismatchError(
                f"The checkpoint is about the log {quoted(checkpoint.origin)}, not about "
                f"{quoted(origin)}. Ask for the right one."
            )
        times = dict(verify_note(note, self._keys).verified)
        signed = [key for key in log_keys_of(checkpoint.origin, self.logs) if key in times]
        if not signed:
            raise LogSignatureError(
                f"No key that the trust policy lists for the log {quoted(checkpoint.origin)} "
                "signed this checkpoint. Check that the policy is the present one."
            )
        witnesses = tuple(
            (name, time)
            for name, witness in self.witnesses.items()
            if (time := times.get(witness.key)) is not None and time >= (since or 0)
        )
        self._check_quorum({name for name, _ in witnesses}, since)
        return VerifiedCheckpoint(checkpoint, signed[0], witnesses)

    def _check_quorum(self, confirmed: set[str], since: int | None) -> None:
        # Nothing but a witness tells the time: the quorum "none" has no "since".
        enough = self.quorum in self._satisfied(confirmed)
        if enough or (self.quorum == NONE and since is None):
            return
        names = ", ".join(quoted(name) for name in sorted(confirmed)) or "nobody"
        raise QuorumError(
            f"Too few witnesses confirmed this checkpoint: the trust policy asks for "
            f"{quoted(self.quorum)}, and {names} did"
            f"{' at or after the time in question' if since is not None else ''}. "
            "Ask for one with more confirmations."
        )

    def _satisfied(self, confirmed: set[str]) -> set[str]:
        """The witnesses and groups that confirmed; groups stand below their members."""
        satisfied = set(confirmed)
        for name, group in self.groups.items():
            if len(satisfied.intersection(group.members)) >= group.threshold:
                satisfied.add(name)
        return satisfied

    @cached_property
    def _keys(self) -> Mapping[tuple[str, bytes], VerifierKey]:
        return keys_by_id((*self.logs, *(witness.key for witness in self.witnesses.values())))


def parse_policy(data: bytes | str) -> TrustPolicy:
    """Reads a trust policy.

    Raises:
        PolicyError: it is refused; the message names the line.
    """
    text = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(text) > _POLICY_BYTES:
        raise PolicyTextError(
            f"A trust policy has at most {_POLICY_BYTES:,} bytes. This is some other file."
        )
    if not text.endswith(b"\n"):
        raise PolicyTextError(
            "The last line does not end with a newline: the end of the policy may be missing. "
            "Get the file again, or end its last line."
        )
    lines = [_parts(number, line) for number, line in enumerate(text[:-1].split(b"\n"), 1)]
    checks = _Checks(parts[1] for parts in lines if parts[:1] == ["group"] and len(parts) > 1)
    for number, parts in enumerate(lines, 1):
        try:
            checks.line(parts)
        except PolicyError as error:
            raise type(error)(f"Line {number}: {error}") from None
    return checks.policy()


class _Checks:
    """Takes a policy apart line by line, and refuses what breaks a rule."""

    def __init__(self, groups_to_come: Iterable[str]) -> None:
        self.logs: dict[VerifierKey, str | None] = {}
        self.witnesses: dict[str, Witness] = {}
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self._to_come = frozenset(groups_to_come)
        self._owners: dict[bytes, str] = {}
        self._ids: set[tuple[str, bytes]] = set()
        self._members: dict[str, str] = {}

    def line(self, parts: list[str]) -> None:
        """Takes one line."""
        match parts:
            case []:
                pass
            case ["log", key] | ["log", key, _]:
                self.log(_key(key), *parts[2:])
            case ["witness", name, key] | ["witness", name, key, _]:
                self.witness(name, _key(key), *parts[3:])
            case ["group", name, threshold, *members] if members:
                self.group(name, _threshold(threshold, len(members)), tuple(members))
            case ["group", _, _]:
                raise PolicyThresholdError("A group has at least one member. Name some.")
            case ["quorum", name]:
                self.set_quorum(name)
            case _:
                raise PolicyLineError(
                    f"This line is none of log, witness, group and quorum with their parts: "
                    f"{quoted(' '.join(parts))}. See the trust policy's format."
                )

    def log(self, key: VerifierKey, url: str | None = None) -> None:
        """Takes a log."""
        self._take_key(key, ED25519, "log", url)
        self.logs[key] = url

    def witness(self, name: str, key: VerifierKey, url: str | None = None) -> None:
        """Takes a witness."""
        self._take_name(name)
        self._take_key(key, COSIGNATURE, "witness", url)
        self.witnesses[name] = Witness(key, url)

    def group(self, name: str, threshold: int, members: tuple[str, ...]) -> None:
        """Takes a group."""
        for member in members:
            if member == name:
                raise PolicyOrderError(
                    f"The group {quoted(name)} is its own member. Name others in it."
                )
            self._find(member)
            if member in self._members:
                raise PolicyMemberError(
                    f"{quoted(member)} is already a member of {quoted(self._members[member])}, "
                    "and would count twice. Name it in one group."
                )
            self._members[member] = name
        if not 1 <= threshold <= len(members):
            raise PolicyThresholdError(
                f"The group {quoted(name)} has {len(members)} members; {threshold} of them is not "
                f"possible. Write a number from 1 to {len(members)}, any or all."
            )
        self._take_name(name)
        self.groups[name] = Group(threshold, members)

    def set_quorum(self, name: str) -> None:
        """Takes the quorum."""
        if self.quorum is not None:
            raise PolicyDuplicateError("A policy has one quorum line; this is the second.")
        if name != NONE:
            self._find(name)
        self.quorum = name

    def policy(self) -> TrustPolicy:
        """The policy of all lines."""
        if self.quorum is None:
            raise PolicyQuorumError(
                "The policy has no quorum line. End it with one: the name of the witness or group "
                "that must confirm, or none."
            )
        urls = {key: url for key, url in self.logs.items() if url is not None}
        return TrustPolicy(tuple(self.logs), self.witnesses, self.groups, self.quorum, urls)

    def _find(self, name: str) -> None:
        if name in self.witnesses or name in self.groups:
            return
        if name in self._to_come:
            raise PolicyOrderError(
                f"The group {quoted(name)} is used above the line that defines it. Move that line "
                "up; groups that need each other cannot be."
            )
        raise PolicyNameError(f"No line above defines {quoted(name)}. Check how it is spelt.")

    def _take_name(self, name: str) -> None:
        if name == NONE or _WORD.fullmatch(name) is None:
            raise PolicyNameError(f"{quoted(name)} cannot be a name here. Choose another.")
        if name in self.witnesses or name in self.groups:
            raise PolicyDuplicateError(f"The name {quoted(name)} is taken. Choose another.")

    def _take_key(self, key: VerifierKey, key_type: int, what: str, url: str | None) -> None:
        if url is not None and _WORD.fullmatch(url) is None:
            raise PolicyLineError(f"This cannot be an address: {quoted(url)}.")
        if key.type != key_type:
            raise PolicyKeyError(
                f"The key of {quoted(key.name)} is of type {key.type:#04x}; the key of a {what} is "
                f"of type {key_type:#04x} here. Ask for that key."
            )
        if key.public in self._owners:
            raise PolicyDuplicateError(
                f"The key of {quoted(key.name)} is that of {quoted(self._owners[key.public])}. "
                "Give each log and each witness its own key."
            )
        if (key.name, key.key_id) in self._ids:
            raise PolicyKeyError(
                f"Two keys have the name {quoted(key.name)} and the id {key.key_id.hex()}: a "
                "signature could be by either. Remove one of them."
            )
        self._owners[key.public] = key.name
        self._ids.add((key.name, key.key_id))


def _parts(number: int, line: bytes) -> list[str]:
    """The parts of a line; none of an empty one or a comment."""
    if (found := _CONTROL.search(line)) is not None:
        which = "a Windows line end (CRLF)" if found.group() == b"\r" else "a control character"
        raise PolicyTextError(f"Line {number}: {which} is in it. Save the file as plain text.")
    if line.lstrip(b" \t").startswith(b"#"):
        return []
    try:
        return [part for part in _BLANK.split(line.decode()) if part]
    except UnicodeDecodeError:
        raise PolicyTextError(f"Line {number}: it is not UTF-8. Save the file as UTF-8.") from None


def _key(text: str) -> VerifierKey:
    try:
        return parse_verifier_key(text)
    except KeyTextError as error:
        raise PolicyKeyError(str(error)) from None


def _threshold(text: str, members: int) -> int:
    if text == _ALL:
        return members
    if text == _ANY:
        return 1
    if _THRESHOLD.fullmatch(text) is None:
        raise PolicyThresholdError(
            f"How many of the group must confirm is a number, any or all, not {quoted(text)}."
        )
    return int(text)


def _line(*parts: str | None) -> str:
    return " ".join(part for part in parts if part is not None) + "\n"
