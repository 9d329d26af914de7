"""Looks files up in all active lists.

One search per list serves a whole batch of files, all their stills and all
dihedral variants. What is found is reduced to one match per entry and kind of
hash; names and labels are fetched only for the matches that are reported.

    >>> matcher = ListMatcher([match_list])
    >>> matcher.look_up(Query(digests={"md5": "d41d8cd98f00b204e9800998ecf8427e"})).matches
    ()
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from beholden.matching.core import DIGEST_BYTES, HASH_BYTES, MAX_MATCHES, Lookup, Match
from beholden.matching.errors import QueryError
from beholden.media.core import DIHEDRAL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from beholden.matching.core import DigestIndex, HashIndex, HashKind, ListRole, Query
    from beholden.matching.ports import EntrySource

__all__ = ["ListMatcher", "MatchList"]


@dataclass(frozen=True, slots=True, eq=False)
class MatchList:
    """One active edition of a list, ready to be searched.

    ``pdq_rows[i]`` is the row in ``entries`` of hash ``i`` of ``pdq``; likewise
    for each kind in ``digests``. Several hashes may belong to one row. ``radius``
    is in bits; stills of a quality below ``min_quality`` (0-100) are not looked
    up by PDQ.
    """

    name: str
    edition: str
    role: ListRole
    radius: int
    min_quality: int
    action_hint: str | None
    pdq: HashIndex | None
    pdq_rows: NDArray[np.integer]
    digests: Mapping[HashKind, tuple[DigestIndex, NDArray[np.integer]]]
    entries: EntrySource

    def __post_init__(self) -> None:
        """Refuses rows that do not belong to the indexes, and a radius too large."""
        if self.pdq is not None and len(self.pdq_rows) != len(self.pdq):
            raise ValueError(
                f"list {self.name}: {len(self.pdq_rows):,} PDQ rows for {len(self.pdq):,} hashes"
            )
        if self.pdq is not None and not 0 <= self.radius <= self.pdq.radius:
            raise ValueError(
                f"list {self.name}: radius {self.radius} is not between 0 and {self.pdq.radius}, "
                "the radius its index was built for"
            )
        for kind, (index, rows) in self.digests.items():
            if index.kind != kind or len(rows) != len(index):
                raise ValueError(f"list {self.name}: {len(rows):,} {kind} rows for {index!r}")


class _Place(NamedTuple):
    """Where one hash of the batch comes from; ``variant`` counts in dihedral order."""

    query: int
    quality: int
    frame: int
    variant: int


class _Stills(NamedTuple):
    """All PDQ hashes of a batch, 32 bytes each, and where each comes from."""

    packed: bytes
    places: list[_Place]


class _Hit(NamedTuple):
    """A match before its entry is fetched; hits sort as they are reported."""

    distance: int
    list_name: str
    row: int
    kind: HashKind
    list_number: int
    frame: int | None
    variant: str | None


class ListMatcher:
    """Looks files up in a fixed set of lists. Threads may share it."""

    def __init__(self, lists: Sequence[MatchList]) -> None:
        self._lists = tuple(lists)

    def look_up(self, query: Query) -> Lookup:
        """All matches of one file.

        Raises:
            QueryError: a field of the query cannot be read.
        """
        return self._look_up([query], [""])[0]

    def look_up_many(self, queries: Sequence[Query]) -> list[Lookup]:
        """All matches of each file, with one search per list for the whole batch.

        Raises:
            QueryError: a field of a query cannot be read; its path begins with
                the query's number, as in ``queries[3].digests.md5``.
        """
        return self._look_up(queries, [f"queries[{i}]." for i in range(len(queries))])

    def _look_up(self, queries: Sequence[Query], paths: list[str]) -> list[Lookup]:
        digests = [_digests_of(query, path) for query, path in zip(queries, paths, strict=True)]
        stills = _stills_of(queries, paths)
        places = stills.places
        hits: list[list[_Hit]] = [[] for _ in queries]
        below: list[list[str]] = [[] for _ in queries]
        for number, one in enumerate(self._lists):
            for query, of_query in enumerate(digests):
                hits[query].extend(_digest_hits(one, number, of_query))
            if one.pdq is not None and places:
                good = [i for i, place in enumerate(places) if place.quality >= one.min_quality]
                _add_pdq_hits(one, number, stills, good, hits)
                if len(good) < len(places):
                    asked = {places[i].query for i in good}
                    for query in {place.query for place in places} - asked:
                        below[query].append(one.name)
        return [self._lookup(of_query, names) for of_query, names in zip(hits, below, strict=True)]

    def _lookup(self, hits: list[_Hit], below: list[str]) -> Lookup:
        kept = _kept(hits)
        matches = sorted(
            (self._match(hit) for hit in kept),
            key=lambda match: (match.distance, match.list, match.entry, match.kind),
        )
        return Lookup(tuple(matches), tuple(below), len(hits) - len(kept))

    def _match(self, hit: _Hit) -> Match:
        one = self._lists[hit.list_number]
        info = one.entries.entry(hit.row)
        return Match(
            list=one.name,
            edition=one.edition,
            entry=info.entry,
            kind=hit.kind,
            distance=hit.distance,
            radius=one.radius if hit.kind == "pdq" else 0,
            role=one.role,
            variant=hit.variant,
            frame=hit.frame,
            action_hint=one.action_hint,
            labels=info.labels,
        )


def _add_pdq_hits(
    one: MatchList,
    number: int,
    stills: _Stills,
    good: list[int],
    hits: list[list[_Hit]],
) -> None:
    """Searches the list for the hashes that are good enough; keeps each row's nearest."""
    if one.pdq is None or not good:
        return
    asked = stills.packed
    if len(good) < len(stills.places):
        asked = b"".join(asked[i * HASH_BYTES : (i + 1) * HASH_BYTES] for i in good)
    found, positions, distances = one.pdq.search_packed(asked, one.radius)
    if not len(found):
        return
    nearest: dict[tuple[int, int], tuple[int, int, int]] = {}
    rows = one.pdq_rows[positions].tolist()
    for which, row, distance in zip(found.tolist(), rows, distances.tolist(), strict=True):
        place = stills.places[good[which]]
        rank = (distance, place.frame, place.variant)
        key = (place.query, row)
        if key not in nearest or rank < nearest[key]:
            nearest[key] = rank
    for (query, row), (distance, frame, variant) in nearest.items():
        name = DIHEDRAL_NAMES[variant]
        hits[query].append(_Hit(distance, one.name, row, "pdq", number, frame, name))


