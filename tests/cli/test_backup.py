"""A backup holds everything, is trusted with nothing, and comes back whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
import signal
import stat
import subprocess
import sys
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from beholden.ledger import is_backed_up
from beholden.store import NETWORK, Store, dumping, tables
from tests.cli.archives import File, packed, packed_as_is, unpacked
from tests.cli.support import (
    Done,
    invoke,
    on_terminal,
    run,
    scan,
)
from tests.store.support import (
    ROOT,
    add,
    another_process,
    decision_row,
    heard,
    make_first_tables,
)
from tests.support.small_disk import filled

Dumped = dict[str, list[bytes]]


def url_of(data: Path) -> str:
    return f"sqlite:///{data}/beholden.db"


def records(url: str) -> Dumped:
    """Every row of a database."""
    store = Store(url)
    with dumping(store) as dump:
        assert dump is not None
        found = {name: list(lines) for name, lines in dump.tables()}
    store.close()
    return found


def add_later(url: str) -> None:
    store = Store(url)
    add(store, "later")
    store.close()


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Mode and content of every file but the database, locks, and what is made from both."""
    return {
        name: (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock" and not path.name.startswith("beholden.db")
        if is_kept(name := path.relative_to(folder).as_posix())
    }


def is_kept(name: str) -> bool:
    return not name.startswith("ledger/") or is_backed_up(name.removeprefix("ledger/"))


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def archive(full: Path, tmp_path: Path) -> Path:
    """A sound backup of it."""
    path = tmp_path / "backup.tar.gz"
    done = invoke("backup", path, "--data", full)
    assert done.code == 0, done.said
    return path


def test_a_restored_folder_is_what_was_backed_up(
    full: Path, archive: Path, tmp_path: Path, uploads: Path
) -> None:
    done = invoke("restore", archive, "--data", tmp_path / "new", "--json")
    assert done.code == 0, done.said
    assert files(tmp_path / "new") == files(full)
    assert records(url_of(tmp_path / "new")) == records(url_of(full))
    assert {name for name, rows in records(url_of(full)).items() if rows} >= {
        "decisions",
        "decision_matches",
        "counters",
        "api_keys",
        "ledger_statements",
    }
    [report] = done.objects
    assert report["editions"] == 2
    assert report["set_aside"] == []
    (note,) = report["notes"]
    assert "ledger stands still" in note
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "new").rglob("*") if p.is_dir()}
    assert modes == {0o700}
    assert scan(uploads, tmp_path / "new").code == 1


