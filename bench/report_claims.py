"""The section of docs/benchmarks.md on checking articles."""

from __future__ import annotations

from typing import Any


def section(claims: dict[str, Any]) -> list[str]:
    """Markdown; every number comes from ``claims``."""
    long = claims["long"]
    return [
        "## Checking the numbers of articles, one core",
        "",
        "No other program that we know of recomputes the numbers of a sentence, so nothing stands",
        f"beside these. {claims['articles']} articles of {claims['words']:.0f} words (median) with "
        f"{claims['claims']:,} claims, read and checked; the command",
        f"is the median of {claims['runs']} runs after a first, compiled code kept. How often the",
        "verdicts are right stands in",
        "[checking-measured.md](figures/checking-measured.md). While this part ran, other programs "
        "used",
        f"{claims['others_processors']:.2f} processors on average.",
        "",
        "| what | measured |",
        "| --- | ---: |",
        f"| one article, in a process that has checked before | **{claims['median_ms']:.0f} ms** "
        f"(the slowest {claims['longest_ms']:.0f} ms) |",
        f"| `beholden figures check story.txt`, from start to end | "
        f"**{claims['command_seconds']:.2f} s** |",
        f"| a text of {long['megabytes']:.0f} MB with {long['claims']:,} claims | "
        f"{long['seconds']:.0f} s, {long['peak_megabytes']:.0f} MB |",
        "",
    ]
