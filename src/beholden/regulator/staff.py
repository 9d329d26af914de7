"""The people of a regulator: who may read, work and publish; their keys.

Roles build on each other: a *reader* sees everything, an *officer* also changes the register,
receives, compares, plans drills and drafts scorecards, a *publisher* also publishes and
withdraws, yet never what the same person made. A key is shown once; only a keyed digest is
kept. Names are never given to anybody else: they stand in histories for ever, so no two may
look alike but for case and spaces, and the letters of one are of one script.

    staff = Staff(store, keys, clock)
    person, text = staff.add("A. Tester", "officer", by="administrator")
    staff.verify(text)                      # the person, or None
    staff.require("A. Tester", "publisher")    # NotAllowedError
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from datetime import datetime
from typing import Literal, get_args

import msgspec
from sqlalchemy import Connection, RowMapping, insert, select, update

from beholden.regulator._rows import alone, maybe_time, named, time_of, us
from beholden.regulator.core.reading import folded, nearest, quoted
from beholden.regulator.errors import ConflictError, NotAllowedError, TextError, UnknownError
from beholden.regulator.ports import Clock, StaffKeys
from beholden.store import Store
from beholden.store import regulator_tables as tables

Role = Literal["reader", "officer", "publisher"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may do what those before it may."""

PEOPLE_AT_MOST = 10_000

