from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.lists import ListStore
from tests.lists.simulators import hashes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.lists.simulators import Clock

    Write = Callable[..., Path]

ALL = hashes(5)


def add(store: ListStore, path: Path, name: str = "iwf") -> str:
    edition, _ = store.add(path, name=name, source="s", set_by="p", max_rejects=0.5)
    return edition.edition


def test_status_says_what_does_not_protect(store: ListStore, write: Write) -> None:
    path = write(
        "kind,hash,quality",
        f"pdq,{ALL[0]},90",
        f"pdq,{ALL[1]},49",
        "photodna,x,",
        "tmk,x,",
        "tmk,y,",
        "md5,bad,",
    )
    add(store, path)
    store.activate("iwf", by="p")
    (status,) = store.status()
    assert status.not_protecting == (
        "1 of kind photodna: this software cannot compute it",
        "2 of kind tmk: this software cannot compute it",
        "1 PDQ of a quality below 50: kept, never matched",
        "1 rejected at import: see rejects.jsonl",
    )
    assert status.notes == ()


def test_status_says_that_nothing_is_active(store: ListStore, write: Write) -> None:
    assert store.status() == []
    add(store, write("kind,hash", f"pdq,{ALL[0]}"))
    add(store, write("kind,hash", f"pdq,{ALL[1]}"), name="a-first")
    assert [status.name for status in store.status()] == ["a-first", "iwf"]
    assert store.status()[1].active is None
    assert store.status()[1].notes == (
        "Nothing is active: the list protects nobody. Editions there are: 1.",
    )


def test_an_old_edition_is_stale_however_recently_it_was_activated(
    store: ListStore, write: Write, clock: Clock
) -> None:
    old = add(store, write("kind,hash", f"pdq,{ALL[0]}"))
    clock.forward(30)
    store.activate("iwf", by="p")
    (status,) = store.status()
    assert (status.age_days, status.active_days, status.stale) == (30, 0, False)
    clock.forward(1)
    (status,) = store.status()
    assert (status.age_days, status.active_days, status.stale) == (31, 1, True)
    assert "31 days old, more than 30" in status.notes[0]
    new = add(store, write("kind,hash", f"pdq,{ALL[1]}"))
    (status,) = store.status()
    assert status.active is not None
    assert (status.active.edition, status.stale) == (old, True)
    assert [edition.edition for edition in status.editions] == [new, old]
    store.activate("iwf", by="p")
    assert not store.status()[0].stale


def test_status_describes_damage_instead_of_failing(
    store: ListStore, write: Write, folder: Path
) -> None:
    broken = add(store, write("kind,hash", f"pdq,{ALL[0]}"))
    store.activate("iwf", by="p")
    add(store, write("kind,hash", f"pdq,{ALL[1]}"))
    (folder / "iwf" / "editions" / broken / "edition.json").unlink()
    (status,) = store.status()
    assert len(status.editions) == 1
    assert status.active is None
    assert f"Edition {broken} should be active and is damaged" in status.notes[0]
    assert "edition.json is missing" in status.notes[1]
    (folder / "iwf" / "active.json").write_bytes(b"?")
    notes = store.status()[0].notes
    assert "active.json cannot be read" in notes[0]
    assert not any("Nothing is active" in note for note in notes)
