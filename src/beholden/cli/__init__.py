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
from beholden.cli._lazy import LazyGroup

__all__ = ["main"]

_COMMANDS = {
    "backup": "beholden.cli.backup:backup_command",
    "config": "beholden.cli.config:config_group",
    "demo": "beholden.cli.demo:demo_command",
    "drill": "beholden.cli.drill:drill_command",
    "figures": "beholden.cli.figures:figures_group",
    "hash": "beholden.cli.hash:hash_command",
    "keys": "beholden.cli.keys:keys_group",
    "ledger": "beholden.cli.ledger:ledger_group",
    "lists": "beholden.cli.lists:lists_group",
    "mirror": "beholden.cli.mirror:mirror_group",
    "policy": "beholden.cli.policy:policy_group",
    "purge": "beholden.cli.purge:purge_group",
    "regulator": "beholden.cli.regulator:regulator_group",
    "restore": "beholden.cli.backup:restore_command",
    "scan": "beholden.cli.scan:scan_command",
    "serve": "beholden.cli.serve:serve_command",
    "shadow": "beholden.cli.shadow:shadow_group",
    "transparency": "beholden.cli.transparency:transparency_group",
    "upgrade": "beholden.cli.upgrade:upgrade_command",
    "verify": "beholden.cli.verify:verify_command",
    "witness": "beholden.cli.witness:witness_group",
}


class _Main(LazyGroup):
    """Gives every ending its own exit status: 1 must mean "found" and nothing else."""

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


@click.group(cls=_Main, where=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(beholden.__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Stop known abuse images by their hashes, decide by policy, explain every decision.

    Exit status of every command: 0 well, 1 something was found or failed its
    check, 2 wrong usage or set-up, 70 a fault in the program, 130 interrupted.
    """
