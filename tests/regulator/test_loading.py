"""A register file is taken in whole or not at all; every problem has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from beholden.app.regulator import WiredRegulator
from beholden.regulator import EntryError, load_register, read_register_file
from beholden.regulator.core import Change
from tests.regulator.entries import PROVIDER, SERVICE

TEXT = """
[[provider]]
id = "example-co"
name = "Example Company"
country = "United Kingdom"

[[service]]
id = "example"
provider = "example-co"
name = "Example"
website = "https://example.org/"
regime = "orchard"
state = "found"
surfaces = [{ id = "post", name = "Posts" }, { id = "avatar", name = "Profile pictures" }]
risks = ["known-images"]
"""


def load(regulator: WiredRegulator, text: str, *, correction: bool = False) -> tuple[Change, ...]:
    return load_register(
        text.encode(), "register.toml", regulator.register,
        by="A. Tester", reason="the file of October", correction=correction,
    )  # fmt: skip


def problems(regulator: WiredRegulator, text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(EntryError) as refused:
        load(regulator, text)
    return [(one.line, one.field) for one in refused.value.problems]


def test_a_file_is_what_the_register_says_afterwards(regulator: WiredRegulator) -> None:
    changes = load(regulator, TEXT)
    assert [(one.kind, one.id, one.action) for one in changes] == [
        ("provider", "example-co", "add"),
        ("service", "example", "add"),
    ]
    assert regulator.register.provider("example-co").item == PROVIDER
    assert regulator.register.service("example").item == SERVICE
    # Once more, it says nothing new; what is not in a file is left alone.
    assert load(regulator, TEXT) == ()
    moved = load(regulator, TEXT.replace('state = "found"', 'state = "bound"'))
    assert [(one.kind, one.action, one.version) for one in moved] == [("service", "change", 2)]


def test_all_problems_of_a_file_are_said_at_once_with_their_lines_and_nothing_is_taken(
    sqlite_regulator: WiredRegulator,
) -> None:
    text = TEXT.replace('risks = ["known-images"]', 'risks = [\n  "known-image",\n]\n').replace(
        'provider = "example-co"', 'provider = "exmple-co"'
    )
    text += '[[service]]\nid = "other"\nprovider = "example-co"\nname = "Other"\n'
    text += 'regime = "orchid"\nstate = "found"\n'
    # TOML's own order: what stands first in the file is said first.
    assert problems(sqlite_regulator, text) == [
        (9, "service[0].provider"),
        (16, "service[0].risks[0]"),
        (23, "service[1].regime"),
    ]
    assert sqlite_regulator.register.history() == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ('country = "United', 'county = "United', 5, "provider[0].county"),
        ('name = "Posts"', "name = 3", 14, "service[0].surfaces[0].name"),
        ('state = "found"\n', "", 7, "service[0].state"),
        ('risks = ["known-images"]', 'duties = ["match-hashes"]', 15, "service[0].duties[0]"),
        ('id = "example"', 'id = "example"\nlog = "x"', 9, "service[0].log"),
    ],
)
def test_each_mistake_has_its_line(
    sqlite_regulator: WiredRegulator, old: str, new: str, line: int, field: str
) -> None:
    assert problems(sqlite_regulator, TEXT.replace(old, new)) == [(line, field)]


def test_what_stands_twice_is_named(sqlite_regulator: WiredRegulator) -> None:
    twice = TEXT + TEXT.replace("example-co", "other-co").replace("Example C", "Other C")
    assert problems(sqlite_regulator, twice) == [(23, "service[1].id")]


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "[[service]\n", "a = 1\n", "[[service]]\n" * 3, "service = 3\n"]
)
def test_what_is_no_register_file_is_refused_in_words(
    sqlite_regulator: WiredRegulator, text: str
) -> None:
    with pytest.raises(EntryError, match=r"register\.toml"):
        load(sqlite_regulator, text)


def test_a_state_of_a_file_follows_the_one_of_the_register_or_is_a_correction(
    sqlite_regulator: WiredRegulator,
) -> None:
    load(sqlite_regulator, TEXT)
    released = TEXT.replace('state = "found"', 'state = "released"')
    assert problems(sqlite_regulator, released) == [(13, "service[0].state")]
    assert len(load(sqlite_regulator, released, correction=True)) == 1


def test_a_file_that_cannot_be_read_or_is_too_long_is_named(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match="cannot be read"):
        read_register_file(tmp_path / "missing.toml")
    with pytest.raises(EntryError, match="cannot be read"):
        read_register_file(tmp_path)
    with (tmp_path / "long.toml").open("wb") as stream:
        stream.truncate((32 << 20) + 1)
    with pytest.raises(EntryError, match="32 MiB"):
        read_register_file(tmp_path / "long.toml")


def test_two_thousand_services_are_one_transaction(sqlite_regulator: WiredRegulator) -> None:
    head, _, service = TEXT.partition("[[service]]")
    many = head + "".join(
        "[[service]]" + service.replace('id = "example"', f'id = "example-{number}"')
        for number in range(2_000)
    )
    assert len(load(sqlite_regulator, many)) == 2_001
    assert sqlite_regulator.register.verify().problems == ()
