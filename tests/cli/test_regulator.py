"""``beholden regulator``: from nothing to a published scorecard, and every way to be refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from beholden.ledger.core.keys import generate
from tests.cli.support import CONTROL, Done, invoke, run
from tests.regulator.entries import REGIME_TEXT, put_regime

REGISTER = """
[[provider]]
id = "example-co"
name = "Example Company"

[[service]]
id = "example"
provider = "example-co"
name = "Example"
regime = "orchard"
state = "bound"
surfaces = [{ id = "post", name = "Posts" }]
risks = ["known-images"]
duties = ["match-hashes"]
"""
DAYS = ("--from", "2026-10-01", "--to", "2026-10-31")


class Office:
    """A regulator's data folder, asked by command."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.folder = folder

    def __call__(self, *arguments: str | Path) -> Done:
        return invoke("regulator", *arguments, "--data", self.data)

    def json(self, *arguments: str | Path) -> Any:
        done = self(*arguments, "--json")
        assert done.code == 0, done.said
        return json.loads(done.out)

    def load(self, text: str = REGISTER, *more: str) -> Done:
        path = self.folder / "register.toml"
        path.write_text(text)
        return self("register", "load", path, "--reason", "start", "--by", "Officer", *more)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A regulator with an invented law, one officer and one publisher."""
    made = Office(tmp_path)
    assert made("init", "--name", "Example Regulator").code == 0
    put_regime(made.data)
    for name, role in (("Reader", "reader"), ("Officer", "officer"), ("Publisher", "publisher")):
        assert made("staff", "add", name, "--role", role, "--by", "administrator").code == 0
    return made


@pytest.fixture
def entered(office: Office) -> Office:
    """The same with one service."""
    assert office.load().code == 0
    return office


def test_the_whole_way_from_nothing_to_a_scorecard_that_two_people_published(
    entered: Office,
) -> None:
    draft = entered.json("scorecard", "draft", "example", *DAYS, "--by", "Officer")
    assert (draft["number"], draft["state"], draft["verdict"]) == (1, "draft", "cannot-tell")
    done = entered.json("scorecard", "publish", "example", "1", "--by", "Publisher")
    assert (done["made_by"], done["published_by"]) == ("Officer", "Publisher")
    entered.json(
        "scorecard", "draft", "example", *DAYS, "--corrects", "1", "--by", "Officer",
        "--note", "The first one lacked a note.",
    )  # fmt: skip
    entered.json("scorecard", "publish", "example", "2", "--by", "Publisher")
    entered.json(
        "scorecard", "withdraw", "example", "1", "--reason", "Replaced.", "--by", "Publisher"
    )
    found = entered.json("scorecard", "list", "example")["scorecards"]
    assert [(one["number"], one["state"], one["corrects"], one["reason"]) for one in found] == [
        (1, "withdrawn", None, "Replaced."),
        (2, "published", 1, ""),
    ]
    card = entered.json("scorecard", "show", "example", "2")["card"]
    assert card["notes"] == ["The first one lacked a note."]
    assert [one["id"] for one in card["duties"]] == ["match-hashes"]


def counts(path: Path, source: str, value: int) -> Path:
    """A counts file with one number."""
    path.write_text(
        "quantity,from,to,value,source\n" + f"reports,2026-10-01,2026-10-31,{value},{source}\n"
    )
    return path


def test_a_card_is_made_from_the_newest_comparison_unless_another_is_named(
    entered: Office, tmp_path: Path
) -> None:
    mine = counts(tmp_path / "mine.csv", "Example", 1_000)
    for value, code in ((1_000, 0), (855, 1)):
        theirs = counts(tmp_path / "theirs.csv", "A clearing house", value)
        done = entered(
            "reconcile", "example", "--counts", mine, "--counts", theirs, *DAYS, "--by", "Officer"
        )
        assert done.code == code, done.said
    draft = ("scorecard", "draft", "example", "--by", "Officer")
    newest = entered.json(*draft)
    assert (newest["verdict"], newest["first"], newest["last"]) == (
        "differs",
        "2026-10-01",
        "2026-10-31",
    )
    (found,) = newest["card"]["differences"]
    assert (found["by"], found["per_cent"]) == (-145, "-14.50")
    assert entered.json(*draft, "--reconciliation", "1")["verdict"] == "agrees"
    # The newest comparison is about other days: it is no part of a card for these.
    other = entered.json(*draft, "--from", "2026-09-01", "--to", "2026-09-30")
    assert (other["verdict"], other["card"].get("differences", [])) == ("cannot-tell", [])
    for wrong, words in (
        (("--reconciliation", "9"), "9"),
        (("--reconciliation", "1", "--from", "2026-09-01", "--to", "2026-09-30"), "is about"),
        (("--from", "2026-09-01"), "both days"),
        (("--from", "2026-09-30", "--to", "2026-09-01"), "before the first"),
    ):
        refused = entered(*draft, *wrong)
        assert (refused.code, words in refused.said) == (2, True), refused.said


def test_an_entry_is_written_edited_and_loaded_again_and_an_older_file_is_refused(
    entered: Office,
) -> None:
    def shown(*name: str) -> str:
        return entered("register", "show", *name, "--toml").out.decode()

    before = shown()
    assert before.count("version = 1") == 2
    # As it is, it changes nothing; edited, it changes what was edited.
    assert b"already" in entered.load(before).out
    renamed = before.replace('name = "Example"', 'name = "Example Photos"')
    assert b"change service example (version 2)" in entered.load(renamed).out
    refused = entered.load()
    assert refused.code == 2
    for words in (":6:", "version 2", "Officer", '"start"', "show example --toml", "--overwrite"):
        assert words in refused.said
    assert 'name = "Example Photos"' in shown("example")
    assert entered("register", "show", "--toml", "--json").code == 2
    assert entered.load(REGISTER, "--overwrite").code == 0
    assert 'name = "Example"' in shown("example")


def test_a_publisher_who_compared_publishes_nothing_of_it(entered: Office, tmp_path: Path) -> None:
    entered("staff", "add", "Other", "--role", "publisher", "--by", "administrator")
    given = [counts(tmp_path / f"{name}.csv", name, 1_000) for name in ("one", "other")]
    done = entered(
        "reconcile", "example", "--counts", given[0], "--counts", given[1], *DAYS,
        "--by", "Publisher",
    )  # fmt: skip
    assert done.code == 0, done.said
    entered.json("scorecard", "draft", "example", "--by", "Officer")
    refused = entered("scorecard", "publish", "example", "1", "--by", "Publisher")
    assert (refused.code, "reconciliation 1" in refused.said) == (2, True)
    done = entered.json("scorecard", "publish", "example", "1", "--by", "Other")
    assert (done["compared_by"], done["card"]["reconciliation"]) == ("Publisher", 1)
    # Another one for these days says what it corrects, or stays a draft.
    entered.json("scorecard", "draft", "example", "--by", "Officer")
    refused = entered("scorecard", "publish", "example", "2", "--by", "Other")
    assert (refused.code, "--corrects 1" in refused.said) == (2, True)


def test_without_comparison_and_days_nobody_knows_what_a_card_is_about(entered: Office) -> None:
    refused = entered("scorecard", "draft", "example", "--by", "Officer")
    assert (refused.code, "--from, --to" in refused.said) == (2, True)


def test_the_site_holds_what_is_public_and_no_draft(entered: Office, tmp_path: Path) -> None:
    for note in ("Public words.", "Draft words."):
        entered.json("scorecard", "draft", "example", *DAYS, "--note", note, "--by", "Officer")
    entered.json("scorecard", "publish", "example", "1", "--by", "Publisher")
    out = tmp_path / "site"
    assert entered.json("site", "--out", out)["cards"] == 1
    assert "Example Regulator" in (out / "index.html").read_text()
    pages = "".join(path.read_text() for path in out.rglob("*.html"))
    assert "Public words." in pages
    assert "Draft words." not in pages
    # Again, over itself; never over what is no site.
    assert entered("site", "--out", out).code == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    refused = entered("site", "--out", tmp_path / "mine")
    assert refused.code == 2
    assert (tmp_path / "mine" / "letter.txt").read_text() == "mine"


def test_who_makes_does_not_publish_and_nobody_acts_above_their_role(entered: Office) -> None:
    for by, words in (
        ("Reader", "Reader is reader; this needs the role officer"),
        ("Nobody", 'nobody called "Nobody"'),
    ):
        refused = entered("scorecard", "draft", "example", *DAYS, "--by", by)
        assert (refused.code, words in refused.said) == (2, True)
    entered.json("scorecard", "draft", "example", *DAYS, "--by", "Publisher")
    own = entered("scorecard", "publish", "example", "1", "--by", "Publisher")
    assert (own.code, "Another publisher" in own.said) == (2, True)
    low = entered("scorecard", "publish", "example", "1", "--by", "Officer")
    assert (low.code, "needs the role publisher" in low.said) == (2, True)
    assert entered.json("scorecard", "list")["scorecards"][0]["state"] == "draft"


@pytest.mark.parametrize(
    "arguments",
    [
        ("register", "load", "register.toml", "--reason", "r"),
        ("register", "set", "service", "example", "name=X", "--reason", "r"),
        ("register", "remove", "service", "example", "--reason", "r"),
        ("receive", "example", "--report", "register.toml", "--from-source", "X"),
        ("scorecard", "draft", "example", *DAYS),
    ],
)
def test_a_reader_changes_nothing_by_any_command(
    entered: Office, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(entered.folder)
    refused = entered(*arguments, "--by", "Reader")
    assert refused.code == 2
    assert "needs the role officer" in refused.said
    assert len(entered.json("register", "history")["changes"]) == 2


def test_a_changed_draft_is_not_published_by_the_digest_of_the_old_one(entered: Office) -> None:
    old = entered.json("scorecard", "draft", "example", *DAYS, "--by", "Officer")["digest"]
    entered.json(
        "scorecard", "draft", "example", *DAYS, "--replace", "1", "--note", "More.",
        "--by", "Officer",
    )  # fmt: skip
    refused = entered("scorecard", "publish", "example", "1", "--digest", old, "--by", "Publisher")
    assert (refused.code, "changed by Officer" in refused.said) == (2, True)


def test_a_register_file_with_an_unknown_duty_is_refused_with_line_and_nearest(
    office: Office,
) -> None:
    done = office.load(REGISTER.replace('"match-hashes"', '"match-hash"').replace("Posts", ""))
    assert done.code == 2
    lines = done.err.decode().splitlines()
    assert re.search(r"register\.toml:12: service\[0\]\.surfaces\[0\]\.name", lines[0])
    assert re.search(r'register\.toml:14: service\[0\]\.duties\[0\].*"match-hashes"', lines[1])
    assert office.json("register", "show")["items"] == []


def test_two_officers_edit_one_service_and_the_second_is_told(entered: Office) -> None:
    change = ("--reason", "r", "--by", "Officer", "--expected", "1")
    assert entered("register", "set", "service", "example", "name=First", *change).code == 0
    second = entered("register", "set", "service", "example", "name=Second", *change)
    assert (second.code, "changed since you looked at it" in second.said) == (2, True)
    shown = entered.json("register", "show", "example")["items"][0]
    assert (shown["item"]["name"], shown["version"]) == ("First", 2)


def test_fields_and_lists_are_set_added_to_and_taken_from(entered: Office) -> None:
    entered.json(
        "register", "set", "service", "example", "category=A", "duties+=report-yearly",
        "surfaces+=avatar:Profile pictures, chat", "risks=", "monthly_users=12000",
        "users_source=its own report", "tolerances.third_party_per_cent=0.5",
        "--reason", "more", "--by", "Officer",
    )  # fmt: skip
    entered.json(
        "register", "set", "service", "example", "surfaces-=post", "--reason", "gone",
        "--by", "Officer",
    )  # fmt: skip
    item = entered.json("register", "show", "example")["items"][0]["item"]
    assert item["duties"] == ["match-hashes", "report-yearly"]
    assert item["surfaces"] == [
        {"id": "avatar", "name": "Profile pictures"},
        {"id": "chat", "name": "chat"},
    ]
    assert "risks" not in item
    assert item["tolerances"] == {"third_party_per_cent": "0.5"}
    entered.json(
        "register", "set", "provider", "new-co", "name=New", "--reason", "new", "--by", "Officer"
    )
    assert entered.json("register", "show", "new-co")["items"][0]["version"] == 1


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("state=bund", 'Did you mean "bound"?'),
        ("state=found", "does not follow"),
        ("stat=found", 'Did you mean "state"?'),
        ("name", "is no assignment"),
        ("name+=x", "is no list"),
        ("duties-=no-duty", "is not among them"),
        ("monthly_users=12,000", "is no whole number"),
        ("log=x", "log.origin"),
        ("log.origin=x", "log.url: Missing"),
        ("log.policy=@missing.txt", "No such file"),
        ("regime=", "regime: Missing"),
    ],
)
def test_an_assignment_that_cannot_be_is_named(
    entered: Office, assignment: str, words: str
) -> None:
    done = entered(
        "register", "set", "service", "example", assignment, "--reason", "r", "--by", "Officer"
    )
    assert (done.code, words in done.said) == (2, True), done.said
    assert len(entered.json("register", "history")["changes"]) == 2


def test_a_log_is_entered_with_the_trust_policy_of_a_file(entered: Office, tmp_path: Path) -> None:
    policy = tmp_path / "trust.txt"
    policy.write_text(f"log {generate('log.example.org', bytes(32)).key.text}\nquorum none\n")
    change = ("log.url=https://log.example.org", f"log.policy=@{policy}", "--reason", "log",
              "--by", "Officer")  # fmt: skip
    other = entered("register", "set", "service", "example", "log.origin=other.example", *change)
    assert (other.code, "no log of the origin other.example" in other.said) == (2, True)
    entered.json("register", "set", "service", "example", "log.origin=log.example.org", *change)
    item = entered.json("register", "show", "example")["items"][0]["item"]
    assert item["log"]["policy"] == policy.read_text()
    entered.json("register", "set", "service", "example", "log=", "--reason", "none", "--by",
                 "Officer")  # fmt: skip
    assert "log" not in entered.json("register", "show", "example")["items"][0]["item"]


def test_history_says_who_and_why_and_verify_finds_what_was_altered(entered: Office) -> None:
    changes = entered.json("register", "history", "example")["changes"]
    assert [(one["by"], one["reason"], one["item"]["id"]) for one in changes] == [
        ("Officer", "start", "example")
    ]
    whole = entered.json("register", "verify")
    assert whole["problems"] == []
    assert entered.json("register", "verify", "--known", whole["head"]) == whole
    unknown = entered("register", "verify", "--known", "f" * 64)
    assert (unknown.code, "cut off" in unknown.said) == (1, True)


def test_a_law_is_a_file_and_what_is_not_verified_says_so(office: Office) -> None:
    assert [one["id"] for one in office.json("regimes")["regimes"]] == ["orchard", "uk-osa"]
    shown = office("regimes", "uk-osa")
    assert "not verified against the source" in shown.text
    assert office("regimes", "orchid").code == 2
    (office.data / "regimes" / "orchard.toml").write_text(REGIME_TEXT.replace("rule 5", ""))
    broken = office("regimes")
    assert (broken.code, "orchard.toml:" in broken.said) == (2, True)
    assert office.load().code == 2


def test_a_received_file_is_kept_and_listed(entered: Office, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(b"{}")
    file = entered.json(
        "receive", "example", "--report", tmp_path / "report.json", "--from-source", "Example",
        *DAYS, "--as-it-is", "--by", "Officer",
    )  # fmt: skip
    assert (entered.data / "received" / file["sha256"]).read_bytes() == b"{}"
    assert entered.json("received", "example")["files"] == [file]
    for wrong in (
        ("receive", "exmple", "--report", tmp_path / "report.json"),
        ("receive", "example"),
        ("receive", "example", "--report", tmp_path / "report.json", "--counts", tmp_path / "x"),
        ("receive", "example", "--report", tmp_path / "missing"),
        ("receive", "example", "--report", tmp_path / "report.json", "--from", "31.10.2026"),
    ):
        done = entered(*wrong, "--from-source", "Example", "--by", "Officer")
        assert done.code == 2, done.said


def test_a_file_is_told_from_one_of_another_kind_when_it_comes(
    entered: Office, tmp_path: Path
) -> None:
    counts = tmp_path / "counts\x1b[2J.csv"
    row = b"reports,2026-10-01,2026-10-31,12,Somebody\n"
    counts.write_bytes(b"quantity,from,to,value,source\n" + row)
    args = ("--from-source", "Somebody", "--by", "Officer")
    done = entered("receive", "example", "--report", counts, *args)
    assert done.code == 2
    assert "seems to be a table of counts (CSV)" in done.said
    assert "--as-it-is" in done.said
    assert entered.json("received")["files"] == []
    done = entered("receive", "example", "--counts", counts, *args)
    assert done.code == 0, done.said
    assert "1 row of Somebody, 2026-10-01 to 2026-10-31" in done.text
    assert "1 row of Somebody" in " ".join(entered("received").text.split())
    counts.write_bytes(b"quantity,from,to,value,source\n" + row.replace(b"12", b"\x1b[2J"))
    done = entered("receive", "example", "--counts", counts, *args)
    assert (done.code, ":2: value:" in done.said) == (2, True)
    assert not CONTROL.search(done.err)


def test_what_others_wrote_steers_no_terminal(entered: Office, tmp_path: Path) -> None:
    odd = tmp_path / "report\x1b[2J\n.json"
    odd.write_bytes(b"{}")
    args = ("--from-source", "<script>", "--as-it-is", "--by", "Officer")
    done = entered("receive", "example", "--report", odd, *args)
    assert done.code == 0, done.said
    shown = entered("received")
    assert not CONTROL.search(shown.out)
    set_ = entered("register", "set", "service", "example", "name=\x1b[31mred", "--reason", "r",
                   "--by", "Officer")  # fmt: skip
    assert set_.code == 2
    assert not CONTROL.search(set_.err)


def test_a_key_is_shown_once_and_staff_can_be_ended(office: Office) -> None:
    added = office.json("staff", "add", "D. Tester", "--role", "reader", "--by", "administrator")
    assert added["key"].startswith("bh_")
    listed = office("staff", "list", "--json")
    assert added["key"] not in listed.text
    renewed = office.json("staff", "new-key", "D. Tester")
    assert renewed["key"] != added["key"]
    assert office("staff", "revoke", "D. Tester", "--by", "administrator").code == 0
    assert office("staff", "new-key", "D. Tester").code == 2
    assert office("staff", "add", "d. tester", "--role", "reader").code == 2


def test_a_folder_is_made_once_and_nothing_is_made_by_mistake(tmp_path: Path) -> None:
    office = Office(tmp_path)
    nothing = office("register", "show")
    assert (nothing.code, "beholden regulator init" in nothing.said) == (2, True)
    assert not office.data.exists()
    assert office("init", "--name", "two\nlines").code == 2
    assert not office.data.exists()
    assert office("init", "--name", "Example").code == 0
    assert {path.name: path.stat().st_mode & 0o077 for path in office.data.iterdir()} == {
        "regimes": 0, "regulator.db": 0, "regulator.toml": 0, "secret.key": 0,
    }  # fmt: skip
    again = office("init", "--name", "Other")
    assert (again.code, "already" in again.said) == (2, True)


def test_the_folder_of_the_environment_is_used(office: Office) -> None:
    done = run("regulator", "staff", "list", BEHOLDEN_REGULATOR_DATA=str(office.data))
    assert (done.code, b"Officer" in done.out) == (0, True)
