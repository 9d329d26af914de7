"""The verdict: findings and policy in, allow, hold or block with reasons out.

Pure: the same findings, policy and lowered entries give the same verdict, in
whatever order the matches arrive. The steps:

1. Allow-lists set perceptual matches aside. They never set a digest match
   aside, and while one stands they set nothing aside. An allow-list digest
   answers for the whole file; an allow-list PDQ match answers for its own still
   only, or one harmless frame would launder an animation.
2. The first rule that fires decides. Without one, a standing match or an
   unscannable file is held (or blocked, if that is the default); else the
   default applies.
3. A block becomes a hold if it rests on lowered entries alone, that is, if the
   same findings without those matches would not be blocked.
4. Shadow mode answers allow and says what it would have been.

    decide(Findings(lookup=lookup), policy).outcome  # "block"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beholden.gate.core import sentences
from beholden.gate.core.models import Findings, Outcome, Verdict
from beholden.gate.core.policy import (
    DIGEST_KINDS,
    RULE_DEFAULT,
    RULE_LOWERED,
    RULE_UNCOVERED,
    RULE_UNSCANNABLE,
    Facts,
    Policy,
    Rule,
    deciding_matches,
    stricter,
)
from beholden.matching.core import Lookup, Match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beholden.gate.core.models import EntryKey


class _Weighed(msgspec.Struct, frozen=True):
    """The matches after allow-lists were heard, and what to say about it."""

    standing: tuple[Match, ...]
    allowing: tuple[Match, ...]
    set_aside: tuple[Match, ...]
    notes: tuple[str, ...]


class _Ruling(msgspec.Struct, frozen=True):
    """What the rules say: the outcome, its name, its rule if any, and why."""

    outcome: Outcome
    name: str
    rule: Rule | None
    reasons: tuple[str, ...]


def decide(
    findings: Findings, policy: Policy, lowered: frozenset[EntryKey] = frozenset()
) -> Verdict:
    """Decides one upload.

    Args:
        findings: what hashing and matching found.
        policy: the rules, the default and the mode.
        lowered: list and entry of what the guard holds lowered.

    Returns:
        The verdict; its reasons are full sentences, the deciding ones first.
    """
    weighed = _hear_allow_lists(findings.lookup)
    facts = Facts(
        standing=weighed.standing,
        unseen=findings.lookup.more,
        unscannable=findings.unscannable,
        low_quality=bool(findings.lookup.below_quality),
        surface=findings.surface,
    )
    ruling = _heed_guard(_rule(facts, policy), facts, policy, lowered)
    reasons = [*ruling.reasons, *weighed.notes]
    if facts.unseen:
        reasons.append(sentences.unseen_sentence(facts.unseen))
    if facts.low_quality:
        lists = sorted(findings.lookup.below_quality)
        reasons.append(sentences.low_quality_sentence(lists))
    if policy.mode == "shadow" and ruling.outcome != "allow":
        reasons.append(sentences.shadow_sentence(ruling.outcome))
    return Verdict(
        outcome="allow" if policy.mode == "shadow" else ruling.outcome,
        would_be=ruling.outcome,
        mode=policy.mode,
        rule=ruling.name,
        reasons=tuple(reasons),
        matches=_in_order((*weighed.standing, *weighed.allowing)),
        set_aside=weighed.set_aside,
        set_by=ruling.rule.set_by if ruling.rule else None,
        set_at=ruling.rule.set_at if ruling.rule else None,
    )


def _hear_allow_lists(lookup: Lookup) -> _Weighed:
    standing = _in_order(match for match in lookup.matches if match.role != "allow")
    allowing = _in_order(match for match in lookup.matches if match.role == "allow")
    if not (standing and allowing):
        return _Weighed(standing, allowing, (), ())
    digest = next((match for match in standing if match.kind in DIGEST_KINDS), None)
    if digest is not None or lookup.more:
        notes = tuple(sentences.allow_not_heeded_sentence(allow, digest) for allow in allowing)
        return _Weighed(standing, allowing, (), notes[: sentences.MATCHES_SPELLED_OUT])
    answered = [(match, _answer_for(match, allowing)) for match in standing]
    pairs = [(match, allow) for match, allow in answered if allow is not None]
    notes = tuple(sentences.set_aside_sentence(match, allow) for match, allow in pairs)
    return _Weighed(
        standing=tuple(match for match, allow in answered if allow is None),
        allowing=allowing,
        set_aside=tuple(match for match, _ in pairs),
        notes=notes[: sentences.MATCHES_SPELLED_OUT],
    )


def _answer_for(match: Match, allowing: tuple[Match, ...]) -> Match | None:
    whole_file = (allow for allow in allowing if allow.kind in DIGEST_KINDS)
    same_still = (allow for allow in allowing if (allow.frame or 0) == (match.frame or 0))
    return next(whole_file, None) or next(same_still, None)


def _rule(facts: Facts, policy: Policy) -> _Ruling:
    for rule in policy.rules:
        matches = deciding_matches(rule, facts)
        if matches is not None:
            reasons = [*sentences.rule_sentences(rule), *sentences.match_sentences(matches)]
            return _Ruling(rule.decision, rule.name, rule, _with_unscannable(reasons, facts, rule))
    held: Outcome = stricter("hold", policy.default)
    if facts.standing or facts.unseen:
        reasons = [sentences.uncovered_sentence(held), *sentences.match_sentences(facts.standing)]
        return _Ruling(held, RULE_UNCOVERED, None, _with_unscannable(reasons, facts))
    if facts.unscannable is not None:
        reasons = [sentences.unscannable_unnamed_sentence(held)]
        return _Ruling(held, RULE_UNSCANNABLE, None, _with_unscannable(reasons, facts))
    reason = sentences.default_sentence(policy.default, clean=not facts.low_quality)
    return _Ruling(policy.default, RULE_DEFAULT, None, (reason,))


def _with_unscannable(
    reasons: list[str], facts: Facts, rule: Rule | None = None
) -> tuple[str, ...]:
    if facts.unscannable is None:
        return tuple(reasons)
    said = [sentences.unscannable_sentence(facts.unscannable)]
    if rule is not None and rule.decision == "allow":
        said.append(sentences.unscannable_allowed_sentence(rule, facts.unscannable))
    return (*reasons, *said)


def _heed_guard(
    ruling: _Ruling, facts: Facts, policy: Policy, lowered: frozenset[EntryKey]
) -> _Ruling:
    affected = [match for match in facts.standing if (match.list, match.entry) in lowered]
    if ruling.outcome != "block" or not affected:
        return ruling
    others = tuple(match for match in facts.standing if (match.list, match.entry) not in lowered)
    without = _rule(msgspec.structs.replace(facts, standing=others), policy)
    if without.outcome == "block":
        also = sentences.lowered_but_blocked_sentence()
        return msgspec.structs.replace(without, reasons=(*without.reasons, also))
    said = sentences.lowered_sentences(affected, ruling.name, ruling.rule)
    matches = sentences.match_sentences(affected)
    return _Ruling("hold", RULE_LOWERED, None, _with_unscannable([*said, *matches], facts))


def _in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=_order))


def _order(match: Match) -> tuple[object, ...]:
    return (
        match.distance,
        match.list,
        match.entry,
        match.kind,
        match.frame or 0,
        match.edition,
        match.radius,
        match.role,
        match.variant or "",
        match.action_hint or "",
        sorted(match.labels.items()),
    )
