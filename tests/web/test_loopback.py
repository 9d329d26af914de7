"""The pages for one person in a real browser: what a form sends is taken by its own page."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.cli.figures.support import answers, extract, figures
from tests.cli.support import COMMAND, environment
from tests.support.pages import Browser, chromium
from tests.web.checker.support import FALSE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@contextmanager
def serving(*arguments: str | Path, cwd: Path) -> Iterator[str]:
    """The address that a command prints."""
    command = [*COMMAND, "figures", *arguments, "--serve", "--port", "0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=cwd, env=environment()
    ) as child:
        assert child.stderr is not None
        found = re.search(r"http\S+", child.stderr.readline())
        assert found is not None
        try:
            yield found[0]
        finally:
            child.terminate()


def test_a_pasted_article_is_checked_and_a_mark_leads_to_its_row(
    browser: Browser, tmp_path: Path
) -> None:
    def use(page: Page) -> tuple[str, str]:
        page.fill("#text", FALSE)
        page.fill("#published", "2018-09-13")
        page.click("button")
        heading = page.inner_text("h1")
        page.click("a.mark.differs")
        return heading, page.inner_text("tr:target")

    with serving("check", cwd=tmp_path) as address:
        heading, row = browser.visit(address, use)
    assert heading == "1 of 2 numbers differs from the data"
    assert "800" in row
    assert "767" in row


def test_a_reading_is_settled_from_the_page(browser: Browser, tmp_path: Path) -> None:
    folder = answers(tmp_path / "answers", {"kent/reply.csv": extract(400, '"1,5000"')})
    figures("read", folder)

    def use(page: Page) -> str:
        page.click("button[value=confirm]")
        return page.inner_text("main")

    with serving("review", folder, "--by", "A. Tester", cwd=tmp_path) as address:
        assert "Nothing is left to settle" in browser.visit(address, use)
