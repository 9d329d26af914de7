"""Who knows the policy of a service, and its report, works out no small count exactly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.transparency.core.protection import hidden
from tests.transparency.core.policies import ANYWAY, POLICIES, SURFACES, Reader, Service

BELOW = 5


@st.composite
def services(draw: st.DrawFn, policy: str) -> Service:
    few = st.sampled_from([0, 0, 1, 2, 3, 4, 6, 9, 15, 30])
    return Service(
        policy,
        {
            (surface, kind.name): draw(st.integers(100, 900) if kind.name == "fine" else few)
            for surface in SURFACES
            for kind in POLICIES[policy]
        },
    )


def given_away(service: Service) -> set[str]:
    """Small counts that the report gives away, and totals printed anyway do not."""
    secret = hidden(service.figures(), BELOW)
    small = {key for key in secret if 0 < service.counts[key] < BELOW}
    found = Reader(service, service.printed(secret)).exact(small)
    return found - Reader(service, {key: service.counts[key] for key in ANYWAY}).exact(found)


@pytest.mark.parametrize("policy", POLICIES)
@settings(deadline=None, max_examples=6)
@given(data=st.data())
def test_no_small_count_is_given_away_to_who_knows_the_policy(
    policy: str, data: st.DataObject
) -> None:
    service = data.draw(services(policy))
    assert not given_away(service), service.uploads


def test_matches_with_drill_lists_are_hidden_where_drills_are() -> None:
    """24 blocked, and 21 matches with the drill list: 3 are no drills."""
    uploads = {("post", "fine"): 1585, ("post", "known"): 3, ("post", "similar"): 19}
    service = Service("drills by one kind of hash", {**uploads, ("post", "drill"): 21})
    secret = hidden(service.figures(), BELOW)
    assert {"drills", "decisions-blocked-without-drills", "matches-by-list[drill]"} <= secret
    assert not given_away(service)


def test_drills_are_hidden_where_matches_with_their_list_are() -> None:
    """3 matches with the other list leave those with the drill list: twice as many as drills."""
    uploads = {("post", "fine"): 900, ("post", "similar"): 3, ("post", "damaged"): 30}
    service = Service("drills by two kinds of hash", {**uploads, ("post", "drill"): 21})
    assert {"matches-by-list[images]", "drills"} <= hidden(service.figures(), BELOW)
    assert not given_away(service)


def test_matches_by_two_kinds_of_hash_are_small_below_twice_the_threshold() -> None:
    """6 matches by two kinds of hash are 3 uploads."""
    uploads = {("post", "fine"): 682, ("post", "one"): 3, ("post", "other"): 9}
    service = Service("a rule for each list", uploads)
    assert {"matches-by-list[one]", "uploads-blocked-by-rule[list one]"} <= hidden(
        service.figures(), BELOW
    )
    assert not given_away(service)


def test_what_an_allow_list_answered_for_is_hidden_where_it_tells_rules_apart() -> None:
    """12 answered for, and 13 matches with the list that was answered for: 2 were damaged."""
    uploads = {("avatar", "known"): 4, ("avatar", "similar"): 6, ("avatar", "half"): 9}
    more = {("avatar", "damaged"): 1, ("post", "known"): 3, ("post", "half"): 3}
    fine = {("avatar", "fine"): 172, ("post", "fine"): 665, ("post", "damaged"): 1}
    service = Service("an allow-list", {**uploads, **more, **fine})
    secret = hidden(service.figures(), BELOW)
    assert {"decisions-set-aside", "decisions-set-aside-by-list[images]"} <= secret
    assert not given_away(service)


def test_matches_are_hidden_where_uploads_match_several_lists_and_others_do_not() -> None:
    """21 blocked with 40 matches: 19 match twice, and 2 are no drills."""
    uploads = {("avatar", "fine"): 605, ("post", "fine"): 116, ("avatar", "drill"): 4}
    service = Service(
        "drills that other lists have too",
        {**uploads, ("post", "drill"): 15, ("post", "known"): 2},
    )
    assert {"matches", "matches-by-kind[sha256]"} <= hidden(service.figures(), BELOW)
    assert not given_away(service)
