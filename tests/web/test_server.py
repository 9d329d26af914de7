"""Where the service listens: what is in the way is never destroyed, refusals say what to do."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from beholden.web.server import address_of, bound
from beholden.web.supervisor import _remove_socket, _socket_file
from tests.cli.support import run


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_no_socket_is_left_alone(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "gate.sock"
    precious = tmp_path / "precious"
    precious.write_text("precious")
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(precious)
    else:
        path.write_text("precious")
    with pytest.raises(OSError, match="choose another address"):
        bound(f"unix:{path}", 1)
    assert path.exists()
    assert precious.read_text() == "precious"
    if kind == "file":
        assert path.read_text() == "precious"


def test_a_socket_that_nobody_listens_on_is_replaced_and_a_live_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "gate.sock"
    (first,) = bound(f"unix:{path}", 1)
    with pytest.raises(OSError, match="in use"):
        bound(f"unix:{path}", 1)
    first.close()
    (second,) = bound(f"unix:{path}", 1)
    assert address_of(second) == f"unix:{path}"
    assert path.stat().st_mode & 0o777 == 0o660
    second.close()


def test_workers_have_a_socket_each_on_one_port(tmp_path: Path) -> None:
    del tmp_path
    made = bound("127.0.0.1:0", 3)
    assert len({address_of(one) for one in made}) == 1
    assert len({one.fileno() for one in made}) == 3
    for one in made:
        one.close()


def test_an_address_in_use_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = run("serve", "--data", tmp_path / "data", "--listen", address)
    assert done.code == 2
    assert address in done.said
    assert "--listen" in done.said


def test_a_socket_of_a_service_that_followed_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "gate.sock"
    listen = f"unix:{path}"
    (ours,) = bound(listen, 1)
    file = _socket_file(listen)
    assert file is not None
    ours.close()
    # Kept under another name, so that its number is not given to the next file.
    path.rename(tmp_path / "before")
    (theirs,) = bound(listen, 1)
    _remove_socket(*file)
    assert path.exists()
    theirs.close()
    path.unlink()
    (tmp_path / "before").rename(path)
    _remove_socket(*file)
    assert not path.exists()
    _remove_socket(*file)
