"""The page for all forces: sums are never totals, and totals are never sums."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.figures.core.brief import NationalBrief
from beholden.figures.core.models import Period, Release, State, Value
from beholden.figures.core.national import national_brief
from beholden.figures.core.plain import WIDTH, national_text
from beholden.figures.registry import load_registry
from tests.figures.support.briefs import check_laws, releases
from tests.figures.support.releases import big_release, founding_release, release_of


def _brief(release: Release) -> NationalBrief:
    return national_brief(release, load_registry())


def _said(brief: NationalBrief) -> str:
    return " ".join(each.text for each in (*brief.sentences, *brief.aggregates))


def test_a_partial_sum_says_of_how_many_and_is_not_the_total():
    said = _said(_brief(founding_release()))
    assert "The 22 of 45 forces with a number recorded 11,686" in said
    assert "not the total of the country" in said
    assert "Over the 20 of 45 forces asked that can be compared the number rose by 24%" in said
    assert "They recorded 45% of the total published for 2016/17." in said


def test_the_total_is_the_one_this_release_printed_and_the_revision_is_named():
    brief = _brief(founding_release())
    said = _said(brief)
    assert "rose by 23%, almost a quarter (18,522 to 22,724)" in said
    assert "one every 23 minutes" in said
    assert "another release (later revision) says 18,574" in said
    every = next(figure for figure in brief.figures if figure.id == "uk-every")
    assert every.arithmetic == "525,600 / 22,724 = 23.13"
    assert every.aggregates
    assert "over 78,000" in said
    assert "1.87% to 2.14%" in said


def test_without_a_printed_total_there_is_no_word_of_the_country():
    brief = _brief(big_release(years=3))
    assert "United Kingdom" not in brief.headline + _said(brief)
    assert " of 45 forces recorded " in brief.headline


def test_every_force_asked_is_in_the_table_once_and_the_missing_say_why():
    brief = _brief(founding_release())
    assert len(brief.ranking) == len({row.force for row in brief.ranking}) == 45
    assert [row.order for row in brief.ranking[:20]] == list(range(1, 21))
    assert all(row.why_not for row in brief.ranking if row.order is None)
    assert len(brief.missing) == 25
    assert all(why for _, _, why in brief.missing)


def test_scotland_is_in_the_table_and_never_in_the_order():
    cells: dict[tuple[str, int], Value | int] = {
        (name, year): count
        for name, count in (("Essex", 100), ("Kent", 200), ("Scotland", 900))
        for year in (2016, 2017)
    }
    brief = _brief(release_of(cells))
    rows = {row.name: row for row in brief.ranking}
    assert rows["Scotland"].order is None
    assert "shown apart" in rows["Scotland"].why_not
    assert "Among them is Scotland" in _said(brief)


def test_the_map_shows_rates_in_bands_and_the_city_of_london_none():
    brief = _brief(big_release())
    assert len(brief.tiles) == 45
    bands = [tile.band for tile in brief.tiles if tile.band is not None]
    assert set(bands) == set(range(len(brief.bands)))
    city = next(tile for tile in brief.tiles if tile.name == "City of London")
    assert (city.text, city.band) == ("[z]", None)
    lowest = [tile for tile in brief.tiles if tile.band == 0]
    highest = [tile for tile in brief.tiles if tile.band == len(brief.bands) - 1]
    assert max(float(t.text) for t in lowest) < min(float(t.text) for t in highest)
    for tile in brief.tiles:
        if tile.band is not None:
            low, high = brief.bands[tile.band].split(" to ")
            assert float(low) <= float(tile.text) <= float(high)


def test_a_calendar_year_is_never_joined_to_the_financial_years():
    release = release_of({("Essex", 2016): 100, ("Essex", 2017): 150})
    calendar = msgspec.structs.replace(
        release.observations[0],
        period=Period(date(2018, 1, 1), date(2018, 12, 31)),
        value=Value(State.COUNTED, 999),
    )
    with_it = msgspec.structs.replace(release, observations=(*release.observations, calendar))
    assert _brief(with_it) == _brief(release)


def test_a_blank_counts_for_nothing_in_a_sum():
    brief = _brief(release_of({("Essex", 2017): 5, ("Kent", 2017): Value(State.BLANK)}))
    assert brief.totals == (("2017/18", "5", "1 of 45 forces"),)


@settings(max_examples=40, deadline=None)
@given(release=releases)
def test_every_number_of_the_page_is_a_figure_that_adds_up(release):
    brief = _brief(release)
    check_laws(brief.headline, (*brief.sentences, *brief.aggregates), brief.figures)
    assert max(map(len, national_text(brief).splitlines())) <= WIDTH


def test_the_founding_and_a_big_release_obey_the_laws():
    for release in (founding_release(), big_release()):
        brief = _brief(release)
        check_laws(brief.headline, (*brief.sentences, *brief.aggregates), brief.figures)


@settings(max_examples=25, deadline=None)
@given(release=releases, seed=st.randoms(use_true_random=False))
def test_the_order_of_observations_changes_nothing_here(release, seed):
    shuffled = list(release.observations)
    seed.shuffle(shuffled)
    other = msgspec.structs.replace(release, observations=tuple(shuffled))
    assert _brief(other) == _brief(release)


def test_a_bound_is_given_only_where_everyone_missing_has_other_years():
    registry = load_registry()
    asked = tuple(
        force.code for name in ("Essex", "Kent", "Norfolk") if (force := registry.find(name))
    )
    cells: dict[tuple[str, int], Value | int] = {
        ("Essex", 2016): 568,
        ("Essex", 2017): 767,
        ("Kent", 2015): 300,
        ("Kent", 2016): 340,
        ("Norfolk", 2017): 100,
    }
    brief = _brief(release_of(cells, asked=asked))
    assert (
        "Had Kent recorded as in its other years, the sum over all would lie between 1,167 and "
        "1,207; that is a supposition, no total, and nothing is ranked by it." in _said(brief)
    )
    kent = next(row for row in brief.ranking if row.name == "Kent")
    assert kent.order is None
    silent = _brief(release_of({k: v for k, v in cells.items() if k[0] != "Kent"}, asked=asked))
    assert "supposition" not in _said(silent)
