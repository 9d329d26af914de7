from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from beholden.lists import (
    ColumnsError,
    EmptyListError,
    FileRefusedError,
    ImportOptions,
    SettingError,
    TooManyRejectsError,
    check_file,
)
from beholden.lists._collect import Collector, repeated
from beholden.lists.importer import import_file
from tests.lists.simulators import hashes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from beholden.lists import Entry, ImportReport
    from beholden.matching.core import HashKind

    Write = Callable[..., Path]

GOOD, OTHER, THIRD = hashes(3)


def check(path: Path, options: ImportOptions | None = None) -> ImportReport:
    return check_file(path, options or ImportOptions(kind="pdq", max_rejects=1), min_quality=50)


def entries_of(path: Path, options: ImportOptions) -> list[Entry]:
    entries: list[Entry] = []
    import_file(path, options, Collector(min_quality=50, on_entries=entries.extend))
    return entries


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (GOOD[:-1], "63 characters"),
        (GOOD + "00", "66 characters"),
        ("", "no hash"),
        ("   ", "no hash"),
        ("g" + GOOD[1:], "not hex"),
        (GOOD[:30] + "  " + GOOD[32:], "not hex"),
        ("0x" + GOOD[2:], "not hex"),
        ("é" + GOOD[1:], "not hex"),
        ("٣" + GOOD[1:], "not hex"),
        ("0" * 64, "sets 0 of 256 bits"),
        ("f" * 64, "sets 256 of 256 bits"),
        ("01" * 32, "sets 32 of 256 bits"),
        ("0f" * 32, "only 1 distinct bytes"),
        ("0f1e2d3c4b5a69" * 4 + "0f1e2d3c", "only 7 distinct bytes"),
    ],
)
def test_a_hash_that_is_none_is_set_aside_with_its_line(
    write: Write, cell: str, reason: str
) -> None:
    report = check(write("hash,x", f"{OTHER},", f"{cell},1", f"{GOOD},"))
    assert (report.count, report.rejected) == (2, 1)
    assert report.rejects[0].line == 3
    assert reason in report.rejects[0].reason


def test_upper_case_and_surrounding_spaces_do_not_make_another_hash(write: Write) -> None:
    report = check(write("hash", GOOD, f"  {GOOD.upper()} "))
    assert (report.count, report.duplicates, report.rejected) == (1, 1, 0)


def test_the_same_digits_under_another_kind_are_another_entry(write: Write) -> None:
    path = write("kind,hash", f"pdq,{GOOD}", f"sha256,{GOOD}", f"SHA-256,{GOOD.upper()}")
    report = check(path, ImportOptions())
    assert report.counts == {"pdq": 1, "sha256": 1}
    assert report.duplicates == 1


def test_kind_names_are_understood_in_their_usual_spellings(write: Write) -> None:
    spellings: list[tuple[str, HashKind]] = [
        ("PDQ", "pdq"),
        ("sha-256", "sha256"),
        ("SHA_256", "sha256"),
        (" Md5 ", "md5"),
        ("SHA1", "sha1"),
        ("sha-1", "sha1"),
    ]
    rows = [
        f"{spelling},{hashes(1, kind=kind, seed=at)[0]}"
        for at, (spelling, kind) in enumerate(spellings)
    ]
    report = check(write("kind,hash", *rows), ImportOptions())
    assert report.counts == {"pdq": 1, "sha256": 2, "md5": 1, "sha1": 2}


def test_kinds_nobody_can_compute_are_kept_and_do_not_count_as_protecting(write: Write) -> None:
    path = write(
        "kind,hash",
        f"pdq,{GOOD}",
        "PhotoDNA,12;13 / any Text",
        "tmk,abc",
        "tmk,abc",
        "vPDQ,ABC",
    )
    report = check(path, ImportOptions())
    assert report.unsupported == {"photodna": 1, "tmk": 1, "vpdq": 1}
    assert (report.count, report.protecting, report.duplicates) == (4, 1, 1)
    assert entries_of(path, ImportOptions())[1].hash == "12;13 / any Text"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("tmk,", "no hash"),
        ("tmk," + "x" * 4097, "longer than 4,096"),
        (f",{GOOD}", "no kind of hash"),
        (f"p/d/q,{GOOD}", "is no kind"),
        ("x" * 33 + ",abc", "is no kind"),
    ],
)
def test_a_row_of_unclear_kind_is_set_aside(write: Write, row: str, reason: str) -> None:
    report = check(write("kind,hash", f"pdq,{OTHER}", row), ImportOptions(max_rejects=1))
    assert report.rejected == 1
    assert reason in report.rejects[0].reason


