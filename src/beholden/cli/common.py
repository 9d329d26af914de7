"""Options and error handling that every command shares."""

from __future__ import annotations

import errno
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from beholden.cli import output

if TYPE_CHECKING:
    from beholden.app import Beholden

_Command = TypeVar("_Command", bound=Callable[..., Any])


class ClearError(click.ClickException):
    """An error with a sentence for the operator; exit status 2."""

    exit_code = output.EXIT_USAGE

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - click's signature
        """Prints the sentence on standard error."""
        for line in f"Error: {self.message}".splitlines():
            output.err().print(output.printable(line), style="red")


@contextmanager
def explained() -> Iterator[None]:
    """Turns the rooms' and the system's errors into one sentence and exit status 2."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader has gone: click ends without a word
            raise
        where = f"{output.shown(error.filename)}: " if error.filename else ""
        raise ClearError(f"{where}{error.strerror or error}.") from error
    except Exception as error:
        if isinstance(error, _errors_of_rooms()):
            raise ClearError(str(error)) from error
        raise


def _errors_of_rooms() -> tuple[type[Exception], ...]:
    """Loaded when something went wrong: half of the commands need none of these rooms."""
    from beholden._design import PlaceError  # noqa: PLC0415
    from beholden.access import AccessError  # noqa: PLC0415
    from beholden.config import ConfigError  # noqa: PLC0415
    from beholden.gate import GateError  # noqa: PLC0415
    from beholden.ledger import LedgerError  # noqa: PLC0415
    from beholden.lists import ListsError  # noqa: PLC0415
    from beholden.matching import MatchingError  # noqa: PLC0415
    from beholden.media import MediaError  # noqa: PLC0415
    from beholden.regulator import RegulatorError  # noqa: PLC0415
    from beholden.store import StoreError  # noqa: PLC0415
    from beholden.transparency import TransparencyError  # noqa: PLC0415

    return (
        AccessError,
        ConfigError,
        GateError,
        LedgerError,
        ListsError,
        MatchingError,
        MediaError,
        PlaceError,
        RegulatorError,
        StoreError,
        TransparencyError,
    )


def refuse(sentence: str) -> NoReturn:
    """Ends the command with one sentence and exit status 2."""
    raise ClearError(sentence)


def data_option(command: _Command) -> _Command:
    """Adds ``--data DIR``."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=_default_data_folder,
        show_default="$BEHOLDEN_DATA or ~/.local/share/beholden",
        help="Data folder: lists, policy, decisions.",
    )(command)


def config_option(command: _Command) -> _Command:
    """Adds ``--config FILE``."""
    return click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        show_default="$BEHOLDEN_CONFIG or DATA/beholden.toml",
        help="Configuration file.",
    )(command)


def json_option(text: str) -> Callable[[_Command], _Command]:
    """Adds ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help=text)


def by_option(command: _Command) -> _Command:
    """Adds ``--by NAME``: the person who answers for a change."""
    return click.option(
        "--by",
        default=_user,
        show_default="the user who runs the command",
        help="The person who answers for this.",
    )(command)


def open_app(data: Path, config: Path | None = None) -> Beholden:
    """The data folder, wired as it is configured."""
    from beholden.app import Beholden  # noqa: PLC0415 - a command without a data folder needs none
    from beholden.config import load_config  # noqa: PLC0415

    with explained():
        app = Beholden(data, load_config(data, os.environ, config).config)
    # What a command opened is closed when it ends.
    if (context := click.get_current_context(silent=True)) is not None:
        context.call_on_close(app.close)
    return app


def _default_data_folder() -> Path:
    from beholden.app import default_data_folder  # noqa: PLC0415 - see open_app

    return default_data_folder()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return ""
