"""Scorecards on their way to the public: drafted by one person, published by another.

    draft -> published -> withdrawn

Laws:

* Nobody publishes what they made, neither the card nor the reconciliation in it; the
  transaction that publishes checks it, and the role.
* What is published is what the publisher looked at: they name its digest.
* Numbers count up for each service. Nothing that was public is changed or deleted: a
  correction is a new number that names the old one, a withdrawn card stays with its reason.
* No two published cards speak of the same days without one naming the other as corrected; a
  correction is about the days of what it corrects, which no other published card corrects.

    draft = publications.draft(card, by="A. Tester")
    publications.publish("example", 1, by="B. Tester", digest=draft.digest)
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, RowMapping, Update, func, insert, select, update

from beholden.regulator._rows import alone, maybe_time, reasoned, time_of, us
from beholden.regulator.core.models import Day, Publication, Scorecard, State
from beholden.regulator.core.reading import quoted
from beholden.regulator.errors import (
    AlteredError,
    ConflictError,
    NotAllowedError,
    PublicationError,
    UnknownError,
)
from beholden.regulator.ports import Clock
from beholden.regulator.staff import Person, required, same_name
from beholden.store import Store
from beholden.store import regulator_tables as tables

CARD_BYTES_AT_MOST = 16 << 20

_table, _reconciliations = tables.publications, tables.reconciliations
_encode = msgspec.json.encode
_decode = msgspec.json.Decoder(Scorecard).decode


class _Days(msgspec.Struct, frozen=True):
    """Of a card, the days that it is about."""

    first: Day
    last: Day


class _Public(NamedTuple):
    """Of a card that was published, its number, what became of it, and what it corrects."""

    number: int
    state: State
    corrects: int | None


_decode_days = msgspec.json.Decoder(_Days).decode


class Publications:
    """The scorecards of one regulator.

    Args:
        store: where they are kept, with the staff; its tables are there.
        clock: returns the time with its zone.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def draft(self, card: Scorecard, *, by: str, corrects: int | None = None) -> Publication:
        """Keeps a card as a draft under the next number of its service.

        Args:
            card: the card.
            by: who made it; needs the role officer.
            corrects: the number of the published card that this one replaces.

        Raises:
            UnknownError, NotAllowedError: ``by`` may not, or there is no such card to correct.
            PublicationError: What it corrects was never published, is about other days, or
                was corrected already; or it is too long.
            StoreError: Nothing was written.
        """
        body = _body(card)
        with self._store.writing() as connection:
            alone(connection, _table)
            person = required(connection, by, "officer", held=True)
            if corrects is not None:
                _refuse_correction(connection, card, corrects)
            newest = connection.scalar(
                select(func.max(_table.c.number)).where(_table.c.service == card.service)
            )
            number = (newest or 0) + 1
            row = {
                "service": card.service,
                "number": number,
                "state": "draft",
                "corrects": corrects,
                **self._made(body, person.name),
            }
            connection.execute(insert(_table).values(row))
            return _find(connection, card.service, number)

    def redraft(self, number: int, card: Scorecard, *, by: str, digest: str) -> Publication:
        """Puts another card into a draft; who does so counts as its maker.

        Args:
            number: the draft's number.
            card: the new card, of the same service.
            by: who made it; needs the role officer.
            digest: that of the draft they looked at.

        Raises:
            UnknownError, NotAllowedError, PublicationError: As ``draft``.
            ConflictError: The draft was changed or published meanwhile.
            StoreError: Nothing was written.
        """
        body = _body(card)
        with self._store.writing() as connection:
            alone(connection, _table)
            person = required(connection, by, "officer", held=True)
            before = _find(connection, card.service, number)
            _still("draft", before, digest)
            if before.corrects is not None:
                _refuse_correction(connection, card, before.corrects)
            connection.execute(_row_of(before).values(self._made(body, person.name)))
            return _find(connection, card.service, number)

    def publish(self, service: str, number: int, *, by: str, digest: str) -> Publication:
        """Publishes a draft.

        Args:
            service: the service.
            number: the draft's number.
            by: who publishes: a publisher who made neither it nor the reconciliation in it.
            digest: that of the card they looked at.

        Raises:
            UnknownError: There is no such draft, or nobody of this name.
            NotAllowedError: This person made it, or is no publisher.
            PublicationError: Another one for the same days is public, and this one does not
                correct it; what it corrects is about other days, or was corrected already; or
                the reconciliation in it is not on record.
            ConflictError: It was changed or published meanwhile.
            StoreError: Nothing was written.
        """
        with self._store.writing() as connection:
            alone(connection, _table)
            person = required(connection, by, "publisher", held=True)
            before = _find(connection, service, number)
            _still("draft", before, digest)
            if before.made_by == person.name:
                raise NotAllowedError(
                    f"{person.name} made this scorecard. Another publisher has to look at it and "
                    "publish it."
                )
            _refuse_comparer(before, person)
            if before.corrects is not None:
                _refuse_correction(connection, before.card, before.corrects)
            _refuse_contradiction(before, _published(connection, before.card))
            # Said once more to the database: no other way leads to a published row.
            changed = connection.execute(
                _row_of(before)
                .where(_table.c.state == "draft", _table.c.made_by != person.name)
                .where(_table.c.digest == digest)
                .values(state="published", published_us=us(self._clock()), published_by=person.name)
            )
            if changed.rowcount != 1:
                raise _changed(before)
            return _find(connection, service, number)

    def withdraw(self, service: str, number: int, *, by: str, reason: str) -> Publication:
        """Withdraws a published card; it stays, marked, with the reason.

        Raises:
            UnknownError: There is no such card, or nobody of this name.
            NotAllowedError: This person is no publisher.
            PublicationError: It is not published.
            TextError: The reason cannot be used.
            StoreError: Nothing was written.
        """
        why = reasoned(reason)
        with self._store.writing() as connection:
            alone(connection, _table)
            person = required(connection, by, "publisher", held=True)
            before = _find(connection, service, number)
            if before.state != "published":
                raise PublicationError(
                    f"Scorecard {number} of {service} is {_words(before)}: only what is published "
                    "can be withdrawn."
                )
            connection.execute(
                _row_of(before)
                .where(_table.c.state == "published")
                .values(
                    state="withdrawn",
                    withdrawn_us=us(self._clock()),
                    withdrawn_by=person.name,
                    reason=why,
                )
            )
            return _find(connection, service, number)

    def one(self, service: str, number: int) -> Publication:
        """A card by its number.

        Raises:
            UnknownError: There is none.
            AlteredError: Its bytes do not have its digest.
            StoreError: It cannot be read.
        """
        with self._store.reading() as connection:
            return _find(connection, service, number)

    def all(
        self, service: str | None = None, states: Sequence[State] = ()
    ) -> tuple[Publication, ...]:
        """Cards by service and number: of a service, in some states, or all.

        Raises:
            AlteredError: The bytes of one do not have its digest.
            StoreError: They cannot be read.
        """
        query = select(_table).order_by(_table.c.service, _table.c.number)
        if service is not None:
            query = query.where(_table.c.service == service)
        if states:
            query = query.where(_table.c.state.in_(states))
        with self._store.reading() as connection:
            rows = connection.execute(query).mappings().all()
            return tuple(_read(connection, row) for row in rows)

    def public(self, service: str | None = None) -> tuple[Publication, ...]:
        """What anybody may see: published cards and withdrawn ones, never a draft.

        Raises:
            AlteredError, StoreError: As ``all``.
        """
        return self.all(service, ("published", "withdrawn"))

    def stamp(self) -> str:
        """A text that is another one after anything was published or withdrawn.

        Who keeps pages of what is public looks at this, and at nothing else, each time.

        Raises:
            StoreError: It cannot be read.
        """
        columns = _table.c
        query = select(
            func.count(columns.published_us),
            func.max(columns.published_us),
            func.count(columns.withdrawn_us),
            func.max(columns.withdrawn_us),
        )
        with self._store.reading() as connection:
            return "-".join(str(one or 0) for one in connection.execute(query).one())

    def _made(self, body: bytes, by: str) -> dict[str, object]:
        return {
            "body": body,
            "digest": _digest(body),
            "made_us": us(self._clock()),
            "made_by": by,
        }


