"""The register of forces: finding one by any of the names it goes by, and their groups.

Lookups ignore case, punctuation and footnote stars. A region's name never finds
a force unless they share it, and what is not found is not guessed.

    registry.find("Hampshire/IW").slug  # "hampshire"
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

import msgspec

from beholden.figures.core.models import Force, ForceCode, Group
from beholden.figures.errors import FiguresError, UnknownError

_WORD = re.compile(r"[^\W_]+|&")
_ENDINGS = ("police", "constabulary", "police service", "police force")
_OFFICIAL = {
    "police", "constabulary", "heddlu",
    "btp", "colp", "gmp", "mps", "psni", "psos", "syp", "tvp", "wmp",
}  # fmt: skip
_REGION_WORDS = ("region", "regions", "regional")
_AROUND_A_GROUP = re.compile(
    r"^(?:the|all)\s|\s(?:total|totals|region|regional|area|overall|forces)\b"
)
_OTHER_NAMES = {
    "england wales": "england and wales",
    "east": "east of england",
    "eastern": "east of england",
    "ni": "northern ireland",
    "yorkshire and humber": "yorkshire and the humber",
    "yorkshire and humberside": "yorkshire and the humber",
    "yorks and humber": "yorkshire and the humber",
}
_SUGGESTIONS = 3


NO_RESIDENTS = ForceCode("E23000034")
"""The City of London: so few people live there that a rate per head means nothing."""


def normal(text: str) -> str:
    """A name without case, punctuation and footnote marks, ``&`` spelled out."""
    return " ".join(word for word, _, _ in _words(text))


def _words(text: str) -> list[tuple[str, int, int]]:
    return [
        ("and" if match[0] == "&" else match[0].casefold(), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]


class Mention(msgspec.Struct, frozen=True):
    """One place where a text names a force.

    ``official`` names hold a word like "Police" or "Constabulary"; a county's name
    alone may be a place, as in an address.
    """

    force: Force
    text: str
    start: int
    end: int
    official: bool


class _Index(msgspec.Struct, frozen=True):
    """Names as ``normal`` gives them. ``spoken`` holds names of regions too, without a force."""

    by_code: dict[ForceCode, Force]
    by_name: dict[str, Force]
    spoken: dict[str, Force | None]
    most_words: int


class Registry(msgspec.Struct, frozen=True):
    """All forces and the groups they belong to."""

    forces: tuple[Force, ...]
    groups: tuple[Group, ...]
    # Made once of the two above; every cell of every table is looked up.
    _index: _Index | None = None

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "_index", _indexed(self.forces, self.groups))

    @property
    def _names(self) -> _Index:
        assert self._index is not None  # noqa: S101 - for the type checker; made on creation
        return self._index

    def by_code(self, code: ForceCode) -> Force:
        """The force of that code.

        Raises:
            UnknownError: There is none.
        """
        try:
            return self._names.by_code[code]
        except KeyError:
            raise UnknownError(f"There is no force with the code {code!r}.") from None

    def find(self, text: str) -> Force | None:
        """The force that goes by that name, official name, alias, slug or code, and no other."""
        return self._names.by_name.get(normal(text))

    def mentioned(self, text: str) -> tuple[Force, ...]:
        """All forces that a text names, in the order of their first mention."""
        return tuple(
            {mention.force.code: mention.force for mention in self.mentions(text)}.values()
        )

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every place where a text names a force, in order.

        The longest name wins. Names of regions are passed over: "Yorkshire and The
        Humber" does not name Humberside, nor "West Midlands region" the force.
        """
        found = []
        for name, start, end in _longest(text, self._names.spoken, self._names.most_words):
            force = self._names.spoken[name]
            if force is not None:
                official = not _OFFICIAL.isdisjoint(name.split())
                found.append(Mention(force, text[start:end], start, end, official))
        return tuple(found)

    def group(self, name: str) -> Group:
        """The group of that id.

        Raises:
            UnknownError: There is none.
        """
        for group in self.groups:
            if group.id == name:
                return group
        raise UnknownError(f"There is no group {name!r}.")

    def find_group(self, text: str) -> Group | None:
        """The group that a row label names: ``South East``, ``UK total``."""
        wanted = _AROUND_A_GROUP.sub("", normal(text))
        wanted = _OTHER_NAMES.get(wanted, wanted)
        for group in self.groups:
            if wanted in {normal(group.name), normal(group.id)}:
                return group
        return None

    def region_of(self, force: Force) -> Group:
        """The smallest group that a force is compared with: its region, or its nation.

        British Transport Police has no area and is alone.

        Raises:
            UnknownError: The force is in no group.
        """
        holding = [group for group in self.groups if force.code in group.members]
        for kind in ("region", "nation", "other", "uk"):
            for group in holding:
                if group.kind == kind:
                    return group
        raise UnknownError(f"The force {force.name!r} is in no group.")

    def suggestions(self, text: str) -> tuple[str, ...]:
        """Names of forces like ``text``, the nearest first, to offer where nothing was found."""
        names = self._names.by_name
        close = difflib.get_close_matches(normal(text), list(names), n=2 * _SUGGESTIONS)
        return tuple(dict.fromkeys(names[each].name for each in close))[:_SUGGESTIONS]

    def population(self, code: ForceCode, year: int) -> tuple[int, int]:
        """The population of the nearest year known, and that year; the earlier of a tie.

        Raises:
            UnknownError: The force has no area, and so no population.
        """
        known = self.by_code(code).populations
        if not known:
            raise UnknownError(f"The force {code!r} has no population of its own.")
        nearest = min(known, key=lambda each: (abs(each - year), each))
        return known[nearest], nearest


def _indexed(forces: tuple[Force, ...], groups: tuple[Group, ...]) -> _Index:
    by_name: dict[str, Force] = {}
    for force in forces:
        for each in _names_of(force):
            if by_name.setdefault(each, force) is not force:
                raise FiguresError(f"The name {each!r} stands for two forces: give it to one.")
    regions = {normal(group.name) for group in groups} | set(_OTHER_NAMES)
    regions |= {f"{name} {word}" for name in regions for word in _REGION_WORDS}
    codes = {force.code.casefold() for force in forces if force.territorial}
    spoken: dict[str, Force | None] = {
        **dict.fromkeys(regions),
        **{name: force for name, force in by_name.items() if name not in codes},
    }
    return _Index(
        by_code={force.code: force for force in forces},
        by_name=by_name,
        spoken=spoken,
        most_words=max((len(name.split()) for name in spoken), default=0),
    )


def _names_of(force: Force) -> set[str]:
    plain = normal(force.name)
    official = normal(force.official_name)
    given = {plain, official, *(normal(each) for each in (force.code, *force.aliases))}
    made = {f"{plain} {ending}" for ending in _ENDINGS}
    made |= {official.removesuffix(f" {ending}") for ending in _ENDINGS}
    return given | made - {""}


def _longest(
    text: str, names: Mapping[str, object], most_words: int
) -> Iterator[tuple[str, int, int]]:
    """The longest of the names at each place, from the left; none overlaps another."""
    words = _words(text)
    at = 0
    while at < len(words):
        for count in range(min(most_words, len(words) - at), 0, -1):
            name = " ".join(word for word, _, _ in words[at : at + count])
            if name in names:
                yield name, words[at][1], words[at + count - 1][2]
                at += count
                break
        else:
            at += 1
