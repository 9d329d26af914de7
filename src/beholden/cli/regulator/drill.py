"""``beholden regulator drill``: test pictures that bound what a network misses."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import get_args

import click

from beholden.cli import output
from beholden.cli.common import explained, json_option, refuse
from beholden.cli.key_file import read_key, read_small, warn_of_plain_http
from beholden.cli.regulator._drill_shown import (
    Bar,
    print_findings,
    print_plans,
    print_sent,
    print_status,
    revealed,
    status_row,
)
from beholden.cli.regulator.common import DAY, data_option, open_regulator, staff_option
from beholden.regulator import (
    Finding,
    HttpInterface,
    Outcome,
    Reveal,
    Wish,
    check_painting,
    check_reveal,
    read_reveal,
    sizes,
)

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_REVEAL_BYTES_AT_MOST = 32 << 20
_RECEIPT_BYTES_AT_MOST = 1 << 16


@click.group("drill")
def drill_group() -> None:
    """Send harmless pictures to a network, and bound from below how many of such it finds.

    A plan draws everything from a seed: which pictures, when, where. Its commitment can be
    published at once; the seed is a secret until the plan is closed, and then lets anybody
    check that nothing was chosen to suit the result.

    \b
    In order:
      drill plan      the commitment, to publish
      drill list      the list that the network loads
      drill send      or: hand-out and record
      drill show      the bound so far
      drill close     nothing is added any more
      drill reveal    the seed and everything, to publish
      drill verify    what anybody can do with it
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"


@drill_group.command("plan")
@click.argument("service")
@click.option("--items", type=click.IntRange(1), required=True, help="Listed pictures to send.")
@click.option(
    "--controls",
    type=click.IntRange(0),
    required=True,
    help="Pictures to send that are on no list: they must pass.",
)
@click.option(
    "--decoys",
    type=click.IntRange(0),
    show_default="as many as items",
    help="Listed pictures that are never sent.",
)
@click.option(
    "--surface",
    "surfaces",
    multiple=True,
    help="Where to send to; repeatable. [all that the register has]",
)
@click.option("--from", "first", type=DAY, required=True, help="First day, UTC.")
@click.option("--to", "last", type=DAY, required=True, help="Last day, included.")
@click.option("--confidence", default="0.95", show_default=True, help="Of the bounds, below 1.")
@click.option(
    "--deadline",
    type=click.IntRange(1),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How long after sending a picture may still be stopped.",
)
@staff_option
@data_option
@json_option("The plan and its commitment as one JSON object.")
def plan_command(
    service: str,
    items: int,
    controls: int,
    decoys: int | None,
    surfaces: tuple[str, ...],
    first: date,
    last: date,
    confidence: str,
    deadline: int,
    by: str,
    data: Path,
    as_json: bool,
) -> None:
    """Plan drills of SERVICE and print the commitment.

    \b
    Example:
      beholden regulator drill plan example --items 60 --controls 20 \\
        --surface avatar --surface post --from 2026-10-01 --to 2026-10-31 --by "A. Tester"
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    wish = Wish(
        service=service,
        first=first,
        last=last,
        items=items,
        controls=controls,
        decoys=decoys,
        surfaces=surfaces,
        deadline_seconds=deadline,
        confidence=confidence,
    )
    regulator = open_regulator(data)
    with explained(), Bar("painting pictures") as told:
        kept = regulator.drills.plan(wish, by=by, told=told)
    if as_json:
        output.write_json({"plan": kept.plan, "commitment": kept.commitment})
        return
    console = output.out()
    console.print(f"Plan {kept.plan.id}, commitment (publish it now):")
    console.print(kept.commitment)
    console.print("To meet one miss as surely as the plan's confidence, if of such pictures")
    for share, count in sizes(kept.plan.confidence):
        enough = "enough" if items >= count else f"not enough with {items:,}"
        per_cent = (Decimal(share) * 100).normalize()
        console.print(f"  {per_cent:f} % are missed: {count:,} items, {enough}")
    console.print(f"Next: beholden regulator drill list {kept.plan.id}")


@drill_group.command("list")
@click.argument("plan")
@data_option
def list_command(plan: str, data: Path) -> None:
    """Write the list of PLAN that the network loads, and print its file.

    It holds more pictures than will be sent, and no control. The network takes it in with
    "beholden lists add FILE --name drills --source REGULATOR --activate".
    """
    regulator = open_regulator(data)
    with explained():
        path = regulator.drills.write_list(plan)
    output.out().print(output.printable(output.shown(path)))


@drill_group.command("send")
@click.argument("plan")
@click.option("--url", required=True, help="The network's address, as https://network.example.")
@click.option("--key-file", type=_FILE, required=True, help="File with the network's API key.")
@click.option("--ca-file", type=_FILE, help="Certificate authorities to trust, not the system's.")
@click.option("--due-only", is_flag=True, help="Only what is due by now; for a timer.")
@staff_option
@data_option
@json_option("What this run came to, as one JSON object.")
def send_command(
    plan: str,
    url: str,
    key_file: Path,
    ca_file: Path | None,
    due_only: bool,
    by: str,
    data: Path,
    as_json: bool,
) -> None:
    """Send what is left of PLAN to the network's interface for checks.

    The key needs the scope "check", and "receipts" if receipts are to be kept: a mirror then
    finds what the network leaves out of its log. Stopped and started again it goes on where
    it was; nothing is counted twice.

    Exit status: 0 all that was to be sent is settled, 1 something is open or lost, 2 wrong
    usage.
    """
    regulator = open_regulator(data)
    with explained():
        interface = HttpInterface(url, read_key(key_file), certificates=ca_file)
        warn_of_plain_http(url)
        with Bar("sending") as told:
            sent = regulator.drills.send(plan, interface, by=by, due_only=due_only, told=told)
    if as_json:
        output.write_json(sent)
    else:
        print_sent(sent)
    whole = not (sent.stopped or sent.held_by_others or sent.lost)
    sys.exit(output.EXIT_CLEAN if whole else output.EXIT_FOUND)


@drill_group.command("hand-out")
@click.argument("plan")
@click.option("--out", type=_FOLDER, required=True, help="A new or empty folder.")
@data_option
def hand_out_command(plan: str, out: Path, data: Path) -> None:
    """Write the pictures of PLAN with their schedule, for officers who upload them.

    Nothing in the folder tells which picture is a control. Upload each at its time, from
    accounts and devices that look like any other; then write down what you saw: drill record.
    """
    regulator = open_regulator(data)
    with explained(), Bar("painting pictures") as told:
        count = regulator.drills.hand_out(plan, out, told)
    output.out().print(
        output.printable(f"{count:,} pictures and schedule.csv: {output.shown(out)}")
    )


@drill_group.command("record")
@click.argument("plan")
@click.argument("item", type=click.IntRange(1))
@click.argument("outcome", type=click.Choice(get_args(Outcome)))
@click.option("--receipt", type=_FILE, help="The network's receipt for this upload.")
@staff_option
@data_option
def record_command(
    plan: str, item: int, outcome: Outcome, receipt: Path | None, by: str, data: Path
) -> None:
    """Write down what became of ITEM of PLAN, which you uploaded.

    \b
      found    it was held or blocked within the deadline
      missed   it went through, or was stopped later
      lost     nobody can tell
    What is written down stays.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    regulator = open_regulator(data)
    with explained():
        content = None if receipt is None else read_small(receipt, _RECEIPT_BYTES_AT_MOST)
        regulator.drills.record(plan, item, outcome, by=by, receipt=content)
    output.out().print(f"Item {item}: {outcome}.")


