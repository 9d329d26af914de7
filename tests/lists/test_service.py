from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

from beholden.lists import (
    Change,
    Edition,
    EditionActiveError,
    EditionDamagedError,
    EmptyListError,
    ListsError,
    ListStore,
    NoEarlierEditionError,
    NothingActiveError,
    SettingError,
    StateDamagedError,
    StorageError,
    StoreBusyError,
    TooManyRejectsError,
    UnknownEditionError,
    UnknownListError,
)
from tests.lists.simulators import Clock, FlatIndexes, hashes, indexed_hashes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from beholden.matching.core import ListRole

    Write = Callable[..., Path]

ALL = hashes(40)


def add(store: ListStore, path: Path, *, name: str = "iwf", **settings: Any) -> Edition:
    defaults: dict[str, Any] = {"source": "IWF", "set_by": "A. Person", "kind": "pdq"}
    return store.add(path, name=name, **(defaults | settings))[0]


def editions(store: ListStore, write: Write, count: int) -> list[Edition]:
    return [add(store, write("hash", *ALL[: at + 1]), version=f"v{at}") for at in range(count)]


def active_id(store: ListStore) -> str | None:
    active = store.active()
    return active[0].edition.edition if active else None


def changes(folder: Path) -> list[Change]:
    lines = (folder / "changes.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Change) for line in lines]


def hidden(folder: Path) -> list[Path]:
    return list(folder.rglob(".tmp-*"))


def test_an_edition_says_all_that_must_be_answered_for(store: ListStore, write: Write) -> None:
    path = write(
        "kind,hash,quality,cat",
        f"pdq,{ALL[0]},90,a",
        f"pdq,{ALL[1]},20,a",
        f"pdq,{ALL[0].upper()},90,b",
        f"sha256,{ALL[2]},,b",
        "tmk,abc,,c",
        "pdq,bad,,c",
    )
    edition, report = store.add(
        path,
        name="iwf",
        source=" IWF ",
        set_by="A. Person",
        columns={"label.cat": "cat"},
        max_rejects=0.5,
        action_hint="hold",
    )
    assert (edition.list, edition.source, edition.version) == ("iwf", "IWF", "2026-03-01")
    assert edition.edition == edition.digest[:12]
    assert len(edition.digest) == 64
    assert (edition.role, edition.radius, edition.min_quality) == ("match", 31, 50)
    assert (edition.set_by, edition.set_at) == ("A. Person", edition.created_at)
    assert edition.action_hint == "hold"
    assert edition.counts == {"pdq": 2, "sha256": 1, "tmk": 1}
    assert (edition.count, edition.protecting) == (4, 2)
    assert edition.unsupported == {"tmk": 1}
    assert (edition.below_quality, edition.duplicates, edition.rejected) == (1, 1, 1)
    assert (report.count, report.already_present) == (4, False)


def test_positions_of_an_index_lead_to_the_entry_they_were_made_from(
    store: ListStore, write: Write
) -> None:
    many = hashes(3000, seed=5)
    rows = [f"{'sha256' if at % 3 else 'pdq'},{text},e{at}" for at, text in enumerate(many)]
    rows[10:10] = [rows[0], rows[1], "tmk,zzz,t"]
    rows += [rows[5]] * 3
    edition, report = store.add(write("kind,hash,id", *rows), name="iwf", source="s", set_by="p")
    assert report.duplicates == 5
    store.activate("iwf", by="p")
    active = store.active()[0]
    assert active.edition == edition
    assert set(active.indexes) == {"pdq", "sha256"}
    reader = store.open_entries(active)
    assert len(reader) == edition.count == 3001
    for kind, files in active.indexes.items():
        positions = np.load(files.rows, mmap_mode="r")
        assert positions.dtype == np.uint32
        found = [reader.entry(int(row)) for row in positions]
        assert [entry.hash for entry in found] == indexed_hashes(files.index, kind)
        assert [entry.id for entry in found] == [f"e{many.index(entry.hash)}" for entry in found]
    with pytest.raises(IndexError):
        reader.entry(3001)
    with pytest.raises(IndexError):
        reader.entry(-1)
    reader.close()


def test_a_row_that_cannot_be_read_is_reported_as_damage(
    store: ListStore, write: Write, folder: Path
) -> None:
    edition = add(store, write("hash", *ALL))
    path = folder / "iwf" / "editions" / edition.edition / "entries.jsonl"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b'"kind"', b'"Kind"', 1))
    reader = store.open_entries(edition)
    assert reader.entry(1).hash == ALL[1]
    with pytest.raises(EditionDamagedError, match="Row 0"):
        reader.entry(0)
    reader.close()


