"""Figures: from the answers of police forces to a published release.

figures = Figures(Path("answers"), clock=utc_now)
figures.read()                       # every number with its file, cell or line
figures.pending()                    # what a person has to settle
figures.build(ReleaseId("2018-09"))  # an append-only release and its site

What is named here is loaded when it is first used: a command needs a part of it, and
must not wait for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden._faces import lazy_face

if TYPE_CHECKING:
    from beholden.figures._excerpt import Excerpt, ExcerptCell
    from beholden.figures.articles import ARTICLE_LIMITS, read_article
    from beholden.figures.checking import (
        check_article,
        check_story,
        data_of_files,
        data_of_folder,
        read_nothing,
        shipped_data,
    )
    from beholden.figures.core.assembly import Assembly, LeftOut, Pending
    from beholden.figures.core.brief import ForceBrief, NationalBrief
    from beholden.figures.core.briefing import force_brief
    from beholden.figures.core.checks import Action, Check, Item, placed
    from beholden.figures.core.claims.judging.dataset import Dataset
    from beholden.figures.core.claims.models import Article, Checking, VerdictWord
    from beholden.figures.core.claims.report import headline as report_headline
    from beholden.figures.core.claims.report import passages as report_passages
    from beholden.figures.core.claims.report import rows as report_rows
    from beholden.figures.core.comparing import Comparison, compare
    from beholden.figures.core.forces import Registry
    from beholden.figures.core.founding import FoundingLine, founding_lines
    from beholden.figures.core.models import (
        Flag,
        Force,
        ForceCode,
        OffenceId,
        Period,
        Place,
        Reading,
        Release,
        ReleaseId,
        State,
        Value,
    )
    from beholden.figures.core.national import national_brief
    from beholden.figures.core.numbers import parse_count
    from beholden.figures.core.offences import name as offence_name
    from beholden.figures.core.periods import label, parse_period
    from beholden.figures.core.plain import comparison_text, force_text, national_text, story_text
    from beholden.figures.errors import (
        CheckError,
        DataError,
        FiguresError,
        FolderError,
        ReadError,
        ReleaseError,
        UnknownError,
    )
    from beholden.figures.examples import (
        EXAMPLE_DAY,
        EXAMPLE_RELEASE,
        copy_examples,
        example_checks,
    )
    from beholden.figures.marked import checked_html, checked_page, checked_style, help_html
    from beholden.figures.models import Built, ReadAnswer, Readings, ReadItem
    from beholden.figures.reading import Limits
    from beholden.figures.registry import load_registry
    from beholden.figures.service import Figures

__all__ = [
    "ARTICLE_LIMITS",
    "EXAMPLE_DAY",
    "EXAMPLE_RELEASE",
    "Action",
    "Article",
    "Assembly",
    "Built",
    "Check",
    "CheckError",
    "Checking",
    "Comparison",
    "DataError",
    "Dataset",
    "Excerpt",
    "ExcerptCell",
    "Figures",
    "FiguresError",
    "Flag",
    "FolderError",
    "Force",
    "ForceBrief",
    "ForceCode",
    "FoundingLine",
    "Item",
    "LeftOut",
    "Limits",
    "NationalBrief",
    "OffenceId",
    "Pending",
    "Period",
    "Place",
    "ReadAnswer",
    "ReadError",
    "ReadItem",
    "Reading",
    "Readings",
    "Registry",
    "Release",
    "ReleaseError",
    "ReleaseId",
    "State",
    "UnknownError",
    "Value",
    "VerdictWord",
    "check_article",
    "check_story",
    "checked_html",
    "checked_page",
    "checked_style",
    "compare",
    "comparison_text",
    "copy_examples",
    "data_of_files",
    "data_of_folder",
    "example_checks",
    "force_brief",
    "force_text",
    "founding_lines",
    "help_html",
    "label",
    "load_registry",
    "national_brief",
    "national_text",
    "offence_name",
    "parse_count",
    "parse_period",
    "placed",
    "read_article",
    "read_nothing",
    "report_headline",
    "report_passages",
    "report_rows",
    "shipped_data",
    "story_text",
]

_WHERE = {
    "_excerpt": "Excerpt ExcerptCell",
    "articles": "ARTICLE_LIMITS read_article",
    "checking": (
        "check_article check_story data_of_files data_of_folder read_nothing shipped_data"
    ),
    "core.assembly": "Assembly LeftOut Pending",
    "core.brief": "ForceBrief NationalBrief",
    "core.briefing": "force_brief",
    "core.checks": "Action Check Item placed",
    "core.claims.judging.dataset": "Dataset",
    "core.claims.models": "Article Checking VerdictWord",
    "core.claims.report": "report_headline report_passages report_rows",
    "core.comparing": "Comparison compare",
    "core.forces": "Registry",
    "core.founding": "FoundingLine founding_lines",
    "core.models": (
        "Flag Force ForceCode OffenceId Period Place Reading Release ReleaseId State Value"
    ),
    "core.national": "national_brief",
    "core.numbers": "parse_count",
    "core.offences": "offence_name",
    "core.periods": "label parse_period",
    "core.plain": "comparison_text force_text national_text story_text",
    "errors": "CheckError DataError FiguresError FolderError ReadError ReleaseError UnknownError",
    "examples": "EXAMPLE_DAY EXAMPLE_RELEASE copy_examples example_checks",
    "marked": "checked_html checked_page checked_style help_html",
    "models": "Built ReadAnswer Readings ReadItem",
    "reading": "Limits",
    "registry": "load_registry",
    "service": "Figures",
}
_NAMED_THERE = {
    "offence_name": "name",
    "report_headline": "headline",
    "report_passages": "passages",
    "report_rows": "rows",
}


if not TYPE_CHECKING:  # a checker would take any name for granted
    __getattr__, __dir__ = lazy_face(__name__, _WHERE, _NAMED_THERE)
