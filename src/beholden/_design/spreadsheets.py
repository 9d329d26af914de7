"""Tables as CSV that no spreadsheet takes for a formula. Pure.

as_csv(["service", "count"], [[harmless(name), "12"]])
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# Wide signs too: some spreadsheets take them for the narrow ones.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
# XML has no way to say these, and no reader of a table wants them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REPLACED = "\ufffd"


def harmless(text: str) -> str:
    """Text of others in one line that no spreadsheet takes for a formula."""
    line = _UNPRINTABLE.sub(_REPLACED, " ".join(text.split()))
    return f"'{line}" if line.startswith(_FORMULA) else line


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV by RFC 4180: UTF-8, CRLF, one header row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
