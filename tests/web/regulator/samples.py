"""Publications that pages are tried with: all results, corrections, withdrawals; hostile texts.

publications = sample_publications()
publications = [*history("pictures", 60), hostile_publication()]
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec

from beholden._statistics import clopper_pearson, wilson
from beholden.regulator.core import (
    Amount,
    Cause,
    Check,
    Difference,
    DrillSummary,
    DutyLine,
    Publication,
    Scorecard,
    ScoredFigure,
    SourceState,
    Verdict,
)
from beholden.web.regulator.site import SiteSettings

SETTINGS = SiteSettings(
    name="Example Regulator",
    contact="scorecards@regulator.example",
    base_url="https://regulator.example/",
)
HOSTILE = '=cmd|"/c"!A1<script>alert(1)</script>\u202e]]>"><svg onload=x>'
STAFF = ("A. Maker-Nobody", "B. Publisher-Nobody")
"""Names that no page and no file may hold."""
_LAW = "https://www.legislation.gov.uk/ukpga/2023/50"


def sample_publications() -> tuple[Publication, ...]:
    """Three services; one with a withdrawn card, one with a correction; and a draft."""
    wrong = card("pictures", "Example Pictures", date(2026, 9, 1), "agrees")
    return (
        publication(wrong, 1, days=5, withdrawn="The mirror was of another log."),
        publication(wrong, 2, days=9),
        publication(card("pictures", "Example Pictures", date(2026, 10, 1), "agrees"), 3, days=35),
        publication(
            card("pictures", "Example Pictures", date(2026, 10, 1), "differs"),
            4,
            days=38,
            corrects=3,
        ),
        publication(
            card("pictures", "Example Pictures", date(2026, 11, 1), "agrees"), 5, state="draft"
        ),
        publication(card("chat", "Example Chat", date(2026, 10, 1), "agrees"), 1, days=36),
        publication(card("forum", "Example Forum", date(2026, 10, 1), "cannot-tell"), 1, days=36),
        publication(
            card("video", "Example Video", date(2026, 10, 1), "within-tolerance"), 1, days=37
        ),
        publication(
            card("album", "Example Album", date(2026, 8, 1), "agrees"),
            1,
            days=40,
            withdrawn="It stood on a report for other days.",
        ),
    )


def history(service: str, many: int, *, surfaces: int = 4) -> tuple[Publication, ...]:
    """Cards of one service, month by month."""
    made = []
    for number in range(1, many + 1):
        first = date(2021 + (number - 1) // 12, (number - 1) % 12 + 1, 1)
        verdict: Verdict = "differs" if number % 7 == 0 else "agrees"
        long = card(service, "Example Pictures", first, verdict, surfaces=surfaces)
        made.append(publication(long, number, days=35, withdrawn="Wrong." if number == 3 else ""))
    return tuple(made)


def hostile_publication() -> Publication:
    """Every text of others is markup, a formula and hidden characters."""
    one = card("odd", "Odd", date(2026, 10, 1), "differs", surfaces=3)
    figure = msgspec.structs.replace(
        one.figures[0], title=HOSTILE, reported=HOSTILE, recomputed=HOSTILE, words=HOSTILE
    )
    difference = msgspec.structs.replace(
        one.differences[0], title=HOSTILE, part=HOSTILE, words=HOSTILE * 50, one_source=HOSTILE
    )
    hostile = msgspec.structs.replace(
        one,
        name=HOSTILE,
        provider=HOSTILE,
        website="javascript:alert(1)",
        summary=HOSTILE,
        surfaces=(HOSTILE,) * 3,
        origin=HOSTILE,
        figures=(figure, *one.figures),
        differences=(difference,) * 40,
        duties=(DutyLine(id="x", title=HOSTILE, words=HOSTILE, source=HOSTILE, url='"onclick="'),),
        checks=(Check(id="x", title=HOSTILE, at=one.last, verdict="differs", words=HOSTILE),),
        notes=(HOSTILE,) * 3,
        sources=(SourceState(id="x", title=HOSTILE, words=HOSTILE, sha256=HOSTILE),),
    )
    return publication(hostile, 1, days=36, withdrawn=HOSTILE)


def publication(
    body: Scorecard,
    number: int,
    *,
    days: int = 0,
    state: str = "published",
    corrects: int | None = None,
    withdrawn: str = "",
) -> Publication:
    """A card with what happened to it, ``days`` after its first day."""
    at = datetime(body.first.year, body.first.month, body.first.day, 9, 30, tzinfo=UTC)
    at += timedelta(days=days)
    draft = state == "draft"
    return Publication(
        service=body.service,
        number=number,
        state="draft" if draft else "withdrawn" if withdrawn else "published",
        card=body,
        digest=hashlib.sha256(msgspec.json.encode(body)).hexdigest(),
        made=at - timedelta(days=1),
        made_by=STAFF[0],
        corrects=corrects,
        published=None if draft else at,
        published_by="" if draft else STAFF[1],
        withdrawn=at + timedelta(days=6) if withdrawn else None,
        withdrawn_by=STAFF[1] if withdrawn else "",
        reason=withdrawn,
    )


def card(service: str, name: str, first: date, verdict: Verdict, *, surfaces: int = 4) -> Scorecard:
    """A card for a month."""
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    drill = drills(first, last)
    places = ("Avatar", "Post", "Group post", "Direct message")
    more = tuple(f"Room {at}" for at in range(1, max(0, surfaces - 4) + 1))
    words = {
        "agrees": "All 61 figures that were compared agree.",
        "within-tolerance": "60 of 61 figures agree, and 1 is within its tolerance.",
        "differs": "60 of 61 figures agree, and 1 differs: uploads blocked.",
        "cannot-tell": "Nothing could be compared, because no statement was opened.",
    }[verdict]
    return Scorecard(
        service=service,
        name=name,
        provider="Example Networks Ltd",
        website=f"https://{service}.example",
        regulator="Example Regulator",
        regime="UK Online Safety Act 2023",
        category="Category 1",
        state="Registered",
        surfaces=(*places, *more),
        risks=("Known child sexual abuse images", "Grooming"),
        first=first,
        last=last,
        made=datetime(last.year, last.month, last.day, 16, 5, tzinfo=UTC) + timedelta(days=2),
        origin=f"{service}.example/decisions",
        size=19_481,
        root=hashlib.sha256(service.encode()).digest(),
        summary=f"{words} {drill.words}",
        verdict=verdict,
        basis="report" if verdict == "cannot-tell" else "recomputed",
        counts=0 if verdict == "cannot-tell" else 1,
        duties=DUTIES,
        checks=(
            Check(
                id="log",
                title="The log was followed",
                at=last,
                verdict="agrees",
                words="Followed without a gap, 19,481 entries. It never contradicted itself.",
            ),
            Check(
                id="reconciliation",
                title="The report was looked at, not counted again"
                if verdict == "cannot-tell"
                else "The report was counted again from the log",
                at=last + timedelta(days=2),
                verdict=verdict,
                words=words,
            ),
            Check(
                id="drill",
                title="Harmless test pictures were sent",
                at=last,
                verdict="differs",
                words="297 of 300 were found.",
            ),
        ),
        figures=() if verdict == "cannot-tell" else figures(verdict, more),
        differences=() if verdict == "agrees" else differences(verdict),
        drills=() if verdict == "cannot-tell" else (drill,),
        sources=(
            SourceState(
                id="report",
                title="The network's report",
                words="Received on 1 November 2026.",
                sha256=hashlib.sha256(b"report").hexdigest(),
            ),
            SourceState(
                id="openings",
                title="Opened statements",
                words="1,277 entries: 1,275 opened, 2 erased, none refused.",
                sha256=hashlib.sha256(b"openings").hexdigest(),
            ),
        ),
        notes=("Statements about 5 of 744 hours are missing; the network says why in its report.",),
    )


def figures(verdict: Verdict, more: Sequence[str] = ()) -> tuple[ScoredFigure, ...]:
    """Totals, and a count for each surface that is more than usual."""
    blocked, checked = 261, 8_080_733
    wrong = verdict == "differs"
    rows = [
        count("uploads-checked", "Uploads checked", checked, checked),
        count("uploads-allowed", "Uploads allowed", 8_080_200, 8_080_200),
        count("uploads-held", "Uploads held", 272, 272),
        count("uploads-blocked", "Uploads blocked", 216 if wrong else blocked, blocked),
        share("share-blocked", "Share of checked uploads that were blocked", blocked, checked),
        share("share-held", "Share of checked uploads that were held", 272, checked),
        msgspec.structs.replace(
            share("share-hours-stated", "Share of the window's hours that are stated", 739, 744),
            low="",
            high="",
        ),
    ]
    rows += [
        count(f"uploads-{what}-by-surface[{place}]", f"Uploads {what}, by surface: {place}", at, at)
        for at, place in enumerate(more, 7)
        for what in ("checked", "allowed", "held", "blocked")
    ]
    return tuple(rows)


def count(key: str, title: str, reported: int, recomputed: int) -> ScoredFigure:
    """A count as reported and as recomputed."""
    same = reported == recomputed
    return ScoredFigure(
        key=key,
        title=title,
        unit="uploads",
        reported=f"{reported:,}",
        recomputed=f"{recomputed:,}",
        verdict="agrees" if same else "differs",
        numerator=recomputed,
        words="They are the same."
        if same
        else f"The report says {reported:,}, the opened statements give {recomputed:,}.",
    )


def share(key: str, title: str, part: int, whole: int) -> ScoredFigure:
    """A share that agrees, with its interval."""
    interval = wilson(part / whole, whole)
    text = f"{part / whole:.6f} ({part:,} of {whole:,})"
    return ScoredFigure(
        key=key,
        title=title,
        unit="share",
        reported=text,
        recomputed=text,
        verdict="agrees",
        numerator=part,
        denominator=whole,
        low=f"{interval.low:.8f}",
        high=f"{interval.high:.8f}",
        words="They are the same.",
    )


def differences(verdict: Verdict) -> tuple[Difference, ...]:
    """One that differs or cannot be told, and one within its tolerance."""
    main = Difference(
        quantity="uploads-blocked",
        title="Uploads blocked",
        one_source="the report",
        other_source="the opened statements",
        one=Amount(form="count", value=216),
        other=Amount(form="count", value=261),
        by=45,
        per_cent="+20.83",
        tolerance="none",
        verdict="differs",
        words="The report says 216; the statements that fit the log give 261, 45 more.",
        causes=(
            Cause(code="digits", words="Two digits changed places: 216 for 261.", exact=True),
            Cause(code="hours", words="Hours that were corrected later were counted as they were."),
        ),
    )
    untold = msgspec.structs.replace(
        main,
        other=Amount(form="not-measured"),
        by=None,
        per_cent="",
        verdict="cannot-tell",
        words="No statement was opened, so there is nothing to hold the report against.",
        causes=(),
    )
    near = Difference(
        quantity="filings",
        title="Filings to the authority",
        part="2026-10",
        one_source="the report",
        other_source="filings received by the authority",
        one=Amount(form="count", value=10_059),
        other=Amount(form="rounded", value=10_100, rounded_to=100),
        by=41,
        per_cent="+0.41",
        tolerance="1 %",
        verdict="within-tolerance",
        words="10,059 sent and about 10,100 received: within the tolerance.",
    )
    return {
        "differs": (main, near),
        "cannot-tell": (untold,),
        "within-tolerance": (near,),
        "agrees": (),
    }[verdict]


def drills(first: date, last: date) -> DrillSummary:
    """A closed plan: 297 of 300."""
    interval = clopper_pearson(297, 300)
    low, high = (f"{Decimal(end):.4f}" for end in interval)
    return DrillSummary(
        plan="plan-1",
        first=first,
        last=last,
        surfaces=("avatar", "post"),
        planned=300,
        items=300,
        found=297,
        missed=2,
        lost=1,
        controls=40,
        controls_passed=40,
        confidence="0.95",
        low=low,
        high=high,
        closed=True,
        words="Of 300 harmless test pictures that were sent, 297 were found. With 95% confidence "
        f"at least {Decimal(low) * 100:.1f}% of such pictures, sent in this way, are found. It "
        "says nothing of other pictures or other ways.",
        commitment=hashlib.sha256(b"plan").hexdigest(),
        seed=hashlib.sha256(b"seed").hexdigest(),
    )


DUTIES = (
    DutyLine(
        id="illegal-content-risk-assessment",
        title="Assess the risk of illegal content",
        words="Find out how likely it is that users meet illegal content, and keep this current.",
        source="Online Safety Act 2023, section 9",
        url=_LAW,
        since=date(2024, 12, 16),
    ),
    DutyLine(
        id="transparency-report",
        title="Publish a transparency report",
        words="Once a year, with what the notice asks for, complete and accurate.",
        source="Online Safety Act 2023, section 77 (not verified against the source)",
        url=_LAW,
    ),
)
