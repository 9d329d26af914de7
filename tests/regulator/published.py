"""A network that publishes, a regulator that mirrors it: both through their front doors.

with publishing() as network:
    office = Office(tmp_path / "office", network)
    office.reconcile("--report", written(tmp_path / "report.json", network.report()))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from beholden.transparency import ReportSettings, encode_report, open_statements, report_of
from beholden.transparency.core import CheckpointRef, Published, TransparencyReport, Window
from tests.cli.support import Done, invoke
from tests.support.log_simulator import LogSimulator, SimulatedKey
from tests.transparency.network import Network, counted, decision, hour

WITNESS = SimulatedKey("witness.example", 4)
BY = "A. Tester"
FIRST, LAST = "2026-11-21", "2026-11-22"
WINDOW = msgspec.convert({"first": FIRST, "last": LAST}, Window)
DAYS = ("--from", FIRST, "--to", LAST)


class Publisher:
    """A network with a log over HTTP and opened statements to hand out."""

    def __init__(self, log: LogSimulator, surface: str = "album") -> None:
        self.log = log
        self.statements = Network()
        self.surface = surface
        self._published = 0

    def begin(self) -> None:
        """The day before those that are reported, confirmed in time."""
        self.day("2026-11-20", held=12)
        self.publish(datetime(2026, 11, 20, 23, 59, tzinfo=UTC))

    def go_on(self) -> None:
        """The two days that are reported, and one more."""
        self.day("2026-11-21", held=300, blocked=40)
        self.day("2026-11-22", held=121, blocked=17, shadow=160)
        for number in range(30):
            drill = {"matched": [{"list": "drill", "kind": "pdq"}]} if number < 4 else {}
            self.state(decision(f"d{number}", time=f"{FIRST}T09:30:00Z", surface=self.surface,
                                **drill))  # fmt: skip
        for number in range(20):
            self.state(decision(f"h{number}", time=f"{LAST}T09:30:00Z", outcome="hold"))
        # One hour was stated too early, and corrected.
        self.state(
            hour(f"{FIRST}T10Z", [counted(9, "hold", surface=self.surface), counted(50)], number=2)
        )
        self.day("2026-11-23", held=33)
        self.publish(datetime(2026, 11, 24, 12, tzinfo=UTC))

    def day(self, day: str, *, held: int, blocked: int = 0, shadow: int = 0) -> None:
        """24 hours; the uploads lie in the ninth, the last, and a few in the tenth."""
        for number in range(24):
            counts: list[dict[str, Any]] = []
            if number == 9:
                counts = [counted(5_000), counted(held - 7, "hold", surface=self.surface)]
                counts += [counted(blocked, "block", surface="chat")] if blocked else []
                if shadow:
                    counts.append(
                        counted(shadow, "allow", would_be="hold", mode="shadow", surface="chat")
                    )
            if number == 10:
                counts = [counted(40), counted(4, "hold", surface=self.surface)]
            if number == 23:
                counts = [counted(3, "hold", surface="chat"), counted(11)]
            self.state(hour(f"{day}T{number:02}Z", counts))

    def state(self, body: bytes | Mapping[str, Any]) -> int:
        """Takes a statement into the log; no checkpoint tells of it yet."""
        return self.statements.state(body)

    def publish(self, at: datetime) -> None:
        """Signs all that is stated, confirmed by the witness at that time."""
        size = self.statements.size
        self.log.append(self.statements.entries(self._published, size))
        self._published = size
        self.log.publish(time=int(at.timestamp()))

    @property
    def checkpoint(self) -> CheckpointRef:
        size = self.statements.size
        return CheckpointRef(self.log.origin, size, self.log.tree.root(size))

    def report_ahead(self) -> TransparencyReport:
        """A report on more than was published yet."""
        self.log.append(self.statements.entries(self._published, self.statements.size))
        self._published = self.statements.size
        return self.report()

    def report(
        self,
        window: Window = WINDOW,
        *,
        first: int = 0,
        earlier: Sequence[Published] = (),
        **settings: Any,
    ) -> TransparencyReport:
        """The right report of all statements from ``first`` on."""
        size = self.statements.size
        with TemporaryDirectory() as folder:
            export = self.statements.export(Path(folder) / "all.jsonl")
            opened = open_statements(
                [export], self.statements, first=first, size=size, folder=Path(folder) / "opened"
            )
            named = ReportSettings(service="Photos", provider="Example Company", **settings)
            return report_of(opened, window, self.checkpoint, named, earlier)


class Office:
    """A regulator with one service in its register, whose log it followed from the start."""

    def __init__(
        self, data: Path, network: Publisher, service: str = "photos", *, follow: bool = True
    ) -> None:
        self.data = data
        self.network = network
        self.service = service
        self.ok("init", "--name", "Example Regulator")
        self.ok("staff", "add", BY, "--role", "officer")
        self.register(f"""
[[provider]]
id = "example-co"
name = "Example Company"
{service_text(service, network.log)}
""")
        for publish in (network.begin, network.go_on) if follow else ():
            publish()
            self.mirror()

    def register(self, text: str) -> None:
        """Loads a register file."""
        path = self.data.parent / "register.toml"
        path.write_text(text)
        self.ok("register", "load", path, "--reason", "test", "--by", BY)

    def run(self, *arguments: str | Path) -> Done:
        """``beholden regulator ...`` on this folder."""
        return invoke("regulator", *arguments, "--data", self.data)

    def ok(self, *arguments: str | Path) -> Done:
        """The same, which must end well."""
        done = self.run(*arguments)
        assert done.code == 0, done.said
        return done

    def mirror(self) -> None:
        """Follows the log to its present checkpoint."""
        self.ok("mirror", self.service, "--once")

    def reconcile(self, *arguments: str | Path, days: Sequence[str] = DAYS) -> Done:
        """``reconcile`` of the service for the usual days."""
        return self.run("reconcile", self.service, *days, "--by", BY, *arguments)


def service_text(service: str, log: LogSimulator, url: str | None = None) -> str:
    """A service as a register file says it."""
    return f"""
[[service]]
id = "{service}"
provider = "example-co"
name = "{service.title()}"
regime = "uk-osa"
state = "in-scope"
surfaces = [{{ id = "album", name = "Albums" }}]

[service.log]
origin = "{log.origin}"
url = "{url or log.url}"
policy = '''
{log.policy}'''
"""


@contextmanager
def publishing(**options: Any) -> Iterator[Publisher]:
    """A network that has published nothing yet."""
    surface = options.pop("surface", "album")
    with LogSimulator(origin="photos.example/log", witnesses=(WITNESS,), **options) as log:
        yield Publisher(log, surface)


def written(path: Path, report: TransparencyReport) -> Path:
    """The report as a file."""
    path.write_bytes(encode_report(report))
    return path
