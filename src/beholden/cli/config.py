"""``beholden config``: show the configuration in force, check a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
import msgspec
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import config_option, data_option, explained, json_option
from beholden.config import (
    ConfigError,
    ConfigProblem,
    Loaded,
    Setting,
    Value,
    load_config,
    settings,
    shown_url,
    warnings,
)

_URL = "store.url"


@click.group("config")
def config_group() -> None:
    """Check and show the settings of the service, its database and its decoding.

    Settings stand in a TOML file: DATA/beholden.toml, or the one that
    $BEHOLDEN_CONFIG names. Environment variables win over it: server.listen is
    BEHOLDEN_SERVER_LISTEN, and so on.
    """


@config_group.command("show")
@data_option
@config_option
@json_option("One JSON object: every setting with its value and where it comes from.")
def show_command(data: Path, config: Path | None, as_json: bool) -> None:
    """Show every setting, its value and where it comes from.

    A password in the database's URL is never shown.

    \b
    Examples:
      beholden config show
      BEHOLDEN_SERVER_WORKERS=2 beholden config show
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    with explained():
        loaded = load_config(data, os.environ, config)
    if as_json:
        rows = {setting.path: _row(setting, loaded) for setting in settings().values()}
        output.write_json({"file": _shown(loaded.file), "settings": rows})
    else:
        _print(loaded)


@config_group.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@data_option
@json_option("Problems and warnings as one JSON object.")
def check_command(file: Path | None, data: Path, as_json: bool) -> None:
    """Check a configuration FILE and name every problem with its line.

    Without FILE the one in force is checked. Environment variables count as they
    would for the service.

    \b
    Examples:
      beholden config check
      beholden config check beholden.toml

    Exit status: 0 sound (warnings are shown), 2 refused.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    try:
        loaded = load_config(data, os.environ, file)
    except ConfigError as error:
        _refuse(error, file, as_json)
    found = warnings(loaded)
    if as_json:
        output.write_json({"file": _shown(loaded.file), "problems": [], "warnings": found})
        return
    console = output.out()
    for warning in found:
        console.print(output.printable(f"Warning: {warning}"), style="yellow")
    changed = sum(source != "default" for source in loaded.sources.values())
    where = "no file" if loaded.file is None else output.printable(str(loaded.file))
    console.print(f"Sound: {where}, {changed} of {len(loaded.sources)} settings given.")


def _refuse(error: ConfigError, file: Path | None, as_json: bool) -> NoReturn:
    if as_json:
        problems = list(map(_problem, error.problems))
        output.write_json({"file": _shown(file), "problems": problems})
    else:
        for line in str(error).splitlines():
            output.err().print(output.printable(line), style="red")
    sys.exit(output.EXIT_USAGE)


def _problem(problem: ConfigProblem) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.structs.asdict(problem)
    return {**plain, "source": output.shown(problem.source)}


def _shown(file: Path | None) -> str | None:
    return None if file is None else output.shown(file)


def _row(setting: Setting, loaded: Loaded) -> dict[str, Any]:
    return {
        "value": _value(setting, loaded),
        "source": loaded.sources[setting.path],
        "default": setting.default,
        "environment": setting.environment,
        "description": setting.description,
    }


def _value(setting: Setting, loaded: Loaded) -> Value:
    value: Value = getattr(getattr(loaded.config, setting.section), setting.name)
    return shown_url(str(value)) if setting.path == _URL else value


def _print(loaded: Loaded) -> None:
    console = output.out(whole=True)
    where = "none" if loaded.file is None else output.printable(str(loaded.file))
    console.print(f"File: {where}")
    table = Table(box=None, pad_edge=False)
    for heading in ("setting", "value", "from"):
        table.add_column(heading, overflow="fold")
    for setting in settings().values():
        value = _value(setting, loaded)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        source = loaded.sources[setting.path]
        table.add_row(setting.path, output.printable(text) or '""', source)
    console.print(table)
