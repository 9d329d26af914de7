"""List files as they really come: what is set aside is named, what is hopeless is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.support import Done, invoke, pdq_row, run, write_list
from tests.lists.simulators import hashes as random_hashes

MILLION = 1_000_000


def rows(count: int) -> list[tuple[str, str, str]]:
    return [("pdq", text, f"e{number}") for number, text in enumerate(random_hashes(count))]


def report(done: Done) -> dict[str, Any]:
    assert done.code == 0, done.said
    found: dict[str, Any] = done.objects[0]
    return found


def check(path: Path, *options: str) -> Done:
    return invoke("lists", "check", path, "--json", *options)


def add(path: Path, data: Path, *options: str) -> Done:
    source = ("--name", "known", "--source", "a test")
    return invoke("lists", "add", path, *source, "--activate", "--data", data, *options)


def active_edition(data: Path) -> str | None:
    (said,) = invoke("lists", "status", "--json", "--data", data).objects
    return next((entry["active"]["edition"] for entry in said["lists"]), None)


def bytes_of(form: str) -> tuple[str, bytes]:
    """The same two entries in one of the shapes that suppliers use."""
    first, second = rows(2)
    lines = ["kind,hash,id", ",".join(first), ",".join(second)]
    objects = [dict(zip(("kind", "hash", "id"), row, strict=True)) for row in (first, second)]
    text = "\n".join(lines)
    return {
        "csv": ("list.csv", f"{text}\n".encode()),
        "no-last-line-end": ("list.csv", text.encode()),
        "crlf": ("list.csv", ("\r\n".join(lines) + "\r\n").encode()),
        "bom": ("list.csv", b"\xef\xbb\xbf" + text.encode()),
        "bom-and-crlf": ("list.csv", b"\xef\xbb\xbf" + "\r\n".join(lines).encode()),
        "upper-case": ("list.csv", text.upper().encode()),
        "semicolons": ("list.csv", text.replace(",", ";").encode()),
        "tabs": ("list.tsv", text.replace(",", "\t").encode()),
        "quoted": ("list.csv", text.replace(",", '","').replace("\n", '"\n"').join('""').encode()),
        "blank-lines": ("list.csv", text.replace("\n", "\n\n").encode()),
        "jsonl": ("list.jsonl", "\n".join(map(json.dumps, objects)).encode()),
        "jsonl-bom-crlf": (
            "list.jsonl",
            b"\xef\xbb\xbf" + "\r\n".join(map(json.dumps, objects)).encode(),
        ),
    }[form]


FORMS = [
    *("csv", "no-last-line-end", "crlf", "bom", "bom-and-crlf", "upper-case", "semicolons"),
    *("tabs", "quoted", "blank-lines", "jsonl", "jsonl-bom-crlf"),
]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_entries_make_the_same_edition_in_whatever_shape(
    tmp_path: Path, form: str
) -> None:
    editions = []
    for shape in ("csv", form):
        name, content = bytes_of(shape)
        path = tmp_path / shape / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        found = report(add(path, tmp_path / f"data-{shape}", "--json"))
        assert found["report"]["count"] == 2
        assert "rejected" not in found["report"]
        editions.append(found["edition"]["digest"])
    if form != "upper-case":  # its ids are other ids
        assert editions[0] == editions[1]


def test_columns_may_have_any_name(tmp_path: Path) -> None:
    (row,) = rows(1)
    path = write_list(tmp_path / "list.csv", [row], header="Signature Type,Signature,Number")
    columns = ("hash=Signature", "kind=Signature Type", "id=Number")
    found = report(check(path, *(word for column in columns for word in ("--column", column))))
    assert found["counts"] == {"pdq": 1}


def test_a_kind_is_never_guessed(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.csv", [(rows(1)[0][1],)], header="hash")
    done = check(path)
    assert done.code == 2
    assert "never guessed" in done.said
    assert report(check(path, "--kind", "pdq"))["counts"] == {"pdq": 1}
    assert report(check(path, "--kind", "sha-256"))["counts"] == {"sha256": 1}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("ab" * 31, "the hash has 62 characters; pdq has 64 hex digits"),
        ("ab" * 33, "the hash has 66 characters; pdq has 64 hex digits"),
        ("", "there is no hash"),
        ("xy" * 32, "not hex digits"),
        ("0" * 64, "sets 0 of 256 bits"),
        ("f" * 64, "sets 256 of 256 bits"),
    ],
)
def test_a_hash_that_is_none_is_named_by_its_line(tmp_path: Path, bad: str, reason: str) -> None:
    good = rows(3)
    path = write_list(tmp_path / "list.csv", [*good[:2], ("pdq", bad, "bad"), good[2]])
    done = check(path)
    assert done.code == 2, "one of four rows is more than is tolerated"
    assert "line 4: " in done.said
    assert reason in done.said
    found = report(check(path, "--max-rejects", "0.5"))
    assert (found["count"], found["rejected"]) == (3, 1)
    (reject,) = found["rejects"]
    assert reject["line"] == 4
    assert reason in reject["reason"]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    good = rows(2)
    text = f'kind,hash,id\n\npdq,{good[0][1]},"two\nlines"\n\npdq,short,bad\npdq,{good[1][1]},b\n'
    (tmp_path / "list.csv").write_text(text)
    found = report(check(tmp_path / "list.csv", "--max-rejects", "0.5"))
    assert [reject["line"] for reject in found["rejects"]] == [6]
    assert text.splitlines()[5] == "pdq,short,bad"


def test_one_bad_row_in_a_hundred_refuses_the_file_and_changes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert add(write_list(tmp_path / "old.csv", [pdq_row(1)]), data).code == 0
    old = active_edition(data)
    bad = rows(1000)
    bad[10::100] = [("pdq", "no hash", f"bad-{number}") for number in range(10)]
    path = write_list(tmp_path / "new.csv", bad)
    done = add(path, data)
    assert done.code == 2
    assert "10 of 1,000 rows are unusable" in done.said
    assert "line 12: " in done.said
    assert active_edition(data) == old
    (said,) = invoke("lists", "status", "--json", "--data", data).objects
    assert len(said["lists"][0]["editions"]) == 1
    assert check(path).code == 2
    assert report(check(path, "--max-rejects", "0.01"))["count"] == 990


def test_a_check_speaks_of_its_own_options_and_of_no_edition(tmp_path: Path) -> None:
    mixed = rows(40)
    mixed[::2] = [("pdq", "no hash", "bad")] * 20
    path = write_list(tmp_path / "list.csv", mixed)
    assert "raise --max-rejects" in check(path).said
    done = invoke("lists", "check", path, "--max-rejects", "0.9")
    assert "20 rows set aside" in done.text
    assert "rejects.jsonl" not in done.text
    assert "rejects.jsonl" in add(path, tmp_path / "data", "--max-rejects", "0.9").text


def test_up_to_a_thousandth_of_the_rows_is_set_aside(tmp_path: Path) -> None:
    for count, code in ((1000, 0), (999, 2)):
        mixed = rows(count)
        mixed[5] = ("pdq", "no hash", "bad")
        assert check(write_list(tmp_path / "list.csv", mixed)).code == code


def test_duplicates_are_counted_and_left_out(tmp_path: Path) -> None:
    first, second = rows(2)
    repeated = [first, second, ("pdq", first[1].upper(), "another id"), first]
    found = report(check(write_list(tmp_path / "list.csv", repeated)))
    assert (found["rows"], found["count"], found["duplicates"]) == (4, 2, 2)
    assert "2 duplicates left out." in invoke("lists", "check", tmp_path / "list.csv").text


EMPTY: dict[str, tuple[str, bytes]] = {
    "no bytes": ("list.csv", b""),
    "a header": ("list.csv", b"kind,hash,id\n"),
    "blank lines": ("list.csv", b"\n\n\n"),
    "a mark": ("list.csv", b"\xef\xbb\xbf"),
    "no JSON bytes": ("list.jsonl", b""),
    "blank JSON lines": ("list.jsonl", b"\n\n"),
}


@pytest.mark.parametrize("what", EMPTY)
def test_an_empty_list_is_refused_and_the_old_one_stays(tmp_path: Path, what: str) -> None:
    data = tmp_path / "data"
    assert add(write_list(tmp_path / "old.csv", [pdq_row(1)]), data).code == 0
    old = active_edition(data)
    name, content = EMPTY[what]
    (tmp_path / name).write_bytes(content)
    done = add(tmp_path / name, data)
    assert done.code == 2
    assert "would switch protection off" in done.said
    assert active_edition(data) == old


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "UTF-16": ("list.csv", lambda: "kind,hash\n".encode("utf-16"), "UTF-16"),
    "a spreadsheet": ("list.csv", lambda: b"PK\x03\x04 ...", "ZIP archive or a spreadsheet"),
    "packed": ("list.csv", lambda: b"\x1f\x8b\x08 ...", "is compressed"),
    "no extension": ("list", lambda: b"kind,hash\n", "Give the format"),
    "no header": ("list.csv", lambda: ",".join(rows(1)[0]).encode(), "add a header line"),
    "JSON called CSV": ("list.csv", lambda: b'{"hash": "x"}\n', "no column"),
    "CSV called JSON": (
        "list.jsonl",
        lambda: b"kind,hash,id\n" + ",".join(rows(1)[0]).encode(),
        "None of the 2 rows is usable",
    ),
    "an open quotation": (
        "list.csv",
        lambda: b'kind,hash,id\npdq,"' + ",".join(rows(1)[0]).encode(),
        "None of the",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_no_list_is_refused_with_the_reason(tmp_path: Path, what: str) -> None:
    name, content, reason = REFUSED[what]
    (tmp_path / name).write_bytes(content())
    done = check(tmp_path / name)
    assert done.code == 2
    assert reason in done.said


@pytest.mark.parametrize("what", ["missing", "folder.csv"])
def test_what_is_no_file_is_refused(tmp_path: Path, what: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    done = check(tmp_path / what, "--format", "csv")
    assert done.code == 2
    assert done.said.startswith("Error: ")


def test_a_name_that_is_not_utf8_is_refused_without_a_traceback(tmp_path: Path) -> None:
    done = run("lists", "check", b"\xff\x1b[2J.csv", cwd=tmp_path)
    assert done.code == 2
    assert b"\x1b" not in done.err
    assert "cannot be opened" in done.said


def test_a_million_good_rows_and_a_bad_one_are_taken_in_with_one_reject(tmp_path: Path) -> None:
    path = tmp_path / "million.csv"
    digits = np.random.default_rng(5).bytes(32 * MILLION).hex()
    lines = [f"pdq,{digits[at : at + 64]},{at >> 6}" for at in range(0, len(digits), 64)]
    lines[777_777] = f"pdq,{'z' * 64},bad"
    lines.append(f"pdq,{rows(1)[0][1]},last")
    path.write_text("kind,hash,id\n" + "\n".join(lines))
    done = run(
        *("lists", "add", path, "--name", "large", "--source", "a test"),
        *("--activate", "--json", "--data", tmp_path / "data"),
    )
    found = report(done)
    assert found["report"]["rows"] == MILLION + 1
    assert found["report"]["count"] == MILLION
    (reject,) = found["report"]["rejects"]
    assert reject["line"] == 777_779
    assert "not hex digits" in reject["reason"]
    assert found["edition"]["count"] == MILLION
