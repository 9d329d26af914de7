"""``beholden regulator mirror``: follow the logs of registered services."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from beholden.cli import output
from beholden.cli.common import explained, json_option
from beholden.cli.regulator.common import data_option, open_regulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beholden.regulator import Followed, MirrorAlarm, Mirrors, MirrorState

_EXIT_NOT_REACHED = 3
_FOLLOW = "follow"


class _MirrorGroup(click.Group):
    """Takes ``mirror SERVICE`` and ``mirror`` for ``mirror follow``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the name of the command in front where none is given."""
        known = {*self.list_commands(ctx), *ctx.help_option_names}
        if not args or args[0] not in known:
            args = [_FOLLOW, *args]
        return super().parse_args(ctx, args)


@click.group("mirror", cls=_MirrorGroup)
def mirror_group() -> None:
    """Follow the logs of registered services, each into a copy of its own.

    Where a log is and what is trusted about it stands in the register; the key that opens
    its entries is a file that regulator.toml names. A log that cannot be reached stops no
    other.

    \b
    Examples:
      beholden regulator mirror --once
      beholden regulator mirror photos
      beholden regulator mirror status
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"


@mirror_group.command(_FOLLOW)
@click.argument("service", required=False)
@click.option("--once", is_flag=True, help="Look at each log once, then end.")
@click.option(
    "--every",
    type=click.FloatRange(1, 86_400),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How often each log is looked at.",
)
@click.option(
    "--stall-after",
    type=click.IntRange(1, 10 * 366 * 86_400),
    metavar="SECONDS",
    help="Alarm after so long without a new entry or a fresh confirmation by a witness.",
)
@data_option
@json_option("One JSON object for each look at a log.")
def follow_command(
    service: str | None,
    once: bool,
    every: float,
    stall_after: int | None,
    data: Path,
    as_json: bool,
) -> None:
    """Follow the log of SERVICE, or of every service that has one.

    Stopped and started again it goes on where it was. What cannot be reached is written down
    and tried again; what does not hold is an alarm, kept with its evidence. Receipts in
    mirrors/SERVICE/receipts must have their entries in the log once their time is over.

    Exit status: 0 all well, 1 an alarm was raised, 2 wrong usage, 3 with --once: a log was
    not reached.
    """
    regulator = open_regulator(data)
    with explained():
        mirrors = regulator.mirrors_with(stall_after)
        signal.signal(signal.SIGTERM, _interrupt)
        sys.exit(_followed(mirrors, service, every=None if once else every, as_json=as_json))


@mirror_group.command("status")
@click.argument("service", required=False)
@data_option
@json_option("The states as one JSON array.")
def status_command(service: str | None, data: Path, as_json: bool) -> None:
    """Show how the mirror of SERVICE stands, or of every service that has a log.

    Exit status: 0 no alarm was ever raised, 1 some were, 2 wrong usage.
    """
    regulator = open_regulator(data)
    with explained():
        states = regulator.mirrors.states(service)
    if as_json:
        output.write_json(states)
    else:
        for state in states:
            _print_state(state)
    alarmed = any(state.alarms for state in states)
    sys.exit(output.EXIT_FOUND if alarmed else output.EXIT_CLEAN)


def _followed(mirrors: Mirrors, service: str | None, *, every: float | None, as_json: bool) -> int:
    """Follows until it is told to stop, or once; the exit status."""
    alarmed = missed = False
    try:
        looks: Iterator[Followed] = (
            mirrors.once(service) if every is None else mirrors.for_ever(every, service)
        )
        for look in looks:
            alarmed = alarmed or bool(look.alarms)
            missed = missed or bool(look.failure)
            _print_look(look, as_json=as_json, always=every is None)
    except KeyboardInterrupt:
        missed = False
    if alarmed:
        return output.EXIT_FOUND
    return _EXIT_NOT_REACHED if missed else output.EXIT_CLEAN


def _interrupt(*_: Any) -> NoReturn:
    raise KeyboardInterrupt


def _print_look(look: Followed, *, as_json: bool, always: bool) -> None:
    for alarm in look.alarms:
        _print_alarm(look.service, alarm)
    if look.failure:
        said = f"{look.service}: not reached: {look.failure}"
        output.err().print(output.printable(said), style="yellow")
    if as_json:
        output.write_json(look)
        return
    if look.outcome == "followed" or (always and not look.failure):
        parts = [
            f"{_time(look.time)}  {look.service}: {look.size:,} entries (+{look.added:,})",
            look.checked,
            f"confirmed by {', '.join(look.witnesses)}" if look.witnesses else "",
            f"{look.kept:,} receipts kept" if look.kept else "",
            f"{look.waiting:,} may still come" if look.waiting else "",
        ]
        output.out().print(output.printable("; ".join(filter(None, parts))))


def _print_alarm(service: str, alarm: MirrorAlarm) -> None:
    evidence = f" Evidence: {', '.join(alarm.evidence)}" if alarm.evidence else ""
    said = f"ALARM {service} {alarm.kind}: {alarm.sentence}{evidence}"
    output.err().print(output.printable(said), style="bold red")


def _print_state(state: MirrorState) -> None:
    console = output.out()
    rows = [("service", state.service), ("log", f"{state.origin} at {state.url}")]
    if state.words:
        rows.append(("state", state.words))
    else:
        rows += [
            ("entries", f"{state.size:,}, {state.copied:,} of them copied"),
            ("last checkpoint", _time(state.seen)),
            ("last news", _time(state.fresh)),
            ("confirmed by", ", ".join(state.witnesses) or "no witness"),
            ("alarms", f"{len(state.alarms):,}"),
        ]
    if state.failure:
        rows.append(("last failure", f"{_time(state.failed)}  {state.failure}"))
    for name, value in rows:
        console.print(output.printable(f"{name:<16} {value}"))
    for alarm in state.alarms:
        console.print(output.printable(f"{_time(alarm.time)}  {alarm.kind}: {alarm.sentence}"))
    console.print()


def _time(seconds: int) -> str:
    if not seconds:
        return "none yet"
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}Z"
