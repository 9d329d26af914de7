"""``figures.toml``: who publishes, and the figures that stand beside the answers.

Every problem is said at once, with its line. A folder without the file gets the
defaults, and every territorial force counts as asked.

    settings = read_settings(Path("answers/figures.toml"), registry)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from beholden._design import HelpLine
from beholden._toml_lines import TomlError, line_of, parse, written
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import (
    Aggregate,
    ForceCode,
    Hotline,
    OffenceId,
    Period,
    Source,
    Survey,
)
from beholden.figures.core.offences import IIOC_TOTAL, IMAGE_SET, SEXUAL_COMMUNICATION
from beholden.figures.core.periods import parse_period
from beholden.figures.errors import FolderError, UnknownError

BYTES_AT_MOST = 1 << 20


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """The folder's settings.

    ``asked`` are the forces that were asked; ``publish`` the offences that releases
    hold, all where it is empty; ``publish_splits`` whether they hold parts of them.
    Answers of an origin (``answers.csv``) in ``leave_out`` are read and never published.
    """

    title: str
    publisher: str
    asked: tuple[ForceCode, ...]
    contact: str = ""
    base_url: str = ""
    publish: tuple[OffenceId, ...] = ()
    publish_splits: bool = True
    leave_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    surveys: tuple[Survey, ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    help: tuple[HelpLine, ...] = ()


class _Aggregate(msgspec.Struct, forbid_unknown_fields=True):
    area: str
    period: str
    count: int
    release: str
    source: str
    group: str = ""
    members: tuple[str, ...] = ()
    offence: str = IIOC_TOTAL


class _Survey(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    question: str
    share: str
    base: int
    published: date
    source: str
    design_effect: str = "1"


class _Hotline(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    what: str
    period: str
    count: int
    published: date
    source: str
    at_least: bool = False


class _Help(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    text: str
    phone: str = ""
    url: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    title: str = "Recorded child abuse image offences"
    publisher: str = ""
    contact: str = ""
    base_url: str = ""
    publish: tuple[str, ...] = ()
    publish_splits: bool = True
    leave_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    aggregate: tuple[_Aggregate, ...] = ()
    survey: tuple[_Survey, ...] = ()
    hotline: tuple[_Hotline, ...] = ()
    help: tuple[_Help, ...] = ()


_T = TypeVar("_T")


def read_settings(path: Path, registry: Registry) -> Settings:
    """The settings of a folder; defaults where there is no file.

    Raises:
        FolderError: The file is refused; every problem with its line.
    """
    if not path.exists():
        return _Reading(path.name, registry, {}).settings(_File())
    with path.open("rb") as opened:
        data = opened.read(BYTES_AT_MOST + 1)
    if len(data) > BYTES_AT_MOST:
        raise FolderError(f"{path.name}: the file is over 1 MiB. Is it really the settings?")
    try:
        table, lines = parse(data)
    except TomlError as error:
        at = "" if error.line is None else f":{error.line}"
        raise FolderError(f"{path.name}{at}: {error}") from None
    try:
        file = msgspec.convert(table, _File)
    except msgspec.ValidationError as error:
        raise FolderError(_sentence(path.name, str(error), lines)) from None
    return _Reading(path.name, registry, lines).settings(file)


def _sentence(name: str, message: str, lines: dict[tuple[str | int, ...], int]) -> str:
    """Turns msgspec's message into one with the line of the place it names."""
    what, _, where = message.partition(" - at `$")
    path: list[str | int] = []
    for part in where.rstrip("`").replace("[", ".[").split("."):
        if part.startswith("["):
            path.append(int(part[1:-1]) if part[1:-1].isdigit() else part)
        elif part:
            path.append(part)
    line = line_of(tuple(path), lines)
    return f"{name}{'' if line is None else f':{line}'} {written(tuple(path))}: {what}."


