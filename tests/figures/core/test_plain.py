"""Plain text says what the brief says, in lines a newsroom can paste."""

from __future__ import annotations

from beholden.figures.core.briefing import force_brief
from beholden.figures.core.national import national_brief
from beholden.figures.core.plain import WIDTH, force_text, national_text
from beholden.figures.registry import load_registry
from tests.figures.support.releases import big_release, founding_release


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_every_sentence_caveat_and_cell_of_a_brief_is_in_its_text():
    registry = load_registry()
    for release in (founding_release(), big_release()):
        for force in registry.forces:
            brief = force_brief(release, registry, force.code)
            text = force_text(brief)
            flat = _flat(text)
            assert _flat(brief.headline) in flat
            for said in (*(each.text for each in brief.sentences), *brief.caveats):
                assert _flat(said) in flat
            for row in brief.comparison:
                assert all(cell in text for cell in (row.before, row.after, row.interval))
            assert max(map(len, text.splitlines())) <= WIDTH
            assert text.endswith("\n")


def test_the_marks_that_are_used_are_explained():
    registry = load_registry()
    brief = force_brief(founding_release(), registry, registry.forces[0].code)
    assert "[x] not available" in force_text(brief)
    assert "[c]" not in force_text(brief)


def test_every_force_and_total_of_the_page_is_in_its_text():
    brief = national_brief(founding_release(), load_registry())
    text = national_text(brief)
    for tile in brief.tiles:
        assert tile.name in text
    for _, total, of in brief.totals:
        assert total in text
        assert of in text
    assert "[z] not applicable" in text
