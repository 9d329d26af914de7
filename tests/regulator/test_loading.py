"""A register file is taken in whole or not at all; every problem has its line."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.app.regulator import WiredRegulator
from beholden.regulator import (
    ConflictError,
    EntryError,
    Register,
    Stored,
    Wanted,
    entry_text,
    load_register,
    read_register_file,
)
from beholden.regulator.core import Change, LogRef, Provider, Service, Surface, Tolerances
from tests.regulator.entries import NOW, PROVIDER, SERVICE

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


BOUND = TEXT.replace('state = "found"', 'state = "bound"')


def load(
    regulator: WiredRegulator, text: str, *, correction: bool = False, overwrite: bool = False
) -> tuple[Change, ...]:
    return load_register(
        text.encode(), "register.toml", regulator.register, by="A. Tester",
        reason="the file of October", correction=correction, overwrite=overwrite,
    )  # fmt: skip


def at_version(text: str, version: int, name: str = "example") -> str:
    """The file with an entry that says which version it was written against."""
    return text.replace(f'\nid = "{name}"', f'\nid = "{name}"\nversion = {version}')


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
    moved = load(regulator, at_version(BOUND, 1))
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
    released = at_version(TEXT.replace('state = "found"', 'state = "released"'), 1)
    assert problems(sqlite_regulator, released) == [(14, "service[0].state")]
    assert len(load(sqlite_regulator, released, correction=True)) == 1


def test_an_old_file_never_undoes_what_an_officer_changed_since(
    regulator: WiredRegulator,
) -> None:
    load(regulator, TEXT)
    renamed = msgspec.structs.replace(SERVICE, name="Example Photos")
    regulator.register.put(renamed, by="B. Tester", reason="its new\nname", expected=1)
    also_new = TEXT + '[[provider]]\nid = "new-co"\nname = "New Company"\n'
    for old in (also_new, at_version(also_new, 1), at_version(also_new, 0), at_version(BOUND, 3)):
        with pytest.raises(EntryError, match="service") as refused:
            load(regulator, old)
        (problem,) = refused.value.problems
        assert problem.line == (7 if old == also_new else 9)
        for words in ('"example"', "version 2", "B. Tester", "2026-11-03", '"its new name"'):
            assert words in problem.message
    # Nothing of a refused file is taken, not even what is new in it.
    assert [one.item.id for one in regulator.register.providers()] == ["example-co"]
    assert regulator.register.service("example").item == renamed


def test_who_names_the_present_version_changes_it_and_who_overwrites_needs_none(
    regulator: WiredRegulator,
) -> None:
    load(regulator, TEXT)
    assert [one.version for one in load(regulator, at_version(BOUND, 1))] == [2]
    assert [one.version for one in load(regulator, TEXT, correction=True, overwrite=True)] == [3]
    # What the register says already passes, whatever it was written against.
    assert load(regulator, at_version(TEXT, 1)) == ()
    assert load(regulator, at_version(TEXT, 9)) == ()


def test_an_old_file_never_enters_again_what_was_removed(regulator: WiredRegulator) -> None:
    load(regulator, TEXT)
    regulator.register.remove("service", "example", by="B. Tester", reason="closed", expected=1)
    for old in (TEXT, at_version(TEXT, 1)):
        with pytest.raises(EntryError, match=r'was removed .* B\. Tester,.* "closed".*version = 2'):
            load(regulator, old)
    assert [one.action for one in load(regulator, at_version(TEXT, 2))] == ["add"]


def test_a_version_of_what_never_was_there_is_refused(sqlite_regulator: WiredRegulator) -> None:
    assert problems(sqlite_regulator, at_version(TEXT, 4)) == [(9, "service[0].version")]
    text = TEXT.replace("[[service]]", '[[service]]\nversion = "1"')
    assert problems(sqlite_regulator, text) == [(8, "service[0].version")]
    assert len(load(sqlite_regulator, at_version(TEXT, 0))) == 2


def test_who_changes_an_entry_while_a_file_is_looked_at_is_not_overrun(
    sqlite_regulator: WiredRegulator,
) -> None:
    load(sqlite_regulator, TEXT)

    class Overtaken(Register):
        """A register in which somebody is faster, after a file was looked at."""

        def put_all(self, wanted: Sequence[Wanted], **said: Any) -> tuple[Change, ...]:
            renamed = msgspec.structs.replace(SERVICE, name="Example Photos")
            super().put_all([Wanted(renamed, 1)], by="B. Tester", reason="faster")
            return super().put_all(wanted, **said)

    wired = sqlite_regulator
    overtaken = Overtaken(wired.store, wired.regimes, lambda *_: None, lambda: NOW)
    with pytest.raises(ConflictError, match=r"B\. Tester"):
        load_register(
            at_version(BOUND, 1).encode(), "r.toml", overtaken, by="A. Tester", reason="slow"
        )
    assert wired.register.service("example").item.name == "Example Photos"


_HARD = ['"', "\\", "'", "'" * 3, '"' * 3, "a, b", "# no", "[x]", "\x7f", "\u2028", "\x1b"]
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9
) | st.sampled_from(_HARD)
_LINES = st.lists(_WORDS, min_size=1, max_size=3).map(lambda lines: "\n".join([*lines, ""]))


@given(st.data())
def test_an_entry_written_with_its_version_reads_as_itself(data: st.DataObject) -> None:
    named = st.builds(Surface, id=_WORDS, name=_WORDS, description=st.just("") | _WORDS)
    service = st.builds(
        Service, id=_WORDS, provider=_WORDS, name=_WORDS, regime=_WORDS, state=_WORDS,
        surfaces=st.lists(named, max_size=3).map(tuple),
        monthly_users=st.none() | st.integers(0, 9),
        duties=st.lists(_WORDS, max_size=3).map(tuple), description=st.just("") | _WORDS,
        log=st.none() | st.builds(LogRef, origin=_WORDS, url=_WORDS, policy=_LINES | _WORDS),
        tolerances=st.builds(Tolerances, third_party_count=st.integers(0, 9)),
    )  # fmt: skip
    provider = st.builds(Provider, id=_WORDS, name=_WORDS, country=st.just("") | _WORDS)
    one, other = data.draw(service), data.draw(provider)
    text = "\n".join([entry_text(Stored(one, 3, NOW)), entry_text(Stored(other, 7, NOW))])
    table = tomllib.loads(text)
    assert [table[kind][0].pop("version") for kind in ("service", "provider")] == [3, 7]
    assert msgspec.convert(table["service"][0], Service) == one
    assert msgspec.convert(table["provider"][0], Provider) == other
    assert text.replace("\n", "").isprintable()


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
