"""The pictures of a plan, the list that a network loads, and what officers upload by hand.

All pictures follow from the seed. The list says of each entry only its hashes: which of them
will be sent, and which pictures are controls, it does not tell. Files are for their owner
alone until somebody hands them on.

    pictures = paint_all(plan, seed, paint, hashes)
    list_rows(pictures[:plan.population])
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from beholden._design import as_csv, harmless
from beholden._durable import PRIVATE_FILE, replace_file
from beholden.regulator._drill_ports import Hasher, Painter
from beholden.regulator.core.drilling import picture_key, schedule, unfair
from beholden.regulator.core.drilling_models import DrillPlan, Picture, Ticket
from beholden.regulator.errors import DrillError

Told = Callable[[int, int], None]
"""Is told how many are done, of how many."""

LIST_FILE = "list.csv"
LIST_COLUMNS = ("kind", "hash", "id", "quality")
SCHEDULE_FILE = "schedule.csv"
_PRIVATE_FOLDER = 0o700


def silent(_done: int, _of: int) -> None:
    """Tells nobody."""


def paint_all(
    plan: DrillPlan, seed: bytes, paint: Painter, hashes: Hasher, told: Told = silent
) -> tuple[Picture, ...]:
    """Paints and hashes all pictures of a plan, by number.

    Raises:
        DrillError: They would be no fair test; with another seed they will be.
    """
    sent = {ticket.picture for ticket in schedule(plan, seed)}
    pictures, copies = [], []
    count = plan.population + plan.controls
    for number in range(count):
        painted = paint(picture_key(seed, number))
        found = hashes(painted.listed)
        pictures.append(Picture(number, found.pdq, found.quality, found.sha256))
        if number in sent:
            copies.append((number, hashes(painted.copy).pdq))
        told(number + 1, count)
    if why := unfair(pictures, plan.population, copies):
        raise DrillError(f"These pictures would be no fair test: {why}.")
    return tuple(pictures)


def write_list(folder: Path, plan: DrillPlan, pictures: Sequence[Picture]) -> Path:
    """Writes the list for the network as CSV; returns its file.

    Raises:
        OSError: It cannot be written.
    """
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    path = folder / LIST_FILE
    replace_file(path, as_csv(LIST_COLUMNS, list_rows(plan, pictures[: plan.population])))
    return path


def list_rows(plan: DrillPlan, listed: Iterable[Picture]) -> Iterator[tuple[str, ...]]:
    """The rows of a list, in order of their hashes, which says nothing."""
    for picture in sorted(listed, key=lambda picture: picture.sha256):
        entry = f"{plan.id}-{picture.sha256[:12]}"
        yield "pdq", picture.pdq, entry, str(picture.quality)
        yield "sha256", picture.sha256, entry, ""


def hand_out(
    out: Path, seed: bytes, tickets: Iterable[Ticket], paint: Painter, told: Told = silent
) -> int:
    """Writes the files that officers upload, with their schedule; returns how many.

    The names do not tell which are controls, so that nobody treats them in another way.

    Raises:
        DrillError: The folder is not empty.
        OSError: It cannot be written; nothing stays.
    """
    wanted = list(tickets)
    if out.exists() and any(out.iterdir()):
        raise DrillError(f"{out}: the folder is not empty. Name one that is, or a new one.")
    out.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    rows = [("item", "file", "surface", "upload at (UTC)")]
    try:
        for done, ticket in enumerate(wanted, start=1):
            name = f"{ticket.number:05}.jpg"
            _write_new(out / name, paint(picture_key(seed, ticket.picture)).copy)
            due = f"{datetime.fromtimestamp(ticket.due, UTC):%Y-%m-%d %H:%M:%S}"
            rows.append((str(ticket.number), name, harmless(ticket.surface), due))
            told(done, len(wanted))
        replace_file(out / SCHEDULE_FILE, as_csv(rows[0], rows[1:]))
    except BaseException:
        # Half of them would be taken for all.
        shutil.rmtree(out, ignore_errors=True)
        raise
    return len(wanted)


def _write_new(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
