"""From answers to a release: reading, building and showing, on one processor.

The examples are those that `beholden figures demo` copies. The large folder has an
invented answer for each force that has an area, a CSV file with 13 years of three
offences and their total: 45 x 13 x 4 numbers.

    python -m bench.figures
"""

from __future__ import annotations

import csv
import io
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from importlib import import_module
from pathlib import Path
from typing import Any

from beholden.figures import (
    EXAMPLE_DAY,
    EXAMPLE_RELEASE,
    Figures,
    ReleaseId,
    copy_examples,
    load_registry,
)
from beholden.figures.publish import write_data
from beholden.figures.reading import Limits, read_bytes
from bench.processes import Others, compiled_in
from bench.timing import median_ms

__all__ = ["build", "measure"]

_ROWS = (
    "86/2 Take, make or distribute indecent photographs or pseudo-photographs of children",
    "86/10 Possession of an indecent or pseudo-photograph of a child",
    "86/15 Possessing prohibited images of children",
)
_DAY = date(2024, 9, 13)
_RELEASE = ReleaseId("2024-09")
_EXAMPLES = {
    "XLSX": "essex/quarters.xlsx",
    "XLS": "derbyshire/figures.xls",
    "ODS": "leicestershire/reply.ods",
    "CSV": "south-yorkshire/extract.csv",
    "DOCX": "hampshire/response.docx",
    "PDF, 2 pages": "hertfordshire/letter.pdf",
    "HTML": "lancashire/disclosure.html",
    "e-mail": "northamptonshire/reply.eml",
    "text": "south-west/list.txt",
}


def measure(forces: int = 45, years: int = 13, runs: int = 5) -> dict[str, Any]:
    """All figures of the part."""
    with tempfile.TemporaryDirectory() as made, Others() as others:
        work = Path(made)
        result = {
            "runs": runs,
            "examples": _examples(work / "examples", runs),
            "large": _large(work, forces, years, runs),
            "show": {name: _shown(work / name, runs) for name in ("examples", "large")},
            "formats": _formats(work, runs),
        }
    return {**result, "others_processors": others.processors}


