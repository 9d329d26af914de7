"""The tidy tables of a release: columns with their meaning, rows of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from beholden._design import as_csv, harmless
from beholden.figures.core.checks import placed
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import (
    Aggregate,
    Change,
    Hotline,
    Observation,
    Release,
    Source,
    Split,
    State,
    Survey,
    Value,
)
from beholden.figures.core.offences import codes, name
from beholden.figures.core.periods import kind, label


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column: its name, type and meaning."""

    name: str
    title: str
    description: str
    type: Literal["string", "integer", "date", "number", "boolean"] = "string"
    required: bool = False
    values: tuple[str, ...] = ()


class DataTable(msgspec.Struct, frozen=True):
    """One table: every row has a text for every column, empty where there is none."""

    path: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def csv(self) -> bytes:
        """The table as CSV; see ``as_csv``."""
        return as_csv([column.name for column in self.columns], self.rows)


_STATES = tuple(state.value for state in State)

FIGURES = (
    Column("release", "Release", "The release that printed this row.", required=True),
    Column("force_code", "Force code", "ONS code of the police force area.", required=True),
    Column("force", "Force", "Name of the police force.", required=True),
    Column("nation", "Nation", "Nation of the force; their laws and counting rules differ."),
    Column("period_start", "From", "First day counted.", "date", required=True),
    Column("period_end", "To", "Last day counted.", "date", required=True),
    Column("period", "Period", "The period as printed, 2017/18 for a financial year."),
    Column(
        "period_kind",
        "Kind of period",
        "Kinds are never joined into one series.",
        values=("financial", "calendar", "half", "quarter", "part", "span"),
    ),
    Column("offence", "Offence", "Id of what was counted.", required=True),
    Column("offence_name", "Offence in words", "What was counted."),
    Column("offence_codes", "Codes", "Home Office codes that it comprises."),
    Column(
        "value",
        "Offences recorded",
        "The count; empty where there is none, never instead of zero.",
        "integer",
    ),
    Column(
        "state",
        "State",
        "Whether there is a count, or which kind of absence it is.",
        required=True,
        values=_STATES,
    ),
    Column("below", "Below", "Upper bound of a suppressed count.", "integer"),
    Column("reason", "Reason", "Why there is no count, as the section of the Act."),
    Column("marks", "Marks", "r revised, p provisional, b break in series, e estimated."),
    Column("replaces", "Replaces", "The release whose value this one revises."),
    Column("received", "Received", "Day on which the answer came.", "date"),
    Column("arithmetic", "Arithmetic", "How the number was made, if no file states it."),
    Column("source_file", "Source file", "The answer, as a path in the folder of answers."),
    Column("source_sha256", "SHA-256", "Digest of that file."),
    Column("source_place", "Place", "Sheet and cell, page and line, or attachment."),
    Column("source_text", "Text", "What stands there, in one line."),
    Column("source_url", "Address", "Where a published figure was printed."),
    Column("layout", "Layout", "The shape that the answer was read as."),
    Column("settled_by", "Settled by", "Who confirmed or corrected an uncertain reading."),
    Column("settled", "Settled", "What they said."),
    Column("notes", "Notes", "What a reader should know of this number."),
)
SPLITS = (
    Column("release", "Release", "The release that printed this row.", required=True),
    Column("force_code", "Force code", "ONS code of the police force area.", required=True),
    Column("force", "Force", "Name of the police force.", required=True),
    Column("period_start", "From", "First day counted.", "date", required=True),
    Column("period_end", "To", "Last day counted.", "date", required=True),
    Column("period", "Period", "The period as printed, 2017/18 for a financial year."),
    Column("offence", "Offence", "Id of what was counted.", required=True),
    Column("dimension", "Split by", "What the parts are, as platform.", required=True),
    Column("part", "Part", "The part as the answer names it.", required=True),
    Column("value", "Offences recorded", "The count; empty where there is none.", "integer"),
    Column(
        "state",
        "State",
        "Whether there is a count; suppressed is a small one, or one that would give it away.",
        required=True,
        values=_STATES,
    ),
    Column("below", "Below", "Upper bound of a suppressed count, where one is said.", "integer"),
    Column("whole", "Whole", "What the parts add to; empty where they do not add.", "integer"),
    Column("received", "Received", "Day on which the answer came.", "date"),
    Column("source_file", "Source file", "The answer, as a path in the folder of answers."),
    Column("source_sha256", "SHA-256", "Digest of that file."),
    Column("notes", "Notes", "What a reader should know of this split."),
)
_LINE = Column("line", "Line", "Number of the row in this file.", "integer", required=True)
# Two pages may print the same total: nothing that is printed tells such rows apart.
_LINES_KEY = ("release", "line")
_FIGURES_KEY = ("release", "force_code", "period_start", "period_end", "offence")

