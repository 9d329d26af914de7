"""``beholden mirror``: follow a network's log from outside and raise the alarm."""

from __future__ import annotations

import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

import click

from beholden.cli import output
from beholden.cli.common import explained, json_option, refuse
from beholden.cli.key_file import read_key, read_small, warn_of_plain_http
from beholden.ledger import (
    Alarm,
    Comparison,
    Fetcher,
    FetchLimits,
    Mirror,
    MirrorOptions,
    MirrorStatus,
    MirrorStep,
    check_url,
    compare_mirrors,
    read_mirror_status,
)

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_EXIT_NOT_REACHED = 3
_POLICY_BYTES_AT_MOST = 1_000_000
_GIGABYTE = 1_000_000_000
_FOLLOW = "follow"

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


class _MirrorGroup(click.Group):
    """Takes ``mirror URL`` for ``mirror follow URL``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the name of the command in front where none is given."""
        known = {*self.list_commands(ctx), *ctx.help_option_names}
        if args and args[0] not in known:
            args = [_FOLLOW, *args]
        return super().parse_args(ctx, args)


@click.group("mirror", cls=_MirrorGroup)
def mirror_group() -> None:
    """Follow a network's log from outside: keep a copy, and raise the alarm.

    A mirror checks every checkpoint of the log (signed, confirmed by witnesses,
    continuing all before), copies every entry that it covers, and keeps what it
    saw. What does not hold is an alarm with the evidence beside it. The copy is
    never overwritten by what failed a check.

    \b
    Examples:
      beholden mirror https://network.example --data mirror --policy trust.txt
      beholden mirror compare mirror another-mirror
      beholden mirror status mirror
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"


@mirror_group.command(_FOLLOW)
@click.argument("url")
@click.option("--data", "folder", type=_FOLDER, help="The mirror's folder.")
@click.option(
    "--policy",
    "policy_file",
    type=_FILE,
    help="Trust policy: the log's keys, its witnesses, and how many must confirm.",
)
@click.option("--key-file", type=_FILE, help="File with the API key that opens the log's entries.")
@click.option("--ca-file", type=_FILE, help="Certificate authorities to trust, not the system's.")
@click.option("--origin", help="Which log to follow, where the policy lists several.")
@click.option("--once", is_flag=True, help="Follow to the present checkpoint, then end.")
@click.option(
    "--every",
    type=click.FloatRange(1, 86_400),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How often the log is asked.",
)
@click.option(
    "--receipts", type=_FOLDER, help="Folder of receipts and proofs: each must agree with the log."
)
@click.option(
    "--stall-after",
    type=click.IntRange(1, 10 * 366 * 86_400),
    metavar="SECONDS",
    help="Alarm after so long without a new entry or a fresh confirmation by a witness.",
)
@click.option(
    "--checkpoints-only",
    is_flag=True,
    help="Keep no copy. With a key each checkpoint is still proved to continue the last.",
)
@click.option(
    "--max-gigabytes",
    type=click.FloatRange(0.001, 1_000_000),
    default=64,
    show_default=True,
    metavar="N",
    help="What one step may fetch; the next goes on from there.",
)
@click.option("--against", type=click.Path(path_type=Path), help='See "compare".')
@json_option("One JSON object a step.")
def follow_command(
    url: str,
    folder: Path | None,
    policy_file: Path | None,
    key_file: Path | None,
    ca_file: Path | None,
    origin: str | None,
    once: bool,
    every: float,
    receipts: Path | None,
    stall_after: int | None,
    checkpoints_only: bool,
    max_gigabytes: float,
    against: Path | None,
    as_json: bool,
) -> None:
    """Follow the log at URL. "beholden mirror URL" is the same.

    Stopped and started again it goes on where it was. Failures of the network are
    written down and tried again; they are no alarm. Ctrl-C or SIGTERM ends it.

    \b
    Alarms:
      fork        two histories, both signed      signature   not by the log's key
      roll-back   fewer entries than before       quorum      too few witnesses
      omission    a receipt's entry is missing    checkpoint  no checkpoint at all
      damage      files that the root denies      withheld    files not handed out
      stall       no news (--stall-after)
    They are in DATA/alarms.jsonl, what proves them is in DATA/evidence.

    \b
    Example:
      beholden mirror https://network.example --data mirror \\
        --policy trust.txt --key-file key.txt --receipts receipts

    Exit status: 0 ended without an alarm, 1 an alarm, 2 wrong usage or set-up,
    3 (with --once) the log could not be asked, or not for all of it.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    if against is not None:
        _compare(Path(url), against, policy_file, as_json=as_json)
    if folder is None or policy_file is None:
        refuse("Say where the mirror is kept and what it trusts: --data DIR --policy FILE.")
    if checkpoints_only and receipts is not None:
        refuse("Receipts are looked up in the copy, which --checkpoints-only does not keep.")
    with explained():
        address = check_url(url)
        key = None if key_file is None else read_key(key_file)
        if key is not None:
            warn_of_plain_http(address)
        options = MirrorOptions(
            copies=not checkpoints_only,
            proves=not checkpoints_only or key is not None,
            receipts=receipts,
            stall_after=stall_after,
            origin=origin,
        )
        limits = FetchLimits(bytes_a_step=int(max_gigabytes * _GIGABYTE))
        certificates = None if ca_file is None else str(ca_file)
        policy = read_small(policy_file, _POLICY_BYTES_AT_MOST)
        with (
            Fetcher(address, key=key, limits=limits, certificates=certificates) as fetcher,
            Mirror(folder, fetcher, address, policy, options=options) as mirror,
        ):
            status = _run(mirror, once=once, every=every, as_json=as_json)
    sys.exit(status)


