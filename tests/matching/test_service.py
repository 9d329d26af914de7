from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from beholden.matching import (
    MAX_MATCHES,
    DigestIndex,
    EntriesInMemory,
    EntryInfo,
    HashIndex,
    ListMatcher,
    Lookup,
    MatchList,
    PictureQuery,
    Query,
    QueryError,
)
from tests.matching.support import flipped, random_hashes

if TYPE_CHECKING:
    from numpy.typing import NDArray

RNG = np.random.default_rng(99)
KNOWN = random_hashes(RNG, 400)
STRANGERS = random_hashes(RNG, 8)
MD5 = RNG.integers(0, 256, (5, 16), dtype=np.uint8)


def away(row: int, bits: int) -> NDArray[np.uint8]:
    moved: NDArray[np.uint8] = flipped(np.random.default_rng(bits), KNOWN[row : row + 1], bits)[0]
    return moved


def still(*hashes: NDArray[np.uint8], frame: int = 0, quality: int = 100) -> PictureQuery:
    rest = STRANGERS[len(hashes) :]
    texts = [np.asarray(one, np.uint8).tobytes().hex() for one in (*hashes, *rest)]
    return PictureQuery(frame=frame, quality=quality, dihedral=tuple(texts))


def make_list(name: str = "iwf", hashes: NDArray[np.uint8] = KNOWN, **changes: Any) -> MatchList:
    settings: dict[str, Any] = {
        "edition": "7",
        "role": "match",
        "radius": 31,
        "min_quality": 50,
        "action_hint": None,
        "pdq": HashIndex.build(hashes),
        "pdq_rows": np.arange(len(hashes)),
        "digests": {"md5": (DigestIndex.build("md5", MD5), np.arange(5) + 10)},
        "entries": EntriesInMemory(
            [EntryInfo(f"{name}-{i:04}", {"row": str(i)}) for i in range(len(hashes))]
        ),
    }
    return MatchList(name=name, **settings | changes)


def found(lookup: Lookup) -> list[tuple[str, str, str, int]]:
    return [(match.list, match.entry, match.kind, match.distance) for match in lookup.matches]


def test_a_match_carries_all_that_the_list_says():
    one = make_list(radius=20, role="allow", action_hint="hold")
    lookup = ListMatcher([one]).look_up(Query(pictures=(still(STRANGERS[0], away(3, 9)),)))
    (match,) = lookup.matches
    assert (match.list, match.edition, match.entry) == ("iwf", "7", "iwf-0003")
    assert (match.kind, match.distance, match.radius) == ("pdq", 9, 20)
    assert (match.role, match.action_hint, match.labels) == ("allow", "hold", {"row": "3"})
    assert (match.variant, match.frame) == ("r90", 0)


def test_the_radius_of_the_list_decides_and_not_that_of_its_index():
    query = Query(pictures=(still(away(3, 9)),))
    assert ListMatcher([make_list(radius=9)]).look_up(query).matches
    assert not ListMatcher([make_list(radius=8)]).look_up(query).matches


def test_a_digest_matches_at_distance_nought_without_variant_or_frame():
    query = Query(digests={"md5": MD5[4].tobytes().hex().upper()})
    (match,) = ListMatcher([make_list()]).look_up(query).matches
    assert (match.entry, match.kind, match.distance) == ("iwf-0014", "md5", 0)
    assert (match.radius, match.variant, match.frame) == (0, None, None)


def test_kinds_that_a_list_does_not_hold_find_nothing():
    query = Query(digests={"sha1": "00" * 20})
    assert ListMatcher([make_list()]).look_up(query).matches == ()


def test_one_entry_is_reported_once_for_each_kind():
    stills = (still(away(14, 5), away(14, 3)), still(away(14, 8), frame=1))
    query = Query(digests={"md5": MD5[4].tobytes().hex()}, pictures=stills)
    assert found(ListMatcher([make_list()]).look_up(query)) == [
        ("iwf", "iwf-0014", "md5", 0),
        ("iwf", "iwf-0014", "pdq", 3),
    ]


@pytest.mark.parametrize(
    ("stills", "expected"),
    [
        ([(0, 5, 9), (1, 4, 9)], (4, 1, "r0")),
        ([(0, 9, 4), (1, 5, 9)], (4, 0, "r90")),
        ([(2, 4, 9), (1, 9, 4)], (4, 1, "r90")),
        ([(1, 4, 4), (2, 4, 4)], (4, 1, "r0")),
    ],
)
def test_the_nearest_still_counts_then_the_lowest_frame_then_dihedral_order(stills, expected):
    pictures = tuple(still(away(6, a), away(6, b), frame=frame) for frame, a, b in stills)
    (match,) = ListMatcher([make_list()]).look_up(Query(pictures=pictures)).matches
    assert (match.distance, match.frame, match.variant) == expected


