"""The public site: pages made from what was published, kept until something new is.

No cookie, no session, nothing of a draft. What is published or withdrawn, here or by a command,
shows at the next request. A page is made once and kept in memory, within a bound.

    site = PublicSite(regulator)
    Route("/{path:path}", site.answer, methods=["GET"])
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from beholden.regulator import RegulatorError
from beholden.regulator.core import Publication
from beholden.store import StoreError
from beholden.web import log
from beholden.web.regulator.forms import CLOSE, has_body
from beholden.web.regulator.headers import PUBLIC
from beholden.web.regulator.site import SiteSettings, load_templates, page_of

if TYPE_CHECKING:
    from beholden.app import WiredRegulator

_KEPT_BYTES: Final = 64 << 20
_ZIPPED_FROM: Final = 1_000
_PATH_AT_MOST: Final = 400
_NAMED_BY_BYTES: Final = "assets/"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
# A withdrawal must show soon, and nobody should be asked for the same page at every click.
_SOON: Final = "public, max-age=30"
_WORDS: Final = {
    400: "This cannot be read.",
    404: "There is nothing at this address.",
    405: "Pages of this site can be read, and nothing else.",
    500: "Something went wrong here. Try again in a moment.",
    503: "The site cannot be read at present. Try again in a moment.",
}


class Kept(msgspec.Struct, frozen=True):
    """A page as it is sent, plain and zipped; ``zipped`` is empty where that is no use."""

    content: bytes
    zipped: bytes
    content_type: str
    tag: str


class _Edition(msgspec.Struct, frozen=True):
    """Everything that is public at one moment."""

    stamp: str
    publications: tuple[Publication, ...]
    changed: datetime | None


class PublicSite:
    """The public site of one regulator.

    Args:
        regulator: the regulator, wired.
        kept_bytes: what pages in memory may have together.
    """

    def __init__(self, regulator: WiredRegulator, kept_bytes: int = _KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._regulator = regulator
        self._settings = site_settings(regulator)
        self._lock = threading.Lock()
        self._edition: _Edition | None = None
        self._kept: dict[str, Kept | None] = {}
        self._bytes = 0

    def prepare(self) -> None:
        """Makes the first pages, so that the first reader does not wait for templates.

        Nor does who reads the first scorecard after it was published: nothing may be public yet.
        """
        load_templates()
        # What cannot be read is told to whoever asks; the console must start all the same.
        with contextlib.suppress(StoreError, RegulatorError):
            edition, _ = self._find("")
            for one in edition.publications[-1:]:
                self._find(f"services/{one.service}/")

    async def answer(self, request: Request) -> Response:
        """A page or a file of the site."""
        if has_body(request):
            return self.refused(request, 400, CLOSE)
        path = request.path_params["path"]
        if len(path) > _PATH_AT_MOST:
            return self.refused(request, 404, None)
        try:
            edition, kept = await run_in_threadpool(self._find, path)
        except (StoreError, RegulatorError) as error:
            log.get_log().error("site not read", code=type(error).__name__, detail=str(error))
            return self.refused(request, 503, None)
        if kept is None:
            if path and not path.endswith("/") and "." not in path.rpartition("/")[2]:
                edition, kept = await run_in_threadpool(self._find, f"{path}/")
                if kept is not None:
                    # By its path alone: a name in front could lead to another host.
                    return RedirectResponse(f"/{path.lstrip('/')}/", 308, headers=dict(PUBLIC))
            return self.refused(request, 404, None)
        return _answer(request, path, kept, edition.changed)

    def refused(self, request: Request, status: int, headers: Mapping[str, str] | None) -> Response:
        """The site's own page for what is not there; a line of text for everything else."""
        del request
        more = {**PUBLIC, "Cache-Control": "no-store", **(headers or {})}
        if status == 404:  # noqa: PLR2004 - the one with a page
            try:
                _, kept = self._find("404.html")
            except (StoreError, RegulatorError):
                kept = None
            if kept is not None:
                return Response(kept.content, 404, more, kept.content_type)
        words = _WORDS.get(status, "This cannot be done.")
        return PlainTextResponse(f"{words}\n", status, headers=more)

    def _find(self, path: str) -> tuple[_Edition, Kept | None]:
        """The page at a path of the site as it stands; None if there is none."""
        stamp = self._regulator.publications.stamp()
        with self._lock:
            if self._edition is None or self._edition.stamp != stamp:
                self._edition = _edition(stamp, self._regulator.publications.public())
                self._kept.clear()
                self._bytes = 0
            edition = self._edition
            if path in self._kept:
                return edition, self._kept[path]
        kept = made(path, edition.publications, self._settings)
        with self._lock:
            # What does not exist is not remembered: names of nothing have no end.
            if kept is not None and self._edition is edition:
                self._keep(path, kept)
        return edition, kept

    def _keep(self, path: str, kept: Kept) -> None:
        size = len(kept.content) + len(kept.zipped)
        if self._bytes + size > self._kept_bytes:
            self._kept.clear()
            self._bytes = 0
        if path not in self._kept and size <= self._kept_bytes:
            self._kept[path] = kept
            self._bytes += size


