"""Between entries of the register and the fields of their forms. Pure.

Whatever was typed makes an entry, for the register's own rules to judge; only what is no
number cannot, and keeps its text in the form. A problem's path in the entry leads back to
the field that it came from.

    typed = read_service(fields, before)
    typed.item, typed.filled, typed.wrong
    field_of("surfaces[2].id")    # "surface-2-id"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Generic, TypeVar

import msgspec

from beholden.regulator.core import LogRef, Provider, Service, Surface, Tolerances
from beholden.web.regulator.forms import Fields

Filled = dict[str, list[str]]

_NUMBER_DIGITS: Final = 15
_SURFACE: Final = re.compile(r"surface-(\d{1,3})-id", re.ASCII)
_PARTS: Final = ("id", "name", "description")
_ROOTS: Final = {"duties": "duties", "risks": "risks", "monthly_users": "users"}
_FIELDS: Final = {
    "users_source": "users-source",
    "log": "log-origin",
    "log.origin": "log-origin",
    "log.url": "log-url",
    "log.policy": "log-policy",
    "tolerances.third_party_per_cent": "per-cent",
    "tolerances.third_party_count": "count",
    "tolerances.small_numbers_least": "least",
    "tolerances.small_numbers_most": "most",
    "surfaces": "surface-0-id",
}
_TOLERATED: Final = {
    "count": "third_party_count",
    "least": "small_numbers_least",
    "most": "small_numbers_most",
}
_ITEM: Final = re.compile(r"surfaces\[(\d+)\](?:\.(id|name|description))?", re.ASCII)

LABELS: Final[Mapping[str, str]] = {
    "name": "Name",
    "provider": "Provider",
    "website": "Website",
    "country": "Country",
    "description": "Description",
    "state": "State",
    "category": "Category",
    "duties": "Duties",
    "risks": "Kinds of risk",
    "surfaces": "Surfaces",
    "users": "Monthly active users",
    "users-source": "Source of the number of users",
    "log-origin": "Origin of the log",
    "log-url": "Address of the log",
    "log-policy": "Trust policy",
    "per-cent": "Tolerance in per cent",
    "count": "Tolerance as a count",
    "least": "Least threshold for small numbers",
    "most": "Largest threshold for small numbers",
}
"""What the fields are called, in the order of the form; surfaces are one."""

_T = TypeVar("_T", Provider, Service)


class Typed(msgspec.Struct, Generic[_T], frozen=True):
    """An entry as somebody typed it, the fields it came from, and what is no number."""

    item: _T
    filled: Filled
    wrong: dict[str, str]


def fill_service(service: Service) -> Filled:
    """What stands in the form of a service that was not touched yet."""
    log = service.log
    filled: Filled = {
        "name": [service.name],
        "provider": [service.provider],
        "website": [service.website],
        "description": [service.description],
        "state": [service.state],
        "category": [service.category],
        "duties": list(service.duties),
        "risks": list(service.risks),
        "users": ["" if service.monthly_users is None else str(service.monthly_users)],
        "users-source": [service.users_source],
        "log-origin": ["" if log is None else log.origin],
        "log-url": ["" if log is None else log.url],
        "log-policy": ["" if log is None else log.policy],
        "per-cent": [service.tolerances.third_party_per_cent],
        "count": [str(service.tolerances.third_party_count)],
        "least": [str(service.tolerances.small_numbers_least)],
        "most": [str(service.tolerances.small_numbers_most)],
    }
    for at, surface in enumerate(service.surfaces):
        for part in _PARTS:
            filled[f"surface-{at}-{part}"] = [getattr(surface, part)]
    return filled


def read_service(fields: Fields, before: Service) -> Typed[Service]:
    """A service from its form; id and regime stay what they were."""
    wrong: dict[str, str] = {}
    one = fields.one
    surfaces = _surfaces(fields)
    log = LogRef(
        origin=one("log-origin"), url=one("log-url"), policy=_policy(fields.raw("log-policy"))
    )
    item = Service(
        id=before.id,
        regime=before.regime,
        provider=one("provider"),
        name=one("name"),
        website=one("website"),
        description=one("description"),
        state=one("state"),
        category=one("category"),
        surfaces=surfaces,
        risks=fields.every("risks"),
        duties=fields.every("duties"),
        monthly_users=_number(one("users"), "users", wrong),
        users_source=one("users-source"),
        log=log if log.origin or log.url or log.policy else None,
        **_tolerances(fields, wrong),
    )
    filled = fill_service(item)
    for name in ("users", *_TOLERATED):
        filled[name] = [one(name)]
    return Typed(item, filled, wrong)


def fill_provider(provider: Provider) -> Filled:
    """What stands in the form of a provider that was not touched yet."""
    return {
        "name": [provider.name],
        "country": [provider.country],
        "website": [provider.website],
    }


def read_provider(fields: Fields, name: str) -> Typed[Provider]:
    """A provider from its form."""
    item = Provider(
        id=name,
        name=fields.one("name"),
        country=fields.one("country"),
        website=fields.one("website"),
    )
    return Typed(item, fill_provider(item), {})


def field_of(path: str) -> str:
    """The field that a place in an entry came from; the place itself if it has the same name."""
    if found := _ITEM.fullmatch(path):
        return f"surface-{found[1]}-{found[2] or 'id'}"
    root = path.partition("[")[0]
    return _ROOTS.get(root) or _FIELDS.get(path) or root


def label_of(field: str) -> str:
    """What a field of an entry is called; empty for a field of another form."""
    if _is_surface(field):
        return f"Surface {int(field.split('-')[1]) + 1}"
    return LABELS.get(field, "")


def place_of(field: str) -> tuple[int, str]:
    """Where a field stands in the form of a service; those of other forms come last."""
    names = list(LABELS)
    name = "surfaces" if _is_surface(field) else field
    return names.index(name) if name in names else len(names), field


def surfaces_in(filled: Mapping[str, Sequence[str]]) -> int:
    """How many surfaces stand in a form."""
    return len(_rows(filled))


def parts_of(filled: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A form by the names of ``LABELS``, each as one text, to be compared and shown."""
    count = surfaces_in(filled)
    lines = [
        " | ".join(filled.get(f"surface-{at}-{part}", [""])[0] for part in _PARTS)
        for at in range(count)
    ]
    return {
        name: "\n".join(lines) if name == "surfaces" else "\n".join(filled[name])
        for name in LABELS
        if name in filled or (name == "surfaces" and "state" in filled)
    }


