"""`beholden demo`: the main job end to end, and nothing of anybody else's is touched."""

from __future__ import annotations

from pathlib import Path

from tests.cli.support import Done, invoke, on_terminal, outcomes, run, scan

SMALL = ("--listed", "24", "--copies", "2", "--fresh", "4")


def demo(folder: Path, *options: str) -> Done:
    return run("demo", "--folder", folder, *SMALL, *options)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / "uploads").rglob("*"))
        if path.is_file()
    }


def test_the_demo_leaves_a_working_data_folder_and_can_be_run_again(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    done = demo(folder)
    assert done.code == 0, done.text
    assert "False matches  0 (4 fresh pictures)" in done.text
    data = folder / "data"
    (said,) = invoke("lists", "status", "--json", "--data", data).objects
    assert said["lists"][0]["active"]["count"] >= 24
    unaltered = scan(folder / "uploads" / "unaltered", data)
    assert unaltered.code == 1
    assert set(outcomes(unaltered).values()) == {"block"}
    fresh = scan(folder / "uploads" / "fresh", data)
    assert fresh.code == 0
    assert len(fresh.objects) == 4

    first = files(folder)
    (folder / "uploads" / "left-over.jpg").write_bytes(b"from before")
    again = on_terminal("demo", "--folder", folder, *SMALL)
    assert again.code == 0
    assert b"Painting pictures" in again.out, "a terminal is shown the progress"
    assert files(folder) == first, "the same seed makes the same files, and nothing else stays"


def test_what_the_demo_suggests_works(tmp_path: Path) -> None:
    done = run("demo", *SMALL, "--seed", "5", cwd=tmp_path)
    assert done.code == 0, done.text
    _, _, suggested = done.text.partition("Try next")
    commands = [line.split() for line in suggested.splitlines()[1:]]
    assert [command[:2] for command in commands] == [
        ["beholden", "lists"],
        ["beholden", "scan"],
        ["beholden", "drill"],
        ["beholden", "verify"],
        ["beholden", "ledger"],
        ["beholden", "hash"],
    ]
    for command in commands[:5]:
        assert run(*command[1:], cwd=tmp_path).code in (0, 1)


def test_a_folder_with_other_content_is_refused_and_left_untouched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"precious")
    done = demo(tmp_path)
    assert done.code == 2
    assert "holds something else" in done.said
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert (tmp_path / "mine.txt").read_bytes() == b"precious"


def test_a_place_where_nothing_can_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        done = demo(place)
        assert done.code == 2
        assert "Traceback" not in done.said
    assert (tmp_path / "file").read_bytes() == b""