def site_settings(regulator: WiredRegulator) -> SiteSettings:
    """What the site says about its publisher."""
    settings = regulator.settings
    return SiteSettings(
        name=settings.name,
        contact=settings.contact,
        base_url=settings.base_url,
        help_lines=settings.help_lines,
    )


def made(path: str, publications: Sequence[Publication], settings: SiteSettings) -> Kept | None:
    """A page of the site, ready to be sent; None if there is none at this path."""
    page = page_of(path, publications, settings)
    if page is None:
        return None
    digest = hashlib.sha256(page.content).hexdigest()[:32]
    zipped = b""
    if len(page.content) >= _ZIPPED_FROM:
        # Without a time in it the same page has the same bytes.
        packed = gzip.compress(page.content, 6, mtime=0)
        zipped = packed if len(packed) < len(page.content) else b""
    return Kept(page.content, zipped, page.content_type, digest)


def _edition(stamp: str, publications: tuple[Publication, ...]) -> _Edition:
    times = [at for one in publications for at in (one.published, one.withdrawn) if at is not None]
    return _Edition(stamp, publications, max(times, default=None))


def _answer(request: Request, path: str, kept: Kept, changed: datetime | None) -> Response:
    zipped = bool(kept.zipped) and _takes_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{kept.tag}{"-gzip" if zipped else ""}"'
    headers = {
        **PUBLIC,
        "Cache-Control": _FOR_EVER if path.startswith(_NAMED_BY_BYTES) else _SOON,
        "ETag": tag,
        "Vary": "Accept-Encoding",
    }
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    if _is_known(request, tag, changed):
        return Response(status_code=304, headers=headers)
    if zipped:
        headers["Content-Encoding"] = "gzip"
    content = kept.zipped if zipped else kept.content
    return Response(content, 200, headers, kept.content_type)


def _is_known(request: Request, tag: str, changed: datetime | None) -> bool:
    """Whether the browser has this very page already (RFC 9110, sections 13.1.2 and 13.1.3)."""
    if (tags := request.headers.get("if-none-match")) is not None:
        named = {one.strip().removeprefix("W/") for one in tags.split(",")}
        return "*" in named or tag in named
    since = request.headers.get("if-modified-since")
    if since is None or changed is None:
        return False
    try:
        known = parsedate_to_datetime(since)
    except ValueError:
        return False
    return known.tzinfo is not None and changed.replace(microsecond=0) <= known


def _takes_gzip(accepted: str) -> bool:
    for one in accepted.split(","):
        name, _, parameters = one.partition(";")
        if name.strip().lower() in {"gzip", "*"}:
            return parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