def merged(base: Filled, theirs: Filled, mine: Filled) -> Filled:
    """Theirs, with everything that I changed; surfaces go together."""
    was, now = parts_of(base), parts_of(mine)
    changed = {name for name in now if now[name] != was.get(name)}
    result = {name: values for name, values in theirs.items() if not _is_surface(name)}
    result |= {name: values for name, values in mine.items() if name in changed}
    surfaces = mine if "surfaces" in changed else theirs
    result |= {name: values for name, values in surfaces.items() if _is_surface(name)}
    return result


def _is_surface(name: str) -> bool:
    return name.startswith("surface-")


def _rows(names: Iterable[str]) -> list[int]:
    found = (_SURFACE.fullmatch(name) for name in names)
    return sorted(int(one[1]) for one in found if one)


def _surfaces(fields: Fields) -> tuple[Surface, ...]:
    rows = []
    for at in _rows(fields.firsts()):
        values = {part: fields.one(f"surface-{at}-{part}") for part in _PARTS}
        if any(values.values()):
            rows.append(Surface(**values))
    return tuple(rows)


def _tolerances(fields: Fields, wrong: dict[str, str]) -> dict[str, Tolerances]:
    # The usual ones are left out, as a register file does: the same entry has the same bytes.
    usual = Tolerances()
    numbers = {
        field: getattr(usual, field) if number is None else number
        for name, field in _TOLERATED.items()
        for number in (_number(fields.one(name), name, wrong),)
    }
    given = Tolerances(third_party_per_cent=fields.one("per-cent"), **numbers)
    return {} if given == Tolerances() else {"tolerances": given}


def _policy(text: str) -> str:
    """A policy ends with one line end, as in its file; a browser may drop it or add more."""
    return f"{text.strip()}\n" if text.strip() else ""


def _number(text: str, field: str, wrong: dict[str, str]) -> int | None:
    plain = text.replace(",", "").replace(" ", "")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit()) or len(plain) > _NUMBER_DIGITS:
        wrong[field] = "Enter a whole number, as 1200000."
        return None
    return int(plain)


def read_day(text: str, field: str, wrong: dict[str, str]) -> date | None:
    """A day as a date field sends it; what is none is noted in ``wrong``, what is empty is not."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong[field] = "Write the day as 2026-10-31."
        return None
