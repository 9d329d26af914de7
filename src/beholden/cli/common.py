"""Options and error handling that every command shares."""

from __future__ import annotations

import errno
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from beholden.access import AccessError
from beholden.app import Beholden, default_data_folder
from beholden.cli import output
from beholden.config import ConfigError, load_config
from beholden.gate import GateError
from beholden.lists import ListsError
from beholden.matching import MatchingError
from beholden.media import MediaError
from beholden.store import StoreError

_Command = TypeVar("_Command", bound=Callable[..., Any])
_ROOMS = (
    AccessError,
    ConfigError,
    GateError,
    ListsError,
    MatchingError,
    MediaError,
    StoreError,
)


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
    except _ROOMS as error:
        raise ClearError(str(error)) from error
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader has gone: click ends without a word
            raise
        where = f"{output.shown(error.filename)}: " if error.filename else ""
        raise ClearError(f"{where}{error.strerror or error}.") from error


def refuse(sentence: str) -> NoReturn:
    """Ends the command with one sentence and exit status 2."""
    raise ClearError(sentence)


def data_option(command: _Command) -> _Command:
    """Adds ``--data DIR``."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=default_data_folder,
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
    with explained():
        app = Beholden(data, load_config(data, os.environ, config).config)
    # What a command opened is closed when it ends.
    if (context := click.get_current_context(silent=True)) is not None:
        context.call_on_close(app.close)
    return app


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return ""
