"""``beholden drill``: send the harmless test picture through the chain, link by link."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from PIL import Image

from beholden.app import Beholden
from beholden.cli import output
from beholden.cli.common import data_option, explained, json_option, open_app
from beholden.drill import DRILL_ENTRY, DRILL_LIST, PUBLISHED, drill_picture
from beholden.gate import Decision, Gate, Policy, kept
from beholden.ledger import NotInLogError, UnknownStatementError, verify_document
from beholden.media import HashPool
from beholden.media.core import HashOutcome

_SURFACE = "drill"
_TRIES, _PAUSE_SECONDS = 50, 0.1


class Link(msgspec.Struct, frozen=True):
    """One link of the chain: whether it held, and what it said."""

    link: str
    ok: bool
    says: str


@click.command("drill")
@click.option(
    "--write",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Only write the picture to this file, to upload it through your own front door.",
)
@data_option
@json_option("One JSON object: every link, and whether all held.")
def drill_command(write: Path | None, data: Path, as_json: bool) -> None:
    """Prove that the chain works, as the test button of a smoke alarm does.

    Sends a harmless picture, whose hashes are published and always listed,
    through the chain: as it is, and re-encoded smaller as a service's own
    thumbnailer would. Says of each link whether it held: hashed, matched,
    decided, recorded, in the log.

    \b
    Examples:
      beholden drill
      beholden drill --write drill.png   # then upload drill.png to your service

    Exit status: 0 every link held, 1 a link failed, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    picture = drill_picture()
    if write is not None:
        try:
            write.write_bytes(picture)
        except OSError as error:
            raise click.FileError(output.shown(write), error.strerror or "") from error
        output.out().print(f"Wrote {output.printable(output.shown(write))}: {PUBLISHED.sha256}")
        return
    with explained(), HashPool(workers=1) as pool:
        app = open_app(data)
        lists = app.active_lists()
        links = list(run_drill(app, app.gate(pool, lists), pool, picture))
    held = all(link.ok for link in links)
    if as_json:
        output.write_json({"ok": held, "links": links, "lists_active": lists.protects})
    else:
        console = output.out()
        for link in links:
            mark, style = ("ok  ", "green") if link.ok else ("FAIL", "bold red")
            console.print(mark, style=style, end="")
            console.print(f" {link.link:<27} {link.says}")
        console.print("Every link held." if held else "The chain is broken: see above.")
        if not lists.protects:
            warning = "But no list of yours is active: nothing except the drill picture can match."
            console.print(warning, style="yellow")
    sys.exit(output.EXIT_CLEAN if held else output.EXIT_FOUND)


def run_drill(app: Beholden, gate: Gate, pool: HashPool, picture: bytes) -> Iterator[Link]:
    """Sends the picture through every link, and a re-encoded copy after it."""
    for copy, data in (("picture", picture), ("re-encoded copy", _reencoded(picture))):
        outcome = pool.hash(data)
        yield _hashed(copy, outcome, exact=data is picture)
        decision = gate.decide(outcome, surface=_SURFACE, wait=True)
        yield _matched(copy, decision, exact=data is picture)
        yield _decided(copy, decision)
        yield _recorded(copy, app, gate.policy, decision)
        if app.config.ledger.enabled:
            yield _logged(copy, app, decision)


def _hashed(copy: str, outcome: HashOutcome, *, exact: bool) -> Link:
    name = f"{copy}: hashed"
    image = outcome.image
    if image is None:
        why = outcome.unscannable.message if outcome.unscannable else "no reason given"
        return Link(name, ok=False, says=f"It could not be hashed: {why}")
    if exact and (image.sha256, image.pdq) != (PUBLISHED.sha256, PUBLISHED.pdq):
        return Link(name, ok=False, says=f"Hashes differ from those published: PDQ {image.pdq}.")
    says = "PDQ and SHA-256 are those published." if exact else f"PDQ {image.pdq[:16]}..."
    return Link(name, ok=True, says=says)


def _matched(copy: str, decision: Decision, *, exact: bool) -> Link:
    name = f"{copy}: matched"
    found = {m.kind: m for m in decision.matches if (m.list, m.entry) == (DRILL_LIST, DRILL_ENTRY)}
    wanted = {"pdq", "sha256", "sha1", "md5"} if exact else {"pdq"}
    if missing := sorted(wanted - found.keys()):
        return Link(name, ok=False, says=f"No match with the drill list by {', '.join(missing)}.")
    pdq = found["pdq"]
    return Link(name, ok=True, says=f"By {', '.join(sorted(found))}; PDQ distance {pdq.distance}.")


def _decided(copy: str, decision: Decision) -> Link:
    name = f"{copy}: decided"
    says = f"{decision.would_be}, by the rule {decision.rule!r}"
    if decision.would_be == "allow":
        says = f"The policy allows the drill picture, by {decision.rule!r}: no match is stopped."
        return Link(name, ok=False, says=says)
    if decision.mode == "shadow":
        return Link(name, ok=True, says=f"{says} (shadow mode: recorded, not enforced).")
    return Link(name, ok=True, says=f"{says}.")


def _recorded(copy: str, app: Beholden, policy: Policy, decision: Decision) -> Link:
    name = f"{copy}: recorded"
    keeping = kept(decision, policy.retention, app.account_key)
    if keeping is None:
        return Link(name, ok=True, says="Counted; the policy keeps no more of allowed uploads.")
    if app.archive.find(decision.id) != keeping.decision:
        return Link(name, ok=False, says=f"Decision {decision.id} cannot be read back.")
    return Link(name, ok=True, says=f"Decision {decision.id} was read back from the record.")


def _logged(copy: str, app: Beholden, decision: Decision) -> Link:
    """Whether its statement is in the log, by a proof that is checked as a stranger would."""
    name = f"{copy}: in the log"
    if not app.config.ledger.sequence:
        return Link(name, ok=True, says="Stated; the log is kept on another machine.")
    problem = app.drain_if_idle()
    try:
        proof = _proof(app, decision.id)
    except NotInLogError as error:
        return Link(name, ok=False, says=problem or str(error))
    except UnknownStatementError:
        return Link(name, ok=True, says="Counted in the hour's statement; allowed uploads are.")
    verdict = verify_document(proof, app.ledger.trust(), now=0)
    return Link(name, ok=verdict.kind == "included", says=verdict.sentence)


def _proof(app: Beholden, statement_id: str) -> bytes:
    """The proof of a statement; waits a little for a running service to take it in."""
    for _ in range(_TRIES):
        try:
            return app.ledger.service.proof(statement_id)
        except NotInLogError:
            time.sleep(_PAUSE_SECONDS)
    return app.ledger.service.proof(statement_id)


def _reencoded(picture: bytes) -> bytes:
    stream = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as original:
        smaller = original.convert("RGB").resize((360, 270), Image.Resampling.BICUBIC)
    smaller.save(stream, "JPEG", quality=75)
    return stream.getvalue()
