"""The templates of a checked article, and what they are told."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from itertools import groupby
from typing import Any

import msgspec
from jinja2 import Environment
from markupsafe import Markup

from beholden._design import Asset, asset, default_help_lines, shown, templates
from beholden.figures.core.claims import report
from beholden.figures.core.claims.marking import MarkedBlock, marked
from beholden.figures.core.claims.models import Checked, Checking, VerdictWord

_AT_MOST = 4_000_000
_SOURCES_AT_MOST = 4
_KEPT_AT_MOST = 20
# Soft hyphens and joiners of saved pages: they print as nothing.
_NOTHING = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class _Told(msgspec.Struct, frozen=True):
    """One claim as a row of the table. ``marked`` is false where no word of the text is its own."""

    number: int
    one: Checked
    marked: bool

    @property
    def verdict(self) -> VerdictWord:
        return self.one.judgement.verdict

    @property
    def word(self) -> str:
        return report.VERDICTS[self.verdict]

    @property
    def tolerant(self) -> str:
        """The tolerant verdict, where it is another one."""
        tolerant = self.one.judgement.tolerant_verdict
        return "" if tolerant == self.verdict else report.VERDICTS[tolerant]

    @property
    def claimed(self) -> str:
        return report.one_line(self.one.claim.phrase.text)

    @property
    def about(self) -> str:
        return report.about(self.one.claim)

    @property
    def given_by(self) -> str:
        return report.given_by(self.one.judgement)

    @property
    def meaning(self) -> str:
        return report.meaning(self.one.judgement)

    @property
    def reason(self) -> str:
        """Why, where the number alone does not tell."""
        judgement = self.one.judgement
        plain = self.verdict == "agrees" and judgement.recomputed and not judgement.error_class
        return "" if plain else judgement.reason

    @property
    def arithmetic(self) -> str:
        """What can be worked out again, unless the reason says it."""
        worked = report.worked_out(self.one.judgement)
        return "" if worked in self.reason else worked


class _Stretch(msgspec.Struct, frozen=True):
    """Blocks that belong together: the rows of a table, or one other block."""

    kind: str
    blocks: tuple[MarkedBlock, ...]


def checked_html(checking: Checking) -> Markup:
    """The marked article and its table, to stand in a page below a heading of the first level.

    The page needs the style of ``checked_style`` beside those that all pages share.
    """
    return Markup(_environment().get_template("checked.html").render(_values(checking)))  # noqa: S704 - the template escapes


def checked_page(checking: Checking) -> str:
    """A whole page in one file, styles and all."""
    style = "\n".join(one.content.decode() for one in _styles())
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    icon = base64.b64encode(asset("icon.svg").content).decode()
    return (
        _environment()
        .get_template("page.html")
        .render(
            _values(checking),
            style=Markup(style),  # noqa: S704 - our own files
            digest=digest,
            icon=icon,
        )
    )


def checked_style() -> Asset:
    """The style of a checked article."""
    return asset("checked.css", __package__)


def help_html() -> Markup:
    """The box that says where a child, a parent or somebody worried finds help."""
    shared: Any = _environment().get_template("house/help.html").module
    return Markup(shared.help_box(default_help_lines()))  # noqa: S704 - the template escapes


def _values(checking: Checking) -> dict[str, object]:
    blocks = marked(checking)
    seen = {piece.number for block in blocks for piece in block.pieces if piece.number}
    told = tuple(
        _Told(number, one, number in seen) for number, one in enumerate(checking.checked, start=1)
    )
    return {
        "checking": checking,
        "counts": report.counts(checking),
        "fares": report.fares,
        "headline": report.headline(checking),
        "help_lines": default_help_lines(),
        "of_own_counts": {each: report.of_own_counts(checking, each) for each in report.VERDICTS},
        "left_alone": report.by_reason(checking),
        "meanings": _meanings(checking),
        "sources_at_most": _SOURCES_AT_MOST,
        "stretches": _stretches(blocks),
        "told": told,
    }


def _meanings(checking: Checking) -> dict[VerdictWord, str]:
    """What each verdict means; of the data only where any number of it is checked by them."""
    found = dict(report.MEANINGS)
    given: dict[VerdictWord, str] = {"agrees": "the same", "differs": "another number"}
    for verdict, what in given.items():
        judged = [one.judgement for one in checking.checked]
        own = [one.by_own_counts for one in judged if one.verdict == verdict]
        if own and all(own):
            found[verdict] = f"The article's own counts give {what}; the data do not hold them."
    return found


def _stretches(blocks: tuple[MarkedBlock, ...]) -> tuple[_Stretch, ...]:
    found: list[_Stretch] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "table":
            found.append(_Stretch(kind, tuple(group)))
        else:
            found += [_Stretch(kind, (block,)) for block in group]
    return tuple(found)


def _prose(text: str) -> str:
    """Words of an article: what prints as nothing is left out, its lines and tabs are kept."""
    return text.translate(_NOTHING).replace("\r\n", "\n").replace("\r", "\n")


def _running(text: str) -> Markup:
    """Words of an article as they stand there."""
    parts = (shown(part, _AT_MOST, lines=True) for part in _prose(text).split("\t"))
    return Markup("\t").join(parts)


def _parted(text: str) -> tuple[str, str]:
    """The words but the last, and the last, which keeps a line with the badge behind it."""
    at = max(text.rfind(char) for char in " \t\n") + 1
    short = len(text) - at <= _KEPT_AT_MOST
    return (text[:at], text[at:]) if short else (text, "")


@cache
def _styles() -> tuple[Asset, ...]:
    return asset("govuk-frontend.css"), asset("house.css"), checked_style()


@cache
def _environment() -> Environment:
    made = templates("beholden.figures.marked")
    made.filters.update(
        day=report.day,
        one_line=lambda text: report.one_line(_prose(text)),
        parted=_parted,
        running=_running,
    )
    return made
