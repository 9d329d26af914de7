from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import given

from beholden.gate import default_policy, default_policy_text, parse_policy, warnings
from beholden.gate.core import covers, decide, problems
from beholden.gate.core.policy import Facts, deciding_matches
from tests.gate.support import (
    BLOCK_COPIES,
    BLOCK_NEAR,
    TRUNCATED,
    all_findings,
    all_policies,
    findings,
    laws,
    match,
    pdq,
    policy,
    rule,
)

if TYPE_CHECKING:
    from beholden.gate import Outcome
    from beholden.matching.core import Match


@laws
@given(all_findings(), all_policies())
def test_a_rule_that_another_covers_never_fires_without_it(found, rules):
    standing = tuple(match for match in found.lookup.matches if match.role == "match")
    facts = Facts(
        standing=standing,
        unseen=found.lookup.more,
        unscannable=found.unscannable,
        low_quality=bool(found.lookup.below_quality),
        surface=found.surface,
    )
    for wide in rules.rules:
        for narrow in rules.rules:
            if covers(wide, narrow) and deciding_matches(narrow, facts) is not None:
                assert deciding_matches(wide, facts) is not None


@laws
@given(all_policies())
def test_the_digest_tells_rules_of_different_meaning_apart_and_ignores_the_order_of_sets(rules):
    turned = tuple(
        msgspec.structs.replace(
            r, when=msgspec.structs.replace(r.when, kinds=r.when.kinds[::-1] + r.when.kinds[:1])
        )
        for r in rules.rules
    )
    assert msgspec.structs.replace(rules, rules=turned).digest == rules.digest
    assert msgspec.structs.replace(rules, version="2").digest != rules.digest
    more = (*rules.rules, rule("more", "hold", surfaces=("x",)))
    assert msgspec.structs.replace(rules, rules=more).digest != rules.digest


def test_the_same_conditions_twice_are_refused_whatever_is_decided():
    first = rule("a", "allow", unscannable=("truncated",))
    (problem,) = problems([first, rule("b", "hold", unscannable=("truncated",))])
    assert problem.path == ("rules", 1, "when")
    assert 'rules[0] ("a") comes first and has the same conditions' in problem.message


def test_a_wider_rule_first_is_refused_and_the_other_way_round_is_not():
    wide, narrow = rule("wide", "hold", lists=("*",)), rule("narrow", "block", kinds=("md5",))
    assert [problem.path for problem in problems([wide, narrow])] == [("rules", 1, "when")]
    assert not problems([narrow, wide])


def test_covering_looks_at_every_condition():
    def covered(wide: dict[str, Any], narrow: dict[str, Any]) -> bool:
        return covers(rule("w", "hold", **wide), rule("n", "block", **narrow))

    assert covered({"max_distance": 5}, {"kinds": ("md5", "sha1")})
    assert not covered({"max_distance": 5}, {"kinds": ("md5", "pdq")})
    assert covered({"max_distance": 5}, {"max_distance": 5})
    assert not covered({"max_distance": 5}, {"max_distance": 6})
    assert covered({"kinds": ("pdq", "sha256", "sha1", "md5")}, {"lists": ("iwf",)})
    assert not covered({"lists": ("iwf",)}, {"lists": ("*",)})
    assert covered({"unscannable": ("*",)}, {"unscannable": ("empty",)})
    assert not covered({"unscannable": ("empty",)}, {"unscannable": ("*",)})
    assert covered({"labels": {"a": ("x", "y")}}, {"labels": {"a": ("x",), "b": ("z",)}})
    assert not covered({"labels": {"a": ("x",)}}, {"kinds": ("md5",)})
    assert not covered({"low_quality": True}, {"surfaces": ("avatar",)})
    assert not covered({"surfaces": ("avatar",)}, {"low_quality": True})


def test_an_allow_rule_covers_none_that_holds_since_it_passes_over_matches():
    wide = rule("w", "allow", surfaces=("avatar",))
    narrow = {"surfaces": ("avatar",), "low_quality": True}
    assert not covers(wide, rule("n", "hold", **narrow))
    assert covers(wide, rule("n", "allow", **narrow))
    assert not covers(wide, rule("n", "allow", surfaces=("avatar",), unscannable=("empty",)))


def test_a_rule_that_allows_must_name_its_codes():
    (problem,) = problems([rule("a", "allow", unscannable=("*",))])
    assert "must name each code" in problem.message


def test_weak_policies_are_named_and_the_shipped_one_is_not_weak():
    assert warnings(default_policy(), active_lists=["iwf", "drill"]) == ()
    weak = policy(
        rule("lax", "allow", unscannable=("truncated",)),
        rule("typo", "hold", lists=("iwff",)),
        mode="shadow",
        default="hold",
    )
    said = "\n".join(warnings(weak, active_lists=["iwf", "drill"]))
    for part in (
        "Shadow mode is on",
        "default is hold",
        "No rule blocks a match",
        '"lax" allows what cannot be scanned (truncated)',
        'not active: "iwff"',
        'No rule covers the drill list "drill" (sha256, pdq)',
    ):
        assert part in said
    assert "not active" not in "\n".join(warnings(weak))


def test_a_drill_covered_in_one_kind_only_is_named():
    (said,) = warnings(policy(BLOCK_COPIES))
    assert "(pdq)" in said


def test_the_shipped_policy_does_what_its_comments_say():
    shipped = default_policy()
    assert parse_policy(default_policy_text().encode()) == shipped

    def outcome(*matches: Match, **changes: Any) -> Outcome:
        return decide(findings(*matches, **changes), shipped).outcome

    assert outcome() == "allow"
    assert outcome(match(action_hint="hold")) == "block"
    assert outcome(pdq(31)) == outcome(pdq(31, action_hint="block")) == "block"
    assert outcome(pdq(31, action_hint="hold")) == outcome(pdq(31, action_hint="odd")) == "hold"
    assert outcome(pdq(5, action_hint="hold"), pdq(20, list="other")) == "block"
    assert outcome(pdq(32)) == "hold"
    assert outcome(unscannable=TRUNCATED) == "hold"
    assert outcome(pdq(5), unscannable=TRUNCATED) == "block"
    low = decide(findings(below_quality=("iwf",)), shipped)
    assert (low.outcome, low.rule) == ("allow", "too plain for perceptual matching")
    assert outcome(below_quality=("iwf",), unscannable=TRUNCATED) == "hold"


def test_a_good_policy_has_no_problems():
    assert problems([BLOCK_COPIES, None, BLOCK_NEAR]) == ()
