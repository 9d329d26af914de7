"""The pure part of the matching room: values, and exact search of hashes and digests."""

from beholden.matching.core.digests import DIGEST_BYTES, DigestIndex
from beholden.matching.core.index import HASH_BYTES, HashIndex
from beholden.matching.core.models import (
    MAX_MATCHES,
    HashKind,
    ListRole,
    Lookup,
    Match,
    PictureQuery,
    Query,
)

__all__ = [
    "DIGEST_BYTES",
    "HASH_BYTES",
    "MAX_MATCHES",
    "DigestIndex",
    "HashIndex",
    "HashKind",
    "ListRole",
    "Lookup",
    "Match",
    "PictureQuery",
    "Query",
]
