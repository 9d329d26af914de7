"""The same number claimed twice is one claim with two places.

merged([claim, claim])[0].places  # both
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims.models import Checked, Claim, Measure


def merged(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """One claim for the same number of the same thing, with all its places."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        # A count that is said to have risen may be false where the bare count is true.
        key = (*_key(claim), _way(claim))
        first = found.get(key)
        found[key] = claim if first is None else _joined(first, claim)
    return tuple(found.values())


def _way(claim: Claim) -> tuple[str, int]:
    """Which way it is said to have gone, and for how many years on end."""
    return (claim.course.direction, claim.course.running) if claim.course else ("", 0)


def rejoined(checked: Sequence[Checked]) -> tuple[Checked, ...]:
    """One again of a count said to have risen, and without it, where both are judged alike."""
    found: dict[tuple[object, ...], Checked] = {}
    for one in checked:
        judged = (one.judgement.verdict, one.judgement.error_class)
        key = (*_key(one.claim), *judged)
        first = found.get(key)
        claim = one.claim if first is None else _joined(first.claim, one.claim)
        found[key] = Checked(claim, one.judgement if first is None else first.judgement)
    return tuple(found.values())


def _key(claim: Claim) -> tuple[object, ...]:
    phrase = claim.phrase
    return (
        claim.kind,
        claim.measure,
        claim.subject.key,
        claim.subject.part,
        claim.series,
        claim.period,
        claim.earlier,
        claim.direction if claim.measure is not Measure.COUNT else "",
        phrase.wording,
        phrase.value,
        phrase.places,
        phrase.per,
        phrase.out_of,
        phrase.doubt,
        claim.group.key if claim.group else "",
        claim.basis,
        claim.people,
        claim.part if claim.kind == "share" else "",
    )


def _joined(first: Claim, again: Claim) -> Claim:
    roles = {one.role for one in first.operands}
    return msgspec.structs.replace(
        first,
        places=(*first.places, *again.places),
        elsewhere=first.elsewhere or again.elsewhere,
        operands=(*first.operands, *(one for one in again.operands if one.role not in roles)),
        subject_said=first.subject_said or again.subject_said,
        subject_alone=first.subject_alone or again.subject_alone,
        period_said=first.period_said or again.period_said,
        earlier_said=first.earlier_said or again.earlier_said,
        speaker=first.speaker or again.speaker,
    )


__all__ = ["merged", "rejoined"]
