"""Mirrors of registered services: one log's trouble is its own, and every alarm is heard."""

from __future__ import annotations

import itertools
import signal
import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beholden.app.mirroring import open_copy, read_mirror
from beholden.app.regulator import WiredRegulator
from beholden.regulator import Followed, Mirrors
from tests.cli.support import COMMAND
from tests.ledger.test_mirror import NOW
from tests.ledger.test_mirror_receipts import receipts
from tests.regulator.published import WITNESS, Office, Publisher, publishing, service_text
from tests.support.log_simulator import LogSimulator, entries, replaced, simulated, status

PROVIDER = '[[provider]]\nid = "example-co"\nname = "Example Company"\n'


@pytest.fixture
def network():
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def office(tmp_path: Path, network: Publisher) -> Office:
    return Office(tmp_path / "data", network)


def with_key(office: Office, key: str, mode: int = 0o600) -> None:
    """Names a key's file in the settings."""
    path = office.data / "photos.key"
    path.write_text(key)
    path.chmod(mode)
    with (office.data / "regulator.toml").open("a") as settings:
        settings.write('\n[[mirror]]\nservice = "photos"\nkey_file = "photos.key"\n')


def test_a_log_is_followed_from_where_it_was(office, network):
    network.day("2026-11-24", held=10)
    network.publish(datetime(2026, 11, 25, tzinfo=UTC))
    (look,) = office.ok("mirror", "photos", "--once", "--json").objects
    assert (look["service"], look["outcome"], look["added"]) == ("photos", "followed", 24)
    (look,) = office.ok("mirror", "--once", "--json").objects
    assert (look["outcome"], look["added"]) == ("unchanged", 0)
    (state,) = office.ok("mirror", "status", "--json").objects[0]
    assert (state["size"], state["copied"], state["alarms"]) == (171, 171, [])


def test_a_log_that_is_down_stops_no_other(office, network):
    with simulated(origin="videos.example/log", witnesses=(WITNESS,), size=300) as other:
        office.register(PROVIDER + service_text("videos", other))
        other.fault("*", status(404))
        network.day("2026-11-24", held=10)
        network.publish(datetime(2026, 11, 25, tzinfo=UTC))
        done = office.run("mirror", "--once", "--json")
        assert done.code == 3
        assert {look["service"]: look["outcome"] for look in done.objects} == {
            "photos": "followed",
            "videos": "failed",
        }
        assert "videos: not reached" in done.said
        other.heal()
        assert office.run("mirror", "--once").code == 0


def test_a_service_of_the_register_is_mirrored_into_a_folder_of_its_own(office):
    with simulated(origin="videos.example/log", size=3) as other:
        office.register(PROVIDER + service_text("videos", other))
        office.ok("mirror", "--once")
    assert {path.name for path in (office.data / "mirrors").iterdir()} == {"photos", "videos"}
    states = office.ok("mirror", "status", "--json").objects[0]
    assert {state["service"]: state["copied"] for state in states} == {"photos": 147, "videos": 3}


def test_a_log_that_changes_its_history_is_an_alarm_with_evidence(office, network):
    fork = network.log.forked(100, entries(0, 80))
    network.log.tree = fork
    network.log.publish(time=int(datetime(2026, 11, 25, tzinfo=UTC).timestamp()))
    done = office.run("mirror", "photos", "--once")
    assert done.code == 1
    assert "ALARM photos fork" in done.said
    status_ = office.run("mirror", "status")
    assert status_.code == 1
    assert "fork" in status_.text
    (state,) = office.run("mirror", "status", "--json").objects[0]
    folder = office.data / "mirrors" / "photos"
    assert all((folder / name).exists() for name in state["alarms"][0]["evidence"])
    assert state["copied"] == 147, "the copy is not overwritten"


def test_a_log_that_serves_something_else_is_an_alarm(office, network):
    network.log.fault("checkpoint", replaced(b"nothing that anybody signed\n"))
    assert office.run("mirror", "photos", "--once").code == 1


def test_a_receipt_whose_entry_is_missing_after_its_time_is_an_alarm(office, network):
    folder = office.data / "mirrors" / "photos" / "receipts"
    folder.mkdir(mode=0o700)
    kept = receipts(network.log.key, network.log.tree.entries[:3])
    for number, receipt in enumerate([*kept, *receipts(network.log.key, entries(0, 1, "lost"))]):
        (folder / f"{number}.txt").write_bytes(receipt)
    (look,) = office.ok("mirror", "photos", "--once", "--json").objects
    assert (look["kept"], look["waiting"]) == (3, 1)
    # A witness confirms the log after the last moment for the entry.
    network.day("2026-11-24", held=10)
    network.publish(datetime.fromtimestamp(NOW, UTC))
    done = office.run("mirror", "photos", "--once")
    assert done.code == 1
    assert "ALARM photos omission: 3.txt" in done.said


