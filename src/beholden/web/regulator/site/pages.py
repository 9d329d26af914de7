"""Every page of the site, all of them or one by its path. Pure.

Links are relative: to folders where a server answers, to files where the site lies on a disk.

    page_of("services/example/", publications, settings).content
    for page in site_pages(publications, settings): ...
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment

from beholden._design import MARKS, Asset, asset, span, templates, web_address
from beholden.regulator.core import Publication
from beholden.web.regulator.site import _charts, _words
from beholden.web.regulator.site._feed import events, feed_id
from beholden.web.regulator.site._shelf import Shelf, Shelved
from beholden.web.regulator.site._tables import data_json, differences_csv, figures_csv
from beholden.web.regulator.site.models import PAGE_BYTES, Page, SiteSettings

__all__ = ["load_templates", "page_of", "site_pages"]

_INDEX = "index.html"
_HTML = "text/html; charset=utf-8"
_CSV = "text/csv; charset=utf-8"
_JSON = "application/json"
_ATOM = "application/atom+xml; charset=utf-8"
_LIMITS = (150, 60, 25, 10, 3)
"""How many rows of a kind a page shows; the first that makes it short enough."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_MAIN = ("uploads-checked", "share-blocked", "share-held")
_MAIN_AT_MOST = 3
_NAVIGATION: Final = (
    ("index.html", "Services"),
    ("definitions/index.html", "Definitions"),
    ("downloads/index.html", "Downloads"),
    ("accessibility/index.html", "Accessibility"),
)


def site_pages(publications: Sequence[Publication], settings: SiteSettings) -> Iterator[Page]:
    """All files of the site, to lie on a disk; the same in gives the same out, in one order."""
    site = _Site(publications, settings, on_disk=True)
    for path, make in site.makers():
        yield make(path)


def page_of(path: str, publications: Sequence[Publication], settings: SiteSettings) -> Page | None:
    """The page at a path, as a server sends it; None if there is none.

    Args:
        path: as in the address, ``services/example/``; with or without a slash in front.
        publications: all of the regulator; drafts are passed over.
        settings: who publishes the site.
    """
    name = path.removeprefix("/")
    if not name or name.endswith("/"):
        name += _INDEX
    site = _Site(publications, settings, on_disk=False)
    make = dict(site.makers()).get(name)
    return None if make is None else make(name)


def assets() -> tuple[Asset, ...]:
    """What every page loads, the icon last."""
    shared = (asset(name) for name in ("govuk-frontend.css", "house.css", "public.css"))
    return (*shared, asset("scorecard.css", __package__), asset("icon.svg"))


def load_templates() -> None:
    """Reads every template, so that nobody waits for it later: it takes longer than a page."""
    environment = _environment()
    for name in environment.list_templates(("html", "xml")):
        environment.get_template(name)


_Maker = Callable[[str], Page]


