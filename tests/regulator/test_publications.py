"""Publications: two people, one number, nothing that was public is ever lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from beholden.app.regulator import WiredRegulator
from beholden.regulator import (
    AlteredError,
    ConflictError,
    NotAllowedError,
    PublicationError,
    Publications,
    RegulatorError,
    TextError,
    UnknownError,
)
from beholden.regulator.core import Publication, Reconciliation
from beholden.store import regulator_tables as tables
from tests.regulator.entries import NOW, card


@pytest.fixture
def publications(regulator: WiredRegulator) -> Publications:
    """Publications with one person of each role, and two publishers."""
    for name, role in (
        ("Reader", "reader"),
        ("Officer", "officer"),
        ("Publisher", "publisher"),
        ("Second Publisher", "publisher"),
    ):
        regulator.staff.add(name, role, "administrator")
    return regulator.publications


def drafted(publications: Publications, by: str = "Officer") -> Publication:
    return publications.draft(card(), by=by)


def published(publications: Publications) -> Publication:
    draft = drafted(publications)
    return publications.publish("example", draft.number, by="Publisher", digest=draft.digest)


def test_a_card_goes_from_draft_to_public_by_two_people(publications: Publications) -> None:
    draft = drafted(publications)
    assert (draft.number, draft.state, draft.made_by) == (1, "draft", "Officer")
    assert publications.public() == ()
    done = publications.publish("example", 1, by="Publisher", digest=draft.digest)
    assert (done.state, done.published_by, done.published) == ("published", "Publisher", NOW)
    assert done.card == card()
    assert publications.public() == (done,) == publications.public("example")
    assert publications.public("other") == ()


def test_nobody_publishes_what_they_made(publications: Publications) -> None:
    draft = drafted(publications, by="Publisher")
    with pytest.raises(NotAllowedError, match="Another publisher"):
        publications.publish("example", 1, by="Publisher", digest=draft.digest)
    # Nor what they made anew from somebody else's draft.
    again = publications.redraft(
        1, card(summary="Other words."), by="Second Publisher", digest=draft.digest
    )
    with pytest.raises(NotAllowedError):
        publications.publish("example", 1, by="Second Publisher", digest=again.digest)
    assert publications.publish("example", 1, by="Publisher", digest=again.digest).published


def reconciled(regulator: WiredRegulator, by: str) -> int:
    """The number of a reconciliation of the card's service and days that somebody made."""
    result = Reconciliation(
        service="example", first=card().first, last=card().last, made=NOW, differences=(),
        verdict="agrees", words="Said.",
    )  # fmt: skip
    row = {
        "service": "example", "first_day": "2026-10-01", "last_day": "2026-10-31", "by": by,
        "verdict": "agrees", "body": msgspec.json.encode(result), "at_us": 0,
    }  # fmt: skip
    with regulator.store.writing() as connection:
        made = connection.execute(sa.insert(tables.reconciliations).values(row))
        (number,) = made.inserted_primary_key or (0,)
    return int(number)


@pytest.mark.parametrize("by", ["Publisher", "PUBLISHER", "\uff30ublisher"])
def test_nobody_publishes_what_they_compared(
    regulator: WiredRegulator, publications: Publications, by: str
) -> None:
    number = reconciled(regulator, by)
    draft = publications.draft(card(reconciliation=number), by="Officer")
    assert draft.compared_by == by
    with pytest.raises(NotAllowedError, match=f"reconciliation {number}"):
        publications.publish("example", 1, by="Publisher", digest=draft.digest)
    assert publications.public() == ()
    done = publications.publish("example", 1, by="Second Publisher", digest=draft.digest)
    assert (done.made_by, done.compared_by, done.published_by) == (
        "Officer",
        by,
        "Second Publisher",
    )


def test_an_officer_may_compare_and_draft_what_a_publisher_publishes(
    regulator: WiredRegulator, publications: Publications
) -> None:
    made = card(reconciliation=reconciled(regulator, "Officer"))
    draft = publications.draft(made, by="Officer")
    assert publications.publish("example", 1, by="Publisher", digest=draft.digest).published


