"""A log has one name and instance for ever; its keys overlap, and never leave their files."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from beholden.ledger import identity as room
from beholden.ledger.core.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from beholden.ledger.core.hashing import EMPTY_ROOT
from beholden.ledger.core.keys import generate, parse_verifier_key
from beholden.ledger.errors import IdentityError, KeyNameError, LedgerError
from beholden.ledger.identity import (
    Identity,
    create,
    distrust,
    load,
    name_log,
    read_signing_key,
    rotate,
    signers,
    verifiers,
    write_signing_key,
)
from beholden.ledger.trust import trust_text
from tests.cli.support import TOO_LONG_SECONDS, environment
from tests.ledger.house import ORIGIN, seed
from tests.support.small_disk import filled

NOW = 1_800_000_000
DAY = 86_400
UNNAMED = "unnamed.invalid/0123"


def made(folder: Path, origin: str = ORIGIN, *, named: bool = True, number: int = 1) -> Identity:
    return create(folder, origin, named=named, instance="i", seed=seed(number), now=NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ledger"


def key_file(folder: Path) -> Path:
    (found,) = (folder / "keys").iterdir()
    return found


def texts(folder: Path, now: int) -> list[str]:
    found = load(folder)
    assert found is not None
    return [one.key.text for one in signers(folder, found, now)]


# On the disk.


def test_everything_of_the_identity_is_for_its_owner_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        made(folder)
        rotate(folder, seed=seed(2), now=NOW, overlap_seconds=DAY)
    finally:
        os.umask(before)
    for path in (folder, *folder.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert len(list((folder / "keys").iterdir())) == 2


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_key_that_others_can_use_signs_nothing(folder: Path, mode: int) -> None:
    identity = made(folder)
    key_file(folder).chmod(mode)
    with pytest.raises(IdentityError, match=rf"mode {mode:o}.*chmod 600.*rotate"):
        signers(folder, identity, NOW)
    key_file(folder).chmod(0o600)
    assert [one.name for one in signers(folder, identity, NOW)] == [ORIGIN]


def test_a_key_is_never_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "k"
    write_signing_key(path, generate(ORIGIN, seed(1)))
    before = path.read_bytes()
    with pytest.raises(IdentityError, match="there is a key already"):
        write_signing_key(path, generate(ORIGIN, seed(2)))
    assert path.read_bytes() == before


def test_a_key_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "k").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(IdentityError):
        write_signing_key(tmp_path / "k", generate(ORIGIN, seed(1)))
    assert not (tmp_path / "elsewhere").exists()


def test_a_full_disk_makes_no_identity_and_the_next_try_does(small_disk: Path) -> None:
    folder = small_disk / "ledger"
    with filled(small_disk), pytest.raises(IdentityError):
        made(folder)
    assert load(folder) is None
    identity = made(folder, number=2)
    assert [one.name for one in signers(folder, identity, NOW)] == [ORIGIN]


def test_a_full_disk_leaves_the_keys_as_they_were(small_disk: Path) -> None:
    folder = small_disk / "ledger"
    made(folder)
    before = (folder / "identity.json").read_bytes()
    with filled(small_disk), pytest.raises(IdentityError, match=r"disk|space"):
        rotate(folder, seed=seed(2), now=NOW, overlap_seconds=DAY)
    assert (folder / "identity.json").read_bytes() == before
    assert len(texts(folder, NOW)) == 1
    rotate(folder, seed=seed(2), now=NOW, overlap_seconds=DAY)
    assert len(texts(folder, NOW)) == 2


def test_a_folder_that_is_none_is_named_and_nothing_else_escapes(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("a file")
    with pytest.raises(IdentityError, match="ledger"):
        made(tmp_path / "ledger")
    (tmp_path / "other" / "identity.lock").mkdir(parents=True)
    with pytest.raises(IdentityError, match=r"identity\.lock"):
        made(tmp_path / "other")


# Two at once.


_RACE = """
import sys
from pathlib import Path
from beholden.ledger.errors import IdentityError
from beholden.ledger.identity import create
sys.stdin.readline()
try:
    create(Path(sys.argv[1]), "network.example/decisions", named=True, instance=sys.argv[2],
           seed=bytes([int(sys.argv[2])]) * 32, now=1)
