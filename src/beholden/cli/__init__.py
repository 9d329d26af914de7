"""The ``beholden`` command."""

import click

import beholden

__all__ = ["main"]


@click.group()
@click.version_option(beholden.__version__)
def main() -> None:
    """Child-safety software for social networks."""
