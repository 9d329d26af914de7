"""What was counted: offences by the Home Office's codes and by the wording that forces use.

A code decides before any wording does. The whole of class 86 is not a count of
child-image offences, and adult extreme material never is. Names are neutral.

    parse_code("086/02").offence  # "iioc_take_make_distribute"
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.models import OffenceId

IIOC_TOTAL = OffenceId("iioc_total")
TAKE = OffenceId("iioc_take_make_distribute")
POSSESSION = OffenceId("iioc_possession")
PROHIBITED = OffenceId("iioc_prohibited")
SEXUAL_COMMUNICATION = OffenceId("sexual_communication_with_child")
CLASS_86 = OffenceId("obscene_publications")
ADULT = OffenceId("adult_extreme")

IMAGE_SET = (TAKE, POSSESSION, PROHIBITED)
"""The offences that make up ``IIOC_TOTAL``."""


class Code(msgspec.Struct, frozen=True):
    """A code as the Home Office writes it, ``86/2``, and what it counts."""

    code: str
    offence: OffenceId
    child_image: bool


class WordingMatch(msgspec.Struct, frozen=True):
    """The offence that a wording names. ``why`` says which words told it."""

    offence: OffenceId
    certain: bool
    why: str
    code: str = ""


class _Offence(msgspec.Struct, frozen=True):
    name: str
    definition: str
    codes: tuple[str, ...]


_ADULT_CODES = ("86/1", "86/11", "86/12", "86/13", "86/14", "86/16", "86/17")
_OFFENCES = {
    IIOC_TOTAL: _Offence(
        "Child abuse image offences",
        "Offences of taking, making, distributing or possessing indecent photographs or "
        "pseudo-photographs of children, and of possessing prohibited images of children; "
        "Home Office codes 86/2, 86/10 and 86/15 together.",
        ("86/2", "86/10", "86/15"),
    ),
    TAKE: _Offence(
        "Taking, making or distributing indecent photographs of children",
        "Taking, permitting to be taken, making, distributing or publishing indecent "
        "photographs or pseudo-photographs of children; Home Office code 86/2.",
        ("86/2",),
    ),
    POSSESSION: _Offence(
        "Possession of indecent photographs of children",
        "Possession of an indecent photograph or pseudo-photograph of a child; "
        "Home Office code 86/10.",
        ("86/10",),
    ),
    PROHIBITED: _Offence(
        "Possession of prohibited images of children",
        "Possession of prohibited images of children that are not photographs; "
        "Home Office code 86/15.",
        ("86/15",),
    ),
    SEXUAL_COMMUNICATION: _Offence(
        "Sexual communication with a child",
        "Sexual communication with a child, an offence in force since 3 April 2017; "
        "Home Office code 71/17. Not a child abuse image offence.",
        ("71/17",),
    ),
    CLASS_86: _Offence(
        "Obscene publications (the whole of class 86)",
        "Every offence of Home Office class 86. It holds child abuse image offences and "
        "others, and a count of it can not be taken apart.",
        ("86",),
    ),
    ADULT: _Offence(
        "Offences of class 86 that are not about children",
        "Offences of Home Office class 86 about material of adults; never part of the "
        "child abuse image offences.",
        _ADULT_CODES,
    ),
}
_BY_CODE = {
    code: offence
    for offence in (*IMAGE_SET, SEXUAL_COMMUNICATION, CLASS_86, ADULT)
    for code in _OFFENCES[offence].codes
}


def name(offence: OffenceId) -> str:
    """The offence as a heading names it."""
    return _OFFENCES[offence].name


def definition(offence: OffenceId) -> str:
    """What is counted, in one or two sentences."""
    return _OFFENCES[offence].definition


def codes(offence: OffenceId) -> tuple[str, ...]:
    """The Home Office's codes that the offence is made of."""
    return _OFFENCES[offence].codes


_CODE = re.compile(r"(?<![\d/.])0*(86|71)\s*[/.]\s*0*(\d{1,2})(?![\d/])")
_GLUED = re.compile(r"(?<!\d)0?(86|71)(\d\d)(?!\d)")


def parse_code(text: str) -> Code | None:
    """The first code in a text, in any of the ways forces write it."""
    found = _CODE.search(text) or _GLUED.fullmatch(text.strip())
    if found is None:
        return None
    code = f"{int(found[1])}/{int(found[2])}"
    offence = _BY_CODE.get(code)
    return Code(code, offence, offence in IMAGE_SET) if offence else None


def match_wording(text: str) -> WordingMatch | None:
    """The offence that a row label, a heading or a sentence names."""
    code = parse_code(text)
    if code is not None:
        return WordingMatch(code.offence, True, f"code {code.code}", code.code)
    return _by_words(" ".join(text.lower().split()))


def _by_words(words: str) -> WordingMatch | None:
    if "sexual communication with" in words:
        return WordingMatch(SEXUAL_COMMUNICATION, True, "sexual communication with a child")
    if "obscene publication" in words:
        return WordingMatch(CLASS_86, True, "obscene publications")
    if not re.search(r"child", words):
        return None
    if "prohibited image" in words:
        return WordingMatch(PROHIBITED, True, "prohibited images of children")
    if re.search(r"\b(tak|mak|distribut|publish)", words):
        return WordingMatch(TAKE, True, "take, make or distribute")
    if "possess" in words:
        return WordingMatch(POSSESSION, True, "possession")
    return None
