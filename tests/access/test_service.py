"""Keys in the store, of each kind: what is kept, what opens, what is never there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import select

from beholden.access import (
    AccessError,
    Key,
    KeyLimitError,
    KeyNameError,
    KeyStore,
    Refusal,
    Scope,
    ScopeError,
    Secret,
    SecretError,
    UnknownKeyError,
    open_secret,
    parse_key,
    verify,
)
from beholden.store import Store, tables
from tests.access.support import NOON, SECRET, Clock


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/beholden.db"
    else:
        url = request.getfixturevalue("postgresql_url")
    store = Store(url)
    store.prepare()
    yield store
    store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(store: Store, clock: Clock) -> KeyStore:
    return KeyStore(store, SECRET, clock)


def opened(keys: KeyStore, text: str, clock: Clock) -> Key | Refusal:
    return verify(text, {key.key_id: key for key in keys.read_all()}, SECRET, clock())


def test_a_created_key_opens_with_its_scopes_and_limits(keys: KeyStore, clock: Clock) -> None:
    key, text = keys.create("handler", ["look-up", "check"], "A. Tester", 12.5, 30)
    assert opened(keys, text, clock) == key
    assert key.scopes == {"check", "look_up"}
    assert (key.name, key.created_by, key.created) == ("handler", "A. Tester", NOON)
    assert (key.checks_per_second, key.expires) == (12.5, NOON + timedelta(days=30))
    assert keys.read_all() == (key,)


def test_one_key_may_have_every_scope_that_there_is(keys: KeyStore, clock: Clock) -> None:
    every = ["check", "look_up", "lists", "read", "mirror", "receipts"]
    key, text = keys.create("all", every, "A. Tester")
    assert opened(keys, text, clock) == key
    assert key.scopes == set(every) == set(get_args(Scope))


def test_a_key_without_limits_has_none(keys: KeyStore, clock: Clock) -> None:
    key, text = keys.create("handler", ["read"], "A. Tester")
    assert (key.checks_per_second, key.expires, key.revoked) == (None, None, None)
    clock.turn(days=100_000)
    assert opened(keys, text, clock) == key


def test_every_key_is_another_and_the_oldest_comes_first(keys: KeyStore) -> None:
    made = [keys.create("same name", ["check"], "A. Tester") for _ in range(5)]
    assert len({text for _, text in made}) == len({key.key_id for key, _ in made}) == 5
    assert keys.read_all() == tuple(key for key, _ in made)


def test_a_revoked_key_opens_nothing_and_the_others_still_do(keys: KeyStore, clock: Clock) -> None:
    one, text = keys.create("one", ["check"], "A. Tester")
    _, other = keys.create("other", ["check"], "A. Tester")
    clock.turn(hours=1)
    ended = keys.revoke(one.key_id, "B. Tester")
    assert (ended.revoked, ended.revoked_by) == (NOON + timedelta(hours=1), "B. Tester")
    refused = opened(keys, text, clock)
    assert isinstance(refused, Refusal)
    assert refused.code == "revoked"
    assert isinstance(opened(keys, other, clock), Key)


def test_who_revoked_first_is_remembered(keys: KeyStore, clock: Clock) -> None:
    key, _ = keys.create("one", ["check"], "A. Tester")
    first = keys.revoke(key.key_id, "B. Tester")
    clock.turn(hours=1)
    assert keys.revoke(key.key_id, "C. Tester") == first


def test_a_key_that_was_found_can_be_revoked_by_its_text(keys: KeyStore) -> None:
    key, text = keys.create("one", ["check"], "A. Tester")
    assert keys.revoke(text, "B. Tester").key_id == key.key_id
    assert keys.read_all()[0].revoked == NOON


@pytest.mark.parametrize("key_id", ["", "aaaaaaaaaaaa", "handler", "%", "' or 1=1 --", "\0"])
def test_revoking_what_is_not_there_is_refused(keys: KeyStore, key_id: str) -> None:
    key, _ = keys.create("handler", ["check"], "A. Tester")
    with pytest.raises(UnknownKeyError, match="keys list"):
        keys.revoke(key_id, "B. Tester")
    assert keys.read_all() == (key,)


@pytest.mark.parametrize("text", ["", "  ", "a\nb", "\x1b[2J", "x" * 201, "\0"])
def test_names_are_one_line_of_text(keys: KeyStore, text: str) -> None:
    with pytest.raises(KeyNameError, match="name:"):
        keys.create(text, ["check"], "A. Tester")
    with pytest.raises(KeyNameError, match="by:"):
        keys.create("handler", ["check"], text)
    assert keys.read_all() == ()
    key, _ = keys.create("handler", ["check"], "A. Tester")
    with pytest.raises(KeyNameError, match="by:"):
        keys.revoke(key.key_id, text)
    assert keys.read_all() == (key,)


@pytest.mark.parametrize("scopes", [[], ["all"], ["check", "admin"], [""]])
def test_a_key_needs_scopes_that_there_are(keys: KeyStore, scopes: list[str]) -> None:
    with pytest.raises(ScopeError):
        keys.create("handler", scopes, "A. Tester")
    assert keys.read_all() == ()


@pytest.mark.parametrize("number", [0, -1, float("nan"), float("inf"), 1e12])
def test_limits_are_numbers_that_mean_something(keys: KeyStore, number: float) -> None:
    with pytest.raises(KeyLimitError, match="checks_per_second"):
        keys.create("handler", ["check"], "A. Tester", number)
    with pytest.raises(KeyLimitError, match="expires_days"):
        keys.create("handler", ["check"], "A. Tester", None, number)
    assert keys.read_all() == ()


def test_every_error_is_one_of_access() -> None:
    for kind in (KeyLimitError, KeyNameError, ScopeError, UnknownKeyError):
        assert issubclass(kind, AccessError)


def test_the_secret_of_a_key_is_nowhere_in_the_store(keys: KeyStore, store: Store) -> None:
    _, text = keys.create("handler", ["check"], "A. Tester")
    parsed = parse_key(text)
    assert parsed is not None
    spelt = (text, text.rpartition("_")[2], parsed[1].hex())
    with store.reading() as connection:
        row = connection.execute(select(tables.api_keys)).one()
    assert not any(str(value) in spelt for value in row)
    assert not any(secret in repr(row) for secret in spelt)


def test_the_secret_of_a_key_is_in_no_file(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/beholden.db")
    store.prepare()
    _, text = KeyStore(store, SECRET, Clock()).create("handler", ["check"], "A. Tester")
    parsed = parse_key(text)
    assert parsed is not None
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    store.close()
    assert parsed[0].encode() in kept
    assert text.encode() not in kept
    assert text[-43:].encode() not in kept
    assert parsed[1] not in kept
    assert parsed[1].hex().encode() not in kept


def test_keys_of_another_secret_open_nothing(store: Store, keys: KeyStore, clock: Clock) -> None:
    _, text = keys.create("handler", ["check"], "A. Tester")
    (kept,) = keys.read_all()
    other = Secret(b"\7" * 32)
    assert isinstance(verify(text, {kept.key_id: kept}, other, clock()), Refusal)


def test_keys_are_listed_and_revoked_without_the_secret(store: Store, keys: KeyStore) -> None:
    key, _ = keys.create("handler", ["check"], "A. Tester")
    without = KeyStore(store, None, Clock())
    assert without.read_all() == (key,)
    assert without.revoke(key.key_id, "B. Tester").revoked == NOON
    with pytest.raises(SecretError):
        without.create("handler", ["check"], "A. Tester")


def test_a_lost_secret_is_not_replaced_while_keys_depend_on_it(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "secret.key"
    keys = KeyStore(store, open_secret(path, store), Clock())
    key, _ = keys.create("handler", ["check"], "A. Tester")
    path.unlink()
    with pytest.raises(SecretError, match="revoke every key first"):
        open_secret(path, store)
    assert not path.exists()
    keys.revoke(key.key_id, "A. Tester")
    open_secret(path, store)
    assert path.exists()
