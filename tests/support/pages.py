"""The one check of every HTML page: what can be read from the text, and what a browser sees.

    assert faults_in_text(html, nonce) == []
    with chromium() as browser:               # skips, with the reason, where there is none
        seen = browser.look(html, ASSETS)     # what the page loads, by path
        assert seen.faults == ()

``faults_in_text`` needs nothing installed. ``validity_faults`` and ``Browser``
need `npm ci` in tests/browser, and the browser Debian's chromium.
"""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

import msgspec
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, Playwright, Route, sync_playwright

T = TypeVar("T")
TOOLS = Path(__file__).resolve().parents[1] / "browser"
AXE = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
VALIDATOR = TOOLS / "node_modules" / "html-validate"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SITE = "http://page.test"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
VIEWS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1280, "light"),
    (320, "dark"),
)
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_REFERRING = ("aria-labelledby", "aria-describedby", "for")


class Served(Protocol):
    """A file that a page loads."""

    @property
    def content(self) -> bytes: ...
    @property
    def content_type(self) -> str: ...


class _Reader(HTMLParser):
    """Walks a page once and notes what is wrong with it."""

    def __init__(self, nonce: str | None) -> None:
        super().__init__()
        self.nonce = nonce
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.referred: set[str] = set()
        self.headings: list[int] = []
        self.titles: list[str] = []
        self.tables: list[Counter[str]] = []
        self.text_of = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._note_attributes(tag, attrs, found)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append(Counter())
        elif self.tables and "table" in self.open:
            self.tables[-1][tag] += 1
            if tag == "th" and "scope" not in found:
                self.faults.append("a header of a table without scope")
        if tag == "html" and not found.get("lang"):
            self.faults.append("no language")
        if tag in {"script", "style"} and "src" not in found and found.get("nonce") != self.nonce:
            self.faults.append(f"inline {tag} without the nonce of the answer")
        if tag == "title" and "svg" not in self.open:
            self.titles.append("")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing, at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"] and "svg" not in self.open:
            self.titles[-1] += data
        if self.open[-1:] == ["caption"] and data.strip():
            self.tables[-1]["caption text"] += 1

    def _note_attributes(
        self, tag: str, attrs: list[tuple[str, str | None]], found: dict[str, str]
    ) -> None:
        if len(found) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.faults += [
            f"<{tag}> has {name}, which the policy refuses"
            for name in found
            if name == "style" or name.startswith("on")
        ]
        if "id" in found:
            self.ids[found["id"]] += 1
        for name in _REFERRING:
            self.referred.update(found.get(name, "").split())
        if found.get("href", "").startswith("#"):
            self.referred.add(found["href"][1:])

    def finish(self) -> list[str]:
        self.faults += [f"<{tag}> is never closed" for tag in self.open]
        self.faults += [f"id {name} is there {n} times" for name, n in self.ids.items() if n > 1]
        self.faults += [f"nothing has the id {name}" for name in self.referred - set(self.ids)]
        if len(self.titles) != 1 or not self.titles[0].strip():
            self.faults.append(f"titles: {self.titles}")
        if self.headings[:1] != [1] or self.headings.count(1) != 1:
            self.faults.append(f"the first heading and no other must be h1: {self.headings}")
        pairs = zip(self.headings, self.headings[1:], strict=False)
        self.faults += [f"h{b} follows h{a}" for a, b in pairs if b > a + 1]
        for table in self.tables:
            if not table["caption text"]:
                self.faults.append("a table without caption")
            if not table["th"]:
                self.faults.append("a table without headers")
        return self.faults


def faults_in_text(html: str, nonce: str | None = None) -> list[str]:
    """What is wrong with the page as text."""
    reader = _Reader(nonce)
    reader.feed(html)
    reader.close()
    faults = reader.finish()
    if not html.lstrip().lower().startswith("<!doctype html>"):
        faults.append("no doctype")
    return faults


def validity_faults(html: str, folder: Path) -> list[str]:
    """What the HTML validator says; skips where it is not installed."""
    node = shutil.which("node")
    if node is None or not VALIDATOR.is_dir():
        pytest.skip("html-validate is not installed: run `npm ci` in tests/browser")
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    asked = _validator(node)
    assert asked.stdin is not None
    assert asked.stdout is not None
    asked.stdin.write(f"{json.dumps(str(page))}\n")
    asked.stdin.flush()
    answer = asked.stdout.readline()
    assert answer, "the validator ended; see its standard error"
    faults: list[str] = json.loads(answer)
    return faults


