"""Changing the register in a browser: what is wrong stands beside its field, nothing is lost."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator.core import Service
from beholden.web.regulator.console import entries
from beholden.web.regulator.forms import Fields
from tests.regulator.entries import HOSTILE
from tests.support.pages import faults_in_text
from tests.web.regulator.support import LOG, Browser, Office, entry, form_fields, words

PAGE = "/console/services/example"
EDIT = f"{PAGE}/edit"
WHOLE = entry(
    description="Two lines\nof text",
    category="A",
    duties=("match-hashes", "report-yearly"),
    monthly_users=1_200_000,
    users_source="its own report",
)


def test_an_untouched_form_changes_nothing(office: Office, officer: Browser) -> None:
    """What the form holds is what the register says, to the last line end."""
    office.put(WHOLE)
    done = officer.send(EDIT, EDIT, {"reason": "looked at it"})
    assert done.headers["location"] == f"{PAGE}?done=same"
    assert office.regulator.register.service("example").item == WHOLE


def test_a_change_is_in_the_history_under_the_name_of_who_made_it(
    office: Office, officer: Browser
) -> None:
    done = officer.send(EDIT, EDIT, {"name": "Renamed", "reason": "it was renamed"})
    assert done.headers["location"] == f"{PAGE}?done=saved"
    last = office.regulator.register.history("service", "example")[-1]
    assert (last.by, last.reason, last.version) == ("B. Officer", "it was renamed", 2)
    said = words(officer.get(f"{PAGE}?done=saved").text)
    assert "Saved." in said
    assert "Version 2, changed by B. Officer" in said
    assert "it was renamed" in words(officer.get("/console/history").text)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "Expected one line of text"),
        ({"name": HOSTILE}, "name", "control characters"),
        ({"website": "javascript:alert(1)"}, "website", "begins with https://"),
        ({"state": "no-such"}, "state", 'no state "no-such"'),
        ({"state": "found"}, "state", "does not follow"),
        ({"category": "Z"}, "category", 'no category "Z"'),
        ({"duties": ["match-hash"]}, "duties", 'Did you mean "match-hashes"?'),
        ({"duties": ["report-yearly"]}, "duties", "for services of category A"),
        ({"risks": ["no-such"]}, "risks", "no-such"),
        ({"provider": "nobody"}, "provider", 'no provider "nobody"'),
        ({"users": "many"}, "users", "whole number"),
        ({"users": "-1"}, "users", "whole number"),
        ({"users": "9" * 40}, "users", "whole number"),
        ({"users": "1,200"}, "users-source", "Say where the number"),
        ({"per-cent": "101"}, "per-cent", "per cent"),
        ({"count": "x"}, "count", "whole number"),
        ({"log-url": "elsewhere"}, "log-url", "log's address"),
        ({"log-origin": "other.example.org"}, "log-policy", "no log of the origin"),
        ({"log-policy": "nonsense"}, "log-policy", "nonsense"),
        ({"surface-1-id": "post"}, "surface-1-id", "stands twice"),
        ({"surface-2-id": "chat"}, "surface-2-name", "Expected one line of text"),
        ({"surface-2-name": "Chat"}, "surface-2-id", "Expected one line of text"),
        ({"reason": ""}, "reason", "Say why"),
        ({"reason": "x" * 3_000}, "reason", "at most"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    office: Office, officer: Browser, changes: dict[str, Any], field: str, said: str
) -> None:
    done = officer.send(EDIT, EDIT, {"reason": "a reason", **changes})
    assert done.status_code == 422
    assert office.regulator.register.service("example").version == 1
    assert f'href="#{field}"' in done.text
    assert f'id="{field}-error"' in done.text
    assert said in words(done.text)
    assert "Error: " in done.text[: done.text.index("</title>")]
    assert faults_in_text(done.text) == []
    kept = form_fields(done.text, EDIT)
    for name, value in changes.items():
        if name not in {"state", "category", "provider", "duties", "risks"}:
            assert kept[name].strip() == str(value).replace("\u202e", "\\u202e")


def test_a_state_that_does_not_follow_can_be_set_as_a_correction(
    office: Office, officer: Browser
) -> None:
    changes = {"state": "found", "duties": [], "correction": "yes", "reason": "set by mistake"}
    assert officer.send(EDIT, EDIT, changes).status_code == 303
    assert office.regulator.register.service("example").item.state == "found"


def test_surfaces_are_added_and_taken_out_by_their_rows(office: Office, officer: Browser) -> None:
    changes = {
        "surface-0-id": "", "surface-0-name": "", "surface-2-id": "chat", "surface-2-name": "Chat",
        "surface-3-id": "live", "surface-3-name": "Live video", "reason": "as they told us",
    }  # fmt: skip
    assert officer.send(EDIT, EDIT, changes).status_code == 303
    surfaces = office.regulator.register.service("example").item.surfaces
    assert [one.id for one in surfaces] == ["avatar", "chat", "live"]
    assert 'name="surface-4-id"' in officer.get(EDIT).text


def test_two_officers_at_once_and_the_second_loses_nothing(
    office: Office, officer: Browser, publisher: Browser
) -> None:
    mine = form_fields(officer.get(EDIT).text, EDIT)
    publisher.send(EDIT, EDIT, {"website": "https://other.example.org/", "name": "Theirs",
                                "reason": "they moved"})  # fmt: skip
    mine |= {"name": "Mine", "description": "Typed for an hour <b>=1+1", "reason": "my reason"}
    answer = officer.client.post(EDIT, data=mine, headers=officer.origin)
    assert answer.status_code == 409
    assert faults_in_text(answer.text) == []
    assert office.regulator.register.service("example").item.name == "Theirs"
    said = words(answer.text)
    assert "Version 2, changed by C. Publisher" in said
    assert "they moved" in said
    assert "Name Example Theirs Mine" in said
    # A form with a fault comes back with the version it was opened with, and is found out too.
    faulty = officer.client.post(EDIT, data=mine | {"website": "x"}, headers=officer.origin)
    assert (faulty.status_code, form_fields(faulty.text, EDIT)["version"]) == (422, "1")
    # The form goes on from theirs, with everything that I changed.
    kept = form_fields(answer.text, EDIT)
    assert (kept["version"], kept["name"], kept["reason"]) == ("2", "Mine", "my reason")
    assert kept["website"] == "https://other.example.org/"
    assert kept["description"] == "Typed for an hour <b>=1+1"
    assert officer.client.post(EDIT, data=kept, headers=officer.origin).status_code == 303
    stored = office.regulator.register.service("example")
    assert (stored.version, stored.item.name) == (3, "Mine")
    assert stored.item.website == "https://other.example.org/"


def test_a_service_that_was_removed_meanwhile_shows_what_was_typed(
    office: Office, officer: Browser, publisher: Browser
) -> None:
    mine = form_fields(officer.get(EDIT).text, EDIT)
    remove = f"{PAGE}/remove"
    assert publisher.send(remove, remove, {"reason": "closed down"}).status_code == 303
    mine |= {"description": "Typed for an hour", "reason": "my reason"}
    answer = officer.client.post(EDIT, data=mine, headers=officer.origin)
    assert answer.status_code == 409
    assert "Typed for an hour" in words(answer.text)
    assert faults_in_text(answer.text) == []


def test_a_service_is_added_in_two_steps(office: Office, officer: Browser) -> None:
    new = "/console/add/service"
    done = officer.send(new, new, {"id": "second", "name": "Second", "regime": "orchard",
                                   "reason": "found by search"})  # fmt: skip
    assert done.headers["location"] == "/console/services/second/edit?done=saved"
    stored = office.regulator.register.service("second")
    assert (stored.item.state, stored.item.provider) == ("found", "example-co")
    assert officer.get(done.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"id": "example"}, "id", 409),
        ({"id": "Not An Id"}, "id", 422),
        ({"id": "../x"}, "id", 422),
        ({"id": "new"}, "", 303),
        ({"name": ""}, "name", 422),
        ({"regime": "no-such"}, "regime", 422),
        ({"reason": " "}, "reason", 422),
    ],
)
def test_a_new_service_is_refused_beside_its_field(
    officer: Browser, changes: dict[str, str], field: str, status: int
) -> None:
    new = "/console/add/service"
    good = {"id": "second", "name": "Second", "regime": "orchard", "reason": "found"}
    done = officer.send(new, new, good | changes)
    assert done.status_code == status
    if status != 303:
        assert f'id="{field}-error"' in done.text
        assert faults_in_text(done.text) == []


def test_a_removed_service_stays_in_the_history(office: Office, officer: Browser) -> None:
    remove = f"{PAGE}/remove"
    assert officer.send(remove, remove, {"reason": ""}).status_code == 422
    assert officer.send(remove, remove, {"reason": "closed down"}).status_code == 303
    assert officer.get(PAGE).status_code == 404
    assert "closed down" in words(officer.get("/console/history?service=example").text)
    assert office.regulator.register.history("service", "example")[-1].action == "remove"


def test_providers_are_added_and_changed(office: Office, officer: Browser) -> None:
    new, edit = "/console/add/provider", "/console/providers/second-co/edit"
    assert (
        officer.send(new, new, {"id": "second-co", "name": "Second", "reason": ""}).status_code
        == 422
    )
    fields = {"id": "second-co", "name": "Second", "reason": "found"}
    assert officer.send(new, new, fields).status_code == 303
    assert officer.send(new, new, fields).status_code == 409
    assert officer.send(edit, edit, {"name": "", "reason": "renamed"}).status_code == 422
    assert officer.send(edit, edit, {"name": "Renamed", "reason": "renamed"}).status_code == 303
    assert office.regulator.register.provider("second-co").item.name == "Renamed"
    assert "Renamed" in words(officer.get("/console/providers").text)


def test_two_officers_at_one_provider_and_the_second_is_told(
    officer: Browser, publisher: Browser
) -> None:
    edit = "/console/providers/example-co/edit"
    mine = form_fields(officer.get(edit).text, edit) | {"name": "Mine", "reason": "r"}
    publisher.send(edit, edit, {"name": "Theirs", "reason": "they said so"})
    answer = officer.client.post(edit, data=mine, headers=officer.origin)
    assert answer.status_code == 409
    assert "they said so" in words(answer.text)
    assert form_fields(answer.text, edit)["name"] == "Mine"
    assert faults_in_text(answer.text) == []


def test_a_register_that_was_written_past_its_chain_says_so(
    office: Office, officer: Browser
) -> None:
    from sqlalchemy import update

    from beholden.store import regulator_tables as tables

    assert "fits the chain" in words(officer.get("/console/history").text)
    with office.regulator.store.writing() as connection:
        connection.execute(update(tables.register_changes).values(reason="another reason"))
    said = officer.get("/console/history")
    assert "does not fit its chain" in words(said.text)
    assert faults_in_text(said.text) == []


def test_long_lists_are_shown_page_by_page(office: Office, officer: Browser) -> None:
    for number in range(60):
        office.put(msgspec.structs.replace(entry(), id=f"service-{number:02}"))
    first = officer.get("/console/")
    assert "Page 1 of 3" in words(first.text)
    assert first.text.count('class="service-card"') == 25
    assert "Page 3 of 3" in words(officer.get("/console/?page=99999").text)
    for page in ("0", "-1", "x", "", "9" * 50):
        assert "Page 1 of 3" in words(officer.get(f"/console/?page={page}").text) or page > "8"
    assert "Page 1 of 2" in words(officer.get("/console/history").text)


_LINE = st.text("abc <>&\"'", min_size=0, max_size=8).map(str.strip)
_SURFACES = st.lists(
    st.builds(
        lambda id_, name: {"id": id_, "name": name, "description": ""},
        st.text("abc", min_size=1, max_size=3),
        st.text("xyz", min_size=1, max_size=3),
    ),
    max_size=4,
)


@st.composite
def services(draw: st.DrawFn) -> Service:
    plain = {
        "id": "example",
        "provider": draw(_LINE),
        "regime": "orchard",
        "name": draw(_LINE),
        "state": draw(_LINE),
        "category": draw(_LINE),
        "description": draw(_LINE),
        "surfaces": draw(_SURFACES),
        "risks": draw(st.lists(st.sampled_from("abc"), max_size=3)),
        "duties": draw(st.lists(st.sampled_from("abc"), max_size=3)),
        "monthly_users": draw(st.none() | st.integers(0, 10**12)),
        "users_source": draw(_LINE),
        "log": draw(st.none() | st.just(msgspec.to_builtins(LOG))),
    }
    return msgspec.convert(plain, Service)


def sent(filled: entries.Filled) -> Fields:
    return Fields([(name, value) for name, values in filled.items() for value in values])


@given(services())
def test_a_service_survives_its_form(service: Service) -> None:
    typed = entries.read_service(sent(entries.fill_service(service)), service)
    assert (typed.item, typed.wrong) == (service, {})


@given(services(), services(), services())
def test_merging_keeps_all_that_i_changed_and_all_that_they_changed_alone(
    base: Service, theirs: Service, mine: Service
) -> None:
    was, now, my = map(entries.fill_service, (base, theirs, mine))
    parts = entries.parts_of(entries.merged(was, now, my))
    before, other, own = map(entries.parts_of, (was, now, my))
    for name in entries.LABELS:
        if name not in own:
            continue
        wanted = own[name] if own[name] != before[name] else other[name]
        assert parts[name] == wanted, name
