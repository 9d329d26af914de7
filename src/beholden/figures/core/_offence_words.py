"""Which offence a wording names, where forces write words instead of codes.

Words that name only a part of an offence, or several offences, are uncertain.
Without a word for a picture and one for a child nothing is matched for certain:
"possession" and "take" are words of many other crimes.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._offence_codes import (
    ADULT,
    CLASS_86,
    IIOC_TOTAL,
    IMAGE_SET,
    POSSESSION,
    PROHIBITED,
    SEXUAL_COMMUNICATION,
    TAKE,
    Code,
    find_codes,
)
from beholden.figures.core.models import OffenceId


class WordingMatch(msgspec.Struct, frozen=True, omit_defaults=True):
    """The offence that a wording names.

    ``why`` says what told it, and what is doubtful where it is not ``certain``.
    ``code`` is the code that stood in the text, if one did.
    """

    offence: OffenceId
    certain: bool
    why: str
    code: str = ""


# In the order they are asked; the first decides.
_PLAIN: tuple[tuple[str, OffenceId, str], ...] = (
    (
        r"sexual(?:ly)? comm(?:unicati(?:on|ng)|s|)\b(?: with)? (?:an? )?child|\b15a\b",
        SEXUAL_COMMUNICATION,
        "sexual communication with a child",
    ),
    (r"extreme (?:pornograph|image|material)|adult extreme", ADULT, "adult extreme material"),
    (r"obscene (?:material|articles?)\b", ADULT, "obscene material"),
    (
        r"obscene publication|\bclass 0?86\b(?! ?/)|\bcodes? 0?86\b(?! ?[/.\d])",
        CLASS_86,
        "the whole of class 86, which can not be taken apart",
    ),
    (r"prohibited (?:images?|photo\w*|pictures?)\b", PROHIBITED, "prohibited images of children"),
)
_PICTURE = re.compile(r"\b(?:pseudo|photo\w*|images?|imagery|pictures?|iioc)\b")
_CHILD = re.compile(r"\b(?:child|children|childrens?|minors?|iioc|under 1[68])\b")
_INDECENT = re.compile(r"\b(?:indecent|pseudo|iioc|child abuse|sexual abuse|abuse image)")
_INDECENT_PICTURE = re.compile(r"\bindecent (?:or )?(?:pseudo|photo|image)|\bpseudo")
_RANGE = re.compile(
    r"86\s*/\s*\d+\s*(?:to|through|[-\u2010-\u2015])\s*0?86\s*/\s*\d", re.IGNORECASE
)
_TAKE_VERBS = {
    "take": r"\btak(?:e|es|en|ing)\b",
    "make": r"\b(?:mak(?:e|es|ing)|made|creat(?:e|ing|ion))\b",
    "distribute": r"\b(?:distribut\w+|publish\w*|show(?:s|n|ing)?|shar(?:e|ed|ing))\b",
}
_POSSESS = re.compile(r"\bposs(?:ess\w*|\b)")
_WITH_A_VIEW = re.compile(r"\bposs\w* .{0,200}\b(?:view|intent\w*) to\b")
_BARE = re.compile(
    r"(?:tak(?:e|en|ing)|mak(?:e|ing)|distribut(?:e|ed|ing|ion)|publish(?:ing)?|possess(?:ion|ing)?"
    r"|permit(?:ting)?(?: to be taken)?|and|or| |/|,|&)+"
)


def match_wording(text: str) -> WordingMatch | None:
    """The offence that a row label, a heading or a sentence names.

    Args:
        text: The words, with or without a code.

    Returns:
        The offence; nothing where the words name no offence known here.
    """
    named = find_codes(text)
    if named:
        return _by_codes(named, text)
    words = " ".join(re.sub(r"[\u2010-\u2015-]", " ", text.lower().replace("\u2019", "'")).split())
    for expression, offence, why in _PLAIN:
        if re.search(expression, words):
            return _plainly(offence, why, words)
    return _by_verbs(words)


def _plainly(offence: OffenceId, why: str, words: str) -> WordingMatch:
    also = bool(_CHILD.search(words) and _INDECENT_PICTURE.search(words))
    if offence == PROHIBITED and also:
        return WordingMatch(IIOC_TOTAL, certain=False, why="the words name several offences")
    if offence == PROHIBITED and not _CHILD.search(words):
        return WordingMatch(offence, certain=False, why="no child is named")
    if also and offence in {ADULT, SEXUAL_COMMUNICATION}:
        return WordingMatch(CLASS_86, certain=False, why=f"{why} and images of children together")
    return WordingMatch(offence, certain=True, why=why)


def _by_codes(named: tuple[Code, ...], text: str) -> WordingMatch:
    first = named[0]
    if len(named) == 1:
        glued = first.code.partition("/")[0] + "/" not in re.sub(r"[\s\u00c2\ufffd]", "", text)
        why = "the code is written without a stroke" if glued else f"code {first.code}"
        return WordingMatch(first.offence, certain=not glued, why=why, code=first.code)
    listed = " and ".join(code.code for code in named)
    offences = {code.offence for code in named}
    if _RANGE.search(text) and first.code.startswith("86/"):
        return WordingMatch(CLASS_86, certain=True, why=f"all codes from {listed}")
    if offences == set(IMAGE_SET) and len(named) == len(IMAGE_SET):
        return WordingMatch(IIOC_TOTAL, certain=True, why=f"codes {listed}")
    if offences <= set(IMAGE_SET):
        return WordingMatch(IIOC_TOTAL, certain=False, why=f"only the codes {listed}")
    if all(code.code.startswith("86/") for code in named):
        only_adult = offences == {ADULT}
        return WordingMatch(ADULT if only_adult else CLASS_86, certain=True, why=f"codes {listed}")
    return WordingMatch(first.offence, certain=False, why=f"the codes {listed} stand together")


def _by_verbs(words: str) -> WordingMatch | None:
    verbs = [verb for verb, expression in _TAKE_VERBS.items() if re.search(expression, words)]
    possess = bool(_POSSESS.search(words))
    if not _PICTURE.search(words):
        if not _BARE.fullmatch(words) or not (verbs or possess):
            return None
        doubt = "the words do not say of what"
    elif not _INDECENT.search(words):
        return None
    else:
        doubt = "" if _CHILD.search(words) or "pseudo" in words else "no child is named"
    offence, why = _of_verbs(verbs, words, possess=possess)
    doubt = doubt or why
    said = ", ".join((*verbs, *(("possess",) if possess else ()))) or "images of children"
    return WordingMatch(offence, certain=not doubt, why=doubt or said)


def _of_verbs(verbs: list[str], words: str, *, possess: bool) -> tuple[OffenceId, str]:
    """The offence of the verbs, and what is doubtful about it."""
    if _WITH_A_VIEW.search(words):
        return TAKE, "possession with a view to distribution may be counted under either code"
    if verbs and possess:
        return IIOC_TOTAL, "the words name several offences"
    if possess:
        return POSSESSION, ""
    if not verbs:
        return IIOC_TOTAL, ""
    return TAKE, "" if len(verbs) > 1 else f"to {verbs[0]} is only a part of code 86/2"