@mirror_group.command("compare")
@click.argument("one", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path))
@click.option(
    "--policy",
    "policy_file",
    type=_FILE,
    help="Trust policy with the log's keys. [that of the mirror's last run]",
)
@json_option("The comparison as one JSON object.")
def compare_command(one: Path, other: Path, policy_file: Path | None, as_json: bool) -> None:
    """Compare two views of a log offline: do ONE and OTHER show one history?

    Each is a mirror's folder or a file with a signed checkpoint. A log that shows
    different histories to different people is found by this and by nothing else,
    unless witnesses confirm its checkpoints. The evidence of a fork is kept in
    the first mirror's folder.

    \b
    Example:
      beholden mirror compare mirror checkpoint-from-the-auditor.txt

    Exit status: 0 one history, 1 a fork, 2 wrong usage, 3 it cannot be told.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    _compare(one, other, policy_file, as_json=as_json)


@mirror_group.command("status")
@click.argument("folder", type=_FOLDER)
@json_option("The state as one JSON object.")
def status_command(folder: Path, as_json: bool) -> None:
    """Show what the mirror in FOLDER holds, and every alarm it ever raised.

    Exit status: 0 no alarm was ever raised, 1 some were, 2 wrong usage.
    """
    with explained():
        status = read_mirror_status(folder)
    if as_json:
        output.write_json(status)
    else:
        _print_status(status)
    sys.exit(output.EXIT_FOUND if status.alarms else output.EXIT_CLEAN)


def _run(mirror: Mirror, *, once: bool, every: float, as_json: bool) -> int:
    """Follows until it is told to stop, or once; the exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    alarmed = False
    try:
        while True:
            with _Bar() as bar:
                step = mirror.step(bar.told)
            alarmed = alarmed or bool(step.alarms)
            _say(step, as_json=as_json, once=once)
            if once:
                reached = step.failure is None
                return output.EXIT_FOUND if alarmed else 0 if reached else _EXIT_NOT_REACHED
            time.sleep(every)
    except KeyboardInterrupt:
        return output.EXIT_FOUND if alarmed else output.EXIT_CLEAN


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


