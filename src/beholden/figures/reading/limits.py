"""What one answer may cost, checked before it is spent."""

from __future__ import annotations

import msgspec

from beholden.figures.errors import ReadError

_MIB = 1024 * 1024


class Limits(msgspec.Struct, frozen=True):
    """Bounds on one file; the largest honest answers need a hundredth of them.

    Attributes:
        max_bytes: Size of the file.
        max_unzipped_bytes: Of everything in a packed file, unpacked.
        max_ratio: Of unpacked to packed bytes, for a part above one mebibyte.
        max_entries: Parts of a packed file.
        max_cells: Cells that hold something, over all tables.
        max_slots: Rows times columns, over all tables.
        max_lines: Lines of text.
        max_line_characters: Characters of one line or cell.
        max_pages: Pages of a document.
        max_attachments: Files attached to one e-mail.
        max_depth: E-mails within e-mails.
        max_seconds: Of processor time; three times that by the clock on the wall.
        max_memory_bytes: Address space of the process that reads.
        max_reply_bytes: Of the document as it is handed over.
    """

    max_bytes: int = 50 * _MIB
    max_unzipped_bytes: int = 400 * _MIB
    max_ratio: int = 250
    max_entries: int = 5_000
    max_cells: int = 500_000
    max_slots: int = 4_000_000
    max_lines: int = 200_000
    max_line_characters: int = 100_000
    max_pages: int = 500
    max_attachments: int = 50
    max_depth: int = 3
    max_seconds: float = 30.0
    max_memory_bytes: int = 1024 * _MIB
    max_reply_bytes: int = 128 * _MIB

    def __post_init__(self) -> None:
        for field in self.__struct_fields__:
            if getattr(self, field) <= 0 and field != "max_depth":
                raise ValueError(f"{field} must be above 0")

    def deeper(self) -> Limits:
        """The limits of a file within this one.

        Raises:
            ReadError: ``too-deep``.
        """
        if self.max_depth <= 0:
            raise ReadError(
                "too-deep",
                "E-mails are attached to e-mails too many times over: "
                "save the innermost attachment as a file of its own.",
            )
        return msgspec.structs.replace(self, max_depth=self.max_depth - 1)
