"""``beholden regulator demo``: holding a network to account, the whole loop in small.

Real processes speak real HTTP on this machine: a network's gate with its log, and a witness.
What is done is done by the commands that everybody has; each is shown as it runs (within this
process: starting it thirty times would take longer than the work). Only the network's past is
made here: two days of uploads through its own gate.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
import msgspec
from click.testing import CliRunner, Result
from rich.console import Console

from beholden.cli import output
from beholden.cli.common import ClearError, refuse
from beholden.transparency.core import TransparencyReport, decode_report, encode_report

_MARK = "made-by-beholden-regulator-demo"
_ORIGIN = "network.example/decisions"
_WITNESS = "charity.example/witness"
_SERVICE = "example"
_OFFICER, _PUBLISHER = "Officer One", "Publisher Two"
_FALSIFIED = "uploads-blocked"
_CORRECTED = "The service sent a corrected report after the first scorecard."
_LOCAL = "127.0.0.1"
_LISTENING = re.compile(r'"address":"([0-9.]+:[0-9]+)"')
_START_SECONDS = 30.0
_DRILLS, _CONTROLS = 60, 12
_LINES_SHOWN = 6
_LISTED_SECONDS = 1.5
"""A list that is activated is live within a second."""

_REGISTER = """\
[[provider]]
id = "example-co"
name = "Example Company"
country = "United Kingdom"

[[service]]
id = "{service}"
provider = "example-co"
name = "Example"
website = "https://network.example"
description = "An invented service: all its uploads were painted for this demonstration."
regime = "uk-osa"
state = "in-scope"
risks = ["known-images"]
duties = ["illegal-content-safety", "content-reporting", "record-keeping"]
surfaces = [
  {{ id = "avatar", name = "Profile pictures" }},
  {{ id = "message", name = "Messages" }},
  {{ id = "post", name = "Posts" }},
]

