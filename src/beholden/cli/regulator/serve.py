"""``beholden regulator serve``: the public site, and the console of the staff."""

from __future__ import annotations

from pathlib import Path

import click

from beholden.cli.common import explained
from beholden.cli.regulator.common import data_option


@click.command("serve")
@click.option("--host", help="The address to listen on. [host in regulator.toml, 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    help="The port; 0 takes a free one. [port in regulator.toml, 8791]",
)
@click.option(
    "--follow",
    type=click.FloatRange(1, 86_400),
    metavar="SECONDS",
    help="Look at every registered log this often, beside serving.",
)
@data_option
def serve_command(host: str | None, port: int | None, follow: float | None, data: Path) -> None:
    """Serve the public site and, under /console/, the pages of the staff, until stopped.

    Whoever is on the staff signs in with the key that "staff add" printed. It speaks plain
    HTTP: put a server with a certificate before it, and write the site's https address into
    base_url of regulator.toml, so that sessions go over https alone. Logs are JSON lines on
    standard error, the address first. Ctrl-C or SIGTERM stops it.

    \b
    Example:
      beholden regulator serve --port 8791 --follow 300
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    # A server for this alone.
    from beholden.web import serve_regulator  # noqa: PLC0415

    with explained():
        serve_regulator(data, host=host, port=port, follow=follow)
