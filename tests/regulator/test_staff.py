"""Staff: a key opens for its owner alone, a role allows what it says, a name is one person."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from beholden.access import SecretError
from beholden.app.regulator import WiredRegulator
from beholden.regulator import (
    ROLES,
    ConflictError,
    NotAllowedError,
    Role,
    TextError,
    UnknownError,
)
from beholden.store import regulator_tables as tables


def test_a_key_opens_for_its_owner_and_only_its_digest_is_kept(regulator: WiredRegulator) -> None:
    person, text = regulator.staff.add("A. Tester", "officer", "administrator")
    other, _ = regulator.staff.add("B. Tester", "reader", "administrator")
    assert regulator.staff.verify(text) == person
    assert person != other
    with regulator.store.reading() as connection:
        rows = connection.execute(sa.select(tables.staff)).all()
    secret = text.rsplit("_", 1)[1]
    assert all(secret not in str(value) for row in rows for value in row)


@pytest.mark.parametrize("change", ["", "x", "bh_x", "prefix", "last", "other id"])
def test_no_other_text_opens(regulator: WiredRegulator, change: str) -> None:
    _, text = regulator.staff.add("A. Tester", "officer", "administrator")
    _, other = regulator.staff.add("B. Tester", "officer", "administrator")
    last = "A" if text[-1] != "A" else "E"
    wrong = {
        "prefix": f"x{text}",
        "last": text[:-1] + last,
        "other id": "_".join([*other.split("_")[:2], text.split("_", 2)[2]]),
    }.get(change, change)
    assert regulator.staff.verify(wrong) is None


def test_who_is_revoked_opens_nothing_and_may_nothing_for_ever(regulator: WiredRegulator) -> None:
    _, text = regulator.staff.add("A. Tester", "publisher", "administrator")
    first = regulator.staff.revoke("A. Tester", "B. Boss")
    assert regulator.staff.verify(text) is None
    with pytest.raises(NotAllowedError, match=r"revoked .* by B\. Boss"):
        regulator.staff.require("A. Tester", "reader")
    with pytest.raises(NotAllowedError):
        regulator.staff.renew("A. Tester")
    assert regulator.staff.revoke("A. Tester", "C. Late") == first
    with pytest.raises(ConflictError, match="for ever"):
        regulator.staff.add("A. Tester", "reader", "administrator")


def test_a_renewed_key_replaces_the_one_before(regulator: WiredRegulator) -> None:
    _, before = regulator.staff.add("A. Tester", "reader", "administrator")
    person, after = regulator.staff.renew("A. Tester")
    assert regulator.staff.verify(before) is None
    assert regulator.staff.verify(after) == person


@pytest.mark.parametrize("has", ROLES)
@pytest.mark.parametrize("needs", ROLES)
def test_a_role_includes_those_before_it_and_none_after(
    regulator: WiredRegulator, has: Role, needs: Role
) -> None:
    regulator.staff.add("A. Tester", has, "administrator")
    if ROLES.index(has) >= ROLES.index(needs):
        assert regulator.staff.require("A. Tester", needs).role == has
    else:
        with pytest.raises(NotAllowedError, match=f"needs the role {needs}"):
            regulator.staff.require("A. Tester", needs)


@pytest.mark.parametrize(
    "name",
    [
        "a. tester", "A. TESTER", "\uff21. Tester", "  A. Tester ", "A.  Tester", "A.Tester",
        "A.\u00a0Tester", "A. T e s t e r", "A. Te\u017fter",
    ],
)  # fmt: skip
def test_two_names_that_people_take_for_one_are_one(regulator: WiredRegulator, name: str) -> None:
    regulator.staff.add("A. Tester", "officer", "administrator")
    with pytest.raises(ConflictError):
        regulator.staff.add(name, "publisher", "administrator")


def test_a_name_is_kept_with_single_spaces_and_usual_letters(regulator: WiredRegulator) -> None:
    person, _ = regulator.staff.add(" \uff21.\u2003  Tester ", "officer", "administrator")
    assert person.name == "A. Tester"
    assert regulator.staff.require("A. Tester", "officer") == person


@pytest.mark.parametrize(
    "name", ["\u0410. Tester", "A. T\u0435ster", "A. \u03a4ester", "\u0561. B"]
)
def test_a_name_of_several_scripts_could_pass_for_another_and_is_refused(
    regulator: WiredRegulator, name: str
) -> None:
    with pytest.raises(TextError, match="several scripts"):
        regulator.staff.add(name, "publisher", "administrator")


@pytest.mark.parametrize("name", ["A.\ufe0f Tester", "A. Tes\u034fter", "A. \u3164Tester"])
def test_a_name_with_what_nobody_sees_is_refused(regulator: WiredRegulator, name: str) -> None:
    with pytest.raises(TextError, match="cannot be seen"):
        regulator.staff.add(name, "publisher", "administrator")


@pytest.mark.parametrize(
    "name",
    [
        "\u00c9. T\u00e9ster-O\u2019Test 2",
        "\u0410. \u0422\u0435\u0441\u0442",
        "\u8a66\u9a13\u306e\u30c6\u30b9\u30c8\u30fc",
    ],
)
def test_names_of_any_one_script_are_names(regulator: WiredRegulator, name: str) -> None:
    assert regulator.staff.add(name, "reader", "administrator")[0].name == name


def test_unknown_people_roles_and_unusable_names_are_named(regulator: WiredRegulator) -> None:
    regulator.staff.add("A. Tester", "officer", "administrator")
    with pytest.raises(UnknownError, match=r'Did you mean "A\. Tester"'):
        regulator.staff.require("A. Teste", "reader")
    with pytest.raises(TextError, match="publisher"):
        regulator.staff.add("B", "publishr", "administrator")
    for name in ("", "two\nlines", "x" * 201, "\x1b[31m", "turned\u202e"):
        with pytest.raises(TextError, match="name"):
            regulator.staff.add(name, "reader", "administrator")


def test_a_lost_secret_is_missed_and_not_silently_made_anew(
    sqlite_regulator: WiredRegulator,
) -> None:
    sqlite_regulator.staff.add("A. Tester", "officer", "administrator")
    (sqlite_regulator.data / "secret.key").unlink()
    again = WiredRegulator(sqlite_regulator.data, sqlite_regulator.settings)
    with pytest.raises(SecretError, match="missing"):
        again.staff.add("B. Tester", "officer", "administrator")
    # Who may do what is still known: listing and revoking need no secret.
    assert again.staff.revoke("A. Tester", "administrator").revoked is not None
    again.close()
