"""``beholden regulator serve`` as a process: it starts, bounds its clients, and ends."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.cli.support import COMMAND, TOO_LONG_SECONDS, environment, run
from tests.web.regulator.support import Office, words
from tests.web.wire import Wire

_IMPATIENT = """
import sys
from pathlib import Path
from beholden.config import Server
from beholden.web.regulator import serve_regulator
limits = Server(header_seconds=0.5, body_seconds=0.5, max_connections=5)
serve_regulator(Path(sys.argv[1]), port=0, limits=limits)
"""


class Running:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        assert process.stderr is not None
        self.address: str = json.loads(process.stderr.readline())["address"]
        self.client = httpx2.Client(base_url=f"http://{self.address}", timeout=TOO_LONG_SECONDS)


@contextlib.contextmanager
def serving(folder: Path, *more: str, command: tuple[str, ...] | None = None) -> Iterator[Running]:
    by_hand = (*COMMAND, "regulator", "serve", "--data", str(folder), "--port", "0", *more)
    with subprocess.Popen(
        command or by_hand,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        try:
            running = Running(process)
            with running.client:
                yield running
        finally:
            process.kill()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    office = Office(tmp_path / "data")
    office.close()
    (tmp_path / "data" / "regulator.toml").write_text('name = "Example Regulator"\n')
    return tmp_path / "data"


def test_it_serves_the_site_and_the_console_until_it_is_told_to_stop(data: Path) -> None:
    with serving(data) as running:
        assert running.client.get("/healthz").text == "ok\n"
        assert "Example Regulator" in words(running.client.get("/").text)
        assert running.client.get("/console/").headers["location"].startswith("/console/sign-in")
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(TOO_LONG_SECONDS) in {0, -signal.SIGTERM}


def test_what_is_logged_holds_no_key_and_no_text_of_anybody(data: Path) -> None:
    with serving(data) as running:
        origin = f"http://{running.address}"
        running.client.post(
            "/console/sign-in", data={"key": "bh_secret-text"}, headers={"Origin": origin}
        )
        running.client.get("/services/private-text/?q=private-text")
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(TOO_LONG_SECONDS)
        assert running.process.stderr is not None
        logged = running.process.stderr.read()
    assert b"sign-in refused" in logged
    assert b"secret-text" not in logged
    assert b"private-text" not in logged


def test_a_log_that_cannot_be_reached_does_not_disturb_the_site(data: Path) -> None:
    with serving(data, "--follow", "1") as running:
        assert running.process.stderr is not None
        said = json.loads(running.process.stderr.readline())
        assert said["service"] == "example" or said["event"] == "not followed"
        assert running.client.get("/").status_code == 200


def test_a_client_that_is_too_slow_loses_its_connection_and_nothing_else(data: Path) -> None:
    command = (sys.executable, "-c", _IMPATIENT, str(data))
    with serving(data, command=command) as running:
        with Wire(running.address) as slow:
            slow.send(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            assert slow.answer() is None
        body = b"key=" + b"x" * 100
        with Wire(running.address) as slow:
            slow.send(
                b"POST /console/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + body
            )
            slow.answer()
        assert running.client.get("/").status_code == 200


def test_a_stranger_s_body_is_not_waited_for(data: Path) -> None:
    """Only somebody signed in may send for minutes."""
    with serving(data) as running, Wire(running.address) as stranger:
        stranger.send(
            b"POST /console/services/example/received HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 4000000000\r\n\r\n"
        )
        answer = stranger.answer()
        assert answer is not None
        assert (answer.status, answer.headers["connection"]) == (403, "close")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "beholden regulator init"),
        ("name = 1\n", "regulator.toml:1"),
    ],
)
def test_a_folder_that_is_no_regulator_s_is_said_in_one_sentence(
    tmp_path: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / "regulator.toml").write_text(text)
    done = run("regulator", "serve", "--data", tmp_path, "--port", "0")
    assert done.code == 2
    assert said in done.err.decode().replace("\n", "")


def test_a_port_that_is_taken_is_said_in_one_sentence(data: Path) -> None:
    with serving(data) as running:
        port = running.address.rpartition(":")[2]
        done = run("regulator", "serve", "--data", data, "--port", port)
        assert done.code == 2
        assert "Stop what is there" in done.err.decode()
