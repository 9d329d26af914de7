"""`beholden policy`: what is wrong has a line, what is in force can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import CONTROL, activate, invoke, pdq_row, run, write_policy


def policy_file(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    return write_policy(tmp_path / "draft", *changes)


def line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if text in line)


def test_the_shipped_policy_is_sound_and_can_be_copied(tmp_path: Path) -> None:
    shown = run("policy", "show", "--default")
    assert shown.code == 0
    (tmp_path / "policy.toml").write_bytes(shown.out)
    done = run("policy", "check", "policy.toml", cwd=tmp_path)
    assert done.code == 0
    assert done.text == "Sound: version default-1, 5 rules, mode enforce.\n"
    assert done.err == b""


def test_without_a_file_the_policy_in_force_is_checked(tmp_path: Path) -> None:
    assert "version default-1" in invoke("policy", "check", "--data", tmp_path).text
    write_policy(tmp_path, ('version = "default-1"', 'version = "ours"'))
    assert "version ours" in invoke("policy", "check", "--data", tmp_path).text


def test_an_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    path = policy_file(tmp_path, ("min_accounts = 20", "min_acounts = 20"))
    done = invoke("policy", "check", path, "--data", tmp_path)
    assert done.code == 2
    line = line_of(path, "min_acounts")
    assert f"{path}:{line}: guard.min_acounts: Unknown key." in done.said
    assert 'Did you mean "min_accounts"?' in done.said


def test_wrong_syntax_is_refused_with_its_line(tmp_path: Path) -> None:
    path = policy_file(tmp_path, ('mode = "enforce"', 'mode = "enforce'))
    done = invoke("policy", "check", path, "--data", tmp_path)
    assert done.code == 2
    assert f"{path}:{line_of(path, 'mode = ')}: This is not valid TOML" in done.said


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    path = policy_file(
        tmp_path,
        ('mode = "enforce"', 'mode = "strict"'),
        ("window_hours = 24", 'window_hours = "long"'),
        ("low_quality = true", "low_quality = true\nfoo = 1"),
    )
    done = invoke("policy", "check", path, "--json", "--data", tmp_path)
    assert done.code == 2
    (found,) = done.objects
    assert [(p["path"], p["line"]) for p in found["problems"]] == [
        ("mode", line_of(path, 'mode = "strict"')),
        ("guard.window_hours", line_of(path, "window_hours = ")),
        ("rules[4].when.foo", line_of(path, "foo = 1")),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"\xef\xbb\xbfversion = 1",
        b"version = 1",
        b"[[[",
        b"\x00",
        b"a" * (2 << 20),
    ],
)
def test_what_is_no_policy_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    done = invoke("policy", "check", path)
    assert done.code == 2
    assert done.said.startswith(str(path))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    done = invoke("policy", "check", tmp_path / "none.toml")
    assert done.code == 2
    assert "cannot be read" in done.said


def test_a_match_can_never_be_allowed_by_a_rule(tmp_path: Path) -> None:
    path = policy_file(tmp_path, ('decision = "block"', 'decision = "allow"'))
    done = invoke("policy", "check", path)
    assert done.code == 2
    assert "never turns a match into allow" in done.said


def test_what_cannot_be_scanned_is_not_allowed_wholesale(tmp_path: Path) -> None:
    old = '[[rules]]\nname = "cannot be scanned"\ndecision = "hold"'
    path = policy_file(tmp_path, (old, old.replace("hold", "allow")))
    done = invoke("policy", "check", path)
    assert done.code == 2
    assert "must name each code" in done.said


def test_what_is_legal_but_weak_is_warned_of(tmp_path: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(1)])
    path = write_policy(
        data,
        ('mode = "enforce"', 'mode = "shadow"'),
        ("max_distance = 31", 'max_distance = 31\nlists = ["knwon"]'),
    )
    done = invoke("policy", "check", "--data", data)
    assert done.code == 0
    assert "Warning: Shadow mode is on" in done.text
    assert 'names lists that are not active: "knwon"' in done.text
    (found,) = invoke("policy", "check", "--json", "--data", data).objects
    assert found["file"] == str(path)
    assert found["problems"] == []
    assert len(found["warnings"]) == 2


def test_show_names_every_rule_and_who_set_it(tmp_path: Path) -> None:
    done = invoke("policy", "show", "--json", "--data", tmp_path)
    (policy,) = done.objects
    assert done.code == 0
    assert policy["mode"] == "enforce"
    assert len(policy["rules"]) == 5
    assert all(rule["set_by"] and rule["set_at"] for rule in policy["rules"])
    assert len(policy["digest"]) == 64
    text = invoke("policy", "show", "--data", tmp_path).text
    assert f"digest {policy['digest'][:12]}" in text
    assert all(heading in text for heading in ("rule", "decision", "when", "set by", "set at"))


def test_show_gives_the_operators_policy_and_default_the_shipped_one(tmp_path: Path) -> None:
    write_policy(tmp_path, ('version = "default-1"', 'version = "ours"'))

    def version(*options: str) -> str:
        (policy,) = invoke("policy", "show", "--json", *options, "--data", tmp_path).objects
        text: str = policy["version"]
        return text

    assert version() == "ours"
    assert version("--default") == "default-1"


def test_a_name_like_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    write_policy(tmp_path, ('name = "cannot be scanned"', 'name = "[/x]"'))
    assert "[/x]" in invoke("policy", "show", "--data", tmp_path).text


@pytest.mark.parametrize("command", [("policy", "show"), ("policy", "check"), ("drill",)])
def test_a_broken_policy_in_force_is_status_2(tmp_path: Path, command: tuple[str, ...]) -> None:
    write_policy(tmp_path, ('default = "allow"', 'default = "alow"'))
    done = invoke(*command, "--data", tmp_path)
    assert done.code == 2
    assert 'Did you mean "allow"?' in done.said


def test_a_broken_policy_stops_a_scan_before_the_first_file(data: Path, uploads: Path) -> None:
    write_policy(data, ('default = "allow"', 'default = "alow"'))
    done = run("scan", "--data", data, uploads)
    assert done.code == 2
    assert done.out == b""
    assert f"{data / 'policy.toml'}:" in done.said


def test_a_name_of_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[2J\x07.toml"
    for content in (None, b"x"):
        if content is not None:
            path.write_bytes(content)
        done = invoke("policy", "check", path)
        assert done.code == 2
        assert not CONTROL.search(done.err)
