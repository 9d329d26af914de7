"""What is asked and answered over HTTP: the types that OpenAPI is made from.

Requests refuse unknown fields. Of an allowed upload the answer holds no hash, since
none is kept; an account is never repeated.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from beholden.gate import NAME_AT_MOST, Decision, EditionRef, Mode, Outcome
from beholden.matching.core import HashKind, Match, PictureQuery, Query
from beholden.media.core import DIHEDRAL_NAMES, Unscannable
from beholden.web.problems import Problem

ITEMS_AT_MOST = 1_000
"""Items of one call of check/hashes or look-up."""

_BEST_QUALITY = 100


def _hex(digits: int, what: str) -> Any:
    return Meta(
        min_length=digits,
        max_length=digits,
        description=what,
        extra_json_schema={"pattern": f"^[0-9a-fA-F]{{{digits}}}$"},
    )


PRINTABLE = Meta(extra_json_schema={"pattern": r"^(?: |[^\p{C}\p{Z}])+$"})
"""For OpenAPI; what holds is ``str.isprintable``, which no pattern of Python's can say."""

Name = Annotated[
    str,
    PRINTABLE,
    Meta(min_length=1, max_length=NAME_AT_MOST, description="One printable line."),
]
Person = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=NAME_AT_MOST,
        description="One printable line, not blank.",
        extra_json_schema={"pattern": r"^ *[^\p{C}\p{Z}](?: |[^\p{C}\p{Z}])*$"},
    ),
]
PdqText = Annotated[str, _hex(64, "PDQ hash, 64 hex digits, as the reference writes them.")]
Sha256Text = Annotated[str, _hex(64, "SHA-256, 64 hex digits.")]
Sha1Text = Annotated[str, _hex(40, "SHA-1, 40 hex digits.")]
Md5Text = Annotated[str, _hex(32, "MD5, 32 hex digits.")]


