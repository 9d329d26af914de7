"""Word documents: paragraphs and tables in their order, as the last version would be printed.

Text that tracked changes have deleted is not read, and neither is hidden text. Headers
and footers stand outside the flow and are left there. Notes are marked with raised
digits where they are called, and stand below the text with the same mark.

    document = read(data, "letter.docx", digest, Limits())
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from beholden.figures.core.documents import Document
from beholden.figures.errors import ReadError
from beholden.figures.reading._blocks import Blocks, raised
from beholden.figures.reading._numbering import Numbering
from beholden.figures.reading._quoting import mark_saved
from beholden.figures.reading._spans import Span
from beholden.figures.reading.archive import damaged
from beholden.figures.reading.dispatch import read_bytes
from beholden.figures.reading.limits import Limits

_BROKEN = (
    OpcError, zipfile.BadZipFile, etree.XMLSyntaxError, LookupError, AttributeError,
    TypeError, OSError, EOFError,
)  # fmt: skip
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DELETED = {qn("w:del"), qn("w:moveFrom")}
_INSERTED = {qn("w:ins"), qn("w:moveTo")}
_DRAWN = {qn("w:drawing"), qn("w:pict")}
_BOX = qn("w:txbxContent")
_NOTES = {"footnotes": qn("w:footnote"), "endnotes": qn("w:endnote")}
_CALLS = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_LETTERS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_FLOW = {qn("w:p"), qn("w:tbl")}
_DIGIT = re.compile(r"\d")


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Read a Word document; ``dispatch`` has checked what it unpacks to.

    Raises:
        ReadError: It is damaged, or a limit is passed.
    """
    try:
        opened = _opened(data, name)
        body = opened.element.body
        reader = _Reader(Blocks(name, limits), opened.part, body)
        reader.flow(body)
        reader.notes()
        parts = tuple(_embedded(opened.part, name, limits, reader.blocks))
    except _BROKEN as error:
        raise damaged(name) from error
    reader.tell()
    marked = mark_saved(reader.blocks.made())
    return Document(
        name,
        digest,
        "docx",
        marked.blocks,
        (*reader.blocks.noticed(), *marked.notices),
        title=opened.core_properties.title or "",
        parts=parts,
    )


def _opened(data: bytes, name: str) -> Any:
    try:
        return docx.Document(io.BytesIO(data))
    except ValueError as error:
        raise ReadError(
            "unsupported",
            f"{name} is a template or holds macros, and is not opened: save it as a plain docx.",
        ) from error


class _Reader:
    """One pass over a document."""

    def __init__(self, blocks: Blocks, part: Any, body: Any) -> None:
        self.blocks = blocks
        self._part = part
        self._numbering = Numbering(_related(part, "numbering"), _related(part, "styles"))
        self._notes = {kind: _notes_of(part, kind) for kind in _NOTES}
        self._called: list[tuple[str, str]] = []
        self._boxes: list[Any] = []
        self._changed = self._changed_number = self._hidden = self._pictures = False
        # Only a program that has laid the document out leaves marks where its pages begin.
        self._page = 1 if next(body.iter(qn("w:lastRenderedPageBreak")), None) is not None else None

    def flow(self, parent: Any) -> None:
        """Paragraphs and tables beneath ``parent``, in order."""
        for element in _flowing(parent):
            if element.tag == qn("w:p"):
                self._paragraph(element)
            else:
                self._table(element)
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                self.flow(box)

    def notes(self) -> None:
        """The notes that were called, below the text."""
        for at, (kind, key) in enumerate(self._called, start=1):
            note = self._notes[kind].get(key)
            if note is not None:
                texts = (self._text(paragraph) for paragraph in _flowing(note))
                shown = " ".join(" ".join(text.split()) for text in texts)
                self.blocks.line(f"{raised(str(at))} {shown}", page=self._page)
                self.blocks.blank()

    def tell(self) -> None:
        """Notices of what was seen on the way."""
        if self._changed:
            self.blocks.notice(
                "tracked-changes",
                "The document still holds tracked changes; it was read with all of them accepted."
                + (" A number was changed: ask which one holds." if self._changed_number else ""),
                review=self._changed_number,
            )
        if self._hidden:
            self.blocks.notice("hidden-text", "The document holds hidden text; it was not read.")
        if self._pictures and not self.blocks.made():
            self.blocks.notice(
                "picture-only",
                "The document holds pictures and no text: a person must type the numbers, "
                "or ask the force for the answer as text.",
                review=True,
            )

    def _paragraph(self, paragraph: Any) -> None:
        label = self._numbering.label(paragraph)
        text = self._text(paragraph)
        if text.strip():
            for line in (label + text).split("\n"):
                if line.strip():
                    self.blocks.line(line, page=self._page)
        self.blocks.blank()

    def _table(self, table: Any) -> None:
        rows = [row for row in _children(table, qn("w:tr")) if not _deleted_row(row)]
        self._changed |= len(rows) < sum(1 for _ in _children(table, qn("w:tr")))
        cells = [list(_children(row, qn("w:tc"))) for row in rows]
        arranges = any(cell.find(f".//{qn('w:tbl')}") is not None for row in cells for cell in row)
        if arranges or max(map(len, cells), default=0) < 2:  # noqa: PLR2004  one column is no table
            for row in cells:
                for cell in row:
                    self.flow(cell)
            return
        page = self._page
        spans = self._spans(rows, cells)
        self.blocks.blank()
        self.blocks.spans(spans, page=page)

    def _spans(self, rows: list[Any], cells: list[list[Any]]) -> list[list[Span]]:
        """The cells of every row with their spans; what merges with a cell above is counted."""
        made: list[list[Span]] = []
        # Column of a cell -> where its span stands, for the rows that merge with it.
        above: dict[int, tuple[int, int]] = {}
        for row, held in zip(rows, cells, strict=True):
            before = _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
            spans = [Span("")] * before
            column = before
            reaching: dict[int, tuple[int, int]] = {}
            for cell in held:
                properties = cell.find(qn("w:tcPr"))
                across = max(1, _number(_child(properties, "w:gridSpan"), 1))
                merge = _child(properties, "w:vMerge")
                goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
                if goes_on and column in above:
                    at, which = reaching[column] = above[column]
                    span = made[at][which]
                    made[at][which] = Span(span.text, span.rows + 1, span.columns)
                else:
                    if merge is not None:
                        reaching[column] = (len(made), len(spans))
                    spans.append(Span(self._cell(cell), 1, across))
                column += across
            made.append(spans)
            above = reaching
        return made

    def _cell(self, cell: Any) -> str:
        lines = []
        for paragraph in _flowing(cell):
            label = self._numbering.label(paragraph)
            lines.append(label + self._text(paragraph))
        return "\n".join(lines)

    def _text(self, paragraph: Any) -> str:
        """The text of a paragraph as printed; boxes anchored in it wait for their turn."""
        pieces: list[str] = []
        above = hidden = False
        walk = etree.iterwalk(paragraph, events=("start",))
        for _, element in walk:
            if self._passes_over(element):
                walk.skip_subtree()
            elif element.tag == qn("w:r"):
                above, hidden = _run_state(element)
                self._hidden |= hidden
            elif element.tag in _CALLS:
                self._called.append((_CALLS[element.tag], element.get(qn("w:id"), "")))
                pieces.append(raised(str(len(self._called))))
            elif not hidden:
                self._look(element)
                text = _letters(element)
                pieces.append(raised(text) if above else text)
        return "".join(pieces)

    def _passes_over(self, element: Any) -> bool:
        """Whether an element is no text of its paragraph."""
        if element.tag in _DELETED:
            self._note_change(element)
            return True
        if element.tag == _BOX:
            self._boxes.append(element)
            self.blocks.notice(
                "text-box",
                "The document holds text boxes; each was read after the paragraph that it "
                "is anchored to, which may not be where it is seen.",
            )
            return True
        # The fallback is the same drawing again, for older programs.
        return bool(element.tag == _FALLBACK)

    def _look(self, element: Any) -> None:
        """Takes note of what is no text but has to be told or counted."""
        if element.tag in _INSERTED:
            self._changed = True
        elif element.tag in _DRAWN:
            self._pictures = True
        elif element.tag == qn("w:object"):
            self._pictures = True
            self._tell_object()
        elif element.tag == qn("w:lastRenderedPageBreak") and self._page is not None:
            self._page += 1

    def _note_change(self, element: Any) -> None:
        self._changed = True
        self._changed_number |= any(
            _DIGIT.search(text.text or "") is not None
            for text in element.iter(qn("w:delText"), qn("w:t"))
        )

    def _tell_object(self) -> None:
        self.blocks.notice(
            "embedded-object",
            "The document holds an embedded object. Workbooks in it were read as attachments; "
            "look at others in the document itself.",
        )


