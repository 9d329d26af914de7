"""Signed notes: one spelling, the last empty line, and whose signature counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.keys import COSIGNATURE, generate, parse_verifier_key
from beholden.ledger.core.note import (
    NOTE_BYTES,
    Signature,
    SignedNote,
    keys_by_id,
    open_note,
    parse_note,
    parse_signatures,
    sign,
    sign_note,
)
from beholden.ledger.errors import (
    AmbiguousKeyError,
    ControlCharacterError,
    KeyTypeError,
    LedgerError,
    NoSignatureError,
    NoteEndError,
    NoteSeparatorError,
    NoteTextError,
    NoteTooLongError,
    SignatureError,
    SignatureLineError,
    TooManySignaturesError,
    UnknownKeyError,
)

GO_KEY = parse_verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    "6KE6RyyBwJnAM=\n"
).encode()

LOG = generate("example.org/log", bytes(32))
OTHER = generate("example.net/log", bytes([1]) * 32)
TEXT = b"one\n\ntwo\n"
NOTE = sign_note(TEXT, [LOG])
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=60).map(
    lambda text: text.encode() + b"\n"
)


def lines(*signatures: Signature) -> bytes:
    return TEXT + b"\n" + b"".join(one.encode() for one in signatures)


def test_the_note_of_gos_package_opens_by_its_key() -> None:
    opened = open_note(GO_NOTE, [GO_KEY])
    assert opened.text == GO_NOTE[: GO_NOTE.index(b"\n\n") + 1]
    assert [one.key for one in opened.verified] == [GO_KEY]
    assert opened.unknown == ()


@given(TEXTS)
def test_what_was_signed_opens_with_the_same_text(text: bytes) -> None:
    opened = open_note(sign_note(text, [LOG, OTHER]), [OTHER.key, LOG.key])
    assert opened.text == text
    assert [one.key for one in opened.verified] == [LOG.key, OTHER.key]


@given(TEXTS)
def test_a_note_has_one_spelling(text: bytes) -> None:
    data = sign_note(text, [LOG])
    assert parse_note(data).encode() == data


def test_the_last_empty_line_ends_the_text() -> None:
    inner = sign_note(b"inner\n", [OTHER])
    outer = sign_note(inner, [LOG])
    assert open_note(outer, [LOG.key]).text == inner
    with pytest.raises(UnknownKeyError):
        open_note(outer, [OTHER.key])


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NoteEndError),
        (NOTE[:-1], NoteEndError),
        (TEXT, SignatureLineError),
        (b"one\n", NoteSeparatorError),
        (TEXT + b"\n", NoSignatureError),
        (NOTE + b"\n", NoSignatureError),
        (b"\n" + NOTE.split(b"\n\n")[-1], NoteSeparatorError),
        (NOTE.replace(b"\n", b"\r\n"), ControlCharacterError),
        (NOTE.replace(b"one", b"o\rne"), ControlCharacterError),
        (NOTE.replace(b"one", b"o\0ne"), ControlCharacterError),
        (NOTE.replace(b"one", b"o\tne"), ControlCharacterError),
        (NOTE.replace(b"one", b"o\x1fne"), ControlCharacterError),
        (NOTE.replace(b"one", b"o\xffne"), NoteTextError),
        (NOTE.replace(b"one", b"o\xed\xa0\x80ne"), NoteTextError),
        (NOTE.replace(b"one", b"o\xc0\xafne"), NoteTextError),
        (NOTE.replace("— ".encode(), b"- "), SignatureLineError),
        (NOTE.replace("— ".encode(), "—".encode()), SignatureLineError),
        (NOTE.replace("— ".encode(), "—  ".encode()), SignatureLineError),
        (NOTE.replace(b"/log ", b"/log  "), SignatureLineError),
        (NOTE.replace(b"/log ", b"/log"), SignatureLineError),
        (NOTE.replace(b"example.org/log", b""), SignatureLineError),
        (NOTE.replace(b"example.org/log", b"a+b"), SignatureLineError),
        (NOTE.replace(b"example.org/log", "a\u00a0b".encode()), SignatureLineError),
        (TEXT + "\n— a AAAAAA==\n".encode(), SignatureLineError),
        (TEXT + "\n— a AAAA\n".encode(), SignatureLineError),
        (TEXT + "\n— a \n".encode(), SignatureLineError),
        (NOTE[:-1] + b" \n", SignatureLineError),
        (b"a" * NOTE_BYTES + NOTE, NoteTooLongError),
    ],
)
def test_what_is_no_note_is_refused_for_its_own_reason(
    data: bytes, error: type[LedgerError]
) -> None:
    with pytest.raises(error) as caught:
        open_note(data, [LOG.key])
    assert type(caught.value) is error
    assert str(caught.value).endswith(".")


def test_who_saved_it_in_a_windows_editor_is_told_so() -> None:
    with pytest.raises(ControlCharacterError, match="CRLF"):
        parse_note(NOTE.replace(b"\n", b"\r\n"))
    with pytest.raises(ControlCharacterError, match="a control character at byte 1"):
        parse_note(b"o\0" + NOTE)


@pytest.mark.parametrize("form", ["AAAAAAE=", "AAAA AAE=", "AAAAAAE", "AAAAAAF=", "AAAA-_E="])
def test_a_signature_in_another_spelling_is_refused(form: str) -> None:
    # Five zero bytes but the last; only the first form is the one that a writer gives.
    data = TEXT + f"\n— a {form}\n".encode()
    if form == "AAAAAAE=":
        assert parse_note(data).signatures[0] == Signature("a", bytes(4), b"\1")
    else:
        with pytest.raises(SignatureLineError):
            parse_note(data)


@pytest.mark.parametrize("count", [1, 16, 100])
def test_up_to_100_signatures_are_read(count: int) -> None:
    signers = [generate(f"log-{number}", bytes(32)) for number in range(count)]
    data = sign_note(TEXT, signers)
    assert len(open_note(data, [signer.key for signer in signers]).verified) == count


@pytest.mark.parametrize("count", [101, 200, 5_000])
def test_more_than_100_signatures_are_refused_before_any_is_verified(count: int) -> None:
    bad = Signature(LOG.name, LOG.key.key_id, bytes(64))
    with pytest.raises(TooManySignaturesError):
        open_note(lines(*[bad] * count), [LOG.key])


def test_a_note_of_the_greatest_size_is_read() -> None:
    text = b"a" * (NOTE_BYTES - len(NOTE) + len(TEXT) - 1) + b"\n"
    data = sign_note(text, [LOG])
    assert len(data) == NOTE_BYTES
    assert open_note(data, [LOG.key]).text == text
    with pytest.raises(NoteTooLongError):
        sign_note(b"a" + text, [LOG])


def test_a_signature_by_an_unknown_key_is_passed_over_whatever_it_is() -> None:
    unknown = Signature("stranger", b"abcd", b"nonsense")
    opened = open_note(lines(unknown, sign(TEXT, LOG)), [LOG.key])
    assert opened.unknown == (unknown,)
    assert [one.key for one in opened.verified] == [LOG.key]


def test_a_note_that_only_strangers_signed_does_not_open() -> None:
    with pytest.raises(UnknownKeyError):
        open_note(NOTE, [OTHER.key])
    with pytest.raises(UnknownKeyError):
        open_note(NOTE, [])


def test_a_bad_signature_of_a_known_key_rejects_the_note_whoever_else_signed() -> None:
    bad = sign(b"another text\n", OTHER)
    for order in ((bad, sign(TEXT, LOG)), (sign(TEXT, LOG), bad)):
        with pytest.raises(SignatureError):
            open_note(lines(*order), [LOG.key, OTHER.key])
        assert open_note(lines(*order), [LOG.key]).unknown == (bad,)


def test_a_good_and_a_bad_signature_of_one_key_reject_the_note() -> None:
    bad = Signature(LOG.name, LOG.key.key_id, bytes(64))
    for order in ((bad, sign(TEXT, LOG)), (sign(TEXT, LOG), bad)):
        with pytest.raises(SignatureError):
            open_note(lines(*order), [LOG.key])


def test_a_key_counts_once_however_often_it_signed() -> None:
    good = sign(TEXT, LOG)
    assert len(open_note(lines(good, good, good), [LOG.key]).verified) == 1


def test_the_name_of_a_known_key_with_another_id_is_another_key() -> None:
    stranger = Signature(LOG.name, OTHER.key.key_id, bytes(64))
    assert open_note(lines(stranger, sign(TEXT, LOG)), [LOG.key]).unknown == (stranger,)


def test_the_id_of_a_known_key_under_another_name_is_another_key() -> None:
    stranger = Signature("stranger", LOG.key.key_id, sign(TEXT, LOG).blob)
    with pytest.raises(UnknownKeyError):
        open_note(lines(stranger), [LOG.key])
    assert open_note(lines(stranger, sign(TEXT, LOG)), [LOG.key]).unknown == (stranger,)


def test_an_unknown_key_with_name_and_id_of_a_known_one_rejects_the_note() -> None:
    forged = Signature(LOG.name, LOG.key.key_id, OTHER.sign(TEXT))
    with pytest.raises(SignatureError):
        open_note(lines(forged), [LOG.key])


def test_two_known_keys_with_one_name_and_id_are_refused() -> None:
    twin = replace(LOG.key, public=OTHER.key.public)
    with pytest.raises(AmbiguousKeyError):
        open_note(NOTE, [LOG.key, twin])
    assert open_note(NOTE, [LOG.key, LOG.key]).text == TEXT, "one key given twice is one"


def test_a_known_key_of_a_type_that_cannot_be_verified_is_an_unknown_one() -> None:
    future = replace(LOG.key, type=0x06)
    assert keys_by_id([future]) == {}
    with pytest.raises(UnknownKeyError):
        open_note(NOTE, [future])


def test_a_witnesss_key_does_not_sign_plain_texts() -> None:
    with pytest.raises(KeyTypeError):
        sign_note(TEXT, [generate("witness", bytes(32), COSIGNATURE)])


@pytest.mark.parametrize("text", [b"", b"one", b"a\r\n", b"\xff\n"])
def test_a_text_that_no_note_can_have_is_not_signed(text: bytes) -> None:
    with pytest.raises(LedgerError):
        sign_note(text, [LOG])


def test_nobody_is_no_signer() -> None:
    with pytest.raises(NoSignatureError):
        sign_note(TEXT, [])


def test_signature_lines_stand_alone_too() -> None:
    signatures = (sign(TEXT, LOG), sign(TEXT, OTHER))
    data = b"".join(one.encode() for one in signatures)
    assert parse_signatures(data) == signatures
    for wrong in (b"", b"\n", data[:-1], data + b"\n", TEXT + b"\n" + data):
        with pytest.raises(LedgerError):
            parse_signatures(wrong)


def test_what_a_stranger_wrote_cannot_steer_the_terminal_of_who_reads_the_reason() -> None:
    with pytest.raises(SignatureLineError) as caught:
        parse_note(TEXT + "\n\u202e\u009b31m\n".encode())
    assert str(caught.value).isprintable()


def test_a_note_of_values_is_the_one_that_was_read() -> None:
    assert parse_note(NOTE) == SignedNote(TEXT, (sign(TEXT, LOG),))
