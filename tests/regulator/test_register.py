"""The register: nothing is lost, nothing is half there, and everybody is named."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from beholden.app.regulator import WiredRegulator
from beholden.regulator import (
    ConflictError,
    EntryError,
    InUseError,
    RegulatorSettings,
    TextError,
    UnknownError,
    Wanted,
    item_of,
)
from beholden.regulator.core import Service
from beholden.store import StoreFullError
from beholden.store import regulator_tables as tables
from tests.regulator.entries import HOSTILE, LOG, PROVIDER, SERVICE, put_regime, service
from tests.support.small_disk import filled

ROOT = Path(__file__).parents[2]
BY: dict[str, Any] = {"by": "A. Tester", "reason": "first entry"}


@pytest.fixture
def entered(regulator: WiredRegulator) -> WiredRegulator:
    """A register with one provider and one service."""
    regulator.register.put_all([Wanted(PROVIDER, 0), Wanted(SERVICE, 0)], **BY)
    return regulator


def test_an_item_is_read_back_as_it_was_put_with_who_and_why(entered: WiredRegulator) -> None:
    register = entered.register
    assert register.provider("example-co").item == PROVIDER
    stored = register.service("example")
    assert (stored.item, stored.version) == (SERVICE, 1)
    changes = register.history()
    assert [(one.action, one.kind, one.id, one.by, one.reason) for one in changes] == [
        ("add", "provider", "example-co", "A. Tester", "first entry"),
        ("add", "service", "example", "A. Tester", "first entry"),
    ]
    assert [item_of(one) for one in changes] == [PROVIDER, SERVICE]
    assert register.verify().problems == ()


def test_saying_the_same_again_is_no_change(entered: WiredRegulator) -> None:
    assert entered.register.put(SERVICE, expected=1, **BY) is None
    assert len(entered.register.history()) == 2


def test_the_second_of_two_officers_hears_who_changed_what_and_loses_nothing(
    entered: WiredRegulator,
) -> None:
    register = entered.register
    seen = register.service("example").version
    register.put(service(name="New name"), by="B. Tester", reason="renamed", expected=seen)
    mine = service(description="My words")
    with pytest.raises(ConflictError, match=r"version 2, change by B\. Tester .*: renamed") as lost:
        register.put(mine, by="C. Tester", reason="described", expected=seen)
    assert [(one.by, one.version) for one in lost.value.since] == [("B. Tester", 2)]
    assert register.service("example").item.name == "New name"
    # What they typed is still theirs: on the newer version it goes in.
    register.put(
        service(name="New name", description="My words"),
        by="C. Tester", reason="described", expected=2,
    )  # fmt: skip
    assert register.service("example").version == 3


def test_a_new_item_whose_id_is_taken_is_a_conflict_and_not_an_overwriting(
    entered: WiredRegulator,
) -> None:
    with pytest.raises(ConflictError):
        entered.register.put(service(name="Another"), expected=0, **BY)
    assert entered.register.service("example").item == SERVICE


def test_of_many_who_change_one_version_at_once_one_wins_and_the_chain_holds(
    entered: WiredRegulator,
) -> None:
    barrier = threading.Barrier(6)
    won: list[int] = []
    lost: list[int] = []

    def change(number: int) -> None:
        barrier.wait()
        try:
            entered.register.put(
                service(name=f"Name {number}"), by=f"Officer {number}", reason="race", expected=1
            )
            won.append(number)
        except ConflictError:
            lost.append(number)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 5)
    assert entered.register.service("example").item.name == f"Name {won[0]}"
    assert entered.register.verify().problems == ()
    assert len(entered.register.history()) == 3


COUNT_UP = """
import sys
from pathlib import Path
from beholden.app.regulator import WiredRegulator
from beholden.regulator import ConflictError, RegulatorSettings
from tests.regulator.entries import service
settings = RegulatorSettings(name="Example", store_url=sys.argv[2])
register = WiredRegulator(Path(sys.argv[1]), settings).register
for _ in range(20):
    while True:
        seen = register.service("example")
        more = service(monthly_users=(seen.item.monthly_users or 0) + 1, users_source="counted")
        try:
            register.put(more, by="A. Tester", reason="one more", expected=seen.version)
            break
        except ConflictError:
            continue
