"""The operator's guide works as printed: every command, its output, and the client."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from beholden.drill import drill_picture
from tests.docs.support import (
    ROOT,
    TOO_LONG_SECONDS,
    Block,
    blocks,
    clean_environment,
    page,
    served,
    shows,
)

GUIDE = "guide.md"
PRINTED_ADDRESS = "127.0.0.1:8787"
MARK = "@@@ block {}"

if shutil.which("curl") is None:
    pytest.skip("no curl here: the guide's commands were NOT run", allow_module_level=True)


def steps() -> list[Block]:
    """The blocks of the steps; what comes after them needs another machine."""
    return blocks(GUIDE)


def client() -> str:
    (code,) = (block.text for block in blocks(GUIDE) if block.language == "python")
    return code


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``make`` leaves it, with a smaller demo, and the client saved."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / ".venv").symlink_to(sys.prefix)
    small = ["demo", "--listed", "24", "--copies", "2", "--fresh", "12"]
    subprocess.run(
        [sys.executable, "-m", "beholden", *small],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        env=clean_environment(),
    )
    (folder / "gate.py").write_text(client(), encoding="utf-8")
    return folder


class Shell:
    """One bash that runs block after block, as the reader's terminal does."""

    def __init__(self, cwd: Path, address: str = PRINTED_ADDRESS) -> None:
        self._cwd = cwd
        self._address = address
        self._environment = clean_environment(GATE_ADDRESS=address)

    def run(self, text: str) -> str:
        """Runs a block; what it exports is there for the next one."""
        if not Path(sys.prefix, "bin", "activate").exists():
            text = text.replace(". .venv/bin/activate", ":")
        script = text.replace(PRINTED_ADDRESS, self._address) + "\necho '@@@'\nenv -0"
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self._cwd,
            env=self._environment,
            capture_output=True,
            timeout=TOO_LONG_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{text}\n{done.stdout.decode()}\n{done.stderr.decode()}"
        said, _, variables = done.stdout.rpartition(b"@@@\n")
        pairs = (one.partition("=") for one in variables.decode().split("\0") if one)
        self._environment = {name: value for name, _, value in pairs}
        return said.decode() + done.stderr.decode()

    def reach(self, address: str) -> None:
        """From here on the printed address means this one."""
        self._address = address
        self._environment["GATE_ADDRESS"] = address


DRILL = f"""curl --silent --data-binary @drill.png -H "Authorization: Bearer $BEHOLDEN_KEY" \\
  -H "Content-Type: image/png" http://{PRINTED_ADDRESS}/v1/check/image"""


def until(shell: Shell, command: str, wanted: str) -> None:
    """Repeats a command until it says what is wanted."""
    said = ""
    for _ in range(TOO_LONG_SECONDS):
        if wanted in (said := shell.run(command)):
            return
        time.sleep(0.1)
    pytest.fail(f"never said {wanted}: {said}")


def run_in_order(shell: Shell, some: list[Block]) -> None:
    said = ""
    for block in some:
        if block.language == "sh" and block.tag != "setup":
            said = shell.run(block.text)
        elif block.language == "text":
            assert shows(block.text, said), f"expected:\n{block.text}\nsaid:\n{said}"


def test_every_command_of_the_guide_runs_and_says_what_is_printed(checkout: Path) -> None:
    every = steps()
    (serve,) = (n for n, block in enumerate(every) if block.tag == "serve")
    assert every[serve].text.split() == ["beholden", "serve"]
    shell = Shell(checkout)
    run_in_order(shell, every[:serve])
    data = {"BEHOLDEN_DATA": str(checkout / "gate-data")}
    with served(checkout, "--listen", "127.0.0.1:0", **data) as address:
        shell.reach(address)
        run_in_order(shell, every[serve + 1 :])
        until(shell, DRILL, '"outcome":"block"')
        # Nobody asked for it: the service purges by itself.
        until(shell, "beholden purge log", "decisions")
        # A file with a fault: the old policy stays in force, and the service says why.
        shell.run('sed -i "s/^mode = .*/mode = nonsense/" "$BEHOLDEN_DATA/policy.toml"')
        until(shell, f"curl --silent http://{PRINTED_ADDRESS}/readyz", '"degraded"')
        assert '"outcome":"block"' in shell.run(DRILL)


def test_the_guide_sets_up_with_a_target_of_the_makefile() -> None:
    (setup,) = (block for block in steps() if block.tag == "setup")
    assert setup.text.split() == ["make"]
    assert re.search(r"^\.DEFAULT_GOAL := demo$", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_minutes_of_the_steps_are_half_an_hour_and_agree_with_the_headings() -> None:
    text = page(GUIDE)
    headings = re.findall(r"^## (\d) .*?\((\d+) minutes?\)$", text.replace(". ", " "), re.MULTILINE)
    table = re.findall(r"\| (\d) [^|]+ \| (\d+) \|", text)
    assert len(headings) == 8
    assert sorted(table) == sorted(headings)
    assert sum(int(minutes) for _, minutes in headings) == 30


ASK = """
from pathlib import Path
from gate import ask
print(ask(Path("drill.png").read_bytes(), "u-1", "pseudonym", "avatar", 1.5)[0])
"""


def ask(cwd: Path, address: str, key: str = "bh_none") -> list[str]:
    """What the guide's client answers for the drill picture."""
    (cwd / "gate.py").write_text(client(), encoding="utf-8")
    (cwd / "drill.png").write_bytes(drill_picture())
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            ASK,
        ],
        cwd=cwd,
        env={**os.environ, "GATE_ADDRESS": address, "BEHOLDEN_KEY": key},
        capture_output=True,
        text=True,
        timeout=TOO_LONG_SECONDS,
        check=True,
    )
    return done.stdout.splitlines()


def test_the_client_holds_when_nobody_answers(tmp_path: Path) -> None:
    # Port 9 (discard) is below what the system hands out, and nobody listens there.
    assert ask(tmp_path, "127.0.0.1:9")[-1] == "hold"


ANSWERS = {
    "too many wait": b"HTTP/1.1 429 X\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
    "not recorded": b"HTTP/1.1 503 X\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
    "a fault": b"HTTP/1.1 500 X\r\nContent-Length: 2\r\n\r\n{}",
    "no key": b"HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n",
    "no JSON": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "cut short": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
    "odd pause": b"HTTP/1.1 429 X\r\nRetry-After: soon\r\nContent-Length: 0\r\n\r\n",
    "silence": b"",
}
_GATE = """
import socket, sys, threading
answer = bytes.fromhex(sys.argv[1])
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
def one(peer):
    while not b"\\r\\n\\r\\n" in peer.recv(1 << 16): pass
    if answer:
        peer.sendall(answer)
        peer.shutdown(socket.SHUT_WR)
    while peer.recv(1 << 16): pass
while True:
    threading.Thread(target=one, args=listening.accept()[:1], daemon=True).start()
"""


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))
def test_the_client_holds_whatever_goes_wrong(tmp_path: Path, answer: bytes) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _GATE, answer.hex()], stdout=subprocess.PIPE, text=True
    ) as gate:
        assert gate.stdout is not None
        try:
            assert ask(tmp_path, f"127.0.0.1:{gate.stdout.readline().strip()}")[-1] == "hold"
        finally:
            gate.kill()


def test_an_expected_line_that_is_missing_is_noticed() -> None:
    assert shows("a … c\nlast", "first\na b c\nlast\n")
    assert not shows("a … c", "a b d")
    assert not shows("last\na … c", "a b c\nlast")
