from __future__ import annotations

import ctypes
import mmap
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.matching.core import HashIndex, _portable
from beholden.matching.core._tables import Tables
from beholden.matching.core.plan import HASH_BITS, MAX_PARTS, Cut
from tests.matching.support import (
    FILLS,
    SEARCHES,
    SHAPES,
    as_rows,
    brute_force,
    flipped,
    hash_list,
    questions,
    random_hashes,
    seeds,
    shapes,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

counts = st.one_of(st.integers(0, 3), st.integers(4, 300))


@st.composite
def cuts(draw):
    """Mostly the radius of the field; any number of parts that the lemma allows."""
    radius = draw(st.one_of(st.just(31), st.integers(0, 48)))
    parts = draw(st.integers(0, min(MAX_PARTS, radius + 1)))
    longest = 12 if parts * 4 > radius else 6
    return Cut(radius, parts, draw(st.integers(1, longest)))


@settings(max_examples=150, deadline=None)
@given(cuts(), counts, shapes, seeds, st.data())
def test_every_back_end_finds_exactly_what_brute_force_finds(cut, count, shape, seed, data):
    rng = np.random.default_rng(seed)
    hashes = hash_list(rng, count, shape)
    radius = data.draw(st.one_of(st.just(cut.radius), st.integers(0, cut.radius)))
    queries = questions(rng, hashes, 6, radius)
    expected = brute_force(hashes, queries, radius)
    tables = FILLS["numpy"](cut, hashes)
    for name, prepare in SEARCHES.items():
        assert as_rows(prepare(tables)(queries, radius)) == expected, name
        assert as_rows(prepare(tables)(queries.tobytes(), radius)) == expected, name


@pytest.mark.parametrize(("entries", "queries"), [(0, 1), (3, 0), (300, 1), (300, 64), (20, 65)])
def test_hashes_in_bytes_find_what_arrays_find_however_much_it_is(entries, queries):
    same = np.full((max(entries, queries), 32), 7, dtype=np.uint8)
    index = HashIndex.build(same[:entries].copy())
    asked = same[:queries]
    assert as_rows(index.search_packed(asked.tobytes(), 31)) == as_rows(index.search(asked))
    for wrong in (b"x" * 31, b"x" * 33):
        with pytest.raises(ValueError, match="32 bytes a hash"):
            index.search_packed(wrong, 31)
    with pytest.raises(ValueError, match="radius"):
        index.search_packed(b"", 32)


@settings(max_examples=60, deadline=None)
@given(cuts(), counts, shapes, seeds)
def test_every_back_end_builds_the_same_bytes(cut, count, shape, seed):
    hashes = hash_list(np.random.default_rng(seed), count, shape)
    built = {name: fill(cut, hashes) for name, fill in FILLS.items()}
    for name, tables in built.items():
        for field in ("starts", "marks", "ids"):
            first = getattr(built["numpy"], field)
            assert getattr(tables, field).tobytes() == first.tobytes(), (name, field)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, HASH_BITS), counts, shapes, seeds)
def test_an_index_of_any_radius_equals_brute_force(radius, count, shape, seed):
    rng = np.random.default_rng(seed)
    hashes = hash_list(rng, count, shape)
    queries = questions(rng, hashes, 4, radius)
    found = HashIndex.build(hashes, radius).search(queries)
    assert as_rows(found) == brute_force(hashes, queries, radius)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_list_of_thousands_equals_brute_force_by_every_back_end(shape):
    rng = np.random.default_rng(7)
    hashes = hash_list(rng, 6000, shape)
    queries = questions(rng, hashes, 8, 31)
    expected = brute_force(hashes, queries, 31)
    index = HashIndex.build(hashes)
    assert index.tables.cut.parts
    for name, prepare in SEARCHES.items():
        assert as_rows(prepare(index.tables)(queries, 31)) == expected, name


def test_a_large_list_finds_each_planted_entry_at_its_distance():
    rng = np.random.default_rng(11)
    hashes = random_hashes(rng, 120_000)
    distances = np.arange(64) % 32
    chosen = rng.integers(0, len(hashes), 64)
    queries = flipped(rng, hashes[chosen], distances)
    for prepare in SEARCHES.values():
        found = prepare(HashIndex.build(hashes).tables)(queries, 31)
        expected = list(zip(range(64), chosen.tolist(), distances.tolist(), strict=True))
        assert as_rows(found) == expected


