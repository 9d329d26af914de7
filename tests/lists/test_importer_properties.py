"""Laws of the importer, against a slow and obvious loop."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.lists import EmptyListError, Entry, ImportOptions, ImportRefusedError
from beholden.lists._collect import Collector
from beholden.lists._edition import MatchSettings, Origin, write_edition
from beholden.lists.entries import EntryReader
from beholden.lists.importer import import_file
from beholden.lists.models import Reject
from tests.lists.simulators import Clock, FlatIndexes, hashes, indexed_hashes

# Each example syncs files; how long a disk takes for that is no property of the importer.
DISK_TAKES_ITS_TIME = settings(deadline=None)

SIZES = {"pdq": 64, "sha256": 64, "sha1": 40, "md5": 32}
POOL = {"pdq": hashes(6), "sha256": hashes(6), "sha1": hashes(4, kind="sha1"),
        "md5": hashes(4, kind="md5")}  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A row as (kind, hash, quality, note), good or bad."""
    kind = draw(st.sampled_from([*SIZES, "PDQ", "Sha-1", "photodna", ""]))
    plain = kind.lower().replace("-", "")
    cell = draw(st.sampled_from(POOL.get(plain, ["abc", "ABC", "d"])))
    change = draw(st.sampled_from(["none"] * 6 + ["upper", "spaces", "short", "digit", "flat"]))
    if change == "upper":
        cell = cell.upper()
    elif change == "spaces":
        cell = f"  {cell}\t"
    elif change == "short":
        cell = cell[:-1]
    elif change == "digit":
        cell = "z" + cell[1:]
    elif change == "flat":
        cell = "0" * len(cell)
    quality = draw(st.sampled_from(["", "80", "100", "20", "101", "x"]))
    note = draw(st.text(st.sampled_from("ab ,;\"\n\u2028é\t'{}"), max_size=6))
    return kind, cell, quality, note


def expected(table: list[tuple[str, str, str, str]], starts: list[int]) -> tuple[
    list[tuple[str, str]], list[int], int, list[str]
]:  # fmt: skip
    """Distinct good (kind, hash), reject lines, duplicates, PDQ hashes to index."""
    kept: list[tuple[str, str]] = []
    lines: list[int] = []
    protecting: set[str] = set()
    duplicates = 0
    for (kind, cell, quality, _), line in zip(table, starts, strict=True):
        name, text = kind.lower().replace("-", ""), cell.strip()
        good = bool(name and text)
        if name in SIZES:
            text = text.lower()
            good = len(text) == SIZES[name] and all(c in "0123456789abcdef" for c in text)
            if good and name == "pdq":
                good = 64 <= int(text, 16).bit_count() <= 192
        good = good and quality in {"", "80", "100", "20"}
        if not good:
            lines.append(line)
            continue
        if name == "pdq" and quality != "20":
            protecting.add(text)
        if (name, text) in kept:
            duplicates += 1
        else:
            kept.append((name, text))
    pdq = [text for name, text in kept if name == "pdq" and text in protecting]
    return kept, lines, duplicates, pdq


@DISK_TAKES_ITS_TIME
@given(st.lists(rows(), min_size=1, max_size=30), st.sampled_from(["\n", "\r\n"]))
def test_an_edition_keeps_exactly_the_good_distinct_rows_and_says_where_the_others_are(
    table: list[tuple[str, str, str, str]], newline: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=newline)
    writer.writerow(["kind", "hash", "quality", "note"])
    starts = []
    for row in table:
        starts.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    kept, lines, duplicates, pdq = expected(
        [row for row in table if any(row)],
        [start for start, row in zip(starts, table, strict=True) if any(row)],
    )
    options = ImportOptions(max_rejects=1, columns={"label.note": "note"})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "staged"
        folder.mkdir()
        path = Path(name) / "list.csv"
        path.write_bytes(text.getvalue().encode())
        try:
            edition, report = write_edition(
                folder,
                path,
                Origin("l", "s", None, "p", None),
                MatchSettings("match", 31, 50, None),
                options,
                indexes=FlatIndexes(),
                clock=Clock(),
                is_present=lambda _: False,
                progress=None,
            )
        except EmptyListError:
            assert all(kind not in SIZES for kind, _ in kept) or (
                not pdq and all(kind == "pdq" or kind not in SIZES for kind, _ in kept)
            )
            return
        reader = EntryReader(folder)
        entries = [reader.entry(row) for row in range(len(reader))]
        reader.close()
        assert [(entry.kind, entry.hash) for entry in entries] == kept
        assert [reject.line for reject in report.rejects] == lines
        assert (report.duplicates, report.rejected) == (duplicates, len(lines))
        assert report.rows == report.count + report.duplicates + report.rejected
        assert edition.count == len(kept)
        notes = {row[3] for row in table}
        assert all(entry.labels.get("note", "") in notes for entry in entries)
        indexed = indexed_hashes(folder / "pdq.index", "pdq") if pdq else []
        assert indexed == pdq


@DISK_TAKES_ITS_TIME
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_whatever_become_entries_and_rejects_or_a_refusal(
    content: bytes, with_start: bool
) -> None:
    good = hashes(1)[0]
    starts = {"a.csv": f"hash,id\n{good},1\n", "a.jsonl": f'{{"hash":"{good}"}}\n'}
    for name, start in starts.items():
        taken: list[Entry] = []
        set_aside: list[Reject] = []
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(start.encode() * with_start + content)
            try:
                report = import_file(
                    path,
                    ImportOptions(kind="pdq", max_rejects=1),
                    Collector(min_quality=50, on_entries=taken.extend),
                    on_rejects=set_aside.extend,
                )
            except ImportRefusedError:
                assert not with_start
                continue
            assert report.count == len(taken) - report.duplicates
            assert report.rejected == sum(reject.rows for reject in set_aside)
            assert report.rows <= 1 + len(content.split(b"\n"))
