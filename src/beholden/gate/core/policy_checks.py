"""Which policies are refused, and which are legal but weak.

Pure: rules in, problems and warnings out. The shape of the file (types, unknown
keys) is ``gate.policy_file``'s business; here a policy already has its types, so
one made in Python is checked the same way.

A rule counts as covered by an earlier one if every upload that fires it fires
the earlier one. That is judged pair by pair and condition by condition: a rule
covered only by several earlier ones together is not found.

    problems((rule_1, rule_2))  # (Problem(path=("rules", 1, "name"), message="..."),)
    warnings(policy)            # ("Shadow mode is on: ...",)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from beholden.gate.core.decide import decide
from beholden.gate.core.models import Findings
from beholden.gate.core.policy import (
    ANY,
    DIGEST_KINDS,
    RESERVED_NAMES,
    RULE_UNCOVERED,
    Policy,
    Rule,
    When,
)
from beholden.matching.core import HashKind, Lookup, Match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

PathPart = str | int
_ALL_KINDS = frozenset(get_args(HashKind))


class Problem(msgspec.Struct, frozen=True):
    """Why a policy is refused: the path to the field and what to do about it."""

    path: tuple[PathPart, ...]
    message: str


def problems(rules: Sequence[Rule | None]) -> tuple[Problem, ...]:
    """Finds what is wrong with rules whose types are right.

    Args:
        rules: in the policy's order; None keeps the place of a rule that could
            not be read.
    """
    found: list[Problem] = []
    names: dict[str, int] = {}
    for index, rule in enumerate(rules):
        if rule is None:
            continue
        found += _problems_of(rule, index)
        if rule.name in names:
            found.append(
                Problem(
                    ("rules", index, "name"),
                    f'The name "{rule.name}" is already that of rules[{names[rule.name]}]. '
                    "Give each rule its own name: decisions are counted and explained by it.",
                )
            )
        names.setdefault(rule.name, index)
        found += _never_fires(rules, index, rule)
    return tuple(found)


def warnings(
    policy: Policy,
    *,
    active_lists: Collection[str] | None = None,
    drill_list: str = "drill",
) -> tuple[str, ...]:
    """Names what is legal but weak, one sentence each.

    Args:
        policy: a policy without problems.
        active_lists: names of the lists in use, to find misspelt names; None skips that.
        drill_list: the list whose harmless entries prove that the chain works.
    """
    found = []
    if policy.mode == "shadow":
        found.append('Shadow mode is on: everything is allowed. Set mode = "enforce" to act.')
    if policy.default != "allow":
        found.append(
            f"The default is {policy.default}: every upload without a finding meets it as well."
        )
    if not any(rule.decision == "block" and rule.when.about_matches for rule in policy.rules):
        found.append("No rule blocks a match: known material is held at most.")
    for rule in policy.rules:
        if rule.decision == "allow" and rule.when.unscannable:
            codes = ", ".join(rule.when.unscannable)
            found.append(
                f'Rule "{rule.name}" allows what cannot be scanned ({codes}): '
                "such files pass unseen, whatever they contain."
            )
        unknown = set(rule.when.lists) - {ANY, *(active_lists or rule.when.lists)}
        if unknown:
            names = ", ".join(f'"{name}"' for name in sorted(unknown))
            found.append(f'Rule "{rule.name}" names lists that are not active: {names}.')
    uncovered = [kind for kind in ("sha256", "pdq") if _drill_uncovered(policy, drill_list, kind)]
    if uncovered:
        found.append(
            f'No rule covers the drill list "{drill_list}" ({", ".join(uncovered)}): '
            "its drills are held by the built-in rule and prove nothing about yours."
        )
    return tuple(found)


def covers(earlier: Rule, later: Rule) -> bool:
    """Whether every upload that fires ``later`` fires ``earlier`` as well."""
    if earlier.decision == "allow":
        # An allow rule passes over uploads with matches and over codes it does not name.
        if later.decision != "allow":
            return False
        if later.when.unscannable and not earlier.when.unscannable:
            return False
    return _is_weaker(earlier.when, later.when)


def _problems_of(rule: Rule, index: int) -> Iterator[Problem]:
    when = rule.when
    place = ("rules", index)
    if rule.name in RESERVED_NAMES:
        yield Problem((*place, "name"), f'"{rule.name}" is built in. Choose another name.')
    if when.is_empty:
        yield Problem(
            (*place, "when"),
            "Name at least one condition; what holds for every upload is the default's business.",
        )
    if when.about_matches and when.unscannable:
        yield Problem(
            (*place, "when", "unscannable"),
            "Conditions about matches and about unscannable files in one rule are unclear. "
            "Write two rules.",
        )
    elif rule.decision == "allow" and when.about_matches:
        yield Problem(
            (*place, "decision"),
            "A rule never turns a match into allow. Put what is harmless on an allow-list.",
        )
    if rule.decision == "allow" and ANY in when.unscannable:
        yield Problem(
            (*place, "when", "unscannable"),
            'A rule that allows must name each code; "*" would allow whatever cannot be scanned.',
        )


def _never_fires(rules: Sequence[Rule | None], index: int, rule: Rule) -> Iterator[Problem]:
    for number, earlier in enumerate(rules[:index]):
        if earlier is None or rule.when.is_empty or earlier.when.is_empty:
            continue
        same = earlier.when == rule.when
        if same or covers(earlier, rule):
            conditions = "the same conditions" if same else "conditions at least as wide"
            yield Problem(
                ("rules", index, "when"),
                f'This rule can never fire: rules[{number}] ("{earlier.name}") comes first and has '
                f"{conditions}. Delete one of them, narrow the first or swap them.",
            )
            return


def _is_weaker(wide: When, narrow: When) -> bool:
    """Whether ``wide`` holds wherever ``narrow`` does, condition by condition."""
    return (
        _kinds_within(wide, narrow)
        and _within(narrow.lists, wide.lists, about_matches=narrow.about_matches)
        and _distance_within(wide, narrow)
        and (not wide.action_hints or _subset(narrow.action_hints, wide.action_hints))
        and all(_subset(narrow.labels.get(key, ()), ok) for key, ok in wide.labels.items())
        and (not wide.surfaces or _subset(narrow.surfaces, wide.surfaces))
        and _within(narrow.unscannable, wide.unscannable)
        and (narrow.low_quality or not wide.low_quality)
    )


def _subset(narrow: Sequence[str], wide: Sequence[str]) -> bool:
    return bool(narrow) and set(narrow) <= set(wide)


def _within(narrow: Sequence[str], wide: Sequence[str], *, about_matches: bool = False) -> bool:
    if not wide:
        return True
    if ANY in wide:
        return bool(narrow) or about_matches
    return ANY not in narrow and _subset(narrow, wide)


def _kinds_within(wide: When, narrow: When) -> bool:
    if not wide.kinds or _subset(narrow.kinds, wide.kinds):
        return True
    return narrow.about_matches and set(wide.kinds) >= _ALL_KINDS


def _distance_within(wide: When, narrow: When) -> bool:
    if wide.max_distance is None:
        return True
    if narrow.kinds and set(narrow.kinds) <= DIGEST_KINDS:
        return True
    return narrow.max_distance is not None and narrow.max_distance <= wide.max_distance


def _drill_uncovered(policy: Policy, name: str, kind: Literal["sha256", "pdq"]) -> bool:
    match = Match(
        list=name,
        edition="drill",
        entry="drill",
        kind=kind,
        distance=0,
        frame=0 if kind == "pdq" else None,
    )
    return decide(Findings(lookup=Lookup(matches=(match,))), policy).rule == RULE_UNCOVERED
