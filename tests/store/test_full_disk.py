"""Where nothing can be written the store says so, keeps what it has, and goes on afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from beholden.store import GroupCommit, Store, StoreFullError, StoreUnavailableError
from tests.store.support import ROOT, add, key_ids, write_keys
from tests.support.anybody import AS_ANYBODY
from tests.support.small_disk import filled

TOO_LONG_SECONDS = 60

WRITE_UNTIL_REFUSED = """
import resource, signal, sys
from beholden.store import *
from tests.store.support import add, key_ids
store = Store(sys.argv[1])
store.prepare()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
written = []
try:
    while len(written) < 5_000:
        add(store, f"{len(written):06d}")
        written.append(f"{len(written):06d}")
except (StoreFullError, StoreUnavailableError):
    pass
assert 10 < len(written) < 5_000, len(written)
assert key_ids(store) == written
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
add(store, "after")
assert key_ids(store) == [*written, "after"]
"""


@pytest.fixture
def cramped(small_disk: Path) -> Iterator[Store]:
    """A store on a disk that is soon full."""
    store = Store(f"sqlite:///{small_disk}/beholden.db")
    store.prepare()
    yield store
    store.close()


def test_a_full_disk_is_named_nothing_is_half_there_and_room_is_all_it_needs(
    cramped: Store, small_disk: Path
) -> None:
    written: list[str] = []

    def write_on() -> None:
        while True:
            add(cramped, f"{len(written):06d}")
            written.append(f"{len(written):06d}")

    add(cramped, "before")
    with filled(small_disk):
        with pytest.raises(StoreFullError, match="Make room"):
            write_on()
        assert key_ids(cramped) == [*written, "before"]
        with pytest.raises(StoreFullError):
            add(cramped, "still full")
    add(cramped, "zafter")
    assert key_ids(cramped) == [*written, "before", "zafter"]


def test_on_a_full_disk_everybody_who_waits_hears_that_nothing_was_recorded(
    cramped: Store, small_disk: Path
) -> None:
    group = GroupCommit(cramped, write_keys)
    with filled(small_disk):
        futures = [group.submit(f"{n:06d}") for n in range(4_000)]
        errors = [future.exception(TOO_LONG_SECONDS) for future in futures]
        refused = {f"{n:06d}" for n, error in enumerate(errors) if error}
        assert refused
        assert {type(error) for error in errors if error} == {StoreFullError}
        assert set(key_ids(cramped)) == {f"{n:06d}" for n in range(4_000)} - refused
    assert group.submit("after").result(TOO_LONG_SECONDS) == "after"
    group.close()


def test_a_limit_on_file_sizes_is_met_like_a_full_disk(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WRITE_UNTIL_REFUSED, f"sqlite:///{tmp_path}/beholden.db"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_on_a_full_disk_no_tables_are_made_and_the_database_can_be_made_later(
    small_disk: Path,
) -> None:
    store = Store(f"sqlite:///{small_disk}/beholden.db")
    with filled(small_disk), pytest.raises((StoreFullError, StoreUnavailableError)):
        store.prepare()
    store.prepare()
    add(store, "a")
    assert key_ids(store) == ["a"]
    store.close()


@pytest.mark.parametrize("there", [True, False], ids=["a database", "nothing"])
def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    url = f"sqlite:///{folder}/beholden.db"
    if there:
        store = Store(url)
        store.prepare()
        store.close()
        (folder / "beholden.db").chmod(0o400)
    folder.chmod(0o500)
    code = (
        "import sys\n"
        "from beholden.store import *\n"
        "from tests.store.support import add\n"
        "try:\n"
        "    store = Store(sys.argv[1]); store.prepare(); add(store, 'a')\n"
        "except StoreUnavailableError as error:\n"
        "    sys.exit('permissions' not in str(error) and f'said {error}')\n"
        "sys.exit('it wrote')\n"
    )
    done = subprocess.run(
        [*AS_ANYBODY, sys.executable, "-c", code, url],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    folder.chmod(0o700)
    assert done.returncode == 0, done.stderr