def test_threads_share_an_entry_reader(store: ListStore, write: Write) -> None:
    many = hashes(2000)
    edition = add(store, write("hash", *many))
    reader = store.open_entries(edition)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda row: reader.entry(row).hash, list(range(2000)) * 3))
    assert found == many * 3
    reader.close()


def test_an_edition_cannot_be_written_to(store: ListStore, write: Write, folder: Path) -> None:
    edition = add(store, write("hash", ALL[0]))
    files = list((folder / "iwf" / "editions" / edition.edition).iterdir())
    assert {path.name for path in files} == {
        "edition.json", "entries.jsonl", "offsets.npy", "pdq.index", "pdq_rows.npy",
        "rejects.jsonl",
    }  # fmt: skip
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o400}


def test_nobody_but_the_owner_can_read_anything_of_a_list(
    store: ListStore, write: Write, folder: Path
) -> None:
    add(store, write("hash", *ALL))
    store.activate("iwf", by="B")
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_rejects_are_kept_with_their_line_and_little_of_their_content(
    store: ListStore, write: Write, folder: Path
) -> None:
    edition = add(store, write("hash", ALL[0], "x" * 64, "y" * 3000), max_rejects=1)
    path = folder / "iwf" / "editions" / edition.edition / "rejects.jsonl"
    rejects = [json.loads(line) for line in path.read_text().splitlines()]
    assert [reject["line"] for reject in rejects] == [3, 4]
    assert all(len(reject["reason"]) <= 200 for reject in rejects)


def test_the_same_file_added_again_is_the_same_edition(
    store: ListStore, write: Write, folder: Path
) -> None:
    first = add(store, write("hash", *ALL))
    again, report = store.add(
        write("id;hash", *(f";{text.upper()}" for text in ALL), name="other.csv"),
        name="iwf",
        source="another",
        set_by="another",
        kind="pdq",
    )
    assert again == first
    assert report.already_present
    assert [change.action for change in changes(folder)] == ["add"]
    assert not hidden(folder)


@pytest.mark.parametrize(
    "other", [{"radius": 30}, {"min_quality": 51}, {"action_hint": "block"},
              {"role": "allow", "radius": 16, "note": "n"}]
)  # fmt: skip
def test_the_same_content_with_another_setting_is_another_edition(
    store: ListStore, write: Write, other: dict[str, Any]
) -> None:
    path = write("hash", *ALL)
    assert add(store, path).edition != add(store, path, **other).edition


def test_nothing_is_active_until_it_is_activated(store: ListStore, write: Write) -> None:
    first, second = editions(store, write, 2)
    assert store.active() == []
    assert store.activate("iwf", first.edition, by="B") == first
    assert active_id(store) == first.edition
    assert store.activate("iwf", by="B") == second
    assert active_id(store) == second.edition


def test_an_edition_answers_to_its_id_a_beginning_of_it_and_its_version(
    store: ListStore, write: Write
) -> None:
    first, second = editions(store, write, 2)
    for wanted in (first.edition, first.edition[:6], "v0"):
        store.activate("iwf", second.edition, by="B")
        assert store.activate("iwf", wanted, by="B") == first


def test_a_name_that_fits_no_edition_or_several_is_refused_and_lists_them(
    store: ListStore, write: Write
) -> None:
    first = add(store, write("hash", ALL[0]))
    second = add(store, write("hash", ALL[1]))
    with pytest.raises(UnknownEditionError, match=r"Several.*" + first.edition):
        store.activate("iwf", "2026-03-01", by="B")
    with pytest.raises(UnknownEditionError, match=r"No edition.*" + second.edition):
        store.activate("iwf", "../../x", by="B")
    with pytest.raises(UnknownEditionError):
        store.activate("iwf", "", by="B")
    for name in ("nope", "../lists/iwf", ""):
        with pytest.raises(UnknownListError, match="Lists: iwf"):
            store.activate(name, by="B")


def test_roll_back_returns_through_all_earlier_editions(store: ListStore, write: Write) -> None:
    first, second, third = editions(store, write, 3)
    for edition in (first, second, third):
        store.activate("iwf", edition.edition, by="B")
    assert store.rollback("iwf", by="C") == second
    assert store.rollback("iwf", by="C") == first
    assert active_id(store) == first.edition
    with pytest.raises(NoEarlierEditionError, match="Activate an edition"):
        store.rollback("iwf", by="C")
    assert active_id(store) == first.edition


