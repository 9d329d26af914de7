from __future__ import annotations

import pytest

from beholden.gate import decide
from beholden.gate.core.policy import RULE_DEFAULT, RULE_LOWERED, RULE_UNCOVERED, RULE_UNSCANNABLE
from beholden.media.core import Unscannable
from tests.gate.support import (
    BLOCK_COPIES,
    BLOCK_NEAR,
    NOON,
    TRUNCATED,
    findings,
    match,
    pdq,
    policy,
    rule,
)

STRICT = policy(BLOCK_COPIES, BLOCK_NEAR)
ALLOWED = pdq(3, list="memes", entry="m1", role="allow", radius=10)


def test_a_clean_upload_meets_the_default():
    verdict = decide(findings(), STRICT)
    assert (verdict.outcome, verdict.rule) == ("allow", RULE_DEFAULT)
    assert verdict.set_by is None


def test_the_reasons_name_rule_setter_list_entry_kind_distance_and_radius():
    verdict = decide(findings(pdq(12, variant="r90", frame=3, action_hint="block")), STRICT)
    assert verdict.outcome == "block"
    assert (verdict.set_by, verdict.set_at) == ("A. Lead", NOON)
    by_whom, by_what = verdict.reasons
    assert by_whom == 'Rule "near" applies (block), set by A. Lead at 2026-11-22T12:00:00Z.'
    assert by_what == (
        'Entry "a1" of list "iwf" (edition "e1") matches by PDQ: distance 12 bits, radius 31, '
        'turned or mirrored (r90), in still 3. The list hints "block".'
    )


def test_the_first_rule_that_fires_decides():
    hold = rule("avatars", "hold", surfaces=("avatar",))
    found = findings(match(), surface="avatar")
    assert decide(found, policy(hold, BLOCK_COPIES)).rule == "avatars"
    assert decide(found, policy(BLOCK_COPIES, hold)).rule == "copies"


def test_conditions_are_met_by_one_match_together():
    both = rule("both", "block", kinds=("pdq",), lists=("ncmec",))
    found = findings(pdq(5, list="iwf"), match(list="ncmec"))
    assert decide(found, policy(both)).rule == RULE_UNCOVERED
    assert decide(findings(pdq(5, list="ncmec")), policy(both)).rule == "both"


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        ({"lists": ("*",)}, True),
        ({"lists": ("other",)}, False),
        ({"max_distance": 12}, True),
        ({"max_distance": 11}, False),
        ({"action_hints": ("hold",)}, True),
        ({"action_hints": ("none",)}, False),
        ({"labels": {"category": ("A", "B")}}, True),
        ({"labels": {"category": ("C",)}}, False),
        ({"labels": {"other": ("A",)}}, False),
        ({"low_quality": True}, True),
        ({"surfaces": ("post",)}, True),
        ({"surfaces": ("avatar",)}, False),
        ({"unscannable": ("truncated",)}, True),
        ({"unscannable": ("*",)}, True),
        ({"unscannable": ("empty",)}, False),
    ],
)
def test_each_condition_is_heeded(when, fires):
    found = findings(
        pdq(12, action_hint="hold", labels={"category": "A"}),
        below_quality=("ncmec",),
        surface="post",
        unscannable=TRUNCATED,
    )
    assert (decide(found, policy(rule("it", "block", **when))).rule == "it") is fires


def test_a_match_without_hint_meets_the_hint_none():
    assert decide(findings(pdq()), policy(rule("it", "block", action_hints=("none",)))).rule == "it"


def test_what_cannot_be_scanned_is_held_and_says_why():
    verdict = decide(findings(unscannable=TRUNCATED), STRICT)
    assert (verdict.outcome, verdict.rule) == ("hold", RULE_UNSCANNABLE)
    assert "could not be scanned (truncated): The file ends early." in verdict.reasons[1]


def test_a_rule_may_allow_a_code_it_names_and_the_reasons_say_so():
    lax = policy(rule("lax", "allow", unscannable=("truncated",)))
    verdict = decide(findings(unscannable=TRUNCATED), lax)
    assert (verdict.outcome, verdict.rule) == ("allow", "lax")
    assert any("allowed unscanned" in reason for reason in verdict.reasons)
    other = Unscannable(code="empty", message="No bytes.")
    assert decide(findings(unscannable=other), lax).rule == RULE_UNSCANNABLE
    assert decide(findings(match(), unscannable=TRUNCATED), lax).outcome == "hold"


