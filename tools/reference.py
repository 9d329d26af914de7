"""Writes docs/reference from the code: commands, exit codes, codes, limits, policy, configuration.

python tools/reference.py          # write
python tools/reference.py --check  # exit 1 if a page is out of date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import msgspec

from beholden.cli import main
from beholden.config import Setting, sections, settings
from beholden.gate import GuardSettings, RetentionSettings, When, default_policy_text
from beholden.media import Limits
from beholden.media.core import UnscannableCode

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
_NOTICE = "<!-- Made by `make docs` from the code; do not edit by hand. -->\n"


def commands() -> str:
    """Every command's help, as the command prints it."""
    lines = [_NOTICE, "# Commands", ""]
    for path, command in _walk(("beholden",), main):
        context = click.Context(command, info_name=" ".join(path), terminal_width=92)
        context.max_content_width = 92
        help_text = command.get_help(context).replace(str(Path.home()), "~")
        lines += [f"## `{' '.join(path)}`", "", "```text", help_text, "```", ""]
    return "\n".join(lines)


def codes() -> str:
    """Codes of what cannot be scanned, and the limits behind them."""
    lines = [_NOTICE, "# Files that cannot be scanned", ""]
    lines += ["A policy rule names these codes under `when.unscannable`.", ""]
    lines += [f"* `{code}`" for code in get_args(UnscannableCode)]
    lines += ["", "## Limits", "", "| Limit | Default |", "| --- | ---: |"]
    defaults = Limits()
    lines += [f"| `{name}` | {getattr(defaults, name):,} |" for name in defaults.__struct_fields__]
    lines += ["", "```text", _plain(Limits.__doc__), "```", ""]
    return "\n".join(lines)


def policy() -> str:
    """Conditions of rules, settings of guard and retention, and the file that ships."""
    lines = [_NOTICE, "# Policy file", "", "## Conditions of a rule (`[rules.when]`)", ""]
    lines += [f"* `{field.name}`: {_type(field.type)}" for field in msgspec.structs.fields(When)]
    lines += ["", "```text", _plain(When.__doc__), "```", "", "## Guard (`[guard]`)", ""]
    guard = GuardSettings()
    lines += [f"* `{name}` = {getattr(guard, name)}" for name in guard.__struct_fields__]
    lines += ["", "```text", _plain(GuardSettings.__doc__), "```", ""]
    lines += ["## What is kept (`[retention]`)", ""]
    retention = RetentionSettings()
    lines += [
        f"* `{name}` = {_toml(getattr(retention, name))}" for name in retention.__struct_fields__
    ]
    lines += ["", "```text", _plain(RetentionSettings.__doc__), "```", ""]
    lines += ["## The policy that ships", "", "```toml", default_policy_text().rstrip(), "```", ""]
    return "\n".join(lines)


def configuration() -> str:
    """Every setting: type, bounds, default, environment variable and what it is for."""
    lines = [_NOTICE, "# Configuration", ""]
    lines += [
        "Settings stand in a TOML file: the one named with `--config`, else by `$BEHOLDEN_CONFIG`,",
        "else `beholden.toml` in the data folder if it exists. Environment variables win over the",
        "file. A name or a value that is not known is refused; `beholden config check` names every",
        "problem with its line, `beholden config show` every value and where it comes from.",
        "",
        "```toml",
        "[server]",
        'listen = "127.0.0.1:8787"',
        "workers = 2",
        "```",
        "",
    ]
    for section, about in sections().items():
        lines += [f"## `[{section}]`", "", about, ""]
        for setting in settings().values():
            if setting.section == section:
                lines += _setting(setting)
    return "\n".join(lines)


PAGES = {
    "commands.md": commands,
    "configuration.md": configuration,
    "policy.md": policy,
    "unscannable.md": codes,
}


def _setting(setting: Setting) -> list[str]:
    default = setting.default
    shown = str(default).lower() if isinstance(default, bool) else default
    accepted: str = setting.kind
    if setting.choices:
        accepted = "one of " + ", ".join(f"`{choice}`" for choice in setting.choices)
    elif setting.least is not None and setting.most is not None:
        accepted += f" from {setting.least:,} to {setting.most:,}"
    return [
        f"### `{setting.path}`",
        "",
        setting.description,
        "",
        f"* Accepts: {accepted}",
        f"* Default: {f'`{shown}`' if shown != '' else 'empty'}",
        f"* Environment: `{setting.environment}`",
        "",
    ]


def _walk(
    path: tuple[str, ...], command: click.Command
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _walk((*path, name), command.commands[name])


def _plain(docstring: str | None) -> str:
    lines = (docstring or "").strip().splitlines()
    return "\n".join(line.removeprefix("    ") for line in lines).replace("``", "`")


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _type(kind: object) -> str:
    text = str(kind).replace("typing.", "")
    known = {"<class 'bool'>": "true or false", "int | None": "whole number"}
    if "dict" in text:
        return "table of label to list of values"
    return known.get(text, "list")


def run() -> int:
    """Writes or checks every page; returns the exit status."""
    check = "--check" in sys.argv[1:]
    outdated = [
        name
        for name, make in PAGES.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != make()
    ]
    for name in outdated:
        if check:
            sys.stderr.write(f"docs/reference/{name} is out of date: run make docs\n")
        else:
            (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
    return 1 if check and outdated else 0


if __name__ == "__main__":
    sys.exit(run())
