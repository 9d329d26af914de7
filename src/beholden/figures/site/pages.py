"""Every page of the site as text, from briefs that already say everything. Pure.

Nothing is computed here: a page prints what a brief holds, and links each number
to its arithmetic and from there to the sources.

    for page in pages(content):
        page.path, page.text
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from beholden._design import Asset, asset, day, web_address
from beholden.figures.core import offences
from beholden.figures.core.brief import Figure, ForceBrief, Key, NationalBrief
from beholden.figures.core.forces import Registry
from beholden.figures.core.marks import MARKS
from beholden.figures.core.models import (
    Force,
    ForceCode,
    Observation,
    OffenceId,
    Period,
    Release,
    State,
)
from beholden.figures.core.periods import label
from beholden.figures.core.plain import NEVER_JOINED
from beholden.figures.site import _words
from beholden.figures.site._chart import as_file, drawn, is_gap
from beholden.figures.site._environment import environment
from beholden.figures.site._tiles import squares
from beholden.figures.site.options import SiteOptions

_STYLES = ("govuk-frontend.css", "house.css", "public.css")
NAVIGATION = (
    ("index.html", "Overview"),
    ("forces/index.html", "Police forces"),
    ("definitions.html", "Definitions"),
    ("releases/index.html", "Data and releases"),
    ("changes.html", "Changes"),
    ("about.html", "About"),
)
_OFFENCES = (
    offences.IIOC_TOTAL,
    *offences.IMAGE_SET,
    offences.SEXUAL_COMMUNICATION,
    offences.CLASS_86,
    offences.ADULT,
)


class Page(msgspec.Struct, frozen=True):
    """One file of text; ``path`` is relative to the site's folder."""

    path: str
    text: str


class Content(msgspec.Struct, frozen=True):
    """Everything that the pages are made from. ``releases`` come oldest first."""

    releases: tuple[Release, ...]
    registry: Registry
    options: SiteOptions
    national: NationalBrief
    national_text: str
    forces: tuple[ForceBrief, ...]
    force_texts: tuple[str, ...]


class Place(msgspec.Struct, frozen=True):
    """What a figure was made from: a page and the id on it, or only words."""

    page: str
    id: str
    words: str


# The populations are no figures of the release, so their source is told on another page.
_PEOPLE = Place(
    "about.html",
    "licences",
    "populations of the Office for National Statistics, Open Government Licence v3.0",
)
_OF_PEOPLE = frozenset({"population", "per-head", "uk-per-head"})


class View(msgspec.Struct, frozen=True):
    """One observation with the id that other pages may link to."""

    id: str
    observation: Observation
    main: bool


def assets() -> tuple[Asset, ...]:
    """What every page loads, from the folder ``assets``."""
    return (
        *(asset(name) for name in _STYLES),
        asset("site.css", "beholden.figures.site"),
        asset("icon.svg"),
    )


def pages(content: Content) -> Iterator[Page]:
    """All pages; the same content gives the same pages in the same order."""
    site = _Site(content)
    yield site.national()
    yield Page("national.txt", content.national_text)
    yield site.list_of_forces()
    for brief, text in zip(content.forces, content.force_texts, strict=True):
        yield site.force(brief)
        yield Page(f"forces/{brief.force.slug}.txt", text)
        if chart := as_file(brief.series, _chart_title(brief), _chart_foot(content, brief)):
            yield Page(f"forces/{brief.force.slug}.svg", chart)
    yield site.definitions()
    yield site.changes()
    yield site.list_of_releases()
    for release in content.releases:
        yield site.release(release)
    yield site.plain("about.html", "About these figures", parts=_about(content))
    yield site.plain("accessibility.html", "Accessibility of this site")
    yield site.plain("404.html", "Page not found", lost=True)


def _chart_title(brief: ForceBrief) -> str:
    return f"Child abuse image offences recorded by {brief.force.official_name}, by year"


def _chart_foot(content: Content, brief: ForceBrief) -> tuple[str, str]:
    by = f", {content.options.publisher}" if content.options.publisher else ""
    return (
        f"Release {brief.release}, published {day(brief.published)}{by}.",
        "Recorded crime follows how forces record; it does not say how common the crime is.",
    )


