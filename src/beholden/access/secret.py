"""The secret of an installation: one file, from which every keyed digest is derived.

Whoever has it can tell whether a known account or key stands behind a digest, so it is
readable by its owner alone, and never logged, printed or copied into the database.
Each use has a key of its own (``purpose``), so digests of one use say nothing in another.

    secret = Secret.load_or_create(Path("/srv/beholden/secret.key"))
    secret.mac("accounts", "user-1")  # 64 hex digits
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import hmac
import os
import re
import secrets
import stat
from pathlib import Path
from typing import Self

from beholden.access.errors import SecretError

_BYTES = 32
_OWNER_ONLY = 0o600
_HEX = re.compile(rb"[0-9a-fA-F]{64}\s*", re.ASCII)
_READ_AT_MOST = 256


class Secret:
    """32 random bytes that no representation shows."""

    __slots__ = ("_derived", "_key")

    def __init__(self, key: bytes) -> None:
        if len(key) != _BYTES:
            raise SecretError(f"A secret has {_BYTES} bytes.")
        self._key = key
        self._derived: dict[str, bytes] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads the file.

        Raises:
            SecretError: It is missing, readable by others than its owner, or damaged.
        """
        return cls(_read(path))

    @classmethod
    def load_or_create(cls, path: Path) -> Self:
        """Reads the file; makes it if there is none. Processes that race get one secret.

        Raises:
            SecretError: It cannot be made, is readable by others than its owner, or damaged.
        """
        if not os.path.lexists(path):
            _create(path)
        return cls(_read(path))

    def derive(self, purpose: str) -> bytes:
        """The 32-byte key of one purpose: HMAC-SHA256 of its name."""
        if purpose not in self._derived:
            name = f"beholden {purpose}".encode()
            self._derived[purpose] = hmac.digest(self._key, name, hashlib.sha256)
        return self._derived[purpose]

    def mac(self, purpose: str, text: str | bytes) -> str:
        """HMAC-SHA256 of a text in hex, under the key of a purpose."""
        plain = text.encode() if isinstance(text, str) else text
        return hmac.digest(self.derive(purpose), plain, hashlib.sha256).hex()

    def __repr__(self) -> str:
        return "Secret(...)"

    def __reduce__(self) -> str:
        raise TypeError("A secret is not copied into other files.")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise SecretError(f"{path}: not a file. Write the path of a file.")
            if found.st_mode & 0o077:
                raise SecretError(
                    f"{path}: others than its owner may use this secret (mode "
                    f"{stat.S_IMODE(found.st_mode):03o}). Run: chmod 600 {path}. If somebody may "
                    "have read it, make a new one and new keys."
                )
            text = file.read(_READ_AT_MOST)
    except FileNotFoundError:
        raise SecretError(
            f"{path}: the secret is missing. Restore it from a backup; without it no key and no "
            "pseudonym is recognised. To start afresh, revoke every key first."
        ) from None
    except OSError as error:
        raise SecretError(
            f"{path}: the secret cannot be read ({error.strerror}). Check the file's owner."
        ) from error
    if not _HEX.fullmatch(text):
        raise SecretError(
            f"{path}: damaged, a secret is 64 hex digits. Restore it from a backup. To start "
            "afresh move the file away; every key must then be made anew."
        )
    return bytes.fromhex(text.decode("ascii"))


def _create(path: Path) -> None:
    """Puts a whole file in place at once, unless another process was first."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _write(draft, secrets.token_hex(_BYTES).encode() + b"\n")
            # Unlike a rename, a link never replaces the secret of whoever was first.
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        hint = (
            "Its file system has no hard links: put secret_file on another."
            if error.errno in {errno.EPERM, errno.EOPNOTSUPP}
            else "Check the folder's owner, its permissions and its free space."
        )
        raise SecretError(
            f"{path}: the secret cannot be made ({error.strerror}). {hint}"
        ) from error


def _write(path: Path, text: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, _OWNER_ONLY), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
