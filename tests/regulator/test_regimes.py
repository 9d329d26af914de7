"""Another jurisdiction is just a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from beholden.app.regulator import WiredRegulator
from beholden.regulator import RegimeError, Regimes, RegulatorSettings, load_register
from tests.regulator.entries import REGIME_TEXT, put_regime


def test_a_file_adds_a_law_and_a_service_can_be_registered_under_it(tmp_path: Path) -> None:
    put_regime(tmp_path)
    wired = WiredRegulator(tmp_path, RegulatorSettings(name="Example"))
    assert list(wired.regimes) == ["orchard", "uk-osa"]
    text = """
    [[provider]]
    id = "co"
    name = "Company"
    [[service]]
    id = "here"
    provider = "co"
    name = "Here"
    regime = "orchard"
    state = "bound"
    category = "A"
    duties = ["match-hashes", "report-yearly"]
    [[service]]
    id = "there"
    provider = "co"
    name = "There"
    regime = "uk-osa"
    state = "registered"
    category = "2B"
    duties = ["illegal-content-safety", "transparency-report"]
    """
    changes = load_register(text.encode(), "r.toml", wired.register, by="A", reason="two laws")
    assert len(changes) == 3
    wired.close()


def test_a_file_takes_the_place_of_the_law_that_ships_under_its_id(tmp_path: Path) -> None:
    (tmp_path / "uk-osa.toml").write_text(REGIME_TEXT.replace('id = "orchard"', 'id = "uk-osa"'))
    assert Regimes(tmp_path)["uk-osa"].name == "Orchard Rules"
    assert Regimes()["uk-osa"].name == "Online Safety Act 2023"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("other.toml", REGIME_TEXT, r"other\.toml: id: .*Name it orchard\.toml"),
        ("orchard.toml", "id = 3", r"orchard\.toml:1: id"),
    ],
)
def test_one_bad_file_makes_no_half_of_the_law(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(RegimeError, match=words):
        list(Regimes(tmp_path))


def test_a_folder_in_a_files_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "orchard.toml").mkdir()
    with pytest.raises(RegimeError, match="cannot be read"):
        list(Regimes(tmp_path))
