"""The locator finds every key and item of any text that tomllib reads."""

from __future__ import annotations

import itertools
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden._toml_lines import line_of, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beholden._toml_lines import Path

# Strings that look like structure; none holds a key or a value that the oracle looks for.
TRAPS = ["]", "} # [[x]]", "= , [", "#", "'", '\\"', "[[rules]]", "\\\\", "é\\u00e9"]


class _Writer:
    """Writes random TOML in which every key and scalar is unique text, so lines can be searched."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw: Callable[[st.SearchStrategy[Any]], Any] = draw
        self._numbers = itertools.count(1)

    def document(self) -> str:
        sections = range(self._draw(st.integers(0, 3)))
        return self._pairs() + "".join(self._section() for _ in sections)

    def _section(self) -> str:
        name = self._key()
        if self._draw(st.booleans()):
            return f"[ {name}.{self._key()} ]{self._end()}{self._pairs()}"
        items = ""
        for _ in range(self._draw(st.integers(1, 3))):
            items += f"[[{name}]]{self._end()}{self._pairs()}"
            if self._draw(st.booleans()):
                items += f"  [{name} . {self._key()}]{self._end()}{self._pairs()}"
            child = self._key()
            for _ in range(self._draw(st.integers(0, 2))):
                items += f"[[{name}.{child}]]{self._end()}{self._pairs()}"
        return items

    def _pairs(self) -> str:
        pairs = "".join(
            f"{self._space()}{self._dotted()} ={self._space()}{self._value(2)}{self._end()}"
            for _ in range(self._draw(st.integers(0, 3)))
        )
        return pairs + self._one_of("", "\n", "# [[no]] = ]\n", "\r\n\n")

    def _dotted(self) -> str:
        sign = self._one_of(".", " . ")
        return sign.join(self._key() for _ in range(self._draw(st.integers(1, 2))))

    def _key(self) -> str:
        key = f"k{next(self._numbers)}z"
        return self._one_of(key, f'"{key}"', f"'{key}'", f'"{key} ]#"')

    def _value(self, depth: int) -> str:
        scalar, text = f"{next(self._numbers)}000", f"v{next(self._numbers)}z"
        trap = self._one_of(*TRAPS)
        single = trap.replace("'", "")
        options = [
            scalar,
            f'"{text}{trap}"',
            f"'{text}{single}'",
            "2026-11-22 09:00:00Z",
            "true",
            f'"""{text}\n{trap}\n"{trap}"\n\\\n  """',
            f"'''{text}\n{single}\n'x''''",
            '""',
            "''",
            f'"""{text}"{trap}"""""',
        ]
        kind: int = self._draw(st.integers(0, len(options) + (3 if depth else -1)))
        if kind < len(options):
            return options[int(kind)]
        count = self._draw(st.integers(0, 3))
        if kind == len(options):
            pairs = (f"{self._dotted()} = {self._value(depth - 1)}" for _ in range(count))
            return "{ " + " , ".join(pairs) + " }"
        items = [f"{self._gap()}{self._value(depth - 1)}{self._gap()}" for _ in range(count)]
        last = "," if count and self._draw(st.booleans()) else ""
        return "[" + ",".join(items) + last + self._gap() + "]"

    def _one_of(self, *options: str) -> str:
        return str(self._draw(st.sampled_from(options)))

    def _space(self) -> str:
        return self._one_of("", " ", "\t")

    def _gap(self) -> str:
        return self._one_of("", " ", "\n", "\r\n  ", " # ], '\n")

    def _end(self) -> str:
        return self._one_of("\n", "\r\n", " # x = [\n")


@st.composite
def documents(draw: st.DrawFn) -> str:
    return _Writer(draw).document()


def paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every path of a parsed document, with the value there."""
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


@given(documents())
def test_every_path_of_a_document_has_the_line_on_which_it_is_written(text):
    parsed = tomllib.loads(text)
    lines = locate(text)
    written = text.replace("\r\n", "\n").split("\n")
    for path, value in paths(parsed):
        line = written[lines[path] - 1]
        if isinstance(path[-1], str):
            assert path[-1] in line
            first = next(n for n, other in enumerate(written, 1) if path[-1] in other)
            assert lines[path] == first or any(isinstance(part, int) for part in path)
        elif isinstance(value, int) and not isinstance(value, bool):
            assert str(value) in line
        elif isinstance(value, str) and value:
            assert value.split("z")[0] in line
    assert {path for path, _ in paths(parsed)} == set(lines)


def test_each_table_of_a_list_has_its_own_line():
    text = "[[a]]\nx = 1\n[[a.b]]\n[[a.b]]\n\n[[a]]\n[[a.b]]\ny = [\n1,\n 2]\n"
    lines = locate(text)
    assert lines["a", 0, "b", 1] == 4
    assert lines["a", 1] == 6
    assert lines["a", 1, "b", 0] == 7
    assert lines["a", 1, "b", 0, "y", 1] == 10


def test_a_path_that_is_not_written_has_its_nearest_parents_line():
    lines = locate("a = 1\n[[rules]]\nname = 'x'\n")
    assert line_of(("rules", 0, "when", "kinds"), lines) == 2
    assert line_of(("missing",), lines) is None


def test_text_that_tomllib_refuses_is_refused_not_walked_for_ever():
    with pytest.raises(ValueError, match="tomllib"):
        locate("= 1")
