"""The matching room: finds the hashes of a file in lists of known hashes, exactly.

In: hashes and digests of uploads. Out: matches, with distance and list entry. It
knows nothing of where lists come from or what is done about a match.

    >>> import numpy as np
    >>> from beholden.matching import EntriesInMemory, EntryInfo, HashIndex, ListMatcher
    >>> from beholden.matching import MatchList, PictureQuery, Query
    >>> known = np.random.default_rng(1).integers(0, 256, (1, 32), dtype=np.uint8)
    >>> drill = MatchList(
    ...     name="drill", edition="1", role="match", radius=31, min_quality=50,
    ...     action_hint=None, pdq=HashIndex.build(known), pdq_rows=np.arange(1), digests={},
    ...     entries=EntriesInMemory([EntryInfo("drill-1", {})]),
    ... )
    >>> still = PictureQuery(frame=0, quality=100, dihedral=(known.tobytes().hex(),))
    >>> [match.entry for match in ListMatcher([drill]).look_up(Query(pictures=(still,))).matches]
    ['drill-1']

Indexes are built in memory (:class:`HashIndex`, :class:`DigestIndex`), saved with
:func:`save_index` and memory-mapped with :func:`open_index` and :func:`open_digests`.
"""

from beholden.matching.core import (
    DIGEST_BYTES,
    HASH_BYTES,
    MAX_MATCHES,
    DigestIndex,
    HashIndex,
    HashKind,
    ListRole,
    Lookup,
    Match,
    PictureQuery,
    Query,
)
from beholden.matching.errors import (
    IndexByteOrderError,
    IndexDamagedError,
    IndexFileError,
    IndexTruncatedError,
    IndexVersionError,
    MatchingError,
    NotAnIndexError,
    QueryError,
)
from beholden.matching.files import open_digests, open_index, save_index, verify_index
from beholden.matching.ports import EntriesInMemory, EntryInfo, EntrySource
from beholden.matching.service import ListMatcher, MatchList

__all__ = [
    "DIGEST_BYTES",
    "HASH_BYTES",
    "MAX_MATCHES",
    "DigestIndex",
    "EntriesInMemory",
    "EntryInfo",
    "EntrySource",
    "HashIndex",
    "HashKind",
    "IndexByteOrderError",
    "IndexDamagedError",
    "IndexFileError",
    "IndexTruncatedError",
    "IndexVersionError",
    "ListMatcher",
    "ListRole",
    "Lookup",
    "Match",
    "MatchList",
    "MatchingError",
    "NotAnIndexError",
    "PictureQuery",
    "Query",
    "QueryError",
    "open_digests",
    "open_index",
    "save_index",
    "verify_index",
]
