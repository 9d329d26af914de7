"""What authorities ask for and no statement of this version can tell: a reason, never a zero."""

from __future__ import annotations

from typing import Final

from beholden.transparency.core.models import Indicator

__all__ = ["NOT_MEASURED"]

_DSA = "EU Digital Services Act, transparency template"
_OSA = "UK Online Safety Act 2023, transparency notices"
_ESAFETY = "Australia, eSafety notices"
_NCMEC = "NCMEC, figures by provider"
_TRUST = "Tech Coalition TRUST"
_CODEBOOK = "platform transparency reports"


def _absent(name: str, title: str, population: str, why: str, *asked_by: str) -> Indicator:
    return Indicator(
        id=name,
        title=title,
        unit="changes",
        population=population,
        method="",
        counting_time="",
        not_measured=why,
        asked_by=asked_by,
    )


_NO_NOTICES = "Reports by users and flaggers are handled outside of what is in this ledger."
_NO_FILINGS = "Filings to authorities are made outside of what is in this ledger."
_NO_PEOPLE = "Who decides is the service's own business and is in no statement."

NOT_MEASURED: Final = (
    _absent(
        "orders-received",
        "Orders of authorities to remove or to give information",
        "orders",
        "Orders come to the service outside of what is in this ledger.",
        _DSA,
    ),
    _absent(
        "order-hours",
        "Hours until an order takes effect",
        "orders",
        "Orders come to the service outside of what is in this ledger.",
        _DSA,
    ),
    _absent("notices-received", "Notices by users", "notices", _NO_NOTICES, _DSA, _OSA),
    _absent(
        "notices-by-trusted-flaggers",
        "Notices by trusted flaggers",
        "notices",
        _NO_NOTICES,
        _DSA,
    ),
    _absent("notices-acted-on", "Notices that led to an action", "notices", _NO_NOTICES, _DSA),
    _absent(
        "notice-hours",
        "Hours from a notice to its outcome",
        "notices",
        _NO_NOTICES,
        _DSA,
        _ESAFETY,
        _NCMEC,
    ),
    _absent(
        "complaints-received",
        "Complaints about decisions",
        "complaints",
        "Complaints are handled outside of what is in this ledger.",
        _DSA,
    ),
    _absent(
        "complaints-reversed",
        "Decisions reversed after a complaint",
        "complaints",
        "Complaints are handled outside of what is in this ledger.",
        _DSA,
    ),
    _absent(
        "automated-error-rate",
        "Share of automated decisions that were wrong",
        "uploads held or blocked",
        "Whether a decision was right takes people who look; no statement says what they found.",
        _DSA,
    ),
    _absent(
        "allowed-by-allow-list",
        "Uploads allowed because an allow-list answered for all their matches",
        "uploads that match a list and were allowed",
        "What is allowed leaves no statement but in the counts of its hour, and these name no "
        "allow-list.",
        _DSA,
    ),
    _absent(
        "drills-let-through",
        "Drills that were let through",
        "drills",
        "A drill that no list matched is not known as one here, and one that was allowed has a "
        "statement only where its sender asked for a receipt. Who sent them can count them.",
        _OSA,
    ),
    _absent(
        "missed",
        "Known pictures that were not stopped",
        "uploads",
        "What was not recognised cannot be counted by who did not recognise it; a regulator's "
        "drills bound it.",
        _OSA,
    ),
    _absent(
        "suspensions",
        "Accounts suspended",
        "accounts",
        "No account is in any statement.",
        _DSA,
        _CODEBOOK,
    ),
    _absent(
        "out-of-court-disputes",
        "Disputes settled out of court",
        "disputes",
        "Disputes are settled outside of what is in this ledger.",
        _DSA,
    ),
    _absent("moderators", "Moderators, by language and training", "people", _NO_PEOPLE, _DSA),
    _absent(
        "safety-staff", "Staff for trust and safety, by function", "people", _NO_PEOPLE, _ESAFETY
    ),
    _absent(
        "monthly-users",
        "Monthly active users",
        "people",
        "Users are counted by the service; no statement names or counts them.",
        _DSA,
    ),
    _absent(
        "users-exposed",
        "Users who met harmful content",
        "people",
        "Who saw what is in no statement.",
        _OSA,
    ),
    _absent(
        "filings-sent",
        "Filings sent to authorities",
        "filings",
        _NO_FILINGS,
        _NCMEC,
        _CODEBOOK,
    ),
    _absent(
        "filings-actionable", "Filings with enough detail to act on", "filings", _NO_FILINGS, _NCMEC
    ),
    _absent(
        "filing-hours",
        "Hours from a decision to its filing",
        "filings",
        _NO_FILINGS,
        _OSA,
    ),
    _absent(
        "tools-in-use",
        "Tools against child sexual abuse in use, by part of the service",
        "parts of the service",
        "Statements tell of known pictures and links that this gate checked, and of no other "
        "tool; which parts of the service it does not see it cannot know.",
        _ESAFETY,
    ),
    _absent(
        "policies-and-practices",
        "Policies, practices and processes, in words",
        "texts",
        "They are texts that the service writes; nothing in the ledger gives them.",
        _TRUST,
        _OSA,
    ),
)
"""In the order in which they are printed."""