_EAST_ASIAN = {"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
"""Scripts that stand beside each other in ordinary names."""
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Characters that count as printable and show nothing."""

_people = tables.staff
_NOBODY = "0" * 64
"""Compared with when no key has the id; no digest of anything known."""


class Person(msgspec.Struct, frozen=True):
    """A member of staff. One who is ``revoked`` may do nothing any more."""

    name: str
    role: Role
    key_id: str
    created: datetime
    created_by: str
    revoked: datetime | None = None
    revoked_by: str = ""

    def may(self, role: Role) -> bool:
        """Whether this person has the role, or one that includes it."""
        return self.revoked is None and ROLES.index(self.role) >= ROLES.index(role)


class Staff:
    """The people of one regulator.

    Args:
        store: where they are kept; its tables are there.
        keys: makes and reads keys.
        clock: returns the time with its zone.
    """

    def __init__(self, store: Store, keys: StaffKeys, clock: Clock) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock

    def add(self, name: str, role: str, by: str) -> tuple[Person, str]:
        """Takes somebody on; returns them with the text of their key, which is shown once.

        Raises:
            TextError: A name or the role cannot be used.
            ConflictError: The name is, or was, somebody's, or is written almost like theirs.
            StoreError: Nothing was written.
        """
        plain, wanted, who = _own_name(name), parse_role(role), named("by", by)
        made = self._keys.make()
        with self._store.writing() as connection:
            alone(connection, _people)
            taken = {folded(one): one for one in connection.scalars(select(_people.c.name))}
            if (other := taken.get(folded(plain))) is not None:
                raise ConflictError(
                    f"There is, or was, somebody called {quoted(other)}. A name stands for one "
                    "person for ever, however it is written: write another, as with a middle "
                    "initial."
                )
            if len(taken) >= PEOPLE_AT_MOST:
                raise ConflictError(f"There are {PEOPLE_AT_MOST:,} people; no more are taken.")
            row = {
                "name": plain,
                "role": wanted,
                "key_id": made.key_id,
                "secret_mac": made.digest,
                "created_us": us(self._clock()),
                "created_by": who,
            }
            connection.execute(insert(_people).values(row))
        return self.person(plain), made.text

    def renew(self, name: str) -> tuple[Person, str]:
        """Gives somebody another key; the one before opens nothing any more.

        Raises:
            UnknownError: There is nobody of this name.
            NotAllowedError: This person was revoked.
            StoreError: Nothing was written.
        """
        made = self._keys.make()
        with self._store.writing() as connection:
            person = _person(connection, name)
            _refuse_revoked(person)
            connection.execute(
                update(_people)
                .where(_people.c.name == person.name)
                .values(key_id=made.key_id, secret_mac=made.digest)
            )
        return self.person(name), made.text

    def revoke(self, name: str, by: str) -> Person:
        """Ends somebody's work for good; who was revoked before keeps who did it, and when.

        Raises:
            UnknownError: There is nobody of this name.
            TextError: ``by`` cannot be used.
            StoreError: Nothing was written.
        """
        ended = {"revoked_us": us(self._clock()), "revoked_by": named("by", by)}
        with self._store.writing() as connection:
            person = _person(connection, name)
            connection.execute(
                update(_people)
                .where(_people.c.name == person.name, _people.c.revoked_us.is_(None))
                .values(ended)
            )
        return self.person(name)

    def people(self) -> tuple[Person, ...]:
        """Everybody by name, those who were revoked included.

        Raises:
            StoreError: They cannot be read.
        """
        with self._store.reading() as connection:
            rows = connection.execute(select(_people).order_by(_people.c.name)).mappings()
            return tuple(map(_read, rows))

    def person(self, name: str) -> Person:
        """Somebody by name.

        Raises:
            UnknownError: There is nobody of this name.
            StoreError: They cannot be read.
        """
        with self._store.reading() as connection:
            return _person(connection, name)

    def require(self, name: str, role: Role) -> Person:
        """Somebody who must have a role.

        Raises:
            UnknownError: There is nobody of this name.
            NotAllowedError: This person has not got the role, or was revoked.
            StoreError: They cannot be read.
        """
        with self._store.reading() as connection:
            return required(connection, name, role)

    def verify(self, text: str) -> Person | None:
        """Whose key a text is; None if it is nobody's, or of somebody who was revoked.

        An unknown id costs the same digest and comparison as a wrong secret.

        Raises:
            StoreError: The people cannot be read.
        """
        read = self._keys.read(text)
        if read is None:
            return None
        key_id, digest = read
        query = select(_people).where(_people.c.key_id == key_id)
        with self._store.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        same = hmac.compare_digest(digest, _NOBODY if row is None else row["secret_mac"])
        if row is None or not same:
            return None
        person = _read(row)
        return person if person.revoked is None else None


def parse_role(text: str) -> Role:
    """A role as a person writes it.

    Raises:
        TextError: There is none of this name.
    """
    for role in ROLES:
        if role == text.strip().lower():
            return role
    raise TextError(f"role: there is no role {quoted(text)}. {nearest(text, ROLES)}")


def required(connection: Connection, name: str, role: Role, *, held: bool = False) -> Person:
    """As ``Staff.require``, within a transaction.

    With ``held`` nobody revokes this person before a writing transaction ends.

    Raises:
        UnknownError, NotAllowedError: As there.
    """
    person = _person(connection, name, held=held)
    _refuse_revoked(person)
    if not person.may(role):
        raise NotAllowedError(
            f"{person.name} is {person.role}; this needs the role {role}. Ask somebody who has it."
        )
    return person


def _refuse_revoked(person: Person) -> None:
    if person.revoked is not None:
        raise NotAllowedError(
            f"{person.name} was revoked on {person.revoked:%Y-%m-%d} by {person.revoked_by} and "
            "may do nothing any more."
        )


def _person(connection: Connection, name: str, *, held: bool = False) -> Person:
    query = select(_people).where(_people.c.name == name)
    if held:
        query = query.with_for_update(read=True)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        names = list(connection.scalars(select(_people.c.name).order_by(_people.c.name)))
        raise UnknownError(
            f"There is nobody called {quoted(name)} on the staff. {nearest(name, names)} "
            "See: beholden regulator staff list."
        )
    return _read(row)


def same_name(one: str, other: str) -> bool:
    """Whether people take two names for the same: case, spaces, and forms of letters aside."""
    return folded(one) == folded(other)


def _own_name(text: str) -> str:
    """The name of a person as it is kept: usual forms of letters, single spaces.

    Raises:
        TextError: It is blank or too long, shows nothing for a letter, or mixes scripts.
    """
    plain = named("name", re.sub(" +", " ", unicodedata.normalize("NFKC", text)))
    if unseen := _UNSEEN.search(plain):
        raise TextError(
            f"name: the character U+{ord(unseen[0]):04X} cannot be seen. Write the name without it."
        )
    scripts = sorted({_script(one) for one in plain if unicodedata.category(one)[0] == "L"} - {""})
    if len(scripts) > 1:
        raise TextError(
            f"name: letters of several scripts ({', '.join(scripts)}), which look like other "
            "names. Write all of it in one."
        )
    return plain


def _script(letter: str) -> str:
    """Which script a letter is of, by its name in Unicode; empty for those of all."""
    first = re.split("[ -]", unicodedata.name(letter, ""))[0]
    if first == "MODIFIER":
        return ""
    return "East Asian" if first in _EAST_ASIAN else first.capitalize()


def _read(row: RowMapping) -> Person:
    return Person(
        name=row["name"],
        role=parse_role(row["role"]),
        key_id=row["key_id"],
        created=time_of(row["created_us"]),
        created_by=row["created_by"],
        revoked=maybe_time(row["revoked_us"]),
        revoked_by=row["revoked_by"] or "",
    )