def _flowing(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables directly beneath, through content controls and other wrappers."""
    waiting = [parent.iterchildren()]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in _FLOW:
            yield element
        elif element.tag not in _DELETED and element.tag != qn("w:sectPr"):
            waiting.append(element.iterchildren())


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Children of one kind, also those within content controls."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), *_INSERTED}:
            yield from _children(child, tag)


def _letters(element: Any) -> str:
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag == qn("w:br"):
        return "\n"
    # A tab within the properties of a paragraph is a tab stop, which prints nothing.
    if element.tag == qn("w:tab") and element.getparent().tag != qn("w:r"):
        return ""
    return _LETTERS.get(element.tag, "")


def _run_state(run: Any) -> tuple[bool, bool]:
    """Whether a run is raised, and whether it is hidden."""
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False, False
    raising = _child(properties, "w:vertAlign")
    vanish = _child(properties, "w:vanish")
    return (
        raising is not None and raising.get(qn("w:val")) == "superscript",
        vanish is not None and vanish.get(qn("w:val"), "true") not in {"0", "false", "off"},
    )


def _deleted_row(row: Any) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _child(element: Any | None, tag: str) -> Any | None:
    return None if element is None else element.find(qn(tag))


def _number(element: Any | None, otherwise: int) -> int:
    value = "" if element is None else element.get(qn("w:val"), "")
    return min(int(value), 1000) if value.isdecimal() else otherwise


def _related(part: Any, kind: str) -> Any | None:
    """The root of a part that the document refers to, parsed as python-docx parses parts."""
    for relation in part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            target = relation.target_part
            element = getattr(target, "element", None)
            return parse_xml(target.blob) if element is None else element
    return None


def _notes_of(part: Any, kind: str) -> dict[str, Any]:
    root = _related(part, kind)
    notes = () if root is None else root.iterchildren(_NOTES[kind])
    return {note.get(qn("w:id"), ""): note for note in notes}


def _embedded(part: Any, name: str, limits: Limits, blocks: Blocks) -> Iterator[Document]:
    """Workbooks and documents that the document carries within it."""
    for relation in part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/package", "/oleObject")):
            continue
        called = str(relation.target_part.partname).rsplit("/", 1)[-1]
        try:
            # What is no known format (an object of another program) is refused there.
            yield read_bytes(relation.target_part.blob, f"{name}/{called}", limits.deeper())
        except ReadError as error:
            blocks.notice(
                "embedded-object-not-read",
                f"The embedded {called} was not read: {error} Open the document, and save the "
                "object as a file of its own if it holds numbers.",
                review=True,
            )