@drill_group.command("show")
@click.argument("plan", required=False)
@click.option("--at-least", metavar="SHARE", help="The bound to reach, as 0.95.")
@data_option
@json_option("One JSON object.")
def show_command(plan: str | None, at_least: str | None, data: Path, as_json: bool) -> None:
    """List all plans, or show how PLAN stands and what it bounds. Never the seed.

    Exit status: 0, 1 the lower bound is below --at-least or a control was stopped, 2 wrong
    usage.
    """
    wanted = None if at_least is None else _share(at_least)
    regulator = open_regulator(data)
    if plan is None:
        with explained():
            plans = regulator.drills.plans()
        print_plans(plans, as_json=as_json)
        return
    with explained():
        status = regulator.drills.status(plan)
    if as_json:
        output.write_json(status_row(status))
    else:
        print_status(status)
    low = wanted is not None and Decimal(status.summary.low) < wanted
    stopped = status.summary.controls_stopped > 0
    sys.exit(output.EXIT_FOUND if low or stopped else output.EXIT_CLEAN)


@drill_group.command("close")
@click.argument("plan")
@staff_option
@data_option
@json_option("What the plan shows, as one JSON object.")
def close_command(plan: str, by: str, data: Path, as_json: bool) -> None:
    """End PLAN for good: nothing more is sent or written down. What has no answer is lost."""
    regulator = open_regulator(data)
    with explained():
        summary = regulator.drills.close(plan, by=by)
    if as_json:
        output.write_json(summary)
    else:
        output.out().print(output.printable(summary.words))


@drill_group.command("reveal")
@click.argument("plan")
@click.option("--out", type=_FILE, help="Write it to this file instead.")
@data_option
def reveal_command(plan: str, out: Path | None, data: Path) -> None:
    """Print PLAN, which is closed, with its seed and results, for anybody to check (JSON)."""
    regulator = open_regulator(data)
    with explained():
        text = revealed(regulator.drills.reveal(plan))
        if out is not None:
            out.write_bytes(text)
    if out is None:
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()


@drill_group.command("verify")
@click.argument("file", type=_FILE)
@click.option("--commitment", default="", help="What was published before the drills (hex).")
@click.option("--paint", "paints", is_flag=True, help="Paint all pictures anew and compare.")
@json_option("One JSON object.")
def verify_command(file: Path, commitment: str, paints: bool, as_json: bool) -> None:
    """Check a revealed plan in FILE: commitment, schedule, counts and bound. Needs no key.

    With --paint it is also seen that the pictures follow from the seed and were not chosen.

    Exit status: 0 all of it holds, 1 something does not, 2 it is no such file.
    """
    with explained():
        reveal = read_reveal(read_small(file, _REVEAL_BYTES_AT_MOST))
        findings = list(check_reveal(reveal, commitment))
        if paints and all(finding.ok for finding in findings):
            with Bar("painting pictures") as told:
                findings.append(_painted(reveal, told))
    whole = all(finding.ok for finding in findings)
    if as_json:
        output.write_json({"ok": whole, "findings": [one._asdict() for one in findings]})
    else:
        print_findings(findings, asked=bool(commitment))
    sys.exit(output.EXIT_CLEAN if whole else output.EXIT_FOUND)


def _painted(reveal: Reveal, told: Bar) -> Finding:
    from beholden.app import painted_anew  # noqa: PLC0415 - numpy, Pillow

    return check_painting(reveal, painted_anew(reveal, told))


def _share(text: str) -> Decimal:
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal(-1)
    if not (share.is_finite() and 0 <= share <= 1):
        refuse(f"--at-least {text[:50]}: write a share from 0 to 1, as 0.95.")
    return share