def test_silence_is_an_alarm_where_it_is_asked_for(office):
    done = office.run("mirror", "photos", "--once", "--stall-after", "60")
    assert done.code == 1
    assert "ALARM photos stall" in done.said


def test_a_log_behind_a_key_is_opened_with_the_key_of_the_settings(office, network):
    network.log.api_key = "secret-of-the-office"
    network.day("2026-11-24", held=10)
    network.publish(datetime(2026, 11, 25, tzinfo=UTC))
    assert office.run("mirror", "photos", "--once").code == 3
    with_key(office, "secret-of-the-office\n")
    done = office.ok("mirror", "photos", "--once")
    assert "+24" in done.text
    assert b"secret-of-the-office" not in done.out + done.err


@pytest.mark.parametrize(
    ("key", "mode", "words"),
    [
        ("a-good-key", 0o644, "chmod 600"),
        ("two words", 0o600, "one line of text"),
        ("", 0o600, "one line of text"),
        ("x" * 5_000, 0o600, "one line of text"),
    ],
)
def test_a_key_that_cannot_be_used_is_said_without_the_key(office, key, mode, words):
    with_key(office, key, mode)
    done = office.run("mirror", "photos", "--once")
    assert done.code == 3
    assert words in done.said
    assert not key or key not in done.said


def test_a_key_that_is_not_there_is_said(office):
    with_key(office, "good")
    (office.data / "photos.key").unlink()
    done = office.run("mirror", "photos", "--once")
    assert done.code == 3
    assert "photos.key" in done.said


def test_what_is_not_mirrored_yet_says_how(tmp_path, network):
    office = Office(tmp_path / "data", network, follow=False)
    done = office.ok("mirror", "status")
    assert "beholden regulator mirror photos" in done.text


def test_a_service_that_is_not_there_or_has_no_log_is_wrong_usage(office, tmp_path, network):
    assert office.run("mirror", "nobody", "--once").code == 2
    office.register(
        PROVIDER + '[[service]]\nid = "plain"\nprovider = "example-co"\nname = "Plain"\n'
        'regime = "uk-osa"\nstate = "in-scope"\n'
    )
    done = office.run("mirror", "plain", "--once")
    assert done.code == 2
    assert "no log" in done.said


def test_a_damaged_record_is_said_and_the_other_states_are_shown(office):
    with simulated(origin="videos.example/log", size=3) as other:
        office.register(PROVIDER + service_text("videos", other))
        office.ok("mirror", "--once")
    (office.data / "mirrors" / "videos" / "mirror.json").write_text("{")
    states = {one["service"]: one for one in office.run("mirror", "status", "--json").objects[0]}
    assert "damaged" in states["videos"]["words"]
    assert states["photos"]["copied"] == 147


def test_a_log_that_does_not_answer_holds_no_other_up_and_is_not_asked_twice(office):
    asked: list[str] = []
    go_on = threading.Event()

    def follow(service, log, settings, folder) -> Followed:
        asked.append(service.id)
        if service.id == "videos":
            go_on.wait(60)
        return Followed(service=service.id, time=0, outcome="unchanged")

    regulator = WiredRegulator(office.data)
    mirrors = Mirrors(
        regulator.data / "mirrors",
        regulator.register,
        regulator.settings,
        follow=follow,
        read=read_mirror,
        open_copy=open_copy,
        clock=regulator.clock,
    )
    with LogSimulator(origin="videos.example/log") as other:
        office.register(PROVIDER + service_text("videos", other))
    looks = list(itertools.islice(mirrors.for_ever(0.01), 4))
    go_on.set()
    regulator.close()
    assert [look.service for look in looks] == ["photos"] * 4
    assert asked.count("videos") == 1


def test_following_goes_on_until_it_is_told_to_end(office, network):
    command = [*COMMAND, "regulator", "mirror", "--every", "1", "--json", "--data", office.data]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b'"photos"' in process.stdout.readline()
        network.day("2026-11-24", held=10)
        network.publish(datetime(2026, 11, 25, tzinfo=UTC))
        while b'"followed"' not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0
    (state,) = office.ok("mirror", "status", "--json").objects[0]
    assert state["copied"] == 171
