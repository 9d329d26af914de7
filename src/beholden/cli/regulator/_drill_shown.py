"""How the drill commands show plans, runs, bounds and checks."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Self

import msgspec

from beholden.cli import output
from beholden.regulator import DrillStatus, Finding, KeptPlan, Reveal, Sent

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """A progress bar that appears once there is something to wait for; call it to move it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, of: int) -> None:
        """So many are done."""
        if self._progress is None:
            self._progress = output.progress(output.err())
            self._progress.start()
            self._task = self._progress.add_task(self._what, total=of)
        assert self._task is not None, "made with the bar"  # noqa: S101 - for the types
        self._progress.update(self._task, completed=done)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()


def print_plans(plans: Iterable[KeptPlan], *, as_json: bool) -> None:
    """All plans, one a line."""
    if as_json:
        rows = [
            {
                "plan": one.plan,
                "commitment": one.commitment,
                "created": one.created,
                "created_by": one.created_by,
                "closed": one.closed,
            }
            for one in plans
        ]
        output.write_json({"plans": rows})
        return
    for one in plans:
        plan = one.plan
        state = "open" if one.closed is None else f"closed {one.closed:%Y-%m-%d}"
        line = (
            f"{plan.id}  {plan.service}  {plan.first} to {plan.last}  {plan.items:,} items, "
            f"{plan.controls:,} controls  {state}  {one.commitment}"
        )
        output.out().print(output.printable(line))


def print_sent(sent: Sent) -> None:
    """What one run of sending came to. Whether a control was stopped, it does not tell."""
    settled = sent.found + sent.missed + sent.lost
    console = output.out()
    console.print(
        f"Sent {settled:,} of {sent.due:,}: {sent.found + sent.missed:,} answered, "
        f"{sent.lost:,} lost; {sent.receipts:,} receipts kept."
    )
    if sent.held_by_others:
        console.print(
            f"{sent.held_by_others:,} are being sent by somebody else. If nobody is: after 3 "
            "minutes they are free again."
        )
    for words in filter(None, (sent.stopped, sent.no_receipts)):
        output.err().print(output.printable(words), style="yellow")


def status_row(status: DrillStatus) -> dict[str, Any]:
    """A plan as ``--json`` shows it."""
    row: dict[str, Any] = msgspec.to_builtins(status)
    row["surfaces"] = [
        {
            "surface": line.surface,
            **line.tally._asdict(),
            "low": line.interval.low,
            "high": line.interval.high,
        }
        for line in status.surfaces
    ]
    return row


def print_status(status: DrillStatus) -> None:
    """How a plan stands, and what it bounds."""
    plan, summary = status.plan, status.summary
    if status.closed is None:
        state = "open"
    else:
        state = f"closed {status.closed:%Y-%m-%d %H:%M} UTC by {status.closed_by}"
    rows = [
        ("service", plan.service),
        ("days", f"{plan.first} to {plan.last}"),
        ("planned", f"{status.created:%Y-%m-%d %H:%M} UTC by {status.created_by}"),
        ("state", state),
        ("settled", f"{status.settled:,} of {plan.tickets:,}, {status.due:,} overdue"),
        ("bound", f"{summary.low} to {summary.high} at {plan.confidence} confidence"),
        ("commitment", status.commitment),
    ]
    if status.sending or status.open:
        rows.append(("in hand", f"{status.sending:,} being sent, {status.open:,} to try again"))
    if status.last_try:
        rows.append(("last try", status.last_try))
    for line in status.surfaces:
        if line.tally.base:
            interval = f"{line.interval.low:.1%} to {line.interval.high:.1%}"
            counts = f"{line.tally.found:,} of {line.tally.base:,} found ({interval})"
            rows.append((f"on {line.surface}", counts))
    if status.receipts:
        chance = (Decimal(status.omission) * 100).quantize(Decimal("0.1"), ROUND_FLOOR)
        words = (
            f"{status.receipts:,}; if one in twenty statements were left out of the log, the "
            f"mirror would find it with a probability of {chance} %"
        )
        rows.append(("receipts", words))
    console = output.out()
    for name, value in rows:
        console.print(output.printable(f"{name:<16} {value}"))
    console.print(output.printable(summary.words))


def revealed(reveal: Reveal) -> bytes:
    """A revealed plan as it is published."""
    return msgspec.json.format(msgspec.json.encode(reveal), indent=1) + b"\n"


def print_findings(findings: Iterable[Finding], *, asked: bool) -> None:
    """What a check of a revealed plan found."""
    console = output.out()
    for finding in findings:
        mark, style = ("ok  ", "green") if finding.ok else ("FAIL", "bold red")
        console.print(mark, style=style, end="")
        console.print(output.printable(f" {finding.name:<11} {finding.words}"))
    if not asked:
        console.print(
            "Not checked: that this commitment was published before the drills. Give what was "
            "seen then: --commitment HEX."
        )
