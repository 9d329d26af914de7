"""`beholden ledger`: naming, standing, proving, opening, erasing, correcting, mending."""

from __future__ import annotations

import base64
import json
import re
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from beholden.app import Beholden, utc_now
from beholden.ledger import Statement, rotate
from tests.cli.support import Done, invoke, run
from tests.support.small_disk import filled

ORIGIN = "example.org/decisions"
KEY = re.compile(r"example\.org/decisions\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+")


def ledger(*arguments: str | Path, data: Path) -> Done:
    return invoke("ledger", *arguments, "--data", data)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A named log with three statements that wait."""
    folder = tmp_path / "data"
    assert ledger("init", "--origin", ORIGIN, data=folder).code == 0
    app = Beholden(folder)
    app.ledger.outbox.put(
        [Statement(f"first-{n}", "test/1", b'{"number":%d}' % n) for n in range(3)]
    )
    app.close()
    return folder


@pytest.fixture
def logged(data: Path) -> Path:
    """The same, taken into the log."""
    assert ledger("checkpoint", data=data).code == 0
    return data


def status(data: Path) -> dict[str, Any]:
    (found,) = ledger("status", "--json", data=data).objects
    answer: dict[str, Any] = found
    return answer


def test_a_log_is_named_once_and_its_verifier_key_stands_alone_on_standard_output(
    tmp_path: Path,
) -> None:
    done = run("ledger", "init", "--origin", ORIGIN, "--data", tmp_path / "data")
    assert done.code == 0
    assert KEY.fullmatch(done.text.splitlines()[-1])
    assert "Back up" in done.said
    again = ledger("init", "--origin", "example.org/other", data=tmp_path / "data")
    assert again.code == 2
    assert ORIGIN in again.said
    assert "keeps its origin for ever" in again.said


@pytest.mark.parametrize("origin", ["", " ", "two words", "a+b", "a\nb", "x" * 300])
def test_an_origin_that_no_key_can_have_is_refused_and_nothing_is_made(
    tmp_path: Path, origin: str
) -> None:
    done = ledger("init", "--origin", origin, data=tmp_path / "data")
    assert done.code == 2
    assert not (tmp_path / "data" / "ledger" / "identity.json").exists()


def test_the_signing_key_is_for_its_owner_alone_and_never_shown(data: Path) -> None:
    (file,) = (data / "ledger" / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    secret = file.read_text().strip().rpartition("+")[2]
    shown = b"".join(
        done.out + done.err
        for done in (
            ledger("status", data=data),
            ledger("status", "--json", data=data),
            ledger("trust", data=data),
            ledger("checkpoint", data=data),
        )
    )
    assert secret.encode() not in shown


def test_a_key_that_others_may_read_signs_nothing(data: Path) -> None:
    (file,) = (data / "ledger" / "keys").iterdir()
    file.chmod(0o644)
    done = ledger("checkpoint", data=data)
    assert done.code == 2
    assert "chmod 600" in done.said
    file.chmod(0o600)
    assert ledger("checkpoint", data=data).code == 0


def test_what_waits_is_a_problem_until_a_checkpoint_takes_it_in(data: Path) -> None:
    before = ledger("status", data=data)
    assert before.code == 1
    assert "3 statements wait" in before.text
    assert status(data)["waiting"] == 3
    done = ledger("checkpoint", data=data)
    assert done.text.startswith(f"{ORIGIN}\n")
    after = status(data)
    assert (after["waiting"], after["problems"]) == (0, {})
    assert after["size"] == after["published"] >= 3


def test_a_log_without_a_name_says_so_and_keeps_its_entries_when_it_gets_one(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data"
    app = Beholden(folder)
    app.ledger.outbox.put([Statement("a", "test/1", b"{}")])
    app.close()
    assert ledger("checkpoint", data=folder).text.startswith("unnamed.invalid/")
    before = status(folder)
    assert "unnamed" in before["problems"]
    assert ledger("init", "--origin", ORIGIN, data=folder).code == 0
    assert ledger("checkpoint", data=folder).text.startswith(f"{ORIGIN}\n")
    proof = folder.parent / "a.proof"
    assert ledger("prove", "a", "--out", proof, data=folder).code == 0
    assert status(folder)["problems"] == {}
    assert ledger("verify", data=folder).code == 0


@pytest.mark.parametrize("command", ["receipt", "prove"])
def test_in_no_name_nothing_is_promised_or_proved(tmp_path: Path, command: str) -> None:
    app = Beholden(tmp_path)
    app.ledger.outbox.put([Statement("a", "test/1", b"{}")])
    app.drain()
    app.close()
    refused = ledger(command, "a", data=tmp_path)
    assert refused.code == 2
    assert "no name yet" in refused.said
    assert ledger("init", "--origin", ORIGIN, data=tmp_path).code == 0
    assert ledger(command, "a", data=tmp_path).code == 0


def test_a_key_that_nobody_stated_is_stated_with_the_next_checkpoint(logged: Path) -> None:
    """As after a crash, or a busy database, between the new key and its statement."""
    rotate(logged / "ledger", seed=bytes(32), now=int(utc_now().timestamp()), overlap_seconds=60)
    assert ledger("checkpoint", data=logged).code == 0
    said = [json.loads(base64.b64decode(s)) for s in statements(logged) if s is not None]
    assert [one for one in said if one.get("kind") == "ledger.key-rotated"]


def test_a_proof_verifies_offline_with_the_trust_policy_that_is_printed(
    logged: Path, tmp_path: Path
) -> None:
    proof, trust, opening = (tmp_path / name for name in ("a.proof", "trust.txt", "a.json"))
    assert ledger("prove", "first-1", "--out", proof, data=logged).code == 0
    trust.write_bytes(ledger("trust", data=logged).out)
    opening.write_bytes(ledger("open", "first-1", "--json", data=logged).out)
    done = invoke("verify", proof, "--policy", trust, "--opening", opening)
    assert done.code == 0, done.said
    assert '{"number":1}' in done.text


def test_a_proof_never_replaces_a_file(logged: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("mine")
    done = ledger("prove", "first-1", "--out", kept, data=logged)
    assert done.code == 2
    assert kept.read_text() == "mine"


def test_before_it_is_in_the_log_there_is_a_receipt_and_no_proof(data: Path) -> None:
    refused = ledger("prove", "first-2", data=data)
    assert refused.code == 2
    assert "not in the log yet" in refused.said
    receipt = ledger("receipt", "first-2", data=data)
    assert receipt.text.startswith("beholden.receipt/v1\n")


@pytest.mark.parametrize("command", ["prove", "receipt", "open", "preserve", "erase", "correct"])
def test_an_unknown_statement_is_named(logged: Path, command: str) -> None:
    more = {
        "preserve": ("--basis", "x", "--by", "A. Tester"),
        "erase": ("--basis", "x"),
        "correct": ("--reason", "x"),
    }.get(command, ())
    done = ledger(command, "nothing-like-it", *more, data=logged)
    assert done.code == 2
    assert "nothing-like-it" in done.said


def test_erasing_takes_the_text_states_why_and_leaves_a_log_that_verifies(logged: Path) -> None:
    done = ledger("erase", "first-1", "--basis", "GDPR article 17", data=logged)
    assert done.code == 0, done.said
    gone = ledger("open", "first-1", data=logged)
    assert gone.code == 2
    assert "was erased" in gone.said
    assert ledger("checkpoint", data=logged).code == 0
    assert ledger("verify", data=logged).code == 0
    assert ledger("prove", "first-1", data=logged).code == 0
    said = [json.loads(base64.b64decode(s)) for s in statements(logged) if s is not None]
    assert any(one.get("basis") == "GDPR article 17" for one in said)
    assert ledger("erase", "first-1", "--basis", "again", data=logged).code == 2
    for path in logged.glob("beholden.db*"):
        assert b'{"number":1}' not in path.read_bytes()


def test_what_is_preserved_is_not_erased_until_it_is_released(logged: Path) -> None:
    preserve = ("preserve", "first-1", "--basis", "order 12", "--by", "A. Tester")
    assert ledger(*preserve, data=logged).code == 0
    refused = ledger("erase", "first-1", "--basis", "x", data=logged)
    assert refused.code == 2
    assert "order 12" in refused.said
    assert ledger("release", "first-1", data=logged).code == 0
    assert ledger("erase", "first-1", "--basis", "x", data=logged).code == 0


def test_a_correction_is_a_new_statement_that_names_the_old_one(logged: Path) -> None:
    done = ledger("correct", "first-0", "--reason", "the number was 7", data=logged)
    assert done.code == 0
    assert ledger("checkpoint", data=logged).code == 0
    said = [json.loads(base64.b64decode(s)) for s in statements(logged) if s is not None]
    (correction,) = [one for one in said if one.get("corrects")]
    assert (correction["corrects"], correction["reason"]) == ("first-0", "the number was 7")
    assert ledger("open", "first-0", data=logged).code == 0


def test_an_export_holds_the_day_and_no_other(logged: Path, tmp_path: Path) -> None:
    now = utc_now()
    for day, wanted in ((now, True), (now - timedelta(days=1), False)):
        out = tmp_path / f"{day:%d}"
        done = ledger("export", "--day", f"{day:%Y-%m-%d}", "--out", out, data=logged)
        assert done.code == 0
        ids = {json.loads(line)["id"] for line in out.read_bytes().splitlines()}
        assert ({"first-0", "first-1", "first-2"} <= ids) == wanted
    assert ledger("export", "--day", "yesterday", data=logged).code == 2


def test_an_export_of_a_range_has_every_place_of_it_and_no_other(
    logged: Path, tmp_path: Path
) -> None:
    assert ledger("erase", "first-1", "--basis", "GDPR article 17", data=logged).code == 0
    size = status(logged)["size"]
    for name, places in (
        ("0:", range(size)),
        (f"0:{size}", range(size)),
        (f"1:{size + 9}", range(1, size)),
        ("1:2", range(1, 2)),
        ("2:2", range(0)),
        (f"{size}:", range(0)),
    ):
        out = tmp_path / name.replace(":", "-")
        done = ledger("export", "--entries", name, "--out", out, data=logged)
        assert done.code == 0, done.said
        lines = [json.loads(line) for line in out.read_bytes().splitlines()]
        assert [one["index"] for one in lines] == list(places), name
    whole = [json.loads(line) for line in (tmp_path / "0-").read_bytes().splitlines()]
    assert [one["id"] for one in whole if one["statement"] is None] == ["first-1"]


@pytest.mark.parametrize(
    "asked",
    [
        (),
        ("--day", "2026-11-30", "--entries", "0:1"),
        ("--entries", "5:1"),
        ("--entries", "all"),
        ("--entries", "-1:2"),
        ("--entries", "1"),
    ],
    ids=" ".join,
)
def test_an_export_that_names_no_day_and_no_range_or_both_writes_nothing(
    logged: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    done = ledger("export", *asked, "--out", tmp_path / "out", data=logged)
    assert done.code == 2
    assert done.said
    assert not (tmp_path / "out").exists()


def test_an_export_that_finds_no_room_leaves_no_part_of_it_and_says_what_to_do(
    logged: Path, small_disk: Path
) -> None:
    out = small_disk / "statements.jsonl"
    with filled(small_disk):
        before = sorted(small_disk.iterdir())
        done = ledger("export", "--entries", "0:", "--out", out, data=logged)
        assert sorted(small_disk.iterdir()) == before
    assert done.code == 2
    assert "statements.jsonl: No space left on device. Nothing was written" in done.said
    assert "Make room" in done.said
    assert ledger("export", "--entries", "0:", "--out", out, data=logged).code == 0
    assert list(small_disk.iterdir()) == [out]


def test_an_export_to_a_full_standard_output_says_that_it_is_not_complete(logged: Path) -> None:
    full = ("sh", "-c", 'exec "$@" > /dev/full', "sh")
    done = run("ledger", "export", "--entries", "0:", "--data", logged, under=full)
    assert done.code == 2
    assert "Standard output: No space left on device. What is there is not complete" in done.said
    assert "Make room" in done.said


def test_an_export_replaces_no_file_and_writes_through_no_link(
    logged: Path, tmp_path: Path
) -> None:
    target, link = tmp_path / "kept", tmp_path / "link"
    target.write_text("kept")
    link.symlink_to(tmp_path / "nowhere")
    for out in (target, link):
        done = ledger("export", "--entries", "0:", "--out", out, data=logged)
        assert (done.code, "already" in done.said) == (2, True)
    assert target.read_text() == "kept"
    assert not (tmp_path / "nowhere").exists()
    missing = tmp_path / "no folder" / "out"
    done = ledger("export", "--entries", "0:", "--out", missing, data=logged)
    assert (done.code, "Check that the folder is there" in done.said) == (2, True)


def test_after_a_rotation_both_keys_sign_and_old_proofs_still_verify(
    logged: Path, tmp_path: Path
) -> None:
    proof, old_trust = tmp_path / "old.proof", tmp_path / "old.txt"
    ledger("prove", "first-0", "--out", proof, data=logged)
    old_trust.write_bytes(ledger("trust", data=logged).out)
    done = ledger("rotate-key", "--overlap-days", "1", data=logged)
    assert done.code == 0
    assert KEY.fullmatch(done.text.splitlines()[-1])
    both = ledger("checkpoint", data=logged).text
    assert both.count("— ") == 2
    new_trust = tmp_path / "new.txt"
    new_trust.write_bytes(ledger("trust", data=logged).out)
    newer = tmp_path / "new.proof"
    ledger("prove", "first-1", "--out", newer, data=logged)
    for document in (proof, newer):
        assert invoke("verify", document, "--policy", new_trust).code == 0
    assert invoke("verify", newer, "--policy", old_trust).code == 0, "during the overlap"
    said = [json.loads(base64.b64decode(s)) for s in statements(logged) if s is not None]
    assert any(one.get("kind") == "ledger.key-rotated" for one in said)


def test_after_a_theft_the_old_key_is_in_no_policy_and_the_log_goes_on(
    logged: Path, tmp_path: Path
) -> None:
    stolen = ledger("trust", data=logged).text.split("+")[1]
    assert ledger("distrust-key", stolen, data=logged).code == 2, "it is the one that signs"
    assert ledger("rotate-key", "--overlap-days", "0", data=logged).code == 0
    assert ledger("distrust-key", stolen, data=logged).code == 0
    assert ledger("checkpoint", data=logged).text.count("— ") == 1
    trust = tmp_path / "trust.txt"
    trust.write_bytes(ledger("trust", data=logged).out)
    assert stolen not in trust.read_text()
    proof = tmp_path / "proof.txt"
    ledger("prove", "first-0", "--out", proof, data=logged)
    assert invoke("verify", proof, "--policy", trust).code == 0
    assert ledger("verify", data=logged).code == 0


def test_damage_is_found_named_and_mended(logged: Path) -> None:
    tile = logged / "ledger" / "tile" / "0" / "000.p"
    (file,) = [one for one in tile.iterdir() if one.name == str(status(logged)["size"])]
    data = bytearray(file.read_bytes())
    data[5] ^= 1
    file.write_bytes(data)
    found = ledger("verify", data=logged)
    assert found.code == 1
    assert "tile/0/000.p" in found.text
    refused = ledger("prove", "first-0", data=logged)
    assert refused.code == 2
    assert ledger("repair", data=logged).code == 0
    assert ledger("verify", data=logged).code == 0
    assert ledger("prove", "first-0", data=logged).code == 0


def test_a_lost_folder_of_tiles_is_made_again_from_the_database(logged: Path) -> None:
    root = status(logged)["root"]
    for path in sorted((logged / "ledger" / "tile").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (logged / "ledger" / "journal").unlink()
    assert ledger("verify", data=logged).code == 1
    assert ledger("repair", data=logged).code == 0
    assert ledger("verify", data=logged).code == 0
    assert status(logged)["root"] == root


def test_where_there_is_no_log_every_command_says_how_to_make_one(tmp_path: Path) -> None:
    for command in ("status", "trust", "verify", "repair", "rotate-key"):
        done = ledger(command, data=tmp_path / "none")
        assert done.code == 2, command
        assert "beholden ledger init" in done.said


def test_commands_stay_out_of_a_log_that_is_being_written(logged: Path) -> None:
    app = Beholden(logged)
    with app.ledger.sequencer():
        assert ledger("checkpoint", data=logged).code == 0
        refused = ledger("repair", data=logged)
        assert refused.code == 2
    app.close()


def statements(data: Path) -> list[str | None]:
    done = ledger("export", "--day", f"{utc_now():%Y-%m-%d}", data=data)
    return [one["statement"] for one in done.objects]