class _Site:
    """One set of publications, and how each page of them is made."""

    def __init__(
        self, publications: Sequence[Publication], settings: SiteSettings, *, on_disk: bool
    ) -> None:
        self.shelf = Shelf(publications)
        self.settings = settings
        self.on_disk = on_disk

    def makers(self) -> Iterator[tuple[str, _Maker]]:
        """The path of every file, and what makes it."""
        shelf, name = self.shelf, self.settings.name
        yield _INDEX, self._index
        for each in shelf.services.values():
            if not _NAME.fullmatch(each.service):
                continue  # It would be the name of a folder; the register takes no such id.
            folder = f"services/{each.service}"
            yield f"{folder}/{_INDEX}", partial(self._service, each, None)
            yield f"{folder}/data.csv", _file(_CSV, partial(figures_csv, each.versions))
            yield f"{folder}/data.json", _file(_JSON, partial(data_json, name, each.versions))
            yield f"{folder}/feed.xml", partial(self._feed, (each,), each.shown.card.name)
            for one in each.versions:
                version = f"{folder}/{one.number}"
                yield f"{version}/{_INDEX}", partial(self._service, each, one)
                # Its SHA-256 is the digest of the publication.
                card = partial(msgspec.json.encode, one.card)
                yield f"{version}/scorecard.json", _file(_JSON, card)
                yield f"{version}/figures.csv", _file(_CSV, partial(figures_csv, (one,)))
                yield f"{version}/differences.csv", _file(_CSV, partial(differences_csv, (one,)))
        for plain in ("definitions", "downloads", "accessibility"):
            yield f"{plain}/{_INDEX}", partial(self._plain, plain)
        yield "404.html", partial(self._plain, "404")
        yield "data.csv", _file(_CSV, partial(figures_csv, shelf.current))
        yield "data.json", _file(_JSON, partial(data_json, name, shelf.current))
        yield "feed.xml", partial(self._feed, tuple(shelf.services.values()), "all services")
        for style in assets():
            yield f"assets/{style.name}", _file(style.content_type, partial(_content, style))

    def _index(self, path: str) -> Page:
        rows = [(each, each.current) for each in self.shelf.services.values()]
        checked = {each.service: _checked(each.shown) for each, _ in rows}
        current = self.shelf.current
        mains = {one.service: _main(one) for one in current}
        return self._page(
            path,
            "index.html",
            "How networks are held to account",
            rows=rows,
            checked=checked,
            mains=mains,
            all_recounted=all(one.card.basis == "recomputed" for one in current),
            all_drilled=all(one.card.drills for one in current),
            some_drilled=any(one.card.drills for one in current),
        )

    def _service(self, each: Shelved, version: Publication | None, path: str) -> Page:
        one = version or each.shown
        card = one.card
        charts = [_charts.drawn(drill, name=f"drill-{at}") for at, drill in enumerate(card.drills)]
        title = card.name if version is None else f"{card.name}, number {one.number}"
        return self._page(
            path,
            "service.html",
            f"{title}: {span(card.first, card.last)}",
            each=each,
            version=version,
            one=one,
            card=card,
            charts=charts,
            summary=_words.summary(card),
            drilled={drill.words for drill in card.drills if drill.words},
            corrected_by=each.corrected_by.get(one.number),
            beside=_beside(each, one),
        )

    def _plain(self, name: str, path: str) -> Page:
        titles = {
            "definitions": "What the words mean",
            "downloads": "Downloads",
            "accessibility": "Accessibility of this site",
            "404": "Page not found",
        }
        lost = name == "404"
        return self._page(path, f"{name}.html", titles[name], lost=lost, shelf=self.shelf)

    def _feed(self, services: Sequence[Shelved], about: str, path: str) -> Page:
        base = web_address(self.settings.base_url)
        root = f"{base.rstrip('/')}/" if base else _root(path)
        text = (
            _environment()
            .get_template("feed.xml")
            .render(
                settings=self.settings,
                about=about,
                events=events(services),
                id=feed_id(f"{self.settings.name} {path}"),
                root=root,
                path=path,
                on_disk=self.on_disk,
            )
        )
        return Page(path, text.encode(), _ATOM)

    def _page(
        self, path: str, template: str, title: str, *, lost: bool = False, **values: Any
    ) -> Page:
        *styles, icon = assets()
        # A server sends the page for wrong addresses at any depth.
        root = self._place() if lost and not self.on_disk else _root(path)
        common = {
            "settings": self.settings,
            "path": path,
            "root": root,
            "title": title,
            "navigation": _NAVIGATION,
            "styles": [f"{root}assets/{each.name}" for each in styles],
            "icon": f"{root}assets/{icon.name}",
            "feed": f"{root}feed.xml",
            "to": partial(_link, root, on_disk=self.on_disk),
            **values,
        }
        made = _environment().get_template(template)
        content = b""
        for limit in _LIMITS:
            content = made.render({**common, "limit": limit}).encode()
            if len(content) < PAGE_BYTES:
                break
        return Page(path, content, _HTML)

    def _place(self) -> str:
        place = urlsplit(web_address(self.settings.base_url)).path.strip("/")
        return f"/{place}/" if place else "/"


@cache
def _environment() -> Environment:
    made = templates("beholden.web.regulator.site")
    made.filters.update(
        amount=_words.amount,
        bound=_words.bound,
        brief=_words.brief,
        heading=_words.heading,
        in_per_cent=_words.in_per_cent,
        interval=_words.interval,
        main_figure=_words.main_figure,
        moment=_words.moment,
        result=_words.result,
        grouped=_words.grouped,
        against=_words.against,
        said=_words.said,
        in_house_style=_words.in_house_style,
        sentences=_words.sentences,
        shade=_words.shade,
        share=_words.share,
        size_of=_words.size_of,
        word=_words.word,
    )
    made.tests["compared"] = _words.is_compared
    made.globals.update(marks=MARKS, meanings=_words.MEANINGS, verdicts=_words.VERDICTS)
    return made


def _root(path: str) -> str:
    return "../" * path.count("/")


def _link(root: str, path: str, *, on_disk: bool) -> str:
    """A link to a page or file: files by name; folders by theirs where a server answers."""
    whole = f"{root}{path}"
    return whole if on_disk else whole.removesuffix(_INDEX) or "./"


def _file(content_type: str, content: Callable[[], bytes]) -> _Maker:
    def make(path: str) -> Page:
        return Page(path, content(), content_type)

    return make


def _content(style: Asset) -> bytes:
    return style.content


def _checked(one: Publication) -> Any:
    """When something was last looked at."""
    return max((check.at for check in one.card.checks), default=one.card.made.date())


def _beside(each: Shelved, one: Publication) -> list[Publication]:
    """Cards that count and are about other days of which some are the same: a month's quarter."""
    days = (one.card.first, one.card.last)
    return [
        other
        for other in each.versions
        if other.state == "published"
        and other.number not in each.corrected_by
        and (other.card.first, other.card.last) != days
        and other.card.first <= one.card.last
        and other.card.last >= one.card.first
    ]


def _main(one: Publication) -> list[Any]:
    """The figures by which services are put side by side."""
    found = {each.key: each for each in one.card.figures}
    named = [found[key] for key in _MAIN if key in found]
    return named or [each for each in one.card.figures if "[" not in each.key][:_MAIN_AT_MOST]