except IdentityError as error:
    print("second", error)
else:
    print("first")
"""


def test_of_processes_that_race_one_makes_the_identity(folder: Path) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _RACE, folder, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        for number in (1, 2, 3)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    said = [child.communicate(timeout=TOO_LONG_SECONDS)[0].split()[0] for child in children]
    assert sorted(said) == ["first", "second", "second"]
    identity = load(folder)
    assert identity is not None
    assert identity.instance == str(said.index("first") + 1)
    assert [one.name for one in signers(folder, identity, 1)] == [ORIGIN]
    assert len(list((folder / "keys").iterdir())) == 1


def test_who_comes_second_waits_for_the_first_and_finds_its_identity(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is held where it has looked and not written yet."""
    save, second_is_done = room._save, threading.Event()

    def slow(place: Path, identity: Identity) -> None:
        monkeypatch.setattr(room, "_save", save)
        second = threading.Thread(target=refused)
        second.start()
        threads.append(second)
        # Without a lock it would be done now; with one it waits for this.
        second_is_done.wait(0.3)
        save(place, identity)

    def refused() -> None:
        with pytest.raises(IdentityError, match="identity already"):
            made(folder, "other.example/log", number=2)
        refusals.append(1)
        second_is_done.set()

    threads: list[threading.Thread] = []
    refusals: list[int] = []
    monkeypatch.setattr(room, "_save", slow)
    made(folder)
    threads[0].join()
    assert refusals == [1]
    found = load(folder)
    assert found is not None
    assert found.origin == ORIGIN


# Damage.


def changed(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = folder / "identity.json"
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content))


def _foreign(content: dict[str, object]) -> None:
    content["keys"] = [{"verifier": generate("other.example/x", seed(9)).key.text, "since": 1}]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"origin": "\xff"}',
        b'{"a":' + b"[" * 100_000,
        b'{"origin": "x", "named": true, "instance": "i", "keys": []}',
        b'{"origin": "x", "named": true, "instance": "i", "keys": [{"verifier": "x", "since": 1}]}',
    ],
)
def test_a_damaged_identity_is_no_identity_and_no_reason_to_make_another(
    folder: Path, data: bytes
) -> None:
    made(folder)
    (folder / "identity.json").write_bytes(data)
    for call in (
        lambda: load(folder),
        lambda: made(folder, number=2),
        lambda: name_log(folder, ORIGIN, seed=seed(3), now=NOW),
        lambda: rotate(folder, seed=seed(3), now=NOW, overlap_seconds=1),
    ):
        with pytest.raises(IdentityError, match=r"damaged.*Restore"):
            call()
    assert (folder / "identity.json").read_bytes() == data


def test_a_key_of_another_name_that_still_signs_is_damage(folder: Path) -> None:
    made(folder)
    changed(folder, _foreign)
    with pytest.raises(IdentityError, match="damaged"):
        load(folder)


def test_an_identity_that_cannot_be_read_is_not_taken_for_none(folder: Path) -> None:
    made(folder)
    (folder / "identity.json").unlink()
    (folder / "identity.json").mkdir()
    with pytest.raises(IdentityError, match="owner"):
        load(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "missing"),
        (b"", "damaged"),
        (b"PRIVATE+KEY+", "damaged"),
        (b"\xff" * 100, "damaged"),
        (b"x" * 100_000, "damaged"),
    ],
)
def test_a_lost_or_damaged_key_signs_nothing_and_is_not_quoted(
    folder: Path, content: bytes | None, said: str
) -> None:
    identity = made(folder)
    path = key_file(folder)
    whole = path.read_text()
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content or whole[:-9].encode())
    with pytest.raises(IdentityError, match=said) as caught:
        signers(folder, identity, NOW)
    assert whole[20:60] not in str(caught.value)
    assert caught.value.__cause__ is None


