"""From received files to the public, by two people; what was public stays, marked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from beholden.regulator import Asked, GivenFile
from beholden.regulator.core import Scorecard
from beholden.transparency.core import Window, encode_report
from tests.regulator.core.reports import report
from tests.regulator.entries import HOSTILE, card
from tests.support.pages import faults_in_text
from tests.web.regulator.support import Browser, Office, counts, form_fields, words

PAGE = "/console/services/example"
RECONCILE, DRAFT = f"{PAGE}/reconcile", f"{PAGE}/draft"
AUTHORITY = counts(
    [
        "reports-sent,,2026-10-01,2026-10-31,2684,count,,Example Authority,",
        "uploads-checked,,2026-10-01,2026-10-31,1000,count,,Example Authority,",
    ]
)
OWN = counts(
    [
        "reports-sent,,2026-10-01,2026-10-31,2283,count,,Example,",
        "uploads-checked,,2026-10-01,2026-10-31,1000,count,,Example,",
    ]
)


def receive(browser: Browser, data: bytes, source: str, as_it_is: str = "") -> None:
    fields = {"kind": "counts", "source": source, "from": "2026-10-01", "to": "2026-10-31"}
    fields["as-it-is"] = as_it_is
    files = {"file": (f"{source}.csv", data)}
    assert browser.post(f"{PAGE}/received", fields, files=files).status_code == 303


def reconcile(browser: Browser, *numbers: str) -> Any:
    days = {"from": "2026-10-01", "to": "2026-10-31"}
    return browser.send(RECONCILE, RECONCILE, {**days, "counts": list(numbers)})


@pytest.fixture
def reconciled(officer: Browser) -> Browser:
    receive(officer, AUTHORITY, "Example Authority")
    receive(officer, OWN, "Example")
    assert (
        reconcile(officer, "1", "2").headers["location"]
        == f"{PAGE}/reconciliations/1?done=compared"
    )
    return officer


@pytest.fixture
def drafted(reconciled: Browser) -> Browser:
    done = reconciled.send(DRAFT, DRAFT, {"notes": "A note to the reader.\nAnother."})
    assert done.headers["location"] == f"{PAGE}/scorecards/1?done=drafted"
    return reconciled


def publish(browser: Browser, number: int = 1) -> Any:
    page = f"{PAGE}/scorecards/{number}"
    return browser.send(page, f"{page}/publish", {"looked": "yes"})


def test_a_reconciliation_shows_what_differs_with_its_size_first(reconciled: Browser) -> None:
    page = reconciled.get(f"{PAGE}/reconciliations/1")
    said = words(page.text)
    assert said.index("reports-sent") < said.index("uploads-checked")
    assert "2,684" in said
    assert "-401 (-14.94% of the first number)" in said
    assert "Possible causes" in said
    assert faults_in_text(page.text) == []


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"from": "", "counts": ["1"]}, "from", "First day: Enter the first day"),
        ({"to": "2026-09-01", "counts": ["1"]}, "to", "before the first"),
        ({"counts": []}, "report", "Choose a report"),
        ({"counts": ["77"]}, "counts", "no received file 77"),
        ({"report": ["1"], "counts": []}, "report", "no received file 1"),
    ],
)
def test_a_reconciliation_of_nothing_is_refused_beside_its_field(
    reconciled: Browser, changes: dict[str, Any], field: str, said: str
) -> None:
    good = {"from": "2026-10-01", "to": "2026-10-31", "counts": ["1"]}
    done = reconciled.post(RECONCILE, good | changes)
    assert done.status_code == 422
    assert f'href="#{field}"' in done.text
    assert said in words(done.text)
    assert faults_in_text(done.text) == []


def test_a_file_that_is_no_counts_is_told_line_by_line_beside_the_counts(
    office: Office, officer: Browser
) -> None:
    rows = [
        f"reports-sent,,2026-10-01,2026-10-31,{HOSTILE},count,,x,",
        "uploads-checked,,2026-10-01,2026-10-31,many,count,,x,",
    ]
    receive(officer, counts(rows), "Example", as_it_is="yes")
    done = reconcile(officer, "1")
    assert done.status_code == 422
    said = words(done.text)
    assert "Counts of others: Example.csv cannot be read: 2 problems." in said
    assert 'href="#counts"' in done.text
    assert 'href="#report"' not in done.text
    assert done.text.count("Example.csv:3: value:") == 1
    assert "<li>Example.csv:3: value:" in done.text
    assert "\\u000a" not in done.text
    assert faults_in_text(done.text) == []
    assert office.regulator.reconciliations.list("example") == ()


def test_of_empty_days_the_page_says_which(officer: Browser) -> None:
    done = officer.post(RECONCILE, {"from": "", "to": "", "counts": []})
    said = words(done.text)
    assert said.count("First day: Enter the first day that is compared.") == 1
    assert said.count("Last day: Enter the last day that is compared.") == 1


def ticked(page: str) -> set[tuple[str, str]]:
    """Which files stand ticked in the form."""
    fields = form_fields(page, RECONCILE)
    return {
        (kind, number)
        for kind in ("report", "openings", "counts")
        for number in fields.get(kind, [])
    }


def test_only_what_is_for_the_days_of_the_newest_report_is_ticked(officer: Browser) -> None:
    made = report()
    window = (made.window.first.isoformat(), made.window.last.isoformat())

    def take(kind: str, data: bytes, days: tuple[str, str] = ("", ""), keep: str = "") -> None:
        fields = {"kind": kind, "source": "Example", "from": days[0], "to": days[1],
                  "as-it-is": keep}  # fmt: skip
        done = officer.post(f"{PAGE}/received", fields, files={"file": (f"{kind}.x", data)})
        assert done.status_code == 303

    opening = b'{"index": 3, "salt": null, "statement": null}\n'
    row = "reports,,{},{},12,count,,Example Authority,"
    take("report", b"junk", window, "yes")
    take("report", encode_report(made))
    take("openings", opening)
    take("openings", opening, window)
    take("openings", b"junk", window, "yes")
    take("counts", counts([row.format(*window)]))
    take("counts", counts([row.format("2020-01-01", "2020-12-31")]), window)
    take("counts", b"junk", window, "yes")
    take("report", b"newer junk", window, "yes")
    page = officer.get(RECONCILE)
    assert ticked(page.text) == {("report", "2"), ("openings", "4"), ("counts", "6")}
    fields = form_fields(page.text, RECONCILE)
    assert (fields["from"], fields["to"]) == window
    said = words(page.text)
    assert f"It says: {made.service} by {made.provider}, revision 1; 2026-03-01 to" in said
    assert "It says: statements of a log, from place 3 on; days not said" in said
    assert "Kept as it is, and not read" in said


def test_without_a_report_that_can_be_read_nothing_is_ticked(officer: Browser) -> None:
    receive(officer, b"junk", "Example", as_it_is="yes")
    receive(officer, AUTHORITY, "Example Authority")
    assert ticked(officer.get(RECONCILE).text) == set()


def test_a_draft_is_seen_by_the_staff_alone(
    drafted: Browser, application: Starlette, person: Callable[[str], Browser]
) -> None:
    public = Browser(application)
    assert public.get("/services/example/").status_code == 404
    assert public.get("/services/example/1/").status_code == 404
    assert "1 of 2 comparisons differ" in words(drafted.get(f"{PAGE}/scorecards/1").text)
    reader = person("A. Reader").get(f"{PAGE}/scorecards/1")
    assert "ask one of them" in words(reader.text)
    assert faults_in_text(reader.text) == []


def test_the_preview_is_the_very_page_that_the_public_gets(
    drafted: Browser, publisher: Browser, application: Starlette
) -> None:
    preview = publisher.get("/console/preview/example/1/services/example/1/")
    assert preview.status_code == 200
    assert publish(publisher).status_code == 303
    public = Browser(application).get("/services/example/1/")
    assert preview.content == public.content
    assert preview.headers["cache-control"] == "no-store"


def test_who_made_a_draft_cannot_publish_it_and_sees_why(
    office: Office, publisher: Browser
) -> None:
    office.regulator.publications.draft(card(), by="C. Publisher")
    page = f"{PAGE}/scorecards/1"
    shown = publisher.get(page)
    assert "You made this scorecard, so you cannot publish it" in words(shown.text)
    assert f'action="{page}/publish"' not in shown.text
    digest = office.regulator.publications.one("example", 1).digest
    forced = publisher.post(f"{page}/publish", {"digest": digest, "looked": "yes"})
    assert forced.status_code == 403
    assert "Another publisher has to look at it" in words(forced.text)
    assert faults_in_text(forced.text) == []
    assert office.regulator.publications.public() == ()


def test_who_compared_cannot_publish_it_and_sees_why(
    office: Office, publisher: Browser, tmp_path: Path
) -> None:
    given = [GivenFile(tmp_path / f"{name}.csv", name) for name in ("own", "authority")]
    for file, data in zip(given, (OWN, AUTHORITY), strict=True):
        file.path.write_bytes(data)
    days = Window(date(2026, 10, 1), date(2026, 10, 31))
    office.regulator.reconciliations.make(
        Asked(service="example", window=days, counts=tuple(given), by="C. Publisher")
    )
    draft = office.regulator.publications.draft(
        office.regulator.cards.make("example"), by="B. Officer"
    )
    page = f"{PAGE}/scorecards/1"
    shown = publisher.get(page)
    assert "You made the reconciliation in it, so you cannot publish it" in words(shown.text)
    assert f'action="{page}/publish"' not in shown.text
    forced = publisher.post(f"{page}/publish", {"digest": draft.digest, "looked": "yes"})
    assert forced.status_code == 403
    assert "C. Publisher made reconciliation 1" in words(forced.text)
    assert office.regulator.publications.public() == ()


def test_a_second_one_for_the_same_days_is_refused_with_what_to_do(
    office: Office, drafted: Browser, publisher: Browser
) -> None:
    assert publish(publisher).status_code == 303
    first = office.regulator.publications.one("example", 1)
    again = office.regulator.publications.draft(first.card, by="B. Officer")
    page = f"{PAGE}/scorecards/2"
    refused = publisher.post(f"{page}/publish", {"digest": again.digest, "looked": "yes"})
    assert refused.status_code == 409
    assert "does not say that it corrects it" in words(refused.text)
    assert faults_in_text(refused.text) == []


def test_nothing_is_published_that_changed_since_it_was_looked_at(
    office: Office, drafted: Browser, publisher: Browser
) -> None:
    page = f"{PAGE}/scorecards/1"
    before = office.regulator.publications.one("example", 1)
    office.regulator.publications.redraft(
        1, card(summary="Another."), by="B. Officer", digest=before.digest
    )
    late = publisher.post(f"{page}/publish", {"digest": before.digest, "looked": "yes"})
    assert late.status_code == 409
    assert "was changed by B. Officer since you looked" in words(late.text)
    assert faults_in_text(late.text) == []
    assert office.regulator.publications.public() == ()


def test_a_publisher_has_to_say_that_they_looked(drafted: Browser, publisher: Browser) -> None:
    page = f"{PAGE}/scorecards/1"
    done = publisher.send(page, f"{page}/publish", {})
    assert (done.status_code, 'id="looked-error"' in done.text) == (422, True)
    assert faults_in_text(done.text) == []


def test_the_whole_way_to_the_public_and_back(
    office: Office, drafted: Browser, publisher: Browser, application: Starlette
) -> None:
    public = Browser(application)
    assert publish(publisher).headers["location"] == f"{PAGE}/scorecards/1?done=published"
    assert publish_again(publisher).status_code == 409
    shown = public.get("/services/example/")
    assert "1 of 2 comparisons differ" in words(shown.text)
    page = f"{PAGE}/scorecards/1"
    assert publisher.send(page, f"{page}/withdraw", {"reason": ""}).status_code == 422
    gone = publisher.send(page, f"{page}/withdraw", {"reason": "The counts were of another month."})
    assert gone.headers["location"] == f"{page}?done=withdrawn"
    marked = words(public.get("/services/example/1/").text)
    assert "withdrawn" in marked.lower()
    assert "The counts were of another month." in marked
    # A correction: the old one stays, and leads to the new.
    draft = drafted.send(f"{DRAFT}?corrects=1", DRAFT, {"notes": "It was another month."})
    assert draft.headers["location"] == f"{PAGE}/scorecards/2?done=drafted"
    assert office.regulator.publications.one("example", 2).corrects == 1
    assert publish(publisher, 2).status_code == 303
    assert "/services/example/2/" in public.get("/services/example/1/").text or (
        "../2/" in public.get("/services/example/1/").text
    )
    said = words(publisher.get(page).text)
    assert "Corrected by Scorecard 2" in said
    assert "withdrawn by C. Publisher" in words(publisher.get(PAGE).text)


def publish_again(browser: Browser) -> Any:
    return browser.post(f"{PAGE}/scorecards/1/publish", {"digest": "x", "looked": "yes"})


def test_what_is_no_draft_or_not_published_cannot_be_withdrawn(
    drafted: Browser, publisher: Browser
) -> None:
    done = publisher.post(f"{PAGE}/scorecards/1/withdraw", {"reason": "too early"})
    assert done.status_code == 409
    assert faults_in_text(done.text) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from": "2026-10-01"}, "to"),
        ({"to": "2026-10-31"}, "from"),
        ({"from": "x", "to": "y"}, "from"),
        ({"reconciliation": ""}, "from"),
        ({"reconciliation": "9"}, "reconciliation"),
        ({"reconciliation": "", "from": "2026-10-31", "to": "2026-10-01"}, "from"),
        ({"corrects": "9"}, "corrects"),
        ({"notes": "x\n" * 30}, "notes"),
    ],
)
def test_a_draft_of_nothing_is_refused_beside_its_field(
    office: Office, reconciled: Browser, changes: dict[str, str], field: str
) -> None:
    done = reconciled.send(DRAFT, DRAFT, changes)
    assert done.status_code == 422
    assert f'id="{field}-error"' in done.text
    assert faults_in_text(done.text) == []
    assert office.regulator.publications.all() == ()


def test_hostile_strings_stay_text_on_every_page(
    office: Office, officer: Browser, publisher: Browser, application: Starlette
) -> None:
    """What a network says runs nowhere, in the console or in public."""
    hostile = Scorecard(
        **{
            **{name: getattr(card(), name) for name in card().__struct_fields__},
            "name": HOSTILE,
            "provider": HOSTILE,
            "summary": HOSTILE,
            "surfaces": (HOSTILE,),
            "notes": (HOSTILE,),
            "website": "javascript:alert(1)",
        }
    )
    office.regulator.publications.draft(hostile, by="B. Officer")
    pages = [
        officer.get(PAGE),
        officer.get(f"{PAGE}/scorecards/1"),
        officer.get("/console/preview/example/1/services/example/1/"),
    ]
    assert publish(publisher).status_code == 303
    public = Browser(application)
    pages += [public.get("/"), public.get("/services/example/"), public.get("/feed.xml")]
    for page in pages:
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "\u202e" not in page.text
        assert 'href="javascript' not in page.text


def test_the_staff_see_which_scorecard_replaced_which(
    office: Office, drafted: Browser, publisher: Browser
) -> None:
    publish(publisher)
    first = office.regulator.publications.one("example", 1)
    office.regulator.publications.draft(first.card, by="B. Officer", corrects=1)
    assert "a draft that is not published yet" in words(drafted.get(f"{PAGE}/scorecards/1").text)
    assert "Draft, corrects number 1" in words(drafted.get(f"{PAGE}/scorecards").text)
    publish(publisher, 2)
    for page in (PAGE, f"{PAGE}/scorecards"):
        said = words(drafted.get(page).text)
        assert "Replaced by number 2" in said
        assert "Published, corrects number 1" in said
    assert "Replaced by number 2" in words(drafted.get(f"{PAGE}/scorecards/1").text)
    assert "Published, corrects number 1" in words(drafted.get(f"{PAGE}/scorecards/2").text)
    office.regulator.publications.withdraw("example", 2, by="C. Publisher", reason="because")
    said = words(drafted.get(f"{PAGE}/scorecards").text)
    assert "Replaced" not in said


def test_a_correction_for_other_days_is_refused_beside_its_field(
    reconciled: Browser, publisher: Browser
) -> None:
    reconciled.send(DRAFT, DRAFT, {})
    publish(publisher)
    days = {"from": "2026-10-02", "to": "2026-10-31", "reconciliation": "", "corrects": "1"}
    done = reconciled.post(DRAFT, days)
    assert done.status_code == 422
    assert 'href="#corrects"' in done.text
    assert "A correction is about the same days" in words(done.text)
    # The form for a correction begins with the reconciliation of those days.
    other = {"from": "2026-09-01", "to": "2026-09-30", "counts": ["1", "2"]}
    assert reconciled.send(RECONCILE, RECONCILE, other).status_code == 303
    fields = form_fields(reconciled.get(f"{DRAFT}?corrects=1").text, DRAFT)
    assert (fields["reconciliation"], fields["corrects"]) == ("1", "1")


def test_every_page_below_a_service_leads_back_by_its_name(reconciled: Browser) -> None:
    office_name = "Example"
    for page in (f"{PAGE}/reconciliations/1", f"{PAGE}/reconciliations", f"{PAGE}/received",
                 RECONCILE, DRAFT):  # fmt: skip
        text = reconciled.get(page).text
        assert f'<a class="govuk-link" href="{PAGE}">{office_name}</a>' in text, page