@pytest.mark.parametrize("name", SEARCHES)
def test_no_match_is_lost_when_there_are_many_more_than_queries(name):
    hashes = np.zeros((3000, 32), np.uint8)
    search = SEARCHES[name](HashIndex.build(hashes).tables)
    query, entry, distance = search(np.zeros((40, 32), np.uint8), 31)
    assert np.array_equal(query, np.repeat(np.arange(40), 3000))
    assert np.array_equal(entry, np.tile(np.arange(3000), 40))
    assert not distance.any()


def test_nothing_to_search_and_nothing_to_ask_give_no_matches():
    empty = HashIndex.build(np.zeros((0, 32), np.uint8))
    assert [len(column) for column in empty.search(np.zeros((2, 32), np.uint8))] == [0, 0, 0]
    full = HashIndex.build(np.zeros((9, 32), np.uint8))
    assert [column.dtype for column in full.search(np.zeros((0, 32), np.uint8))] == [np.int64] * 3


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("parts", [1, 3, 8, 11, 15, 16, 17, 32])
def test_the_tightest_spread_of_bits_is_found_wherever_it_starts(name, parts):
    # All parts but one are over their budget, by one bit: only one table can find the entry.
    rng = np.random.default_rng(parts)
    hashes = random_hashes(rng, 500)
    tables = FILLS["numpy"](Cut(31, parts, 8), hashes)
    search = SEARCHES[name](tables)
    starts = [table.key_from for table in tables.cut.tables]
    for lucky in range(parts):
        flips = np.zeros(HASH_BITS, np.uint8)
        for i, (start, budget) in enumerate(zip(starts, tables.cut.budgets(31), strict=True)):
            flips[start : start + budget + (i != lucky)] = 1
        assert flips.sum() == 31
        query = hashes[lucky] ^ np.packbits(flips, bitorder="little")
        assert (0, lucky, 31) in as_rows(search(query[None, :], 31))


@pytest.mark.parametrize("name", SEARCHES)
def test_matches_of_one_query_are_in_order_of_entry(name):
    rng = np.random.default_rng(21)
    hashes = random_hashes(rng, 20_000)
    places = np.sort(rng.permutation(20_000)[:60])
    hashes[places] = flipped(rng, np.repeat(hashes[:1], 60, axis=0), rng.integers(9, 16, 60))
    query = flipped(rng, hashes[:1], 15)
    found = as_rows(SEARCHES[name](HashIndex.build(hashes).tables)(query, 31))
    assert len(found) > 40
    assert found == brute_force(hashes, query, 31)


def test_numpy_gives_the_same_answers_in_pieces_of_any_size(monkeypatch):
    rng = np.random.default_rng(22)
    hashes = random_hashes(rng, 3000)
    queries = questions(rng, hashes, 400, 31)
    search = SEARCHES["numpy"](HashIndex.build(hashes).tables)
    monkeypatch.setattr(_portable, "_CHUNK_QUERIES", 1000)
    whole = as_rows(search(queries, 31))
    monkeypatch.setattr(_portable, "_CHUNK_QUERIES", 90)
    monkeypatch.setattr(_portable, "_CHUNK_MARKS", 2000)
    assert len(whole) > 100
    assert as_rows(search(queries, 31)) == whole


