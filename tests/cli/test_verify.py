"""`beholden verify`: one sentence, a status for scripts, and evidence that is never lost."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from beholden.ledger.core.checkpoint import Checkpoint
from beholden.ledger.core.commitment import Opening
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.policy import parse_policy
from beholden.ledger.core.tlog_proof import TlogProof
from beholden.ledger.core.verifying import verify_document
from tests.cli.support import CONTROL, Done, invoke, run
from tests.ledger.core.documents import (
    CONFIRMED,
    ENTRIES,
    INDEX,
    MERGE_BY,
    OPENINGS,
    ORIGIN,
    SIZE,
    SMALLER,
    confirmed,
    policy,
    proof,
    receipt,
)

BEFORE = "2023-11-15T12:00:00Z"
AFTER = "2023-11-22T12:00:00Z"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A receipt, its proof and opening, a later checkpoint, and a trust policy."""
    for name, content in {
        "receipt": receipt(),
        "proof": proof(),
        "other-proof": proof(4),
        "opening": OPENINGS[INDEX].encode(),
        "checkpoint": confirmed(SMALLER),
        "trust.txt": policy().encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def verify(folder: Path, document: str, *options: str, now: str = BEFORE) -> Done:
    files = {name: folder / name for name in ("proof", "other-proof", "opening", "checkpoint")}
    given = [files.get(option, option) for option in options]
    trust = ("--policy", folder / "trust.txt")
    return invoke("verify", folder / document, *trust, "--now", now, *given)


def evidence_of(folder: Path) -> Path:
    return folder / "receipt.evidence.json"


def test_a_proof_is_included(folder: Path) -> None:
    done = verify(folder, "proof")
    assert done.code == 0
    (line,) = done.text.splitlines()
    assert line.startswith("Included: this is entry 6 of the 9 in the log of ")
    assert done.err == b""


def test_a_receipt_before_its_deadline_is_promised(folder: Path) -> None:
    done = verify(folder, "receipt")
    assert done.code == 0
    (line,) = done.text.splitlines()
    assert line.startswith("Promised: ")
    assert "by 2023-11-15 22:13:20 UTC" in line
    assert not evidence_of(folder).exists()


def test_a_receipt_with_its_proof_is_included(folder: Path) -> None:
    done = verify(folder, "receipt", "--proof", "proof", now=AFTER)
    assert done.code == 0
    assert done.text.startswith("Included: ")


def test_a_receipt_with_the_proof_of_another_statement_is_refused(folder: Path) -> None:
    done = verify(folder, "receipt", "--proof", "other-proof")
    assert done.code == 1
    (line,) = done.text.splitlines()
    assert line.startswith("Refused: ")


def test_after_the_deadline_it_is_overdue_and_the_evidence_is_written(folder: Path) -> None:
    done = verify(folder, "receipt", now=AFTER)
    assert done.code == 1
    (line,) = done.text.splitlines()
    assert line.startswith("Overdue: ")
    assert "receipt.evidence.json" in done.said
    found = json.loads(evidence_of(folder).read_bytes())
    assert found["receipt"].encode() == receipt()
    assert found["sentence"] == line
    assert found["checked_at"] == AFTER
    trusted = parse_policy(found["policy"])
    assert verify_document(receipt(), trusted, MERGE_BY + 1).kind == "overdue"


def test_a_later_checkpoint_goes_into_the_evidence(folder: Path) -> None:
    out = folder / "omission.json"
    done = verify(
        folder, "receipt", "--checkpoint", "checkpoint", "--evidence", str(out), now=AFTER
    )
    assert done.code == 1
    assert json.loads(out.read_bytes())["checkpoint"].encode() == confirmed(SMALLER)
    assert not evidence_of(folder).exists()


def test_an_early_checkpoint_is_left_out_and_that_is_said(folder: Path) -> None:
    (folder / "checkpoint").write_bytes(confirmed(time=MERGE_BY - 1))
    done = verify(folder, "receipt", "--checkpoint", "checkpoint", now=AFTER)
    assert done.code == 1
    assert "The checkpoint is no evidence" in done.said
    assert json.loads(evidence_of(folder).read_bytes())["checkpoint"] is None


def test_evidence_never_replaces_another_file(folder: Path) -> None:
    evidence_of(folder).write_bytes(b"something of mine")
    done = verify(folder, "receipt", now=AFTER)
    assert done.code == 1
    assert done.text.startswith("Overdue: ")
    assert "was left as it is" in done.said
    assert evidence_of(folder).read_bytes() == b"something of mine"


def test_the_same_evidence_again_is_no_problem(folder: Path) -> None:
    first = verify(folder, "receipt", now=AFTER)
    written = evidence_of(folder).read_bytes()
    again = verify(folder, "receipt", now=AFTER)
    assert (again.code, again.out, again.err) == (first.code, first.out, first.err)
    assert evidence_of(folder).read_bytes() == written
    verify(folder, "receipt", now="2023-11-23T12:00:00Z")
    assert evidence_of(folder).read_bytes() == written, "an earlier one is kept"


def test_evidence_that_cannot_be_written_does_not_hide_the_verdict(folder: Path) -> None:
    done = verify(folder, "receipt", "--evidence", str(folder / "no" / "where"), now=AFTER)
    assert done.code == 1
    assert done.text.startswith("Overdue: ")
    assert "cannot be written" in done.said


def test_an_opening_is_checked_and_its_statement_shown(folder: Path) -> None:
    for document in ("proof", "receipt"):
        done = verify(folder, document, "--opening", "opening")
        assert done.code == 0
        assert done.text.splitlines()[1] == 'It says: {"number":5}'
    (folder / "opening").write_bytes(OPENINGS[0].encode())
    done = verify(folder, "proof", "--opening", "opening")
    assert done.code == 1
    assert "It says" not in done.text


def test_a_statement_cannot_steer_the_terminal(folder: Path) -> None:
    one = Opening("x", 0, bytes(32), b"\x1b[2J\r\xff\n\xc2\x9b31m")
    alone = confirmed(Checkpoint(ORIGIN, 1, leaf_hash(one.entry)))
    (folder / "proof").write_bytes(TlogProof(one.entry, 0, (), alone).encode())
    (folder / "opening").write_bytes(one.encode())
    done = verify(folder, "proof", "--opening", "opening")
    assert done.code == 0
    assert done.text.splitlines()[1] == r"It says: \x1b[2J\r\xff\n\x9b31m"


@pytest.mark.parametrize("document", ["receipt", "proof"])
def test_a_document_with_one_byte_changed_is_refused(folder: Path, document: str) -> None:
    data = bytearray((folder / document).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / document).write_bytes(data)
    done = verify(folder, document)
    assert done.code == 1
    (line,) = done.text.splitlines()
    assert line.startswith("Refused: this proves nothing. ")


@pytest.mark.parametrize("data", [b"", b"\0" * 900_000, b"\xff", b"hello\n", b"\x1b[2J\n"])
def test_what_is_no_document_is_refused_in_one_plain_line(folder: Path, data: bytes) -> None:
    (folder / "receipt").write_bytes(data)
    done = verify(folder, "receipt")
    assert done.code == 1
    assert len(done.text.splitlines()) == 1
    assert not CONTROL.search(done.out)


def test_json_says_the_same_as_the_sentence(folder: Path) -> None:
    (found,) = verify(folder, "proof", "--opening", "opening", "--json").objects
    assert found["verdict"] == "included"
    assert (found["log"], found["index"], found["size"]) == (ORIGIN, INDEX, SIZE)
    assert base64.b64decode(found["leaf"]) == ENTRIES[INDEX]
    assert [one["name"] for one in found["witnesses"]] == ["a", "b"]
    assert base64.b64decode(found["statement_bytes"]) == OPENINGS[INDEX].statement
    (late,) = verify(folder, "receipt", "--json", now=AFTER).objects
    assert late["verdict"] == "overdue"
    assert late["merge_by"] == "2023-11-15T22:13:20Z"
    assert late["evidence"] == str(evidence_of(folder))
    (bad,) = verify(folder, "receipt", "--json", "--proof", "other-proof").objects
    assert (bad["verdict"], bad["error"]) == ("refused", "LeafMismatchError")


def test_a_witness_with_a_time_that_no_calendar_has_is_shown_as_it_is(folder: Path) -> None:
    (folder / "proof").write_bytes(proof().replace(confirmed(), confirmed(time=2**63 - 1)))
    (found,) = verify(folder, "proof", "--json").objects
    assert found["verdict"] == "included"
    assert found["witnesses"][0]["time"] == 2**63 - 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (b"quorum none", "newline"),
        (b"quorum nobody\n", "nobody"),
        (b"\xff", "newline"),
        (b"", "newline"),
    ],
)
def test_a_policy_that_cannot_be_used_is_wrong_usage(folder: Path, wrong: bytes, says: str) -> None:
    (folder / "trust.txt").write_bytes(wrong)
    done = verify(folder, "receipt")
    assert done.code == 2
    assert done.out == b""
    assert says in done.said


