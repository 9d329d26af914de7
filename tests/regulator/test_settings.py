"""The settings: read once, every problem with its line, what was written is read back."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator import (
    MirrorSettings,
    RegulatorSettings,
    SettingsError,
    parse_settings,
    read_settings,
    settings_text,
)

TEXT = """
name = "Example Regulator"
contact = "contact@example.org"
base_url = "https://scorecards.example.org/"
port = 9000

[[mirror]]
service = "example"
key_file = "keys/example.key"

[[help]]
name = "Example Helpline"
text = "Talk to somebody."
url = "https://help.example.org/"
"""


def test_settings_say_what_their_file_says() -> None:
    found = parse_settings(TEXT.encode())
    assert (found.name, found.port, found.host) == ("Example Regulator", 9000, "127.0.0.1")
    assert found.mirror_of("example").key_file == "keys/example.key"
    assert found.mirror_of("other") == MirrorSettings(service="other")
    assert [one.name for one in found.help_lines] == ["Example Helpline"]


def test_without_help_lines_those_that_ship_are_shown() -> None:
    assert parse_settings(b'name = "X"').help_lines[0].name == "Childline"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('name = "Example Regulator"', "", 1, "name: Missing"),
        ("port = 9000", "port = 99999", 5, "port: .*65535"),
        ("port = 9000", 'port = "9000"', 5, "port: Expected a whole number"),
        ('service = "example"', 'service = "Ex"', 8, r"mirror\[0\]\.service"),
        ("key_file", "keyfile", 9, 'mean "key_file"'),
        ("https://help", "javascript:help", 14, r"help\[0\]\.url"),
        ("https://scorecards", "ftp://scorecards", 4, "base_url"),
        ("[[help]]", "[[mirror]]\nservice = 'example'\n[[help]]", 12, "stands twice"),
        ("[[help]]", "[[help]", 11, "not valid TOML"),
    ],
)
def test_each_mistake_is_named_with_its_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(SettingsError, match=rf"s\.toml:{line}: .*{words}|s\.toml:{line}: {words}"):
        parse_settings(TEXT.replace(old, new, 1).encode(), "s.toml")


@given(st.text(string.printable.strip() + "\u00e9\U0001f600\"\\'", min_size=1, max_size=40))
def test_whatever_the_name_what_was_written_is_read_back(name: str) -> None:
    settings = RegulatorSettings(name=name, contact=name)
    assert parse_settings(settings_text(settings).encode()) == settings


def test_the_address_of_the_database_is_the_environments_then_the_files_then_the_folders() -> None:
    plain, named = RegulatorSettings(name="X"), RegulatorSettings(name="X", store_url="file-url")
    variable = {"BEHOLDEN_REGULATOR_STORE_URL": "environment-url"}
    assert plain.store_address(Path("data"), {}) == "sqlite:///data/regulator.db"
    assert named.store_address(Path("data"), {}) == "file-url"
    assert named.store_address(Path("data"), variable) == "environment-url"


def test_a_folder_without_settings_is_no_regulator(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="beholden regulator init"):
        read_settings(tmp_path / "regulator.toml")
