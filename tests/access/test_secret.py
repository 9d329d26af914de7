"""The file of the secret: made once, whole, for its owner alone."""

from __future__ import annotations

import copy
import os
import pickle
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.access import Secret, SecretError
from tests.access.support import SECRET

# Announces that it is ready, waits for the others, then asks for the secret.
RACER = """
import sys
from pathlib import Path
from beholden.access import Secret
print("ready", flush=True)
sys.stdin.read()
secret = Secret.load_or_create(Path(sys.argv[1]))
print(secret.mac("test", "x"), flush=True)
"""
RACERS = 6


def write(path: Path, text: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(text)
    path.chmod(mode)
    return path


def test_it_is_made_on_first_need_and_read_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret.key"
    made, found = Secret.load_or_create(path), Secret.load_or_create(path)
    assert made.mac("a", "b") == found.mac("a", "b") == Secret.load(path).mac("a", "b")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(bytes.fromhex(path.read_text())) == 32


def test_no_two_installations_have_the_same(tmp_path: Path) -> None:
    macs = {Secret.load_or_create(tmp_path / str(n)).mac("a", "b") for n in range(20)}
    assert len(macs) == 20


def test_its_mode_does_not_depend_on_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Secret.load_or_create(tmp_path / "secret.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_nothing_else_is_left_in_its_folder(tmp_path: Path) -> None:
    Secret.load_or_create(tmp_path / "secret.key")
    assert os.listdir(tmp_path) == ["secret.key"]  # noqa: PTH208 - hidden ones too


def test_processes_that_race_end_with_one_secret(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RACER, str(tmp_path / "secret.key")]
    pipe = subprocess.PIPE
    racers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(RACERS)]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.close()
    said = []
    for racer in racers:
        with racer:
            assert racer.stdout is not None
            said.append(racer.stdout.read())
        assert racer.returncode == 0
    assert set(said) == {Secret.load(tmp_path / "secret.key").mac("test", "x") + "\n"}
    assert os.listdir(tmp_path) == ["secret.key"]  # noqa: PTH208 - hidden ones too


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_secret_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path / "secret.key", b"ab" * 32, mode)
    for read in (Secret.load, Secret.load_or_create):
        with pytest.raises(SecretError, match="chmod 600") as refused:
            read(path)
        assert "ab" * 32 not in str(refused.value)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_secret_for_its_owner_alone_is_taken(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path / "secret.key", b"AB" * 32, mode)
    assert Secret.load(path).mac("a", "b") == Secret(b"\xab" * 32).mac("a", "b")


@pytest.mark.parametrize(
    "text",
    [b"", b"\n", b"ab" * 31, b"ab" * 33, b"zz" * 32, b"ab" * 32 + b"\nmore", b"\xff" * 64,
     b" " + b"ab" * 32, b"a b" * 21 + b"a", "٣".encode() * 32],
)  # fmt: skip
def test_a_damaged_secret_is_refused_and_left_as_it_is(tmp_path: Path, text: bytes) -> None:
    path = write(tmp_path / "secret.key", text)
    with pytest.raises(SecretError, match="64 hex digits"):
        Secret.load_or_create(path)
    assert path.read_bytes() == text


def test_a_missing_secret_is_not_made_where_it_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match="backup"):
        Secret.load(tmp_path / "secret.key")
    (tmp_path / "secret.key").symlink_to(tmp_path / "gone")
    with pytest.raises(SecretError, match="backup"):
        Secret.load_or_create(tmp_path / "secret.key")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SecretError):
        Secret.load_or_create(tmp_path)
    with pytest.raises(SecretError, match="not a file"):
        Secret.load_or_create(Path(os.devnull))


def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SecretError, match="cannot be made"):
        Secret.load_or_create(tmp_path / "file" / "secret.key")


@given(st.text(), st.text(), st.text())
def test_digests_of_one_purpose_say_nothing_in_another(one: str, other: str, text: str) -> None:
    assert (SECRET.mac(one, text) == SECRET.mac(other, text)) == (one == other)


@given(st.text())
def test_a_text_and_its_bytes_have_one_digest(text: str) -> None:
    assert SECRET.mac("a", text) == SECRET.mac("a", text.encode())
    assert len(SECRET.mac("a", text)) == 64


def test_a_digest_never_changes_between_versions() -> None:
    # Kept keys and pseudonyms depend on it: a change here locks everybody out.
    assert SECRET.derive("api keys").hex() == DERIVED
    assert SECRET.mac("api keys", b"x") == MAC


DERIVED = "caafd50e01ed0ce6290a10ddcf04d0ef554fc67e305692929cef947335813463"
MAC = "0d64d3733ddf809ab6d8f702531f3a28049b511a222da66f89e9dd86526b72e5"


def test_a_secret_is_not_shown_or_copied_into_files() -> None:
    assert repr(SECRET) == str(SECRET) == f"{SECRET}" == "Secret(...)"
    assert not hasattr(SECRET, "__dict__")
    for copying in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not copied"):
            copying(SECRET)


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_secret_has_32_bytes(size: int) -> None:
    with pytest.raises(SecretError):
        Secret(bytes(size))
