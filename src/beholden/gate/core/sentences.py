"""The sentences of a verdict's reasons: plain, complete, each naming its evidence.

Nothing is decided here. A sentence about a match names list, edition, entry,
kind of hash, distance and radius, so that a person can look the entry up.

    match_sentence(match)
    # 'Entry "a1" of list "iwf" (edition "e7") matches by PDQ: distance 12 bits, radius 31.'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beholden.gate.core.models import Instant, Outcome
    from beholden.gate.core.policy import Rule
    from beholden.matching.core import HashKind, Match
    from beholden.media.core import Unscannable

# A list full of near-copies must not drown the sentence that decides.
MATCHES_SPELLED_OUT = 10

_KINDS: dict[HashKind, str] = {"pdq": "PDQ", "sha256": "SHA-256", "sha1": "SHA-1", "md5": "MD5"}
_DONE: dict[Outcome, str] = {"allow": "allowed", "hold": "held", "block": "blocked"}


def match_sentence(match: Match) -> str:
    """One match, with everything needed to look it up."""
    where = ""
    if match.variant not in (None, "r0"):
        where += f", turned or mirrored ({match.variant})"
    if match.frame:
        where += f", in still {match.frame}"
    hint = f' The list hints "{match.action_hint}".' if match.action_hint else ""
    return (
        f"{_entry(match, 'Entry')} matches by {_KINDS[match.kind]}: "
        f"distance {match.distance} bits, radius {match.radius}{where}.{hint}"
    )


def match_sentences(matches: Sequence[Match]) -> list[str]:
    """The first matches in full, the rest counted."""
    spelled = [match_sentence(match) for match in matches[:MATCHES_SPELLED_OUT]]
    rest = len(matches) - len(spelled)
    return (
        [*spelled, f"Further matches that meet the same conditions: {rest}."] if rest else spelled
    )


def rule_sentences(rule: Rule) -> list[str]:
    """Which rule decided, by whose authority, and its own sentence."""
    head = (
        f'Rule "{rule.name}" applies ({rule.decision}), '
        f"set by {rule.set_by} at {_moment(rule.set_at)}."
    )
    return [head, rule.reason] if rule.reason else [head]


def default_sentence(default: Outcome, *, clean: bool) -> str:
    """No rule fired: the policy's default applies."""
    found = "The upload was scanned and matches no list entry that stands; no" if clean else "No"
    return f"{found} rule applies, so the policy's default does: {default}."


def uncovered_sentence(outcome: Outcome) -> str:
    """A match stands that no rule speaks of."""
    return (
        f"A match stands but no rule of the policy covers it, so the upload is {_DONE[outcome]} "
        "for a person: a match is never allowed for want of a rule."
    )


def unscannable_sentence(unscannable: Unscannable) -> str:
    """What kept the file from being scanned."""
    return f"The file could not be scanned ({unscannable.code}): {unscannable.message.rstrip('.')}."


def unscannable_unnamed_sentence(outcome: Outcome) -> str:
    """Nobody named this code, so nothing is waved through."""
    return (
        f"No rule decides for this code, so the upload is {_DONE[outcome]}: "
        "what cannot be scanned is never allowed unless a rule names its code."
    )


def unscannable_allowed_sentence(rule: Rule, unscannable: Unscannable) -> str:
    """An operator chose to let this code pass; the answer says so."""
    return (
        f'It is allowed unscanned because rule "{rule.name}" names the code '
        f"{unscannable.code}; nothing is known about its contents."
    )


def set_aside_sentence(match: Match, allowed_by: Match) -> str:
    """An allow-list entry answered for a perceptual match."""
    return (
        f"{_entry(match, 'Entry')} (PDQ, distance {match.distance} bits, radius {match.radius}) "
        f"is set aside: {_entry(allowed_by, 'entry')}, an allow-list, matches by "
        f"{_KINDS[allowed_by.kind]} at distance {allowed_by.distance} bits, "
        f"radius {allowed_by.radius}."
    )


def allow_not_heeded_sentence(allow: Match, digest: Match | None) -> str:
    """Why an allow-list entry changed nothing although matches stand."""
    if digest is not None:
        why = (
            f"{_entry(digest, 'entry')} matches byte for byte ({_KINDS[digest.kind]}), "
            "and an allow-list never overrules that"
        )
    else:
        why = "some matches are too many to show and may be byte for byte"
    return f"{_entry(allow, 'Entry')}, an allow-list, is not heeded: {why}."


def unseen_sentence(unseen: int) -> str:
    """The look-up kept only the nearest matches."""
    return f"Further matches that were found but not kept: {unseen}."


def low_quality_sentence(lists: Sequence[str]) -> str:
    """Lists that could not be searched by PDQ for want of quality."""
    names = ", ".join(f'"{name}"' for name in lists)
    return (
        "The picture's quality is below the minimum of these lists, which were therefore "
        f"not searched by PDQ: {names}."
    )


def lowered_sentences(matches: Sequence[Match], name: str, rule: Rule | None) -> list[str]:
    """The guard turned a block into a hold."""
    entries = list(dict.fromkeys(_entry(match, "entry") for match in matches))
    authority = f" (set by {rule.set_by} at {_moment(rule.set_at)})" if rule else ""
    head = (
        f'Rule "{name}"{authority} would block, but the guard has lowered every entry that leads '
        "to it: each matches the uploads of far more accounts than other entries do. "
        "So a person decides."
    )
    return [
        head,
        *(f"Lowered: {entry}." for entry in entries[:MATCHES_SPELLED_OUT]),
    ]


def lowered_but_blocked_sentence() -> str:
    """A lowered entry matched, but something else blocks as well."""
    return "An entry lowered by the guard matches too, but the block rests on other grounds."


def shadow_sentence(would_be: Outcome) -> str:
    """Shadow mode answers allow whatever was found."""
    return f"Shadow mode: the upload is allowed; enforcing, it would be {_DONE[would_be]}."


def _entry(match: Match, word: str) -> str:
    return f'{word} "{match.entry}" of list "{match.list}" (edition "{match.edition}")'


def _moment(at: Instant) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
