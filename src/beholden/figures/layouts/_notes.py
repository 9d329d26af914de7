"""What notes and other texts of an answer say of its years and numbers.

``2017/18*`` is a whole year only until the note of its star is read; ``3801`` with
a note 1 below the table may be 380. Neither is settled here: a person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from beholden.figures.core import periods
from beholden.figures.core.documents import Document, Line, Table
from beholden.figures.core.models import Flag, Period, Place, Reading
from beholden.figures.core.periods import ParsedPeriod, find_periods
from beholden.figures.layouts._common import flag, value_of
from beholden.figures.layouts._grid import Grid
from beholden.figures.layouts._limits import limited_periods
from beholden.figures.layouts._surroundings import Surroundings

# The mark after a year in a heading: a star, or a number in brackets or raised.
_MARK = re.compile(
    r"\s*(?P<mark>\*+|[\u2020\u2021\u00a7#]+|[\u00b2\u00b3\u00b9\u2074-\u2079]"
    r"|[(\[](?:notes?\s*)?(?:\d{1,2}|[a-z]|\*+)[)\]]|\bnote\s*\d{1,2})",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\s*(?P<mark>\*+|[\u2020\u2021\u00a7#]+|[\u00b2\u00b3\u00b9\u2074-\u2079]"
    r"|[(\[](?:notes?\s*)?(?:\d{1,2}|[a-z]|\*+)[)\]]|(?:note\s*)?\d{1,2}(?=[ .):]))"
    r"[\s.:)=-]*(?P<said>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"(?:\[|\(|note\s*)?(?P<number>\d{1,2})[ .):\]]\s*[A-Z]", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"\d{3,}")
_NO_ZERO = re.compile(
    r"\b(?:0s?|zero(?:es|s)?|nil)\b[^.;\n]{0,60}"
    r"\b(?:not (?:available|held|known|recorded|supplied)|no data|unknown|suppressed|fewer"
    r"|less than|withheld|under \d)",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_FINANCIAL = re.compile(
    r"\b(?:financial|fiscal|fy|apr(?:il)?\s*(?:to|-|\u2013|until)\s*mar(?:ch)?|1(?:st)? april"
    r"|31(?:st)? march|years? end(?:ing|ed)?|years? to)\b",
    re.IGNORECASE,
)


class Said(msgspec.Struct, frozen=True):
    """What the texts of a document say, and where each stands in it.

    ``notes`` have a mark of any kind, ``numbered`` a number, ``zeros`` speak of what
    a zero means. ``exact`` are the cells that their file itself says are numbers.
    """

    numbered: tuple[tuple[int, str, str], ...]
    zeros: tuple[str, ...]
    notes: tuple[tuple[int, str, str], ...]
    limited: dict[Period, str]
    financial: str
    blocks: dict[Place, int]
    exact: frozenset[Place]


def said_in(document: Document, question: str = "") -> Said:
    """What a document says; ``question`` is the text that came with it."""
    texts: list[tuple[int, str]] = []
    blocks: dict[Place, int] = {}
    exact: set[Place] = set()
    for index, block in enumerate(document.blocks):
        if isinstance(block, Line):
            blocks.setdefault(block.place, index)
            if not block.quoted:
                texts.append((index, block.text))
        elif not block.hidden:
            cells = (cell for row in block.rows for cell in row if cell)
            exact.update(cell.place for cell in cells if cell.number is not None)
            for place, text in _cells(block):
                blocks.setdefault(place, index)
                texts.append((index, text))
    together = [each for _, each in texts]
    whole = "\n".join(each for each in together if "\n" not in each)
    notes = tuple(
        (index, _plain(found["mark"]), found["said"])
        for index, text in texts
        if (found := _NOTE.match(text)) and re.search(r"[^\W\d]{2}", found["said"])
    )
    limited = limited_periods((document.title, document.subject, *together, question))
    financial = _FINANCIAL.search(f"{document.title}\n{document.subject}\n{whole}")
    why = financial[0] if financial else ""
    numbered = tuple(
        (index, found["number"], text)
        for index, text in texts
        if "?" not in text and (found := _NUMBERED.match(text.strip()))
    )
    zeros = tuple(text for text in together if _NO_ZERO.search(text))
    return Said(numbered, zeros, notes, limited, why, blocks, frozenset(exact))


def _cells(table: Table) -> Iterator[tuple[Place, str]]:
    """The places of a table with their words; a row of words is one text too."""
    grid = Grid(table)
    for row in range(grid.height):
        words: list[str] = []
        for column in range(grid.width):
            cell = grid.own(row, column)
            said = cell is not None and bool(cell.text.strip())
            is_words = said and value_of(cell) is None
            text = grid.text(row, column) if is_words and cell is not None else ""
            words += [text] if text else []
            if cell is not None:
                yield cell.place, text
        # The words of a row, with its mark in a cell of its own.
        texts = grid.row_texts(row)
        if len(texts) > 1 and len(words) == len(texts) - 1 and words[0] != texts[0]:
            yield grid.place(row, 0), " ".join(texts)


def _plain(mark: str) -> str:
    """A mark without its brackets: ``(2)``, ``[note 2]`` and a raised 2 are the same."""
    return re.sub(r"[\s()\[\].:]|note", "", unicodedata.normalize("NFKC", mark).lower())


def note_flags(reading: Reading, around: Surroundings | None, said: Said) -> Iterator[Flag]:
    """What the notes and texts of the answer put in question about a number."""
    if reading.role == "check":
        return
    if reading.period is not None:
        yield from _part_year(reading.period, around, said)
        yield from _bare_year(reading, reading.period, said)
    if reading.value.count == 0:
        for text in said.zeros:
            yield flag("uncertain-number", f'of a zero the answer says "{_short(text)}"')
    yield from _glued(reading, said)


def _part_year(period: Period, around: Surroundings | None, said: Said) -> Iterator[Flag]:
    if note := said.limited.get(period):
        yield flag("uncertain-period", f'the answer says "{_short(note)}"')
        return
    if around is None:
        return
    texts = (*around.heading, *around.beside, *around.after)
    # A part named beside its year would be read as one period with it; here it limits the year.
    together = ("; ".join(reversed(around.heading)), "; ".join((*around.beside, *around.after)))
    if note := limited_periods(together).get(period):
        yield flag("uncertain-period", f'the answer says "{_short(note)}"')
        return
    for text in texts:
        for found in find_periods(text):
            for note in _noted(text, found, said):
                yield flag("uncertain-period", f'"{text}" has a note: "{_short(note)}"')


def _noted(text: str, found: ParsedPeriod, said: Said) -> Iterator[str]:
    mark = _MARK.match(text, found.end)
    if mark is None:
        return
    plain = _plain(mark["mark"])
    yield from (each for _, marked, each in said.notes if marked == plain and each not in text)


def _bare_year(reading: Reading, period: Period, said: Said) -> Iterator[Flag]:
    """A year by one number alone, where the answer speaks of financial years."""
    calendar = periods.kind(period) == "calendar"
    if calendar and said.financial and _BARE_YEAR.fullmatch(_last_word(reading.period_text)):
        doubt = f'"{reading.period_text}" may be a financial year: "{said.financial}"'
        yield flag("uncertain-period", doubt)


def _last_word(text: str) -> str:
    years = re.findall(r"(?:19|20)\d\d", text)
    return years[0] if len(years) == 1 and "calendar" not in text.lower() else text


def _glued(reading: Reading, said: Said) -> Iterator[Flag]:
    """The last digit of a number without commas may be the mark of a note that follows."""
    for source in reading.sources:
        text = source.text.strip()
        place = msgspec.structs.replace(source.place, sentence="")
        at = said.blocks.get(place)
        if at is None or place in said.exact or _PLAIN_NUMBER.fullmatch(text) is None:
            continue
        for index, number, note in said.numbered:
            ends = text.endswith(number) and len(text) > len(number)
            if index >= at and ends and text not in note:
                doubt = f'the end of {text} may be the mark of the note "{_short(note)}"'
                yield flag("uncertain-number", doubt)
                return


def _short(text: str, longest: int = 100) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest]}..."
