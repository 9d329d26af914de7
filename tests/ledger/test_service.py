"""What the network hands out about its log verifies, and promises no more than was promised."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.ledger.core.commitment import check_opening
from beholden.ledger.core.keys import COSIGNATURE, generate
from beholden.ledger.core.receipt import parse_receipt, verify_receipt
from beholden.ledger.core.tlog_proof import parse_tlog_proof
from beholden.ledger.core.verifying import verify_document
from beholden.ledger.errors import (
    ErasedError,
    IdentityError,
    LedgerError,
    LogDamagedError,
    NotInLogError,
    PreservedError,
    StatementRefusedError,
    UnknownStatementError,
)
from beholden.ledger.identity import name_log, rotate, verifiers
from beholden.ledger.models import Exported
from beholden.ledger.service import Ledger
from beholden.ledger.status import STALE_SECONDS, SequencerStatus, read_status, write_status
from beholden.store import Store
from tests.ledger.house import ORIGIN, House, database, seed
from tests.ledger.stores import MERGE_SECONDS, NOON, NOON_US, Clock, statement

BASIS = "UK GDPR article 17(1)(d)"
DAY = NOON.replace(hour=0)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store = Store(database(tmp_path / "beholden.db"))
    house = House(tmp_path / "ledger", store)
    house.name()
    yield house
    store.close()


@pytest.fixture
def ledger(house: House) -> Ledger:
    return house.ledger()


def batch(house: House, *ids: str) -> None:
    """Statements in one transaction."""
    house.outbox.put([statement(one) for one in ids])


def verdict(house: House, document: bytes, **more: bytes) -> tuple[str, str]:
    found = verify_document(document, house.trust(), now=house.now(), **more)
    return found.kind, found.sentence


# Proofs, receipts, and which of them.


def test_a_document_is_the_receipt_until_there_is_a_proof(house: House, ledger: Ledger) -> None:
    batch(house, "a", "b")
    receipt = ledger.document("a", "newest")
    assert receipt == ledger.document("a", "receipt")
    assert verdict(house, receipt)[0] == "promised"
    with pytest.raises(NotInLogError, match="not in the log yet"):
        ledger.document("a", "proof")
    house.clock.pass_(seconds=1)
    assert ledger.document("a", "newest") == receipt
    house.run()
    # In the log, but nobody else can see it.
    assert ledger.document("a", "newest") == receipt
    with pytest.raises(NotInLogError, match="entry 0, and the published checkpoint covers 0"):
        ledger.document("a", "proof")
    house.publish()
    proof = ledger.document("a", "newest")
    assert proof == ledger.document("a", "proof")
    assert verdict(house, proof)[0] == "included"
    assert verdict(house, receipt, proof=proof)[0] == "included"
    assert ledger.document("a", "receipt") == receipt


def test_every_statement_of_a_log_has_a_proof_that_verifies(house: House, ledger: Ledger) -> None:
    house.grow(300)
    house.publish()
    for kept in house.statements.openings(0, 300):
        proof = ledger.proof(kept.id)
        parsed = parse_tlog_proof(proof)
        assert (parsed.index, parsed.extra) == (kept.log_index, kept.leaf)
        assert verdict(house, proof)[0] == "included"


def test_proofs_are_made_under_what_was_published_however_far_the_log_has_come(
    house: House, ledger: Ledger
) -> None:
    house.grow(5, "a")
    house.publish()
    for number in range(8):
        house.grow(100, f"b{number}")
    proof = ledger.proof("a000004")
    assert verdict(house, proof)[0] == "included"
    assert parse_tlog_proof(proof).checkpoint == ledger.published()
    with pytest.raises(NotInLogError, match="entry 5, and the published checkpoint covers 5"):
        ledger.proof("b0000000")


def test_an_unknown_statement_has_nothing(ledger: Ledger, house: House) -> None:
    house.put("a")
    for ask in (
        lambda: ledger.proof("x"),
        lambda: ledger.receipt("x"),
        lambda: ledger.document("x", "newest"),
        lambda: ledger.open("x"),
        lambda: ledger.erase("x", BASIS),
        lambda: ledger.correct("x", "was wrong"),
        lambda: ledger.preserve("x", BASIS, "A. Lead", None),
    ):
        with pytest.raises(UnknownStatementError, match='"x"'):
            ask()
    assert house.statements.counts().waiting == 1


def test_tiles_that_do_not_give_the_published_root_give_no_proof(
    house: House, ledger: Ledger
) -> None:
    house.grow(3)
    house.publish()
    path = house.folder / "tile/0/000.p/3"
    whole = path.read_bytes()
    path.write_bytes(bytes(32) + whole[32:])
    for name in ("s000000", "s000001"):
        with pytest.raises(LogDamagedError):
            ledger.proof(name)
    # The receipt is the database's business.
    assert verdict(house, ledger.receipt("s000000"))[0] == "promised"


def test_without_a_log_there_are_receipts_of_nothing(tmp_path: Path) -> None:
    store = Store(database(tmp_path / "x.db"))
    house = House(tmp_path / "ledger", store)
    house.put("a")
    for ask in (lambda: house.ledger().receipt("a"), lambda: house.ledger().status()):
        with pytest.raises(IdentityError, match="beholden ledger init"):
            ask()
    assert house.ledger().published() is None
    store.close()


# Receipts.


@given(
    pieces=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    fraction=st.integers(0, 999_999),
    seconds=st.integers(0, 90_000),
)
@settings(max_examples=20)
def test_a_receipt_verifies_offline_and_promises_what_the_row_promises(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[int], fraction: int, seconds: int
) -> None:
    folder = tmp_path_factory.mktemp("receipts")
    store = Store(database(folder / "x.db"))
    clock = Clock()
    clock.pass_(microseconds=fraction, seconds=seconds)
    house = House(folder / "ledger", store, clock)
    house.name()
    for number, count in enumerate(pieces):
        batch(house, *(f"{number}-{one}" for one in range(count)))
    ledger, keys = house.ledger(), verifiers(house.identity())
    for number, count in enumerate(pieces):
        for one in range(count):
            kept = house.kept(f"{number}-{one}")
            found = verify_receipt(ledger.receipt(kept.id), keys)
            assert (found.leaf, found.promise.size) == (kept.leaf, count)
            promise = found.promise
            # To the second: never made later, never to be kept earlier than was promised.
            assert promise.made * 1_000_000 <= kept.made_us
            assert 0 <= promise.merge_by * 1_000_000 - kept.merge_by_us < 1_000_000
            assert kept.merge_by_us - kept.made_us == MERGE_SECONDS * 1_000_000
    store.close()
    shutil.rmtree(folder)


def test_all_receipts_of_a_transaction_carry_one_signature(house: House, ledger: Ledger) -> None:
    batch(house, *"abcd")
    batch(house, "e")
    notes = {parse_receipt(ledger.receipt(one)).note for one in "abcd"}
    assert len(notes) == 1
    assert parse_receipt(ledger.receipt("e")).note not in notes
    # Another process has another memory, and Ed25519 the same signature.
    assert {parse_receipt(house.ledger().receipt(one)).note for one in "ab"} == notes
    # Without the key there are still receipts of the batches that were signed before.
    shutil.rmtree(house.folder / "keys")
    assert {parse_receipt(ledger.receipt(one)).note for one in "abcd"} == notes
    with pytest.raises(IdentityError):
        house.ledger().receipt("a")


def test_an_id_that_was_written_again_has_the_receipt_of_its_first_batch(
    house: House, ledger: Ledger
) -> None:
    batch(house, "a", "b")
    before = ledger.receipt("b")
    house.clock.pass_(hours=1)
    batch(house, "b", "c")
    assert ledger.receipt("b") == before
    found = verify_receipt(ledger.receipt("c"), verifiers(house.identity()))
    assert (found.leaf, found.promise.size) == (house.kept("c").leaf, 1)


def test_a_receipt_outlives_its_key_and_is_given_after_a_rotation(
    house: House, ledger: Ledger
) -> None:
    batch(house, "a")
    receipt = ledger.receipt("a")
    rotate(house.folder, seed=seed(2), now=house.now(), overlap_seconds=0)
    keys = verifiers(house.identity())
    assert verify_receipt(receipt, keys).key == keys[1]
    assert verify_receipt(house.ledger().receipt("a"), keys[:1]).key == keys[0]
    for document in (receipt, ledger.receipt("a"), house.ledger().receipt("a")):
        assert verdict(house, document)[0] == "promised"


def test_a_receipt_after_the_naming_is_of_the_name(tmp_path: Path) -> None:
    """Also of a service that signed the same batch before."""
    store = Store(database(tmp_path / "x.db"))
    house = House(tmp_path / "ledger", store)
    house.name("unnamed.invalid/1", named=False)
    batch(house, "a")
    ledger = house.ledger()
    ledger.receipt("a")
    name_log(house.folder, ORIGIN, seed=seed(2), now=house.now())
    found = verify_receipt(ledger.receipt("a"), verifiers(house.identity()))
    assert found.promise.origin == ORIGIN
    store.close()


def test_an_erased_statement_keeps_its_receipt_and_its_proof(house: House, ledger: Ledger) -> None:
    batch(house, "a", "b")
    house.run()
    before = ledger.receipt("a"), ledger.receipt("b")
    ledger.erase("a", BASIS)
    house.run()
    house.publish()
    assert (house.ledger().receipt("a"), house.ledger().receipt("b")) == before
    assert verdict(house, ledger.proof("a"))[0] == "included"
    assert b"about" not in before[0] + ledger.proof("a")


# Opening, erasing, correcting.


def test_an_opening_is_of_the_entry_and_gives_the_exact_bytes(house: House, ledger: Ledger) -> None:
    batch(house, "a")
    assert ledger.open("a").index is None
    house.run()
    house.publish()
    opening = ledger.open("a")
    assert (opening.index, opening.statement) == (0, b"about a")
    check_opening(opening, house.entries()[0])
    assert verdict(house, ledger.proof("a"), opening=opening.encode())[0] == "included"


def test_an_erased_statement_opens_no_more_and_says_which_statement_tells_why(
    house: House, ledger: Ledger
) -> None:
    house.grow(2)
    house.clock.pass_(minutes=5)
    stated = ledger.erase("s000001", BASIS)
    with pytest.raises(ErasedError, match=stated):
        ledger.open("s000001")
    said = json.loads(ledger.open(stated).statement)
    assert (said["erased"], said["index"], said["basis"]) == ("s000001", 1, BASIS)
    assert said["at"] == "2026-11-22T12:05:00Z"
    with pytest.raises(ErasedError):
        ledger.erase("s000001", BASIS)


def test_what_is_preserved_is_not_erased_before_its_end(house: House, ledger: Ledger) -> None:
    house.grow(1)
    ledger.preserve("s000000", BASIS, "A. Lead", NOON + timedelta(hours=1))
    with pytest.raises(PreservedError):
        ledger.erase("s000000", BASIS)
    house.clock.pass_(hours=1)
    ledger.preserve("s000000", BASIS, "A. Lead", None)
    with pytest.raises(PreservedError):
        ledger.erase("s000000", BASIS)
    ledger.release("s000000")
    ledger.erase("s000000", BASIS)


def test_a_correction_is_a_statement_of_its_own_and_changes_nothing(
    house: House, ledger: Ledger
) -> None:
    house.grow(1)
    before = house.kept("s000000")
    stated = ledger.correct("s000000", "counted twice")
    assert ledger.correct("s000000", "counted twice") == stated
    assert ledger.correct("s000000", "and once more") != stated
    with pytest.raises(StatementRefusedError):
        ledger.correct("s000000", "two\nlines")
    house.run()
    assert house.kept("s000000") == before
    assert json.loads(ledger.open(stated).statement)["corrects"] == "s000000"
    assert house.signed().size == 3


# Export.


def exported(ledger: Ledger, day: datetime) -> list[str]:
    return [one.id for one in ledger.export(day)]


def test_an_export_has_the_day_from_midnight_to_midnight(house: House, ledger: Ledger) -> None:
    house.clock.now = DAY - timedelta(microseconds=1)
    house.put("eve")
    for at, one in ((0, "first"), (86_399.999_999, "last"), (86_400, "next")):
        house.clock.now = DAY + timedelta(seconds=at)
        house.put(one)
    house.put("waits")
    rows = house.statements.pending(4)
    house.run()
    assert len(rows) == 4
    assert exported(ledger, DAY) == ["first", "last"]
    assert exported(ledger, DAY - timedelta(days=1)) == ["eve"]
    assert exported(ledger, DAY + timedelta(days=1)) == ["next", "waits"]
    assert exported(ledger, DAY + timedelta(days=9)) == []


def test_what_waits_is_not_exported(house: House, ledger: Ledger) -> None:
    house.put("a")
    assert exported(ledger, DAY) == []
    house.run()
    house.put("b")
    assert exported(ledger, DAY) == ["a"]


def test_an_export_finds_statements_that_entered_out_of_their_time(
    house: House, ledger: Ledger
) -> None:
    """A clock that goes back mixes two days in the order of the log, midnight among them."""
    ids = []
    for number in range(40):
        house.clock.now = DAY + timedelta(days=number % 2, hours=number // 2)
        house.put(f"{number:02d}")
        ids.append(f"{number:02d}")
    house.run()
    assert exported(ledger, DAY) == ids[0::2]
    assert exported(ledger, DAY + timedelta(days=1)) == ids[1::2]


def test_an_export_has_the_exact_bytes_and_the_erased_without_them(
    house: House, ledger: Ledger
) -> None:
    house.put("a", "b")
    house.run()
    stated = ledger.erase("a", BASIS)
    house.run()
    erased, kept, why = ledger.export(DAY)
    a, b = house.kept("a"), house.kept("b")
    assert erased == Exported(0, "a", "test.kind/1", NOON, a.leaf, None, None, stated)
    assert kept == Exported(1, "b", "test.kind/1", NOON, b.leaf, b.salt, b"about b", None)
    assert why.id == stated
    assert msgspec.json.decode(msgspec.json.encode(kept), type=Exported) == kept
    assert [one.entry for one in (erased, kept, why)] == house.entries()


# How it stands.


def test_the_numbers_of_the_status_are_those_of_the_log(house: House, ledger: Ledger) -> None:
    status = ledger.status()
    assert (status.origin, status.named, status.size, status.published) == (ORIGIN, True, 0, 0)
    assert (status.waiting, status.waiting_since, status.cosigned_by) == (0, None, ())
    assert (status.running, status.sequencer) == (False, None)
    house.grow(4)
    house.publish()
    house.grow(2, "t")
    ledger.erase("s000000", BASIS)
    house.clock.pass_(seconds=30)
    house.put("w")
    status = ledger.status()
    assert (status.size, status.published, status.waiting, status.erased) == (6, 4, 2, 1)
    assert status.root == house.signed().root.hex()
    assert status.waiting_since == NOON
    assert status.keys == house.identity().keys


def test_a_sequencer_that_says_nothing_any_more_is_not_running(
    house: House, ledger: Ledger
) -> None:
    said = SequencerStatus(NOON, 7, 3, 2, {"quorum": "Nobody answers."})
    write_status(house.folder, said)
    assert read_status(house.folder) == said
    house.clock.pass_(seconds=STALE_SECONDS)
    assert (ledger.status().running, ledger.status().sequencer) == (True, said)
    house.clock.pass_(microseconds=1)
    assert ledger.status().running is False
    # Nor one of the future: the clock went back.
    house.clock.pass_(days=-1)
    assert ledger.status().running is False


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[]", b'{"at": 1}', b'{"at": "\xff"}'])
def test_a_damaged_status_is_none(house: House, ledger: Ledger, data: bytes) -> None:
    (house.folder / "status.json").write_bytes(data)
    assert read_status(house.folder) is None
    assert ledger.status().running is False


def test_a_checkpoint_from_before_a_change_of_the_policy_still_counts_its_entries(
    house: House, ledger: Ledger
) -> None:
    house.grow(3)
    house.publish()
    key = generate("w.example", seed(9), COSIGNATURE).key
    house.trust_file.write_text(f"witness w {key.text}\nquorum w\n")
    status = ledger.status()
    assert (status.published, status.cosigned_by) == (3, ())
    house.trust_file.write_text("no policy at all\n")
    assert ledger.status().published == 3
    # What was published is shown as it is; whoever follows has a policy of their own.
    assert ledger.published() == house.published_file.read_bytes()
    assert parse_tlog_proof(ledger.proof("s000000")).checkpoint == ledger.published()


def test_a_damaged_checkpoint_is_an_error_that_says_so(house: House, ledger: Ledger) -> None:
    house.grow(3)
    house.published_file.write_bytes(b"no checkpoint\n")
    for ask in (ledger.status, lambda: ledger.proof("s000000")):
        with pytest.raises(LedgerError):
            ask()


def test_made_and_promised_are_those_of_the_transaction(house: House) -> None:
    house.put("a")
    kept = house.kept("a")
    assert (kept.made_us, kept.merge_by_us) == (NOON_US, NOON_US + MERGE_SECONDS * 1_000_000)
