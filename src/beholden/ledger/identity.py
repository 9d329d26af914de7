"""Whose log this is: its origin and its signing keys, on the disk.

Layout, below the ledger's folder::

    identity.json     the origin, whether a person chose it, every key with its times
    keys/HASH.key     one signing key in the text form of signed notes, for its owner alone
    identity.lock     one change at a time

Laws:

* A log has one origin. Only one that no person chose may be replaced: the tree holds
  commitments and no origin, so naming a log changes nothing that is in it.
* Keys overlap: for a time the old and the new key both sign, so that whoever knows only
  one of them can go on. Past keys stay on record; they verify what they signed.
* A key that others may have is distrusted: it stays on record, signs no more, and is in no
  trust policy that is given out.
* A signing key never leaves its file: not into messages, logs, statements or the database.

    identity = create(folder, "example.org/decisions", named=True, seed=seed, now=now)
    signers(folder, identity, now)[0].sign(b"...")
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from beholden._durable import PRIVATE_FILE, replace_file, sync
from beholden.ledger.core.keys import (
    SigningKey,
    VerifierKey,
    check_name,
    generate,
    parse_signing_key,
    parse_verifier_key,
)
from beholden.ledger.errors import IdentityError, LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beholden.ledger.core.keys import Signer

__all__ = [
    "Identity",
    "KeyRecord",
    "changes",
    "create",
    "distrust",
    "load",
    "name_log",
    "private_folder",
    "read_signing_key",
    "rotate",
    "signers",
    "trusted",
    "verifiers",
    "write_signing_key",
]

_FILE = "identity.json"
_KEYS = "keys"
_LOCK = "identity.lock"
_KEY_BYTES_AT_MOST = 4_096
_PRIVATE_FOLDER = 0o700


class KeyRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One key of the log: its verifier text, and from when to when it signs (unix seconds).

    ``distrusted``: somebody else may have it, so its signatures prove nothing to others.
    """

    verifier: str
    since: int
    until: int | None = None
    distrusted: bool = False

    def signs_at(self, now: int) -> bool:
        """Whether checkpoints of that time carry its signature."""
        return self.until is None or now < self.until


class Identity(msgspec.Struct, frozen=True):
    """A log's origin and keys, newest key first.

    ``instance`` is drawn once and binds the folder to its database: a copy of the folder
    beside another database, or the other way round, is refused before it can fork the log.
    """

    origin: str
    named: bool
    instance: str
    keys: tuple[KeyRecord, ...]


def create(
    folder: Path, origin: str, *, named: bool, instance: str, seed: bytes, now: int
) -> Identity:
    """Makes the log's identity and its first key; two that race get one.

    Args:
        folder: the ledger's folder.
        origin: the network's name for its log, as ``example.org/decisions``.
        named: whether a person chose the origin.
        instance: drawn at random, at most 64 characters.
        seed: 32 random bytes, the signing key.
        now: unix seconds.

    Raises:
        IdentityError: there is one already, or it cannot be written.
        KeyTextError: the origin cannot be a key's name.
    """
    check_name(origin)
    with _changing(folder):
        if (present := load(folder)) is not None:
            raise IdentityError(
                f"This log has an identity already: {present.origin}. A log keeps its origin for "
                "ever. For another log use another data folder."
            )
        identity = Identity(origin, named, instance, (_new_key(folder, origin, seed, now),))
        _save(folder, identity)
    return identity


def load(folder: Path) -> Identity | None:
    """The identity that is there, or None.

    Raises:
        IdentityError: it is damaged, or cannot be read.
    """
    path = folder / _FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise IdentityError(f"{path}: {error.strerror}. Check the file's owner.") from error
    try:
        identity = msgspec.json.decode(data, type=Identity)
        for key in identity.keys:
            if parse_verifier_key(key.verifier).name != identity.origin:
                _past_name(key)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, LedgerError) as error:
        raise IdentityError(
            f"{path}: damaged ({error}). Restore it from a backup; its keys are still beside it."
        ) from error
    if not identity.keys:
        raise IdentityError(f"{path}: damaged, it names no key. Restore it from a backup.")
    return identity


