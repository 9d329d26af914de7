"""Facts are found by any name of their subject, and their order changes nothing."""

from __future__ import annotations

from datetime import date

from beholden.figures.core.claims.judging.dataset import Dataset, Edition, index
from beholden.figures.core.claims.models import Subject
from tests.figures.claims.making import REGISTRY, data, fact, period, published_facts, who


def test_editions_without_a_day_come_last():
    dated = Edition("2018-09", date(2018, 9, 1))
    later = Edition("2023-02", date(2023, 2, 1))
    undated = Edition("a later article")
    assert sorted((undated, later, dated), key=lambda e: e.order) == [dated, later, undated]


def test_an_area_is_found_by_its_forces():
    found = data(fact("Avon and Somerset+Gloucestershire+Wiltshire", "2017/18", 662))
    members = who("Wiltshire+Gloucestershire+Avon and Somerset").members
    other = Subject("other:the west", "the West", members)
    keys = found.keys(other)
    assert [f.value for f in found.facts("iioc_total", keys, period("2017/18"))] == [662]


def test_a_nation_of_one_force_is_that_force():
    found = data(fact("Scotland", "2017/18", 600))
    group = REGISTRY.group("scotland")
    subject = Subject("group:scotland", group.name, group.members)
    assert found.periods("iioc_total", found.keys(subject)) == (period("2017/18"),)


def test_an_area_without_forces_is_only_itself():
    found = data(fact("Essex", "2017/18", 767))
    assert found.keys(Subject("other:nowhere", "nowhere")) == ("other:nowhere",)
    assert found.members_of("group:nowhere") == ()


def test_the_order_of_the_facts_changes_nothing():
    facts = published_facts()
    one = index(Dataset("same", tuple(facts)), REGISTRY)
    other = index(Dataset("same", tuple(facts[::-1])), REGISTRY)
    assert (one.cells, one.shares, one.known, one.subjects) == (
        other.cells,
        other.shares,
        other.known,
        other.subjects,
    )


def test_names_are_those_of_sentences():
    found = data(fact("UK total", "2017/18", 1), fact("Kent+Surrey", "2017/18", 1))
    assert found.name_of("group:uk") == "the United Kingdom"
    assert found.name_of("other:kent+surrey") == "Kent+Surrey"
    assert found.name_of(who("Essex").key) == "Essex"