def test_roll_back_after_a_deactivation_returns_to_what_was_active(
    store: ListStore, write: Write
) -> None:
    (edition,) = editions(store, write, 1)
    store.activate("iwf", by="B")
    assert store.deactivate("iwf", by="B") == edition.edition
    assert store.active() == []
    with pytest.raises(NothingActiveError):
        store.deactivate("iwf", by="B")
    assert store.rollback("iwf", by="B") == edition


def test_roll_back_passes_over_removed_editions_and_repeated_activations(
    store: ListStore, write: Write
) -> None:
    first, second, third = editions(store, write, 3)
    for edition in (first, second, third, third):
        store.activate("iwf", edition.edition, by="B")
    store.remove("iwf", second.edition, by="B")
    assert store.rollback("iwf", by="B") == first


def test_roll_back_of_a_list_that_was_never_active_is_refused(
    store: ListStore, write: Write
) -> None:
    editions(store, write, 1)
    with pytest.raises(NoEarlierEditionError):
        store.rollback("iwf", by="B")


def test_what_is_active_cannot_be_removed(store: ListStore, write: Write, folder: Path) -> None:
    first, second = editions(store, write, 2)
    store.activate("iwf", first.edition, by="B")
    for edition in (first.edition, None):
        with pytest.raises(EditionActiveError, match="Deactivate"):
            store.remove("iwf", edition, by="B")
    assert store.remove("iwf", second.edition, by="B") == (second.edition,)
    store.deactivate("iwf", by="B")
    assert store.remove("iwf", by="B") == (first.edition,)
    assert store.status() == []
    assert not (folder / "iwf").exists()
    with pytest.raises(UnknownListError):
        store.remove("iwf", by="B")


def test_an_open_reader_outlives_the_removal_of_its_edition(store: ListStore, write: Write) -> None:
    edition = add(store, write("hash", *ALL))
    reader = store.open_entries(edition)
    store.remove("iwf", by="B")
    assert reader.entry(39).hash == ALL[39]
    reader.close()
    with pytest.raises(EditionDamagedError, match="add its file again"):
        store.open_entries(edition)


def test_every_change_is_recorded_with_person_and_time(
    store: ListStore, write: Write, folder: Path
) -> None:
    first, second = editions(store, write, 2)
    store.activate("iwf", first.edition, by="B")
    store.activate("iwf", second.edition, by="C")
    store.rollback("iwf", by="D")
    store.deactivate("iwf", by="E")
    store.remove("iwf", by="F")
    assert [(c.action, c.edition, c.by) for c in changes(folder)] == [
        ("add", first.edition, "A. Person"),
        ("add", second.edition, "A. Person"),
        ("activate", first.edition, "B"),
        ("activate", second.edition, "C"),
        ("rollback", first.edition, "D"),
        ("deactivate", first.edition, "E"),
        ("remove", second.edition, "F"),
        ("remove", first.edition, "F"),
    ]
    times = [change.at for change in changes(folder)]
    assert times == sorted(times)


def test_a_record_does_not_run_into_one_that_a_crash_cut_short(
    store: ListStore, write: Write, folder: Path
) -> None:
    editions(store, write, 1)
    with (folder / "changes.jsonl").open("ab") as stream:
        stream.write(b'{"at": "20')
    store.activate("iwf", by="B")
    lines = (folder / "changes.jsonl").read_bytes().splitlines()
    assert len(lines) == 3
    assert msgspec.json.decode(lines[2], type=Change).action == "activate"


def test_activation_is_one_replaced_file_with_its_history(
    store: ListStore, write: Write, folder: Path
) -> None:
    first, second = editions(store, write, 2)
    store.activate("iwf", first.edition, by="B")
    with (folder / "iwf" / "active.json").open("rb") as before:
        store.activate("iwf", second.edition, by="C")
        assert json.load(before)["edition"] == first.edition
    state = json.loads((folder / "iwf" / "active.json").read_bytes())
    assert (state["edition"], state["activated_by"]) == (second.edition, "C")
    assert [earlier["edition"] for earlier in state["history"]] == [first.edition]