class _Bar:
    """A progress bar that appears once there is something to wait for."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def told(self, done: int, of: int) -> None:
        """So many entries are copied."""
        if self._progress is None:
            self._progress = output.progress(output.err())
            self._progress.start()
            self._task = self._progress.add_task("copying entries", total=of)
        assert self._task is not None, "made with the bar"  # noqa: S101 - for the types
        self._progress.update(self._task, completed=done)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()


def _say(step: MirrorStep, *, as_json: bool, once: bool) -> None:
    for alarm in step.alarms:
        _print_alarm(alarm)
    if step.failure is not None:
        output.err().print(output.printable(f"Not reached: {step.failure}"), style="yellow")
    if as_json:
        output.write_json(step)
        return
    if step.outcome == "followed" or once:
        cosigned = ", ".join(step.witnesses)
        parts = [
            f"{_time(step.time)}  {step.size:,} entries (+{step.added:,})",
            step.checked,
            f"confirmed by {cosigned}" if cosigned else "",
            _receipts(step),
        ]
        output.out().print(output.printable("; ".join(filter(None, parts))))


def _receipts(step: MirrorStep) -> str:
    if (counts := step.receipts) is None:
        return ""
    said = [f"{counts.included:,} receipts kept"]
    said += [f"{counts.waiting:,} may still come"] if counts.waiting else []
    said += [f"{counts.missing:,} missing"] if counts.missing else []
    said += [f"{counts.unreadable:,} files are no receipts"] if counts.unreadable else []
    return ", ".join(said)


def _print_alarm(alarm: Alarm) -> None:
    evidence = f" Evidence: {', '.join(alarm.evidence)}" if alarm.evidence else ""
    output.err().print(
        output.printable(f"ALARM {alarm.kind}: {alarm.sentence}{evidence}"), style="bold red"
    )


def _print_status(status: MirrorStatus) -> None:
    console = output.out()
    rows = [
        ("log", f"{status.origin} at {status.url}"),
        ("entries", f"{status.size:,}"),
        ("copied", "no copy is kept" if status.copied is None else f"{status.copied:,}"),
        ("last checkpoint", _time(status.seen) if status.seen else "none yet"),
        ("last news", _time(status.fresh) if status.fresh else "none yet"),
        ("confirmed by", ", ".join(status.witnesses) or "no witness"),
        ("alarms", f"{len(status.alarms):,}"),
    ]
    if (failure := status.last_failure) is not None:
        rows.append(("last failure", f"{_time(failure.time)}  {failure.sentence}"))
    for name, value in rows:
        console.print(output.printable(f"{name:<16} {value}"))
    for alarm in status.alarms:
        console.print(output.printable(f"{_time(alarm.time)}  {alarm.kind}: {alarm.sentence}"))


def _compare(one: Path, other: Path, policy_file: Path | None, *, as_json: bool) -> NoReturn:
    with explained():
        policy = None if policy_file is None else read_small(policy_file, _POLICY_BYTES_AT_MOST)
        found, alarm = compare_mirrors(one, other, policy=policy, now=int(time.time()))
    if as_json:
        output.write_json(_compared(found, alarm))
    else:
        console = output.err() if found.verdict == "fork" else output.out()
        console.print(output.printable(found.sentence))
        if alarm is not None:
            console.print(output.printable(f"Evidence: {', '.join(alarm.evidence)}"))
    ends = {"fork": output.EXIT_FOUND, "unknown": _EXIT_NOT_REACHED}
    sys.exit(ends.get(found.verdict, output.EXIT_CLEAN))


def _compared(found: Comparison, alarm: Alarm | None) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "sentence": found.sentence,
        "sizes": found.sizes,
        "agreed": found.agreed,
        "evidence": () if alarm is None else alarm.evidence,
    }


def _time(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}Z"