def name_log(folder: Path, origin: str, *, seed: bytes, now: int) -> Identity:
    """Gives a log its name, once: one that nobody chose is replaced, with a key of the name.

    Raises:
        IdentityError: it is named already, or cannot be written.
        KeyTextError: the origin cannot be a key's name.
    """
    check_name(origin)
    with _changing(folder):
        identity = load(folder)
        if identity is None:
            raise IdentityError("There is no log here yet. Make one: beholden ledger init.")
        if identity.named:
            raise IdentityError(
                f"This log is named {identity.origin}. A log keeps its origin for ever. For "
                "another log use another data folder."
            )
        ended = tuple(_ended(key, now) for key in identity.keys)
        named = Identity(
            origin=origin,
            named=True,
            instance=identity.instance,
            keys=(_new_key(folder, origin, seed, now), *ended),
        )
        _save(folder, named)
    return named


def rotate(
    folder: Path, *, seed: bytes, now: int, overlap_seconds: int
) -> tuple[Identity, KeyRecord, KeyRecord]:
    """Makes a new key; the present ones go on signing beside it for ``overlap_seconds``.

    Returns:
        The identity, the newest of the old keys, the new key.

    Raises:
        IdentityError: there is no log, or it cannot be written.
    """
    with _changing(folder):
        identity = load(folder)
        if identity is None:
            raise IdentityError("There is no log here yet. Make one: beholden ledger init.")
        old = tuple(_ended(key, now + overlap_seconds) for key in identity.keys)
        new = _new_key(folder, identity.origin, seed, now)
        rotated = msgspec.structs.replace(identity, keys=(new, *old))
        _save(folder, rotated)
    return rotated, old[0], new


def distrust(folder: Path, key_id: str, *, now: int) -> KeyRecord:
    """Marks a key that was rotated away as one that others may have; it signs no more.

    Args:
        folder: the ledger's folder.
        key_id: the eight hex digits of its verifier text.
        now: unix seconds.

    Raises:
        IdentityError: there is no log or no such key, it is the newest, or nothing can be written.
    """
    with _changing(folder):
        identity = load(folder)
        if identity is None:
            raise IdentityError("There is no log here yet. Make one: beholden ledger init.")
        ids = [f"{parse_verifier_key(key.verifier).key_id.hex()}" for key in identity.keys]
        if key_id.lower() not in ids:
            raise IdentityError(
                f'This log has no key "{key_id}". It has: {", ".join(ids)} (the newest first).'
            )
        place = ids.index(key_id.lower())
        if place == 0:
            raise IdentityError(
                f'Key "{key_id}" is the one that signs. Make another first: beholden ledger '
                "rotate-key --overlap-days 0."
            )
        marked = msgspec.structs.replace(_ended(identity.keys[place], now), distrusted=True)
        keys = (*identity.keys[:place], marked, *identity.keys[place + 1 :])
        _save(folder, msgspec.structs.replace(identity, keys=keys))
    return marked


def changes(identity: Identity) -> list[tuple[KeyRecord, KeyRecord]]:
    """Every key that took another's place, with the one before it; oldest first."""
    keys = identity.keys[::-1]
    return list(pairwise(keys))


def signers(folder: Path, identity: Identity, now: int) -> tuple[Signer, ...]:
    """The keys that sign now, newest first.

    Those of a name that the log had before never do, wherever the clock stands.

    Raises:
        IdentityError: a key's file is missing, damaged, another key's or readable by others.
    """
    texts = (key.verifier for key in identity.keys if key.signs_at(now))
    keys = (key for key in map(parse_verifier_key, texts) if key.name == identity.origin)
    return tuple(_signer(folder, key) for key in keys)


def verifiers(identity: Identity) -> tuple[VerifierKey, ...]:
    """Every key that the log ever had under its origin, newest first."""
    keys = (parse_verifier_key(key.verifier) for key in identity.keys)
    return tuple(key for key in keys if key.name == identity.origin)


