"""Defaults, then the file, then the environment; whatever is wrong is named with its place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from beholden.config import (
    Config,
    ConfigError,
    ConfigProblem,
    Loaded,
    Setting,
    Value,
    load_config,
    settings,
    shown_url,
    warnings,
)
from beholden.store import Store

ALL = list(settings().values())
BOUNDED = [setting for setting in ALL if setting.least is not None]
PASSWORD = "correct-horse"  # noqa: S105 - no password of anything


def write(folder: Path, text: str) -> Path:
    path = folder / "beholden.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(
    data: Path, environ: Mapping[str, str] | None = None, path: Path | None = None, **more: Any
) -> tuple[ConfigProblem, ...]:
    with pytest.raises(ConfigError) as refused:
        load_config(data, environ or {}, path, **more)
    for problem in refused.value.problems:
        assert problem.message.endswith((".", "?"))
        assert problem.message in str(refused.value)
    return refused.value.problems


def value_of(loaded: Loaded, setting: Setting) -> Value:
    value: Value = getattr(getattr(loaded.config, setting.section), setting.name)
    return value


def another(setting: Setting) -> Value:
    """A value that is accepted and is not the default."""
    if setting.kind == "true or false":
        return not setting.default
    if setting.choices:
        return setting.choices[0]
    if setting.kind == "text":
        texts = {
            "server.listen": "[::1]:1",
            "store.url": "postgresql://gate@db.example/beholden",
            "store.secret_file": "other.key",
            "ledger.trust_file": "other.txt",
            "transparency.provider": "Other Ltd",
            "transparency.service": "Other",
            "transparency.contact": "safety@other.example",
            "transparency.published": "reports",
        }
        return texts[setting.path]
    assert isinstance(setting.default, int | float)
    return setting.default + 1


def toml(value: Value) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value).lower()


# Where settings come from.


def test_without_file_and_environment_everything_is_the_default(tmp_path: Path) -> None:
    loaded = load_config(tmp_path, {"HOME": "x", "BEHOLDEN_DATA": "y"})
    assert loaded.config == Config()
    assert loaded.sources == dict.fromkeys(settings(), "default")
    assert loaded.file is None
    assert warnings(loaded) == ()


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.path)
def test_each_setting_can_be_given_by_file_and_by_environment(
    setting: Setting, tmp_path: Path
) -> None:
    value = another(setting)
    environ = {setting.environment: str(value)}
    path = write(tmp_path, f"[{setting.section}]\n{setting.name} = {toml(value)}\n")
    for given_environ, given_path, source in (({}, path, "file"), (environ, None, "environment")):
        if given_path is None:
            path.unlink()
        loaded = load_config(tmp_path, given_environ)
        assert value_of(loaded, setting) == value
        assert type(value_of(loaded, setting)) is type(setting.default)
        assert {p for p, s in loaded.sources.items() if s != "default"} == {setting.path}
        assert loaded.sources[setting.path] == source


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nworkers = 2\nmax_connections = 7\n")
    environ = {"BEHOLDEN_SERVER_WORKERS": "3"}
    loaded = load_config(tmp_path, environ)
    assert (loaded.config.server.workers, loaded.config.server.max_connections) == (3, 7)
    assert loaded.sources["server.workers"] == "environment"
    loaded = load_config(tmp_path, environ, options={"server.workers": "4"})
    assert loaded.config.server.workers == 4
    assert loaded.sources["server.workers"] == "command line"


def test_a_file_that_is_named_is_read_instead_of_the_one_in_the_data_folder(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nworkers = 2\n")
    (tmp_path / "by-variable.toml").write_text("[server]\nworkers = 3\n")
    (tmp_path / "by-option.toml").write_text("[server]\nworkers = 4\n")
    environ = {"BEHOLDEN_CONFIG": str(tmp_path / "by-variable.toml")}
    assert load_config(tmp_path, {}).config.server.workers == 2
    assert load_config(tmp_path, environ).config.server.workers == 3
    loaded = load_config(tmp_path, environ, tmp_path / "by-option.toml")
    assert loaded.config.server.workers == 4
    assert loaded.file == tmp_path / "by-option.toml"


@pytest.mark.parametrize("by", ["argument", "variable", "link"])
def test_a_file_that_should_be_there_and_is_not_is_refused(tmp_path: Path, by: str) -> None:
    missing = tmp_path / "none.toml"
    if by == "link":
        (tmp_path / "beholden.toml").symlink_to(missing)
    environ = {"BEHOLDEN_CONFIG": str(missing)} if by == "variable" else {}
    (problem,) = problems(tmp_path, environ, missing if by == "argument" else None)
    assert "cannot be read" in problem.message


def test_a_number_may_be_written_whole_where_a_fraction_is_possible(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nbody_seconds = 5\nmax_json_bytes = 1_000_000\n")
    server = load_config(tmp_path, {"BEHOLDEN_SERVER_MAX_IMAGE_BYTES": "2_000_000"}).config.server
    assert (server.body_seconds, server.max_json_bytes) == (5.0, 1_000_000)
    assert server.max_image_bytes == 2_000_000


# What is refused.


@pytest.mark.parametrize("setting", BOUNDED, ids=lambda setting: setting.path)
def test_a_number_out_of_bounds_is_refused_in_file_and_environment(
    setting: Setting, tmp_path: Path
) -> None:
    assert setting.least is not None
    assert setting.most is not None
    for value in (setting.least - 1, setting.most * 2, -5):
        path = write(tmp_path, f"\n[{setting.section}]\n{setting.name} = {value}\n")
        (problem,) = problems(tmp_path)
        assert (problem.source, problem.line, problem.path) == (str(path), 3, setting.path)
        assert f"from {setting.least:,} to {setting.most:,}" in problem.message
        path.unlink()
        (problem,) = problems(tmp_path, {setting.environment: str(value)})
        assert (problem.source, problem.line) == ("environment", None)
        assert problem.path == setting.environment


@pytest.mark.parametrize(
    "line",
    [
        'server.workers = "2"',
        "server.workers = 2.0",
        "server.workers = true",
        "server.workers = []",
        "server.workers = 2026-11-22",
        "server.workers = 9999999999999999999999999999",
        "server.body_seconds = nan",
        "server.body_seconds = inf",
        'server.body_seconds = "10 s"',
        "server.listen = 8787",
        'server.listen = ""',
        'server.listen = " 127.0.0.1:80"',
        'server.listen = "127.0.0.1:80\\n"',
        "log.requests = 1",
        'log.requests = "true"',
        'log.level = "INFO"',
        "log.level = {a = 1}",
        "log = 1",
        'store.secret_file = "keys/"',
    ],
)
def test_a_value_of_another_kind_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    write(tmp_path, f"# a comment\n{line}\n")
    (problem,) = problems(tmp_path)
    assert problem.line == 2
    assert problem.path == line.partition(" ")[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SERVER_WORKERS", ""),
        ("SERVER_WORKERS", "two"),
        ("SERVER_WORKERS", "2.0"),
        ("SERVER_WORKERS", "٢"),
        ("SERVER_WORKERS", "9" * 5000),
        ("SERVER_BODY_SECONDS", "nan"),
        ("SERVER_BODY_SECONDS", "1e999"),
        ("SERVER_BODY_SECONDS", "_"),
        ("LOG_REQUESTS", "yes"),
        ("LOG_LEVEL", "inf"),
        ("SERVER_LISTEN", ""),
    ],
)
def test_a_text_of_the_environment_that_means_no_value_is_refused(
    tmp_path: Path, name: str, text: str
) -> None:
    (problem,) = problems(tmp_path, {f"BEHOLDEN_{name}": text})
    assert problem.path == f"BEHOLDEN_{name}"


@pytest.mark.parametrize(
    ("text", "path", "hint"),
    [
        ("[server]\nlistn = 'a'", "server.listn", 'Did you mean "listen"?'),
        ("[sever]\nlisten = 'a'", "sever", "Did you mean [server]?"),
        ("[zzz]\na = 1", "zzz", "Known: server, decode"),
        ("\nlisten = 'a'", "listen", 'Did you mean "listen" under [server]?'),
        ("\nzzz = 1", "zzz", "Settings stand under a section"),
        ("[decode]\nmax_image_bytes = 1", "decode.max_image_bytes", "under [server]"),
        ("[log]\nzzz = 1", "log.zzz", "Known here: level, requests."),
        ("[server]\nlisten.port = 1", "server.listen", "found a table"),
        ("[[server]]\nworkers = 1", "server", "Write [server]"),
    ],
)
def test_an_unknown_name_is_refused_and_the_likely_one_is_named(
    tmp_path: Path, text: str, path: str, hint: str
) -> None:
    write(tmp_path, text)
    (problem,) = problems(tmp_path)
    assert problem.path == path
    assert hint in problem.message
    assert problem.line == (2 if "." in path or text.startswith("\n") else 1)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("BEHOLDEN_SERVER_LISTN", "BEHOLDEN_SERVER_LISTEN"),
        ("BEHOLDEN_SERVR_LISTEN", "BEHOLDEN_SERVER_LISTEN"),
        ("BEHOLDEN_LISTEN", "BEHOLDEN_SERVER_LISTEN"),
        ("BEHOLDEN_STORE_PASSWORD", "BEHOLDEN_STORE_"),
    ],
)
def test_a_misspelt_variable_is_refused_and_the_likely_one_is_named(
    tmp_path: Path, name: str, hint: str
) -> None:
    (problem,) = problems(tmp_path, {name: PASSWORD})
    assert problem.path == name
    assert hint in problem.message
    assert PASSWORD not in problem.message


def test_variables_of_others_are_left_alone(tmp_path: Path) -> None:
    others = (
        "BEHOLDEN_DATA BEHOLDEN_NO_KERNELS BEHOLDEN_KEY BEHOLDEN BEHOLDEN_SERVICE_HOST "
        "BEHOLDEN_SERVICE_PORT BEHOLDEN_SERVICE_PORT_HTTP BEHOLDEN_PORT BEHOLDEN_PORT_8787_TCP "
        "BEHOLDEN_PORT_8787_TCP_ADDR NOT_BEHOLDEN_SERVER_LISTN"
    )
    environ = dict.fromkeys(others.split(), "x")
    assert load_config(tmp_path, environ).config == Config()


def test_every_problem_of_file_and_environment_is_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nworkers = 0\nlisten = 'nowhere'\n[log]\nlevl = 'info'\n")
    environ = {"BEHOLDEN_DECODE_QUEUE": "x", "BEHOLDEN_STORE_URL": "mysql://a/b"}
    found = [(problem.line, problem.path) for problem in problems(tmp_path, environ)]
    assert found == [
        (None, "BEHOLDEN_DECODE_QUEUE"),
        (None, "BEHOLDEN_STORE_URL"),
        (2, "server.workers"),
        (3, "server.listen"),
        (5, "log.levl"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[server\n", "not valid TOML"),
        (b"[server]\nworkers = 1\nworkers = 2\n", "not valid TOML"),
        (b"\xef\xbb\xbf[server]\n", "byte order mark"),
        (b"[server]\nlisten = '\xff'\n", "UTF-8"),
        (b"#" * (2 << 20), "1 MiB"),
        (b"a = " + b"[" * 100_000, "nested"),
        (b"a = " + b"9" * 10_000, "TOML"),
        (b"\0", "TOML"),
    ],
)
def test_what_is_no_configuration_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "beholden.toml").write_bytes(content)
    (problem,) = problems(tmp_path)
    assert reason in problem.message


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "beholden.toml").mkdir()
    (problem,) = problems(tmp_path)
    assert "cannot be read" in problem.message


@given(st.dictionaries(st.sampled_from([s.environment for s in ALL]), st.text(max_size=40)))
def test_any_environment_is_accepted_or_refused_with_sentences(environ: dict[str, str]) -> None:
    try:
        loaded = load_config(Path("nowhere"), environ)
    except ConfigError as error:
        named, known = {problem.path for problem in error.problems}, set(environ)
    else:
        named = {path for path, source in loaded.sources.items() if source == "environment"}
        known = {setting.path for setting in ALL if setting.environment in environ}
    assert named <= known
    assert named or not environ


# What goes together.


@pytest.mark.parametrize("name", ["max_image_bytes", "max_json_bytes"])
def test_a_body_larger_than_the_room_for_bodies_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"[server]\nmax_body_memory_bytes = 40_000_000\n{name} = 40_000_001\n")
    (problem,) = problems(tmp_path)
    assert (problem.line, problem.path) == (3, f"server.{name}")
    assert "could never be accepted" in problem.message


def test_what_does_not_go_together_is_laid_to_the_setting_that_was_given(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nmax_body_memory_bytes = 5_000_000\n")
    (problem,) = problems(tmp_path)
    assert (problem.line, problem.path) == (2, "server.max_body_memory_bytes")
    assert "server.max_image_bytes = 33554432" in problem.message


def test_a_list_may_be_larger_than_the_room_for_bodies(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nmax_list_bytes = 1_000_000_000_000\n")
    assert load_config(tmp_path, {}).config.server.max_list_bytes == 10**12


@pytest.mark.parametrize(
    "url",
    [
        "beholden.db",
        "mysql://gate:correct-horse@db/x",
        "postgresql:/gate:correct-horse@db/x",
        "postgresql://gate:correct-horse@db:port/x",
        "postgresql://gate:correct-horse@[::1/x",
        "postgresql://gate@db/x?password=correct-horse",
        "postgresql://gate@db/x?p%61ssword=correct-horse",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///beholden.db",
        "sqlite://folder/beholden.db",
        "sqlite:////srv/beholden.db?timeout=correct-horse",
        "correct-horse://x",
    ],
)
def test_a_url_of_no_usable_database_is_refused_without_its_password(
    tmp_path: Path, url: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path, {"BEHOLDEN_STORE_URL": url})
    said = str(refused.value)
    assert "BEHOLDEN_STORE_URL" in said
    assert not url.startswith("postgresql") or PASSWORD not in said
    assert "gate:" not in said


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/beholden/beholden.db",
        "postgresql://gate:correct-horse@db.example:5432/beholden?sslmode=verify-full",
        "postgresql+psycopg://gate@/beholden?host=/run/postgresql",
    ],
)
def test_a_url_that_the_store_knows_is_accepted(tmp_path: Path, url: str) -> None:
    config = load_config(tmp_path, {"BEHOLDEN_STORE_URL": url}).config
    assert config.store_url(tmp_path) == url
    assert PASSWORD not in shown_url(url)


@pytest.mark.parametrize("name", ["plain", "with blanks", "a?b", "100%25", "é#;&"])
def test_the_embedded_database_is_in_the_data_folder_whatever_its_name(
    tmp_path: Path, name: str
) -> None:
    data = tmp_path / name
    assert make_url(Config().store_url(data)).database == str(data / "beholden.db")
    store = Store(Config().store_url(data))
    store.prepare()
    store.close()
    assert (data / "beholden.db").is_file()


def test_the_embedded_databases_url_does_not_depend_on_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Config().store_url(Path("data")) == f"sqlite:///{tmp_path}/data/beholden.db"


def test_the_secret_is_in_the_data_folder_or_where_it_is_said_to_be(tmp_path: Path) -> None:
    def where(text: str) -> Path:
        environ = {"BEHOLDEN_STORE_SECRET_FILE": text}
        return load_config(tmp_path, environ).config.secret_path(tmp_path)

    assert Config().secret_path(tmp_path) == tmp_path / "secret.key"
    assert where("keys/s.key") == tmp_path / "keys" / "s.key"
    assert where("/etc/beholden/s.key") == Path("/etc/beholden/s.key")


# What is legal but weak.


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("SERVER_LISTEN", "0.0.0.0:8787", "reverse proxy with TLS"),
        ("SERVER_LISTEN", "gate.example:8787", "reverse proxy with TLS"),
        ("SERVER_IDEMPOTENCY_HOURS", "23.5", "decided and counted twice"),
        ("SERVER_SHUTDOWN_SECONDS", "29", "cut off"),
        ("STORE_LOCK_SECONDS", "30", "server.answer_seconds"),
        ("DECODE_MAX_SECONDS", "60", "server.answer_seconds"),
    ],
)
def test_what_is_legal_but_weak_is_warned_of(
    tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    (warning,) = warnings(load_config(tmp_path, {f"BEHOLDEN_{name}": text}))
    assert sentence in warning
    assert text in warning


@pytest.mark.parametrize("listen", ["127.0.0.1:1", "[::1]:1", "localhost:1", "unix:/run/x"])
def test_nobody_is_warned_of_what_only_this_machine_can_reach(tmp_path: Path, listen: str) -> None:
    assert warnings(load_config(tmp_path, {"BEHOLDEN_SERVER_LISTEN": listen})) == ()


def test_a_password_in_a_file_that_everybody_can_read_is_warned_of(tmp_path: Path) -> None:
    path = write(tmp_path, f"[store]\nurl = 'postgresql://gate:{PASSWORD}@db/x'\n")
    path.chmod(0o644)
    (warning,) = warnings(load_config(tmp_path, {}))
    assert "chmod 640" in warning
    assert PASSWORD not in warning
    by_environment = {"BEHOLDEN_STORE_URL": "postgresql://gate:other@db/x"}
    assert warnings(load_config(tmp_path, by_environment)) == ()
    path.chmod(0o640)
    assert warnings(load_config(tmp_path, {})) == ()
    write(tmp_path, "[store]\nurl = 'postgresql://gate@db/x'\n").chmod(0o644)
    assert warnings(load_config(tmp_path, {})) == ()


def test_an_error_of_a_file_stands_as_the_policys_does(tmp_path: Path) -> None:
    path = write(tmp_path, "[server]\nworkers = 0\n")
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path, {})
    assert str(refused.value).startswith(f"{path}:2: server.workers: Expected a whole number")
    assert os.linesep not in str(refused.value)
