"""What an article may be about, and what it only mentions: two lists of series."""

from __future__ import annotations

ANECDOTES = frozenset(
    "other:" + name
    for name in (
        "staff", "schools", "children", "young people", "people", "parents", "adults", "girls",
        "boys", "images", "signatures", "accounts", "visits",
    )
)  # fmt: skip
"""What is counted of an event or a programme; a share of them may be a survey's finding."""

NEAR_SERIES = frozenset(
    "other:" + name
    for name in (
        "child sexual offences", "child abuse offences", "meeting a child following grooming",
        "online child sexual offences", "online child abuse offences", "online sexual offences",
        "offences against children", "online offences against children", "sexual offences", "urls",
        "helpline contacts", "counselling sessions", "hotline reports", "sexting",
    )
)  # fmt: skip
"""What an article may be about whose offences are none of a release's own."""

RECORDED = frozenset(
    "other:" + name
    for name in (
        "child sexual offences", "online child sexual offences", "sexual offences",
        "online sexual offences", "meeting a child following grooming", "child cruelty",
        "domestic abuse", "hate crimes", "cyber crimes",
    )
)  # fmt: skip
"""Offences that the police record and that are none of a release's own.

"Child abuse offences" are none: newspapers call any of them that.
"""

CALLED_AGAINST_CHILDREN = frozenset(
    "other:" + name for name in ("child sexual offences", "online child sexual offences")
)
"""What "crimes against children" are in an article about just these, told by no name of theirs."""

WIDER_NAMES = frozenset(
    f"other:{online}{name}"
    for name in ("offences against children", "child abuse offences")
    for online in ("", "online ")
)
"""Names under which newspapers tell one kind of such offences as well as all."""

SERVICE = (
    r"(?:snapchat|instagram|facebook|whatsapp|twitter|tiktok|youtube|kik|skype|telegram|discord"
    r"|roblox|omegle|(?:facebook\s+)?messenger|meta)"
)
"""Platforms that the offences are told by."""

UNNAMED = "something that the words do not name"
"""What a number without a noun counts that no rule claims: it is read as nothing else."""

__all__ = [
    "ANECDOTES",
    "CALLED_AGAINST_CHILDREN",
    "NEAR_SERIES",
    "RECORDED",
    "SERVICE",
    "UNNAMED",
    "WIDER_NAMES",
]
