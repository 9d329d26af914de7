"""Checkpoints: one spelling, sizes read whole or not at all, and the log's own key."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.checkpoint import (
    EMPTY_ROOT,
    Checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from beholden.ledger.core.keys import COSIGNATURE, generate
from beholden.ledger.core.note import sign_note
from beholden.ledger.errors import (
    CheckpointError,
    CheckpointRootError,
    CheckpointSizeError,
    ExtensionLineError,
    KeyTypeError,
    LedgerError,
    OriginError,
    OriginMismatchError,
    SignatureError,
    UnknownKeyError,
)
from tests.ledger.core.documents import CHECKPOINT, LOG, NEXT_LOG, ORIGIN, OTHER_LOG

ROOT = bytes(range(32))
ROOT_TEXT = base64.b64encode(ROOT).decode()
LINES = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=30)


def text(size: str = "7", root: str = ROOT_TEXT, origin: str = ORIGIN, more: str = "") -> bytes:
    return f"{origin}\n{size}\n{root}\n{more}".encode()


def test_the_text_is_origin_size_and_root() -> None:
    assert Checkpoint(ORIGIN, 7, ROOT).encode() == text()
    assert Checkpoint(ORIGIN, 7, ROOT, ("one", "two")).encode() == text(more="one\ntwo\n")


@given(LINES, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(LINES))
def test_what_was_written_is_read(origin: str, size: int, root: bytes, more: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(more))
    assert parse_checkpoint(checkpoint.encode()) == checkpoint


@given(st.binary() | st.from_regex(rb"[^\n]+\n\d{1,20}\n[A-Za-z0-9+/]{43}=\n(x\n)?"))
def test_a_checkpoint_has_one_spelling(data: bytes) -> None:
    try:
        checkpoint = parse_checkpoint(data)
    except CheckpointError:
        return
    assert checkpoint.encode() == data


@pytest.mark.parametrize("size", [0, 1, 2**31, 2**53, 2**53 + 1, 2**63 - 1])
def test_a_size_is_read_to_the_last_digit(size: int) -> None:
    assert parse_checkpoint(text(str(size))).size == size


@pytest.mark.parametrize(
    "size",
    [
        str(2**63),
        str(2**64),
        "9" * 5_000,
        "-1",
        "-0",
        "+1",
        "01",
        "00",
        "",
        " 7",
        "7 ",
        "7.0",
        "7e0",
        "0x7",
        "1_000",
        "1,000",
        "\N{ARABIC-INDIC DIGIT SEVEN}",  # Python's int() reads it as 7
        "\N{FULLWIDTH DIGIT SEVEN}",
        "\N{SUPERSCRIPT TWO}",
        "seven",
    ],
)
def test_what_is_no_plain_size_is_refused(size: str) -> None:
    with pytest.raises(CheckpointSizeError):
        parse_checkpoint(text(size))


@pytest.mark.parametrize(
    "root",
    [
        "",
        ROOT_TEXT[:-1],
        ROOT_TEXT + "=",
        ROOT_TEXT.rstrip("="),
        ROOT_TEXT[:20] + " " + ROOT_TEXT[20:],
        " " + ROOT_TEXT,
        ROOT_TEXT[:-2] + "9=",  # the padding bits are not zero
        base64.urlsafe_b64encode(b"\xff" * 32).decode(),
        base64.b64encode(bytes(31)).decode(),
        base64.b64encode(bytes(33)).decode(),
        ROOT.hex(),
        "é" * 44,
    ],
)
def test_what_is_no_plain_root_is_refused(root: str) -> None:
    with pytest.raises(CheckpointRootError):
        parse_checkpoint(text(root=root))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", ExtensionLineError),
        (b"\n", CheckpointError),
        (f"{ORIGIN}\n7\n".encode(), CheckpointError),
        (text()[:-1], ExtensionLineError),
        (text() + b"\n", ExtensionLineError),
        (text(more="one\n\ntwo\n"), ExtensionLineError),
        (text(more="one"), ExtensionLineError),
        (text(origin=""), OriginError),
        (b"\n" + text(), OriginError),
        (text().replace(b"network", b"\xff"), CheckpointError),
        (text().replace(b"\n", b"\r\n"), CheckpointSizeError),
    ],
)
def test_what_is_no_checkpoint_is_refused_for_its_own_reason(
    data: bytes, error: type[LedgerError]
) -> None:
    with pytest.raises(error) as caught:
        parse_checkpoint(data)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("checkpoint", "error"),
    [
        (Checkpoint("", 0, ROOT), OriginError),
        (Checkpoint("a\nb", 0, ROOT), OriginError),
        (Checkpoint("a", -1, ROOT), CheckpointSizeError),
        (Checkpoint("a", 2**63, ROOT), CheckpointSizeError),
        (Checkpoint("a", 0, ROOT[:-1]), CheckpointRootError),
        (Checkpoint("a", 0, ROOT, ("",)), ExtensionLineError),
        (Checkpoint("a", 0, ROOT, ("a\nb",)), ExtensionLineError),
    ],
)
def test_what_no_checkpoint_can_say_is_not_written(
    checkpoint: Checkpoint, error: type[LedgerError]
) -> None:
    with pytest.raises(error):
        checkpoint.encode()


def test_the_root_of_no_leaves_is_the_digest_of_nothing() -> None:
    assert EMPTY_ROOT.hex().startswith("e3b0c442")
    assert EMPTY_ROOT.hex().endswith("b855")


def test_a_signed_checkpoint_opens_by_any_key_of_its_log() -> None:
    note = sign_checkpoint(CHECKPOINT, LOG, NEXT_LOG)
    for keys in ([LOG.key], [NEXT_LOG.key], [OTHER_LOG.key, NEXT_LOG.key, LOG.key]):
        assert open_checkpoint(note, ORIGIN, keys) == CHECKPOINT


def test_a_checkpoint_of_another_log_does_not_open() -> None:
    other = Checkpoint(OTHER_LOG.name, 1, ROOT)
    note = sign_checkpoint(other, OTHER_LOG)
    with pytest.raises(OriginMismatchError):
        open_checkpoint(note, ORIGIN, [LOG.key, OTHER_LOG.key])


def test_a_log_signs_for_itself_alone() -> None:
    with pytest.raises(OriginMismatchError):
        sign_checkpoint(CHECKPOINT, OTHER_LOG)
    # Made by other means, it is not believed either.
    forged = sign_note(CHECKPOINT.encode(), [OTHER_LOG])
    with pytest.raises(UnknownKeyError):
        open_checkpoint(forged, ORIGIN, [LOG.key, OTHER_LOG.key])


def test_a_witness_does_not_sign_as_the_log() -> None:
    witness = generate(ORIGIN, bytes([1]) * 32, COSIGNATURE)
    with pytest.raises(KeyTypeError):
        sign_checkpoint(CHECKPOINT, witness)
    with pytest.raises(UnknownKeyError):
        open_checkpoint(sign_checkpoint(CHECKPOINT, LOG), ORIGIN, [witness.key])


def test_a_checkpoint_whose_size_was_changed_does_not_open() -> None:
    note = sign_checkpoint(CHECKPOINT, LOG).replace(b"\n9\n", b"\n8\n")
    with pytest.raises(SignatureError):
        open_checkpoint(note, ORIGIN, [LOG.key])


def test_origins_that_could_be_no_keys_name_are_read_and_never_verified() -> None:
    body = text(origin="go.sum database tree")
    assert parse_checkpoint(body).origin == "go.sum database tree"
    with pytest.raises(UnknownKeyError):
        open_checkpoint(sign_note(body, [LOG]), "go.sum database tree", [LOG.key])
