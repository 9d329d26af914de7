"""Options that the regulator's commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from beholden.cli.common import explained

if TYPE_CHECKING:
    from beholden.app import WiredRegulator

_Command = TypeVar("_Command", bound=Callable[..., Any])


class DayType(click.ParamType[date]):
    """A day as 2026-10-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or wrong usage."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"{value!r} is no day. Write it as 2026-10-31.", param, ctx)


DAY = DayType()


def data_option(command: _Command) -> _Command:
    """Adds ``--data DIR``: the regulator's data folder."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=_default_folder,
        show_default="$BEHOLDEN_REGULATOR_DATA or ~/.local/share/beholden-regulator",
        help="The regulator's data folder.",
    )(command)


def staff_option(command: _Command) -> _Command:
    """Adds ``--by NAME``: who answers for it; must be on the staff."""
    return click.option(
        "--by", required=True, metavar="NAME", help="Who answers for this: a name on the staff."
    )(command)


def open_regulator(data: Path) -> WiredRegulator:
    """The data folder, wired; closed when the command ends."""
    with explained():
        from beholden.app import WiredRegulator  # noqa: PLC0415 - --help needs no database

        regulator = WiredRegulator(data)
        # Without settings there is no regulator here: say so before anything else.
        _ = regulator.settings
    if (context := click.get_current_context(silent=True)) is not None:
        context.call_on_close(regulator.close)
    return regulator


def _default_folder() -> Path:
    from beholden.app import default_regulator_folder  # noqa: PLC0415 - see above

    return default_regulator_folder()
