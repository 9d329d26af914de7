"""The ``beholden`` command."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from typing import Any

import click

import beholden
from beholden.cli import output
from beholden.cli.backup import backup_command, restore_command
from beholden.cli.config import config_group
from beholden.cli.demo import demo_command
from beholden.cli.drill import drill_command
from beholden.cli.hash import hash_command
from beholden.cli.keys import keys_group
from beholden.cli.lists import lists_group
from beholden.cli.policy import policy_group
from beholden.cli.purge import purge_group
from beholden.cli.scan import scan_command
from beholden.cli.serve import serve_command
from beholden.cli.shadow import shadow_group
from beholden.cli.upgrade import upgrade_command

__all__ = ["main"]

_FIGURES = "figures"


class _Main(click.Group):
    """Gives every ending its own exit status: 1 must mean "found" and nothing else."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, those included that are not loaded yet."""
        return sorted([*super().list_commands(ctx), _FIGURES])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command; that of the figures is only loaded when it is asked for."""
        if cmd_name == _FIGURES:
            # The gate's commands start twice as fast without it.
            from beholden.cli.figures import figures_group  # noqa: PLC0415

            return figures_group
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; what nobody foresaw ends with 70 and a traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            sys.exit(output.EXIT_INTERRUPTED)
        except OSError as error:
            if error.errno != errno.EPIPE:
                traceback.print_exc()
                sys.exit(output.EXIT_INTERNAL)
            # The reader has gone; what Python would still write at its end must go nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(output.EXIT_BROKEN_PIPE)
        except Exception:  # noqa: BLE001 - the last line of defence for the exit status
            traceback.print_exc()
            sys.exit(output.EXIT_INTERNAL)


@click.group(cls=_Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(beholden.__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Stop known abuse images by their hashes, decide by policy, explain every decision.

    Exit status of every command: 0 well, 1 something was found or failed its
    check, 2 wrong usage or set-up, 70 a fault in the program, 130 interrupted.
    """


for command in (
    backup_command,
    config_group,
    demo_command,
    drill_command,
    hash_command,
    keys_group,
    lists_group,
    policy_group,
    purge_group,
    restore_command,
    scan_command,
    serve_command,
    shadow_group,
    upgrade_command,
):
    main.add_command(command)
