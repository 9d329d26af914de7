"""Whether a revealed plan is what was committed to, and its figures what its results give.

Anybody can do this with the revealed file alone; with a commitment that was seen before the
drills it also shows that nothing was chosen afterwards. Not shown by it: that results are
true. For those there are the receipts, and the network's own record.

    [finding.words for finding in check_reveal(reveal) if not finding.ok]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from beholden.regulator.core.drilling import (
    COPY_DISTANCE_AT_MOST,
    SEED_BYTES,
    catalogue_digest,
    commitment,
    problem_of,
    schedule,
)
from beholden.regulator.core.drilling_models import Reveal
from beholden.regulator.core.drilling_words import summarise


class Finding(NamedTuple):
    """One thing that was checked, and whether it holds."""

    name: str
    ok: bool
    words: str


def check_reveal(reveal: Reveal, published: str = "") -> tuple[Finding, ...]:
    """Checks a revealed plan from its commitment to its bound.

    Args:
        reveal: as it was shown after closing.
        published: the commitment (hex) that was seen before; empty if none was.
    """
    if (problem := problem_of(reveal.plan)) is not None:
        words = f"No such plan can have been made: {problem[0]} is not {problem[1]}."
        return (Finding("plan", ok=False, words=words),)
    if not _is_seed(reveal.seed):
        return (Finding("seed", ok=False, words=f"The seed is not {SEED_BYTES} bytes of hex."),)
    return tuple(_findings(reveal, bytes.fromhex(reveal.seed), published.strip().lower()))


def check_painting(reveal: Reveal, painted: Iterable[tuple[str, str]]) -> Finding:
    """Whether the pictures are those that the seed paints, and were not chosen.

    Another version of a painter's libraries may store a picture in other bytes; its PDQ hash
    then moves by a few bits, and by some hundred for another picture.

    Args:
        reveal: as it was shown after closing.
        painted: PDQ and SHA-256 (hex) of every picture as painted anew, by number.
    """
    same, strange = 0, []
    for picture, (pdq, sha256) in zip(reveal.pictures, painted, strict=True):
        same += picture.sha256 == sha256
        apart = (int(picture.pdq, 16) ^ int(pdq, 16)).bit_count()
        if apart > COPY_DISTANCE_AT_MOST:
            strange.append(picture.number)
    count = len(reveal.pictures)
    return _finding(
        "painting",
        not strange,
        f"{same:,} of {count:,} pictures are painted anew from the seed to the last byte"
        + ("." if same == count else ", the others alike."),
        f"The seed paints other pictures than these: {_some(strange)}.",
    )


def _findings(reveal: Reveal, seed: bytes, published: str) -> Iterator[Finding]:
    plan = reveal.plan
    made = commitment(plan, seed)
    yield _finding(
        "commitment",
        made == reveal.commitment and published in {"", made},
        f"Plan and seed give {made}.",
        f"Plan and seed give {made}, and not {published or reveal.commitment}: this is another "
        "plan or another seed.",
    )
    numbers = [picture.number for picture in reveal.pictures]
    yield _finding(
        "pictures",
        catalogue_digest(reveal.pictures) == plan.catalogue
        and numbers == list(range(plan.population + plan.controls)),
        f"{len(numbers):,} pictures, as the plan names them.",
        "The pictures are not those of the plan.",
    )
    tickets = schedule(plan, seed)
    yield _finding(
        "schedule",
        tickets == reveal.tickets,
        f"The seed gives this order of {len(tickets):,} sendings.",
        "The seed gives another schedule: something was chosen by hand.",
    )
    counts = Counter(result.ticket for result in reveal.results)
    strange = sorted(
        ticket for ticket, times in counts.items() if times > 1 or not 0 < ticket <= len(tickets)
    )
    yield _finding(
        "results",
        not strange,
        f"{len(reveal.results):,} results, none of them twice.",
        f"Results of tickets that are not in the plan, or more than one: {_some(strange)}.",
    )
    outside = [
        result.ticket
        for result in reveal.results
        if result.way == "interface" and not plan.starts <= result.at.timestamp() <= plan.ends + 1
    ]
    yield _finding(
        "window",
        not outside,
        "Nothing was posted outside the plan's days.",
        f"Posted outside the plan's days: tickets {_some(outside)}.",
    )
    summary = summarise(
        plan, tickets, reveal.results, commitment=made, closed=True, seed=reveal.seed
    )
    # Words may become clearer with a later version; figures may not become others.
    same_words = summary.words == reveal.summary.words
    yield _finding(
        "figures",
        msgspec.structs.replace(reveal.summary, words=summary.words) == summary,
        summary.words if same_words else f"{summary.words} (The file says it in other words.)",
        f"The results give other figures than the file. They give: {summary.words}",
    )


def _finding(name: str, ok: bool, held: str, broken: str) -> Finding:  # noqa: FBT001 - a verdict
    return Finding(name, ok, held if ok else broken)


def _some(numbers: list[int], most: int = 10) -> str:
    shown = ", ".join(map(str, numbers[:most]))
    return shown if len(numbers) <= most else f"{shown} and {len(numbers) - most} more"


def _is_seed(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == SEED_BYTES and text == text.lower()
    except ValueError:
        return False