@pytest.mark.parametrize(
    "name",
    ["entries.jsonl", "offsets.npy", "pdq.index", "pdq_rows.npy", "rejects.jsonl", "edition.json"],
)
@pytest.mark.parametrize("damage", ["altered", "missing", "cut"])
def test_a_damaged_edition_is_not_activated_and_the_active_one_stays(
    store: ListStore, write: Write, folder: Path, name: str, damage: str
) -> None:
    first = add(store, write("hash", *ALL[:5]))
    store.activate("iwf", by="B")
    second = add(store, write("hash", *ALL[5:], "bad"), max_rejects=1)
    path = folder / "iwf" / "editions" / second.edition / name
    path.chmod(0o644)
    content = path.read_bytes()
    if damage == "altered":
        at = content.index(b"31") if name == "edition.json" else len(content) // 2
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.unlink()
    with pytest.raises(EditionDamagedError, match="add its file again") as caught:
        store.activate("iwf", second.edition, by="B")
    assert name in str(caught.value) or "settings" in str(caught.value)
    assert active_id(store) == first.edition
    with pytest.raises(EditionDamagedError):
        add(store, write("hash", *ALL[5:], "bad"), max_rejects=1)
    assert store.remove("iwf", second.edition, by="B") == (second.edition,)
    assert add(store, write("hash", *ALL[5:], "bad"), max_rejects=1).edition == second.edition
    assert store.activate("iwf", second.edition, by="B").edition == second.edition


def test_an_index_that_finds_itself_damaged_is_not_activated(
    store: ListStore, write: Write, folder: Path, indexes: FlatIndexes
) -> None:
    edition = add(store, write("hash", *ALL))
    indexes.refusal = "the index is too old"
    with pytest.raises(EditionDamagedError, match="too old"):
        store.activate("iwf", edition.edition, by="B")


def test_an_edition_that_lost_mention_of_its_index_is_not_activated(
    store: ListStore, write: Write, folder: Path
) -> None:
    edition = add(store, write("hash", *ALL))
    path = folder / "iwf" / "editions" / edition.edition / "edition.json"
    content = json.loads(path.read_bytes())
    del content["files"]["pdq.index"]
    path.chmod(0o644)
    path.write_text(json.dumps(content))
    with pytest.raises(EditionDamagedError, match="names other files"):
        store.activate("iwf", by="B")


def test_a_damaged_active_edition_is_never_passed_over_in_silence(
    store: ListStore, write: Write, folder: Path
) -> None:
    edition = add(store, write("hash", *ALL))
    store.activate("iwf", by="B")
    (folder / "iwf" / "editions" / edition.edition / "edition.json").unlink()
    with pytest.raises(EditionDamagedError):
        store.active()
    store.deactivate("iwf", by="B")
    assert store.active() == []


def test_a_damaged_active_file_is_never_passed_over_in_silence(
    store: ListStore, write: Write, folder: Path
) -> None:
    add(store, write("hash", *ALL))
    store.activate("iwf", by="B")
    path = folder / "iwf" / "active.json"
    path.write_bytes(b"{")
    with pytest.raises(StateDamagedError, match="Activate an edition again"):
        store.active()
    assert store.activate("iwf", by="B").count == 40
    assert active_id(store) is not None
    path.write_bytes(b"{")
    store.deactivate("iwf", by="B")
    assert store.active() == []


@pytest.mark.parametrize("edition", ["../../x", "", "A" * 12, "0" * 13, "\u0660" * 12])
def test_what_is_no_edition_id_never_becomes_a_path(
    store: ListStore, write: Write, folder: Path, edition: str
) -> None:
    add(store, write("hash", *ALL))
    store.activate("iwf", by="B")
    path = folder / "iwf" / "active.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"edition": edition}))
    with pytest.raises(StateDamagedError, match="is no edition"):
        store.active()
    assert "is no edition" in store.status()[0].notes[0]


@pytest.mark.parametrize("name", ["entries.jsonl", "offsets.npy", "pdq.index", "pdq_rows.npy"])
def test_an_active_edition_is_verified_before_it_is_used(
    store: ListStore, write: Write, folder: Path, name: str
) -> None:
    edition = add(store, write("hash", *ALL))
    store.activate("iwf", by="B")
    path = folder / "iwf" / "editions" / edition.edition / name
    path.chmod(0o600)
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(EditionDamagedError, match=name):
        store.active()
    assert store.active(verify=False)[0].edition == edition
    (status,) = store.status()
    assert status.active is None
    assert name in status.notes[1]