def test_a_backup_is_one_private_file_that_any_tar_reads(archive: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [name for name in beside(tmp_path) if "backup" in name] == ["backup.tar.gz"]
    named = {file.name for file in unpacked(archive)}
    assert {"manifest.json", "policy.toml", "beholden.toml", "secret.key"} < named
    listed = subprocess.run(["tar", "tzf", archive], capture_output=True, text=True, check=True)
    assert set(listed.stdout.split()) == named


def test_the_operator_is_told_what_a_backup_holds(full: Path, tmp_path: Path) -> None:
    done = invoke("backup", tmp_path / "b.tar.gz", "--data", full)
    assert "hash lists and the secret" in done.said
    assert "editions of lists: 2" in done.text


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_records_move_from_one_database_to_another(
    full: Path, archive: Path, tmp_path: Path, postgresql_url: str, kind: str
) -> None:
    """SQLite to PostgreSQL, and from there to either."""
    moved = tmp_path / "moved"
    done = invoke("restore", archive, "--data", moved, "--store-url", postgresql_url)
    assert done.code == 0, done.said
    assert "set store.url" in done.said
    assert not (moved / "beholden.db").exists()
    assert records(postgresql_url) == records(url_of(full))

    again = tmp_path / "again.tar.gz"

    def there(*arguments: str | Path) -> Done:
        return run(*arguments, BEHOLDEN_STORE_URL=postgresql_url)

    done = there("backup", again, "--data", moved)
    assert done.code == 0, done.said
    if kind == "sqlite":
        done = run("restore", again, "--data", tmp_path / "back")
        assert done.code == 0, done.said
        assert records(url_of(tmp_path / "back")) == records(url_of(full))
        return
    refused = there("restore", again, "--data", tmp_path / "back")
    assert refused.code == 2
    assert "--force" in refused.said
    assert not (tmp_path / "back").exists()
    done = there("restore", again, "--data", tmp_path / "back", "--force", "--json")
    assert done.code == 0, done.said
    assert "schema before_restore_" in done.objects[0]["set_aside"][0]
    assert records(postgresql_url) == records(url_of(full))


def test_a_database_outside_the_data_folder_is_restored_where_it_was(
    full: Path, tmp_path: Path
) -> None:
    place = tmp_path / "elsewhere" / "gate.db"
    (full / "beholden.toml").write_text(f'[store]\nurl = "sqlite:///{place}"\n')
    place.parent.mkdir()
    (full / "beholden.db").rename(place)
    before = records(f"sqlite:///{place}")
    assert invoke("backup", tmp_path / "b.tar.gz", "--data", full).code == 0
    refused = invoke("restore", tmp_path / "b.tar.gz", "--data", tmp_path / "new")
    assert refused.code == 2
    assert not (tmp_path / "new").exists()
    add_later(f"sqlite:///{place}")
    done = invoke("restore", tmp_path / "b.tar.gz", "--data", tmp_path / "new", "--force")
    assert done.code == 0, done.said
    assert records(f"sqlite:///{place}") == before
    [aside] = place.parent.glob("gate.db.before-restore-*")
    assert len(records(f"sqlite:///{aside}")["api_keys"]) == len(before["api_keys"]) + 1


def test_a_secret_goes_where_the_configuration_looks_for_it(full: Path, tmp_path: Path) -> None:
    (full / "keys").mkdir()
    (full / "secret.key").rename(full / "keys" / "mine.key")
    (full / "beholden.toml").write_text('[store]\nsecret_file = "keys/mine.key"\n')
    assert invoke("backup", tmp_path / "b.tar.gz", "--data", full).code == 0
    assert invoke("restore", tmp_path / "b.tar.gz", "--data", tmp_path / "new").code == 0
    assert files(tmp_path / "new") == files(full)


def test_records_without_a_secret_are_backed_up_with_a_warning(full: Path, tmp_path: Path) -> None:
    (full / "secret.key").unlink()
    done = invoke("backup", tmp_path / "b.tar.gz", "--data", full)
    assert done.code == 0
    assert "there is no secret" in done.said


def test_a_folder_of_lists_alone_makes_no_database(data: Path, tmp_path: Path) -> None:
    assert invoke("backup", tmp_path / "b.tar.gz", "--data", data).code == 0
    assert not (data / "beholden.db").exists()
    assert invoke("restore", tmp_path / "b.tar.gz", "--data", tmp_path / "new").code == 0
    assert files(tmp_path / "new") == files(data)
    assert not (tmp_path / "new" / "beholden.db").exists()


def test_a_backup_under_writes_is_one_moment_of_all_records(data: Path, tmp_path: Path) -> None:
    url = url_of(data)
    Store(url).prepare()
    with (
        another_process("decide", url, "chat") as one,
        another_process("decide", url, "forum") as two,
    ):
        for child in (one, two) * 3:
            heard(child)
        for number in range(5):
            path = tmp_path / f"{number}.tar.gz"
            assert invoke("backup", path, "--data", data).code == 0
            held = {file.name: file.content.splitlines() for file in unpacked(path)}
            counted = sum(json.loads(line)["count"] for line in held["tables/counters.jsonl"])
            assert counted == len(held["tables/decisions.jsonl"]) > 0


def test_changes_of_lists_are_kept_out_of_a_backup(data: Path, tmp_path: Path) -> None:
    from beholden.lists import ListStore, StoreBusyError
    from tests.lists.simulators import Clock, FlatIndexes

    lists = ListStore(data / "lists", FlatIndexes(), Clock(), wait_seconds=0.1)
    with lists.held("backup") as paths:
        assert "known/active.json" in paths
        with pytest.raises(StoreBusyError, match="backup"):
            lists.deactivate("known", by="p")
    lists.deactivate("known", by="p")


class TestRefusedBackups:
    """What a backup is not written to, or from."""

    def test_a_file_that_is_there_is_never_replaced(self, full: Path, archive: Path) -> None:
        before = archive.read_bytes()
        done = invoke("backup", archive, "--data", full)
        assert (done.code, archive.read_bytes()) == (2, before)
        assert "replaces nothing" in done.said

    @pytest.mark.parametrize("place", ["nowhere/b.tar.gz", "data/lists/b.tar.gz"])
    def test_a_place_that_is_none_is_named(self, data: Path, tmp_path: Path, place: str) -> None:
        done = invoke("backup", tmp_path / place, "--data", data)
        assert done.code == 2
        assert str(Path(place).name) in done.said or "no such folder" in done.said
        assert not (tmp_path / place).exists()

    def test_a_folder_that_is_not_there_is_not_backed_up_as_empty(self, tmp_path: Path) -> None:
        done = invoke("backup", tmp_path / "b.tar.gz", "--data", tmp_path / "nothing")
        assert done.code == 2
        assert beside(tmp_path) == []

    def test_a_link_among_the_lists_is_not_followed(self, data: Path, tmp_path: Path) -> None:
        secret = tmp_path / "somebody.txt"
        secret.write_text("private")
        state = data / "lists" / "known" / "active.json"
        state.unlink()
        state.symlink_to(secret)
        done = invoke("backup", tmp_path / "b.tar.gz", "--data", data)
        assert done.code == 2
        assert "active.json" in done.said
        assert not (tmp_path / "b.tar.gz").exists()

    def test_a_full_disk_leaves_nothing_under_the_name(self, full: Path, small_disk: Path) -> None:
        store = Store(url_of(full))
        with store.writing() as connection:
            noise = [decision_row(f"n{n:05d}", body=os.urandom(9_000)) for n in range(300)]
            connection.execute(sa.insert(tables.decisions), noise)
        store.close()
        done = invoke("backup", small_disk / "b.tar.gz", "--data", full)
        assert done.code == 2
        assert "make room" in done.said
        assert beside(small_disk) == []

    def test_a_second_backup_of_the_same_name_waits_for_nobody(
        self, full: Path, tmp_path: Path
    ) -> None:
        import fcntl

        with (tmp_path / ".b.tar.gz.partial").open("wb") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            done = invoke("backup", tmp_path / "b.tar.gz", "--data", full)
        assert done.code == 2
        assert "another process" in done.said
        assert invoke("backup", tmp_path / "b.tar.gz", "--data", full).code == 0
        assert not (tmp_path / ".b.tar.gz.partial").exists()


def inflated(data: bytes) -> bytes | None:
    """What a gzip file holds; nothing if it is damaged."""
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return None


class TestRefusedRestores:
    """Nothing is written unless everything is sound, and nothing of anybody's is lost."""

    @pytest.fixture
    def refused(self, tmp_path: Path) -> Iterator[Path]:
        """A data folder that must not come to be."""
        target = tmp_path / "target" / "data"
        yield target
        assert not target.parent.exists() or beside(target.parent) == []
        assert not (tmp_path / "evil").exists()

    def test_what_is_there_is_kept_unless_it_is_to_be_set_aside(
        self, full: Path, archive: Path
    ) -> None:
        before = files(full), records(url_of(full))
        done = invoke("restore", archive, "--data", full)
        assert done.code == 2
        assert "--force" in done.said
        assert (files(full), records(url_of(full))) == before

        (full / "policy.toml").write_text("changed")
        add_later(url_of(full))
        done = invoke("restore", archive, "--data", full, "--force", "--json")
        assert done.code == 0, done.said
        assert (files(full), records(url_of(full))) == before
        [aside] = done.objects[0]["set_aside"]
        assert (Path(aside) / "policy.toml").read_text() == "changed"
        assert b"later" in b"".join(records(url_of(Path(aside)))["api_keys"])

    def test_a_database_in_use_is_not_set_aside(self, full: Path, archive: Path) -> None:
        before = files(full)
        store = Store(url_of(full))
        with store.reading() as connection:
            connection.execute(sa.select(tables.api_keys.c.id)).all()
            done = invoke("restore", archive, "--data", full, "--force")
        store.close()
        assert done.code == 2
        assert "Stop the service" in done.said
        assert files(full) == before

    def test_a_file_system_is_not_set_aside(self, archive: Path, small_disk: Path) -> None:
        done = invoke("restore", archive, "--data", small_disk)
        assert done.code == 2
        assert "mounted" in done.said
        assert beside(small_disk) == []

    def test_room_is_looked_for_first(self, archive: Path, small_disk: Path) -> None:
        with filled(small_disk):
            done = invoke("restore", archive, "--data", small_disk / "data")
        assert done.code == 2
        assert "Make room" in done.said
        assert beside(small_disk) == []

    def test_a_configuration_that_cannot_be_used_stops_it(
        self, archive: Path, refused: Path, tmp_path: Path
    ) -> None:
        parts = [
            File(f.name, b"[server]\nworkers = 0\n") if f.name == "beholden.toml" else f
            for f in unpacked(archive)
        ]
        done = invoke("restore", packed(tmp_path / "x", parts), "--data", refused)
        assert done.code == 2
        assert "workers" in done.said

    def test_an_archive_cut_short_anywhere_is_refused(
        self, archive: Path, refused: Path, tmp_path: Path
    ) -> None:
        whole = archive.read_bytes()
        for size in [0, 1, 10, *range(20, len(whole), len(whole) // 25), len(whole) - 1]:
            (tmp_path / "cut").write_bytes(whole[:size])
            done = invoke("restore", tmp_path / "cut", "--data", refused)
            assert done.code == 2, size
            assert "no sound backup" in done.said

    def test_an_archive_altered_anywhere_is_refused(
        self, archive: Path, refused: Path, tmp_path: Path
    ) -> None:
        whole = archive.read_bytes()
        # Bytes 4 to 9 of a gzip file are its time and its maker: nobody reads them.
        for place in [0, 3, *range(10, len(whole), len(whole) // 40), len(whole) - 5]:
            altered = bytearray(whole)
            altered[place] ^= 0x55
            if inflated(bytes(altered)) == gzip.decompress(whole):
                continue  # a code of deflate that nothing uses: the content is the same
            (tmp_path / "altered").write_bytes(altered)
            done = invoke("restore", tmp_path / "altered", "--data", refused)
            assert done.code == 2, place
            assert done.err

    def test_content_that_is_not_what_the_manifest_says_is_refused(
        self, archive: Path, refused: Path, tmp_path: Path
    ) -> None:
        parts = [
            File(f.name, f.content.swapcase()) if f.name == "policy.toml" else f
            for f in unpacked(archive)
        ]
        done = invoke("restore", packed_as_is(tmp_path / "x", parts), "--data", refused)
        assert done.code == 2
        assert "policy.toml is not what was written" in done.said

    @pytest.mark.parametrize(
        "name",
        [
            "../evil",
            "/evil",
            "lists/../../evil",
            "lists/known/editions/0123456789ab/../../../../evil",
            "lists/known/editions/0123456789ab/evil",
            "lists/.lock",
            "tables/evil.jsonl",
            "tables/../policy.toml",
            "evil",
            "scans/evil",
            "policy.toml/evil",
            "beholden.db",
            "lists/known/active.json\n",
        ],
    )
    def test_a_file_that_no_backup_holds_is_refused(
        self, archive: Path, refused: Path, tmp_path: Path, name: str
    ) -> None:
        [manifest, *others] = unpacked(archive)
        bad = packed(tmp_path / "x", [manifest, File(name, b"evil"), *others])
        done = invoke("restore", bad, "--data", refused)
        assert done.code == 2
        assert "no file of a backup" in done.said

    @pytest.mark.parametrize(
        "kind",
        [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE],
    )
    def test_anything_but_plain_files_is_refused(
        self, archive: Path, refused: Path, tmp_path: Path, kind: bytes
    ) -> None:
        [manifest, *others] = [f for f in unpacked(archive) if f.name != "policy.toml"]
        bad = packed(tmp_path / "x", [manifest, File("policy.toml", b"", kind, "/evil"), *others])
        done = invoke("restore", bad, "--data", refused)
        assert done.code == 2
        assert "else than plain files" in done.said

    def test_extended_headers_are_refused_unread(
        self, archive: Path, refused: Path, tmp_path: Path
    ) -> None:
        huge = File("x" * 3_000_000, b"")
        bad = packed_as_is(tmp_path / "x", [huge, *unpacked(archive)], tarfile.PAX_FORMAT)
        done = invoke("restore", bad, "--data", refused)
        assert done.code == 2

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"format": 2}, "format 2"),
            ({"schema": "9999"}, "9999"),
            ({"schema": None}, "tables of no version"),
            ({"rows": {}}, "other rows than it says"),
            ({"extra": 1}, "no sound backup"),
            ({"files": []}, "no sound backup"),
            ({"files": [{"name": "policy.toml", "size": 2**70, "sha256": ""}]}, "no sound backup"),
            ({"files": [{"name": "policy.toml", "size": -5, "sha256": ""}]}, "cannot be of"),
            ({"files": [{"name": "policy.toml", "size": 2**40, "sha256": ""}]}, "cannot be of"),
            (
                {
                    "schema": None,
                    "files": [{"name": "lists/changes.jsonl", "size": 2**60, "sha256": ""}],
                },
                "Make room",
            ),
        ],
    )
    def test_a_manifest_that_cannot_be_true_is_refused(
        self, archive: Path, refused: Path, tmp_path: Path, change: dict[str, object], said: str
    ) -> None:
        bad = packed(tmp_path / "x", unpacked(archive), **change)
        done = invoke("restore", bad, "--data", refused)
        assert done.code == 2
        assert said in done.said

    def test_files_twice_or_out_of_order_or_without_manifest_are_refused(
        self, archive: Path, refused: Path, tmp_path: Path
    ) -> None:
        [manifest, *others] = unpacked(archive)
        for parts in (
            [manifest, *others, others[0]],
            [manifest, *reversed(others)],
        ):
            done = invoke("restore", packed(tmp_path / "x", parts), "--data", refused)
            assert done.code == 2
        for parts in (others, [manifest, *others[1:]], [manifest, *others, File("evil")]):
            done = invoke("restore", packed_as_is(tmp_path / "x", parts), "--data", refused)
            assert done.code == 2
            assert "no sound backup" in done.said

    def test_a_bomb_behind_the_end_or_in_a_member_is_not_unpacked(
        self, archive: Path, refused: Path, tmp_path: Path
    ) -> None:
        plain = gzip.decompress(archive.read_bytes())
        bomb = gzip.compress(bytes(300 << 20), 9)
        (tmp_path / "behind").write_bytes(gzip.compress(plain) + bomb)
        (tmp_path / "bare").write_bytes(bomb)
        for name in ("behind", "bare"):
            done = run("restore", tmp_path / name, "--data", refused, under=_WITHIN_400_MB)
            assert done.code == 2, done.said
            assert "no sound backup" in done.said

    @pytest.mark.parametrize("kind", ["a pipe", "a folder", "nothing"])
    def test_what_is_no_file_is_refused_at_once(
        self, refused: Path, tmp_path: Path, kind: str
    ) -> None:
        path = tmp_path / "odd"
        if kind == "a pipe":
            os.mkfifo(path)
        elif kind == "a folder":
            path.mkdir()
        done = invoke("restore", path, "--data", refused)
        assert done.code == 2

    def test_checking_writes_nothing(self, archive: Path, refused: Path) -> None:
        done = invoke("restore", "--check", archive, "--data", refused, "--json")
        assert done.code == 0
        assert done.objects[0]["schema"] == NETWORK.newest
        archive.write_bytes(archive.read_bytes()[:-9])
        assert invoke("restore", "--check", archive).code == 2


_LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (400 << 20, 400 << 20))
os.execv(sys.argv[1], sys.argv[1:])
"""
_WITHIN_400_MB = (sys.executable, "-c", _LIMITED)


def killed(command: str, below: Path, stride: int, *arguments: str | Path) -> list[int]:
    """Runs a command until it survives; the steps at which it was killed."""
    first = int.from_bytes(os.urandom(1)) % stride
    texts = [command, str(below), str(first), str(stride), *map(str, arguments)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.archives", *texts],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ends = [tuple(map(int, line.split())) for line in done.stdout.splitlines() if line[0].isdigit()]
    assert ends[-1][1] == 0, done.stderr
    assert all(status == signal.SIGKILL for _, status in ends[:-1])
    return [step for step, _ in ends]


STRIDE = int(os.environ.get("LONG_TEST_STRIDE", "4"))


class TestKilled:
    """Whenever a command is killed, what is there is whole; doing it again needs no care."""

    def test_a_backup_is_there_whole_or_not_at_all(self, full: Path, tmp_path: Path) -> None:
        place = tmp_path / "places"
        place.mkdir()
        steps = killed("backup", place, 1, place / "b@.tar.gz", "--data", full)
        assert len(steps) > 3
        for step in steps:
            path = place / f"b{step}.tar.gz"
            if path.exists():
                assert invoke("restore", "--check", path).code == 0
            else:
                assert invoke("backup", path, "--data", full).code == 0

    def test_a_restore_is_there_whole_or_not_at_all(
        self, full: Path, archive: Path, tmp_path: Path
    ) -> None:
        place = tmp_path / "places"
        place.mkdir()
        steps = killed("restore", place, STRIDE, archive, "--data", place / "@")
        assert len(steps) > 5
        whole = [step for step in steps if (place / str(step)).exists()]
        assert steps[-1] in whole
        for step in steps:
            data = place / str(step)
            if step not in whole:
                assert invoke("restore", archive, "--data", data).code == 0
            if step in (*whole, steps[0]):
                assert files(data).keys() - {".unfinished-restore"} == files(full).keys()
                assert records(url_of(data)) == records(url_of(full))
        assert [name for name in beside(place) if name.startswith(".")] == []

    def test_what_a_restore_replaces_is_there_before_it_or_after_it(
        self, full: Path, archive: Path, tmp_path: Path
    ) -> None:
        place = tmp_path / "places"
        place.mkdir()
        old = place / "data"
        old.mkdir()
        (old / "policy.toml").write_text("mine")
        # One folder for all runs: each finds what the one before has left.
        killed("restore", place, STRIDE, archive, "--data", old, "--force")
        assert files(old).keys() - {".unfinished-restore"} == files(full).keys()
        kept = [path for path in place.iterdir() if path != old and not (path / "lists").exists()]
        assert any((path / "policy.toml").read_text() == "mine" for path in kept)
        assert invoke("restore", archive, "--data", place / "more").code == 0


def test_a_database_that_dies_at_the_commit_takes_the_files_with_it(
    archive: Path, tmp_path: Path
) -> None:
    from tests.support.postgresql import started_server

    place = tmp_path / "place"
    place.mkdir()
    with started_server() as server:
        url = server.url("postgres")
        code = _KILL_SERVER_AT_RENAME.format(data=str(place / "data"), pid=server.pid, url=url)
        arguments = ["restore", str(archive), "--data", str(place / "data"), "--store-url", url]
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2, done.stderr
        assert beside(place) == []
        server.stop()
        server.start()
        again = invoke("restore", archive, "--data", place / "data", "--store-url", url)
        assert again.code == 0, again.said


_KILL_SERVER_AT_RENAME = """
import os, signal, sys, time
import psycopg
from beholden.cli import main

