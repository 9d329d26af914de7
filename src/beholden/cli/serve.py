"""``beholden serve``: the gate over HTTP."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from beholden.cli.common import config_option, data_option, explained
from beholden.config import load_config


@click.command("serve")
@click.option("--listen", help="HOST:PORT, [::1]:PORT or unix:/path. [127.0.0.1:8787]")
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes. [1]")
@config_option
@data_option
def serve_command(listen: str | None, workers: int | None, config: Path | None, data: Path) -> None:
    """Serve checks, look-ups, lists and decisions over HTTP until stopped.

    Every decision is on the disk before it is answered. A new edition or policy
    takes effect within a second, without a restart. Logs are JSON lines on
    standard error. Ctrl-C or SIGTERM finishes what was accepted, then stops.

    \b
    Examples:
      beholden keys create --name uploads --scope check
      beholden serve
      beholden serve --workers 2 --listen unix:/run/beholden/gate.sock

    Exit status: 0 stopped, 1 stopped with work unfinished, 2 wrong usage or set-up.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    options: dict[str, str] = {}
    if listen is not None:
        options["server.listen"] = listen
    if workers is not None:
        options["server.workers"] = str(workers)
    with explained():
        loaded = load_config(data, os.environ, config, options)
        # What only the service needs costs other commands nothing at their start.
        from beholden.web import serve  # noqa: PLC0415

        status = serve(loaded.config, data)
    sys.exit(status)
