"""What the commands of ``beholden figures`` share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from beholden.cli.common import ClearError, explained

if TYPE_CHECKING:
    from beholden.figures import Figures

_Command = TypeVar("_Command", bound=Callable[..., Any])

DEMO = Path("beholden-demo") / "figures"
_OWN = "_beholden"

folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path)
)


def folder_option(command: _Command) -> _Command:
    """Adds ``--folder DIR`` for commands that only look."""
    return click.option(
        "--folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        envvar="BEHOLDEN_FIGURES",
        default=_default_folder,
        show_default="$BEHOLDEN_FIGURES, else this folder, else the demo's",
        help="The folder of answers whose release is shown.",
    )(command)


def _default_folder() -> Path:
    here = Path()
    return here if (here / _OWN).is_dir() or not (DEMO / _OWN).is_dir() else DEMO


def open_figures(folder: Path) -> Figures:
    """The folder of answers."""
    with understood():
        # Checking an article needs neither.
        from beholden.app import utc_now  # noqa: PLC0415
        from beholden.figures import Figures  # noqa: PLC0415

        return Figures(folder, clock=utc_now)


@contextmanager
def understood() -> Iterator[None]:
    """Turns the room's errors into one sentence and exit status 2."""
    try:
        with explained():
            from beholden.figures import FiguresError  # noqa: PLC0415 - see open_figures

            try:
                yield
            except FiguresError as error:
                raise ClearError(str(error)) from error
    except ModuleNotFoundError as error:
        raise ClearError(
            f"The package {error.name} is not installed. Figures need more than the gate: "
            "pip install 'beholden[figures]'."
        ) from error


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 reading``, ``1,204 readings``."""
    return f"1 {one}" if count == 1 else f"{count:,} {many or one + 's'}"
