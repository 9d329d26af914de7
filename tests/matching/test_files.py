from __future__ import annotations

import hashlib
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.matching import (
    DIGEST_BYTES,
    DigestIndex,
    HashIndex,
    IndexByteOrderError,
    IndexDamagedError,
    IndexFileError,
    IndexTruncatedError,
    IndexVersionError,
    NotAnIndexError,
    open_digests,
    open_index,
    save_index,
    verify_index,
)
from beholden.matching.core._tables import Tables
from beholden.matching.core.plan import Cut
from tests.matching.support import (
    FILLS,
    as_rows,
    hash_list,
    questions,
    random_hashes,
    seeds,
    shapes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER = 4096


@pytest.fixture
def saved(tmp_path):
    """A hash index with tables, in a file."""
    path = tmp_path / "list.index"
    hashes = random_hashes(np.random.default_rng(1), 400)
    save_index(HashIndex(FILLS["numpy"](Cut(31, 16, 6), hashes)), path)
    return path


def patch(path: Path, at: int, new: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + len(new)] = new
    path.write_bytes(content)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([0, 1, 30, 500]), st.sampled_from([0, 31, 200]), shapes, seeds)
def test_an_opened_index_answers_like_the_one_saved(tmp_path_factory, count, radius, shape, seed):
    rng = np.random.default_rng(seed)
    hashes = hash_list(rng, count, shape)
    index = HashIndex.build(hashes, radius)
    path = tmp_path_factory.mktemp("index") / "list.index"
    save_index(index, path)
    verify_index(path)
    opened = open_index(path)
    queries = questions(rng, hashes, 5, radius)
    assert as_rows(opened.search(queries)) == as_rows(index.search(queries))
    assert (len(opened), opened.radius, opened.nbytes) == (count, radius, index.nbytes)


@pytest.mark.parametrize("kind", DIGEST_BYTES)
@pytest.mark.parametrize("count", [0, 1, 200])
def test_opened_digests_answer_like_those_saved(tmp_path, kind, count):
    rng = np.random.default_rng(count)
    digests = rng.integers(0, 256, (count, DIGEST_BYTES[kind]), dtype=np.uint8)
    save_index(DigestIndex.build(kind, digests), tmp_path / "d.index")
    verify_index(tmp_path / "d.index")
    opened = open_digests(tmp_path / "d.index")
    assert (opened.kind, len(opened)) == (kind, count)
    assert [opened.find(row.tobytes()) for row in digests] == list(range(count))
    assert opened.find(bytes(DIGEST_BYTES[kind])) is None


def test_an_opened_index_cannot_be_written_to(saved):
    with pytest.raises(ValueError, match="read-only"):
        open_index(saved).tables.ids[0, 0] = 1