def trusted(identity: Identity) -> tuple[VerifierKey, ...]:
    """Those of them that others may rely on: all but the distrusted."""
    keys = (parse_verifier_key(key.verifier) for key in identity.keys if not key.distrusted)
    return tuple(key for key in keys if key.name == identity.origin)


def write_signing_key(path: Path, key: SigningKey) -> None:
    """Writes a signing key into a new file for its owner alone.

    Raises:
        IdentityError: the file is there already, or cannot be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb") as file:
            file.write(key.text.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync(path.parent)
    except FileExistsError:
        raise IdentityError(f"{path}: there is a key already. Nothing was changed.") from None
    except OSError as error:
        path.unlink(missing_ok=True)
        raise IdentityError(
            f"{path}: the key cannot be written ({error.strerror}). Check the folder's owner and "
            "its free space."
        ) from error


def read_signing_key(path: Path) -> SigningKey:
    """Reads a signing key.

    Raises:
        IdentityError: it is missing, damaged, or readable by others than its owner.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if mode & 0o077:
                raise IdentityError(
                    f"{path}: others than its owner may use this key (mode "
                    f"{stat.S_IMODE(mode):03o}). Run: chmod 600 {path}. If somebody may have read "
                    "it, rotate the key."
                )
            text = file.read(_KEY_BYTES_AT_MOST)
    except FileNotFoundError:
        raise IdentityError(
            f"{path}: the signing key is missing. Restore it from a backup."
        ) from None
    except OSError as error:
        raise IdentityError(f"{path}: {error.strerror}. Check the file's owner.") from error
    try:
        return parse_signing_key(text.decode("utf-8").strip())
    except (UnicodeDecodeError, LedgerError):
        # What was read is not quoted: it may be most of a key.
        raise IdentityError(
            f"{path}: damaged, this is no signing key. Restore it from a backup."
        ) from None


def private_folder(folder: Path) -> None:
    """Makes a folder that only its owner can enter.

    Raises:
        IdentityError: it cannot be made.
    """
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise IdentityError(f"{folder}: {error.strerror}. Check its owner.") from error


def _signer(folder: Path, key: VerifierKey) -> Signer:
    path = _key_path(folder, key)
    signer = read_signing_key(path)
    if signer.key != key:
        raise IdentityError(
            f"{path}: this is another key than the one that belongs here. Restore it from a backup."
        )
    return signer


def _ended(key: KeyRecord, until: int) -> KeyRecord:
    """The key with an end no later than that; an end that it has is never put off."""
    ends = until if key.until is None else min(key.until, until)
    return msgspec.structs.replace(key, until=ends)


def _past_name(key: KeyRecord) -> None:
    if key.until is None:
        raise IdentityError("a key of another name still signs")


def _new_key(folder: Path, origin: str, seed: bytes, now: int) -> KeyRecord:
    key = generate(origin, seed)
    private_folder(folder / _KEYS)
    write_signing_key(_key_path(folder, key.key), key)
    return KeyRecord(key.key.text, now)


def _key_path(folder: Path, key: VerifierKey) -> Path:
    # Named by the digest of the whole key: ids of four bytes may collide.
    return folder / _KEYS / f"{key.public.hex()[:32]}.key"


def _save(folder: Path, identity: Identity) -> None:
    path = folder / _FILE
    try:
        replace_file(path, msgspec.json.format(msgspec.json.encode(identity), indent=1) + b"\n")
    except OSError as error:
        raise IdentityError(
            f"{path}: cannot be written ({error.strerror}). Nothing was changed. Check the "
            "folder's owner and its free space."
        ) from error


@contextmanager
def _changing(folder: Path) -> Iterator[None]:
    private_folder(folder)
    path = folder / _LOCK
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    except OSError as error:
        raise IdentityError(f"{path}: {error.strerror}. Check the folder's owner.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)