[service.log]
origin = "{origin}"
url = "{url}"
policy = '''
{policy}'''
"""

_MIRROR = """
[[mirror]]
service = "{service}"
key_file = "mirror-key.txt"
"""


@click.command("demo")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("beholden-demo") / "accountability",
    show_default=True,
    help="Where network, witness and regulator are made; made anew each time.",
)
@click.option("--seed", type=click.IntRange(0), default=2018, show_default=True)
def demo_command(folder: Path, seed: int) -> None:
    """Run the whole loop in small: a network, its log, a witness, a regulator, the public page.

    The network reports truthfully, then with one figure falsified; the regulator must
    find nothing in the first and that very figure in the second.

    Exit status: 0 it did, else 1.
    """
    started = time.monotonic()
    _clear(folder)
    loop = _Loop(folder, output.out())
    with ExitStack() as running:
        days = loop.network_with_a_past(seed)
        loop.witness_and_service(running)
        loop.regulator()
        plan = loop.drills()
        loop.mirrored()
        title = loop.reported(days)
        caught = loop.reconciled(days, title)
        loop.published(plan)
    console = output.out()
    console.print(f"\nDone in {time.monotonic() - started:.0f} seconds. Open:")
    for page in ("report/index.html", "site/index.html", f"site/services/{_SERVICE}/index.html"):
        console.print(f"  {output.shown(folder / page)}")
    sys.exit(output.EXIT_CLEAN if caught else output.EXIT_FOUND)


class _Loop:
    """The parts of the loop, in order; each leaves its files in the folder."""

    def __init__(self, folder: Path, console: Console) -> None:
        self._folder = folder
        self._console = console
        self._network = folder / "network"
        self._witness = folder / "witness"
        self._regulator = folder / "regulator"
        self._url = ""

    def network_with_a_past(self, seed: int) -> tuple[date, date]:
        """Two whole days of uploads, decided and counted by the network's own gate."""
        from beholden.cli.regulator._demo_past import lived_through  # noqa: PLC0415 - --help

        self._say("A network: two days of uploads, decided by its gate")
        today = datetime.now(UTC).date()
        days = (today - timedelta(days=2), today - timedelta(days=1))
        decided = lived_through(self._network, days, seed=seed)
        said = ", ".join(f"{decided[name]:,} {name}" for name in ("allow", "hold", "block"))
        self._console.print(f"{sum(decided.values()):,} uploads: {said}")
        return days

    def witness_and_service(self, running: ExitStack) -> None:
        """The network's service with its log, confirmed by a witness."""
        self._say("Its log, and a witness outside that confirms it")
        self._run("ledger init --origin", _ORIGIN, "--data", self._network)
        log_key = self._quiet("ledger trust --data", self._network).split("\n")[0][4:]
        made = self._run("witness init --data", self._witness, "--name", _WITNESS)
        self._run("witness trust", log_key, "--data", self._witness)
        witness = running.enter_context(self._serving("witness serve --data", self._witness))
        trust = f"witness charity {made.strip()} {witness}\nquorum charity\n"
        (self._network / "ledger" / "trust.txt").write_text(trust, encoding="utf-8")
        key = self._quiet(
            "keys create --name regulator --scope check --scope receipts --scope mirror --data",
            self._network,
        )
        _private(self._folder / "network-key.txt", key)
        self._url = running.enter_context(self._serving("serve --data", self._network))

    def regulator(self) -> None:
        """A regulator with its register and two people."""
        self._say("A regulator: register, duties, two people")
        data = ("--data", self._regulator)
        self._run("regulator init --name", "Example Regulator", *data)
        for name, role in ((_OFFICER, "officer"), (_PUBLISHER, "publisher")):
            self._quiet("regulator staff add", name, "--role", role, "--by", "setup", *data)
        register = _REGISTER.format(
            service=_SERVICE,
            origin=_ORIGIN,
            url=self._url,
            policy=self._quiet("ledger trust --data", self._network),
        )
        (self._folder / "register.toml").write_text(register, encoding="utf-8")
        shutil.copyfile(self._folder / "network-key.txt", self._regulator / "mirror-key.txt")
        (self._regulator / "mirror-key.txt").chmod(0o600)
        with (self._regulator / "regulator.toml").open("a", encoding="utf-8") as settings:
            settings.write(_MIRROR.format(service=_SERVICE))
        self._run(
            "regulator register load", self._folder / "register.toml",
            "--reason", "First entry.", "--by", _OFFICER, *data,
        )  # fmt: skip

    def drills(self) -> str:
        """Harmless pictures, some on a list that the network loads; the name of their plan."""
        self._say("Drills: harmless pictures through the network's front door")
        data = ("--data", self._regulator)
        today = datetime.now(UTC).date().isoformat()
        made = self._quiet(
            "regulator drill plan", _SERVICE, "--items", _DRILLS, "--controls", _CONTROLS,
            "--decoys", _DRILLS // 2, "--from", today, "--to", today, "--by", _OFFICER,
            "--json", *data,
        )  # fmt: skip
        plan = msgspec.json.decode(made, type=_Planned).plan.id
        listed = self._quiet("regulator drill list", plan, *data).strip()
        self._run(
            "lists add", listed, "--name", "drills", "--source", "Example Regulator",
            "--activate", "--data", self._network,
        )  # fmt: skip
        time.sleep(_LISTED_SECONDS)
        self._run(
            "regulator drill send", plan, "--url", self._url,
            "--key-file", self._folder / "network-key.txt", "--by", _OFFICER, *data,
        )  # fmt: skip
        self._quiet("regulator drill close", plan, "--by", _OFFICER, *data)
        self._run("regulator drill show", plan, *data)
        return plan

    def mirrored(self) -> None:
        """The regulator's own copy of the log, held against every signature and every hash."""
        self._say("The regulator's own copy of the log")
        self._quiet("ledger status --data", self._network)
        self._run("regulator mirror --once --data", self._regulator)

    def reported(self, days: tuple[date, date]) -> str:
        """The transparency report, and a second one with a figure falsified; that one's title."""
        self._say("The network's transparency report, and one with a figure falsified")
        states = self._quiet("regulator mirror status --json --data", self._regulator)
        size = msgspec.json.decode(states, type=list[_MirrorState])[0].size
        self._run(
            "transparency build", "--service", "Example", "--provider", "Example Company",
            "--from", days[0], "--to", days[1], "--checkpoint", size,
            "--out", self._folder / "report", "--data", self._network,
        )  # fmt: skip
        self._run(
            "ledger export --entries", f"0:{size}", "--out", self._folder / "openings.jsonl",
            "--data", self._network,
        )  # fmt: skip
        truth = decode_report((self._folder / "report" / "report.json").read_bytes())
        falsified, said, title = _falsified(truth)
        (self._folder / "falsified.json").write_bytes(encode_report(falsified))
        self._console.print(said)
        return title

    def reconciled(self, days: tuple[date, date], title: str) -> bool:
        """Both reports held against the log; whether exactly the falsified one was caught."""
        self._say("The regulator counts again, from the log")
        shared = (
            "--from", days[0], "--to", days[1], "--openings", self._folder / "openings.jsonl",
            "--by", _OFFICER, "--data", self._regulator,
        )  # fmt: skip
        codes, found = [], ""
        for report in (self._folder / "falsified.json", self._folder / "report" / "report.json"):
            done = self._done("regulator reconcile", _SERVICE, "--report", report, *shared)
            codes.append(done.exit_code)
            found = found or done.stdout
        return codes == [output.EXIT_FOUND, output.EXIT_CLEAN] and title in found

    def published(self, plan: str) -> None:
        """Two scorecards, each published by a second person, and the public site."""
        self._say("Scorecards: drafted by one person, published by another; both stay public")
        data = ("--data", self._regulator)
        draft = (
            "regulator scorecard draft", _SERVICE, "--drill", plan, "--by", _OFFICER, *data,
        )  # fmt: skip
        self._run(*draft, "--reconciliation", 1)
        self._run("regulator scorecard publish", _SERVICE, 1, "--by", _PUBLISHER, *data)
        self._run(*draft, "--reconciliation", 2, "--corrects", 1, "--note", _CORRECTED)
        self._run("regulator scorecard publish", _SERVICE, 2, "--by", _PUBLISHER, *data)
        self._run("regulator site --out", self._folder / "site", *data)

    # Commands.

    def _say(self, title: str) -> None:
        self._console.print(f"\n{title}", style="bold")

    def _run(self, command: str, *values: object) -> str:
        """Runs a command that must succeed, and shows the first lines of what it said."""
        done = self._done(command, *values)
        if done.exit_code != output.EXIT_CLEAN:
            sys.exit(output.EXIT_INTERNAL)
        return done.stdout

    def _done(self, command: str, *values: object) -> Result:
        words = _words(command, values)
        self._console.print(output.printable(f"$ beholden {shlex.join(words)}"))
        done = _invoke(words)
        lines = (done.stdout + done.stderr).rstrip().split("\n")
        for line in lines[:_LINES_SHOWN]:
            self._console.print(f"  {output.printable(line)}", style="dim")
        if len(lines) > _LINES_SHOWN:
            self._console.print(f"  ... {len(lines) - _LINES_SHOWN} more lines", style="dim")
        return done

    def _quiet(self, command: str, *values: object) -> str:
        """Runs a command that must succeed, and shows nothing of it."""
        done = _invoke(_words(command, values))
        if done.exit_code != output.EXIT_CLEAN:
            self._console.print(output.printable(done.stderr))
            sys.exit(output.EXIT_INTERNAL)
        return done.stdout

    @contextmanager
    def _serving(self, command: str, data: Path) -> Iterator[str]:
        """A service of this machine, up until the block ends; gives its address."""
        words = [*command.split(), str(data), "--listen", f"{_LOCAL}:0"]
        self._console.print(output.printable(f"$ beholden {shlex.join(words)} &"))
        log = self._folder / f"{data.name}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(  # noqa: S603 - our own commands
                [sys.executable, "-m", "beholden", *words], env=_environment(), stderr=stream
            )
        try:
            yield f"http://{_address(log, process)}"
        finally:
            process.terminate()
            process.wait(_START_SECONDS)


