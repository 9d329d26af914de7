"""The offences that are counted, their names and the Home Office's codes for them.

Names are neutral. An unlisted code of class 86 is never a child-image offence.

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


# What stands around the stroke: spaces, and what a wrong encoding makes of hard ones.
_GAP = r"[\s\u00c2\ufffd]*"
_CODE = re.compile(
    rf"(?<![\d/.,])0*(?P<class>86|71){_GAP}[/\\]{_GAP}0*(?P<number>\d{{1,2}})(?![\d/])"
    r"|(?<![\d/.,])0(?P<zero>86|71)[.\-](?P<pointed>\d\d)(?!\d)"
    r"|\bcodes?:?\s+0?(?P<said>86|71)[.\-]\s?(?P<dotted>\d{1,2})(?![\d.])",
    re.IGNORECASE,
)
_GLUED = re.compile(r"0?(86|71)(\d\d)")


def parse_code(text: str) -> Code | None:
    """The first code in a text, in any of the ways that forces write one.

    ``86 / 2``, ``086/02``, ``86/10`` and, where it is the whole text, ``8602``.
    """
    return next(iter(find_codes(text)), None)


def find_codes(text: str) -> tuple[Code, ...]:
    """Every code in a text, each once, in order."""
    found = [
        _code(
            match["class"] or match["zero"] or match["said"],
            match["number"] or match["pointed"] or match["dotted"],
        )
        for match in _CODE.finditer(text)
    ]
    if not found and (glued := _GLUED.fullmatch(text.strip())):
        found = [_code(glued[1], glued[2])]
    return tuple(dict.fromkeys(code for code in found if code is not None))


def _code(group: str, number: str) -> Code | None:
    code = f"{group}/{int(number)}"
    offence = _BY_CODE.get(code)
    if offence is None and group == "86":
        offence = ADULT
    return Code(code, offence, offence in IMAGE_SET) if offence and int(number) else None