def test_a_card_from_a_reconciliation_that_is_not_on_record_is_not_published(
    regulator: WiredRegulator, publications: Publications
) -> None:
    of_another = card("other", reconciliation=reconciled(regulator, "Officer"))
    for made in (of_another, card(reconciliation=77)):
        draft = publications.draft(made, by="Officer")
        with pytest.raises(PublicationError, match="not on record"):
            publications.publish(made.service, 1, by="Publisher", digest=draft.digest)


@pytest.mark.parametrize("by", ["Reader", "Officer"])
def test_only_a_publisher_publishes_and_withdraws(publications: Publications, by: str) -> None:
    draft = drafted(publications, by="Second Publisher")
    with pytest.raises(NotAllowedError, match="publisher"):
        publications.publish("example", 1, by=by, digest=draft.digest)
    publications.publish("example", 1, by="Publisher", digest=draft.digest)
    with pytest.raises(NotAllowedError, match="publisher"):
        publications.withdraw("example", 1, by=by, reason="because")


def test_a_reader_drafts_nothing_and_a_stranger_does_nothing(publications: Publications) -> None:
    with pytest.raises(NotAllowedError, match="officer"):
        drafted(publications, by="Reader")
    draft = drafted(publications)
    acts: list[Callable[[], object]] = [
        lambda: drafted(publications, by="Nobody"),
        lambda: publications.publish("example", 1, by="Nobody", digest=draft.digest),
        lambda: publications.withdraw("example", 1, by="Nobody", reason="because"),
    ]
    for act in acts:
        with pytest.raises(UnknownError, match="Nobody"):
            act()


def test_who_was_revoked_meanwhile_publishes_nothing(
    regulator: WiredRegulator, publications: Publications
) -> None:
    draft = drafted(publications)
    regulator.staff.revoke("Publisher", "administrator")
    with pytest.raises(NotAllowedError, match="revoked"):
        publications.publish("example", 1, by="Publisher", digest=draft.digest)


def test_what_was_not_looked_at_is_not_published(publications: Publications) -> None:
    draft = drafted(publications)
    publications.redraft(1, card(verdict="differs"), by="Officer", digest=draft.digest)
    with pytest.raises(ConflictError, match="changed by Officer"):
        publications.publish("example", 1, by="Publisher", digest=draft.digest)
    assert publications.public() == ()


def test_what_is_public_is_never_changed_or_published_twice(publications: Publications) -> None:
    done = published(publications)
    acts: list[Callable[[], object]] = [
        lambda: publications.redraft(1, card(summary="X."), by="Officer", digest=done.digest),
        lambda: publications.publish("example", 1, by="Second Publisher", digest=done.digest),
    ]
    for act in acts:
        with pytest.raises(ConflictError, match="published by Publisher"):
            act()
    assert publications.one("example", 1) == done


def test_what_was_withdrawn_stays_with_the_reason(publications: Publications) -> None:
    done = published(publications)
    gone = publications.withdraw("example", 1, by="Publisher", reason="The window was wrong.")
    assert (gone.state, gone.withdrawn_by, gone.reason) == (
        "withdrawn",
        "Publisher",
        "The window was wrong.",
    )
    assert (gone.card, gone.published) == (done.card, done.published)
    assert publications.public() == (gone,)
    with pytest.raises(PublicationError, match="withdrawn by Publisher"):
        publications.withdraw("example", 1, by="Publisher", reason="again")