def before_a_forbidden_page(array: NDArray[Any]) -> NDArray[Any]:
    """A copy that ends where the process may not read on: one byte too far is a crash."""
    page = mmap.PAGESIZE
    room = -(-array.nbytes // page) * page
    memory = mmap.mmap(-1, room + page)
    whole = np.frombuffer(memory, np.uint8)
    mprotect = ctypes.CDLL(None, use_errno=True).mprotect
    mprotect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    assert mprotect(whole.ctypes.data + room, page, 0) == 0
    copy = whole[room - array.nbytes : room].view(array.dtype).reshape(array.shape)
    copy[...] = array
    return copy


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("spoilt", ["starts", "ids"])
def test_damaged_tables_never_lead_outside_the_list(name, spoilt):
    rng = np.random.default_rng(5)
    hashes = before_a_forbidden_page(random_hashes(rng, 500))
    sound = FILLS["numpy"](Cut(31, 16, 8), hashes)
    marks = before_a_forbidden_page(sound.marks)
    for share, limit in [(0.01, 2000), (0.05, 2000), (0.3, 2**32), (1.0, 2**32)]:
        arrays = {"starts": sound.starts.copy(), "ids": sound.ids.copy()}
        array = arrays[spoilt]
        hit = rng.random(array.shape) < share
        array[hit] = rng.integers(0, limit, np.count_nonzero(hit), dtype=np.uint32)
        guarded = {field: before_a_forbidden_page(array) for field, array in arrays.items()}
        search = SEARCHES[name](Tables(sound.cut, hashes, marks=marks, **guarded))
        query, entry, distance = search(hashes[:200], 31)
        differing = np.bitwise_count(hashes[query] ^ hashes[entry]).sum(axis=1)
        assert np.array_equal(differing, distance)


def test_threads_that_share_an_index_get_the_answers_of_one():
    rng = np.random.default_rng(3)
    hashes = random_hashes(rng, 20_000)
    index = HashIndex.build(hashes)
    batches = [questions(rng, hashes, 200, 31) for _ in range(8)]
    alone = [as_rows(index.search(batch)) for batch in batches]
    with ThreadPoolExecutor(8) as pool:
        assert [as_rows(found) for found in pool.map(index.search, batches)] == alone


def test_changing_the_array_after_building_does_not_change_the_index():
    hashes = np.zeros((50, 32), np.uint8)
    index = HashIndex.build(hashes)
    hashes[:] = 255
    assert len(index.search(np.zeros((1, 32), np.uint8))[0]) == 50


def test_rows_that_are_not_contiguous_are_read_correctly():
    rng = np.random.default_rng(2)
    wide = rng.integers(0, 256, (200, 64), dtype=np.uint8)
    index = HashIndex.build(wide[:, ::2])
    found = index.search(wide[::-1, ::2])
    assert as_rows(found) == [(i, 199 - i, 0) for i in range(200)]


@pytest.mark.parametrize(
    ("hashes", "error", "sentence"),
    [
        (np.zeros((2, 31), np.uint8), ValueError, r"hashes must have the shape \(rows, 32\)"),
        (np.zeros(32, np.uint8), ValueError, r"hashes must have the shape \(rows, 32\)"),
        (np.zeros((2, 32), np.int8), TypeError, "hashes must be a numpy array of uint8, not int8"),
        ([b"0" * 32], TypeError, "hashes must be a numpy array of uint8, not list"),
        (np.broadcast_to(np.zeros((1, 32), np.uint8), (2**32, 32)), ValueError, "split the list"),
    ],
)
def test_hashes_of_the_wrong_form_are_refused_by_name(hashes, error, sentence):
    with pytest.raises(error, match=sentence):
        HashIndex.build(hashes)


def test_queries_of_the_wrong_form_are_refused_by_name():
    index = HashIndex.build(np.zeros((1, 32), np.uint8))
    with pytest.raises(ValueError, match=r"queries must have the shape"):
        index.search(np.zeros((1, 16), np.uint8))


@pytest.mark.parametrize("radius", [-1, 32])
def test_a_radius_beyond_the_built_one_is_refused(radius):
    index = HashIndex.build(np.zeros((1, 32), np.uint8))
    with pytest.raises(ValueError, match="between 0 and 31"):
        index.search(np.zeros((1, 32), np.uint8), radius)


@pytest.mark.parametrize("radius", [-1, 257])
def test_a_radius_beyond_the_hash_is_refused(radius):
    with pytest.raises(ValueError, match="between 0 and 256"):
        HashIndex.build(np.zeros((1, 32), np.uint8), radius)


def test_without_kernels_the_index_searches_by_numpy():
    program = (
        "import numpy as np; from beholden.matching.core import HashIndex, _native\n"
        "assert not _native.available()\n"
        "index = HashIndex.build(np.eye(500, 32, dtype=np.uint8))\n"
        "print(len(index.search(np.zeros((1, 32), np.uint8), 0)[0]))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"BEHOLDEN_NO_KERNELS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.strip() == "468"