def _digest_hits(one: MatchList, number: int, digests: dict[HashKind, bytes]) -> Iterable[_Hit]:
    for kind, (index, rows) in one.digests.items():
        digest = digests.get(kind)
        position = None if digest is None else index.find(digest)
        if position is not None:
            yield _Hit(0, one.name, int(rows[position]), kind, number, None, None)


def _kept(hits: list[_Hit]) -> list[_Hit]:
    """At most MAX_MATCHES hits: the nearest of each list and kind, then the nearest of all.

    A flood from one list must not hide that another list matched at all: policy
    decides by list. Ties go to the lower row.
    """
    if len(hits) <= MAX_MATCHES:
        return hits
    ordered = sorted(hits, key=lambda hit: hit[:5])
    first: dict[tuple[int, HashKind], _Hit] = {}
    for hit in ordered:
        first.setdefault((hit.list_number, hit.kind), hit)
    leaders = list(first.values())
    rest = [hit for hit in ordered if first[hit.list_number, hit.kind] is not hit]
    return [*leaders, *rest][:MAX_MATCHES]


def _digests_of(query: Query, path: str) -> dict[HashKind, bytes]:
    digests = {}
    for kind, text in query.digests.items():
        field = f"{path}digests.{kind}"
        if kind not in DIGEST_BYTES:
            raise QueryError(field, f"only {', '.join(DIGEST_BYTES)} are digests")
        digests[kind] = _from_hex(text, DIGEST_BYTES[kind], field)
    return digests


def _stills_of(queries: Sequence[Query], paths: list[str]) -> _Stills:
    pieces: list[bytes] = []
    places: list[_Place] = []
    for number, (query, path) in enumerate(zip(queries, paths, strict=True)):
        for i, still in enumerate(query.pictures):
            field = f"{path}pictures[{i}].dihedral"
            if not 1 <= len(still.dihedral) <= len(DIHEDRAL_NAMES):
                raise QueryError(
                    field,
                    f"1 to {len(DIHEDRAL_NAMES)} hashes are needed, not {len(still.dihedral)}",
                )
            for variant, text in enumerate(still.dihedral):
                pieces.append(_from_hex(text, HASH_BYTES, field, variant))
                places.append(_Place(number, still.quality, still.frame, variant))
    return _Stills(b"".join(pieces), places)


def _from_hex(text: str, size: int, field: str, variant: int | None = None) -> bytes:
    try:
        read = bytes.fromhex(text)
    except ValueError:
        read = b""
    # fromhex skips spaces: the length of the text must be right as well.
    if len(read) != size or len(text) != 2 * size:
        where = field if variant is None else f"{field}[{variant}]"
        raise QueryError(where, f"{2 * size} hex digits are needed, not {text[:80]!r}")
    return read