AGGREGATES = (
    Column("release", "Release", "The release that this file belongs to.", required=True),
    _LINE,
    Column("area", "Area", "What the total covers, as printed.", required=True),
    Column("group", "Group", "Id of the group of forces."),
    Column("members", "Members", "Codes of the forces, where no group has them."),
    Column("period_start", "From", "First day counted.", "date", required=True),
    Column("period_end", "To", "Last day counted.", "date", required=True),
    Column("period", "Period", "The period as printed."),
    Column("offence", "Offence", "Id of what was counted.", required=True),
    Column("value", "Total", "The total as printed; never a sum made here.", "integer"),
    Column("printed_in", "Printed in", "The release or article that printed it.", required=True),
    Column("source", "Source", "Where it stands."),
)

SERIES = (
    Column("release", "Release", "The release that this file belongs to.", required=True),
    _LINE,
    Column("kind", "Kind", "A survey or a hotline.", required=True, values=("survey", "hotline")),
    Column("name", "Name", "Who found it.", required=True),
    Column("what", "What", "The question asked, or what was counted.", required=True),
    Column("period_start", "From", "First day counted, for a hotline.", "date"),
    Column("period_end", "To", "Last day counted, for a hotline.", "date"),
    Column("count", "Count", "The count, for a hotline.", "integer"),
    Column("at_least", "At least", "Whether the count was printed as a lower bound.", "boolean"),
    Column("share", "Share", "The share found, for a survey, between 0 and 1.", "number"),
    Column("base", "Base", "How many were asked, for a survey.", "integer"),
    Column("design_effect", "Design effect", "1 for a simple random sample.", "number"),
    Column("published", "Published", "When.", "date", required=True),
    Column("source", "Source", "Where it stands."),
)

CHANGES = (
    Column("release", "Release", "The release that made the change.", required=True),
    Column("previous", "Before", "The release it differs from.", required=True),
    Column(
        "kind",
        "Kind",
        "What happened to the value.",
        required=True,
        values=("added", "revised", "withdrawn"),
    ),
    Column("force_code", "Force code", "ONS code of the police force area.", required=True),
    Column("force", "Force", "Name of the police force.", required=True),
    Column("period_start", "From", "First day counted.", "date", required=True),
    Column("period_end", "To", "Last day counted.", "date", required=True),
    Column("offence", "Offence", "Id of what was counted.", required=True),
    Column("value_before", "Value before", "The count before.", "integer"),
    Column("state_before", "State before", "Its state before; empty for none."),
    Column("value_after", "Value after", "The count now.", "integer"),
    Column("state_after", "State after", "Its state now; empty for none."),
    Column("why", "Why", "Why it changed."),
)


def tables_of(release: Release, registry: Registry) -> tuple[DataTable, ...]:
    """Every table of a release, in the order in which a reader wants them."""
    return (
        DataTable(
            "figures.csv",
            "Recorded offences by force, period and offence",
            "One row a force, period and offence. Absence has a state and no value.",
            FIGURES,
            _FIGURES_KEY,
            tuple(_figure(one, release, registry) for one in release.observations),
        ),
        *(
            (
                DataTable(
                    "splits.csv",
                    "Recorded offences by platform, sex and age",
                    "One row a part. Small counts are hidden, and others where they must be.",
                    SPLITS,
                    (*_FIGURES_KEY, "dimension", "part"),
                    tuple(row for one in release.splits for row in _split(one, release, registry)),
                ),
            )
            if release.splits
            else ()
        ),
        DataTable(
            "aggregates.csv",
            "Published totals",
            "Totals that others published. They are facts of their own, never sums made here.",
            AGGREGATES,
            _LINES_KEY,
            _numbered(release, (_aggregate(one) for one in release.aggregates)),
        ),
        DataTable(
            "series.csv",
            "Surveys and hotlines",
            "Figures that are no recorded offences, each a series of its own.",
            SERIES,
            _LINES_KEY,
            _numbered(
                release,
                (*map(_survey, release.surveys), *map(_hotline, release.hotlines)),
            ),
        ),
        DataTable(
            "changes.csv",
            "Change log",
            "What this release says that the one before did not.",
            CHANGES,
            ("release", "force_code", "period_start", "period_end", "offence"),
            tuple(_change(one, release, registry) for one in release.changes),
        ),
    )


