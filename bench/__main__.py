"""All measurements, written to docs/benchmarks.md from bench/results.json.

Each part runs in a process of its own, hashing, searching and figures on one processor, so
that one part's memory and caches do not touch the next. The results of each part are
kept with their date, so that one part can be measured anew.

    python -m bench                  # about half an hour
    python -m bench --only serving   # one part anew, the others as they were
    python -m bench --only soak      # ten minutes of mixed load; only if named
    python -m bench --quick          # smaller; for trying the report, not for publishing
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.report import render

_TARGET = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_RESULTS = Path(__file__).with_name("results.json")
_ONE_PROCESSOR = "import os; os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-1:])\n"
_VERSIONS = (
    "numpy",
    "pillow",
    "threatexchange",
    "pdqhash",
    "faiss-cpu",
    "flask",
    "gunicorn",
    "cryptography",
    "pymerkle",
    "openpyxl",
    "python-calamine",
    "odfdo",
    "python-docx",
    "pdfplumber",
    "gptables",
    "duckdb",
)
_ALL_PROCESSORS = ("scan", "serving", "soak", "ledger", "transparency")
_PARTS = {
    "hashing": "hashing:measure(8, 9)",
    "memory": "hashing:memory()",
    "drift": "hashing:drift()",
    "search": "search:measure(1_000_000)",
    "search_large": "search:measure(10_000_000, 4096, 512, 3, peers=False)",
    "scan": "scanning:measure(1600, 1_000_000)",
    "serving": "serving:measure()",
    "ledger": "ledger:measure()",
    "transparency": "transparency:measure()",
    "figures": "figures:measure()",
    "claims": "claims:measure()",
    "soak": "soak:measure(10)",
}
_ONLY_IF_NAMED = ("soak",)
_QUICK = {
    "hashing": "hashing:measure(2, 3)",
    "search": "search:measure(20_000)",
    "search_large": "search:measure(100_000, 4096, 512, 3, peers=False)",
    "scan": "scanning:measure(100, 10_000)",
    "serving": "serving:measure(10_000, 50_000, 1, 2)",
    "ledger": "ledger:measure(entries=100_000, many=300_000, statements=16_384, seconds=3, "
    "listed=20_000, runs=1, gate_seconds=2)",
    "transparency": "transparency:measure(50_000, 1)",
    "figures": "figures:measure(10, 5, 1)",
    "claims": "claims:measure(2, 20_000)",
}


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


def _machine() -> dict[str, Any]:
    return {
        "processor": _processor(),
        "processors": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _VERSIONS},
    }


def main() -> None:
    """Measures, keeps the results, writes the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", action="append", choices=_PARTS, help="this part; repeatable")
    parser.add_argument("--quick", action="store_true", help="small sizes; page to standard output")
    chosen = parser.parse_args()
    results = json.loads(_RESULTS.read_text()) if _RESULTS.exists() else {"parts": {}}
    results["machine"] = _machine()
    for name in chosen.only or [name for name in _PARTS if name not in _ONLY_IF_NAMED]:
        code = _QUICK.get(name, _PARTS[name]) if chosen.quick else _PARTS[name]
        results["parts"][name] = {
            "date": datetime.now(UTC).date().isoformat(),
            "figures": _part(code, one_processor=name not in _ALL_PROCESSORS),
        }
        if not chosen.quick:  # a later part that fails must not lose this one
            _RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    page = render(results)
    if chosen.quick:
        print(page)
    else:
        _TARGET.write_text(page, encoding="utf-8")
        sys.stderr.write(f"bench: wrote {_TARGET.name}\n")


if __name__ == "__main__":
    main()
