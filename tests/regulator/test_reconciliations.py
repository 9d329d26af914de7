"""What is kept of comparisons, on both kinds of database, and what is not when a disk fills."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from beholden.app.regulator import WiredRegulator
from beholden.regulator import (
    Asked,
    BehindError,
    CountsError,
    GivenFile,
    ReconcilingError,
    UnknownError,
    Wanted,
)
from beholden.transparency.core import Window
from tests.regulator.entries import NOW, PROVIDER, SERVICE
from tests.regulator.published import BY, WINDOW, Office, publishing, written
from tests.support.small_disk import disk_of, filled

HEADER = "quantity,from,to,value,source\n"
YEAR = Window(date(2022, 1, 1), date(2022, 12, 31))


def counts(folder: Path, source: str, value: object) -> GivenFile:
    path = folder / f"{source}.csv"
    path.write_text(f"{HEADER}reports,{YEAR.first},{YEAR.last},{value},{source}\n")
    return GivenFile(path, path.name)


@pytest.fixture
def registered(regulator: WiredRegulator) -> WiredRegulator:
    regulator.register.put_all([Wanted(PROVIDER), Wanted(SERVICE)], by="A", reason="test")
    return regulator


def test_what_was_found_is_kept_as_it_was_newest_first(registered, tmp_path):
    made = [
        registered.reconciliations.make(
            Asked(
                service="example",
                window=YEAR,
                counts=(counts(tmp_path, "mine", 100), counts(tmp_path, "theirs", value)),
                by="A. Tester",
            )
        )
        for value in (100, 150)
    ]
    assert [kept.result.verdict for kept in made] == ["agrees", "differs"]
    assert {kept.at for kept in made} == {NOW}
    assert registered.reconciliations.list("example") == tuple(reversed(made))
    assert registered.reconciliations.get("example", made[0].number) == made[0]
    assert registered.reconciliations.list("other") == ()
    with pytest.raises(UnknownError):
        registered.reconciliations.get("other", made[0].number)


def test_what_cannot_be_read_leaves_nothing(registered, tmp_path):
    for files, error in (
        ((counts(tmp_path, "mine", "about 5"),), CountsError),
        ((GivenFile(tmp_path / "absent.csv", "absent.csv"),), ReconcilingError),
        ((), ReconcilingError),
    ):
        with pytest.raises(error):
            registered.reconciliations.make(
                Asked(service="example", window=YEAR, counts=files, by="A. Tester")
            )
    assert registered.reconciliations.list("example") == ()


@pytest.fixture
def office(tmp_path: Path):
    with publishing() as network:
        yield Office(tmp_path / "data", network)


def asked(office: Office, folder: Path) -> Asked:
    report = written(folder / "report.json", office.network.report())
    openings = office.network.statements.export(folder / "open.jsonl")
    return Asked(
        service="photos",
        window=WINDOW,
        reports=(GivenFile(report, "report.json"),),
        openings=(GivenFile(openings, "open.jsonl"),),
        by=BY,
    )


def test_a_disk_that_is_full_ends_it_with_nothing_kept_and_nothing_left(office, tmp_path):
    regulator = WiredRegulator(office.data)
    wish = asked(office, tmp_path)
    with disk_of(1 << 20, office.data / "opened") as small:
        with filled(small), pytest.raises(ReconcilingError, match=r"(?i)room"):
            regulator.reconciliations.make(wish)
        assert [path.name for path in small.iterdir()] == []
        assert regulator.reconciliations.list("photos") == ()
        assert regulator.reconciliations.make(wish).result.verdict == "agrees"
    regulator.close()


def test_two_at_once_do_not_take_each_others_statements_away(office, tmp_path):
    wish = asked(office, tmp_path)
    found: list[str] = []

    def reconcile() -> None:
        regulator = WiredRegulator(office.data)
        found.extend(regulator.reconciliations.make(wish).result.verdict for _ in range(2))
        regulator.close()

    threads = [threading.Thread(target=reconcile) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == ["agrees"] * 6
    assert list((office.data / "opened").iterdir()) == []


def test_a_mirror_that_is_days_behind_says_for_how_long(office, tmp_path):
    office.network.day("2026-11-24", held=50)
    ahead = written(tmp_path / "report.json", office.network.report_ahead())
    regulator = WiredRegulator(office.data)
    seen = regulator.mirrors.copy("photos").last_seen
    for days, words in ((0, "today"), (1, "a day ago"), (9, "9 days ago")):
        late = WiredRegulator(office.data, clock=_at(seen, days))
        with pytest.raises(BehindError, match=words):
            late.reconciliations.make(
                Asked(
                    service="photos",
                    window=WINDOW,
                    reports=(GivenFile(ahead, "report.json"),),
                    by=BY,
                )
            )
        late.close()
    regulator.close()


def _at(seconds: int, days: int) -> Callable[[], datetime]:
    """A clock that stands still so many days after a moment."""
    at = datetime.fromtimestamp(seconds + days * 86_400 + 60, UTC)
    return lambda: at
