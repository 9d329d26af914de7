"""The network's own policy holds its own keys, whatever the file says, and the file's witnesses."""

from __future__ import annotations

from pathlib import Path

import pytest

from beholden.ledger.core.keys import COSIGNATURE, VerifierKey, generate
from beholden.ledger.core.policy import parse_policy
from beholden.ledger.errors import IdentityError, PolicyError
from beholden.ledger.identity import create, load, name_log, rotate
from beholden.ledger.trust import trust_of, trust_text
from tests.ledger.house import ORIGIN, seed

NOW = 1_800_000_000
WITNESS = generate("w.example", seed(9), COSIGNATURE).key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path / "ledger", ORIGIN, named=True, instance="i", seed=seed(1), now=NOW)
    return tmp_path / "ledger"


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "trust.txt"


def key(number: int, name: str = ORIGIN) -> VerifierKey:
    return generate(name, seed(number)).key


def test_without_a_file_the_logs_own_keys_are_enough(folder: Path, file: Path) -> None:
    policy = trust_of(folder, file)
    assert (policy.logs, dict(policy.witnesses)) == ((key(1),), {})
    assert parse_policy(policy.encode()) == policy


def test_witnesses_and_quorum_are_the_files(folder: Path, file: Path) -> None:
    file.write_text(f"# ours\nwitness w {WITNESS.text} https://w.example\nquorum w\n")
    policy = trust_of(folder, file)
    assert policy.logs == (key(1),)
    assert policy.quorum == "w"
    assert (policy.witnesses["w"].key, policy.witnesses["w"].url) == (WITNESS, "https://w.example")


@pytest.mark.parametrize("line", ["log {}", "log\t{}", "  log {}", "\tlog {} https://x.example"])
def test_keys_are_those_of_the_identity_whatever_the_file_says(
    folder: Path, file: Path, line: str
) -> None:
    """A stranger's key in the file would sign for this log; an own one would stand there twice."""
    lines = [line.format(one.text) for one in (key(1), key(7), key(8, "other.example/log"))]
    file.write_text("".join(f"{one}\n" for one in lines) + "quorum none\n")
    assert trust_of(folder, file).logs == (key(1),)


def test_a_rotated_key_is_trusted_without_an_edit_and_the_old_one_still(
    folder: Path, file: Path
) -> None:
    file.write_text(f"log {key(1).text}\nquorum none\n")
    rotate(folder, seed=seed(2), now=NOW, overlap_seconds=0)
    assert trust_of(folder, file).logs == (key(2), key(1))


def test_a_name_that_the_log_had_before_is_not_trusted(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    create(folder, "unnamed.invalid/1", named=False, instance="i", seed=seed(1), now=NOW)
    name_log(folder, ORIGIN, seed=seed(2), now=NOW)
    assert trust_of(folder, folder / "trust.txt").logs == (key(2),)


def test_what_is_given_to_others_is_what_is_in_force(folder: Path, file: Path) -> None:
    identity = load(folder)
    assert identity is not None
    for text in (None, f"witness w {WITNESS.text}\nquorum w\n", "quorum none\n"):
        if text is not None:
            file.write_text(text)
        assert parse_policy(trust_text(identity, file)) == trust_of(folder, file)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"quorum none",
        b"quorum none\nlog x",
        b"quorum w\n",
        b"\xff\n",
        b"quorum none\nquorum none\n",
        b"nonsense\nquorum none\n",
        b"\0\nquorum none\n",
        b"witness w nonsense\nquorum none\n",
        b"# " + b"x" * (1 << 20) + b"\nquorum none\n",
    ],
)
def test_a_file_that_is_no_policy_is_refused_and_never_taken_for_none(
    folder: Path, file: Path, data: bytes
) -> None:
    file.write_bytes(data)
    with pytest.raises(PolicyError):
        trust_of(folder, file)


def test_a_file_that_cannot_be_read_is_not_taken_for_none(folder: Path, file: Path) -> None:
    file.mkdir()
    with pytest.raises(PolicyError, match="owner"):
        trust_of(folder, file)


def test_without_a_log_there_is_no_policy(tmp_path: Path) -> None:
    with pytest.raises(IdentityError, match="init"):
        trust_of(tmp_path / "nothing", tmp_path / "trust.txt")
