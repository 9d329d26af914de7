"""Which texts open a key. Pure: values and a time in, a key or a refusal out."""

from __future__ import annotations

import string
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.pretty import pretty_repr

from beholden.access import Key, Refusal, ScopeError, key_text, parse_key, parse_scope, verify
from tests.access.support import NOON, SECRET, Counting, key

KEY_IDS = st.text(string.ascii_lowercase + "234567", min_size=12, max_size=12)
SECRETS = st.binary(min_size=32, max_size=32)
TEXT = key_text("abcdefgh2345", bytes(32))


def code(text: str, *keys: Key, now=NOON) -> str:
    found = verify(text, {one.key_id: one for one in keys}, SECRET, now)
    return found.code if isinstance(found, Refusal) else "open"


@given(KEY_IDS, SECRETS)
def test_what_was_written_is_read(key_id: str, secret: bytes) -> None:
    text = key_text(key_id, secret)
    assert parse_key(text) == (key_id, secret)
    assert len(text) == 59


@given(st.text() | st.from_regex(r"bh_[a-z2-7]{12}_[A-Za-z0-9_\-]{43}", fullmatch=True))
def test_a_key_has_one_text_only(text: str) -> None:
    parsed = parse_key(text)
    assert parsed is None or key_text(*parsed) == text


@given(KEY_IDS, SECRETS)
def test_a_key_opens_what_it_was_made_for(key_id: str, secret: bytes) -> None:
    kept = key(key_id=key_id, secret_mac=SECRET.mac("api keys", secret))
    assert verify(key_text(key_id, secret), {key_id: kept}, SECRET, NOON) is kept


@given(SECRETS, SECRETS)
def test_another_secret_does_not_open(secret: bytes, other: bytes) -> None:
    assume(secret != other)
    kept = key(secret_mac=SECRET.mac("api keys", secret))
    assert code(key_text(kept.key_id, other), kept) == "unknown"


@given(st.integers(0, len(TEXT) - 1), st.characters())
def test_a_text_with_one_character_changed_does_not_open(place: int, other: str) -> None:
    assume(TEXT[place] != other)
    assert code(TEXT[:place] + other + TEXT[place + 1 :], key()) in {"malformed", "unknown"}


@pytest.mark.parametrize(
    "text",
    ["", "bh_", TEXT[:-1], TEXT + "A", TEXT + "\n", " " + TEXT, TEXT.upper(), TEXT + "=", "é" * 59],
)
def test_what_is_no_keys_text_is_malformed(text: str) -> None:
    assert code(text, key()) == "malformed"


def test_a_key_ends_at_its_time_and_not_before() -> None:
    kept = key(expires=NOON)
    assert code(TEXT, kept, now=NOON - timedelta(microseconds=1)) == "open"
    assert code(TEXT, kept, now=NOON) == "expired"


def test_a_revoked_key_does_not_open_whatever_the_clock_says() -> None:
    kept = key(revoked=NOON, revoked_by="A. Tester", expires=NOON)
    for hours in (-1, 0, 1):
        assert code(TEXT, kept, now=NOON + timedelta(hours=hours)) == "revoked"


def test_who_has_not_the_secret_is_not_told_what_became_of_the_key() -> None:
    wrong = key_text("abcdefgh2345", b"\1" * 32)
    said = {
        code(wrong),
        code(wrong, key()),
        code(wrong, key(revoked=NOON)),
        code(wrong, key(expires=NOON)),
    }
    assert said == {"unknown"}


def test_an_unknown_id_costs_the_digest_of_a_known_one() -> None:
    known, unknown = Counting(), Counting()
    verify(key_text("abcdefgh2345", b"\1" * 32), {"abcdefgh2345": key()}, known, NOON)
    verify(key_text("zzzzzzzzzzzz", b"\1" * 32), {"abcdefgh2345": key()}, unknown, NOON)
    assert known.made == unknown.made == [32]


def test_a_digest_of_zeros_does_not_open_a_key_that_is_not_there() -> None:
    zeros = Counting("0" * 64)
    assert isinstance(verify(TEXT, {}, zeros, NOON), Refusal)


def test_no_representation_of_a_key_shows_its_digest() -> None:
    kept = key()
    shown = [repr(kept), str(kept), f"{kept}", pretty_repr(kept), repr([kept]), repr({"k": kept})]
    assert not any(kept.secret_mac in text for text in shown)
    assert all(kept.key_id in text for text in shown)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("check", "check"),
        ("look-up", "look_up"),
        ("look_up", "look_up"),
        ("Lists", "lists"),
        (" read ", "read"),
    ],
)
def test_a_scope_may_be_written_as_people_do(text: str, scope: str) -> None:
    assert parse_scope(text) == scope


@pytest.mark.parametrize("text", ["", "all", "*", "lookup", "check,read", "admin"])
def test_an_unknown_scope_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(ScopeError, match="check, look_up, lists, read"):
        parse_scope(text)