def test_a_file_cannot_flood_an_edition_with_kinds(write: Write) -> None:
    rows = [f"kind{n},abc" for n in range(70)]
    report = check(write("kind,hash", f"pdq,{GOOD}", *rows), ImportOptions(max_rejects=1))
    assert len(report.unsupported) == 64
    assert "more than 64 kinds" in report.rejects[0].reason


def test_the_kind_is_never_guessed(write: Write) -> None:
    path = write("hash", GOOD)
    with pytest.raises(ColumnsError, match="PDQ or SHA-256"):
        check(path, ImportOptions())
    assert check(path, ImportOptions(kind="SHA-256")).counts == {"sha256": 1}


def test_a_kind_given_twice_is_refused(write: Write) -> None:
    path = write("hash,kind", f"{GOOD},sha256")
    with pytest.raises(ColumnsError, match="as well"):
        check(path, ImportOptions(kind="pdq"))
    with pytest.raises(ColumnsError, match="given twice"):
        check(path, ImportOptions(kind="pdq", columns={"kind": "kind"}))


def test_a_constant_kind_that_nobody_can_match_is_refused(write: Write) -> None:
    with pytest.raises(ColumnsError, match="photodna"):
        check(write("hash", GOOD), ImportOptions(kind="photodna"))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", ["", "newline"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_byte_order_mark_line_ends_and_delimiter_do_not_matter(
    write: Write, newline: str, bom: bytes, last: str, delimiter: str
) -> None:
    lines = ["hash|note, with; signs", f"{GOOD}|a", "x|b", f"{OTHER}|c"]
    lines[0] = 'hash|"note, with; signs"'
    text = newline.join(lines).replace("|", delimiter) + (newline if last else "")
    report = check(write(raw=bom + text.encode()))
    assert (report.count, [r.line for r in report.rejects]) == (2, [3])
    assert report.ignored_columns == ("note, with; signs",)


def test_lines_are_numbered_as_an_editor_shows_them_across_quoted_line_ends(write: Write) -> None:
    path = write(
        "",
        '"ha',
        'sh",note',
        f'{GOOD},"one',
        "",
        'three ""quoted"" lines"',
        "bad,x",
        "",
        f'{OTHER},"a\u2028b"',
        "worse,x",
    )
    options = ImportOptions(kind="pdq", columns={"hash": "ha\nsh"}, max_rejects=1)
    report = check(path, options)
    assert [reject.line for reject in report.rejects] == [7, 10]
    options = ImportOptions(
        kind="pdq", columns={"hash": "ha\nsh", "label.n": "note"}, max_rejects=1
    )
    assert [entry.labels for entry in entries_of(path, options)] == [
        {"n": 'one\n\nthree "quoted" lines'},
        {"n": "a\u2028b"},
    ]


@pytest.mark.parametrize(
    "stray",
    [
        {396: '{},"n'},
        {5: '{},"n'},
        {5: '{},"n', 300: '{},n"'},
        {5: '{},"n', 20: '{},n"'},
        {5: '{},"n', 20: '{},n",n'},
        {5: '{},"n', 20: '{},"n'},
        {5: '"{},n', 6: '{}",n'},
    ],
)
def test_a_file_in_which_a_stray_quotation_mark_swallowed_rows_is_refused_with_its_line(
    write: Write, stray: dict[int, str]
) -> None:
    many = hashes(400)
    lines = ["hash,note", *(f"{text},n" for text in many)]
    for at, row in stray.items():
        lines[at] = row.format(many[at - 1])
    with pytest.raises(FileRefusedError, match=f"line {min(stray) + 1} .*Close or double"):
        check(write(*lines))