def test_what_cannot_be_read_is_wrong_usage(folder: Path) -> None:
    assert verify(folder, "no-such-file").code == 2
    assert verify(folder, "").code == 2, "a folder"
    assert verify(folder, "receipt", "--proof", str(folder / "none")).code == 2
    assert verify(folder, "receipt", "--now", "yesterday").code == 2
    assert invoke("verify", folder / "receipt").code == 2
    assert invoke("verify").code == 2


def test_a_file_without_end_is_not_read_to_its_end(folder: Path) -> None:
    (folder / "receipt").write_bytes(b"a" * 1_000_001)
    done = verify(folder, "receipt")
    assert done.code == 2
    assert "1,000,000" in done.said
    (folder / "receipt").unlink()
    (folder / "receipt").symlink_to("/dev/zero")
    assert verify(folder, "receipt").code == 2


def test_it_runs_by_the_clock_of_the_machine_without_a_data_folder(folder: Path) -> None:
    late = receipt(made=CONFIRMED, merge_by=253_402_300_799)
    (folder / "receipt").write_bytes(late)
    done = run("verify", "receipt", "--policy", "trust.txt", cwd=folder)
    assert (done.code, done.err) == (0, b"")
    assert done.text.startswith("Promised: ")
    (folder / "receipt").write_bytes(receipt())
    done = run("verify", "receipt", "--policy", "trust.txt", cwd=folder)
    assert done.code == 1
    assert evidence_of(folder).exists()
