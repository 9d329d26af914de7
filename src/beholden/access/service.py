"""Keys in the store: made, listed, revoked. The secret of a key is returned once.

keys = KeyStore(store, secret, clock)
key, text = keys.create("upload handler", ["check"], by="A. Tester")
keys.revoke(key.key_id, by="A. Tester")
"""

from __future__ import annotations

import base64
import math
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from sqlalchemy import insert, select, update

from beholden.access.core import (
    KEY_ID,
    SECRET_BYTES,
    Key,
    Scope,
    key_text,
    parse_key,
    parse_scope,
    secret_mac,
)
from beholden.access.errors import (
    KeyLimitError,
    KeyNameError,
    ScopeError,
    SecretError,
    UnknownKeyError,
)
from beholden.access.secret import Secret
from beholden.store import Store, tables

NAME_AT_MOST = 200
CHECKS_PER_SECOND_AT_MOST = 1_000_000
EXPIRES_DAYS_AT_MOST = 3650

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def open_secret(path: Path, store: Store) -> Secret:
    """Reads the secret; makes it where there is none, unless keys depend on the one that is lost.

    Raises:
        SecretError: It cannot be used, or is missed.
        StoreError: The keys cannot be read.
    """
    if not os.path.lexists(path):
        standing = select(tables.api_keys.c.id).where(tables.api_keys.c.revoked_us.is_(None))
        with store.reading() as connection:
            if connection.execute(standing.limit(1)).first() is not None:
                return Secret.load(path)
    return Secret.load_or_create(path)


class KeyStore:
    """The keys of one installation.

    Args:
        store: Where they are kept; its tables are there.
        secret: Needed to create keys; listing and revoking must work without it.
        clock: Returns the time with its zone.
    """

    def __init__(self, store: Store, secret: Secret | None, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._secret = secret
        self._clock = clock

    def create(
        self,
        name: str,
        scopes: Iterable[str],
        by: str,
        checks_per_second: float | None = None,
        expires_days: float | None = None,
    ) -> tuple[Key, str]:
        """Makes a key; returns it with its text, which cannot be shown again.

        Raises:
            AccessError: A name, a scope or a limit cannot be used; nothing was made.
            StoreError: It could not be kept; nothing was made.
        """
        if self._secret is None:
            raise SecretError("A key cannot be made without the secret.")
        wanted = frozenset(map(parse_scope, scopes))
        if not wanted:
            raise ScopeError(f"A key needs a scope: one of {', '.join(get_args(Scope))}.")
        if checks_per_second is not None:
            _bounded("checks_per_second", checks_per_second, CHECKS_PER_SECOND_AT_MOST)
        now = self._clock()
        key_id = base64.b32encode(secrets.token_bytes(8)).decode("ascii")[:12].lower()
        shown = secrets.token_bytes(SECRET_BYTES)
        row = {
            "key_id": key_id,
            "name": _named("name", name),
            "scopes": ",".join(sorted(wanted)),
            "secret_mac": secret_mac(self._secret, shown),
            "checks_per_second": checks_per_second,
            "created_us": _us(now),
            "created_by": _named("by", by),
            "expires_us": _expiry(now, expires_days),
        }
        with self._store.writing() as connection:
            connection.execute(insert(tables.api_keys).values(row))
        return self._find(key_id), key_text(key_id, shown)

    def revoke(self, key_id: str, by: str) -> Key:
        """Ends a key for good; one that was revoked before keeps who did it, and when.

        Args:
            key_id: Its id, or its whole text: who finds a key lying about has no other.
            by: The person who answers for this.

        Raises:
            UnknownKeyError: There is no such key.
            KeyNameError: ``by`` cannot be used.
            StoreError: It could not be kept; the key still opens.
        """
        parsed = parse_key(key_id)
        plain = parsed[0] if parsed else key_id
        if not KEY_ID.fullmatch(plain):
            raise UnknownKeyError(
                "This is no key's id. It has 12 letters and digits; see: beholden keys list."
            )
        columns = tables.api_keys.c
        ended = {"revoked_us": _us(self._clock()), "revoked_by": _named("by", by)}
        with self._store.writing() as connection:
            connection.execute(
                update(tables.api_keys)
                .where(columns.key_id == plain, columns.revoked_us.is_(None))
                .values(ended)
            )
        return self._find(plain)

    def read_all(self) -> tuple[Key, ...]:
        """Every key, the oldest first, those that open nothing any more included.

        Raises:
            StoreError: They cannot be read.
        """
        with self._store.reading() as connection:
            rows = connection.execute(select(tables.api_keys).order_by(tables.api_keys.c.id))
            return tuple(_key(row) for row in rows.mappings())

    def _find(self, key_id: str) -> Key:
        query = select(tables.api_keys).where(tables.api_keys.c.key_id == key_id)
        with self._store.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise UnknownKeyError(f"There is no key {key_id}. See: beholden keys list.")
        return _key(row)


def _key(row: Any) -> Key:
    return Key(
        id=row["id"],
        key_id=row["key_id"],
        name=row["name"],
        scopes=frozenset[Scope](map(parse_scope, row["scopes"].split(","))),
        secret_mac=row["secret_mac"],
        created=_time(row["created_us"]),
        created_by=row["created_by"],
        checks_per_second=row["checks_per_second"],
        expires=None if row["expires_us"] is None else _time(row["expires_us"]),
        revoked=None if row["revoked_us"] is None else _time(row["revoked_us"]),
        revoked_by=row["revoked_by"],
    )


def _named(field: str, text: str) -> str:
    plain = text.strip()
    if not plain or not plain.isprintable() or len(plain) > NAME_AT_MOST:
        raise KeyNameError(
            f"{field}: expected one line of text, not blank, of at most {NAME_AT_MOST} characters."
        )
    return plain


def _expiry(now: datetime, days: float | None) -> int | None:
    if days is None:
        return None
    _bounded("expires_days", days, EXPIRES_DAYS_AT_MOST)
    return _us(now + timedelta(days=days))


def _bounded(field: str, value: float, most: int) -> None:
    if not math.isfinite(value) or not 0 < value <= most:
        raise KeyLimitError(f"{field}: expected a number above 0, of at most {most:,}.")


def _us(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _time(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND
