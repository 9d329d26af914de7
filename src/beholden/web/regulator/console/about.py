"""What is known of a service beside its entry in the register, for lists and its own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from beholden.ledger import Alarm, LedgerError, MirrorStatus, read_mirror_status
from beholden.regulator.core import Publication, Service
from beholden.web.regulator.console.rendering import STATES, Mark

if TYPE_CHECKING:
    from beholden.app import WiredRegulator

_STALE_SECONDS: Final = 24 * 3600
_HOUR: Final = 3600
_WARN: Final = "!"


class AlarmLine(msgspec.Struct, frozen=True):
    """An alarm as a page shows it."""

    at: datetime
    kind: str
    sentence: str


class MirrorView(msgspec.Struct, frozen=True, kw_only=True):
    """How the mirror of a service stands. ``status`` is absent where there is none."""

    mark: Mark
    sentence: str = ""
    status: MirrorStatus | None = None
    seen: datetime | None = None
    fresh: datetime | None = None
    failure: str = ""
    alarms: tuple[AlarmLine, ...] = ()


def mirror_of(regulator: WiredRegulator, service: Service) -> MirrorView:
    """How the copy of a service's log stands."""
    if service.log is None:
        return MirrorView(
            mark=Mark("quiet", "\N{EN DASH}", "No log registered"),
            sentence="Enter the log's address and trust policy in the register.",
        )
    folder = regulator.mirror_folder(service.id)
    try:
        if not (folder / "mirror.json").exists():
            return MirrorView(
                mark=Mark("warn", _WARN, "Not followed yet"),
                sentence="Nobody has followed the log yet: beholden regulator mirror "
                f"{service.id}.",
            )
        status = read_mirror_status(folder)
    except (LedgerError, OSError) as error:
        words = error.strerror or "" if isinstance(error, OSError) else str(error)
        return MirrorView(mark=Mark("bad", _WARN, "Cannot be read"), sentence=words)
    return MirrorView(
        mark=_mark(status, regulator.clock()),
        status=status,
        seen=_at(status.seen),
        fresh=_at(status.fresh),
        failure="" if status.last_failure is None else status.last_failure.sentence,
        alarms=tuple(map(_line, reversed(status.alarms))),
    )


def newest_of(publications: Sequence[Publication], service: str) -> Publication | None:
    """The publication of a service with the highest number."""
    own = [one for one in publications if one.service == service]
    return own[-1] if own else None


def publication_mark(one: Publication | None) -> Mark:
    """How far the newest scorecard of a service is."""
    if one is None:
        return Mark("quiet", "\N{EN DASH}", "None yet")
    state = STATES[one.state]
    return Mark(state.kind, state.sign, f"Scorecard {one.number}: {state.words.lower()}")


def _mark(status: MirrorStatus, now: datetime) -> Mark:
    if status.alarms:
        count = len(status.alarms)
        return Mark("bad", _WARN, "1 alarm" if count == 1 else f"{count} alarms")
    if status.size == 0:
        return Mark("warn", _WARN, "No checkpoint yet")
    age = now.timestamp() - status.fresh
    if age > _STALE_SECONDS:
        return Mark("warn", _WARN, f"Behind by {_age(age)}")
    return Mark("good", "\N{CHECK MARK}", f"Follows: {status.size:,} entries")


def _age(seconds: float) -> str:
    hours = int(seconds // _HOUR)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"  # noqa: PLR2004 - two days


def _line(alarm: Alarm) -> AlarmLine:
    return AlarmLine(datetime.fromtimestamp(alarm.time, UTC), alarm.kind, alarm.sentence)


def _at(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
