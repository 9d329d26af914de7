"""What the modules of this room that use the database share: its errors, and times."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from beholden.ledger.errors import OutboxError
from beholden.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def instant(microseconds: int) -> datetime:
    """The moment, in UTC, of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


@contextmanager
def explained() -> Iterator[None]:
    """Turns the store's errors into this room's."""
    try:
        yield
    except StoreError as error:
        raise OutboxError(str(error)) from error