def test_where_a_scorecard_stands_none_that_was_withdrawn_is_corrected(
    publications: Publications,
) -> None:
    published(publications)
    wrong = publications.draft(card(summary="Wrong."), by="Officer", corrects=1)
    publications.publish("example", 2, by="Publisher", digest=wrong.digest)
    publications.withdraw("example", 2, by="Publisher", reason="It was wrong.")
    with pytest.raises(PublicationError, match="--corrects 1"):
        publications.draft(card(summary="Again."), by="Officer", corrects=2)
    again = publications.draft(card(summary="Again."), by="Officer", corrects=1)
    done = publications.publish("example", again.number, by="Publisher", digest=again.digest)
    assert (done.state, done.corrects) == ("published", 1)


def test_a_withdrawal_needs_a_reason_and_something_public(publications: Publications) -> None:
    drafted(publications)
    with pytest.raises(PublicationError, match="a draft"):
        publications.withdraw("example", 1, by="Publisher", reason="because")
    with pytest.raises(TextError, match="reason"):
        publications.withdraw("example", 1, by="Publisher", reason=" ")
    with pytest.raises(UnknownError):
        publications.withdraw("example", 2, by="Publisher", reason="because")


def test_a_correction_is_a_new_number_that_names_the_old(publications: Publications) -> None:
    published(publications)
    new = publications.draft(card(summary="Corrected."), by="Officer", corrects=1)
    assert (new.number, new.corrects) == (2, 1)
    publications.publish("example", 2, by="Publisher", digest=new.digest)
    assert [(one.number, one.state, one.corrects) for one in publications.public()] == [
        (1, "published", None),
        (2, "published", 1),
    ]
    with pytest.raises(UnknownError, match="scorecard 7"):
        publications.draft(card(), by="Officer", corrects=7)
    drafted(publications)
    with pytest.raises(PublicationError, match="never published"):
        publications.draft(card(), by="Officer", corrects=3)


def test_a_second_card_for_the_same_days_corrects_the_newest_or_is_not_published(
    publications: Publications,
) -> None:
    def publish(corrects: int | None, **changes: Any) -> Publication:
        draft = publications.draft(card(**changes), by="Officer", corrects=corrects)
        return publications.publish("example", draft.number, by="Publisher", digest=draft.digest)

    publish(None)
    for changes in ({"last": date(2026, 11, 1)}, {"first": date(2026, 10, 2)}):
        publish(None, **changes)
    with pytest.raises(PublicationError, match=r"Scorecard 1 .* --corrects 1"):
        publish(None, verdict="differs")
    # One of other days is another matter.
    with pytest.raises(PublicationError, match="A correction is about the same days"):
        publish(2, verdict="differs")
    assert publish(1, verdict="differs").number == 5
    with pytest.raises(PublicationError, match=r"by scorecard 5 already.* --corrects 5"):
        publish(1)
    # Who withdrew the newest corrects the one that stands again.
    publications.withdraw("example", 5, by="Publisher", reason="because")
    assert publish(1).number == 6
    # Where none stands any more, none is contradicted; of those the last can be corrected.
    for number in (1, 6):
        publications.withdraw("example", number, by="Publisher", reason="because")
    with pytest.raises(PublicationError, match=r"not scorecard 5.* --corrects 6"):
        publish(5)
    assert publish(6).number == 7
    publications.withdraw("example", 7, by="Publisher", reason="because")
    assert publish(None).number == 8


def test_a_correction_for_other_days_is_not_even_drafted(publications: Publications) -> None:
    published(publications)
    with pytest.raises(PublicationError, match="2026-10-01 to 2026-10-31, and this one about"):
        publications.draft(card(last=date(2026, 10, 30)), by="Officer", corrects=1)
    # Nor does a draft that corrects something come to be about other days.
    draft = publications.draft(card(summary="Corrected."), by="Officer", corrects=1)
    moved = card(first=date(2026, 9, 30))
    with pytest.raises(PublicationError, match="A correction is about the same days"):
        publications.redraft(draft.number, moved, by="Officer", digest=draft.digest)


