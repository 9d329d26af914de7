"""Groups whose commands are imported when they are called for.

A command pays for what it needs and for nothing else: checking an article must not
wait for the database that the gate writes to.

    @click.group(cls=LazyGroup, where={"hash": "beholden.cli.hash:hash_command"})
    def main() -> None: ...
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows where its commands are, as ``module:attribute``, and loads each once."""

    def __init__(self, *args: Any, where: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._where = where

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands by name, loaded or not."""
        return sorted({*super().list_commands(ctx), *self._where})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded now if it was not before."""
        if cmd_name in self._where and cmd_name not in self.commands:
            module, _, attribute = self._where[cmd_name].partition(":")
            self.add_command(getattr(import_module(module), attribute), cmd_name)
        return super().get_command(ctx, cmd_name)
