"""Every setting is documented, bounded and sound as it ships."""

from __future__ import annotations

import runpy
from pathlib import Path

import msgspec
import pytest

from beholden.config import Config, Setting, sections, settings
from beholden.media import Limits

REFERENCE = Path(__file__).parents[2] / "tools" / "reference.py"
UNITS = ("_seconds", "_bytes", "_hours", "_days", "_pixels", "_frames")
ALL = list(settings().values())


@pytest.fixture(scope="module")
def page() -> str:
    text: str = runpy.run_path(str(REFERENCE))["configuration"]()
    return text


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.path)
def test_no_setting_is_undocumented(setting: Setting, page: str) -> None:
    assert setting.description.endswith("."), "say in a sentence what it is for"
    assert f"### `{setting.path}`\n\n{setting.description}\n" in page
    assert f"`{setting.environment}`" in page


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.path)
def test_every_number_has_bounds_around_its_default(setting: Setting) -> None:
    if setting.kind in {"whole number", "number"}:
        assert setting.least is not None
        assert setting.most is not None
        assert isinstance(setting.default, int | float)
        assert setting.least <= setting.default <= setting.most
    if setting.choices:
        assert setting.default in setting.choices


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.path)
def test_a_number_that_is_no_count_has_its_unit_in_its_name(setting: Setting) -> None:
    if setting.kind == "number":
        assert setting.name.endswith(UNITS)


def test_every_section_says_what_it_is_about() -> None:
    assert list(sections()) == [
        "server",
        "decode",
        "store",
        "lists",
        "ledger",
        "transparency",
        "log",
    ]
    assert all(about.endswith(".") for about in sections().values())


def test_names_of_environment_variables_are_distinct() -> None:
    assert len({setting.environment for setting in ALL}) == len(ALL)
    assert settings()["store.lock_seconds"].environment == "BEHOLDEN_STORE_LOCK_SECONDS"


def test_the_limits_of_decoding_are_those_of_media() -> None:
    decode, limits = Config().decode, Limits()
    assert Config().server.max_image_bytes == limits.max_bytes
    shared = set(limits.__struct_fields__) - {"max_bytes"}
    assert {name: getattr(decode, name) for name in shared} == {
        name: getattr(limits, name) for name in shared
    }


def test_a_configuration_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Config().server.workers = 2  # type: ignore[misc]


def test_a_configuration_is_a_value() -> None:
    assert msgspec.json.decode(msgspec.json.encode(Config()), type=Config) == Config()
