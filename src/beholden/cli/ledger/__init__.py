"""``beholden ledger``: the log of all decisions."""

from __future__ import annotations

import click

from beholden.cli._lazy import LazyGroup

__all__ = ["ledger_group"]

_WHERE = {
    "checkpoint": "beholden.cli.ledger.keeping:checkpoint_command",
    "correct": "beholden.cli.ledger.statements:correct_command",
    "distrust-key": "beholden.cli.ledger.keeping:distrust_command",
    "erase": "beholden.cli.ledger.statements:erase_command",
    "export": "beholden.cli.ledger.statements:export_command",
    "init": "beholden.cli.ledger.keeping:init_command",
    "open": "beholden.cli.ledger.statements:open_command",
    "preserve": "beholden.cli.ledger.statements:preserve_command",
    "prove": "beholden.cli.ledger.statements:prove_command",
    "receipt": "beholden.cli.ledger.statements:receipt_command",
    "release": "beholden.cli.ledger.statements:release_command",
    "repair": "beholden.cli.ledger.keeping:repair_command",
    "resume": "beholden.cli.ledger.keeping:resume_command",
    "rotate-key": "beholden.cli.ledger.keeping:rotate_command",
    "status": "beholden.cli.ledger.keeping:status_command",
    "trust": "beholden.cli.ledger.keeping:trust_command",
    "verify": "beholden.cli.ledger.keeping:verify_command",
}


@click.group("ledger", cls=LazyGroup, where=_WHERE)
def ledger_group() -> None:
    """Keep, prove and open the log of all decisions.

    Each decision leaves a statement; the log holds a commitment to it and cannot be changed
    afterwards. The service writes the log by itself (beholden serve).
    """