def test_a_correction_for_other_days_that_an_older_version_drafted_is_not_published(
    regulator: WiredRegulator, publications: Publications
) -> None:
    published(publications)
    draft = publications.draft(card(last=date(2026, 11, 2)), by="Officer")
    with regulator.store.writing() as connection:
        connection.execute(sa.text("UPDATE publications SET corrects = 1 WHERE number = 2"))
    with pytest.raises(PublicationError, match="A correction is about the same days"):
        publications.publish("example", 2, by="Publisher", digest=draft.digest)
    assert [one.number for one in publications.public()] == [1]


def test_of_two_corrections_of_one_card_one_is_published(publications: Publications) -> None:
    published(publications)
    drafts = [
        publications.draft(card(summary=words), by="Officer", corrects=1) for words in ("A.", "B.")
    ]
    results = at_once([
        partial(publications.publish, "example", one.number, by=by, digest=one.digest)
        for one, by in zip(drafts, ("Publisher", "Second Publisher"), strict=True)
    ])  # fmt: skip
    assert sum(isinstance(it, Publication) for it in results) == 1
    assert sum(isinstance(it, PublicationError) for it in results) == 1
    assert len([one for one in publications.public() if one.corrects == 1]) == 1


def test_of_two_cards_for_the_same_days_at_once_one_is_published(
    publications: Publications,
) -> None:
    one, other = (
        publications.draft(card(verdict=it), by="Officer") for it in ("agrees", "differs")
    )
    results = at_once([
        lambda: publications.publish("example", 1, by="Publisher", digest=one.digest),
        lambda: publications.publish("example", 2, by="Second Publisher", digest=other.digest),
    ])  # fmt: skip
    assert sum(isinstance(it, Publication) for it in results) == 1
    assert sum(isinstance(it, PublicationError) for it in results) == 1
    assert len(publications.public()) == 1


def test_numbers_count_up_for_each_service_apart(publications: Publications) -> None:
    numbers = [publications.draft(card(name), by="Officer").number for name in "aabab"]
    assert numbers == [1, 2, 1, 3, 2]
    assert [(one.service, one.number) for one in publications.all()] == [
        ("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2),
    ]  # fmt: skip


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What each act gave or raised, all begun together."""
    barrier = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(at: int) -> None:
        barrier.wait()
        try:
            results[at] = acts[at]()
        except RegulatorError as error:
            results[at] = error

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_publishers_at_once_one_publishes(publications: Publications) -> None:
    digest = drafted(publications).digest
    results = at_once([
        lambda: publications.publish("example", 1, by="Publisher", digest=digest),
        lambda: publications.publish("example", 1, by="Second Publisher", digest=digest),
    ])  # fmt: skip
    (done,) = [one for one in results if isinstance(one, Publication)]
    assert sum(isinstance(one, ConflictError) for one in results) == 1
    assert publications.public() == (done,)


def test_a_draft_that_changes_while_it_is_published_is_public_as_it_was_looked_at_or_not_at_all(
    publications: Publications,
) -> None:
    for number in range(1, 6):
        digest = publications.draft(card(last=date(2026, 11, number)), by="Officer").digest
        other = card(last=date(2026, 11, number), summary="Other.")
        results = at_once([
            partial(publications.publish, "example", number, by="Publisher", digest=digest),
            partial(publications.redraft, number, other, by="Officer", digest=digest),
        ])  # fmt: skip
        assert sum(isinstance(one, Publication) for one in results) == 1
        for one in publications.public():
            assert one.card.summary == card().summary


def test_drafts_made_at_once_all_get_their_own_number(publications: Publications) -> None:
    results = at_once([lambda: drafted(publications)] * 6)
    numbers = [one.number for one in results if isinstance(one, Publication)]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def test_a_card_that_was_altered_in_the_database_is_shown_to_nobody(
    regulator: WiredRegulator, publications: Publications
) -> None:
    published(publications)
    forged = msgspec.json.encode(card(verdict="differs"))
    with regulator.store.writing() as connection:
        connection.execute(sa.text("UPDATE publications SET body = :body"), {"body": forged})
    with pytest.raises(AlteredError, match="altered"):
        publications.public()