def test_another_logs_key_in_the_place_of_this_ones_is_not_signed_with(folder: Path) -> None:
    """A key that was mixed up must not sign in silence what nobody can verify."""
    identity = made(folder)
    path = key_file(folder)
    path.unlink()
    write_signing_key(path, generate(ORIGIN, seed(7)))
    with pytest.raises(IdentityError, match="another key"):
        signers(folder, identity, NOW)


# Names.


def test_a_named_log_refuses_every_other_name_and_its_own_again(folder: Path) -> None:
    before = made(folder)
    for origin in ("other.example/log", ORIGIN):
        with pytest.raises(IdentityError, match=f"named {ORIGIN}"):
            name_log(folder, origin, seed=seed(2), now=NOW)
        with pytest.raises(IdentityError, match="identity already"):
            made(folder, origin, number=2)
    assert load(folder) == before


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "a\nb", "x" * 300])
def test_a_name_that_no_key_can_have_changes_nothing(folder: Path, origin: str) -> None:
    with pytest.raises(KeyNameError):
        made(folder, origin)
    assert not folder.exists()
    made(folder, UNNAMED, named=False)
    before = (folder / "identity.json").read_bytes()
    with pytest.raises(KeyNameError):
        name_log(folder, origin, seed=seed(2), now=NOW)
    assert (folder / "identity.json").read_bytes() == before


def test_where_there_is_no_log_none_is_named_or_rotated(folder: Path) -> None:
    for call in (
        lambda: name_log(folder, ORIGIN, seed=seed(2), now=NOW),
        lambda: rotate(folder, seed=seed(3), now=NOW, overlap_seconds=1),
    ):
        with pytest.raises(IdentityError, match="no log here"):
            call()
    assert load(folder) is None


def test_naming_ends_the_nameless_key_and_keeps_the_instance(folder: Path) -> None:
    before = made(folder, UNNAMED, named=False)
    after = name_log(folder, ORIGIN, seed=seed(2), now=NOW + 5)
    assert (after.origin, after.named, after.instance) == (ORIGIN, True, before.instance)
    assert texts(folder, NOW + 5) == [after.keys[0].verifier]
    assert [key.text for key in verifiers(after)] == [after.keys[0].verifier]
    assert after.keys[1] == msgspec.structs.replace(before.keys[0], until=NOW + 5)


def test_naming_leaves_a_key_that_ended_before_as_it_was(folder: Path) -> None:
    made(folder, UNNAMED, named=False)
    rotate(folder, seed=seed(2), now=NOW, overlap_seconds=10)
    after = name_log(folder, ORIGIN, seed=seed(3), now=NOW + 100)
    assert [key.until for key in after.keys] == [None, NOW + 100, NOW + 10]


def test_a_clock_that_went_back_behind_the_naming_brings_no_other_name_back(folder: Path) -> None:
    made(folder, UNNAMED, named=False)
    after = name_log(folder, ORIGIN, seed=seed(2), now=NOW)
    assert texts(folder, NOW - DAY) == [after.keys[0].verifier]


# Keys.


def signed(folder: Path, now: int) -> bytes:
    identity = load(folder)
    assert identity is not None
    return sign_checkpoint(Checkpoint(ORIGIN, 0, EMPTY_ROOT), *signers(folder, identity, now))


def test_both_keys_sign_until_the_end_of_the_overlap_and_then_the_new_one(folder: Path) -> None:
    first = made(folder)
    rotated, old, new = rotate(folder, seed=seed(2), now=NOW, overlap_seconds=DAY)
    assert old.verifier == first.keys[0].verifier
    assert (old.until, new.until, new.since) == (NOW + DAY, None, NOW)
    assert rotated.keys == (new, old)
    assert rotated.instance == first.instance
    both = [new.verifier, old.verifier]
    assert texts(folder, NOW) == texts(folder, NOW + DAY - 1) == both
    assert texts(folder, NOW + DAY) == texts(folder, NOW + 900 * DAY) == [new.verifier]
    for key in both:
        note = signed(folder, NOW)
        assert open_checkpoint(note, ORIGIN, [parse_verifier_key(key)]).size == 0


def test_without_overlap_the_old_key_signs_no_more_at_once(folder: Path) -> None:
    made(folder)
    _, _, new = rotate(folder, seed=seed(2), now=NOW, overlap_seconds=0)
    assert texts(folder, NOW) == [new.verifier]


