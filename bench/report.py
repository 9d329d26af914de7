"""The page docs/benchmarks.md from the figures of one run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bench import report_claims, report_figures, report_ledger, report_transparency

_NAMES = {
    "threatexchange": "`threatexchange` PDQIndex",
    "faiss_multihash": "FAISS `IndexBinaryMultiHash` 16 x 16",
    "faiss_flat": "FAISS `IndexBinaryFlat`",
}


def render(results: dict[str, Any]) -> str:
    """Markdown; every number comes from ``results``."""
    figures = {name: part["figures"] for name, part in results["parts"].items()}
    return "\n".join(
        [
            *_head(results),
            *_service(figures["serving"], figures.get("soak")),
            *_hashing(figures["hashing"], figures["memory"]),
            *_drift(figures["drift"]),
            *_search(figures["search"], figures["search_large"]),
            *_scan(figures["scan"]),
            *(report_ledger.section(figures["ledger"]) if "ledger" in figures else ()),
            *(
                report_transparency.section(figures["transparency"])
                if "transparency" in figures
                else ()
            ),
            *(report_figures.section(figures["figures"]) if "figures" in figures else ()),
            *(report_claims.section(figures["claims"]) if "claims" in figures else ()),
        ]
    )


def _head(results: dict[str, Any]) -> list[str]:
    machine = results["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    dates: dict[str, list[str]] = {}
    for name, part in results["parts"].items():
        dates.setdefault(part["date"], []).append(name.replace("_", " "))
    measured = "; ".join(f"{', '.join(names)}: {date}" for date, names in dates.items())
    return [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit by hand. Ours and the peers' are measured in one",
        "run, side by side, on the same inputs. Times are medians; trust ratios more than",
        "milliseconds.",
        "",
        f"{machine['processor']}, {machine['processors']} processors, Python {machine['python']};",
        f"{versions}.",
        f"Measured: {measured}.",
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


def _service(serving: dict[str, Any], long_soak: dict[str, Any] | None) -> list[str]:
    return [
        "## The service, durable decisions over HTTP",
        "",
        f"`beholden serve`, {serving['entries']:,} entries in one active list, "
        f"{serving['clients']} clients that each send their next",
        "request when the answer is there. Service, peer and clients share the "
        f"{serving['processors']} processors, over the",
        "loopback. Every decision is on the disk before it is answered, with a key checked on",
        f"each request (one synchronous write of 4 kB takes {serving['sync_ms']:.2f} ms on this "
        "disk). Latencies are",
        f"the clients'; each figure is the median of {serving['runs']} runs of "
        f"{serving['seconds']:.0f} s. Single hashes are asked by",
        f"`{serving['single_hashes_asked_by']}`. Runs that other programs disturbed were "
        "repeated; in",
        f"those kept, others used {_disturbed(serving):.2f} processors at most.",
        "",
        *_table(
            ("request", "web workers", "a second", "p50 ms", "p99 ms", "peer's stand-in is"),
            _service_rows(serving),
        ),
        "",
        *_PEER_SAYS,
        "",
        *_many_entries(serving),
        "",
        *_soaked(long_soak or serving["soak"]),
        "",
    ]


def _disturbed(figures: Any) -> float:
    """The most that others used, over all scenarios."""
    if not isinstance(figures, dict):
        return 0.0
    inner = max((_disturbed(one) for one in figures.values()), default=0.0)
    return max(inner, float(figures.get("others_processors", 0.0)))


_PEER_SAYS = (
    "The peer, Hasher-Matcher-Actioner 2, is not published as a package, so a stand-in is",
    "measured here: the same calls into its library (`threatexchange`: PDQ, its FAISS index),",
    "behind Flask under gunicorn with 2 workers. It has **no database, no configuration read",
    "from one, no keys, no record of anything**, so it flatters the peer; and what it answers",
    "is a list of numbers, not a decision. Its picture row only hashes; ours hashes, computes",
    "three digests, matches eight turns of the picture, decides and records. The real service,",
    "**measured elsewhere** on a slower machine with 2 processors, PostgreSQL and 100,000 hashes:",
    "190 to 257 look-ups a second (p99 80 to 100 ms at 16 clients), 10 pictures of 2 megapixels",
    "a second.",
)


def _service_rows(serving: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    one, two, peer = serving["ours"]["1"], serving["ours"]["2"], serving["peer"]
    lookup, hashed = peer["lookup"]["per_second"], peer["hash"]["per_second"]
    picture = "a 2-megapixel JPEG, each file new"
    for name, workers, row, beside in (
        ("one random hash", "1", one["single"], lookup),
        ("one random hash", "2", two["single"], lookup),
        ("one hash, 10 % on the list (blocked, recorded whole)", "1", one["matching"], lookup),
        ("one random hash with an idempotency key", "1", one["idempotent"], lookup),
        ("stand-in: one random hash, nothing recorded", "", peer["lookup"], None),
        (picture, "1", one["image"], hashed),
        (picture, "2", two["image"], hashed),
        ("stand-in: a 2-megapixel JPEG, hashed only", "", peer["hash"], None),
    ):
        yield (
            name,
            workers,
            f"**{row['per_second']:,.0f}**",
            f"{row['p50_ms']:.1f}",
            f"{row['p99_ms']:.1f}",
            f"{row['per_second'] / beside:.1f}x slower" if beside else "",
        )
    batch = one["batch"]
    yield (
        "1,000 hashes in a call, 4 clients",
        "1",
        f"**{batch['items_per_second']:,.0f}** hashes",
        f"{batch['p50_ms']:.1f}",
        f"{batch['p99_ms']:.1f}",
        "(no batches)",
    )


def _many_entries(serving: dict[str, Any]) -> list[str]:
    large = serving["large"]
    memory = large["memory"]
    return [
        f"With {serving['many_entries']:,} entries: ready **{large['ready_seconds']:.2f} s** after "
        "the start of the process (every byte of the",
        f"list is verified first). Under load at 2 web workers: **{max(memory['web']):.0f} MB** "
        f"the larger web worker, **{max(memory['decode']):.0f} MB** the",
        f"larger decode worker, {sum(memory['supervisor']):.0f} MB the supervisor, "
        f"{sum(map(sum, memory.values())):.0f} MB in all (PSS: shared pages by their share).",
    ]


def _soaked(soak: dict[str, Any]) -> list[str]:
    seen = soak["seen"]
    failed = sum(count for status, count in seen["statuses"].items() if status != "200")
    return [
        f"A mixed load of {seen['per_second']:,.0f} requests a second for {soak['minutes']:g} "
        f"min on {soak['workers']} web workers (hashes, look-ups, pictures;",
        f"{soak['matching']:.0%} on the list): {seen['requests']:,} answered, {failed} failed, "
        f"p50 {seen['p50_ms']:.1f} ms, p99 {seen['p99_ms']:.1f} ms from when each was due.",
        "Memory of all processes of a kind, and its slope in the second half:",
        "",
        *_table(
            ("processes", "MB", "MB a minute"),
            (
                (role, f"{row['settled_mean']:.0f}", f"{row['slope_per_minute']:+.2f}")
                for role, row in soak["memory"].items()
            ),
        ),
    ]


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"| {' | '.join(headings)} |", f"| --- {'| ---: ' * (len(headings) - 1)}|"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows)]