def test_several_hashes_of_one_row_are_one_entry():
    one = make_list(pdq_rows=np.arange(len(KNOWN)) // 2)
    query = Query(pictures=(still(away(8, 4), away(9, 2)),))
    assert found(ListMatcher([one]).look_up(query)) == [("iwf", "iwf-0004", "pdq", 2)]


def test_matches_are_sorted_by_distance_list_entry_and_kind():
    lists = [make_list("b"), make_list("a", KNOWN[::-1].copy())]
    pictures = (still(away(2, 3), away(1, 3), away(5, 1)),)
    lookup = ListMatcher(lists).look_up(Query(pictures=pictures))
    assert found(lookup) == [
        ("a", "a-0394", "pdq", 1),
        ("b", "b-0005", "pdq", 1),
        ("a", "a-0397", "pdq", 3),
        ("a", "a-0398", "pdq", 3),
        ("b", "b-0001", "pdq", 3),
        ("b", "b-0002", "pdq", 3),
    ]


def test_stills_below_the_quality_of_a_list_are_not_looked_up_there():
    lists = [make_list("lax", min_quality=10), make_list("strict", min_quality=51)]
    lookup = ListMatcher(lists).look_up(Query(pictures=(still(KNOWN[0], quality=50),)))
    assert found(lookup) == [("lax", "lax-0000", "pdq", 0)]
    assert lookup.below_quality == ("strict",)


def test_a_still_exactly_at_the_quality_is_looked_up():
    lookup = ListMatcher([make_list()]).look_up(Query(pictures=(still(KNOWN[0], quality=50),)))
    assert lookup.matches
    assert lookup.below_quality == ()


def test_one_good_still_is_enough_to_ask_a_list_but_only_it_is_asked():
    pictures = (still(KNOWN[0], quality=49), still(away(1, 2), frame=4, quality=50))
    lookup = ListMatcher([make_list()]).look_up(Query(pictures=pictures))
    assert [(match.entry, match.frame) for match in lookup.matches] == [("iwf-0001", 4)]
    assert lookup.below_quality == ()


def test_lists_without_pdq_and_files_without_stills_are_not_below_quality():
    bare = make_list("links", pdq=None, pdq_rows=np.arange(0))
    low = Query(pictures=(still(KNOWN[0], quality=0),))
    assert ListMatcher([bare]).look_up(low).below_quality == ()
    assert ListMatcher([make_list()]).look_up(Query()).below_quality == ()


def test_a_flood_is_cut_to_the_nearest_and_the_rest_is_counted():
    copies = flipped(RNG, np.repeat(KNOWN[:1], 300, axis=0), np.arange(300) % 30)
    lookup = ListMatcher([make_list("near", copies)]).look_up(Query(pictures=(still(KNOWN[0]),)))
    assert len(lookup.matches) == MAX_MATCHES
    assert lookup.more == 300 - MAX_MATCHES
    assert [match.distance for match in lookup.matches] == sorted(np.arange(300) % 30)[:100]


def test_a_flood_from_one_list_does_not_hide_that_another_matched():
    copies = np.repeat(KNOWN[:1], 300, axis=0)
    lists = [make_list("flood", copies, role="allow"), make_list("known")]
    lookup = ListMatcher(lists).look_up(Query(pictures=(still(away(0, 20)),)))
    assert ("known", "known-0000", "pdq", 20) in found(lookup)
    assert (len(lookup.matches), lookup.more) == (MAX_MATCHES, 201)


def test_many_files_at_once_answer_as_each_alone():
    queries = [
        Query(pictures=(still(away(i, i), quality=40 + i), still(away(i + 50, 3), frame=1)))
        for i in range(20)
    ]
    queries += [Query(), Query(digests={"md5": MD5[0].tobytes().hex()})]
    queries += [Query(pictures=(still(KNOWN[3], quality=0),))]
    matcher = ListMatcher([make_list("a"), make_list("b", min_quality=45, radius=10)])
    together = matcher.look_up_many(queries)
    assert together == [matcher.look_up(query) for query in queries]
    assert any(lookup.matches for lookup in together)
    assert matcher.look_up_many([]) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (Query(digests={"md5": "00"}), "digests.md5"),
        (Query(digests={"sha256": "0g" * 32}), "digests.sha256"),
        (Query(digests={"pdq": "00" * 32}), "digests.pdq"),
        (
            Query(pictures=(PictureQuery(0, 90, ("00" * 32, " " + "00" * 32)),)),
            "pictures[0].dihedral[1]",
        ),
        (Query(pictures=(PictureQuery(0, 90, ("é" * 64,)),)), "pictures[0].dihedral[0]"),
        (Query(pictures=(PictureQuery(0, 90, ()),)), "pictures[0].dihedral"),
        (Query(pictures=(PictureQuery(0, 90, ("00" * 32,) * 9),)), "pictures[0].dihedral"),
    ],
)
def test_an_unreadable_query_names_the_field(query, field):
    matcher = ListMatcher([make_list()])
    with pytest.raises(QueryError) as refused:
        matcher.look_up(query)
    assert refused.value.field == field
    with pytest.raises(QueryError) as refused:
        matcher.look_up_many([Query(), query])
    assert refused.value.field == f"queries[1].{field}"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pdq_rows": np.arange(3)}, "3 PDQ rows for 400 hashes"),
        ({"radius": 32}, "radius 32 is not between 0 and 31"),
        ({"digests": {"md5": (DigestIndex.build("md5", MD5), np.arange(4))}}, "4 md5 rows"),
        ({"digests": {"sha1": (DigestIndex.build("md5", MD5), np.arange(5))}}, "5 sha1 rows"),
    ],
)
def test_a_list_whose_parts_do_not_fit_is_refused(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        make_list(**changes)
