"""Policy: rules from findings to allow, hold or block, and when each rule fires.

Invariants, whatever a policy says:

* A rule that allows never fires while a match stands, nor for an upload that
  could not be scanned unless the rule names that very code.
* The conditions about matches are met by one match together, never pieced
  together from several.

Reading the file is ``gate.policy_file``; which rules are refused is
``gate.core.policy_checks``; the whole verdict is ``gate.core.decide``.

    rule = Rule(name="exact copy", decision="block", when=When(kinds=("sha256",)),
                set_by="Trust and safety lead", set_at=at)
    deciding_matches(rule, facts)  # None, or the matches that made it fire
"""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from beholden.gate.core.models import Instant, Mode, Outcome
from beholden.matching.core import HashKind, Match
from beholden.media.core import Unscannable, UnscannableCode

ANY = "*"
"""In ``lists`` and ``unscannable``: any list, any code."""

NO_HINT = "none"
"""In ``action_hints``: the list gives no hint."""

DIGEST_KINDS: frozenset[HashKind] = frozenset({"sha256", "sha1", "md5"})
"""Kinds that match byte for byte; their distance is always 0."""

RULE_DEFAULT = "default"
RULE_UNSCANNABLE = "unscannable (built in)"
RULE_UNCOVERED = "match not covered by a rule (built in)"
RULE_LOWERED = "lowered by the guard (built in)"
RESERVED_NAMES = frozenset({RULE_DEFAULT, RULE_UNSCANNABLE, RULE_UNCOVERED, RULE_LOWERED})
"""Names in verdicts that no rule of a policy may bear."""

_SEVERITY: dict[Outcome, int] = {"allow": 0, "hold": 1, "block": 2}


def stricter(one: Outcome, other: Outcome) -> Outcome:
    """The more protective of two outcomes: block over hold over allow."""
    return max(one, other, key=_SEVERITY.__getitem__)


class When(msgspec.Struct, frozen=True, omit_defaults=True):
    """Conditions of a rule; all that are given must hold. Empty means: not asked.

    ``max_distance`` is in bits. ``labels`` maps a label's key to the values that
    are accepted. ``low_quality`` asks that some list could not be searched by PDQ
    because the picture's quality is below that list's minimum.
    """

    kinds: tuple[HashKind, ...] = ()
    lists: tuple[str, ...] = ()
    max_distance: int | None = None
    action_hints: tuple[str, ...] = ()
    labels: dict[str, tuple[str, ...]] = {}
    surfaces: tuple[str, ...] = ()
    unscannable: tuple[UnscannableCode | Literal["*"], ...] = ()
    low_quality: bool = False

    @property
    def about_matches(self) -> bool:
        """Whether any condition is about a match."""
        return bool(
            self.kinds
            or self.lists
            or self.max_distance is not None
            or self.action_hints
            or self.labels
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked at all."""
        return not (self.about_matches or self.surfaces or self.unscannable or self.low_quality)


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule, who set it and when, and an optional sentence for the answer."""

    name: str
    decision: Outcome
    when: When
    set_by: str
    set_at: Instant
    reason: str | None = None


class GuardSettings(msgspec.Struct, frozen=True):
    """When the guard lowers an entry from block to hold; see ``gate.core.guard``.

    ``window_hours`` is the length of the sliding window, ``min_accounts`` the
    least number of distinct accounts, ``factor`` the multiple of the median.
    """

    window_hours: float = 24.0
    min_accounts: int = 20
    factor: float = 10.0


class RetentionSettings(msgspec.Struct, frozen=True):
    """What is kept of decisions, and for how long; see ``gate.core.retention``.

    ``block_days`` and ``hold_days`` are how long blocked and held decisions are
    kept. ``sha256`` says whether the file's digest is kept with them, ``account``
    whether a keyed pseudonym of the account is. Of allowed uploads only counts
    are kept, unless ``allowed_hours`` is above 0: then their decisions are kept that
    long. ``counters_days`` is how long counts are kept.
    """

    block_days: int = 365
    hold_days: int = 180
    sha256: bool = True
    account: bool = True
    allowed_hours: int = 0
    counters_days: int = 1095


class Policy(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole policy. The first rule that fires decides; ``default`` if none does."""

    version: str
    mode: Mode
    default: Outcome
    rules: tuple[Rule, ...]
    guard: GuardSettings = GuardSettings()
    retention: RetentionSettings = RetentionSettings()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the policy's meaning: layout, comments and set order do not count."""
        plain = msgspec.to_builtins(msgspec.structs.replace(self, rules=()))
        plain["rules"] = [
            msgspec.to_builtins(msgspec.structs.replace(rule, when=_in_order(rule.when)))
            for rule in self.rules
        ]
        return hashlib.sha256(msgspec.json.encode(plain, order="sorted")).hexdigest()


class Facts(msgspec.Struct, frozen=True):
    """What rules look at, after allow-lists have been heard.

    ``standing`` are the matches of role "match" that were not set aside;
    ``unseen`` counts matches that the look-up found but did not keep.
    """

    standing: tuple[Match, ...] = ()
    unseen: int = 0
    unscannable: Unscannable | None = None
    low_quality: bool = False
    surface: str | None = None


def deciding_matches(rule: Rule, facts: Facts) -> tuple[Match, ...] | None:
    """Returns None if the rule does not fire, else the matches that made it fire.

    The matches are empty for a rule without conditions about matches.
    """
    when = rule.when
    if rule.decision == "allow" and not _may_be_allowed(when, facts):
        return None
    if when.surfaces and facts.surface not in when.surfaces:
        return None
    if when.low_quality and not facts.low_quality:
        return None
    if when.unscannable and not _names_code(when, facts.unscannable):
        return None
    if not when.about_matches:
        return ()
    return tuple(match for match in facts.standing if satisfies(match, when)) or None


def satisfies(match: Match, when: When) -> bool:
    """Whether this one match meets every condition about matches."""
    return (
        (not when.kinds or match.kind in when.kinds)
        and (not when.lists or ANY in when.lists or match.list in when.lists)
        and (when.max_distance is None or match.distance <= when.max_distance)
        and (not when.action_hints or (match.action_hint or NO_HINT) in when.action_hints)
        and all(match.labels.get(key) in accepted for key, accepted in when.labels.items())
    )


def _may_be_allowed(when: When, facts: Facts) -> bool:
    if facts.standing or facts.unseen:
        return False
    # "*" does not count: whoever allows what cannot be scanned must name it.
    return facts.unscannable is None or facts.unscannable.code in when.unscannable


def _names_code(when: When, unscannable: Unscannable | None) -> bool:
    if unscannable is None:
        return False
    return ANY in when.unscannable or unscannable.code in when.unscannable


def _in_order(when: When) -> When:
    return When(
        kinds=tuple(sorted(set(when.kinds))),
        lists=tuple(sorted(set(when.lists))),
        max_distance=when.max_distance,
        action_hints=tuple(sorted(set(when.action_hints))),
        labels={key: tuple(sorted(set(values))) for key, values in when.labels.items()},
        surfaces=tuple(sorted(set(when.surfaces))),
        unscannable=tuple(sorted(set(when.unscannable))),
        low_quality=when.low_quality,
    )
