"""All measurements in one run, written to docs/benchmarks.md.

Each part runs in a process of its own, hashing and searching on one processor, so
that one part's memory and caches do not touch the next.

    python -m bench            # several minutes
    python -m bench --quick    # smaller; for trying the report, not for publishing
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.report import render

_TARGET = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_ONE_PROCESSOR = "import os; os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-1:])\n"


def _part(code: str, *, one_processor: bool = True) -> Any:
    """Runs an expression's import and call in a fresh process and reads back its JSON."""
    module, call = code.split(":")
    script = (
        _ONE_PROCESSOR if one_processor else ""
    ) + f"import json\nfrom bench import {module}\nprint(json.dumps({module}.{call}))\n"
    sys.stderr.write(f"bench: {module}.{call}\n")
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def main() -> None:
    """Measures, prints the JSON, writes the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="small sizes; page to standard output")
    quick = parser.parse_args().quick
    figures = {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "python": platform.python_version(),
        "versions": {
            name: version(name)
            for name in ("numpy", "pillow", "threatexchange", "pdqhash", "faiss-cpu")
        },
        "hashing": _part(f"hashing:measure({2 if quick else 8}, {3 if quick else 9})"),
        "memory": _part("hashing:memory()"),
        "drift": _part("hashing:drift()"),
        "search": _part(f"search:measure({20_000 if quick else 1_000_000})"),
        "search_large": None
        if quick
        else _part("search:measure(10_000_000, 4096, 512, 3, peers=False)"),
        "scan": _part(
            f"scanning:measure({100 if quick else 1600}, {10_000 if quick else 1_000_000})",
            one_processor=False,
        ),
    }
    page = render(figures)
    if quick:
        print(page)
    else:
        _TARGET.write_text(page, encoding="utf-8")
        sys.stderr.write(f"bench: wrote {_TARGET.name}\n")


if __name__ == "__main__":
    main()