def test_a_stray_quotation_mark_that_swallowed_no_row_costs_its_own_row_only(write: Write) -> None:
    many = hashes(20)
    lines = ["hash,note", *(f"{text},n" for text in many)]
    lines[5] = f'{many[4]},"n"n'
    lines[20] = f'{many[19]},"n'
    report = check(write(raw="\n".join(lines).encode()))
    assert (report.count, [reject.line for reject in report.rejects]) == (18, [6, 21])


def test_a_missing_file_is_missing_whatever_its_extension(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="No such file"):
        check(tmp_path / "absent.xyz")


def test_unusable_lines_are_rejects_and_keep_the_numbering(write: Write) -> None:
    good = [line.encode() for line in hashes(4)]
    raw = b"\n".join(
        [b"hash,n", good[0] + b",\xff\xfe", good[1] + b",\0", good[2] + b"," + b"x" * 70_000,
         b"bad,", good[3] + b",\xef\xbf\xbd"]
    )  # fmt: skip
    report = check(write(raw=raw))
    assert report.count == 1
    assert [(r.line, r.reason.split()[-1]) for r in report.rejects[:3]] == [
        (2, "text"),
        (3, "byte"),
        (4, "bytes"),
    ]
    assert [reject.line for reject in report.rejects] == [2, 3, 4, 5]


def test_an_endless_line_is_not_held_in_memory_and_the_rest_is_read(write: Write) -> None:
    raw = b"hash\n" + b"x" * (3 << 20) + b"\n" + GOOD.encode() + b"\nbad\n" + b"y" * (2 << 20)
    report = check(write(raw=raw))
    assert report.count == 1
    assert [reject.line for reject in report.rejects] == [2, 4, 5]


def test_a_row_with_too_many_or_too_few_columns_is_set_aside(write: Write) -> None:
    report = check(write("hash,n", f"{GOOD},1", OTHER, f"{THIRD},1,2"))
    assert report.count == 1
    assert "1 columns where the header has 2" in report.rejects[0].reason


def test_columns_and_labels_follow_the_map(write: Write) -> None:
    path = write(
        "Hash Value,Type,Entry,Q,Cat,Region",
        f"{GOOD},PDQ,e1,77,A,north",
        f"{OTHER},MD5,,,,",
        f"{OTHER[:32]},MD5,,,,",
    )
    columns = {
        "hash": "hash value",
        "kind": "Type",
        "id": "Entry",
        "quality": "Q",
        "label.category": "Cat",
    }
    options = ImportOptions(columns=columns, max_rejects=1)
    first, second = entries_of(path, options)
    assert (first.id, first.quality, first.labels) == ("e1", 77, {"category": "A"})
    assert (second.id, second.quality, second.labels) == (f"md5:{OTHER[:16]}", None, {})
    assert check(path, options).ignored_columns == ("Region",)
    options = ImportOptions(columns=columns, labels="all", max_rejects=1)
    assert entries_of(path, options)[0].labels == {"category": "A", "Region": "north"}
    assert check(path, options).ignored_columns == ()


@pytest.mark.parametrize(
    ("header", "columns", "problem"),
    [
        ("digest,n", None, "There is no column 'hash'. The first line names: 'digest', 'n'."),
        (GOOD, None, "add a header line"),
        ("hash,hash", None, "more than once"),
        ("hash,n", {"id": "Entry"}, "There is no column 'Entry'"),
        ("hash,n", {"label.a": "Cat"}, "There is no column 'Cat'"),
        ("hash,n", {"lable.a": "n"}, "'lable.a'"),
        ("hash,n", {"label.": "n"}, "'label.'"),
        ('hash,"n', None, "header cannot be read"),
        ("hash,\0", None, "NUL"),
        ("x" * 70_000, None, "longer than"),
        ("hash\rn", None, "header cannot be read"),
    ],
)
def test_a_header_that_does_not_fit_is_refused_and_says_why(
    write: Write, header: str, columns: dict[str, str] | None, problem: str
) -> None:
    with pytest.raises(ColumnsError) as caught:
        check(write(header, f"{GOOD},1"), ImportOptions(kind="pdq", columns=columns))
    assert problem in str(caught.value)


