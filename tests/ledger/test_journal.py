"""The journal: records are whole or none, and what was altered is not taken for torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.growing import Edge, grow
from beholden.ledger.core.hashing import leaf_hashes_of_commitments
from beholden.ledger.errors import HashSizeError, LogDamagedError, LogStoppedError
from beholden.ledger.journal import (
    JOURNAL_FILE,
    Base,
    Journal,
    encode_header,
    encode_record,
    parse_journal,
)
from beholden.ledger.storage import MemoryStorage
from tests.ledger.faulty import FaultyDisk
from tests.ledger.oracle import ENTRY, piece

BASES = (0, 1, 255, 256, 300, 700)


def base_of(size: int) -> Base:
    edge, _ = grow(Edge(), leaf_hashes_of_commitments(piece(0, size)))
    return Base(edge, piece(size - size % 256, size))


def journal_of(base: Base, *counts: int) -> tuple[bytes, list[int]]:
    """A journal with records of so many entries, and where the header and each record end."""
    data = encode_header(base)
    size = base.edge.size
    ends = [len(data)]
    for count in counts:
        data += encode_record(size, piece(size, size + count), data[: ends[0]][-32:], data[-32:])
        size += count
        ends.append(len(data))
    return data, ends


def is_sound_beginning(base: Base, records: tuple[bytes, ...], counts: list[int]) -> bool:
    size = base.edge.size
    wanted = []
    for count in counts:
        wanted.append(piece(size, size + count))
        size += count
    return list(records) == wanted[: len(records)]


@given(base=st.sampled_from(BASES), counts=st.lists(st.integers(1, 40), max_size=5))
def test_what_was_written_is_read(base: int, counts: list[int]) -> None:
    data, ends = journal_of(base_of(base), *counts)
    content = parse_journal(data)
    assert content.base == base_of(base)
    assert is_sound_beginning(content.base, content.records, counts)
    assert len(content.records) == len(counts)
    assert (content.end, content.torn) == (ends[-1], 0)
    assert content.checksum == data[-32:]


@given(
    base=st.sampled_from(BASES),
    counts=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    data=st.data(),
    zeros=st.booleans(),
)
def test_a_torn_record_is_cut_off_and_those_before_it_are_whole(
    base: int, counts: list[int], data: st.DataObject, zeros: bool
) -> None:
    whole, ends = journal_of(base_of(base), *counts)
    cut = data.draw(st.integers(ends[-2], ends[-1] - 1))
    torn = whole[:cut] + (bytes(ends[-1] - cut) if zeros else b"")
    content = parse_journal(torn)
    assert len(content.records) == len(counts) - 1
    assert is_sound_beginning(content.base, content.records, counts)
    assert content.end == ends[-2]
    assert content.torn == len(torn) - ends[-2]


@given(
    base=st.sampled_from(BASES),
    counts=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    data=st.data(),
    bit=st.integers(0, 7),
)
def test_an_altered_byte_never_changes_what_is_read(
    base: int, counts: list[int], data: st.DataObject, bit: int
) -> None:
    whole, ends = journal_of(base_of(base), *counts)
    at = data.draw(st.integers(0, len(whole) - 1))
    altered = bytearray(whole)
    altered[at] ^= 1 << bit
    try:
        content = parse_journal(bytes(altered))
    except LogDamagedError:
        # In the last record it cannot be told from a torn one.
        assert at < ends[-2]
    else:
        assert at >= ends[-2]
        assert len(content.records) == len(counts) - 1
        assert is_sound_beginning(content.base, content.records, counts)


@pytest.mark.parametrize("counts", [(1, 1), (3, 2, 1)])
def test_whichever_byte_before_the_last_record_is_altered_nothing_is_cut_off(
    counts: tuple[int, ...],
) -> None:
    whole, ends = journal_of(base_of(1), *counts)
    for at in range(ends[-2]):
        altered = bytearray(whole)
        altered[at] ^= 0x40
        with pytest.raises(LogDamagedError):
            parse_journal(bytes(altered))


@given(data=st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    header = encode_header(base_of(1))
    for text in (data, header[:16] + data, header + data, header + header[:8] + data):
        try:
            content = parse_journal(text)
        except LogDamagedError:
            continue
        assert content.records == ()


def test_a_record_of_another_journal_does_not_fit() -> None:
    one, other = encode_header(base_of(1)), encode_header(base_of(2))
    for identity, previous in ((one, other), (other, one), (other, other)):
        record = encode_record(1, piece(1, 2), identity[-32:], previous[-32:])
        assert parse_journal(one + record).torn == len(record)


def test_a_record_behind_other_entries_does_not_fit() -> None:
    header = encode_header(base_of(1))
    record = encode_record(2, piece(2, 3), header[-32:], header[-32:])
    assert parse_journal(header + record).records == ()


@pytest.mark.parametrize("entries", [b"", bytes(31), bytes(33), bytes(ENTRY * 65_537)])
def test_a_record_has_whole_entries_and_not_too_many(entries: bytes) -> None:
    with pytest.raises(HashSizeError, match="65,536"):
        encode_record(0, entries, bytes(32), bytes(32))


def test_a_long_append_takes_several_records_and_is_one_for_its_caller() -> None:
    block = bytes(ENTRY * 65_540)
    storage = MemoryStorage()
    Journal.begin(storage, Base()).append(0, block)
    records = parse_journal(storage.read(JOURNAL_FILE) or b"").records
    assert [len(record) // ENTRY for record in records] == [65_536, 4]
    disk = FaultyDisk({2: "late"})
    journal = Journal.begin(disk, Base())
    with pytest.raises(OSError, match="append"):
        journal.append(0, block)
    assert disk.operations == ["replace", "append", "append", "truncate"]
    assert journal.read().records == ()
    assert not journal.records
    journal.append(0, block[:ENTRY])
    assert journal.read().records == (block[:ENTRY],)


def test_an_append_that_cannot_be_taken_back_is_said_to_be_in_doubt() -> None:
    disk = FaultyDisk({1: "late", 2: "refuse"})
    journal = Journal.begin(disk, Base())
    with pytest.raises(LogStoppedError, match="open it"):
        journal.append(0, piece(0, 1))


def test_a_journal_knows_whether_it_is_still_in_place() -> None:
    storage = MemoryStorage()
    journal = Journal.begin(storage, base_of(1))
    journal.append(1, piece(1, 3))
    assert journal.in_place()
    storage.append(JOURNAL_FILE, b"x")
    assert not journal.in_place()
    Journal.begin(storage, base_of(3))
    assert not journal.in_place()
    storage.remove(JOURNAL_FILE)
    assert not journal.in_place()
