"""Example answers: every layout re-created, with the counts published in September 2018.

The files hold what real answers look like; totals marked "as published" are those
of the release, everything else in them is invented (``answers.csv`` says which).

    copy_examples(Path("beholden-demo/figures"))
"""

from __future__ import annotations

import shutil
from datetime import date
from importlib import resources
from pathlib import Path

import msgspec

from beholden.figures.core.checks import Action
from beholden.figures.core.models import ReleaseId

EXAMPLE_RELEASE = ReleaseId("2018-09")
"""The release that the examples make."""

EXAMPLE_DAY = date(2018, 9, 13)
"""The day on which that release was published."""


class ExampleCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a person who has read the example settles: by file and what the reading says.

    ``period`` and ``offence`` narrow it to one reading; without them every open
    reading of the file is meant.
    """

    file: str
    action: Action
    why: str
    period: str = ""
    offence: str = ""


def example_checks() -> tuple[ExampleCheck, ...]:
    """What there is to settle in the examples, as settled by a person who read them."""
    data = resources.files(__package__).joinpath("checks.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, tuple[ExampleCheck, ...]])["check"]


def copy_examples(target: Path) -> None:
    """Copies the example answers, their list and settings; what is there already stays."""
    with resources.as_file(resources.files(__package__)) as source:
        shutil.copytree(source / "answers", target, dirs_exist_ok=True)
        for name in ("answers.csv", "figures.toml"):
            shutil.copyfile(source / name, target / name)
