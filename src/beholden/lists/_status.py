"""How a list stands, in sentences for its operator. Pure: editions and a time in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.lists.models import ListStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from beholden.lists.models import ActiveState, Edition


def lost_sentence(name: str, edition: str) -> str:
    """What to do about a list that was active and of which nothing is found any more."""
    return (
        f"List {name} should be active with edition {edition}, and no edition of it is: its "
        "files are gone. Activate it again (add its file first if the edition is gone), or "
        f"deactivate it to go on without it: beholden lists deactivate {name}."
    )


def status_of(
    name: str,
    editions: tuple[Edition, ...],
    state: ActiveState | None,
    *,
    now: datetime,
    stale_after_days: int,
    problem: str | None = None,
    damaged: Mapping[str, str] | None = None,
) -> ListStatus:
    """Describe one list.

    ``editions`` come newest first. ``problem`` says why nothing can be active.
    ``damaged`` maps ids to sentences.
    """
    damaged = damaged or {}
    damages = tuple(damaged[edition] for edition in sorted(damaged))
    wanted = None if state is None else state.edition
    active = next((edition for edition in editions if edition.edition == wanted), None)
    if state is None or active is None or active.edition in damaged or problem is not None:
        if problem is None:
            problem = "Nothing is active: the list protects nobody."
            if wanted is not None:
                problem = f"Edition {wanted} should be active and is damaged: nothing is scanned."
            problem += f" Editions there are: {len(editions)}."
        return ListStatus(name=name, editions=editions, notes=(problem, *damages))
    age_days = (now - active.created_at).days
    stale = age_days > stale_after_days
    notes = list(damages)
    if stale:
        notes.insert(
            0,
            f"The active edition is {age_days} days old, more than {stale_after_days}: "
            "fetch a newer one from its supplier.",
        )
    return ListStatus(
        name=name,
        active=active,
        activated_at=state.activated_at,
        activated_by=state.activated_by,
        age_days=age_days,
        active_days=(now - state.activated_at).days,
        stale=stale,
        editions=editions,
        not_protecting=_not_protecting(active),
        notes=tuple(notes),
    )


def _not_protecting(edition: Edition) -> tuple[str, ...]:
    sentences = [
        f"{count:,} of kind {kind}: this software cannot compute it"
        for kind, count in sorted(edition.unsupported.items())
    ]
    if edition.below_quality:
        sentences.append(
            f"{edition.below_quality:,} PDQ of a quality below {edition.min_quality}: "
            "kept, never matched"
        )
    if edition.rejected:
        sentences.append(f"{edition.rejected:,} rejected at import: see rejects.jsonl")
    return tuple(sentences)
