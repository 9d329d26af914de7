"""What every brief must obey, whatever it is about: the laws, and a calculator to check them."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from beholden.figures.core.brief import Figure, Sentence
from beholden.figures.core.models import Release, State, Value
from beholden.figures.core.rounding import half_up
from tests.figures.support.releases import release_of

# Names of years, units, levels, sections and dates: they name something and measure nothing.
_NAMES = re.compile(
    r"\d{4}/\d{2}|mid-\d{4}|95% interval|10,000|1 April to 31 March|s\.\d+(\(\d+\))*"
    r"|July 2019|release \([^)]*\)|, \d{4}:"
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def check_laws(headline: str, sentences: Iterable[Sentence], figures: tuple[Figure, ...]) -> None:
    """Fails when a number is printed that no figure holds, or a figure does not add up."""
    by_id = {figure.id: figure for figure in figures}
    assert len(by_id) == len(figures)
    for sentence in sentences:
        for span in sentence.spans:
            if span.figure:
                assert span.text == by_id[span.figure].text, sentence.text
                assert span.text, sentence.text
            else:
                bare = _NAMES.sub("", span.text)
                assert not re.search(r"\d", bare), sentence.text
    printed = {number for figure in figures for number in _NUMBER.findall(figure.text)}
    assert set(_NUMBER.findall(_NAMES.sub("", headline))) <= printed, headline
    for figure in figures:
        check_arithmetic(figure)


def check_arithmetic(figure: Figure) -> None:
    """The left side gives the value, the right side and the text are that value rounded."""
    if figure.value is None:
        assert figure.why_not
        assert not figure.text
        return
    if "=" in figure.arithmetic:
        left, right = figure.arithmetic.split(" = ")
        exact = calculated(left)
        assert abs(exact - Fraction(figure.value)) < Fraction(1, 10**30), figure
        assert half_up(exact, _places(right)) == Decimal(right.replace(",", "")), figure
    found = _NUMBER.search(figure.text)
    if found and "less than" not in figure.text and "p <" not in figure.text:
        shown = found[0]
        assert half_up(abs(figure.value), _places(shown)) == Decimal(shown.replace(",", "")), figure


def calculated(expression: str) -> Fraction:
    """What a pocket calculator gives for numbers, brackets and the four operations."""
    return _value(ast.parse(expression.replace(",", ""), mode="eval").body)


def _value(node: ast.expr) -> Fraction:
    if isinstance(node, ast.BinOp):
        operation = _OPERATIONS[type(node.op)]
        return operation(_value(node.left), _value(node.right))
    assert isinstance(node, ast.Constant), ast.dump(node)
    return Fraction(str(node.value))


def _places(number: str) -> int:
    return len(number.partition(".")[2])


_NAMES_OF_FORCES = (
    "Essex", "Norfolk", "Bedfordshire", "Greater Manchester", "Cheshire", "City of London",
    "Scotland", "British Transport Police", "Gwent", "Dyfed-Powys",
)  # fmt: skip
_ABSENCES = (
    Value(State.REFUSED, reason="s.12(1)"),
    Value(State.REFUSED, reason="s.40(2)"),
    Value(State.NO_ANSWER),
    Value(State.NOT_HELD),
    Value(State.BLANK),
    Value(State.SUPPRESSED, below=5),
)
_cells: st.SearchStrategy[Value | int] = st.one_of(
    st.integers(0, 40), st.integers(0, 5000), st.sampled_from(_ABSENCES)
)
releases: st.SearchStrategy[Release] = st.dictionaries(
    st.tuples(st.sampled_from(_NAMES_OF_FORCES), st.integers(2016, 2021)), _cells, max_size=30
).map(release_of)
"""Releases with every state of absence, small bases, noughts, gaps, and a broken series."""
