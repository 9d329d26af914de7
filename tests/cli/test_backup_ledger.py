"""Backup and restore of the ledger: what comes back, and what must not go on by itself."""

from __future__ import annotations

import json
import shutil
import stat
import threading
from pathlib import Path

import pytest

from beholden.app import Beholden
from beholden.app.sequencing import drain
from beholden.ledger import Statement
from tests.cli.archives import File, packed, unpacked
from tests.cli.support import (
    Done,
    invoke,
    scan,
)
from tests.cli.test_backup import beside


class TestLedger:
    """A backup brings the log back as it was, and no log goes on that may be older than it was."""

    @pytest.fixture
    def logged(self, full: Path) -> Path:
        """The same folder with a named log, one entry more than published, and a trust policy."""
        assert invoke("ledger", "init", "--origin", "example.org/d", "--data", full).code == 0
        (full / "ledger" / "trust.txt").write_text("# ours\nquorum none\n")
        self.put(full, "first")
        assert self.checkpoint(full).code == 0
        self.put(full, "second")
        return full

    @pytest.fixture
    def saved(self, logged: Path, tmp_path: Path) -> Path:
        """A backup of it."""
        path = tmp_path / "logged.tar.gz"
        done = invoke("backup", path, "--data", logged)
        assert done.code == 0, done.said
        return path

    @pytest.fixture
    def back(self, saved: Path, tmp_path: Path) -> Path:
        """What was restored from it."""
        done = invoke("restore", saved, "--data", tmp_path / "back", "--json")
        assert done.code == 0, done.said
        assert "stands still" in done.objects[0]["notes"][0]
        assert "resume" in done.said
        return tmp_path / "back"

    def put(self, data: Path, *ids: str) -> None:
        app = Beholden(data)
        app.ledger.outbox.put([Statement(one, "test/1", b"about " + one.encode()) for one in ids])
        app.close()

    def checkpoint(self, data: Path) -> Done:
        return invoke("ledger", "checkpoint", "--data", data)

    def size(self, data: Path) -> int:
        return int(self.checkpoint(data).text.splitlines()[1])

    def test_name_keys_checkpoint_and_policy_are_in_it_and_files_that_can_be_made_are_not(
        self, logged: Path, saved: Path, back: Path
    ) -> None:
        keys = {f"ledger/keys/{path.name}" for path in (logged / "ledger" / "keys").iterdir()}
        named = {file.name for file in unpacked(saved) if file.name.startswith("ledger/")}
        assert named == {
            "ledger/identity.json",
            "ledger/checkpoint",
            "ledger/trust.txt",
            *keys,
        }
        assert keys
        for name in named:
            assert (back / name).read_bytes() == (logged / name).read_bytes()
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (back / "ledger").rglob("*")}
        assert set(modes.values()) == {0o700, 0o600}
        assert all(mode == 0o600 for path, mode in modes.items() if path.is_file())

    def test_a_restored_log_stands_still_while_decisions_go_on(
        self, back: Path, uploads: Path
    ) -> None:
        before = (back / "ledger" / "checkpoint").read_bytes()
        assert scan(uploads, back).code == 1
        for _ in range(2):
            done = self.checkpoint(back)
            assert done.code == 2
            assert "put back from a backup of" in done.said
        assert (back / "ledger" / "checkpoint").read_bytes() == before
        (status,) = invoke("ledger", "status", "--json", "--data", back).objects
        assert status["waiting"] >= 2

    def test_a_log_that_is_the_newest_goes_on_where_it_was(self, logged: Path, back: Path) -> None:
        assert "goes on" in invoke("ledger", "resume", "--data", back).text
        assert "nothing changed" in invoke("ledger", "resume", "--data", back).text
        self.put(back, "third")
        assert self.size(back) == self.size(logged) + 1
        for data in (back, logged):
            verified = invoke("ledger", "verify", "--data", data)
            assert verified.code == 0, verified.text
        entries = [data / "ledger" / "tile" / "entries" / "000.p" for data in (logged, back)]
        old, new = (next(folder.iterdir()).read_bytes() for folder in entries)
        assert new.startswith(old)

    def test_a_log_that_went_on_after_the_backup_comes_back_from_a_mirror(
        self, logged: Path, back: Path, tmp_path: Path
    ) -> None:
        self.put(logged, "lost")
        size = self.size(logged)
        copy = tmp_path / "mirror" / "log"
        shutil.copytree(logged / "ledger" / "tile", copy / "tile")
        shutil.copy(logged / "ledger" / "checkpoint", copy)
        done = invoke("ledger", "repair", "--from", tmp_path / "mirror", "--data", back)
        assert done.code == 0, done.said
        assert f"{size} entries were brought back" in done.text
        # A statement of the loss is one entry more.
        assert self.size(back) == size + 1
        verified = invoke("ledger", "verify", "--json", "--data", back)
        assert (verified.code, verified.objects[0]["unopened"]) == (0, 1)

    def test_a_log_that_went_on_after_the_backup_is_not_forgotten_where_its_checkpoint_is(
        self, logged: Path, back: Path
    ) -> None:
        """Somebody resumed too early, with the newer checkpoint at hand."""
        self.put(logged, "lost")
        self.size(logged)
        shutil.copy(logged / "ledger" / "checkpoint", back / "ledger")
        assert invoke("ledger", "resume", "--data", back).code == 0
        done = self.checkpoint(back)
        assert done.code == 2
        assert "two logs of one name" in done.said

    def test_a_backup_from_before_there_was_a_ledger_is_restored(
        self, saved: Path, tmp_path: Path
    ) -> None:
        parts = [file for file in unpacked(saved) if not file.name.startswith("ledger/")]
        done = invoke(
            "restore", packed(tmp_path / "old", parts), "--data", tmp_path / "new", "--json"
        )
        assert (done.code, done.objects[0]["notes"]) == (0, [])
        assert not (tmp_path / "new" / "ledger").exists()

    @pytest.mark.parametrize(
        "name",
        [
            "ledger/",
            "ledger/journal",
            "ledger/lock",
            "ledger/restored",
            "ledger/status.json",
            "ledger/witnesses.json",
            "ledger/tile/0/000",
            "ledger/keys/evil.key",
            "ledger/keys/../../evil",
            "ledger/keys/0123456789abcdef0123456789abcdef.key/evil",
            "ledger/keys/0123456789ABCDEF0123456789ABCDEF.key",
            "ledger/keys/0123456789abcdef0123456789abcdef.key\n",
            "ledger/identity.json\n",
            "ledger//identity.json",
            "ledger/../evil",
            "ledger/ledger/identity.json",
        ],
    )
    def test_a_file_of_the_ledger_that_no_backup_holds_is_refused(
        self, saved: Path, tmp_path: Path, name: str
    ) -> None:
        [manifest, *others] = unpacked(saved)
        bad = packed(tmp_path / "x", [manifest, File(name, b"evil"), *others])
        done = invoke("restore", bad, "--data", tmp_path / "target")
        assert done.code == 2
        assert "no file of a backup" in done.said
        assert not (tmp_path / "target").exists()
        assert not (tmp_path / "evil").exists()

    def test_a_hostile_identity_signs_nothing_and_leaves_the_folder(
        self, saved: Path, tmp_path: Path
    ) -> None:
        """It is restored as it is, as every file; whoever made it had the log's keys anyway."""
        parts = [
            File(file.name, b'{"origin": "../../evil", "keys": []}')
            if file.name == "ledger/identity.json"
            else file
            for file in unpacked(saved)
        ]
        data = tmp_path / "target"
        assert invoke("restore", packed(tmp_path / "x", parts), "--data", data).code == 0
        assert invoke("ledger", "resume", "--data", data).code == 0
        done = self.checkpoint(data)
        assert done.code == 2
        assert "damaged" in done.said
        assert not (tmp_path / "evil").exists()

    def test_a_file_that_is_far_too_long_makes_no_backup(
        self, logged: Path, tmp_path: Path
    ) -> None:
        (logged / "ledger" / "checkpoint").write_bytes(bytes((1 << 20) + 1))
        done = invoke("backup", tmp_path / "b.tar.gz", "--data", logged)
        assert done.code == 2
        assert "checkpoint" in done.said
        assert beside(tmp_path).count("b.tar.gz") == 0

    def test_a_backup_under_a_log_that_grows_and_changes_its_keys_is_of_one_moment(
        self, logged: Path, tmp_path: Path
    ) -> None:
        stop = threading.Event()

        def grow() -> None:
            app = Beholden(logged)
            number = 0
            while not stop.is_set():
                app.ledger.outbox.put([Statement(f"more-{number}", "test/1", b"x")])
                app.ledger.rotate_key(0)
                drain(app)
                number += 1
            app.close()

        growing = threading.Thread(target=grow)
        growing.start()
        try:
            paths = [tmp_path / f"{number}.tar.gz" for number in range(6)]
            done = [invoke("backup", path, "--data", logged) for path in paths]
        finally:
            stop.set()
            growing.join()
        sizes = []
        for one, path in zip(done, paths, strict=True):
            assert one.code == 0, one.said
            held = {file.name: file.content for file in unpacked(path)}
            (state,) = map(json.loads, held["tables/ledger_state.jsonl"].splitlines())
            published = int(held["ledger/checkpoint"].split(b"\n")[1])
            assert published <= state["size"]
            identity = json.loads(held["ledger/identity.json"])
            keys = {name for name in held if name.startswith("ledger/keys/")}
            assert len(keys) >= len(identity["keys"])
            data = tmp_path / path.stem
            assert invoke("restore", path, "--data", data).code == 0
            assert invoke("ledger", "resume", "--data", data).code == 0
            sizes.append(self.size(data))
            assert sizes[-1] >= published
        assert sizes == sorted(sizes)
