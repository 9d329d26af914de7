"""Measures the checker of articles on a corpus: what it finds, and whether its verdicts are right.

python -m tools.claims_table --set seen --failures   # every failure with its sentence and why
python -m tools.claims_table --set kept_away --blind # totals only, so that nobody learns from it
python -m tools.claims_table --set all --write docs/figures/checking-measured.md
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from beholden.figures.articles import read_article
from beholden.figures.claim_data import combined, load_data
from beholden.figures.core.claims.checking import check
from beholden.figures.core.claims.judging.dataset import Dataset
from beholden.figures.core.claims.models import Checking
from beholden.figures.registry import load_gazetteer, load_registry
from tools import claims_pages as pages
from tools.claims_corpus import FOLDER, Outcome, Piece, compare, pieces
from tools.claims_score import failures, score

SETS = ("seen", "kept_away", "retold", "retold_kept_away")

Checker = Callable[[Piece], tuple[Checking, float]]
"""What is found in an article, and the seconds that reading and checking it took."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints and, if asked, writes the page of the docs."""
    asked = _arguments().parse_args(arguments)
    names = SETS if asked.set == "all" else (asked.set,)
    measured = {
        name: measure(_chosen(pieces(asked.corpus / name), asked.only), checker(asked.corpus))
        for name in names
    }
    scores = {name: score(outcomes) for name, outcomes in measured.items()}
    if asked.json:
        shown = {name: one.whole if asked.blind else one for name, one in scores.items()}
        _say(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode())
    else:
        for name, one in scores.items():
            _say(pages.totals(name, one) if asked.blind else pages.tables(name, one))
    if asked.failures and not asked.blind:
        for outcomes in measured.values():
            for failure in failures(outcomes):
                _say(pages.failure(failure))
    if asked.write is not None:
        asked.write.write_text(pages.page(scores), "utf-8")
    return 0


def measure(corpus: Sequence[Piece], checked: Checker) -> tuple[Outcome, ...]:
    """Checks every article and sets what is found against what was expected."""
    return tuple(compare(piece, *checked(piece)) for piece in corpus)


def checker(corpus: Path) -> Checker:
    """The checker itself, reading the article as pasted text. Data are loaded once, untimed."""
    registry, gazetteer = load_registry(), load_gazetteer()

    @cache
    def data(names: tuple[str, ...]) -> Dataset:
        return combined([load_data(corpus / f"{name}.csv", registry) for name in names])

    def checked(piece: Piece) -> tuple[Checking, float]:
        facts = data(piece.data)
        start = time.perf_counter()
        article = read_article(piece.text.encode(), f"{piece.name}.txt", published=piece.published)
        checking = check(article, gazetteer, facts)
        return checking, time.perf_counter() - start

    return checked


def _chosen(corpus: Sequence[Piece], only: Sequence[str]) -> tuple[Piece, ...]:
    return tuple(one for one in corpus if not only or one.name in only)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--set", choices=(*SETS, "all"), default="seen")
    parser.add_argument("--corpus", type=Path, default=FOLDER, help="folder with the sets and data")
    parser.add_argument("--only", nargs="*", default=(), metavar="NAME", help="these articles")
    parser.add_argument("--failures", action="store_true", help="print each failure")
    parser.add_argument("--blind", action="store_true", help="print totals only")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page of the docs")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