@cache
def _validator(node: str) -> subprocess.Popen[str]:
    """One process for all pages of a test process: it takes a second to start."""
    command = [node, str(TOOLS / "validate.mjs"), str(TOOLS / ".htmlvalidate.json")]
    started = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )

    def end() -> None:
        with started:
            started.kill()

    atexit.register(end)
    return started


class Seen(msgspec.Struct, frozen=True):
    """What a browser saw over all widths and colour schemes."""

    faults: tuple[str, ...]
    screenshots: tuple[Path, ...] = ()


class Browser:
    """A real Chromium in a thread of its own: its event loop must not meet those of other tests."""

    def __init__(self, chromium_path: str) -> None:
        self._path = chromium_path
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None

    def start(self) -> None:
        self._thread.submit(self._start).result()

    def close(self) -> None:
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def look(
        self,
        html: str,
        assets: Mapping[str, Served],
        *,
        policy: str = POLICY,
        pictures: Path | None = None,
    ) -> Seen:
        """Shows the page at every width; nothing is asked of any network.

        ``pictures`` is a folder for screenshots.
        """
        return self._thread.submit(self._look, html, assets, policy, pictures).result()

    def measure(
        self, html: str, assets: Mapping[str, Served], script: str, *, width: int = 375
    ) -> Any:
        """What a script finds on the page in a window of that width."""
        return self._thread.submit(self._measure, html, assets, script, width).result()

    def visit(self, address: str, use: Callable[[Page], T], *, width: int = 1280) -> T:
        """What somebody finds who uses the page at an address of this machine, without scripts."""
        return self._thread.submit(self._visit, address, use, width).result()

    def _start(self) -> None:
        self._playwright = sync_playwright().start()
        self._chromium = self._playwright.chromium.launch(
            executable_path=self._path, args=list(FLAGS)
        )

    def _close(self) -> None:
        if self._chromium is not None:
            self._chromium.close()
        if self._playwright is not None:
            self._playwright.stop()

    def _visit(self, address: str, use: Callable[[Page], T], width: int) -> T:
        assert self._chromium is not None
        context = self._chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=False
        )
        try:
            page = context.new_page()
            page.goto(address)
            return use(page)
        finally:
            context.close()

    def _measure(self, html: str, assets: Mapping[str, Served], script: str, width: int) -> Any:
        assert self._chromium is not None
        context = self._chromium.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        _serve(page, html, assets, POLICY)
        page.goto(f"{SITE}/")
        found = page.evaluate(script)
        context.close()
        return found

    def _look(
        self, html: str, assets: Mapping[str, Served], policy: str, pictures: Path | None
    ) -> Seen:
        assert self._chromium is not None
        faults: list[str] = []
        taken: list[Path] = []
        for width, scheme in VIEWS:
            where = f"{width} px, {scheme}"
            context = self._chromium.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            page = context.new_page()
            heard = _serve(page, html, assets, policy)
            page.goto(f"{SITE}/")
            faults += [f"{where}: {fault}" for fault in (*_wider(page), *_axe(page), *heard)]
            if pictures is not None:
                taken.append(pictures / f"{width}-{scheme}.png")
                page.screenshot(path=taken[-1], full_page=True)
            context.close()
        return Seen(tuple(faults), tuple(taken))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the tests in the block; skips, with the reason, where it cannot be had."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed, so no page was seen in a real browser")
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `npm ci` in tests/browser")
    browser = Browser(path)
    try:
        browser.start()
        yield browser
    finally:
        browser.close()


def _serve(page: Page, html: str, assets: Mapping[str, Served], policy: str) -> list[str]:
    """Answers for the site; the list returned fills with what the browser complains of."""
    heard: list[str] = []

    def said(message: ConsoleMessage) -> None:
        heard.append(f"the browser says: {message.text}")

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path == "/":
            route.fulfill(
                body=html.encode(),
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": policy},
            )
        elif path in assets:
            route.fulfill(body=assets[path].content, content_type=assets[path].content_type)
        else:
            heard.append(f"asks for {route.request.url}, which is nowhere")
            route.abort()

    page.on("console", said)
    page.route("**/*", answer)
    return heard


def _wider(page: Page) -> list[str]:
    over: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"the page is {over} px wider than the window"] if over > 0 else []


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def _axe(page: Page) -> list[str]:
    page.evaluate(_axe_source())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", list(AXE_TAGS)
    )
    assert found["passes"], "axe-core looked at nothing"
    return [
        f"axe {violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