class _Site:
    """What the pages have in common, looked up once."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.latest = content.releases[-1]
        self.slugs = {brief.force.code: brief.force.slug for brief in content.forces}
        self.names = {force.code: force.name for force in content.registry.forces}
        self.found = {
            Key(each.force, each.period, each.offence): each for each in self.latest.observations
        }
        self.totals = len(self.latest.aggregates)
        # Whatever is published stands on its force's page, whether or not a sentence uses it.
        self.said: defaultdict[ForceCode, list[Key]] = defaultdict(list)
        for key in self.found:
            self.said[key.force].append(key)
        *styles, icon = assets()
        self.common: Mapping[str, Any] = {
            "options": content.options,
            "latest": self.latest,
            "navigation": NAVIGATION,
            "styles": [f"assets/{each.name}" for each in styles],
            "icon": f"assets/{icon.name}",
            "slugs": self.slugs,
            "names": self.names,
        }

    def page(self, path: str, template: str, title: str, **values: Any) -> Page:
        root = "../" * path.count("/")
        text = (
            environment()
            .get_template(template)
            .render(
                {
                    **self.common,
                    "path": path,
                    "root": root,
                    "title": title,
                    "canonical": self._canonical(path),
                    **values,
                }
            )
        )
        return Page(path, text)

    def _canonical(self, path: str) -> str:
        base = web_address(self.content.options.base_url)
        return f"{base.rstrip('/')}/{path}" if base else ""

    def plain(self, path: str, title: str, *, lost: bool = False, **values: Any) -> Page:
        if lost:
            # A server sends this page for addresses at any depth.
            base = urlsplit(web_address(self.content.options.base_url)).path
            root = f"{base.rstrip('/')}/" if self.content.options.base_url else ""
            values = {**values, "root": root, "canonical": ""}
        return self.page(path, path, title, **values)

    def national(self) -> Page:
        brief = self.content.national
        missing = {code for code, _, _ in brief.missing}
        return self.page(
            "index.html",
            "national.html",
            brief.headline,
            brief=brief,
            # Who is missing has a table of its own, with the reason.
            ranking_rows=[row for row in brief.ranking if row.force not in missing],
            squares=squares(brief.tiles, self.names),
            aggregates=self.latest.aggregates,
            surveys=self.latest.surveys,
            hotlines=self.latest.hotlines,
            places=self._places(brief.figures),
        )

    def list_of_forces(self) -> Page:
        brief = self.content.national
        rows = {row.force: row for row in brief.ranking}
        regions: dict[str, list[Force]] = {}
        for local in self.content.forces:
            region = self.content.registry.region_of(local.force).name
            regions.setdefault(region, []).append(local.force)
        return self.page(
            "forces/index.html",
            "forces.html",
            "All police forces",
            brief=brief,
            squares=squares(brief.tiles, self.names),
            regions=sorted(regions.items()),
            rows=rows,
        )

    def force(self, brief: ForceBrief) -> Page:
        force = brief.force
        series = {row.observation for row in brief.series if row.observation is not None}
        views = [
            View(_words.anchor(key.period, key.offence), self.found[key], self.found[key] in series)
            for key in sorted(self.said[force.code], key=_newest_first)
        ]
        return self.page(
            f"forces/{force.slug}.html",
            "force.html",
            brief.headline,
            brief=brief,
            region=self.content.registry.region_of(force).name,
            chart=drawn(brief.series, _chart_title(brief)),
            hatched=any(map(is_gap, brief.series)),
            views=views,
            never_joined=NEVER_JOINED,
            places=self._places(brief.figures),
        )

    def definitions(self) -> Page:
        defined = [
            (offences.name(each), offences.definition(each), offences.codes(each))
            for each in _OFFENCES
        ]
        return self.page(
            "definitions.html",
            "definitions.html",
            "Definitions",
            offences=defined,
            marks=MARKS,
            groups=self.content.registry.groups,
        )

    def changes(self) -> Page:
        newest = self.content.releases[::-1]
        return self.page(
            "changes.html", "changes.html", "Changes between releases", releases=newest
        )

    def list_of_releases(self) -> Page:
        newest = self.content.releases[::-1]
        return self.page(
            "releases/index.html",
            "releases.html",
            "Data and releases",
            releases=newest,
            downloads=self._downloads(None),
        )

    def release(self, release: Release) -> Page:
        shown = [each for each in release.observations if each.offence == offences.IIOC_TOTAL]
        periods = sorted({each.period for each in shown})
        cells = {(each.force, each.period): each for each in shown}
        codes = sorted({*release.asked, *(each.force for each in shown)}, key=self._name)
        return self.page(
            f"releases/{release.id}/index.html",
            "release.html",
            f"Release {release.id}",
            release=release,
            downloads=self._downloads(release),
            offence=offences.name(offences.IIOC_TOTAL),
            periods=periods,
            rows=[(code, [cells.get((code, period)) for period in periods]) for code in codes],
            revised_by=[r.id for r in self.content.releases if r.previous == release.id],
        )

    def _name(self, code: ForceCode) -> str:
        return self.names.get(code, code)

    def _downloads(self, release: Release | None) -> list[Any]:
        """Those of one release, or those of none."""
        every = self.content.options.downloads
        if release is None:
            return [each for each in every if not each.path.startswith("releases/")]
        return [each for each in every if each.path.startswith(f"releases/{release.id}/")]

    def _places(self, figures: Sequence[Figure]) -> Mapping[str, list[Place]]:
        """What each figure was made from."""
        return {
            figure.id: [
                *(self._input(key) for key in figure.inputs),
                *(self._total(index) for index in figure.aggregates if index < self.totals),
                *([_PEOPLE] if figure.id in _OF_PEOPLE else []),
            ]
            for figure in figures
        }

    def _total(self, index: int) -> Place:
        total = self.latest.aggregates[index]
        words = f"published total for {total.area}, {label(total.period)}: {total.count:,}"
        return Place("index.html", f"aggregate-{index}", words)

    def _input(self, key: Key) -> Place:
        observation = self.found.get(key)
        value = _value_words(observation)
        words = f"{self._name(key.force)}, {label(key.period)}: {value}"
        if key.offence != offences.IIOC_TOTAL:
            words = f"{words} ({offences.name(key.offence)})"
        slug = self.slugs.get(key.force)
        if slug is None or observation is None:
            return Place("", "", words)
        return Place(f"forces/{slug}.html", _words.anchor(key.period, key.offence), words)


def _value_words(observation: Observation | None) -> str:
    if observation is None:
        return "no answer"
    count = observation.value.count
    return _words.absence(observation) if count is None else f"{count:,}"


def _newest_first(key: Key) -> tuple[int, int, OffenceId]:
    period: Period = key.period
    return (-period.start.toordinal(), -period.end.toordinal(), key.offence)


def _about(content: Content) -> Mapping[str, int]:
    """Numbers of the latest release that the page on how it was made prints."""
    latest = content.releases[-1]
    return {
        "asked": len(latest.asked),
        "answered": len({each.force for each in latest.observations if each.value.known}),
        "files": len({s.digest for each in latest.observations for s in each.sources if s.digest}),
        "confirmed": sum(bool(each.confirmed_by) for each in latest.observations),
        "values": len(latest.observations),
        "blank": sum(each.value.state is State.BLANK for each in latest.observations),
    }