@pytest.mark.parametrize("quality", ["101", "-1", "1e1", "4.5", "x", "²", "٣", "007"])
def test_a_quality_that_is_none_sets_the_row_aside(write: Write, quality: str) -> None:
    report = check(write("hash,quality", f"{GOOD},{quality}", f"{OTHER}, 50 "))
    assert report.rejected == 1
    assert "quality" in report.rejects[0].reason


def test_low_quality_is_counted_for_pdq_alone(write: Write) -> None:
    path = write("kind,hash,quality", f"pdq,{GOOD},49", f"sha256,{OTHER},10", f"pdq,{THIRD},")
    assert check(path, ImportOptions()).below_quality == 1


def test_an_overlong_id_sets_the_row_aside(write: Write) -> None:
    assert check(write("hash,id", f"{GOOD},{'i' * 257}", f"{OTHER},1")).rejected == 1


@pytest.mark.parametrize(
    "raw",
    [b"", b"\n\n", b"hash\n", b"hash,n\n\n,\n", b"\xef\xbb\xbf", b"hash\nbad\nworse\n"],
)
def test_a_list_without_a_good_row_is_refused_because_it_would_protect_nobody(
    write: Write, raw: bytes
) -> None:
    with pytest.raises(EmptyListError, match="would switch protection off"):
        check(write(raw=raw))
    with pytest.raises(EmptyListError, match="would switch protection off"):
        check(
            write(raw=b"" if raw.startswith(b"\xef") else b"\n", name="list.jsonl"),
        )


def test_a_list_of_which_nothing_can_be_matched_is_refused(write: Write) -> None:
    with pytest.raises(EmptyListError, match=r"No row can be matched \(tmk\)"):
        check(write("kind,hash", "tmk,a", "tmk,b"), ImportOptions())
    with pytest.raises(EmptyListError, match="minimum quality"):
        check(write("hash,quality", f"{GOOD},10"))


def test_one_row_in_a_hundred_unusable_refuses_the_file_and_shows_ten(write: Write) -> None:
    rows = hashes(1980) + ["not a hash"] * 20
    with pytest.raises(TooManyRejectsError) as caught:
        check(write("hash", *rows), ImportOptions(kind="pdq"))
    message = str(caught.value)
    assert "20 of 2,000 rows" in message
    assert message.count("  line ") == 10
    assert "  line 1982: " in message
    assert check(write("hash", *rows), ImportOptions(kind="pdq", max_rejects=0.01)).count == 1980


def test_json_lines_are_read_by_key(write: Write) -> None:
    path = write(
        f'{{"hash": "{GOOD}", "kind": "pdq", "id": "e1", "quality": 60, "cat": ["a", 1]}}',
        "",
        '{"hash": 5, "kind": "pdq"}',
        "[1]",
        '{"hash": "x"',
        f'{{"hash": "{OTHER}"}}',
        '{"hash": "\\ud800", "kind": "tmk"}',
        '{"a":' * 100_00,
        f'{{"hash": "{THIRD}", "kind": "pdq", "n": null, "t": true, "z": 1.5, "a": "x"}}',
        f'{{"hash": "{THIRD}", "kind": "pdq", "quality": 60.5}}',
        '{"hash": "x", "kind": "tmk", "n": ' + "1" * 6000 + "}",
        name="list.jsonl",
    )
    report = check(path, ImportOptions(max_rejects=1))
    assert [reject.line for reject in report.rejects][:7] == [3, 4, 5, 6, 7, 8, 10]
    assert report.count in {2, 3}
    assert set(report.ignored_columns) >= {"cat", "n", "t", "z", "a"}
    options = ImportOptions(labels="all", columns={"label.z": "a"}, max_rejects=1)
    first, second = entries_of(path, options)[:2]
    assert (first.id, first.quality, first.labels) == ("e1", 60, {"cat": '["a",1]'})
    assert second.labels == {"t": "true", "z": "x"}


def test_json_lines_with_a_constant_kind_refuse_rows_that_name_one(write: Write) -> None:
    path = write(
        f'{{"hash": "{GOOD}"}}', f'{{"hash": "{OTHER}", "kind": "sha256"}}', name="a.ndjson"
    )
    report = check(path)
    assert (report.count, report.rejects[0].line) == (1, 2)


