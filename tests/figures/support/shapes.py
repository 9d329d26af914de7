"""What a read document holds, in a form that tests can compare at a glance."""

from beholden.figures.core.documents import Document, Line, Table


def texts(document: Document, *, quoted: bool | None = None) -> list[str]:
    """The lines that are not empty; only history, or only the rest, where asked."""
    return [
        block.text
        for block in document.blocks
        if isinstance(block, Line) and block.text and (quoted is None or block.quoted is quoted)
    ]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def grid(table: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in table.rows]


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


def reviewed(document: Document) -> list[str]:
    """The notices that keep the document's numbers out until a person has looked."""
    return [notice.code for notice in document.notices if notice.review]
