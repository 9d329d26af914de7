"""`beholden config`: what is in force and why, what is wrong and where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from beholden.config import settings
from tests.cli.support import CONTROL, Done, invoke, run

PASSWORD = "correct-horse"  # noqa: S105 - no password of anything
URL = f"postgresql://gate:{PASSWORD}@db.example/beholden"


def write(folder: Path, text: str, name: str = "beholden.toml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def test_every_setting_is_shown_with_its_value_and_where_it_comes_from(tmp_path: Path) -> None:
    path = write(tmp_path, '[server]\nlisten = "unix:/run/beholden/http.sock"\nworkers = 2\n')
    done = run("config", "show", "--data", tmp_path, BEHOLDEN_SERVER_WORKERS="3")
    assert done.code == 0
    assert done.err == b""
    lines = done.text.splitlines()
    assert lines[0] == f"File: {path}"
    rows = {line.split()[0]: line.split()[1:] for line in lines[2:]}
    assert list(rows) == list(settings())
    assert rows["server.listen"] == ["unix:/run/beholden/http.sock", "file"]
    assert rows["server.workers"] == ["3", "environment"]
    assert rows["log.level"] == ["info", "default"]
    assert rows["log.requests"] == ["false", "default"]
    assert rows["store.url"] == ['""', "default"]


def test_programs_get_the_same_as_json(tmp_path: Path) -> None:
    path = write(tmp_path, "[decode]\nexact = true\n")
    done = invoke("config", "show", "--json", "--data", tmp_path)
    (found,) = done.objects
    assert found["file"] == str(path)
    assert list(found["settings"]) == list(settings())
    exact = found["settings"]["decode.exact"]
    assert (exact["value"], exact["source"], exact["default"]) == (True, "file", False)
    assert exact["environment"] == "BEHOLDEN_DECODE_EXACT"
    assert all(row["description"] for row in found["settings"].values())


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_password_is_never_shown(tmp_path: Path, form: tuple[str, ...]) -> None:
    write(tmp_path, f"[store]\nurl = '{URL}'\n").chmod(0o644)
    for command in ("show", "check"):
        done = invoke("config", command, *form, "--data", tmp_path)
        assert done.code == 0
        assert PASSWORD not in done.text + done.said
    shown = invoke("config", "show", *form, "--data", tmp_path)
    assert "postgresql://gate:***@db.example/beholden" in shown.text


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_password_in_a_url_that_is_refused_is_not_shown(
    tmp_path: Path, form: tuple[str, ...]
) -> None:
    for wrong in (URL.replace("postgresql", "mysql"), URL.replace(".example", ":port")):
        write(tmp_path, f"[store]\nurl = '{wrong}'\n")
        for command in ("show", "check"):
            done = invoke("config", command, *form, "--data", tmp_path)
            assert done.code == 2
            assert PASSWORD not in done.text + done.said


def test_a_sound_file_is_said_to_be_sound(tmp_path: Path) -> None:
    path = write(tmp_path, "[server]\nworkers = 2\n")
    done = run("config", "check", path.name, cwd=tmp_path)
    assert done.code == 0
    assert done.text == f"Sound: beholden.toml, 1 of {len(settings())} settings given.\n"
    assert done.err == b""


def test_without_a_file_what_is_in_force_is_checked(tmp_path: Path) -> None:
    assert "Sound: no file, 0 of" in invoke("config", "check", "--data", tmp_path).text
    write(tmp_path, "[server]\nworkers = 2\n")
    assert "1 of" in invoke("config", "check", "--data", tmp_path).text
    other = write(tmp_path, "[server]\nworkers = 0\n", "other.toml")
    done = run("config", "check", "--data", tmp_path, BEHOLDEN_CONFIG=str(other))
    assert done.code == 2
    assert f"{other}:2: server.workers: Expected a whole number from 1 to 64" in done.said


def test_every_problem_is_named_at_once_with_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, "[server]\nlistn = 'x'\nworkers = 0\n[log]\nlevel = 'loud'\n")

    def check(*form: str) -> Done:
        wrong = {"BEHOLDEN_SERVER_LISTN": "x", "BEHOLDEN_DECODE_QUEUE": "many"}
        return run("config", "check", path, *form, stdin=b"", cwd=None, under=(), **wrong)

    done = check()
    assert done.code == 2
    assert done.out == b""
    assert f'{path}:2: server.listn: Unknown setting. Did you mean "listen"?' in done.said
    assert f"{path}:5: log.level: Expected" in done.said
    assert "environment: BEHOLDEN_SERVER_LISTN: No setting has this variable." in done.said
    done = check("--json")
    assert done.code == 2
    (found,) = done.objects
    assert [(p["line"], p["path"]) for p in found["problems"]] == [
        (None, "BEHOLDEN_DECODE_QUEUE"),
        (None, "BEHOLDEN_SERVER_LISTN"),
        (2, "server.listn"),
        (3, "server.workers"),
        (5, "log.level"),
    ]


def test_what_is_legal_but_weak_is_warned_of(tmp_path: Path) -> None:
    path = write(tmp_path, "[server]\nlisten = '0.0.0.0:80'\nidempotency_hours = 1\n")
    done = invoke("config", "check", path)
    assert done.code == 0
    assert "Warning: server.listen = 0.0.0.0:80 accepts from other machines" in done.text
    assert "reverse proxy with TLS" in done.text
    (found,) = invoke("config", "check", path, "--json").objects
    assert found["problems"] == []
    assert len(found["warnings"]) == 2


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    done = invoke("config", "check", tmp_path / "none.toml")
    assert done.code == 2
    assert "cannot be read" in done.said
    done = invoke("config", "show", "--config", tmp_path / "none.toml")
    assert done.code == 2
    assert "cannot be read" in done.said


def test_a_broken_file_stops_show_too(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nworkers = 0\n")
    done = invoke("config", "show", "--data", tmp_path)
    assert done.code == 2
    assert "server.workers" in done.said


@pytest.mark.parametrize("name", [b"\x1b[2J\x07.toml", b"\xff.toml"])
@pytest.mark.parametrize("content", [None, b"x", b"[server]\nlisten = '0.0.0.0:1'\n", b""])
def test_a_name_of_a_file_cannot_steer_the_terminal_or_break_the_json(
    tmp_path: Path, name: bytes, content: bytes | None
) -> None:
    path = tmp_path / os.fsdecode(name)
    if content is not None:
        path.write_bytes(content)
    sound = content in {b"", b"[server]\nlisten = '0.0.0.0:1'\n"}
    for form in ((), ("--json",)):
        done = run("config", "check", *form, path)
        assert done.code == (0 if sound else 2), done.said
        assert not CONTROL.search(done.out + done.err)
