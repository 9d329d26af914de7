"""`beholden witness`: made once, told whom to trust, and honest about what is wrong."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest

from beholden.ledger import Witness, parse_verifier_key
from tests.cli.support import Done, invoke, run
from tests.ledger.test_witness import NOW, add
from tests.support.log_simulator import SimulatedKey, Tree, entries

LOG = SimulatedKey("network.example/log")


def init(folder: Path) -> str:
    done = invoke("witness", "init", "--data", folder, "--name", "witness.example")
    assert done.code == 0, done.said
    return done.text.strip()


def trust(folder: Path, key: SimulatedKey = LOG) -> Done:
    return invoke("witness", "trust", key.text, "--data", folder)


def test_a_new_witness_prints_its_key_alone_and_says_to_back_it_up(tmp_path: Path) -> None:
    done = run("witness", "init", "--data", tmp_path / "w", "--name", "witness.example")
    assert done.code == 0
    key = parse_verifier_key(done.text.rstrip("\n"))
    assert (key.name, key.type) == ("witness.example", 4)
    assert "Back up" in done.said
    secret = tmp_path / "w" / "witness.key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.read_text().strip() not in done.text + done.said
    assert stat.S_IMODE((tmp_path / "w").stat().st_mode) == 0o700


def test_a_witness_is_made_once(tmp_path: Path) -> None:
    key = init(tmp_path)
    done = invoke("witness", "init", "--data", tmp_path, "--name", "other.example")
    assert done.code == 2
    (found,) = invoke("witness", "status", "--data", tmp_path, "--json").objects
    assert found == {"key": key, "logs": []}


def test_a_name_that_no_key_can_have_is_refused(tmp_path: Path) -> None:
    done = invoke("witness", "init", "--data", tmp_path / "w", "--name", "two words")
    assert done.code == 2
    assert "name" in done.said


def test_whom_it_trusts_is_told_and_shown(tmp_path: Path) -> None:
    init(tmp_path)
    done = trust(tmp_path)
    assert done.code == 0
    assert "begins with whatever checkpoint" in done.text
    add(Witness.open(tmp_path), 0, 300)
    assert "goes on from 300 entries" in trust(tmp_path).text
    status = invoke("witness", "status", "--data", tmp_path)
    assert status.code == 0
    assert "network.example/log" in status.text
    assert "300" in status.text
    (found,) = invoke("witness", "status", "--data", tmp_path, "--json").objects
    (log,) = found["logs"]
    assert (log["size"], log["time"], log["problem"]) == (300, NOW, None)
    gone = invoke("witness", "untrust", LOG.text, "--data", tmp_path)
    assert gone.code == 0
    assert "not confirmed any more" in gone.text
    assert invoke("witness", "untrust", LOG.text, "--data", tmp_path).code == 2


@pytest.mark.parametrize("key", ["", "x", LOG.text[:-1], SimulatedKey("w.example", 4).text])
def test_what_is_no_key_of_a_log_is_refused(tmp_path: Path, key: str) -> None:
    init(tmp_path)
    assert invoke("witness", "trust", key, "--data", tmp_path).code == 2


def test_a_log_that_lost_its_state_makes_the_status_fail(tmp_path: Path) -> None:
    init(tmp_path)
    trust(tmp_path)
    hashed = hashlib.sha256(LOG.name.encode()).hexdigest()
    (tmp_path / "logs" / hashed / "state").unlink()
    done = invoke("witness", "status", "--data", tmp_path)
    assert done.code == 1
    assert "Nothing is cosigned" in done.said
    assert trust(tmp_path).code == 2


def test_a_log_that_was_caught_makes_the_status_fail(tmp_path: Path) -> None:
    init(tmp_path)
    trust(tmp_path)
    add(Witness.open(tmp_path), 0, 300)
    add(Witness.open(tmp_path), 300, 300, Tree(entries(0, 300, "other")))
    done = invoke("witness", "status", "--data", tmp_path)
    assert done.code == 1
    assert "other histories" in done.said


def test_without_a_witness_every_command_says_so(tmp_path: Path) -> None:
    for arguments in (("status",), ("trust", LOG.text), ("serve",)):
        done = invoke("witness", *arguments, "--data", tmp_path)
        assert done.code == 2
        assert "beholden witness init" in done.said


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    init(tmp_path)
    for listen in ("8790", "x:y", "1.2.3.4:99999"):
        done = invoke("witness", "serve", "--data", tmp_path, "--listen", listen)
        assert done.code == 2
        assert "--listen" in done.said