"""


def test_of_what_two_processes_count_up_at_once_nothing_is_lost(entered: WiredRegulator) -> None:
    command = [sys.executable, "-c", COUNT_UP, str(entered.data), entered.settings.store_url]
    children = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [child.wait() for child in children] == [0, 0]
    assert entered.register.service("example").item.monthly_users == 40
    assert len(entered.register.history("service", "example")) == 41
    assert entered.register.verify().problems == ()


def test_on_a_full_disk_nothing_is_half_there_and_the_chain_goes_on_afterwards(
    small_disk: Path,
) -> None:
    put_regime(small_disk)
    wired = WiredRegulator(small_disk, RegulatorSettings(name="Example"))
    wired.register.put_all([Wanted(PROVIDER, 0), Wanted(SERVICE, 0)], **BY)

    def write_on() -> None:
        while True:
            seen = wired.register.service("example")
            long = service(description="x" * 19_000 + str(seen.version))
            wired.register.put(long, expected=seen.version, **BY)

    with filled(small_disk), pytest.raises(StoreFullError, match="Make room"):
        write_on()
    assert wired.register.verify().problems == ()
    version = wired.register.service("example").version
    wired.register.put(service(name="After"), expected=version, **BY)
    assert wired.register.verify().problems == ()
    wired.close()


def test_many_who_add_different_items_at_once_all_get_their_number(
    entered: WiredRegulator,
) -> None:
    barrier = threading.Barrier(6)
    errors: list[Exception] = []

    def add(number: int) -> None:
        barrier.wait()
        try:
            entered.register.put(service(id=f"service-{number}"), expected=0, **BY)
        except Exception as error:  # noqa: BLE001 - looked at below
            errors.append(error)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert [one.number for one in entered.register.history()] == list(range(1, 9))
    assert entered.register.verify().problems == ()


def test_one_refused_item_refuses_all_and_each_is_named(regulator: WiredRegulator) -> None:
    wanted = [Wanted(PROVIDER), Wanted(service(state="lost")), Wanted(service(id="b", name=""))]
    with pytest.raises(EntryError) as refused:
        regulator.register.put_all(wanted, **BY)
    assert [one.field for one in refused.value.problems] == [
        "service.example.state",
        "service.b.name",
    ]
    assert regulator.register.history() == ()
    assert regulator.register.providers() == ()


def test_an_unknown_duty_is_named_with_the_nearest_and_nothing_is_written(
    entered: WiredRegulator,
) -> None:
    with pytest.raises(EntryError, match=r'duties\[0\].*"match-hash".*"match-hashes"'):
        entered.register.put(service(state="bound", duties=("match-hash",)), expected=1, **BY)
    assert entered.register.service("example").version == 1


def test_a_state_that_does_not_follow_needs_a_correction(entered: WiredRegulator) -> None:
    wrong = service(state="released")
    with pytest.raises(EntryError, match="does not follow"):
        entered.register.put(wrong, expected=1, **BY)
    entered.register.put(wrong, expected=1, by="A. Tester", reason="typed wrong", correction=True)
    assert entered.register.service("example").item.state == "released"


def test_a_trust_policy_that_is_none_or_of_another_log_is_refused(entered: WiredRegulator) -> None:
    with pytest.raises(EntryError, match=r"log\.policy: .*no log of the origin log\.example\.org"):
        entered.register.put(service(log=LOG), expected=1, **BY)
    bad = service(log=type(LOG)(origin=LOG.origin, url=LOG.url, policy="no policy"))
    with pytest.raises(EntryError, match=r"log\.policy"):
        entered.register.put(bad, expected=1, **BY)


def test_what_is_removed_keeps_its_history_and_may_come_back_as_the_next_version(
    entered: WiredRegulator,
) -> None:
    register = entered.register
    with pytest.raises(InUseError, match="example"):
        register.remove("provider", "example-co", expected=1, **BY)
    with pytest.raises(ConflictError):
        register.remove("service", "example", expected=7, **BY)
    removed = register.remove("service", "example", expected=1, **BY)
    assert (removed.action, removed.version, item_of(removed)) == ("remove", 2, None)
    with pytest.raises(UnknownError):
        register.service("example")
    with pytest.raises(UnknownError):
        register.remove("service", "example", expected=None, **BY)
    # Somebody who still looks at version 1 hears of the removal.
    with pytest.raises(ConflictError, match="remove by A"):
        register.put(service(name="Late"), expected=1, **BY)
    back = register.put(SERVICE, expected=0, **BY)
    assert back is not None
    assert (back.action, back.version) == ("add", 3)
    assert [one.action for one in register.history("service", "example")] == [
        "add",
        "remove",
        "add",
    ]
    assert register.verify().problems == ()


@pytest.mark.parametrize("text", ["", "  ", "x" * 2_001, "escape \x1b[2J"])
def test_nobody_and_no_reason_change_nothing(entered: WiredRegulator, text: str) -> None:
    with pytest.raises(TextError, match="reason"):
        entered.register.put(service(name="X"), by="A. Tester", reason=text, expected=1)
    with pytest.raises(TextError, match="by"):
        entered.register.put(service(name="X"), by=text[:300], reason="so", expected=1)
    assert len(entered.register.history()) == 2


def test_hostile_text_is_refused_where_it_steers_and_kept_exactly_where_it_is_only_odd(
    entered: WiredRegulator,
) -> None:
    with pytest.raises(EntryError, match="control"):
        entered.register.put(service(name=HOSTILE), expected=1, **BY)
    odd = '<script>alert(1)</script> =1+1 "; DROP TABLE staff; -- \U0001f600'
    entered.register.put(service(name=odd), expected=1, **BY)
    assert entered.register.service("example").item.name == odd


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE register_changes SET reason = 'another' WHERE number = 1",
        "UPDATE register_items SET body = (SELECT body FROM register_changes WHERE number = 1)",
        "DELETE FROM register_changes WHERE number = 1",
        "DELETE FROM register_items WHERE kind = 'service'",
        "UPDATE register_items SET version = 9",
    ],
)
def test_whoever_alters_the_database_is_found(entered: WiredRegulator, forgery: str) -> None:
    with entered.store.writing() as connection:
        connection.execute(sa.text(forgery))
    assert entered.register.verify().problems


def test_the_end_cut_off_is_found_by_a_noted_digest(entered: WiredRegulator) -> None:
    noted = entered.register.verify().head
    with entered.store.writing() as connection:
        connection.execute(sa.delete(tables.register_items).where(
            tables.register_items.c.kind == "service"))  # fmt: skip
        connection.execute(sa.delete(tables.register_changes).where(
            tables.register_changes.c.number == 2))  # fmt: skip
    assert entered.register.verify().problems == ()
    assert entered.register.verify(noted).problems


WRITE_UNTIL_KILLED = """
import sys
from pathlib import Path
from beholden.app.regulator import WiredRegulator
from beholden.regulator import RegulatorSettings, Wanted
from tests.regulator.entries import service
register = WiredRegulator(Path(sys.argv[1]), RegulatorSettings(name="Example")).register
print("ready", flush=True)
for number in range(1_000_000):
    items = [Wanted(service(id=f"{name}-{number}")) for name in ("one", "other")]
    register.put_all(items, by="A. Tester", reason="kill")
"""


def test_a_process_killed_in_mid_write_leaves_whole_transactions(
    sqlite_regulator: WiredRegulator, tmp_path: Path
) -> None:
    sqlite_regulator.register.put(PROVIDER, expected=0, **BY)
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", WRITE_UNTIL_KILLED, str(tmp_path)],
            stdout=subprocess.PIPE, cwd=ROOT,
        ) as child:  # fmt: skip
            assert child.stdout is not None
            child.stdout.readline()
            before = len(sqlite_regulator.register.history())
            while len(sqlite_regulator.register.history()) < before + 4:
                pass
            child.kill()
        names = {one.item.id for one in sqlite_regulator.register.services()}
        numbers = {name.rpartition("-")[2] for name in names}
        assert names == {f"{name}-{number}" for name in ("one", "other") for number in numbers}
        assert sqlite_regulator.register.verify().problems == ()
    sqlite_regulator.register.put(Service(
        id="after", provider="example-co", name="After", regime="orchard", state="found"
    ), expected=0, **BY)  # fmt: skip