def test_an_uncovered_match_is_held_or_meets_a_stricter_default():
    assert decide(findings(pdq(40)), STRICT).rule == RULE_UNCOVERED
    assert decide(findings(pdq(40)), STRICT).outcome == "hold"
    assert decide(findings(pdq(40)), policy(default="block")).outcome == "block"


def test_an_allow_list_sets_look_alikes_aside_and_is_named():
    verdict = decide(findings(pdq(12), ALLOWED), STRICT)
    assert (verdict.outcome, verdict.rule) == ("allow", RULE_DEFAULT)
    assert verdict.set_aside == (pdq(12),)
    assert verdict.matches == (ALLOWED,)
    assert (
        'Entry "a1" of list "iwf" (edition "e1") (PDQ, distance 12 bits, radius 31) is set aside: '
        'entry "m1" of list "memes" (edition "e1"), an allow-list, matches by PDQ at distance '
        "3 bits, radius 10." in verdict.reasons
    )


def test_an_allow_list_never_overrules_a_digest_match():
    verdict = decide(findings(match(entry="a2"), pdq(12), ALLOWED), STRICT)
    assert verdict.outcome == "block"
    assert not verdict.set_aside
    assert any("never overrules" in reason for reason in verdict.reasons)


def test_a_harmless_still_does_not_launder_another_still_of_the_animation():
    verdict = decide(findings(pdq(12, frame=1), pdq(20, entry="a2"), ALLOWED), STRICT)
    assert verdict.outcome == "block"
    assert [aside.frame for aside in verdict.set_aside] == [0]


def test_an_allowed_digest_answers_for_every_still():
    whole = match(list="memes", entry="m2", role="allow")
    verdict = decide(findings(pdq(12, frame=1), pdq(20, entry="a2"), whole), STRICT)
    assert verdict.outcome == "allow"
    assert len(verdict.set_aside) == 2


def test_an_allow_list_is_not_heeded_while_matches_are_left_out():
    verdict = decide(findings(pdq(12), ALLOWED, more=3), STRICT)
    assert verdict.outcome == "block"
    assert "Further matches that were found but not kept: 3." in verdict.reasons


def test_matches_left_out_alone_are_held():
    assert decide(findings(ALLOWED, more=1), STRICT).rule == RULE_UNCOVERED


def test_a_block_that_rests_on_lowered_entries_alone_is_held():
    verdict = decide(findings(match(), pdq(12)), STRICT, frozenset({("iwf", "a1")}))
    assert (verdict.outcome, verdict.rule) == ("hold", RULE_LOWERED)
    assert 'Rule "copies" (set by A. Lead' in verdict.reasons[0]
    assert 'Lowered: entry "a1" of list "iwf" (edition "e1").' in verdict.reasons


def test_a_block_stays_if_another_entry_blocks_too():
    verdict = decide(findings(match(), pdq(12, entry="a2")), STRICT, frozenset({("iwf", "a1")}))
    assert (verdict.outcome, verdict.rule) == ("block", "near")
    assert any("other grounds" in reason for reason in verdict.reasons)


def test_a_lowered_entry_under_a_blocking_default_is_held_not_allowed():
    rules = policy(rule("avatars", "allow", surfaces=("avatar",)), default="block")
    verdict = decide(findings(match(), surface="avatar"), rules, frozenset({("iwf", "a1")}))
    assert (verdict.outcome, verdict.rule) == ("hold", RULE_LOWERED)


def test_lists_that_low_quality_kept_out_are_named():
    verdict = decide(findings(below_quality=("ncmec", "iwf")), STRICT)
    assert verdict.outcome == "allow"
    assert verdict.reasons[-1].endswith('not searched by PDQ: "iwf", "ncmec".')


def test_a_flood_of_matches_does_not_flood_the_reasons():
    many = [match(entry=f"a{n}") for n in range(60)]
    verdict = decide(findings(*many), STRICT)
    assert len(verdict.reasons) == 12
    assert "Further matches that meet the same conditions: 50." in verdict.reasons
    assert len(verdict.matches) == 60


def test_an_operators_sentence_is_part_of_the_answer():
    spoken = rule("it", "hold", surfaces=("post",))
    spoken = type(spoken)(
        name="it", decision="hold", when=spoken.when, set_by="B", set_at=NOON, reason="Look here."
    )
    assert decide(findings(surface="post"), policy(spoken)).reasons[1] == "Look here."
