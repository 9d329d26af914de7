"""The wider area of which a rate may be that names none: only one that then agrees tells it.

"Police record more than 13 of these crimes every day" opens an article on one force, and is of
the region, or of the country. A force is seldom said to have another's rate, so that a rate
which is just that of the wider area was meant of it. Nothing is ever contradicted by this.

    wider(claim, data)  # the claim of the region, of England and Wales, of the UK
    namesakes(claim, data)  # of the region West Midlands, where the force was taken for it
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding.areas._resolve import points_back
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim, Measure
from beholden.figures.core.claims.naming.gazetteer import of_group

# "Crimes at a high in Notts as NSPCC counts one every seven minutes": the area is in
# the other clause.
_CLAUSE = lazily(
    r"\b(?:as|while|and)\s+(?:the\s+)?(?:NSPCC|charity|children's\s+charity)\s+\w+\s+(?:that\s+)?",
    re.IGNORECASE,
)
# "The force logs more than five a day", "It now logs more", "officers there see more".
_ONE_FORCE = lazily(
    r"\b(?:the|this|that|our|its|their|local|same)\s+(?:\w+\s+)?(?:force|constabulary|county|city|borough)\b"
    r"|^\W*it\s+(?:(?:now|also|still|currently|has|had|is|was)\s+)*(?!(?:works|amounts|means|equates|comes)\b)\w+"
    r"|\b(?:officers|police|detectives|staff|bosses|people|children)\s+(?:there|here|locally)\b"
    r"|\b(?:locally|in\s+our\s+area|round\s+here)\b",
    re.IGNORECASE,
)


def wider(claim: Claim, data: Data) -> Iterator[Claim]:
    """The same rate of each wider area that it may be of."""
    if claim.measure is not Measure.FREQUENCY or claim.subject.part or not _unnamed(claim):
        return
    if points_back(claim.sentence):
        # "That means one every 23 minutes": of the count before it.
        return
    mine = set(data.members(claim.subject))
    for group in data.registry.groups:
        around = mine < set(group.members)
        # An article of Northern Ireland opens with the number of England and Wales too.
        if mine and (around or group.id == "england-and-wales"):
            yield msgspec.structs.replace(claim, subject=of_group(group), operands=(), elsewhere=())


def _unnamed(claim: Claim) -> bool:
    """Whether the clause of the rate names no area."""
    if _ONE_FORCE.search(claim.sentence):
        return False
    if not claim.subject_said:
        return True
    before = claim.sentence.split(claim.phrase.text, maxsplit=1)[0]
    return any(one.end() == len(before) for one in _CLAUSE.finditer(before))


def namesakes(claim: Claim, data: Data) -> Iterator[Claim]:
    """The same claim of the region that bears the name of a force, where no force is named.

    "3,801 crimes in the West Midlands" is of either: the number tells of which.
    """
    subject = claim.subject
    if subject.name == YORKSHIRE:
        # "Yorkshire forces record eight a day": three bear its name, and four are of the region.
        region = data.registry.group("yorkshire-and-the-humber")
        yield msgspec.structs.replace(claim, subject=of_group(region), operands=(), elsewhere=())
    if (
        claim.phrase.wording is not Wording.PLAIN
        or subject.part
        or subject.key.startswith("group:")
    ):
        return
    if re.search(rf"\b{re.escape(subject.name)}{_FORCE}", claim.sentence, re.IGNORECASE):
        return
    for group in data.registry.groups:
        if group.name.casefold() == subject.name.casefold():
            yield msgspec.structs.replace(claim, subject=of_group(group), operands=(), elsewhere=())


YORKSHIRE = "Yorkshire"
_FORCE = r"(?:['\u2019]s)?\s+(?:police|constabulary|force)\b(?!\s+(?:forces|areas))"


__all__ = ["YORKSHIRE", "namesakes", "wider"]
