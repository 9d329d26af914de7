"""The demo's files: a list of known pictures, altered copies of them, and fresh pictures.

Each job makes one picture and what belongs to it, so that jobs can run in several
processes. Everything follows from the seed; the same seed makes the same files.

    for made in map(make, plan(Path("uploads"), seed=1, listed=500, copies=60, fresh=200)):
        ...
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from beholden.demo.alterations import ALTERATIONS, Alteration, ImageFormat, encode, writable_formats
from beholden.demo.pictures import photograph, sample_photographs
from beholden.media import hash_image

FRESH: Final = "fresh"
UNALTERED: Final = Alteration("unaltered", "byte for byte", lambda picture, _: picture)
ROWS: Final = (UNALTERED, *ALTERATIONS)
"""What happens to listed pictures, in the order of the demo's table."""

# Uploads are mostly JPEG; PNG and GIF take long to write and add little here.
_FORMATS: Final[tuple[ImageFormat, ...]] = (
    *("JPEG", "WEBP", "JPEG", "PNG", "JPEG"),
    *("AVIF", "JPEG", "GIF", "WEBP", "JPEG"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to make.

    Attributes:
        folder: Where the files go, one folder a row.
        seed: Of the whole demo.
        number: Of the picture within the seed.
        sample: Number of the sample photograph to take instead of painting one.
        entry: The entry's id on the list; None for a fresh picture.
        rows: Numbers of the rows of ``ROWS`` that get a copy.
    """

    folder: Path
    seed: int
    number: int
    sample: int | None
    entry: str | None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a job made: the list's rows (kind, hash, id, quality) and the files written."""

    listed: tuple[tuple[str, str, str, int], ...]
    files: tuple[Path, ...]


def plan(folder: Path, *, seed: int, listed: int, copies: int, fresh: int) -> Iterator[Job]:
    """One job for each listed and each fresh picture; every row gets ``copies`` copies."""
    samples = min(sum(1 for _ in sample_photographs()), listed)
    wanted: list[list[int]] = [[] for _ in range(listed)]
    for row in range(len(ROWS)):
        for copy in range(copies):
            wanted[(row + copy * len(ROWS)) % listed].append(row)
    for number, rows in enumerate(wanted):
        sample = number if number < samples else None
        yield Job(folder, seed, number, sample, f"demo-{number:04}", tuple(rows))
    for number in range(listed, listed + fresh):
        yield Job(folder, seed, number, None, None)


def make(job: Job) -> Made:
    """Makes one picture, lists it or writes it as fresh, and writes its altered copies."""
    rng = np.random.default_rng([job.seed, job.number, 1])
    picture = _picture(job)
    if job.entry is None:
        return Made((), (_write(job, FRESH, f"{job.number:04}", picture, rng),))
    original = encode(picture, "JPEG", rng)
    hashes = hash_image(original, exact=True)
    files = []
    for row in job.rows:
        if ROWS[row] is UNALTERED:
            path = job.folder / UNALTERED.name / f"{job.entry}.jpg"
            path.write_bytes(original)
            files.append(path)
        else:
            copy = ROWS[row].apply(picture, rng)
            files.append(_write(job, ROWS[row].name, job.entry, copy, rng))
    listed = (
        ("pdq", hashes.pdq, job.entry, hashes.quality),
        ("sha256", hashes.sha256, job.entry, hashes.quality),
    )
    return Made(listed, tuple(files))


def _picture(job: Job) -> Image.Image:
    if job.sample is None:
        return photograph(job.seed, job.number)
    return next(p for at, (_, p) in enumerate(sample_photographs()) if at == job.sample)


def _write(job: Job, row: str, name: str, picture: Image.Image, rng: np.random.Generator) -> Path:
    possible = writable_formats()
    wanted = _FORMATS[int(rng.integers(len(_FORMATS)))]
    image_format = wanted if wanted in possible else "JPEG"
    path = job.folder / row / f"{name}.{image_format.lower()}"
    path.write_bytes(encode(picture, image_format, rng))
    return path