def build(folder: str) -> dict[str, float]:
    """Builds a release of a folder that was read; what this process took for it."""
    begin = time.perf_counter()
    _figures(Path(folder)).build(_RELEASE, _DAY)
    return {
        "seconds": time.perf_counter() - begin,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _figures(folder: Path) -> Figures:
    return Figures(folder, clock=lambda: datetime.now(UTC))


def _examples(folder: Path, runs: int) -> dict[str, float]:
    copy_examples(folder)
    figures = _figures(folder)
    milliseconds = median_ms(figures.read, runs)
    figures.build(EXAMPLE_RELEASE, EXAMPLE_DAY)
    readings = figures.readings()
    return {
        "files": len(readings.answers),
        "numbers": len(readings.items),
        "seconds": milliseconds / 1e3,
        "children_peak_megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def _large(work: Path, forces: int, years: int, runs: int) -> dict[str, Any]:
    folder = work / "large"
    _write_answers(folder, forces, years)
    begin = time.perf_counter()
    _figures(folder).read()
    read_seconds = time.perf_counter() - begin
    whole = []
    copied = folder
    for run in range(-1, runs):  # the first warms up
        copied = work / f"large-{run}"
        shutil.copytree(folder, copied)
        begin = time.perf_counter()
        inner = _in_a_process(f"figures.build({str(copied)!r})", work)
        whole.append({**inner, "process_seconds": time.perf_counter() - begin})
    del whole[0]
    shutil.rmtree(folder)
    copied.rename(folder)
    release = _figures(folder).release()
    data = folder / "_beholden" / "releases" / release.id / "data"
    site = [path for path in (folder / "_beholden" / "site").rglob("*") if path.is_file()]
    registry = load_registry()

    def again() -> None:
        shutil.rmtree(work / "data", ignore_errors=True)
        write_data(work / "data", release, registry)

    return {
        "forces": forces,
        "years": years,
        "observations": len(release.observations),
        "read_seconds": read_seconds,
        "build_seconds": statistics.median(one["seconds"] for one in whole),
        "process_seconds": statistics.median(one["process_seconds"] for one in whole),
        "peak_megabytes": max(one["peak_megabytes"] for one in whole),
        "data_seconds": median_ms(again, runs) / 1e3,
        "data_files": sum(1 for _ in data.iterdir()),
        "pages": sum(1 for path in site if path.suffix == ".html"),
        "site_megabytes": sum(path.stat().st_size for path in site) / 1e6,
    }


def _write_answers(folder: Path, forces: int, years: int) -> None:
    dice = random.Random(1)  # noqa: S311 - the same numbers for everybody, no secret
    every = [force for force in load_registry().forces if force.territorial]
    for force in every[:forces]:
        counts = [_series(dice, years) for _ in _ROWS]
        names = [f"{start}/{start + 1}" for start in range(2024 - years, 2024)]
        (folder / force.slug).mkdir(parents=True)
        with (folder / force.slug / "extract.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow((force.official_name,))
            rows.writerow(("Number of offences recorded", *names))
            rows.writerows((name, *row) for name, row in zip(_ROWS, counts, strict=True))
            rows.writerow(("Total", *map(sum, zip(*counts, strict=True))))


def _series(dice: random.Random, years: int) -> list[int]:
    """Grows as real ones do: a year unlike the others would wait for a person."""
    level = dice.uniform(40, 400)
    return [round(level * 1.06**year * dice.uniform(0.9, 1.1)) for year in range(years)]


def _in_a_process(expression: str, work: Path) -> dict[str, float]:
    script = f"import json\nfrom bench import figures\nprint(json.dumps({expression}))\n"
    done = subprocess.run(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        env=compiled_in(work),
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _shown(folder: Path, runs: int) -> float:
    """Seconds from the start of the command to its end."""
    command = [
        sys.executable,
        "-m",
        "beholden",
        "figures",
        "show",
        "Essex",
        "--folder",
        str(folder),
    ]

    environment = compiled_in(folder.parent)

    def job() -> None:
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)

    return median_ms(job, runs) / 1e3


def _formats(work: Path, runs: int) -> dict[str, Any]:
    files = {kind: work / "examples" / path for kind, path in _EXAMPLES.items()}
    data = work / "large" / "_beholden" / "releases" / _RELEASE / "data"
    files["XLSX, large"] = data / "figures.xlsx"
    files["ODS, large"] = data / "figures.ods"
    result = {}
    for kind, path in files.items():
        content = path.read_bytes()
        peer = _PEERS.get(path.suffix)
        repeats = runs if "large" in kind else runs * 4
        row: dict[str, Any] = {
            "kilobytes": len(content) / 1000,
            "ours_ms": median_ms(_ours(content, path.name), repeats),
        }
        if peer is not None:
            name, job = peer
            row |= {"peer": name, "peer_ms": median_ms(_job(job, content), repeats)}
        result[kind] = row
    return result


def _ours(content: bytes, name: str) -> Callable[[], object]:
    return lambda: read_bytes(content, name, Limits())


def _job(job: Callable[[bytes], object], content: bytes) -> Callable[[], object]:
    return lambda: job(content)


def _with_openpyxl(content: bytes) -> object:
    book = import_module("openpyxl").load_workbook(io.BytesIO(content), data_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def _with_calamine(content: bytes) -> object:
    book = import_module("python_calamine").CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _with_odfdo(content: bytes) -> object:
    document = import_module("odfdo").Document(io.BytesIO(content))
    return [table.get_values() for table in document.body.tables]


def _with_docx(content: bytes) -> object:
    document = import_module("docx").Document(io.BytesIO(content))
    cells = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    return [one.text for one in document.paragraphs], cells


def _with_pdfplumber(content: bytes) -> object:
    with import_module("pdfplumber").open(io.BytesIO(content)) as document:
        return [(page.extract_text(), page.extract_tables()) for page in document.pages]


def _with_lxml(content: bytes) -> object:
    return import_module("lxml.html").fromstring(content).text_content()


def _with_csv(content: bytes) -> object:
    return list(csv.reader(io.StringIO(content.decode())))


def _with_email(content: bytes) -> object:
    body = message_from_bytes(content, policy=default).get_body(("plain",))
    return body and body.get_content()


_PEERS: dict[str, tuple[str, Callable[[bytes], object]]] = {
    ".xlsx": ("openpyxl", _with_openpyxl),
    ".xls": ("python-calamine", _with_calamine),
    ".ods": ("odfdo", _with_odfdo),
    ".csv": ("`csv`", _with_csv),
    ".docx": ("python-docx", _with_docx),
    ".pdf": ("pdfplumber", _with_pdfplumber),
    ".html": ("lxml", _with_lxml),
    ".eml": ("`email`", _with_email),
}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
