"""The past of the demo's network: days of ordinary uploads through a real gate.

The gate, its record and its statements are those of every network; only the clock is moved,
so that whole days lie behind when the demo begins. Pictures are painted from the seed.

    decided = lived_through(Path("network"), (date(2026, 11, 29), date(2026, 11, 30)), seed=7)
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from beholden.app import Beholden
from beholden.demo import photograph
from beholden.media import HashPool
from beholden.media.core import HashOutcome

__all__ = ["SURFACES", "lived_through"]

SURFACES = ("avatar", "message", "post")
"""Where the demo's network lets people upload; the last is the busiest."""

_LIST = "expert-body"
_PICTURES, _LISTED = 24, 6
_HOURLY_AT_LEAST, _HOURLY_AT_MOST = 8, 30
_SURFACE_SHARES = (0.2, 0.1, 0.7)
_LISTED_SHARE = 0.04
_UNSCANNABLE_SHARE = 0.01


class _Moment:
    """A clock that stands where it was put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def lived_through(folder: Path, days: Sequence[date], *, seed: int) -> Counter[str]:
    """Lets a network decide on some uploads in every hour of the days.

    Args:
        folder: its data folder, which is made.
        days: whole days in UTC, in order.
        seed: of the pictures and of who uploads what when.

    Returns:
        How many uploads were decided how.
    """
    rng = np.random.default_rng(seed)
    clock = _Moment(datetime.combine(days[0], time(0, 0, 30), UTC))
    app = Beholden(folder, clock=clock)
    decided: Counter[str] = Counter()
    with HashPool() as pool:
        known, others, spoiled = _pictures(pool, seed)
        _list(app, folder, known)
        gate = app.gate(pool)
        for day in days:
            for hour in range(24):
                start = datetime.combine(day, time(hour), UTC)
                uploads = int(rng.integers(_HOURLY_AT_LEAST, _HOURLY_AT_MOST))
                for second in sorted(rng.integers(60, 3_540, uploads).tolist()):
                    clock.at = start + timedelta(seconds=second)
                    chance = rng.random()
                    some = known if chance < _LISTED_SHARE else others
                    outcome = some[int(rng.integers(len(some)))]
                    if chance > 1 - _UNSCANNABLE_SHARE:
                        outcome = spoiled
                    surface = str(rng.choice(SURFACES, p=_SURFACE_SHARES))
                    decision = gate.decide(outcome, surface=surface, wait=False)
                    decided[decision.outcome] += 1
        gate.flush()
    app.close()
    return decided


def _pictures(
    pool: HashPool, seed: int
) -> tuple[list[HashOutcome], list[HashOutcome], HashOutcome]:
    """Pictures that will be on the list, pictures that will not, and a file that is none."""
    files = [_jpeg(seed, number) for number in range(_PICTURES)]
    hashed = [outcome for _, outcome in pool.map(enumerate(files))]
    return hashed[:_LISTED], hashed[_LISTED:], pool.hash(files[0][:200])


def _jpeg(seed: int, number: int) -> bytes:
    stream = io.BytesIO()
    photograph(seed, number).save(stream, "JPEG", quality=85)
    return stream.getvalue()


def _list(app: Beholden, folder: Path, known: Sequence[HashOutcome]) -> None:
    path = folder / "list.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("kind", "hash", "id", "quality"))
        for number, outcome in enumerate(known):
            assert outcome.image is not None  # noqa: S101 - painted above
            rows.writerow(("pdq", outcome.image.pdq, f"entry-{number}", outcome.image.quality))
    edition, _ = app.lists.add(
        path, name=_LIST, source="the demo", set_by="the demo", action_hint="block"
    )
    app.lists.activate(_LIST, edition.edition, by="the demo")