def test_the_format_comes_from_the_extension_or_is_given(write: Write) -> None:
    path = write("hash", GOOD, name="list.dat")
    with pytest.raises(FileRefusedError, match="Give the format"):
        check(path)
    assert check(path, ImportOptions(kind="pdq", format="csv")).format == "csv"


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("hash\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04...", "spreadsheet"),
        (b"\x1f\x8b\x08", "compressed"),
    ],
)
def test_a_file_that_is_no_text_is_refused(write: Write, raw: bytes, problem: str) -> None:
    with pytest.raises(FileRefusedError, match=problem):
        check(write(raw=raw))


def test_files_that_are_missing_special_or_too_large_are_refused(
    write: Write, tmp_path: Path
) -> None:
    with pytest.raises(FileRefusedError, match="cannot be opened"):
        check(tmp_path / "none.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(FileRefusedError, match="not a plain file"):
        check(tmp_path / "pipe.csv")
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(FileRefusedError):
        check(folder)
    path = write("hash", GOOD, OTHER)
    with pytest.raises(FileRefusedError, match="at most 100"):
        check(path, ImportOptions(kind="pdq", max_bytes=100))
    with pytest.raises(FileRefusedError, match="more than 1 rows"):
        check(path, ImportOptions(kind="pdq", max_rows=1))


def test_a_share_of_rejects_outside_nought_to_one_is_refused(write: Write) -> None:
    with pytest.raises(SettingError, match="share"):
        check(write("hash", GOOD), ImportOptions(kind="pdq", max_rejects=5))


def test_progress_ends_at_the_size_of_the_file(write: Write) -> None:
    path = write("hash", *hashes(40_000))
    seen: list[tuple[int, int]] = []
    check_file(
        path,
        ImportOptions(kind="pdq"),
        min_quality=50,
        progress=lambda done, total: seen.append((done, total)),
    )
    size = path.stat().st_size
    assert len(seen) > 1
    assert seen == sorted(seen)
    assert seen[-1] == (size, size)


def test_one_bad_row_among_a_million_is_found_and_costs_nothing_else(tmp_path: Path) -> None:
    count = 1_000_000
    raw = np.frombuffer(np.random.default_rng(3).bytes(32 * count), np.uint8).reshape(count, 32)
    rows = np.full((count, 65), ord("\n"), np.uint8)
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    rows[:, 0:64:2], rows[:, 1:64:2] = digits[raw >> 4], digits[raw & 15]
    rows[654_321, 10] = ord("g")
    path = tmp_path / "million.csv"
    path.write_bytes(b"hash\n" + rows.tobytes())
    report = check_file(path, ImportOptions(kind="pdq"), min_quality=50)
    assert (report.count, report.rejected, report.duplicates) == (count - 1, 1, 0)
    assert report.rejects[0].line == 654_323


def test_equal_keys_do_not_make_equal_hashes() -> None:
    digests = np.array([[1] * 4, [2] * 4, [1] * 4, [3] * 4, [2] * 4, [1] * 4], np.uint8)
    expected = [False, False, True, False, True, True]
    assert repeated(digests, np.zeros(6, np.uint64)).tolist() == expected
    assert repeated(digests).tolist() == expected


def test_a_hash_protects_if_any_of_its_rows_has_the_quality_for_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = [(GOOD, 10), (OTHER, 20), (GOOD, 90), (OTHER, 30), (THIRD, 60)]
    path.write_text("hash,quality\n" + "".join(f"{digest},{q}\n" for digest, q in rows))
    report = check(path)
    assert (report.count, report.duplicates) == (3, 2)
    assert (report.below_quality, report.protecting) == (1, 2)


@pytest.mark.parametrize("kind", ["sha256", "sha1", "md5"])
def test_the_digest_of_an_empty_file_is_set_aside(kind: str, tmp_path: Path) -> None:
    digests = [hashlib.new(kind, data, usedforsecurity=False).hexdigest() for data in (b"", b"a")]
    path = tmp_path / "list.csv"
    path.write_text("hash\n" + "\n".join(digests))
    report = check(path, ImportOptions(kind=kind, max_rejects=1))
    assert (report.count, report.rejected) == (1, 1)
    assert "empty file" in report.rejects[0].reason
