"""Go's own code accepts our logs, proofs and notes, ours Go's, and both refuse the same."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.ledger.audit import audit
from beholden.ledger.core.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from beholden.ledger.core.cosignature import add_signatures, cosign
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.keys import (
    COSIGNATURE,
    generate,
    parse_signing_key,
    parse_verifier_key,
)
from beholden.ledger.core.note import open_note, parse_note, sign_note
from beholden.ledger.core.policy import TrustPolicy
from beholden.ledger.core.proofs import (
    verify_consistency,
    verify_inclusion,
)
from beholden.ledger.core.tlog_proof import TlogProof
from beholden.ledger.core.verifying import verify_document
from beholden.ledger.errors import LedgerError
from beholden.ledger.log import Log
from beholden.ledger.reader import LogReader
from tests.interop.claims import (
    Continued,
    Included,
    altered_notes,
    continued,
    hashes_of,
    included,
    text_of,
)
from tests.interop.logs import ENTRY, KEY, ORIGIN, checked, entries, written
from tests.interop.program import Go, RefusedError, built

SIZES = [1, 255, 256, 257, 70_000]
LARGE = 66_000
"""Three levels of tiles, each with a partial one, and a full one of level 1."""


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> Go:
    return built(tmp_path_factory.mktemp("go"))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that tests copy, and do not change."""
    folder = tmp_path_factory.mktemp("large") / "ledger"
    written(folder, LARGE)
    return folder