def _body(card: Scorecard) -> bytes:
    body = _encode(card)
    if len(body) > CARD_BYTES_AT_MOST:
        raise PublicationError(
            f"The scorecard has {len(body):,} bytes; at most {CARD_BYTES_AT_MOST:,} are published. "
            "Compare fewer breakdowns."
        )
    return body


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _row_of(one: Publication) -> Update:
    return update(_table).where(_table.c.service == one.service, _table.c.number == one.number)


def _still(state: State, before: Publication, digest: str) -> None:
    if before.state != state:
        raise ConflictError(
            f"Scorecard {before.number} of {before.service} is {_words(before)}. Nothing was "
            "changed."
        )
    if before.digest != digest:
        raise _changed(before)


def _changed(before: Publication) -> ConflictError:
    return ConflictError(
        f"Scorecard {before.number} of {before.service} was changed by {before.made_by} since you "
        "looked at it. Look at it again; nothing was changed."
    )


def _words(one: Publication) -> str:
    if one.state == "withdrawn":
        return f"withdrawn by {one.withdrawn_by}"
    return f"published by {one.published_by}" if one.state == "published" else "a draft"


def _find(connection: Connection, service: str, number: int) -> Publication:
    query = select(_table).where(_table.c.service == service, _table.c.number == number)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise UnknownError(
            f"There is no scorecard {number} of the service {quoted(service)}. See: beholden "
            "regulator scorecard list."
        )
    return _read(connection, row)


