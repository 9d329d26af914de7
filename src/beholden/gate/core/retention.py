"""What is kept of one decision, in which form, until when.

Laws:

* Of an allowed upload nothing is kept, unless the policy says for how long.
* The account's own pseudonym is never kept: a keyed one is, or none.
* What is kept always has a time at which it expires.

    kept(decision, policy.retention, account_key)  # None: only counts are kept of it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beholden.gate.core.models import Decision, microseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from beholden.gate.core.policy import RetentionSettings

_HOUR_US = 3_600_000_000
_DAY_US = 24 * _HOUR_US


class Kept(msgspec.Struct, frozen=True):
    """A decision as it is kept; ``expires_us`` counts microseconds since 1970."""

    decision: Decision
    expires_us: int


def kept(
    decision: Decision, retention: RetentionSettings, account_key: Callable[[str], str]
) -> Kept | None:
    """What the record keeps of a decision.

    Args:
        decision: as it was answered.
        retention: what policy says.
        account_key: the keyed pseudonym of an account.

    Returns:
        None where only counts are kept.
    """
    span_us = _span_us(decision, retention)
    if span_us <= 0:
        return None
    account = decision.account
    form = msgspec.structs.replace(
        decision,
        sha256=decision.sha256 if retention.sha256 else None,
        account=account_key(account) if account is not None and retention.account else None,
    )
    return Kept(form, microseconds(decision.time) + span_us)


def _span_us(decision: Decision, retention: RetentionSettings) -> int:
    if decision.would_be == "block":
        return retention.block_days * _DAY_US
    if decision.would_be == "hold":
        return retention.hold_days * _DAY_US
    return retention.allowed_hours * _HOUR_US
