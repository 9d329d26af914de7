from decimal import Decimal

import pytest

from beholden.figures.errors import FolderError
from beholden.figures.registry import load_registry
from beholden.figures.settings import read_settings
from tests.figures.support.readings import ESSEX, KENT, year

REGISTRY = load_registry()
SURVEY = """
[[survey]]
name = "n"
question = "q"
share = "{share}"
base = {base}
published = 2018-09-13
source = "s"
"""


def read(tmp_path, text: str | bytes):
    path = tmp_path / "figures.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_settings(path, REGISTRY)


def test_without_a_file_every_territorial_force_was_asked(tmp_path):
    settings = read_settings(tmp_path / "figures.toml", REGISTRY)
    assert len(settings.asked) == 45


def test_what_the_file_says_is_taken(tmp_path):
    settings = read(
        tmp_path,
        'asked = ["Kent Police", "Essex"]\n[[aggregate]]\narea = "UK"\ngroup = "uk"\n'
        'period = "2017/18"\ncount = 22724\nrelease = "2018-09"\nsource = "https://a.example/b"\n'
        + SURVEY.format(share="0.02", base=40_000),
    )
    assert settings.asked == (KENT, ESSEX)
    [total] = settings.aggregates
    assert (total.period, total.count, total.source.url) == (
        year(2017),
        22_724,
        "https://a.example/b",
    )
    assert (settings.surveys[0].share, settings.surveys[0].base) == (Decimal("0.02"), 40_000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'asked = ["Esex"]',
            "figures.toml:1 asked[0]: there is no force 'Esex'. Did you mean Essex?",
        ),
        ('asked = ["Essex", "Essex Police"]', "figures.toml:1 asked: names a force twice."),
        ('\ntitel = "x"', "unknown field `titel`"),
        ("title = 3", "figures.toml:1 title: Expected `str`, got `int`."),
        ("title = ", "figures.toml:1: This is not valid TOML"),
        (b"\xff", "figures.toml:1: The line is not valid UTF-8"),
        (SURVEY.format(share="2", base=1), "figures.toml:5 survey[0].share: must lie between"),
        (SURVEY.format(share="a few", base=1), "survey[0].share: 'a few' is no number"),
        (SURVEY.format(share="0.02", base=0), "survey[0].base: must be at least 1."),
        (SURVEY.format(share="0.02", base='"many"'), "survey[0].base: Expected `int`"),
    ],
)
def test_a_problem_is_named_with_its_line_and_field(tmp_path, text, said):
    with pytest.raises(FolderError) as refused:
        read(tmp_path, text)
    assert said in str(refused.value)