class _Plan(msgspec.Struct, frozen=True):
    """Of a drill plan, its name."""

    id: str


class _Planned(msgspec.Struct, frozen=True):
    """Of the answer to planning, the plan."""

    plan: _Plan


class _MirrorState(msgspec.Struct, frozen=True):
    """Of a mirror's JSON, how many entries it has copied."""

    size: int


def _falsified(report: TransparencyReport) -> tuple[TransparencyReport, str, str]:
    """The report with a third of what was blocked made to vanish, what was done, its title.

    Done with care: the share that is made of it and the uploads allowed fit the lie.
    """
    blocked, defined = report.figure(_FALSIFIED), report.indicator(_FALSIFIED)
    if blocked is None or blocked.count is None or defined is None:
        refuse(f"The report has no figure {_FALSIFIED}.")
    gone = blocked.count // 3
    figures = []
    for figure in report.figures:
        if figure.key == _FALSIFIED:
            figures.append(msgspec.structs.replace(figure, count=blocked.count - gone))
        elif figure.key == "uploads-allowed" and figure.count is not None:
            figures.append(msgspec.structs.replace(figure, count=figure.count + gone))
        elif figure.key == "share-blocked":
            figures.append(msgspec.structs.replace(figure, numerator=blocked.count - gone))
        else:
            figures.append(figure)
    said = f"falsified.json says {blocked.count - gone} uploads blocked; {blocked.count} were"
    return msgspec.structs.replace(report, figures=tuple(figures)), said, defined.title


def _clear(folder: Path) -> None:
    """An empty folder; only what an earlier demo made is deleted."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            refuse(f"{output.shown(folder)} holds something else: give another --folder.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()


def _words(command: str, values: Sequence[object]) -> list[str]:
    return [*command.split(), *map(str, values)]


def _invoke(words: Sequence[str]) -> Result:
    """A command of ours, run within this process, and what it said."""
    from beholden.cli import main  # noqa: PLC0415 - it loads this module

    unset = dict.fromkeys(os.environ.keys() - _environment().keys())
    return CliRunner(env=unset).invoke(main, words)


def _private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def _environment() -> dict[str, str]:
    """This command's own, without settings that would lead elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("BEHOLDEN_")}


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Where a service says that it listens, once it does."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if found := _LISTENING.search(log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.05)
    raise ClearError(f"A service did not start. See {output.shown(log)}.")
