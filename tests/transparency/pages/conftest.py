"""Reports that more than one test looks at, each written once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import msgspec
import pytest

from beholden._design import Asset
from beholden.transparency.core import EarlierReport, TransparencyReport, Window
from beholden.transparency.pages import report_files
from tests.support.pages import Browser, chromium
from tests.transparency import samples


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def beside_others(many: int) -> TransparencyReport:
    """A report that was protected beside those of so many of its own days."""
    first = [date(2026, 10, at + 1) for at in range(many)]
    earlier = tuple(EarlierReport(Window(day, day), f"{at:064x}") for at, day in enumerate(first))
    return msgspec.structs.replace(samples.sample_report(), earlier=earlier)


REPORTS: dict[str, Callable[[], TransparencyReport]] = {
    "month": samples.sample_report,
    "year": lambda: samples.sample_report(366, surfaces=36),
    "corrected": lambda: samples.sample_report(31, corrects="0f" * 32),
    "beside": lambda: beside_others(20),
    "empty": samples.empty_report,
    "hostile": samples.hostile_report,
}


def files_of(report: TransparencyReport) -> dict[str, bytes]:
    return {file.name: file.content for file in report_files(report)}


def served(files: dict[str, bytes]) -> dict[str, Asset]:
    """What the page loads, by path."""
    types = {"css": "text/css", "svg": "image/svg+xml"}
    return {
        f"/{name}": Asset(name, content, types[name.rpartition(".")[2]])
        for name, content in files.items()
        if name.startswith("assets/")
    }
