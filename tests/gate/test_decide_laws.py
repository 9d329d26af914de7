"""Laws of the verdict; they hold for any policy of the right types, refused ones included."""

from __future__ import annotations

from collections import Counter

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from beholden.gate import Findings, Policy, decide
from beholden.gate.core.decide import _hear_allow_lists
from beholden.gate.core.policy import DIGEST_KINDS, RULE_LOWERED
from tests.gate.support import all_findings, all_policies, laws

SEVERITY = {"allow": 0, "hold": 1, "block": 2}

keys = st.frozensets(
    st.tuples(st.sampled_from(["iwf", "ncmec"]), st.sampled_from(["a1", "a2"])), max_size=4
)


@laws
@given(all_findings(least_matches=1), all_policies(), keys)
def test_a_match_that_stands_is_never_allowed(found: Findings, rules: Policy, lowered):
    verdict = decide(found, rules, lowered)
    if any(match.role == "match" for match in verdict.matches):
        assert verdict.outcome != "allow"


@laws
@given(all_findings(), all_policies(), keys)
def test_an_unscannable_file_is_never_allowed_unless_a_rule_names_its_code(
    found: Findings, rules: Policy, lowered
):
    assume(found.unscannable is not None)
    verdict = decide(found, rules, lowered)
    if verdict.outcome == "allow":
        decided = next(rule for rule in rules.rules if rule.name == verdict.rule)
        assert found.unscannable is not None
        assert found.unscannable.code in decided.when.unscannable
        assert any("allowed unscanned" in reason for reason in verdict.reasons)


@laws
@given(all_findings(), all_policies())
def test_a_digest_match_is_never_set_aside_and_nothing_is_beside_one(found, rules):
    verdict = decide(found, rules)
    assert all(match.kind == "pdq" and match.role == "match" for match in verdict.set_aside)
    if any(m.role == "match" and m.kind in DIGEST_KINDS for m in found.lookup.matches):
        assert not verdict.set_aside


@laws
@given(all_findings(), all_policies())
def test_nothing_is_set_aside_without_an_allow_list_entry_of_that_still_or_file(found, rules):
    allowing = [match for match in found.lookup.matches if match.role == "allow"]
    for aside in decide(found, rules).set_aside:
        assert any(a.kind in DIGEST_KINDS or a.frame == aside.frame for a in allowing)


@laws
@given(all_findings(), all_policies())
def test_every_match_is_either_weighed_or_set_aside(found, rules):
    verdict = decide(found, rules)
    weighed = [*verdict.matches, *verdict.set_aside]
    count = Counter(msgspec.json.encode(match) for match in weighed)
    assert count == Counter(msgspec.json.encode(match) for match in found.lookup.matches)


@laws
@given(all_findings(), all_policies(), keys)
def test_lowering_turns_a_block_into_a_hold_and_does_nothing_else(found, rules, lowered):
    before = decide(found, rules)
    after = decide(found, rules, lowered)
    assert after.outcome == before.outcome or (before.outcome, after.outcome) == ("block", "hold")
    assert (after.rule == RULE_LOWERED) == (after.outcome != before.outcome)


@laws
@given(all_findings(), all_policies(), keys)
def test_lowering_more_entries_never_makes_it_stricter(found, rules, lowered):
    some = decide(found, rules, frozenset(list(lowered)[:1]))
    assert SEVERITY[decide(found, rules, lowered).outcome] <= SEVERITY[some.outcome]


@laws
@given(all_findings(), all_policies(), keys)
def test_a_match_that_blocks_without_the_lowered_ones_still_blocks(found, rules, lowered):
    standing = _hear_allow_lists(found.lookup).standing
    others = tuple(match for match in standing if (match.list, match.entry) not in lowered)
    alone = msgspec.structs.replace(
        found, lookup=msgspec.structs.replace(found.lookup, matches=others)
    )
    if decide(found, rules).outcome == decide(alone, rules).outcome == "block":
        assert decide(found, rules, lowered).outcome == "block"


@laws
@given(all_findings(), all_policies())
def test_lowering_an_entry_that_does_not_match_changes_nothing(found, rules):
    assert decide(found, rules, frozenset({("other", "a1")})) == decide(found, rules)


@laws
@given(all_findings(least_matches=2), all_policies(), keys, st.randoms(use_true_random=False))
def test_the_verdict_does_not_depend_on_the_order_of_matches(found, rules, lowered, chance):
    shuffled = list(found.lookup.matches)
    chance.shuffle(shuffled)
    lookup = msgspec.structs.replace(found.lookup, matches=tuple(shuffled))
    again = msgspec.structs.replace(found, lookup=lookup)
    assert decide(again, rules, lowered) == decide(found, rules, lowered)


@laws
@given(all_findings(), all_policies(), keys)
def test_shadow_allows_and_says_what_enforcing_would_do(found, rules, lowered):
    enforced = decide(found, rules, lowered)
    shadow = decide(found, msgspec.structs.replace(rules, mode="shadow"), lowered)
    assert shadow.outcome == "allow"
    assert shadow.would_be == enforced.would_be == enforced.outcome
    assert shadow.rule == enforced.rule


@laws
@given(all_findings(), all_policies(), keys)
def test_every_verdict_has_reasons_that_are_sentences(found, rules, lowered):
    verdict = decide(found, rules, lowered)
    assert verdict.reasons
    assert all(reason[0].isupper() and reason.endswith(".") for reason in verdict.reasons)


@laws
@given(all_findings(), all_policies())
def test_every_match_set_aside_is_named_with_its_list(found, rules):
    verdict = decide(found, rules)
    for aside in verdict.set_aside:
        named = f'Entry "{aside.entry}" of list "{aside.list}"'
        assert any(reason.startswith(named) and "set aside" in reason for reason in verdict.reasons)
