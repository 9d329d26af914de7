"""``beholden regulator scorecard`` and ``site``: from a draft to the public."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import explained, json_option, refuse
from beholden.cli.regulator.common import DAY, data_option, open_regulator, staff_option
from beholden.regulator.core import Publication

_SHOWN = 16
_NUMBER = click.argument("number", type=click.IntRange(1))


@click.group("scorecard")
def scorecard_group() -> None:
    """Draft, publish and withdraw the public page of a service.

    Nobody publishes what they made, nor what they reconciled. Nothing that was published
    is deleted: a correction is a new number, a withdrawn scorecard stays with its reason.
    """


@scorecard_group.command("draft")
@click.argument("service")
@click.option(
    "--reconciliation",
    type=click.IntRange(1),
    metavar="N",
    help="The reconciliation to use. [the newest]",
)
@click.option("--from", "first", type=DAY, help="First day; that of the reconciliation without it.")
@click.option("--to", "last", type=DAY, help="Last day; likewise.")
@click.option("--corrects", type=click.IntRange(1), metavar="N", help="The number it replaces.")
@click.option("--replace", type=click.IntRange(1), metavar="N", help="Make the draft N anew.")
@click.option(
    "--drill",
    "plans",
    multiple=True,
    metavar="PLAN",
    help="Drills to show beside those of the days; may be repeated.",
)
@click.option("--note", "notes", multiple=True, help="A sentence to the reader; may be repeated.")
@staff_option
@data_option
@json_option("The draft as one JSON object.")
def draft_command(
    service: str,
    reconciliation: int | None,
    first: date | None,
    last: date | None,
    corrects: int | None,
    replace: int | None,
    plans: tuple[str, ...],
    notes: tuple[str, ...],
    by: str,
    data: Path,
    as_json: bool,
) -> None:
    """Make a draft for SERVICE from what the register, reconciliations and drills say."""
    if (first is None) != (last is None):
        refuse("Name both days, --from and --to, or neither.")
    if corrects is not None and replace is not None:
        refuse("A draft that is made anew keeps what it corrects: leave out --corrects.")
    days = None if first is None or last is None else (first, last)
    regulator = open_regulator(data)
    with explained():
        regulator.staff.require(by, "officer")
        card = regulator.cards.make(
            service, reconciliation=reconciliation, days=days, plans=plans, notes=notes
        )
        if replace is None:
            draft = regulator.publications.draft(card, by=by, corrects=corrects)
        else:
            digest = regulator.publications.one(service, replace).digest
            draft = regulator.publications.redraft(replace, card, by=by, digest=digest)
    _say(draft, as_json=as_json)
    output.err().print(
        f"Another person publishes it: beholden regulator scorecard publish {service} "
        f"{draft.number} --by NAME"
    )


@scorecard_group.command("list")
@click.argument("service", required=False)
@data_option
@json_option("One JSON object: every scorecard.")
def list_command(service: str | None, data: Path, as_json: bool) -> None:
    """List scorecards, all or those of SERVICE, drafts included."""
    regulator = open_regulator(data)
    with explained():
        found = regulator.publications.all(service)
    if as_json:
        output.write_json({"scorecards": list(map(_row, found))})
    elif not found:
        output.out().print("There are none. See: beholden regulator scorecard draft --help.")
    else:
        output.out().print(_table(found))


@scorecard_group.command("show")
@click.argument("service")
@_NUMBER
@data_option
@json_option("The scorecard as one JSON object.")
def show_command(service: str, number: int, data: Path, as_json: bool) -> None:
    """Show scorecard NUMBER of SERVICE as the public reads it, in short."""
    regulator = open_regulator(data)
    with explained():
        found = regulator.publications.one(service, number)
    _say(found, as_json=as_json)


@scorecard_group.command("publish")
@click.argument("service")
@_NUMBER
@click.option("--digest", help="That of the draft you looked at. [that of the draft as it is]")
@staff_option
@data_option
@json_option("The scorecard as one JSON object.")
def publish_command(
    service: str, number: int, digest: str | None, by: str, data: Path, as_json: bool
) -> None:
    """Publish draft NUMBER of SERVICE: by a publisher who did not make it.

    Nor may they have made the reconciliation in it. If another one is published for the
    same days, the draft must say that it corrects it.
    """
    regulator = open_regulator(data)
    with explained():
        seen = digest or regulator.publications.one(service, number).digest
        published = regulator.publications.publish(service, number, by=by, digest=seen)
    _say(published, as_json=as_json)


@scorecard_group.command("withdraw")
@click.argument("service")
@_NUMBER
@click.option("--reason", required=True, help="Why; the public reads it.")
@staff_option
@data_option
@json_option("The scorecard as one JSON object.")
def withdraw_command(
    service: str, number: int, reason: str, by: str, data: Path, as_json: bool
) -> None:
    """Withdraw published scorecard NUMBER of SERVICE; it stays, marked, with the reason."""
    regulator = open_regulator(data)
    with explained():
        withdrawn = regulator.publications.withdraw(service, number, by=by, reason=reason)
    _say(withdrawn, as_json=as_json)


@click.command("site")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder that becomes the site; replaced as a whole.",
)
@data_option
@json_option("What was written as one JSON object.")
def site_command(out: Path, data: Path, as_json: bool) -> None:
    """Write the public site as a folder of pages that opens from a disk or any web server."""
    from beholden.web import write_regulator_site  # noqa: PLC0415 - no other command makes pages

    regulator = open_regulator(data)
    with explained():
        publications = write_regulator_site(regulator, out)
    services = {one.service for one in publications}
    if as_json:
        output.write_json(
            {"folder": output.shown(out), "services": len(services), "cards": len(publications)}
        )
    else:
        said = f"{output.shown(out)}: {len(services):,} services, {len(publications):,} scorecards"
        output.out().print(output.printable(said))


def _say(one: Publication, *, as_json: bool) -> None:
    if as_json:
        output.write_json({**_row(one), "card": one.card})
        return
    console = output.out()
    card = one.card
    console.print(
        output.printable(f"{card.name}, scorecard {one.number}: {_state(one)} ({card.verdict})")
    )
    console.print(output.printable(card.summary))
    console.print(f"digest {one.digest}")


def _row(one: Publication) -> dict[str, Any]:
    return {
        "service": one.service,
        "number": one.number,
        "state": one.state,
        "verdict": one.card.verdict,
        "first": one.card.first,
        "last": one.card.last,
        "digest": one.digest,
        "corrects": one.corrects,
        "made": one.made,
        "made_by": one.made_by,
        "compared_by": one.compared_by,
        "published": one.published,
        "published_by": one.published_by,
        "withdrawn": one.withdrawn,
        "withdrawn_by": one.withdrawn_by,
        "reason": one.reason,
    }


def _state(one: Publication) -> str:
    if one.state == "withdrawn":
        return f"withdrawn by {one.withdrawn_by}: {one.reason}"
    if one.state == "published":
        return f"published by {one.published_by}"
    return f"draft by {one.made_by}"


def _table(found: tuple[Publication, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("service", "no.", "days", "verdict", "state", "corrects", "digest"):
        table.add_column(heading, overflow="fold")
    for one in found:
        cells = (
            one.service,
            str(one.number),
            f"{one.card.first} to {one.card.last}",
            one.card.verdict,
            _state(one),
            "" if one.corrects is None else str(one.corrects),
            one.digest[:_SHOWN],
        )
        table.add_row(*map(output.printable, cells))
    return table