def lose(folder: Path, what: str) -> None:
    """Take away what makes list iwf active."""
    path = folder / "iwf" / ("" if what == "list" else what)
    path.rename(folder.parent / "elsewhere")


@pytest.mark.parametrize("what", ["active.json", "editions", "list"])
@pytest.mark.parametrize("torn", [b"", b'{"at": "20'])
def test_a_list_that_was_active_and_is_lost_stops_everything_until_somebody_decides(
    store: ListStore, write: Write, folder: Path, what: str, torn: bytes
) -> None:
    path = write("hash", *ALL[:5])
    edition = add(store, path)
    other = add(store, write("hash", *ALL[5:], name="other.csv"), name="other")
    for name in ("iwf", "other"):
        store.activate(name, by="B")
    lose(folder, what)
    with (folder / "changes.jsonl").open("ab") as stream:
        stream.write(torn)
    with pytest.raises(StateDamagedError, match=r"List iwf should be active.*deactivate"):
        store.active()
    lost, _ = store.status()
    assert (lost.name, lost.active) == ("iwf", None)
    assert "deactivate" in lost.notes[0]
    assert not any("Nothing is active" in note for note in lost.notes)
    assert store.deactivate("iwf", by="C") == edition.edition
    assert [active.edition for active in store.active()] == [other]
    last = changes(folder)[-1] if not torn else None
    assert last is None or (last.action, last.edition, last.by) == (
        "deactivate", edition.edition, "C"
    )  # fmt: skip
    add(store, path)
    store.activate("iwf", by="B")
    assert len(store.active()) == 2


def test_a_lost_list_is_well_again_once_it_is_activated(
    store: ListStore, write: Write, folder: Path
) -> None:
    edition = add(store, write("hash", *ALL))
    store.activate("iwf", by="B")
    lose(folder, "active.json")
    store.activate("iwf", by="B")
    assert active_id(store) == edition.edition


def test_a_change_recorded_before_a_crash_is_no_loss_while_another_edition_is_active(
    store: ListStore, write: Write, folder: Path, clock: Clock
) -> None:
    first, second = editions(store, write, 2)
    store.activate("iwf", first.edition, by="B")
    for action in ("activate", "deactivate"):
        record = Change(clock(), action, "iwf", second.edition, "B")
        with (folder / "changes.jsonl").open("ab") as stream:
            stream.write(msgspec.json.encode(record) + b"\n")
        assert active_id(store) == first.edition


def test_a_list_that_was_removed_is_not_missed(store: ListStore, write: Write) -> None:
    add(store, write("hash", *ALL))
    store.activate("iwf", by="B")
    store.deactivate("iwf", by="B")
    store.remove("iwf", by="B")
    assert store.active() == []
    assert store.status() == []


def test_the_advice_for_a_damaged_edition_works_word_by_word(
    store: ListStore, write: Write, folder: Path
) -> None:
    path = write("hash", *ALL)
    edition = add(store, path)
    store.activate("iwf", by="B")
    (folder / "iwf" / "editions" / edition.edition / "edition.json").unlink()
    with pytest.raises(EditionDamagedError) as caught:
        store.active()
    assert "lists deactivate iwf" in str(caught.value)
    assert f"lists remove iwf {edition.edition}" in str(caught.value)
    store.deactivate("iwf", by="B")
    assert store.remove("iwf", edition.edition, by="B") == (edition.edition,)
    assert add(store, path) == msgspec.structs.replace(
        edition, created_at=store.status()[0].editions[0].created_at,
        set_at=store.status()[0].editions[0].set_at,
    )  # fmt: skip
    store.activate("iwf", by="B")
    assert active_id(store) == edition.edition