def test_what_an_old_key_signed_verifies_after_its_end(folder: Path) -> None:
    made(folder)
    before = signed(folder, NOW)
    for number in (2, 3):
        rotate(folder, seed=seed(number), now=NOW + number, overlap_seconds=0)
    identity = load(folder)
    assert identity is not None
    assert len(verifiers(identity)) == 3
    assert open_checkpoint(before, ORIGIN, verifiers(identity)).size == 0
    assert open_checkpoint(signed(folder, NOW + 9), ORIGIN, verifiers(identity)[:1]).size == 0


def test_a_second_rotation_does_not_lengthen_an_overlap(folder: Path) -> None:
    made(folder)
    rotate(folder, seed=seed(2), now=NOW, overlap_seconds=10)
    rotated, _, _ = rotate(folder, seed=seed(3), now=NOW + 5, overlap_seconds=DAY)
    assert [key.until for key in rotated.keys] == [None, NOW + 5 + DAY, NOW + 10]
    assert len(texts(folder, NOW + 9)) == 3


def test_a_clock_that_went_back_still_signs_with_the_newest_key(folder: Path) -> None:
    made(folder)
    _, _, new = rotate(folder, seed=seed(2), now=NOW, overlap_seconds=0)
    assert texts(folder, NOW - 900 * DAY)[0] == new.verifier


def test_a_distrusted_key_signs_no_more_and_is_in_no_policy_that_is_given_out(
    folder: Path,
) -> None:
    first = made(folder).keys[0]
    old = parse_verifier_key(first.verifier).key_id.hex()
    _, _, new = rotate(folder, seed=seed(2), now=NOW, overlap_seconds=DAY)
    assert texts(folder, NOW + 1) == [new.verifier, first.verifier]
    distrust(folder, old, now=NOW)
    assert texts(folder, NOW + 1) == [new.verifier]
    identity = load(folder)
    assert identity is not None
    given_out = trust_text(identity, folder / "trust.txt").decode()
    assert new.verifier in given_out
    assert first.verifier not in given_out
    # What it signed while it was good is still known to the log itself.
    assert [key.text for key in verifiers(identity)] == [new.verifier, first.verifier]


def test_the_key_that_signs_cannot_be_distrusted_nor_one_that_is_not_there(folder: Path) -> None:
    own = parse_verifier_key(made(folder).keys[0].verifier).key_id.hex()
    before = load(folder)
    with pytest.raises(IdentityError, match="rotate-key --overlap-days 0"):
        distrust(folder, own, now=NOW)
    with pytest.raises(IdentityError, match=own):
        distrust(folder, "00000000", now=NOW)
    assert load(folder) == before


# Secrecy.


def test_a_key_is_in_its_file_and_nowhere_else(folder: Path) -> None:
    identity = made(folder)
    rotate(folder, seed=seed(2), now=NOW, overlap_seconds=DAY)
    keys = [path.read_text() for path in (folder / "keys").iterdir()]
    secrets = [key.strip().rpartition("+")[2] for key in keys]
    secrets += [seed(n).hex() for n in (1, 2)]
    shown = [
        (folder / "identity.json").read_text(),
        repr(identity),
        str(msgspec.json.encode(load(folder))),
        *(repr(one) for one in signers(folder, identity, NOW)),
        *(str(one) for one in signers(folder, identity, NOW)),
        *(path.name for path in folder.rglob("*")),
    ]
    for path in (folder / "keys").iterdir():
        path.chmod(0o644)
        with pytest.raises(IdentityError) as caught:
            read_signing_key(path)
        shown.append(repr(caught.value))
    for secret in secrets:
        assert not any(secret in text for text in shown)


def test_an_error_while_a_key_is_written_does_not_tell_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(room, "sync", refuse)
    with pytest.raises(IdentityError, match="Input/output") as caught:
        made(folder)
    assert isinstance(caught.value, LedgerError)
    assert list((folder / "keys").iterdir()) == []
    assert "PRIVATE" not in repr(caught.value.__cause__)