class _Reading:
    """One file on its way; problems fill as it goes."""

    def __init__(
        self, name: str, registry: Registry, lines: dict[tuple[str | int, ...], int]
    ) -> None:
        self._name = name
        self._registry = registry
        self._lines = lines
        self._problems: list[str] = []

    def settings(self, file: _File) -> Settings:
        """Checks the whole and hands it over."""
        asked = tuple(self._force(n, ("asked", i)) for i, n in enumerate(file.asked))
        settings = Settings(
            title=file.title,
            publisher=file.publisher,
            asked=asked or tuple(one.code for one in self._registry.forces if one.territorial),
            contact=file.contact,
            base_url=file.base_url,
            publish=tuple(self._offence(n, ("publish", i)) for i, n in enumerate(file.publish)),
            publish_splits=file.publish_splits,
            leave_out=file.leave_out,
            notes=file.notes,
            aggregates=self._each("aggregate", file.aggregate, self._aggregate),
            surveys=self._each("survey", file.survey, self._survey),
            hotlines=self._each("hotline", file.hotline, self._hotline),
            help=tuple(HelpLine(one.name, one.text, one.url, one.phone) for one in file.help),
        )
        if len(set(asked)) < len(asked):
            self._refuse(("asked",), "names a force twice.")
        if self._problems:
            raise FolderError("\n".join(self._problems))
        return settings

    def _each(
        self, name: str, rows: tuple[Any, ...], make: Callable[[Any, str, int], _T]
    ) -> tuple[_T, ...]:
        return tuple(make(row, name, number) for number, row in enumerate(rows))

    def _aggregate(self, row: _Aggregate, name: str, number: int) -> Aggregate:
        self._not_negative(row.count, (name, number, "count"))
        if row.group:
            try:
                self._registry.group(row.group)
            except UnknownError as error:
                self._refuse((name, number, "group"), str(error))
        return Aggregate(
            area=row.area,
            period=self._period(row.period, (name, number, "period")),
            offence=self._offence(row.offence, (name, number, "offence")),
            count=row.count,
            source=_source(row.source),
            release=row.release,
            group=row.group,
            members=tuple(self._force(one, (name, number, "members")) for one in row.members),
        )

    def _survey(self, row: _Survey, name: str, number: int) -> Survey:
        share = self._decimal(row.share, (name, number, "share"))
        if not 0 <= share <= 1:
            self._refuse((name, number, "share"), "must lie between 0 and 1, as 0.02.")
        if row.base < 1:
            self._refuse((name, number, "base"), "must be at least 1.")
        effect = self._decimal(row.design_effect, (name, number, "design_effect"))
        if effect < 1:
            self._refuse((name, number, "design_effect"), "must be at least 1.")
        return Survey(
            name=row.name,
            question=row.question,
            share=share,
            base=row.base,
            published=row.published,
            source=_source(row.source),
            design_effect=effect,
        )

    def _hotline(self, row: _Hotline, name: str, number: int) -> Hotline:
        self._not_negative(row.count, (name, number, "count"))
        return Hotline(
            name=row.name,
            what=row.what,
            period=self._period(row.period, (name, number, "period")),
            count=row.count,
            published=row.published,
            source=_source(row.source),
            at_least=row.at_least,
        )

    def _force(self, name: str, path: tuple[str | int, ...]) -> ForceCode:
        force = self._registry.find(name)
        if force is None:
            near = self._registry.suggestions(name)
            hint = f" Did you mean {near[0]}?" if near else ""
            self._refuse(path, f"there is no force {name!r}.{hint}")
            return ForceCode("")
        return force.code

    def _offence(self, name: str, path: tuple[str | int, ...]) -> OffenceId:
        known = (IIOC_TOTAL, *IMAGE_SET, SEXUAL_COMMUNICATION)
        if name not in known:
            self._refuse(path, f"there is no offence {name!r}. There are {', '.join(known)}.")
        return OffenceId(name)

    def _period(self, text: str, path: tuple[str | int, ...]) -> Period:
        parsed = parse_period(text)
        if parsed is None or not parsed.certain:
            self._refuse(path, f"{text!r} is no period. Write it as 2017/18, or 2017 for a year.")
            return Period(date.min, date.min)
        return parsed.period

    def _decimal(self, text: str, path: tuple[str | int, ...]) -> Decimal:
        try:
            value = Decimal(text)
        except ArithmeticError:
            value = Decimal("NaN")
        if not value.is_finite():
            self._refuse(path, f'{text!r} is no number. Write it in quotes, as "0.02".')
            return Decimal(1)
        return value

    def _not_negative(self, count: int, path: tuple[str | int, ...]) -> None:
        if count < 0:
            self._refuse(path, "must not be negative.")

    def _refuse(self, path: tuple[str | int, ...], sentence: str) -> None:
        line = line_of(path, self._lines)
        at = "" if line is None else f":{line}"
        self._problems.append(f"{self._name}{at} {written(path)}: {sentence}")


def _source(text: str) -> Source:
    """Where a published figure is printed: an address, or the name of a publication."""
    return Source(url=text) if text.startswith(("http://", "https://")) else Source(text=text)
