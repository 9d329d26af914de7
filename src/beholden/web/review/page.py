"""The review page from a folder: what is open, its source beside it, three ways to settle."""

from __future__ import annotations

from functools import cache

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from beholden._design import Asset, asset, shown
from beholden.figures import Excerpt, Figures, Pending, label, offence_name, placed

_PER_PAGE = 20


class Entered(msgspec.Struct, frozen=True):
    """What a person entered for one reading."""

    id: str
    action: str
    by: str
    why: str
    value: str = ""
    period: str = ""
    force: str = ""
    offence: str = ""
    page: int = 1


class Question(msgspec.Struct, frozen=True):
    """One open reading as the page shows it."""

    id: str
    title: str
    value: str
    arithmetic: str
    questions: tuple[str, ...]
    excerpt: Excerpt
    where: str
    layout: str


def render(
    figures: Figures,
    *,
    by: str,
    done: str = "",
    page: int = 1,
    entered: Entered | None = None,
    error: str = "",
) -> str:
    """The whole page. ``entered`` and ``error`` are those of a form that was refused."""
    pending = figures.pending()
    excerpts = figures.excerpts()
    if entered is not None:
        # Others may have settled some since: the reading may stand on another page by now.
        page = next(
            (place // _PER_PAGE + 1 for place, p in enumerate(pending) if p.item.id == entered.id),
            entered.page,
        )
    pages = max(1, -(-len(pending) // _PER_PAGE))
    page = min(max(page, 1), pages)
    part = pending[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    return (
        _environment()
        .get_template("review.html")
        .render(
            questions=[_question(figures, one, excerpts[one.item.id]) for one in part],
            open=len(pending),
            page=page,
            pages=pages,
            by=by,
            done=done if done.isalnum() else "",
            entered=entered,
            error=error,
            first=(page - 1) * _PER_PAGE + 1,
            silent=[(one.file, one.error) for one in figures.silent()],
            folder=figures.folder.name or str(figures.folder),
        )
    )


def asset_named(name: str) -> Asset | None:
    """The style of that name."""
    return next((one for one in _assets().values() if one.name == name), None)


def _question(figures: Figures, one: Pending, excerpt: Excerpt) -> Question:
    reading = one.item.reading
    value = reading.value
    force = (
        "Force not known" if reading.force is None else figures.registry.by_code(reading.force).name
    )
    period = "period not known" if reading.period is None else label(reading.period)
    offence = "offence not known" if reading.offence is None else offence_name(reading.offence)
    source = reading.sources[0] if reading.sources else None
    return Question(
        id=one.item.id,
        title=f"{force}, {period}: {offence}",
        value=f"{value.count:,}" if value.count is not None else value.state.replace("_", " "),
        arithmetic=reading.arithmetic,
        questions=tuple(flag.sentence for flag in one.questions),
        excerpt=excerpt,
        where=excerpt.caption
        or ("" if source is None else f"{source.file} {placed(source.place)}"),
        layout=reading.layout,
    )


@cache
def _assets() -> dict[str, Asset]:
    return {
        "govuk-frontend.css": asset("govuk-frontend.css"),
        "house.css": asset("house.css"),
        "icon.svg": asset("icon.svg"),
        "review.css": asset("review.css", __package__),
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("beholden.web.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.globals["asset"] = lambda name: f"static/{_assets()[name].name}"
    return environment