def test_equal_lists_give_equal_files(tmp_path):
    hashes = random_hashes(np.random.default_rng(4), 100)
    for name in ("a", "b"):
        save_index(HashIndex.build(hashes), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_bytes_of_format_1_stay_what_they_are(tmp_path):
    # If this fails, files in the field cannot be read any more: raise the format version.
    rows = b"".join(hashlib.sha256(bytes([i])).digest() for i in range(200))
    hashes = np.frombuffer(rows, np.uint8).reshape(200, 32)
    digests = []
    for cut in (Cut(31, 15, 6), Cut(31, 24, 12)):
        save_index(HashIndex(FILLS["numpy"](cut, hashes)), tmp_path / "i")
        digests.append(hashlib.sha256((tmp_path / "i").read_bytes()).hexdigest()[:16])
    save_index(DigestIndex.build("sha256", hashes), tmp_path / "d")
    digests.append(hashlib.sha256((tmp_path / "d").read_bytes()).hexdigest()[:16])
    assert digests == ["47d4b052a07ba3be", "52aa6664823d4ef2", "ea8c539fadec2ede"]


@pytest.mark.parametrize("left", [8, 100, HEADER - 1, HEADER, HEADER + 1, -4096, -1])
def test_a_truncated_file_is_refused_when_opened(saved, left):
    saved.write_bytes(saved.read_bytes()[:left])
    with pytest.raises(IndexTruncatedError, match="build the index of this edition again"):
        open_index(saved)


def test_a_file_with_something_appended_is_refused_when_opened(saved):
    saved.write_bytes(saved.read_bytes() + b"\0")
    with pytest.raises(IndexTruncatedError):
        open_index(saved)


@pytest.mark.parametrize("content", [b"", b"BHIN", b"\x89PNG" * 2000])
def test_something_else_is_not_taken_for_an_index(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(NotAnIndexError, match="check the path"):
        open_index(path)


def test_another_version_says_which_is_read(saved):
    patch(saved, 12, (2).to_bytes(4, "little"))
    with pytest.raises(IndexVersionError, match="it has format 2, this program reads format 1"):
        open_index(saved)


def test_the_other_byte_order_says_to_build_here(saved):
    patch(saved, 8, saved.read_bytes()[8:12][::-1])
    with pytest.raises(IndexByteOrderError, match="on this machine"):
        open_index(saved)


def test_no_byte_of_the_header_can_change_unnoticed(saved):
    whole = saved.read_bytes()
    for at in [*range(110), 2000, *range(HEADER - 34, HEADER)]:
        patch(saved, at, bytes([whole[at] ^ 0x40]))
        with pytest.raises(IndexFileError):
            open_index(saved)
        saved.write_bytes(whole)


def test_no_byte_of_the_content_can_change_unverified(saved):
    whole = saved.read_bytes()
    for at in np.linspace(HEADER, len(whole) - 1, 40).astype(int):
        patch(saved, at, bytes([whole[at] ^ 1]))
        open_index(saved)
        with pytest.raises(IndexDamagedError, match="content fails the checksum"):
            verify_index(saved)
        saved.write_bytes(whole)


@pytest.mark.parametrize(
    ("field", "at", "value"), [("ids", (3, 7), 400), ("starts", 5, 399), ("starts", 0, 1)]
)
def test_tables_that_point_outside_fail_verification_under_a_right_checksum(
    saved, field, at, value
):
    tables = open_index(saved).tables
    arrays = {name: getattr(tables, name).copy() for name in ("starts", "marks", "ids")}
    arrays[field][at] = value
    save_index(HashIndex(Tables(tables.cut, tables.hashes, **arrays)), saved)
    with pytest.raises(IndexDamagedError, match="point outside"):
        verify_index(saved)


def test_digests_that_point_outside_fail_verification(tmp_path):
    index = DigestIndex.build("md5", np.zeros((3, 16), np.uint8))
    ids = np.array([0, 1, 3], np.uint32)
    save_index(DigestIndex("md5", index.digests, ids, index.starts), tmp_path / "d")
    with pytest.raises(IndexDamagedError, match="point outside"):
        verify_index(tmp_path / "d")


def test_an_index_of_the_other_type_is_refused(saved, tmp_path):
    with pytest.raises(NotAnIndexError, match="this is a hash index, not a digest index"):
        open_digests(saved)
    save_index(DigestIndex.build("md5", np.zeros((1, 16), np.uint8)), tmp_path / "d")
    with pytest.raises(NotAnIndexError, match="this is a digest index, not a hash index"):
        open_index(tmp_path / "d")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_up_leaves_the_old_file_and_no_litter(saved):
    before = saved.read_bytes()
    larger = HashIndex.build(random_hashes(np.random.default_rng(2), 5000))
    with largest_file(len(before)), pytest.raises(OSError, match="too large"):
        save_index(larger, saved)
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_a_reader_of_the_old_file_is_not_disturbed_by_a_new_one(saved):
    opened = open_index(saved)
    query = opened.tables.hashes[:1].copy()
    save_index(HashIndex.build(np.zeros((1, 32), np.uint8)), saved)
    assert as_rows(opened.search(query))[0] == (0, 0, 0)
    assert len(open_index(saved)) == 1
