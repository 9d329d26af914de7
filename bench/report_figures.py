"""The section of docs/benchmarks.md on figures."""

from __future__ import annotations

from typing import Any


def section(figures: dict[str, Any]) -> list[str]:
    """Markdown; every number comes from ``figures``."""
    return [
        "## Figures: from answers to a release, one core",
        "",
        *_whole(figures),
        "",
        *_formats(figures["formats"]),
        "",
    ]


def _whole(figures: dict[str, Any]) -> list[str]:
    examples, large, show = figures["examples"], figures["large"], figures["show"]
    numbers = f"{large['forces']} forces x {large['years']} years"
    return [
        "No other program that we know of goes from an answer to a release, so nothing stands",
        "beside these. The large folder has an invented answer a force, with three offences and",
        f"their total in each year. Times are medians of {figures['runs']} runs after one that "
        "warms up (reading the",
        "large folder: one run). While this part ran, other programs used "
        f"{figures['others_processors']:.2f} processors on",
        "average; what shares a processor looks slower than it is.",
        "",
        "| what | measured |",
        "| --- | ---: |",
        f"| reading the {examples['files']} example answers, each in a process under "
        f"limits | **{examples['seconds']:.2f} s** "
        f"({examples['files'] / examples['seconds']:.0f} files a second) |",
        f"| reading {large['forces']} CSV answers, {numbers} | {large['read_seconds']:.2f} s |",
        f"| building from them: a release of {large['observations']:,} values, "
        f"{large['data_files']} data files and a site of {large['pages']} pages | "
        f"**{large['build_seconds']:.2f} s** |",
        f"| the same, with the start of Python | {large['process_seconds']:.2f} s |",
        f"| of that, the data files alone (CSV, metadata, XLSX, ODS) | "
        f"{large['data_seconds']:.2f} s |",
        f"| memory of building, at most | **{large['peak_megabytes']:.0f} MB** |",
        f"| memory of the process that reads examples, at most | "
        f"{examples['children_peak_megabytes']:.0f} MB |",
        f"| `beholden figures show Essex`, from start to end, the examples | "
        f"{show['examples']:.2f} s |",
        f"| the same, {numbers} | {show['large']:.2f} s |",
    ]


def _formats(formats: dict[str, Any]) -> list[str]:
    rows = [
        f"| {kind} | {row['kilobytes']:.1f} | {_ms(row['ours_ms'])} | "
        + (
            f"{row['peer']} | {_ms(row['peer_ms'])} | {row['ours_ms'] / row['peer_ms']:.1f}x |"
            if "peer" in row
            else "| | |"
        )
        for kind, row in formats.items()
    ]
    return [
        "Reading one file of each format within the process. A library alone gives texts and",
        "values; ours gives every cell and line its place, notices what is hidden, merged, quoted",
        "or not calculated, and refuses what exceeds its limits. The large workbooks are the data",
        "files of the release above.",
        "",
        "| file | kB | ours ms | library alone | its ms | ours takes |",
        "| --- | ---: | ---: | --- | ---: | ---: |",
        *rows,
    ]


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:,.3f}" if milliseconds < 0.1 else f"{milliseconds:,.2f}"
