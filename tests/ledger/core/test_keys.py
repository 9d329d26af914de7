"""Key texts: one key has one text, its id is its own, and a secret is never shown."""

from __future__ import annotations

import base64
from contextlib import suppress
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from rich.pretty import pretty_repr

from beholden.ledger.core.keys import (
    COSIGNATURE,
    ED25519,
    SigningKey,
    check_name,
    cosigned_message,
    generate,
    parse_signing_key,
    parse_verifier_key,
)
from beholden.ledger.errors import (
    CosignatureTimeError,
    KeyIdError,
    KeyNameError,
    KeyTextError,
    KeyTypeError,
    LedgerError,
    SignatureError,
)

GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = bytes(range(32))
KEY = generate("example.org/log", SEED)
NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="+"),
    min_size=1,
    max_size=40,
)
SEEDS = st.binary(min_size=32, max_size=32)
TYPES = st.sampled_from([ED25519, COSIGNATURE])


def test_the_key_of_gos_note_package_is_read() -> None:
    key = parse_verifier_key(GO_KEY)
    assert (key.name, key.type, key.key_id.hex()) == ("PeterNeumann", ED25519, "c74f20a3")
    assert key.text == GO_KEY


@given(NAMES, SEEDS, TYPES)
def test_what_was_written_is_read(name: str, seed: bytes, key_type: int) -> None:
    key = generate(name, seed, key_type)
    assert parse_verifier_key(key.key.text) == key.key
    assert parse_signing_key(key.text) == key
    assert key.name == key.key.name == name


@given(NAMES, SEEDS, TYPES)
def test_an_id_is_the_digest_of_name_type_and_key(name: str, seed: bytes, key_type: int) -> None:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    digest = sha256(name.encode() + b"\n" + bytes([key_type]) + public).digest()
    assert generate(name, seed, key_type).key.key_id == digest[:4]


def test_one_secret_has_another_id_in_each_type_and_under_each_name() -> None:
    keys = [generate(name, SEED, kind).key for name in "ab" for kind in (ED25519, COSIGNATURE)]
    assert len({key.key_id for key in keys}) == 4


@given(st.binary(max_size=200))
def test_a_key_verifies_what_it_signed_and_nothing_else(message: bytes) -> None:
    signature = KEY.sign(message)
    assert len(signature) == 64
    assert KEY.key.verify(message, signature)
    assert not KEY.key.verify(message + b"\n", signature)
    assert not generate(KEY.name, bytes(32)).key.verify(message, signature)
    for wrong in (b"", signature[:-1], signature + b"\0", bytes(64)):
        assert not KEY.key.verify(message, wrong)


def test_a_signature_with_a_number_of_the_group_added_is_another_and_does_not_verify() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    signature = KEY.sign(b"text")
    scalar = int.from_bytes(signature[32:], "little") + order
    assert not KEY.key.verify(b"text", signature[:32] + scalar.to_bytes(32, "little"))


@given(st.integers(0, len(GO_KEY) - 1), st.characters())
def test_a_text_with_one_character_changed_is_no_key(place: int, other: str) -> None:
    text = GO_KEY[:place] + other + GO_KEY[place + 1 :]
    if text == GO_KEY:
        return
    try:
        key = parse_verifier_key(text)
    except KeyTextError:
        return
    # The type's byte is the first of the base64: another type is another kind of key.
    assert not key.supported
    assert not key.verify(b"", bytes(64))


