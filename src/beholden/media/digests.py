"""SHA-256, SHA-1 and MD5 in one pass over the bytes.

SHA-1 and MD5 are here because lists of expert bodies hold them, not for security.
"""

from __future__ import annotations

import hashlib

from beholden.media.core import Digests, Md5Hex, Sha1Hex, Sha256Hex

# The three digests read a piece while it is in the processor's cache.
_PIECE = 128 * 1024


def digests_of(data: bytes) -> Digests:
    """The three digests of ``data``."""
    sha256 = hashlib.sha256()
    sha1 = hashlib.sha1(usedforsecurity=False)
    md5 = hashlib.md5(usedforsecurity=False)
    view = memoryview(data)
    for at in range(0, len(view), _PIECE):
        piece = view[at : at + _PIECE]
        sha256.update(piece)
        sha1.update(piece)
        md5.update(piece)
    return Digests(
        Sha256Hex(sha256.hexdigest()), Sha1Hex(sha1.hexdigest()), Md5Hex(md5.hexdigest())
    )
