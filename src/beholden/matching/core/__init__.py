"""The pure part of the matching room."""

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
    "MAX_MATCHES",
    "HashKind",
    "ListRole",
    "Lookup",
    "Match",
    "PictureQuery",
    "Query",
]
