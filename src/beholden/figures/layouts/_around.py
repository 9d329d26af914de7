"""The texts around a table, which say what it is of where its cells do not.

The nearest text that says so decides: a title in the sheet before the line above
the table, that before the document's title, and the request last.
"""

from __future__ import annotations

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Unit
from beholden.figures.layouts._common import Offence, offence_of, unit_among
from beholden.figures.layouts._grid import Grid, Near
from beholden.figures.layouts.context import Context

_NEAREST_LINES = 12


class Around(msgspec.Struct, frozen=True):
    """Texts of the answer, the nearest first, and the text of the request."""

    texts: tuple[str, ...]
    question: str

    def offence(self) -> Offence | None:
        """The offence that the nearest text that names one names."""
        texts = (*self.texts, self.question)
        return next((found for each in texts if (found := offence_of(each))), None)

    def unit(self, *nearer: str, else_by: tuple[str, ...] = ()) -> Unit:
        """What is counted. ``else_by`` are headings of labels: they decide after the answer."""
        return unit_among((*nearer, *self.texts, *else_by, self.question))


def around(grid: Grid, top: int, near: Near, document: Document, context: Context) -> Around:
    """What stands around a table whose heading begins in row ``top``."""
    titles = [text for row in range(top - 1, -1, -1) for text in grid.row_texts(row)]
    lines = [line.text for line in near.lines if line.text.strip()][:_NEAREST_LINES]
    ends = (near.table.name, document.title, document.subject)
    texts = tuple(text for text in (*titles, *lines, *ends) if text)
    return Around(texts, context.question)