def _refuse_comparer(before: Publication, person: Person) -> None:
    if before.card.reconciliation is None:
        return
    named = f"reconciliation {before.card.reconciliation}"
    if not before.compared_by:
        raise PublicationError(
            f"Scorecard {before.number} of {before.service} was made from {named}, which is not "
            "on record here. Draft it anew."
        )
    if same_name(before.compared_by, person.name):
        raise NotAllowedError(
            f"{person.name} made {named}, which this scorecard is about. Another publisher has to "
            "look at it and publish it."
        )


def _refuse_correction(connection: Connection, card: Scorecard, corrects: int) -> None:
    """A correction takes the place of one card, of which every reader can say which."""
    wrong = _find(connection, card.service, corrects)
    named = f"Scorecard {corrects} of {card.service}"
    if wrong.state == "draft":
        raise PublicationError(
            f"{named} was never published: change the draft itself instead of correcting it."
        )
    if (wrong.card.first, wrong.card.last) != (card.first, card.last):
        raise PublicationError(
            f"{named} is about {wrong.card.first} to {wrong.card.last}, and this one about "
            f"{card.first} to {card.last}. A correction is about the same days: take a "
            "reconciliation of those days, or publish this one as a new one."
        )
    public = _published(connection, card)
    for other in public:
        if other.corrects == corrects and other.state == "published":
            raise PublicationError(
                f"{named} was corrected by scorecard {other.number} already. Draft it again with "
                f"--corrects {public[_standing(public)].number}, then publish that."
            )
    counts = public[_standing(public)].number
    if corrects != counts:
        raise PublicationError(
            f"Scorecard {counts}, not scorecard {corrects}, is the one that counts for "
            f"{card.first} to {card.last}. Draft it again with --corrects {counts}, then publish "
            "that."
        )


def _refuse_contradiction(before: Publication, public: Sequence[_Public]) -> None:
    """Nobody shall find two cards for the same days, and not learn which one counts."""
    if before.corrects is not None or not any(one.state == "published" for one in public):
        return
    newest = public[_standing(public)].number
    raise PublicationError(
        f"Scorecard {newest} of {before.service} is published for the same days, "
        f"{before.card.first} to {before.card.last}, and scorecard {before.number} does not say "
        f"that it corrects it. Draft it again with --corrects {newest}, then publish that."
    )


def _standing(public: Sequence[_Public]) -> int:
    """Which of them is the newest that was not withdrawn; the last where all were."""
    standing = [at for at, one in enumerate(public) if one.state == "published"]
    return standing[-1] if standing else len(public) - 1


def _published(connection: Connection, card: Scorecard) -> list[_Public]:
    """What was published for the days of a card, withdrawn or not, the oldest first."""
    query = (
        select(_table.c.number, _table.c.state, _table.c.corrects, _table.c.body)
        .where(_table.c.service == card.service, _table.c.state != "draft")
        .order_by(_table.c.published_us, _table.c.number)
    )
    days = _Days(card.first, card.last)
    return [
        _Public(number, state, corrects)
        for number, state, corrects, body in connection.execute(query)
        if _decode_days(body) == days
    ]


def _compared_by(connection: Connection, card: Scorecard) -> str:
    """Who made the reconciliation in a card; empty where there is none."""
    if card.reconciliation is None:
        return ""
    query = select(_reconciliations.c.by).where(
        _reconciliations.c.number == card.reconciliation,
        _reconciliations.c.service == card.service,
    )
    return connection.scalar(query) or ""


def _read(connection: Connection, row: RowMapping) -> Publication:
    body, digest = row["body"], row["digest"]
    if _digest(body) != digest:
        raise AlteredError(
            f"Scorecard {row['number']} of {row['service']} was altered in the database: its bytes "
            "do not have its digest. Restore a backup."
        )
    card = _decode(body)
    return Publication(
        service=row["service"],
        number=row["number"],
        state=row["state"],
        card=card,
        digest=digest,
        made=time_of(row["made_us"]),
        made_by=row["made_by"],
        compared_by=_compared_by(connection, card),
        corrects=row["corrects"],
        published=maybe_time(row["published_us"]),
        published_by=row["published_by"] or "",
        withdrawn=maybe_time(row["withdrawn_us"]),
        withdrawn_by=row["withdrawn_by"] or "",
        reason=row["reason"] or "",
    )
