"""Checking the numbers of articles: one article, the whole command, and a very long text.

The articles are those that the checker's tests were developed on. No other program that
we know of recomputes a sentence, so nothing stands beside these.

    python -m bench.claims
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

from beholden.figures import check_article, data_of_files, read_article
from bench.processes import Others, compiled_in
from bench.timing import median_ms

__all__ = ["long_text", "measure"]

_CORPUS = Path(__file__).parents[1] / "tests" / "figures" / "claims" / "corpus"
_DATA = [_CORPUS / "offences.csv", _CORPUS / "series.csv"]
_LONG = 2_000_000


def measure(runs: int = 9, length: int = _LONG) -> dict[str, Any]:
    """Times of articles in this process, of the command, and of a text of ``length``."""
    with Others() as others:
        result = _measured(runs, length)
    return {**result, "others_processors": others.processors}


def _measured(runs: int, length: int) -> dict[str, Any]:
    texts = _texts()
    dataset = data_of_files(_DATA)[0]
    seconds: list[float] = []
    claims = 0
    for warm in (True, False):
        for text in texts:
            begun = time.perf_counter()
            checking = check_article(read_article(text.encode(), "article.txt"), dataset)
            if not warm:
                seconds.append(time.perf_counter() - begun)
                claims += len(checking.checked)
    return {
        "runs": runs,
        "articles": len(texts),
        "claims": claims,
        "words": statistics.median(len(text.split()) for text in texts),
        "median_ms": 1000 * statistics.median(seconds),
        "longest_ms": 1000 * max(seconds),
        "command_seconds": _command(texts[0], runs),
        "long": _in_child(length),
    }


def long_text(length: int) -> dict[str, float]:
    """One text of ``length`` characters, checked in this process."""
    text = "\n\n".join(_texts())
    text = (text * (length // len(text) + 1))[:length]
    dataset = data_of_files(_DATA)[0]
    begun = time.perf_counter()
    checking = check_article(read_article(text.encode(), "long.txt"), dataset)
    return {
        "megabytes": length / 1e6,
        "claims": len(checking.checked),
        "seconds": time.perf_counter() - begun,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _texts() -> list[str]:
    return [
        str(tomllib.loads(path.read_text("utf-8"))["text"])
        for path in sorted((_CORPUS / "seen").glob("*.toml"))
    ]


def _command(text: str, runs: int) -> float:
    """Seconds of the whole command on one article, from its start to its end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        article = folder / "story.txt"
        article.write_text(text, "utf-8")
        command = [sys.executable, "-m", "beholden", "figures", "check", str(article)]
        command += ["--data", str(_DATA[0])]
        environment = compiled_in(folder)

        def job() -> None:
            done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=environment)
            if done.returncode not in {0, 1}:  # whether anything differs
                raise RuntimeError(f"beholden figures check ended with {done.returncode}")

        return median_ms(job, runs) / 1e3


def _in_child(length: int) -> dict[str, float]:
    """A process of its own, so that its memory is that of the long text alone."""
    code = f"import json\nfrom bench import claims\nprint(json.dumps(claims.long_text({length})))"
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
