"""The local briefing: golden stories, and the laws that hold for any release."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.figures.core.brief import ForceBrief
from beholden.figures.core.briefing import force_brief
from beholden.figures.core.change import CountChange
from beholden.figures.core.models import Release, State, Value
from beholden.figures.core.plain import WIDTH, force_text
from beholden.figures.registry import load_registry
from tests.figures.support.briefs import check_laws, releases
from tests.figures.support.releases import big_release, founding_release, release_of


def _brief(release: Release, name: str) -> ForceBrief:
    registry = load_registry()
    force = registry.find(name)
    assert force is not None
    return force_brief(release, registry, force.code)


def _story(brief: ForceBrief) -> str:
    return " ".join(sentence.text for sentence in brief.sentences)


def _figure(brief: ForceBrief, name: str) -> str:
    return next(figure.arithmetic for figure in brief.figures if figure.id == name)


def test_essex_rose_by_199_and_is_second_of_the_known():
    brief = _brief(founding_release(), "Essex")
    story = _story(brief)
    assert brief.headline == (
        "Recorded child abuse image offences in Essex rose by 35% in a year, from 568 to 767"
    )
    assert "That is 199 more, a rise of 35%, more than a third (568 to 767)." in story
    assert "between +21% and +51% (95% interval)" in story
    assert (
        "in second place of the 4 forces of the East of England that can be ranked, out of 6"
        in story
    )
    assert "Norfolk and Suffolk are missing, so its place among all cannot be told." in story
    assert "largest" not in story
    assert _figure(brief, "change") == "(767 - 568) / 568 * 100 = 35.04"
    assert _figure(brief, "difference") == "767 - 568 = 199"
    assert _figure(brief, "per-head") == "767 / 1,832,800 * 10,000 = 4.18"


def test_hampshire_rose_by_23_per_cent_to_more_than_three_a_day():
    brief = _brief(founding_release(), "Hampshire")
    story = _story(brief)
    assert "a rise of 23%" in story
    assert "more than three a day (3.28 over the 365 days of 2017/18)" in story
    assert "6.04 offences (1,985,800 people of all ages in mid-2018)" in story
    assert "gives 3.42 for every 10,000" in story
    assert _figure(brief, "a-day") == "1,199 / 365 = 3.28"


def test_bedfordshire_is_the_largest_recorded_never_the_largest():
    brief = _brief(founding_release(), "Bedfordshire")
    story = _story(brief)
    assert "a rise of 69%" in story
    assert "the largest recorded percentage rise among the forces that are known" in story
    assert "another could have been larger" in story
    assert (
        "By number the largest recorded rise among the forces that are known is that of Essex: "
        "199 more."
    ) in story
    assert "the largest percentage rise" not in story


def test_a_force_without_an_answer_gets_a_briefing_that_says_so():
    brief = _brief(founding_release(), "Norfolk")
    assert brief.headline == (
        "No number of child abuse image offences in Norfolk is known for 2017/18"
    )
    story = _story(brief)
    assert "Norfolk Constabulary was asked, but this release holds no number of it" in story
    assert "under the Freedom of Information Act" in story
    assert [row.text for row in brief.series] == ["[x]", "[x]"]
    assert "0" not in [row.text for row in brief.series]


def test_every_state_of_absence_has_words_of_its_own():
    said = {}
    for state, reason in (
        (State.NO_ANSWER, ""),
        (State.REFUSED, "s.12(1)"),
        (State.NOT_HELD, ""),
        (State.SUPPRESSED, ""),
        (State.BLANK, ""),
    ):
        cells: dict[tuple[str, int], Value | int] = {
            ("Essex", 2017): Value(state, reason=reason),
            ("Kent", 2017): 5,
        }
        brief = _brief(release_of(cells), "Essex")
        said[state] = (brief.sentences[0].text, brief.sentences[1].text)
        assert brief.comparison[-1].why_not
    assert len(set(said.values())) == len(said)
    assert "(s.12(1))" in said[State.REFUSED][0]
    assert "a blank is not zero" in said[State.BLANK][0]
    assert "fewer years" in said[State.REFUSED][1]
    not_asked = _brief(release_of({("Kent", 2017): 5}, asked=()), "Essex")
    assert not_asked.sentences[0].text == "Essex Police was not asked for 2017/18."


def test_a_change_from_few_is_told_in_counts_and_one_from_none_has_no_percentage():
    few = _brief(release_of({("Essex", 2016): 6, ("Essex", 2017): 43}), "Essex")
    assert few.headline.endswith("rose from 6 to 43 in a year")
    assert "%" not in few.headline + _story(few)
    none = _brief(release_of({("Essex", 2016): 0, ("Essex", 2017): 43}), "Essex")
    assert "There is no percentage of none." in _story(none)
    assert next(figure for figure in none.figures if figure.id == "change").value is None


def test_a_multiple_is_told_in_a_sentence_of_its_own():
    brief = _brief(founding_release(), "North Yorkshire")
    assert "a rise of 114% (286 to 611)." in _story(brief)
    assert "The number more than doubled." in _story(brief)


def test_a_change_that_chance_can_make_is_called_so():
    brief = _brief(founding_release(), "Northamptonshire")
    assert "could be chance (p = 0.45)" in _story(brief)
    assert "rarely" not in _story(brief)


def test_one_year_alone_gives_a_briefing_without_a_change():
    brief = _brief(release_of({("Essex", 2017): 767}), "Essex")
    assert "No change on an earlier year can be given." in _story(brief)
    assert brief.comparison[0].rate == "4.18"
    assert "rate per head" in _story(brief) or "per 10,000" in _story(brief)


def test_nothing_is_compared_over_the_break_of_greater_manchester():
    brief = _brief(
        release_of({("GMP", 2018): 800, ("GMP", 2019): 1600, ("Cheshire", 2018): 20}), "GMP"
    )
    assert "%" not in brief.headline
    assert "new computer system from July 2019" in _story(brief)
    assert "new computer system" in " ".join(brief.caveats)
    later = _brief(
        release_of({("GMP", 2017): 1, ("GMP", 2019): 900, ("GMP", 2020): 990, ("GMP", 2021): 999}),
        "GMP",
    )
    assert "Since 2017/18" not in _story(later)


def test_a_marked_break_stops_the_comparison():
    release = release_of({("Essex", 2016): 100, ("Essex", 2017): 300})
    first, second = release.observations
    marked = msgspec.structs.replace(second, marks=("b", "r"), replaces="2018-01")
    brief = _brief(msgspec.structs.replace(release, observations=(first, marked)), "Essex")
    assert "begins anew with 2017/18" in _story(brief)
    assert "%" not in brief.headline
    assert brief.series[-1].text == "300 [b] [r]"
    assert "is revised and replaces that of release 2018-01" in " ".join(brief.caveats)


def test_city_of_london_has_no_rate_and_a_population_year_is_printed():
    cells: dict[tuple[str, int], Value | int] = {
        ("City of London", 2020): 30,
        ("Metropolitan Police", 2020): 900,
    }
    london = _brief(release_of(cells), "City of London")
    assert "would mean nothing" in _story(london)
    assert {row.name: row.rate for row in london.comparison}["City of London"] == "[z]"
    assert "mid-2020" in _story(_brief(release_of(cells), "Metropolitan Police"))
    transport = _brief(release_of({("British Transport Police", 2020): 30}), "BTP")
    assert "no area with a population of its own" in _story(transport)


def test_scotland_and_northern_ireland_stand_apart():
    for name in ("Scotland", "Northern Ireland"):
        brief = _brief(big_release(years=3), name)
        assert any("other offences and other counting rules" in each for each in brief.caveats)
        assert [row.name for row in brief.comparison] == [name]


@pytest.mark.parametrize("name", ["Essex", "Norfolk", "BTP"])
def test_the_caveat_of_recorded_crime_is_never_left_out(name):
    for release in (founding_release(), release_of({})):
        assert any("how often such crime happens" in each for each in _brief(release, name).caveats)


def test_several_years_widen_the_interval_by_the_dispersion():
    brief = _brief(big_release(), "Essex")
    ids = {figure.id: figure for figure in brief.figures}
    phi = ids["dispersion"].value
    assert phi is not None
    assert phi > 1
    counts = [
        row.observation.value.count for row in brief.series[-2:] if row.observation is not None
    ]
    plain = CountChange(counts[0] or 0, counts[1] or 0).interval()
    high = ids["change-high"].value
    assert plain is not None
    assert high is not None
    assert float(high) > plain.high * 100 - 100
    assert not math.isinf(float(high))


@settings(max_examples=40, deadline=None)
@given(release=releases)
def test_every_number_of_a_briefing_is_a_figure_that_adds_up(release):
    registry = load_registry()
    for force in registry.forces[::9] + tuple(registry.forces[-3:]):
        brief = force_brief(release, registry, force.code)
        check_laws(brief.headline, brief.sentences, brief.figures)
        assert max(map(len, force_text(brief).splitlines())) <= WIDTH


@settings(max_examples=25, deadline=None)
@given(release=releases, seed=st.randoms(use_true_random=False))
def test_the_order_of_observations_changes_nothing(release, seed):
    shuffled = list(release.observations)
    seed.shuffle(shuffled)
    other = msgspec.structs.replace(release, observations=tuple(shuffled))
    registry = load_registry()
    for name in ("Essex", "Gwent", "GMP"):
        assert _brief(other, name) == _brief(release, name)
        assert registry.find(name) is not None


def test_a_big_release_obeys_the_laws_for_every_force():
    release, registry = big_release(), load_registry()
    for force in registry.forces:
        brief = force_brief(release, registry, force.code)
        check_laws(brief.headline, brief.sentences, brief.figures)
        assert len(brief.series) == 13


def test_with_two_years_a_briefing_says_that_more_than_chance_is_at_work():
    release = release_of({("Essex", 2016): 568, ("Essex", 2017): 767})
    assert "One suspect can give many offences" in _story(_brief(release, "Essex"))


def test_with_years_enough_a_briefing_does_not_call_them_few():
    names = ("Essex", "Kent", "Surrey", "Sussex", "Dorset")
    cells: dict[tuple[str, int], Value | int] = {
        (name, 2014 + n): 560 + n for name in names for n in range(4)
    }
    assert "so few years" not in _story(_brief(release_of(cells), "Essex"))


def test_one_force_with_a_year_more_makes_no_dispersion_of_it():
    cells: dict[tuple[str, int], Value | int] = {
        (name, 2016 + n): 560 + 40 * n for name in ("Essex", "Kent", "Surrey") for n in range(2)
    }
    cells["Essex", 2018] = 2_000
    brief = _brief(release_of(cells), "Kent")
    assert "dispersion" not in _story(brief).lower()


def test_one_answer_that_reaches_a_year_further_does_not_take_the_story_with_it():
    cells: dict[tuple[str, int], Value | int] = {
        (name, 2016 + n): 560 + 40 * n for name in ("Essex", "Kent", "Surrey") for n in range(2)
    }
    cells["Dorset", 2018] = 300
    assert "in 2017/18" in _story(_brief(release_of(cells), "Kent"))