def test_a_damaged_edition_can_be_removed_by_the_start_of_its_id(
    store: ListStore, write: Write, folder: Path
) -> None:
    first, second = editions(store, write, 2)
    assert first.edition[0] != second.edition[0]
    (folder / "iwf" / "editions" / first.edition / "edition.json").unlink()
    assert store.remove("iwf", first.edition[:4], by="B") == (first.edition,)
    with pytest.raises(UnknownEditionError):
        store.remove("iwf", "", by="B")


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"name": "IWF"}, "list name"),
        ({"name": ""}, "list name"),
        ({"name": "-a"}, "list name"),
        ({"name": "a/b"}, "list name"),
        ({"name": "a" * 64}, "list name"),
        ({"name": "drill"}, "reserved"),
        ({"source": " "}, "source is empty"),
        ({"set_by": ""}, "set_by is empty"),
        ({"radius": -1}, "radius"),
        ({"radius": 65}, "radius"),
        ({"min_quality": 101}, "minimum quality"),
        ({"role": "deny"}, "role"),
        ({"action_hint": "delete"}, "action hint"),
        ({"max_rejects": -0.1}, "share"),
        ({"format": "xml"}, "format"),
        ({"role": "allow"}, "why they are harmless"),
        ({"role": "allow", "note": " "}, "why they are harmless"),
        ({"role": "allow", "note": "n", "set_by": " "}, "set_by"),
        ({"role": "allow", "note": "n", "radius": 17}, "0 to 16"),
    ],
)
def test_settings_that_cannot_be_taken_as_given_are_refused(
    store: ListStore, write: Write, folder: Path, settings: dict[str, Any], problem: str
) -> None:
    with pytest.raises(SettingError, match=problem):
        add(store, write("hash", *ALL), **settings)
    assert store.status() == []


@pytest.mark.parametrize(("role", "radius"), [("match", 31), ("allow", 10)])
def test_the_usual_radius_of_an_allow_list_is_narrower(
    store: ListStore, write: Write, role: ListRole, radius: int
) -> None:
    edition = add(store, write("hash", *ALL), role=role, note="test pictures of the office")
    assert (edition.radius, edition.note) == (radius, "test pictures of the office")


def test_nobody_changes_anything_without_a_name(store: ListStore, write: Write) -> None:
    editions(store, write, 2)
    for change in (store.activate, store.rollback, store.deactivate, store.remove):
        with pytest.raises(SettingError, match="by is empty"):
            change("iwf", by=" ")


def test_a_refused_file_leaves_nothing_behind(store: ListStore, write: Write, folder: Path) -> None:
    with pytest.raises(TooManyRejectsError):
        add(store, write("hash", *ALL, "bad"))
    with pytest.raises(EmptyListError):
        add(store, write("hash"))
    assert store.status() == []
    assert {path.name for path in folder.iterdir()} == {".lock"}


def test_a_check_writes_nothing(store: ListStore, write: Write, folder: Path) -> None:
    report = store.check(write("hash", *ALL, "bad"), kind="pdq", max_rejects=0.5)
    assert (report.count, report.rejected) == (40, 1)
    with pytest.raises(TooManyRejectsError):
        store.check(write("hash", *ALL, "bad"), kind="pdq")
    assert not folder.exists()


def test_a_second_writer_waits_and_then_is_told_who_writes(
    store: ListStore, write: Write, folder: Path
) -> None:
    first = add(store, write("hash", *ALL))
    with (folder / ".lock").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(StoreBusyError, match=r"process \d+ \(add to iwf\)"):
            store.activate("iwf", by="B")
        # Readers do not wait for writers.
        assert store.status()[0].editions == (first,)
        assert store.active() == []
    assert store.activate("iwf", by="B") == first


def test_writers_in_threads_take_turns(
    folder: Path, write: Write, indexes: FlatIndexes, clock: Clock
) -> None:
    store = ListStore(folder, indexes, clock)
    paths = [write("hash", text, name=f"{at}.csv") for at, text in enumerate(ALL[:8])]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda path: add(store, path).edition, paths))
    assert {edition.edition for edition in store.status()[0].editions} == set(made)
    assert len(changes(folder)) == 8


def test_a_full_disk_leaves_no_edition_and_says_so(
    store: ListStore, write: Write, folder: Path, indexes: FlatIndexes
) -> None:
    kept = add(store, write("hash", *ALL[:3]))
    indexes.fault = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(StorageError, match=r"No space left.*Make room"):
        add(store, write("hash", *ALL))
    assert store.status()[0].editions == (kept,)
    assert not hidden(folder)
    indexes.fault = None
    assert add(store, write("hash", *ALL)).count == 40


def test_a_folder_that_cannot_be_made_is_reported(
    tmp_path: Path, write: Write, indexes: FlatIndexes, clock: Clock
) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = ListStore(tmp_path / "file" / "lists", indexes, clock)
    with pytest.raises(StorageError, match="Check the disk"):
        add(store, write("hash", *ALL))


def test_all_errors_share_one_root() -> None:
    assert issubclass(StoreBusyError, StorageError)
    assert issubclass(StorageError, ListsError)
