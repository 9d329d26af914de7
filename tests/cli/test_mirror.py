"""`beholden mirror`: what a regulator's technician types, and what it ends with."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from beholden.ledger._mirror_records import Records
from tests.cli.support import (
    COMMAND,
    CONTROL,
    TOO_LONG_SECONDS,
    Done,
    environment,
    invoke,
    on_terminal,
    run,
    running,
)
from tests.support.log_simulator import (
    LogSimulator,
    SimulatedKey,
    Tree,
    checkpoint,
    entries,
    held,
    replaced,
    simulated,
    status,
)

KEY = "bh_abcdefghijkl_" + "x" * 43


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogSimulator]:
    with simulated(size=700, api_key=KEY) as started:
        (tmp_path / "trust.txt").write_text(started.policy)
        (tmp_path / "key.txt").write_text(f"{KEY}\n")
        (tmp_path / "key.txt").chmod(0o600)
        yield started


def arguments(log: LogSimulator, tmp_path: Path, *more: str | Path) -> tuple[str | Path, ...]:
    given = ("--policy", tmp_path / "trust.txt", "--key-file", tmp_path / "key.txt")
    return ("mirror", log.url, "--data", tmp_path / "m", *given, *more)


def once(log: LogSimulator, tmp_path: Path, *more: str | Path) -> Done:
    return invoke(*arguments(log, tmp_path, "--once", *more))


def fork(log: LogSimulator) -> None:
    log.tree = log.forked(300, entries(300, 800, "other"))
    log.publish()


def test_a_mirror_is_made_by_one_command_and_ends_well(tmp_path: Path, log: LogSimulator) -> None:
    done = run(*arguments(log, tmp_path, "--once"))
    assert (done.code, done.err) == (0, b"")
    assert "700 entries (+700)" in done.text
    assert (tmp_path / "m" / "log" / "checkpoint").read_bytes() == log.checkpoint
    again = once(log, tmp_path)
    assert again.code == 0
    assert "700 entries (+0)" in again.text


def test_the_long_form_is_the_same_and_options_may_come_first(
    tmp_path: Path, log: LogSimulator
) -> None:
    _, url, *options = arguments(log, tmp_path, "--once")
    assert invoke("mirror", "follow", url, *options).code == 0
    assert invoke("mirror", *options, url).code == 0


def test_each_step_is_an_object(tmp_path: Path, log: LogSimulator) -> None:
    (step,) = once(log, tmp_path, "--json").objects
    assert (step["outcome"], step["size"], step["added"]) == ("followed", 700, 700)


def test_an_alarm_is_a_line_a_status_and_evidence(tmp_path: Path, log: LogSimulator) -> None:
    once(log, tmp_path)
    fork(log)
    done = once(log, tmp_path, "--json")
    assert done.code == 1
    assert "ALARM fork: " in done.said
    (step,) = done.objects
    (alarm,) = step["alarms"]
    for name in alarm["evidence"]:
        assert name in done.said
        assert (tmp_path / "m" / name).read_bytes()
    shown = invoke("mirror", "status", tmp_path / "m")
    assert shown.code == 1
    assert "two histories" in shown.text
    (status_,) = invoke("mirror", "status", tmp_path / "m", "--json").objects
    assert (status_["size"], status_["copied"], len(status_["alarms"])) == (700, 700, 1)


def test_a_log_that_is_not_reached_is_a_status_of_its_own(
    tmp_path: Path, log: LogSimulator
) -> None:
    log.fault("*", status(404))
    done = once(log, tmp_path)
    assert done.code == 3
    assert "Not reached: checkpoint: HTTP 404" in done.said
    shown = invoke("mirror", "status", tmp_path / "m")
    assert shown.code == 0
    assert "HTTP 404" in shown.text


def test_a_silent_log_is_an_alarm_when_that_is_asked_for(tmp_path: Path, log: LogSimulator) -> None:
    log.witnesses = (SimulatedKey("witness.example", 4),)
    (tmp_path / "trust.txt").write_text(log.policy)
    log.publish(time=1_000_000_000)
    done = once(log, tmp_path, "--stall-after", "3600")
    assert done.code == 1
    assert "ALARM stall: " in done.said


def test_only_checkpoints_need_no_key(tmp_path: Path, log: LogSimulator) -> None:
    done = invoke(
        *("mirror", log.url, "--data", tmp_path / "m", "--policy", tmp_path / "trust.txt"),
        *("--once", "--checkpoints-only"),
    )
    assert done.code == 0
    assert "not proved" in done.text
    assert {path for path, _ in log.requests} == {"checkpoint"}
    assert once(log, tmp_path, "--checkpoints-only", "--receipts", tmp_path).code == 2


def test_the_key_is_never_shown(tmp_path: Path, log: LogSimulator) -> None:
    for fault in (status(401), status(500), replaced(b"x")):
        log.fault("tile/*", fault, times=20)
        done = once(log, tmp_path, "--json")
        assert KEY.encode() not in done.out + done.err
        assert KEY[:16].encode() not in done.out + done.err
        log.heal()
    for path in (tmp_path / "m").rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes()


@pytest.mark.parametrize("content", [b"", b"\n", b"two words", b"\xff", b"x" * 5000, b"a\nb"])
def test_a_file_that_holds_no_key_is_refused_without_quoting_it(
    tmp_path: Path, log: LogSimulator, content: bytes
) -> None:
    (tmp_path / "key.txt").write_bytes(content)
    done = once(log, tmp_path)
    assert done.code == 2
    assert b"two words" not in done.err
    assert log.requests == []


def test_a_key_that_others_may_read_is_refused(tmp_path: Path, log: LogSimulator) -> None:
    (tmp_path / "key.txt").chmod(0o644)
    done = once(log, tmp_path)
    assert done.code == 2
    assert "chmod 600" in done.said


@pytest.mark.parametrize(
    "wrong",
    [
        ("mirror", "ftp://x", "--data", "m", "--policy", "trust.txt"),
        ("mirror", "https://u:p@x", "--data", "m", "--policy", "trust.txt"),
        ("mirror", "http://127.0.0.1:1/x", "--policy", "trust.txt"),
        ("mirror", "http://127.0.0.1:1/x", "--data", "m"),
        ("mirror", "http://127.0.0.1:1/x", "--data", "m", "--policy", "gone.txt"),
        ("mirror", "http://127.0.0.1:1/x", "--data", "m", "--policy", "bad.txt"),
        ("mirror", "status", "gone"),
        ("mirror", "compare", "gone", "gone"),
        ("mirror",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_in_a_sentence(
    tmp_path: Path, log: LogSimulator, wrong: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.txt").write_text("log x\n")
    monkeypatch.chdir(tmp_path)
    done = invoke(*wrong)
    assert done.code == 2
    assert b"Traceback" not in done.err


def test_what_a_hostile_log_says_steers_no_terminal(tmp_path: Path, log: LogSimulator) -> None:
    log.fault("checkpoint", replaced(b"\x1b[2J\x1b]0;x\x07\n1\nAAAA\n\nx\n"))
    done = once(log, tmp_path)
    assert done.code == 1
    assert not CONTROL.search(done.out + done.err)


def test_two_mirrors_find_a_fork_between_them(tmp_path: Path, log: LogSimulator) -> None:
    once(log, tmp_path)
    honest = Tree(log.tree.entries)
    fork(log)
    other = ("mirror", log.url, "--data", tmp_path / "other", "--policy", tmp_path / "trust.txt")
    assert invoke(*other, "--key-file", tmp_path / "key.txt", "--once").code == 0
    done = invoke("mirror", "compare", tmp_path / "m", tmp_path / "other")
    assert done.code == 1
    assert "the first 300 in common" in done.said
    assert "evidence/0001-fork/one.txt" in done.said
    (found,) = invoke("mirror", "compare", tmp_path / "m", tmp_path / "other", "--json").objects
    assert (found["verdict"], found["sizes"], found["agreed"]) == ("fork", [700, 800], 300)
    theirs = tmp_path / "theirs.txt"
    for size, root, code in (
        (300, honest.root(300), 0),
        (500, log.tree.root(500), 1),
        (900, bytes(32), 3),
    ):
        theirs.write_bytes(checkpoint(log.key, size, root))
        assert invoke("mirror", tmp_path / "m", "--against", theirs).code == code
        assert invoke("mirror", "compare", tmp_path / "m", theirs).code == code


def test_a_long_copy_shows_its_progress_on_a_terminal_alone(
    tmp_path: Path, log: LogSimulator
) -> None:
    log.append(entries(700, 20_000))
    log.publish()
    shown = on_terminal(*arguments(log, tmp_path, "--once"))
    assert shown.code == 0
    assert b"copying entries" in shown.out
    log.append(entries(20_000, 30_000))
    log.publish()
    assert run(*arguments(log, tmp_path, "--once")).err == b""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_mirror_that_follows_ends_when_told_with_what_it_found(
    tmp_path: Path, log: LogSimulator, number: signal.Signals
) -> None:
    followed = arguments(log, tmp_path, "--json", "--every", "1")
    with running(*followed, err=tmp_path / "err") as mirror:
        assert mirror.lines(1)[0]["outcome"] == "followed"
        mirror.send(number)
        done = mirror.finish()
    assert (done.code, done.err) == (0, b"")
    with running(*followed, err=tmp_path / "err") as mirror:
        assert mirror.lines(1)[0]["outcome"] == "unchanged"
        fork(log)
        while mirror.lines(1)[0]["outcome"] != "alarm":
            pass
        log.tree = Tree(entries(0, 701))
        log.publish()
        while (step := mirror.lines(1)[0])["outcome"] == "alarm":
            pass
        assert (step["outcome"], step["size"]) == ("followed", 701)
        mirror.send(number)
        done = mirror.finish()
    assert done.code == 1, "an alarm stays one"
    assert b"ALARM fork" in done.err
    assert b"Traceback" not in done.err


def test_a_mirror_that_is_killed_at_work_goes_on_and_holds_nothing_false(
    tmp_path: Path, log: LogSimulator
) -> None:
    log.append(entries(700, 20_000))
    log.publish()
    for path in ("tile/1/000.p/78", "tile/entries/000", "tile/entries/070"):
        reached, go_on = threading.Event(), threading.Event()
        log.heal()
        log.fault(path, held(reached, go_on))
        with subprocess.Popen(
            [*COMMAND, *arguments(log, tmp_path, "--once")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        ) as child:
            assert reached.wait(TOO_LONG_SECONDS)
            child.kill()
        go_on.set()
    log.heal()
    done = run(*arguments(log, tmp_path, "--once", "--json"))
    assert done.code == 0, done.said
    (step,) = done.objects
    assert step["size"] == 20_000
    asked = [path for path, _ in log.requests if path == "tile/entries/000"]
    assert len(asked) <= 2, "what was copied is not fetched again"
    check = (
        "import sys; from pathlib import Path; from beholden.ledger import Log\n"
        "with Log.open(Path(sys.argv[1])) as log: print(log.size, log.root.hex())"
    )
    out = subprocess.run(
        [sys.executable, "-c", check, tmp_path / "m" / "log"],
        capture_output=True,
        env=environment(),
        timeout=TOO_LONG_SECONDS,
        check=True,
    ).stdout.split()
    assert out == [b"20000", log.tree.root(20_000).hex().encode()]
    assert Records(tmp_path / "m").alarms() == ()
