"""The section of docs/benchmarks.md on transparency reports."""

from __future__ import annotations

from typing import Any


def section(figures: dict[str, Any]) -> list[str]:
    """Markdown; every number comes from ``figures``."""
    whole = figures["open_seconds"] + figures["report_seconds"]
    return [
        "## Transparency report: statements opened and counted again",
        "",
        "No other program that we know of recomputes such a report from a log, so nothing stands",
        f"beside these. A month of a network: {figures['statements']:,} statements in a log on the "
        "disk,",
        "the openings in one file as `beholden ledger export` writes it "
        f"({figures['openings_megabytes']:,.0f} MB). Times are",
        f"medians of {figures['runs']} runs; memory is that of all processes together (PSS). While "
        "this part ran,",
        f"other programs used {figures['others_processors']:.2f} processors on average.",
        "",
        "| what | measured | aim |",
        "| --- | ---: | ---: |",
        "| every opening held against its entry of the log, and kept as columns | "
        f"{figures['open_seconds']:.1f} s | |",
        f"| {figures['figures']:,} figures counted, small ones hidden, the report written | "
        f"{figures['report_seconds']:.1f} s | |",
        f"| both | **{whole:.1f} s** | less than 30 s |",
        f"| memory at most | **{figures['peak_megabytes']:,.0f} MB** | less than 500 MB |",
        f"| opening with one process | {figures['alone_seconds']:.1f} s | |",
        f"| what is kept of it, as Parquet | {figures['parquet_megabytes']:.1f} MB | |",
        "",
    ]
