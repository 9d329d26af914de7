"""The drill: a harmless picture whose hashes are published, to prove that the chain works.

What the test button is to a smoke alarm. Its list is built in and always active;
its entry says so (label ``drill``), so that no one takes a drill for a real match.

    >>> from beholden.drill import PUBLISHED, drill_picture
    >>> PUBLISHED.pdq[:8]
    '3cb87834'
"""

from __future__ import annotations

from typing import NamedTuple

from beholden.drill.picture import drill_picture

__all__ = ["DRILL_ENTRY", "DRILL_LIST", "PUBLISHED", "Published", "drill_picture"]

DRILL_LIST = "drill"
DRILL_ENTRY = "beholden-drill-1"


class Published(NamedTuple):
    """Hashes of the drill picture, lower-case hex, as anyone may check them."""

    pdq: str
    sha256: str
    sha1: str
    md5: str


PUBLISHED = Published(
    pdq="3cb87834f478f3f0f8a2c47983c58bb9b88b873fb8a93a19c67e74424742c5c4",
    sha256="f2c9d276e9b168af2823eadd8a647bc726346a3238a36106adeba667fb26eaad",
    sha1="5ad5a4a5c365040a9e1b7e2ca7631cbfb803a759",
    md5="236cec016d24e1e195bf9b1d1c84c119",
)
