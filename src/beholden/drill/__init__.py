"""The drill: a harmless picture whose hashes are published, to prove that the chain works.

What the test button is to a smoke alarm. Its list is built in and always active;
its entry says so (label ``drill``), so that no one takes a drill for a real match.

    >>> from beholden.drill import PUBLISHED, drill_picture
    >>> PUBLISHED.pdq[:8]
    'a2b1a5a6'
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
    pdq="a2b1a5a6a4c7a5d4e5d024a32ca32e373e353e31e23be23fc23fdc1cdd4451c2",
    sha256="24069d22bfb27425300d63149810d4bb0b4406697c9c30becf2ff1dfe5a09b73",
    sha1="ba1f8efa265f416606200b80a1878a4637a82756",
    md5="33ef80215ff92dc87bea52fb6d1016b1",
)
