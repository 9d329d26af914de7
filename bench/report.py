"""The page docs/benchmarks.md from the figures of one run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_NAMES = {
    "threatexchange": "`threatexchange` PDQIndex",
    "faiss_multihash": "FAISS `IndexBinaryMultiHash` 16 x 16",
    "faiss_flat": "FAISS `IndexBinaryFlat`",
}


def render(figures: dict[str, Any]) -> str:
    """Markdown; every number comes from ``figures``."""
    return "\n".join(
        [
            *_head(figures),
            *_hashing(figures["hashing"], figures["memory"]),
            *_drift(figures["drift"]),
            *_search(figures["search"], figures["search_large"]),
            *_scan(figures["scan"]),
        ]
    )


def _head(figures: dict[str, Any]) -> list[str]:
    versions = ", ".join(f"{name} {number}" for name, number in figures["versions"].items())
    return [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit by hand. Ours and the peers' are measured in one",
        "run, side by side, on the same inputs. Times are medians; trust ratios more than",
        "milliseconds.",
        "",
        f"{figures['date']}, {figures['processor']}, {figures['scan']['processors']} processors,",
        f"Python {figures['python']}; {versions}.",
        "",
    ]


def _hashing(rows: dict[str, Any], memory: dict[str, float]) -> list[str]:
    table = _table(
        ("file", "kB", "peer ms", "ours ms", "ratio", "with digests ms", "ratio", "`--exact` ms"),
        (
            (
                name,
                f"{row['kilobytes']:,}",
                f"{row['peer_ms']:.1f}",
                f"{row['pdq_ms']:.2f}",
                f"**{row['ratio_pdq']:.1f}x**",
                f"{row['all_ms']:.2f}",
                f"{row['ratio_all']:.1f}x",
                f"{row['exact_ms']:.1f}" if "exact_ms" in row else "",
            )
            for name, row in rows.items()
        ),
    )
    return [
        "## Bytes to PDQ, one core",
        "",
        "The peer is `threatexchange`'s `PdqSignal.hash_from_bytes`: PDQ alone. Ours gives PDQ,",
        "quality and eight dihedral hashes; *with digests* also SHA-256, SHA-1 and MD5.",
        "Pictures are photographs enlarged or reduced to the size, with noise added so that files",
        "are as large as a camera's.",
        "",
        *table,
        "",
        "Memory that one 12-megapixel JPEG adds to the process: "
        f"{memory['beholden']:.0f} MB; peer {memory['threatexchange']:.0f} MB.",
        "",
    ]


def _drift(drift: dict[str, Any]) -> list[str]:
    quick = drift["quick to full"]
    every = sorted({int(bits) for counts in quick.values() for bits in counts})
    table = _table(
        ("JPEG", *(f"{bits} bits" for bits in every)),
        (
            (kind, *(str(counts.get(str(bits), 0)) for bits in every))
            for kind, counts in quick.items()
        ),
    )
    full = ", ".join(f"{count} at {bits} bits" for bits, count in drift["full to pdqhash"].items())
    quality = ", ".join(f"{count} at {off}" for off, count in drift["quality to pdqhash"].items())
    return [
        "## The same hash",
        "",
        "scikit-image's photographs at five sizes each; number of files by the distance between",
        "the quick path and the full decode in colour (`--exact`). The matching radius is 31.",
        "",
        *table,
        "",
        f"Full decode to `pdqhash` on the same pixels: {full}. Quality, largest difference of",
        f"either path to `pdqhash`: {quality}.",
        "",
    ]


def _search(small: dict[str, Any], large: dict[str, Any] | None) -> list[str]:
    ours = small["contenders"]["beholden"]
    table = _table(
        ("index", "queries/s", "ours is", "build s", "ours is", "bytes an entry"),
        [
            (
                "Beholden",
                f"{ours['queries_per_second']:,.0f}",
                "",
                f"{ours['build_seconds']:.2f}",
                "",
                f"{ours['bytes_per_entry']:.0f}",
            ),
            *(
                (
                    _NAMES[name],
                    f"{small['contenders'][name]['queries_per_second']:,.0f}",
                    f"**{ratio['queries_per_second']:.1f}x**",
                    f"{small['contenders'][name]['build_seconds']:.2f}",
                    f"{ratio['build']:.1f}x" if ratio["build"] >= 1 else "(nothing to build)",
                    f"{small['contenders'][name]['bytes_per_entry']:.0f}"
                    if "bytes_per_entry" in small["contenders"][name]
                    else "",
                )
                for name, ratio in small["ratios"].items()
            ),
        ],
    )
    lines = [
        f"## Search, {small['entries']:,} entries, radius {small['radius']}, exact, one core",
        "",
        f"Half of the queries are entries with 0 to {small['radius']} flipped bits, half are new.",
        "All answers are compared with brute force before anything is timed.",
        "",
        *table,
        "",
        f"One picture (eight dihedral hashes): {ours['mapped_call_of_8_microseconds']:,.0f} us in "
        f"the mapped index, {ours['look_up_microseconds']:,.0f} us from hex to matches. Opening "
        f"the index file: {ours['open_milliseconds']:.2f} ms.",
    ]
    if large is not None:
        big = large["contenders"]["beholden"]
        lines += [
            "",
            f"With {large['entries']:,} entries: {big['queries_per_second']:,.0f} queries/s, one "
            f"picture {big['mapped_call_of_8_microseconds']:,.0f} us, build "
            f"{big['build_seconds']:.1f} s, {big['bytes_per_entry']:.0f} bytes an entry, opened in "
            f"{big['open_milliseconds']:.2f} ms. (The peers were not run at this size.)",
        ]
    return [*lines, ""]


def _scan(scan: dict[str, Any]) -> list[str]:
    return [
        "## `beholden scan`, 2-megapixel JPEGs",
        "",
        f"{scan['files']:,} distinct files, {scan['megabytes']:,} MB, against "
        f"{scan['entries']:,} entries on {scan['processors']} processors:",
        f"**{scan['steady_pictures_per_second']:,.0f} pictures a second** once under way "
        f"({scan['pictures_per_second']:,.0f} with the start of Python and the workers);",
        f"bytes to decision median {scan['median_ms']:.1f} ms, p99 {scan['p99_ms']:.1f} ms; "
        f"**{scan['peak_megabytes']:,.0f} MB** at most in all processes (PSS).",
        f"Importing that list took {scan['import_seconds']:.1f} s, activating it "
        f"{scan['activate_seconds']:.1f} s.",
        "",
    ]


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"| {' | '.join(headings)} |", f"| --- {'| ---: ' * (len(headings) - 1)}|"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows)]