def hook(event, arguments):
    if event == "os.rename" and str(arguments[1]) == {data!r}:
        os.kill({pid}, signal.SIGQUIT)
        while True:
            try:
                psycopg.connect({url!r}).close()
            except psycopg.OperationalError:
                break
            time.sleep(0.01)

sys.addaudithook(hook)
main()
"""


class TestUpgrade:
    """Tables become those of this version, when the operator says so."""

    def test_tables_of_this_version_are_left_alone(self, full: Path) -> None:
        done = invoke("upgrade", "--data", full, "--json")
        assert (done.code, done.objects) == (0, [{"from": NETWORK.newest, "to": NETWORK.newest}])

    def test_the_first_tables_lose_nothing_and_are_not_used_before_they_are_upgraded(
        self, data: Path
    ) -> None:
        store = Store(url_of(data))
        make_first_tables(store)
        add(store, "kept")
        store.close()
        refused = invoke("keys", "list", "--data", data)
        assert (refused.code, "beholden upgrade" in refused.said) == (2, True)
        done = invoke("upgrade", "--yes", "--data", data, "--json")
        assert (done.code, done.objects) == (0, [{"from": "0001", "to": NETWORK.newest}])
        listed = invoke("keys", "list", "--data", data, "--json")
        assert [key["key_id"] for key in listed.objects[0]["keys"]] == ["kept"]

    def test_a_backup_of_the_first_tables_comes_back_as_todays(
        self, data: Path, tmp_path: Path, postgresql_url: str
    ) -> None:
        data.mkdir(exist_ok=True)
        store = Store(url_of(data))
        make_first_tables(store)
        add(store, "kept")
        store.close()
        old = tmp_path / "old.tar.gz"
        assert invoke("backup", old, "--data", data).code == 0
        assert invoke("restore", "--check", old, "--json").objects[0]["schema"] == "0001"
        for place, options in (("one", []), ("two", ["--store-url", postgresql_url])):
            done = invoke("restore", old, "--data", tmp_path / place, *options)
            assert done.code == 0, done.said
            url = postgresql_url if options else url_of(tmp_path / place)
            assert {name: len(rows) for name, rows in records(url).items() if rows} == {
                "api_keys": 1
            }
            restored = Store(url)
            restored.prepare()
            restored.close()

    def test_no_database_is_made_by_asking(self, data: Path) -> None:
        done = invoke("upgrade", "--data", data)
        assert done.code == 0
        assert "no tables yet" in done.text
        assert not (data / "beholden.db").exists()

    def test_newer_tables_are_refused_and_can_still_not_be_backed_up_as_something_else(
        self, full: Path, tmp_path: Path
    ) -> None:
        store = Store(url_of(full))
        with store.writing() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        store.close()
        for command in (["upgrade", "--yes"], ["backup", tmp_path / "b.tar.gz"]):
            done = invoke(*command, "--data", full)
            assert done.code == 2
            assert "newer" in done.said
        assert not (tmp_path / "b.tar.gz").exists()


def test_progress_is_shown_on_a_terminal_and_nowhere_else(full: Path, tmp_path: Path) -> None:
    shown = on_terminal("backup", tmp_path / "b.tar.gz", "--data", full)
    assert shown.code == 0
    assert b"Backing up" in shown.out
    quiet = invoke("restore", tmp_path / "b.tar.gz", "--data", tmp_path / "new")
    assert b"Restoring" not in quiet.err
    assert b"\x1b" not in quiet.err