def _figure(one: Observation, release: Release, registry: Registry) -> tuple[str, ...]:
    force = registry.by_code(one.force)
    return (
        release.id,
        one.force,
        force.name,
        force.nation,
        one.period.start.isoformat(),
        one.period.end.isoformat(),
        label(one.period),
        kind(one.period),
        one.offence,
        name(one.offence),
        "; ".join(codes(one.offence)),
        *_value(one.value),
        "" if one.value.below is None else str(one.value.below),
        harmless(one.value.reason),
        " ".join(one.marks),
        one.replaces or "",
        "" if one.received is None else one.received.isoformat(),
        harmless(one.arithmetic),
        _joined(source.file for source in one.sources),
        _joined(source.digest for source in one.sources),
        _joined(placed(source.place) for source in one.sources),
        harmless(" | ".join(source.text for source in one.sources)),
        _joined(source.url for source in one.sources),
        one.layout,
        harmless(one.confirmed_by),
        harmless(one.confirmed),
        harmless(" ".join(one.notes)),
    )


def _split(one: Split, release: Release, registry: Registry) -> Iterable[tuple[str, ...]]:
    for row in one.rows:
        yield (
            release.id,
            one.force,
            registry.by_code(one.force).name,
            one.period.start.isoformat(),
            one.period.end.isoformat(),
            label(one.period),
            one.offence,
            one.dimension,
            harmless(row.name),
            *_value(row.value),
            "" if row.value.below is None else str(row.value.below),
            "" if one.total is None else str(one.total),
            "" if one.received is None else one.received.isoformat(),
            _joined(source.file for source in one.sources),
            _joined(source.digest for source in one.sources),
            harmless(" ".join(one.notes)),
        )


def _numbered(release: Release, rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple((release.id, str(line), *row) for line, row in enumerate(rows, 1))


def _aggregate(one: Aggregate) -> tuple[str, ...]:
    return (
        harmless(one.area),
        one.group,
        " ".join(one.members),
        one.period.start.isoformat(),
        one.period.end.isoformat(),
        label(one.period),
        one.offence,
        str(one.count),
        harmless(one.release),
        _source(one.source),
    )


def _survey(one: Survey) -> tuple[str, ...]:
    return (
        "survey",
        harmless(one.name),
        harmless(one.question),
        *("",) * 4,
        str(one.share),
        str(one.base),
        str(one.design_effect),
        one.published.isoformat(),
        _source(one.source),
    )


def _hotline(one: Hotline) -> tuple[str, ...]:
    return (
        "hotline",
        harmless(one.name),
        harmless(one.what),
        one.period.start.isoformat(),
        one.period.end.isoformat(),
        str(one.count),
        "true" if one.at_least else "false",
        *("",) * 3,
        one.published.isoformat(),
        _source(one.source),
    )


def _change(one: Change, release: Release, registry: Registry) -> tuple[str, ...]:
    return (
        release.id,
        release.previous or "",
        one.kind,
        one.force,
        registry.by_code(one.force).name,
        one.period.start.isoformat(),
        one.period.end.isoformat(),
        one.offence,
        *_value(one.before),
        *_value(one.after),
        harmless(one.why),
    )


def _value(value: Value | None) -> Sequence[str]:
    if value is None:
        return ("", "")
    return ("" if value.count is None else str(value.count), value.state.value)


def _source(source: Source) -> str:
    return harmless(source.url or source.text or source.file)


def _joined(texts: Iterable[str]) -> str:
    return harmless(" | ".join(dict.fromkeys(text for text in texts if text)))