class HashItem(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The hashes of one file; at least one of them.

    ``dihedral`` holds the PDQ hashes of the picture turned and mirrored (up to eight,
    the picture as stored first); where it is given, ``pdq`` may be left out. ``ref`` is
    the caller's own name for the file and comes back with the answer.
    """

    pdq: PdqText | None = None
    quality: Annotated[int, Meta(ge=0, le=100, description="PDQ quality.")] = _BEST_QUALITY
    dihedral: Annotated[tuple[PdqText, ...], Meta(max_length=len(DIHEDRAL_NAMES))] = ()
    sha256: Sha256Text | None = None
    sha1: Sha1Text | None = None
    md5: Md5Text | None = None
    ref: Name | None = None


_GIVEN: dict[str, dict[str, Any]] = {
    **{field: {"type": "string"} for field in ("pdq", "sha256", "sha1", "md5")},
    "dihedral": {"minItems": 1},
}
_WithHash = Annotated[
    HashItem,
    Meta(
        extra_json_schema={
            "anyOf": [
                {"required": [field], "properties": {field: schema}}
                for field, schema in _GIVEN.items()
            ]
        }
    ),
]


class HashesRequest(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Files to check by their hashes, 1 to 1,000 in a call.

    ``surface`` says where on the service they were uploaded, ``account`` is a pseudonym
    of who uploaded them.
    """

    items: Annotated[tuple[_WithHash, ...], Meta(min_length=1, max_length=ITEMS_AT_MOST)]
    surface: Name | None = None
    account: Name | None = None


class UploadQuery(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where an upload comes from: ``surface`` on the service, ``account`` as a pseudonym."""

    surface: Name | None = None
    account: Name | None = None


class PolicyRef(msgspec.Struct, frozen=True):
    """Which policy decided."""

    version: str
    digest: str


class DecisionAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision.

    ``outcome`` is what to do now. In shadow mode it is always ``allow``, and
    ``would_be`` says what enforcing would have done. ``id`` is absent where nothing was
    recorded (look-ups). ``sha256`` is given for what is held or blocked.
    """

    time: datetime
    outcome: Outcome
    would_be: Outcome
    mode: Mode
    rule: str
    reasons: tuple[str, ...]
    policy: PolicyRef
    editions: tuple[EditionRef, ...]
    took_ms: float
    id: str | None = None
    matches: tuple[Match, ...] = ()
    set_aside: tuple[Match, ...] = ()
    more_matches: int = 0
    below_quality: tuple[str, ...] = ()
    unscannable: Unscannable | None = None
    sha256: str | None = None


class HashResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """The decision on one item; fields as in ``DecisionAnswer``."""

    outcome: Outcome
    would_be: Outcome
    rule: str
    reasons: tuple[str, ...]
    id: str | None = None
    ref: str | None = None
    matches: tuple[Match, ...] = ()
    set_aside: tuple[Match, ...] = ()
    more_matches: int = 0
    below_quality: tuple[str, ...] = ()


class HashesAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The decisions on all items, in their order, and what all of them were made with."""

    time: datetime
    mode: Mode
    policy: PolicyRef
    editions: tuple[EditionRef, ...]
    took_ms: float
    results: tuple[HashResult, ...]


class LookupAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a check would answer; nothing was recorded."""

    time: datetime
    mode: Mode
    policy: PolicyRef
    editions: tuple[EditionRef, ...]
    took_ms: float
    results: tuple[HashResult, ...]
    unscannable: Unscannable | None = None


def check_printable(asked: msgspec.Struct, *fields: str, root: str = "") -> None:
    """Refuses control characters and line breaks in some fields.

    Raises:
        Problem: 422 with the name of the field.
    """
    for field in fields:
        text: str | None = getattr(asked, field)
        if text is not None and not text.isprintable():
            raise Problem(
                422, "invalid_field", "Use printable characters, on one line.",
                path=f"{root}{field}",
            )  # fmt: skip


def query_of(item: HashItem) -> Query | None:
    """What matching is asked about one item; None if it has no hash at all."""
    digests: dict[HashKind, str] = {}
    if item.sha256 is not None:
        digests["sha256"] = item.sha256
    if item.sha1 is not None:
        digests["sha1"] = item.sha1
    if item.md5 is not None:
        digests["md5"] = item.md5
    hashes = item.dihedral or (() if item.pdq is None else (item.pdq,))
    if not hashes:
        return Query(digests) if digests else None
    return Query(digests, (PictureQuery(0, item.quality, hashes),))


def answer_of(decision: Decision, *, recorded: bool = True) -> DecisionAnswer:
    """One decision as it is answered."""
    return DecisionAnswer(
        time=decision.time,
        outcome=decision.outcome,
        would_be=decision.would_be,
        mode=decision.mode,
        rule=decision.rule,
        reasons=decision.reasons,
        policy=PolicyRef(decision.policy_version, decision.policy_digest),
        editions=decision.editions,
        took_ms=decision.took_ms,
        id=decision.id if recorded else None,
        matches=decision.matches,
        set_aside=decision.set_aside,
        more_matches=decision.more_matches,
        below_quality=decision.below_quality,
        unscannable=decision.unscannable,
        sha256=None if decision.would_be == "allow" else decision.sha256,
    )


def results_of(
    decisions: list[Decision], refs: list[str | None], *, recorded: bool = True
) -> tuple[HashResult, ...]:
    """The decisions on the items of one call, in their order."""
    return tuple(
        HashResult(
            outcome=decision.outcome,
            would_be=decision.would_be,
            rule=decision.rule,
            reasons=decision.reasons,
            id=decision.id if recorded else None,
            ref=ref,
            matches=decision.matches,
            set_aside=decision.set_aside,
            more_matches=decision.more_matches,
            below_quality=decision.below_quality,
        )
        for decision, ref in zip(decisions, refs, strict=True)
    )
