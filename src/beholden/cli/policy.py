"""``beholden policy``: check a policy file, show the policy in force."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import data_option, explained, json_option, open_app
from beholden.gate import (
    Policy,
    PolicyError,
    Rule,
    default_policy,
    default_policy_text,
    read_policy,
    warnings,
)


@click.group("policy")
def policy_group() -> None:
    """Check and show the rules that turn findings into allow, hold or block.

    The policy is a TOML file: DATA/policy.toml. Without it the policy that ships
    is in force. First match wins; a match that no rule covers, and a file that
    cannot be scanned, are held.
    """


@policy_group.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@data_option
@json_option("Problems and warnings as one JSON object.")
def check_command(file: Path | None, data: Path, as_json: bool) -> None:
    """Check a policy FILE (default: DATA/policy.toml) and name every problem with its line.

    \b
    Examples:
      beholden policy show --default > policy.toml
      beholden policy check policy.toml

    Exit status: 0 sound (warnings are shown), 2 refused.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    app = open_app(data)
    path = file or app.policy_file
    try:
        policy = app.policy() if file is None else read_policy(path)
    except PolicyError as error:
        if as_json:
            output.write_json({"file": output.shown(path), "problems": error.problems})
        else:
            for line in str(error).splitlines():
                output.err().print(output.printable(line), style="red")
        sys.exit(output.EXIT_USAGE)
    with explained():
        # A file can be checked where there are no lists yet, and no data folder either.
        known = app.lists.active(verify=False) if (data / "lists").is_dir() else []
        names = {active.edition.list for active in known}
    found = warnings(policy, active_lists=names or None)
    if as_json:
        output.write_json(
            {"file": output.shown(path), "problems": [], "warnings": found, "digest": policy.digest}
        )
        return
    console = output.out()
    for warning in found:
        console.print(f"Warning: {warning}", style="yellow")
    console.print(
        f"Sound: version {policy.version}, {len(policy.rules)} rules, mode {policy.mode}."
    )


@policy_group.command("show")
@data_option
@click.option("--default", "shipped", is_flag=True, help="Print the file that ships, to copy it.")
@json_option("The policy as one JSON object.")
def show_command(data: Path, shipped: bool, as_json: bool) -> None:
    """Show the policy in force: every rule, who set it and when."""
    if shipped and not as_json:
        click.echo(default_policy_text(), nl=False)
        return
    with explained():
        policy = default_policy() if shipped else open_app(data).policy()
    if as_json:
        output.write_json({**msgspec.to_builtins(policy), "digest": policy.digest})
    else:
        _print(policy)


def _print(policy: Policy) -> None:
    console = output.out()
    console.print(
        f"Version {policy.version}, mode {policy.mode}, default {policy.default}, "
        f"digest {policy.digest[:12]}"
    )
    table = Table(box=None, pad_edge=False)
    for heading in ("#", "rule", "decision", "when", "set by", "set at"):
        table.add_column(heading, overflow="fold")
    for number, rule in enumerate(policy.rules, 1):
        table.add_row(
            str(number),
            rule.name,
            rule.decision,
            _conditions(rule),
            rule.set_by,
            rule.set_at.isoformat(),
        )
    console.print(table)


def _conditions(rule: Rule) -> str:
    parts = []
    for name, value in msgspec.to_builtins(rule.when).items():
        if isinstance(value, dict):
            text = "; ".join(f"{key} = {', '.join(options)}" for key, options in value.items())
        elif isinstance(value, list | tuple):
            text = ", ".join(value)
        else:
            text = str(value).lower()
        parts.append(f"{name}: {text}")
    return "\n".join(parts)
