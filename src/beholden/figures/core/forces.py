"""The register of forces: finding one by any of the names it goes by, and their groups.

Lookups ignore case, punctuation and footnote stars. A region's name never finds
a force unless they share it, and what is not found is not guessed.

    registry.find("Hampshire/IW").slug  # "hampshire"
"""

from __future__ import annotations

import difflib
import re

import msgspec

from beholden.figures.core.models import Force, ForceCode, Group
from beholden.figures.errors import UnknownError


def normal(text: str) -> str:
    """A name without case, punctuation and footnote marks, ``&`` spelled out."""
    spelled = text.casefold().replace("&", " and ")
    return " ".join(re.findall(r"[^\W_]+", spelled))


_AROUND_A_GROUP = re.compile(
    r"^(?:the|all) | (?:total|totals|region|regional|area|overall|forces)\b"
)
_OTHER_NAMES = {
    "great britain and northern ireland": "united kingdom",
    "east": "east of england",
    "east anglia": "",
    "eastern": "east of england",
    "ni": "northern ireland",
    "yorkshire and humber": "yorkshire and the humber",
    "yorkshire and humberside": "yorkshire and the humber",
    "yorks and humber": "yorkshire and the humber",
}


class Registry(msgspec.Struct, frozen=True):
    """All forces and the groups they belong to."""

    forces: tuple[Force, ...]
    groups: tuple[Group, ...]

    def by_code(self, code: ForceCode) -> Force:
        """The force of that code.

        Raises:
            UnknownError: There is none.
        """
        for force in self.forces:
            if force.code == code:
                return force
        raise UnknownError(f"There is no force with the code {code!r}.")

    def find(self, text: str) -> Force | None:
        """The force that goes by exactly that name, official name, alias, slug or code."""
        wanted = normal(text)
        for force in self.forces:
            names = (force.name, force.official_name, force.code, *force.aliases)
            if wanted in {normal(each) for each in names}:
                return force
        return None

    def mentioned(self, text: str) -> tuple[Force, ...]:
        """All forces that a text names, in the order of their first mention."""
        words = f" {normal(text)} "
        names = {
            normal(each): force
            for force in self.forces
            for each in (*force.aliases, force.official_name, force.name)
        }
        found: list[tuple[int, Force]] = []
        for each in sorted(names, key=len, reverse=True):
            while (at := words.find(f" {each} ")) >= 0:
                found.append((at, names[each]))
                words = words[: at + 1] + "\0" * len(each) + words[at + 1 + len(each) :]
        return tuple(dict.fromkeys(force for _, force in sorted(found, key=lambda pair: pair[0])))

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
        """The group that a row label names: ``South East``, ``UK total``, ``Yorkshire & Humber``."""
        wanted = _AROUND_A_GROUP.sub("", normal(text))
        wanted = _OTHER_NAMES.get(wanted, wanted)
        for group in self.groups:
            if wanted in {normal(group.name), normal(group.id)}:
                return group
        return None

    def region_of(self, force: Force) -> Group:
        """The smallest group that a force is compared with: its region, or its nation.

        British Transport Police has no area and is alone.
        """
        holding = [group for group in self.groups if force.code in group.members]
        for kind in ("region", "nation"):
            for group in holding:
                if group.kind == kind:
                    return group
        return holding[0]

    def suggestions(self, text: str) -> tuple[str, ...]:
        """Names like ``text``, the nearest first, for a message that nothing was found."""
        names = {normal(force.name): force.name for force in self.forces}
        close = difflib.get_close_matches(normal(text), list(names), n=3, cutoff=0.6)
        return tuple(names[each] for each in close)

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