class TestGoReadsOurs:
    @pytest.mark.parametrize("size", SIZES)
    def test_every_byte_of_a_log_is_what_go_expects(
        self, go: Go, tmp_path: Path, size: int
    ) -> None:
        checkpoint = written(tmp_path, size)
        found = go.verify(tmp_path, KEY.key.text)
        assert found["origin"] == ORIGIN
        assert found["size"] == found["records"] == size
        assert found["root"] == base64.b64encode(checkpoint.root).decode()
        assert found["trees"] > 0
        assert checked(tmp_path)

    def test_an_older_checkpoint_holds_when_its_partial_tiles_are_gone(
        self, go: Go, tmp_path: Path
    ) -> None:
        folder, older = tmp_path / "ledger", tmp_path / "older"
        written(folder, 300)
        older.write_bytes((folder / "checkpoint").read_bytes())
        with Log.open(folder) as log:
            for begin in range(300, 2_400, 300):
                log.append(entries(2_400)[begin * ENTRY : (begin + 300) * ENTRY])
        assert not (folder / "tile/0/001.p").exists()
        assert go.verify(folder, KEY.key.text, older)["records"] == 300

    def test_signatures_of_witnesses_are_passed_over(self, go: Go, tmp_path: Path) -> None:
        written(tmp_path, 5)
        file = tmp_path / "checkpoint"
        witnesses = [generate(f"witness.example/{n}", bytes([n] * 32), COSIGNATURE) for n in (1, 2)]
        text = parse_note(file.read_bytes()).text
        signatures = [cosign(text, one, 1_700_000_000) for one in witnesses]
        file.write_bytes(add_signatures(file.read_bytes(), signatures))
        assert go.verify(tmp_path, KEY.key.text)["unknown"] == 2

    @pytest.mark.parametrize("size", SIZES)
    def test_our_proofs_convince_go(self, go: Go, tmp_path: Path, size: int) -> None:
        checkpoint = written(tmp_path, size)
        reader = LogReader(tmp_path, checkpoint.size, checkpoint.root)
        indexes = sorted({0, size // 3, size // 2, size - 1})
        sizes = sorted({1, (size + 1) // 2, max(size - 1, 1), size})
        records = [
            Included(reader.inclusion(at), size, reader.root, at, leaf_hash(reader.entry(at)))
            for at in indexes
        ]
        trees = [
            Continued(reader.consistency(old), size, reader.root, old, reader.at(old).root)
            for old in sizes
        ]
        said = go.judge(
            "proofs",
            {"records": [one.asked for one in records], "trees": [one.asked for one in trees]},
        )
        assert said == {"records": [""] * len(records), "trees": [""] * len(trees)}


class TestOursReadsGo:
    @pytest.mark.parametrize("size", SIZES)
    def test_every_entry_and_proof_of_a_log_that_go_wrote_is_accepted(
        self, go: Go, tmp_path: Path, size: int
    ) -> None:
        made = go.write(tmp_path, size, ORIGIN)
        key = parse_verifier_key(made["verifier"])
        note = (tmp_path / "checkpoint").read_bytes()
        checkpoint = open_checkpoint(note, ORIGIN, [key])
        assert checkpoint.size == size
        assert audit(tmp_path, size, checkpoint.root).sound
        reader = LogReader(tmp_path, size, checkpoint.root)
        assert b"".join(reader.entries(0, size)) == entries(size)
        self.check_proofs(made, reader, note, TrustPolicy((key,)))

    def check_proofs(
        self, made: dict[str, Any], reader: LogReader, note: bytes, policy: TrustPolicy
    ) -> None:
        size = reader.size
        indexes = (0, size // 2, size - 1)
        for index, texts in zip(indexes, made["records"], strict=True):
            path, entry = hashes_of(texts), reader.entry(index)
            leaf = leaf_hash(entry)
            verify_inclusion(index=index, size=size, leaf=leaf, path=path, root=reader.root)
            assert path == reader.inclusion(index)
            proof = TlogProof(entry, index, tuple(path), note).encode()
            assert verify_document(proof, policy, now=0).kind == "included"
        for old, texts in zip(((size + 1) // 2, max(size - 1, 1)), made["trees"], strict=True):
            path, root = hashes_of(texts), reader.at(old).root
            verify_consistency(
                old_size=old, new_size=size, old_root=root, new_root=reader.root, path=path
            )
            assert path == reader.consistency(old)

    def test_keys_have_the_same_texts(self, go: Go, tmp_path: Path) -> None:
        made = go.write(tmp_path, 1, ORIGIN)
        key = parse_signing_key(made["signing"])
        assert (key.text, key.key.text) == (made["signing"], made["verifier"])
        assert generate(ORIGIN, bytes([7] * 32)).text == made["signing"]

    @pytest.mark.parametrize("size", SIZES)
    def test_both_write_the_same_files(self, go: Go, tmp_path: Path, size: int) -> None:
        made = go.write(tmp_path / "go", size, ORIGIN)
        written(tmp_path / "ours", size, key=parse_signing_key(made["signing"]))
        files = [path for path in (tmp_path / "go").rglob("*") if path.is_file()]
        ours = [tmp_path / "ours" / path.relative_to(tmp_path / "go") for path in files]
        assert [path.read_bytes() for path in ours] == [path.read_bytes() for path in files]


def _flipped(path: str) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        data = bytearray((folder / path).read_bytes())
        data[len(data) // 2] ^= 1
        (folder / path).write_bytes(data)

    return damage


def _cut(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes()[:-ENTRY])


def _longer(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes() + bytes(ENTRY))


def _lost(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).unlink()


def _swapped(one: str, other: str) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        first, second = folder / one, folder / other
        content = first.read_bytes(), second.read_bytes()
        second.write_bytes(content[0])
        first.write_bytes(content[1])

    return damage


def _said(old: bytes, new: bytes) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        note = (folder / "checkpoint").read_bytes()
        assert old in note
        (folder / "checkpoint").write_bytes(note.replace(old, new, 1))

    return damage


def _signed(size: int, root: bytes | None = None) -> Callable[[Path], object]:
    """A checkpoint that the log did sign, of a tree that its files do not give."""

    def damage(folder: Path) -> None:
        true = open_checkpoint((folder / "checkpoint").read_bytes(), ORIGIN, [KEY.key])
        false = Checkpoint(ORIGIN, size, true.root if root is None else root)
        (folder / "checkpoint").write_bytes(sign_checkpoint(false, KEY))

    return damage


EDGE = f"tile/0/{LARGE // 256}.p/{LARGE % 256}"
DAMAGES = {
    "an altered tile of level 0": _flipped("tile/0/100"),
    "an altered partial tile of level 0": _flipped(EDGE),
    "an altered tile of level 1": _flipped("tile/1/000"),
    "an altered partial tile of level 1": _flipped(f"tile/1/001.p/{LARGE // 256 % 256}"),
    "an altered partial tile of level 2": _flipped("tile/2/000.p/1"),
    "an altered bundle": _flipped("tile/entries/200"),
    "an altered partial bundle": _flipped(EDGE.replace("tile/0", "tile/entries")),
    "a tile that is cut short": _cut("tile/0/007"),
    "a partial tile that is cut short": _cut(EDGE),
    "a bundle that is cut short": _cut("tile/entries/007"),
    "a tile that is too long": _longer("tile/0/008"),
    "a bundle that is too long": _longer("tile/entries/008"),
    "a lost tile": _lost("tile/0/255"),
    "a lost partial tile": _lost("tile/2/000.p/1"),
    "a lost bundle": _lost("tile/entries/000"),
    "exchanged tiles": _swapped("tile/0/001", "tile/0/002"),
    "exchanged bundles": _swapped("tile/entries/001", "tile/entries/002"),
    "exchanged tiles and bundles": lambda folder: (
        _swapped("tile/0/001", "tile/0/002")(folder),
        _swapped("tile/entries/001", "tile/entries/002")(folder),
    ),
    "a checkpoint of another size": _said(b"\n66000\n", b"\n65999\n"),
    "a checkpoint of another log": _said(ORIGIN.encode(), b"example.org/decision5"),
    "a checkpoint without a signature": _said("\n\n— ".encode(), b"\n"),
    "a signed checkpoint of a shorter tree with this root": _signed(LARGE - 1),
    "a signed checkpoint of a longer tree": _signed(LARGE + 1),
    "a signed checkpoint of another root": _signed(LARGE, bytes(ENTRY)),
}


class TestDamage:
    @pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
    def test_both_refuse_a_log_that_is_damaged(
        self, go: Go, large: Path, tmp_path: Path, damage: Callable[[Path], object]
    ) -> None:
        folder = shutil.copytree(large, tmp_path / "ledger")
        damage(folder)
        with pytest.raises(RefusedError):
            go.verify(folder, KEY.key.text)
        assert _refused(folder)

    def test_both_accept_it_undamaged(self, go: Go, large: Path) -> None:
        assert go.verify(large, KEY.key.text)["records"] == LARGE
        assert not _refused(large)

    def test_both_refuse_the_key_of_somebody_else(self, go: Go, large: Path) -> None:
        other = generate(ORIGIN, bytes(32)).key
        with pytest.raises(RefusedError, match="no verifiable signatures"):
            go.verify(large, other.text)
        with pytest.raises(LedgerError):
            checked(large, [other])

    @settings(max_examples=25)
    @given(st.data())
    def test_both_refuse_any_byte_that_is_changed(
        self, go: Go, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        folder = tmp_path_factory.mktemp("flip")
        written(folder, 600)
        tiles = [path for path in _newest(folder, 600) if path.is_file()]
        file = data.draw(st.sampled_from(tiles), "file")
        content = bytearray(file.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1), "byte")
        content[at] ^= data.draw(st.integers(1, 255), "change")
        file.write_bytes(content)
        with pytest.raises(RefusedError):
            go.verify(folder, KEY.key.text)
        assert _refused(folder)


class TestVerdicts:
    """One proof or note, judged by both."""

    @settings(max_examples=40)
    @given(st.lists(included(), min_size=20, max_size=20))
    def test_both_judge_a_proof_of_a_record_alike(self, go: Go, claims: list[Included]) -> None:
        said = go.judge("proofs", {"records": [claim.asked for claim in claims]})
        assert [not problem for problem in said["records"]] == [claim.holds for claim in claims]

    @settings(max_examples=40)
    @given(st.lists(continued(), min_size=20, max_size=20))
    def test_both_judge_a_proof_of_two_trees_alike(self, go: Go, claims: list[Continued]) -> None:
        said = go.judge("proofs", {"trees": [claim.asked for claim in claims]})
        assert [not problem for problem in said["trees"]] == [claim.holds for claim in claims]

    @settings(max_examples=150)
    @given(st.data())
    def test_a_note_that_go_refuses_is_refused(self, go: Go, data: st.DataObject) -> None:
        keys = [generate(name, bytes([number] * 32)) for number, name in enumerate("abc")]
        some = st.lists(st.sampled_from(keys), min_size=1, unique=True)
        text = data.draw(st.sampled_from([b"text\n", b"two\n\nparts\n", "übrig — x\n".encode()]))
        true, known = sign_note(text, data.draw(some)), [key.key for key in data.draw(some)]
        note = data.draw(altered_notes(true))
        asked = {"note": text_of(note), "keys": [key.text for key in known]}
        (said,) = go.judge("notes", [asked])
        try:
            ours = open_note(note, known)
        except LedgerError:
            # Go also reads base64 in other spellings, and passes over a second signature.
            assert said["problem"] or note != true
        else:
            assert said["problem"] == ""
            assert base64.b64decode(said["text"]) == ours.text
            assert said["signed"] == len(ours.verified)


def _refused(folder: Path) -> bool:
    try:
        return not checked(folder)
    except LedgerError:
        return True


def _newest(folder: Path, size: int) -> list[Path]:
    """The files that a reader of the newest tree needs; narrower partial tiles are none."""
    edge = {0: f"{size // 256:03}.p/{size % 256}", 1: f"000.p/{size // 256}"}
    full = [f"{number:03}" for number in range(size // 256)]
    names = [f"tile/{place}/{name}" for place in (0, "entries") for name in [*full, edge[0]]]
    return [folder / name for name in [*names, f"tile/1/{edge[1]}"]]
