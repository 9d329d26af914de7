"""API keys: what their text looks like, and whether one opens.

A key is shown as ``bh_<key id>_<secret>``. The id is public: it finds the key without
a search whose time would tell how much of the secret is right. Of the secret only a
keyed digest is kept, and it is compared in constant time.

Invariants:

* One key has one text; no other text opens it.
* An unknown id costs the same digest and comparison as a wrong secret.
* Whether a key is revoked or expired is only told to who has its secret.

    >>> found = verify(text, {key.key_id: key}, secret, now)  # doctest: +SKIP
    >>> isinstance(found, Key) and "check" in found.scopes  # doctest: +SKIP
    True
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Protocol, get_args

import msgspec

from beholden.access.errors import ScopeError

Scope = Literal["check", "look_up", "lists", "read", "mirror", "receipts"]
"""check: have uploads decided; look_up: ask without a record; lists: change lists;
read: see lists, decisions, metrics and the operator's page; mirror: read tiles and entry
bundles of the ledger; receipts: ask for receipts, and have each check leave a statement."""

SECRET_BYTES = 32
KEY_ID = re.compile(r"[a-z2-7]{12}")
"""Lower-case base32: 60 bits, readable over the telephone."""

_TEXT = re.compile(rf"bh_({KEY_ID.pattern})_([A-Za-z0-9_-]{{43}})", re.ASCII)
_SCOPES: tuple[Scope, ...] = get_args(Scope)
_PURPOSE = "api keys"
_NOBODY = "0" * 64
"""Compared with when no key has the id; no digest of anything known."""


class Macs(Protocol):
    """What makes keyed digests: ``access.Secret``."""

    def mac(self, purpose: str, text: str | bytes) -> str:
        """HMAC-SHA256 in hex, under a key of this purpose alone."""
        ...


class Key(msgspec.Struct, frozen=True):
    """A key as it is kept; ``checks_per_second`` None means no limit of its own."""

    id: int
    key_id: str
    name: str
    scopes: frozenset[Scope]
    secret_mac: str
    created: datetime
    created_by: str
    checks_per_second: float | None = None
    expires: datetime | None = None
    revoked: datetime | None = None
    revoked_by: str | None = None

    def __repr__(self) -> str:
        # Without the digest: what a log or a traceback shows should help no guessing.
        return f"Key({self.key_id!r}, {self.name!r}, {sorted(self.scopes)})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("key_id", self.key_id), ("name", self.name), ("scopes", sorted(self.scopes))]

    def state(self, now: datetime) -> Literal["active", "expired", "revoked"]:
        """Whether it opens anything."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and now >= self.expires else "active"


class Refusal(msgspec.Struct, frozen=True):
    """Why a text opens nothing; ``sentence`` is for the caller and says what to do."""

    code: Literal["malformed", "unknown", "revoked", "expired"]
    sentence: str


_MALFORMED = Refusal(
    "malformed", "This is no API key. A key looks like bh_..._...; copy all of it."
)
_UNKNOWN = Refusal("unknown", "No such key. Ask the operator for one (beholden keys create).")
_REVOKED = Refusal("revoked", "This key was revoked. Ask the operator for another.")
_EXPIRED = Refusal("expired", "This key has expired. Ask the operator for another.")


def key_text(key_id: str, secret: bytes) -> str:
    """The text that is shown once."""
    return f"bh_{key_id}_{_base64(secret)}"


def parse_key(text: str) -> tuple[str, bytes] | None:
    """The id and the secret of a key's text; None if it is none."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    key_id, written = found.groups()
    # The pattern leaves nothing that decoding could refuse.
    secret = base64.urlsafe_b64decode(written + "=")
    # 43 characters hold two bits more than 32 bytes; only one spelling is the key's.
    return (key_id, secret) if _base64(secret) == written else None


def secret_mac(macs: Macs, secret: bytes) -> str:
    """The digest that is kept of a key's secret."""
    return macs.mac(_PURPOSE, secret)


def verify(text: str, keys_by_id: Mapping[str, Key], secret: Macs, now: datetime) -> Key | Refusal:
    """Finds the key that a text opens, or says why there is none."""
    parsed = parse_key(text)
    if parsed is None:
        return _MALFORMED
    key_id, shown = parsed
    key = keys_by_id.get(key_id)
    same = hmac.compare_digest(secret_mac(secret, shown), key.secret_mac if key else _NOBODY)
    if key is None or not same:
        return _UNKNOWN
    state = key.state(now)
    if state == "revoked":
        return _REVOKED
    return _EXPIRED if state == "expired" else key


def parse_scope(text: str) -> Scope:
    """A scope as a person writes it: ``look-up`` is ``look_up``.

    Raises:
        ScopeError: There is none of this name.
    """
    plain = text.strip().lower().replace("-", "_")
    for scope in _SCOPES:
        if scope == plain:
            return scope
    raise ScopeError(f'There is no scope "{text}". Write one of: {", ".join(_SCOPES)}.')


def _base64(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")