@given(st.text() | st.from_regex(r"[a-z]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}", fullmatch=True))
def test_a_key_has_one_text_only(text: str) -> None:
    with suppress(KeyTextError):
        assert parse_verifier_key(text).text == text
    with pytest.raises(KeyTextError):
        parse_signing_key(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", KeyTextError),
        ("PeterNeumann", KeyTextError),
        (GO_KEY[:-1], KeyTextError),
        (GO_KEY + "\n", KeyTextError),
        (GO_KEY + "=", KeyTextError),
        (GO_KEY.replace("/", "_"), KeyTextError),
        (GO_KEY.replace("c74f20a3", "C74F20A3"), KeyTextError),
        (GO_KEY.replace("c74f20a3", "c74f20a"), KeyTextError),
        (GO_KEY.replace("c74f20a3", "c74f20a4"), KeyIdError),
        (GO_KEY.replace("PeterNeumann", "PeterNeuman"), KeyIdError),
        (GO_KEY.replace("PeterNeumann", "Peter Neumann"), KeyNameError),
        (GO_KEY.replace("PeterNeumann", ""), KeyNameError),
        (GO_KEY.replace("PeterNeumann", "Peter\x00"), KeyNameError),
        ("a+00000000+", KeyTextError),
        ("a+00000000+AQ==", KeyTextError),
        ("a+00000000+" + "A" * 40_000, KeyTextError),
        ("\ud800+00000000+AQ==", KeyTextError),
    ],
)
def test_what_is_no_key_is_refused(text: str, error: type[LedgerError]) -> None:
    with pytest.raises(error):
        parse_verifier_key(text)


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "a\u00a0b", "a\u3000b", "a+b", "a\nb", "a\x7f", "a\x85b", "a" * 256, "\ud800"],
)
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(KeyNameError):
        check_name(name)


def test_a_name_has_up_to_255_bytes() -> None:
    check_name("a" * 255)
    check_name("é" * 127)
    with pytest.raises(KeyNameError):
        check_name("é" * 128)


def test_a_key_of_another_type_is_read_and_verifies_nothing() -> None:
    data = base64.b64encode(b"\x06" + bytes(1312)).decode()
    key = parse_verifier_key(f"example.org/log+01234567+{data}")
    assert (key.type, key.supported, len(key.public)) == (6, False, 1312)
    assert key.text.endswith(data)
    assert not key.verify(b"", bytes(64))
    with pytest.raises(SignatureError):
        key.check(b"", bytes(64))


def test_a_signing_key_is_made_of_32_bytes_and_a_type_that_signs() -> None:
    for seed in (b"", bytes(31), bytes(33)):
        with pytest.raises(KeyTextError):
            generate("a", seed)
    with pytest.raises(KeyTypeError):
        generate("a", SEED, 0x06)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", KeyTextError),
        ("PRIVATE+KEY+", KeyTextError),
        (KEY.key.text, KeyTextError),
        (KEY.text.removeprefix("PRIVATE+"), KeyTextError),
        (KEY.text[:-2], KeyTextError),
        (KEY.text.replace(KEY.key.key_id.hex(), "00000000"), KeyIdError),
        (KEY.text.replace("example.org", "example.net"), KeyIdError),
        ("PRIVATE+KEY+a+00000000+" + base64.b64encode(b"\x06" + SEED).decode(), KeyTypeError),
        ("PRIVATE+KEY+a b+00000000+" + base64.b64encode(b"\x01" + SEED).decode(), KeyNameError),
    ],
)
def test_what_is_no_signing_key_is_refused_without_quoting_it(
    text: str, error: type[LedgerError]
) -> None:
    with pytest.raises(error) as caught:
        parse_signing_key(text)
    assert base64.b64encode(SEED).decode()[4:20] not in str(caught.value)
    assert base64.b64encode(b"\x01" + SEED).decode()[4:20] not in str(caught.value)


def test_no_representation_of_a_signing_key_shows_its_secret() -> None:
    KEY.sign(b"")  # what is cached must not be shown either
    shown = [repr(KEY), str(KEY), f"{KEY}", pretty_repr(KEY), repr([KEY]), repr({"k": KEY})]
    for secret in (repr(SEED)[2:-1], SEED.hex(), base64.b64encode(SEED).decode()[:20]):
        assert not any(secret in text for text in shown)
    assert all(KEY.name in text for text in shown)


def test_a_cosignature_signs_a_head_the_time_and_the_text() -> None:
    assert cosigned_message(b"text\n", 0) == b"cosignature/v1\ntime 0\ntext\n"
    assert cosigned_message(b"", 2**63 - 1) == b"cosignature/v1\ntime 9223372036854775807\n"
    for time in (-1, 2**63):
        with pytest.raises(CosignatureTimeError):
            cosigned_message(b"", time)


def test_equal_keys_are_equal_whether_or_not_they_have_been_used() -> None:
    fresh: SigningKey = parse_signing_key(KEY.text)
    KEY.key.verify(b"", KEY.sign(b""))
    assert fresh.key == KEY.key
    assert hash(fresh.key) == hash(KEY.key)
