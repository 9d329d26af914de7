"""``beholden keys``: who may ask the service for what."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from beholden.access import Key, KeyStore, open_secret
from beholden.app import utc_now
from beholden.cli import output
from beholden.cli.common import by_option, config_option, data_option, explained, json_option
from beholden.config import load_config
from beholden.store import Store


@click.group("keys")
def keys_group() -> None:
    """Create, list and revoke the API keys of the service.

    A key is shown once, when it is created; only a keyed digest of it is kept.
    """


@keys_group.command("create")
@click.option("--name", required=True, help="What the key is for, as in: upload handler.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    metavar="SCOPE",
    help="check, look-up, lists, read, mirror or receipts; give it once for each.",
)
@click.option(
    "--checks-per-second",
    type=float,
    metavar="N",
    help="Checks that the key may ask for in a second; up to 1,000 of them, or a second's "
    "worth, may come at once. Without it there is no limit.",
)
@click.option(
    "--expires-days", type=float, metavar="N", help="Days until the key ends; without it never."
)
@by_option
@data_option
@config_option
@json_option("The key and what is known of it as one JSON object.")
def create_command(
    name: str,
    scopes: tuple[str, ...],
    checks_per_second: float | None,
    expires_days: float | None,
    by: str,
    data: Path,
    config: Path | None,
    as_json: bool,
) -> None:
    """Create a key and print it, once.

    \b
    Scopes:
      check    have uploads decided, with a record
      look-up  ask whether something is listed, without a record
      lists    add, activate and roll back lists
      read     see lists, decisions, metrics and the operator's page
      mirror   follow the ledger: read its tiles and entry bundles
      receipts ask for receipts of statements; with check, every upload that the key
               has decided leaves one, an allowed one too

    \b
    Example:
      beholden keys create --name "upload handler" --scope check --checks-per-second 200
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    with _keys(data, config, to_create=True) as keys:
        key, text = keys.create(name, scopes, by, checks_per_second, expires_days)
    if as_json:
        output.write_json({"key": text, **_row(key)})
    else:
        click.echo(text)
    output.err().print(
        output.printable(f"Key {key.key_id} for {key.name}: {_scopes(key)}.")
        + " Keep it now; it cannot be shown again."
    )


@keys_group.command("list")
@data_option
@config_option
@json_option("One JSON object: every key with its scopes, limits and state.")
def list_command(data: Path, config: Path | None, as_json: bool) -> None:
    """List every key: its scopes and limits, who made it, whether it still opens."""
    with _keys(data, config) as keys:
        found = keys.read_all()
    if as_json:
        output.write_json({"keys": list(map(_row, found))})
    elif not found:
        output.out().print("There are no keys. See: beholden keys create --help.")
    else:
        output.out().print(_table(found))


@keys_group.command("revoke")
@click.argument("key_id")
@by_option
@data_option
@config_option
def revoke_command(key_id: str, by: str, data: Path, config: Path | None) -> None:
    """Revoke the key KEY_ID (see "list"): it opens nothing any more.

    A running service follows within a second.
    """
    with _keys(data, config) as keys:
        key = keys.revoke(key_id, by)
    output.out().print(
        output.printable(f"Revoked: {key.key_id} ({key.name}), by {key.revoked_by}.")
    )


@contextmanager
def _keys(data: Path, config: Path | None, *, to_create: bool = False) -> Iterator[KeyStore]:
    """The keys of a data folder. Only who creates one needs the secret."""
    with explained():
        settings = load_config(data, os.environ, config).config
        store = Store(settings.store_url(data), lock_seconds=settings.store.lock_seconds)
        try:
            store.prepare()
            secret = open_secret(settings.secret_path(data), store) if to_create else None
            yield KeyStore(store, secret, utc_now)
        finally:
            store.close()


def _row(key: Key) -> dict[str, Any]:
    """What may be shown of a key: everything but its digest."""
    return {
        "key_id": key.key_id,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "state": key.state(utc_now()),
        "checks_per_second": key.checks_per_second,
        "created": key.created,
        "created_by": key.created_by,
        "expires": key.expires,
        "revoked": key.revoked,
        "revoked_by": key.revoked_by,
    }


def _table(keys: tuple[Key, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("key", no_wrap=True)
    for heading in ("name", "scopes", "checks/s", "created", "expires", "state"):
        table.add_column(heading, overflow="fold")
    for key in keys:
        limit = key.checks_per_second
        table.add_row(
            key.key_id,
            key.name,
            _scopes(key),
            "no limit" if limit is None else f"{limit:g}",
            f"{key.created:%Y-%m-%d} by {key.created_by}",
            "never" if key.expires is None else f"{key.expires:%Y-%m-%d}",
            _state(key),
        )
    return table


def _state(key: Key) -> str:
    state = key.state(utc_now())
    return f"revoked by {key.revoked_by}" if state == "revoked" else state


def _scopes(key: Key) -> str:
    return ", ".join(sorted(key.scopes))
