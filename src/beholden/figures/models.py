"""What the room hands out beside the values of its core."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from beholden.figures._excerpt import Excerpt
from beholden.figures.core.assembly import Assembly
from beholden.figures.core.checks import Item
from beholden.figures.core.documents import Notice
from beholden.figures.core.models import ForceCode, Period, Release
from beholden.figures.core.splits import HeldSplit
from beholden.figures.layouts.context import Status


class ReadItem(msgspec.Struct, frozen=True):
    """A reading with its id and what stands around it in the file."""

    item: Item
    excerpt: Excerpt


class ReadAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file as it was read. ``error`` is present where it could not be read.

    ``steps`` tell how, line by line; ``digest`` is the SHA-256 of the file in hex.
    """

    file: str
    digest: str
    force: ForceCode | None = None
    force_from: str = ""
    received: date | None = None
    asked: Period | None = None
    origin: str = ""
    format: str = ""
    layout: str = ""
    statuses: tuple[Status, ...] = ()
    notices: tuple[Notice, ...] = ()
    steps: tuple[str, ...] = ()
    items: tuple[ReadItem, ...] = ()
    error: str = ""
    error_code: str = ""

    @property
    def silent(self) -> bool:
        """Whether nothing at all was understood of it; then a person has to look."""
        return not self.items and not self.statuses


class Readings(msgspec.Struct, frozen=True):
    """All answers of a folder as they were read, in the order of their paths."""

    answers: tuple[ReadAnswer, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All readings."""
        return tuple(one.item for answer in self.answers for one in answer.items)


class Built(msgspec.Struct, frozen=True):
    """A release as built. ``new`` is false where the same release existed already.

    ``data`` is the folder of its data files, ``site`` that of the site of all releases;
    ``held`` are the splits that are not in it, ``not_asked`` forces with numbers that
    the settings do not name among those asked.
    """

    release: Release
    new: bool
    assembly: Assembly
    data: Path
    site: Path
    held: tuple[HeldSplit, ...] = ()
    not_asked: tuple[ForceCode, ...] = ()

    @property
    def known(self) -> int:
        """How many of its values are counts, zero included."""
        return sum(one.value.known for one in self.release.observations)

    @property
    def forces(self) -> int:
        """How many forces have a count in it."""
        return len({one.force for one in self.release.observations if one.value.known})
