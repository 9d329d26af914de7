"""What is compiled late must be found all the same: each cue and each need is in every match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import pytest
from tools.claims_corpus import FOLDER, pieces

from beholden.figures.core.claims.grammar._alone import ASIDES, Aside
from beholden.figures.core.claims.grammar._atoms import atoms, masked
from beholden.figures.core.claims.grammar._forms import FORMS, Form
from beholden.figures.core.claims.grammar._notation import patterns, words_of
from beholden.figures.core.claims.grammar._vocabulary import SLOTS
from beholden.figures.core.claims.naming import when
from beholden.figures.core.claims.naming._cued import Cued, folded
from beholden.figures.core.claims.naming._what_words import THINGS
from beholden.figures.core.claims.naming._when_words import PATTERNS

# The parser that "re" itself uses: what an expression must match is read from its tree.
_PARSER: Any = import_module("re._parser")

_CUED = [
    *(thing.words for thing in THINGS),
    *(words for _, words in PATTERNS),
    *(each for each in vars(when).values() if isinstance(each, Cued)),
]


def _must_hold(tree: Any, cues: Sequence[str], begun: str = "") -> bool:
    """Whether every match of a part of an expression, after what has begun, holds a cue."""
    literal = begun
    for name, value in tree:
        literal += _letter(str(name), value)
        if any(cue in literal for cue in cues):
            return True
        if str(name) == "SUBPATTERN" and _must_hold(value[-1], cues, literal):
            return True
        if str(name) == "BRANCH" and all(_must_hold(one, cues, literal) for one in value[1]):
            return True
        if str(name).endswith("_REPEAT") and value[0] > 0 and _must_hold(value[2], cues):
            return True
        if not _letter(str(name), value):
            literal = ""
    return False


def _letter(name: str, value: Any) -> str:
    """The one small letter that a node stands for, if it is one."""
    members = [value] if name == "LITERAL" else []
    if name == "IN" and all(str(kind) == "LITERAL" for kind, _ in value):
        members = [code for _, code in value]
    letters = {chr(code).lower() for code in members}
    return letters.pop() if len(letters) == 1 else ""


@pytest.mark.parametrize("words", _CUED, ids=lambda words: words.expression[:40])
def test_no_match_is_without_a_cue_of_each_part(words: Cued) -> None:
    tree = _PARSER.parse(words.expression, words.flags)
    for part in words.cues:
        assert all(cue and cue == cue.lower() for cue in part)
        assert _must_hold(tree, part), part


def test_what_seems_a_letter_to_an_expression_is_that_letter_to_a_cue() -> None:
    small = re.compile("[a-z]", re.IGNORECASE)
    same = [each for each in map(chr, range(0x110000)) if small.fullmatch(each)]
    assert len(same) > 2 * 26
    for each in same:
        assert re.fullmatch(folded(each), each, re.IGNORECASE)


def test_a_text_that_holds_no_cue_compiles_nothing() -> None:
    words = Cued("(", "never&there")
    assert list(words.finditer("never here", folded("never here"))) == []


_RULES: list[Aside | Form] = [*ASIDES, *FORMS]
_PATTERNS = [each for rule in _RULES for each in patterns(rule.pattern, SLOTS)]


def test_no_pattern_matches_where_it_is_said_to_be_impossible() -> None:
    examples = [example.text for form in FORMS for example in form.examples]
    articles = [piece.text for piece in pieces(FOLDER / "seen")[::8]]
    for text in (*examples, *"\n".join(articles).splitlines()):
        covered = masked(text, atoms(text, ()), ())
        words = words_of(covered)
        for each in _PATTERNS:
            if not each.possible(words):
                # As a pattern is tried: only where a word begins.
                found = re.search(rf"(?<![\w']){each.expression}", covered, re.IGNORECASE)
                assert found is None, (text, each)


def test_every_part_that_cannot_be_missing_is_needed() -> None:
    (found,) = patterns("one|two~fold [of] {units} per_cent", {"units": "minutes|mins"})
    assert found.needs == (
        frozenset({"one", "two", "twofold"}),
        frozenset({"minutes", "mins"}),
        frozenset({"per"}),
    )
    assert found.possible(words_of("one of these mins per cent"))
    assert not found.possible(words_of("one of these days per cent"))


def test_words_are_known_with_and_without_what_follows_an_apostrophe() -> None:
    assert {"force's", "force", "offences", "%", "'"} <= words_of("The force's offences' 5%")
