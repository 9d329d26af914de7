"""The section of docs/benchmarks.md on the ledger."""

from __future__ import annotations

from typing import Any

_AIMS = {"appends": 100_000, "delay_ms": 1_000, "opening_ms": 100, "loss": 0.15}


def section(figures: dict[str, Any]) -> list[str]:
    """Markdown; every number comes from ``figures``, but for the aims."""
    return [
        "## Ledger: statements in a log that others can check",
        "",
        *_how(figures),
        "",
        *_log(figures["log"]),
        "",
        *_store(figures["store"], figures["delay"], figures["log"]["peer"]["appends_per_second"]),
        "",
        *_documents(figures["documents"], figures["store"]),
        "",
        *_gate(figures["gate"]),
        "",
    ]


def _how(figures: dict[str, Any]) -> list[str]:
    log = figures["log"]
    return [
        "The peer is `pymerkle`'s tree in memory, in a process of its own, with the same texts of",
        f"{log['statement_bytes']} bytes as entries; both trees had the same root. Ours is on the "
        "disk: a statement is committed",
        f"to (salt, SHA-256), appended in batches of {log['batch']:,} and durable, with its tiles "
        "and bundles, when the",
        f"append returns. Medians of {figures['runs']} runs, in turns with the peer's. *Aim* is "
        "what was wanted before it was",
        "built. While this part ran, other programs used "
        f"{figures['others_processors']:.2f} processors on average.",
    ]


def _log(log: dict[str, Any]) -> list[str]:
    peer, proofs = log["peer"], log["proofs"]
    small, large = proofs["small"], proofs["large"]
    audit, opening = log["audit"], log["opening"]
    appended = log["appends_per_second"]
    return [
        *_table(
            ("one processor", "measured", "aim", "beside it"),
            (
                f"statements committed to and appended a second, {log['entries']:,} of them",
                f"**{appended:,.0f}**",
                f"{_AIMS['appends']:,}",
                f"pymerkle, nothing kept: {peer['appends_per_second']:,.0f} "
                f"(ours is {appended / peer['appends_per_second']:.1f}x)",
            ),
            (
                f"proof from tiles, {log['small']:,} entries, reader in use",
                f"**{small['warm_ms']:.2f} ms**",
                "",
                f"pymerkle: {peer['proof_ms']:.2f} ms (ours takes "
                f"{small['warm_ms'] / peer['proof_ms']:.1f}x)",
            ),
            (f"proof from tiles, {log['entries']:,} entries", f"{large['warm_ms']:.2f} ms"),
            ("the same with a new reader each time", f"{large['new_reader_ms']:.2f} ms"),
            ("the same, its tiles read from the disk", f"{large['cold_ms']:.2f} ms"),
            (
                f"audit: entries hashed and files compared a second, {log['entries']:,} of them",
                f"**{audit['per_second']:,.0f}**",
                "",
                f"`hashlib`, all in memory: {audit['hashlib_per_second']:,.0f} (ours is "
                f"{audit['per_second'] / audit['hashlib_per_second']:.1f}x)",
            ),
            (
                f"opening a log of {opening['entries']:,} entries for writing",
                f"**{opening['ms']:.1f} ms**",
                f"{_AIMS['opening_ms']} ms",
            ),
            (
                "memory (VmRSS) of a new process with that log open",
                f"{opening['megabytes']:.1f} MB",
                "",
                f"interpreter and modules alone: {opening['bare_megabytes']:.1f} MB",
            ),
        ),
        "",
        "Every proof was verified by the reader before it was handed out; the peer's are not. Of "
        "the log that is opened",
        "the full tiles were left out: opening reads none.",
    ]


def _store(store: dict[str, Any], delay: dict[str, Any], peer: float) -> list[str]:
    return [
        f"Through the database (SQLite): {store['statements']:,} statements are written in "
        f"transactions of {store['transaction']}, then the",
        "sequencer takes them into the log and publishes; on one processor. *How soon*: decisions "
        "come in at",
        f"{delay['per_second']:,} a second for {delay['seconds']:.0f} s whatever happens, the "
        f"sequencer in a process of its own looks every {delay['interval_ms']:.0f} ms, and a",
        "decision's time runs from when it was due until a published checkpoint covers its "
        "statement.",
        "",
        *_table(
            ("what", "measured", "aim", "beside it"),
            ("written a second", f"{store['written_per_second']:,.0f}"),
            ("taken into the log a second", f"{store['sequenced_per_second']:,.0f}"),
            (
                "both, one after the other",
                f"**{store['per_second']:,.0f}**",
                "",
                f"pymerkle, nothing kept: {peer:,.0f} (ours is {store['per_second'] / peer:.1f}x)",
            ),
            (
                "decision to published checkpoint, median",
                f"**{delay['median_ms']:,.0f} ms**",
                f"{_AIMS['delay_ms']:,} ms",
            ),
            ("the same, p99", f"**{delay['p99_ms']:,.0f} ms**", f"{_AIMS['delay_ms']:,} ms"),
            (
                "of that, until the statement is durable, median and p99",
                f"{delay['durable_median_ms']:.1f} and {delay['durable_p99_ms']:.1f} ms",
            ),
        ),
    ]


def _documents(documents: dict[str, Any], store: dict[str, Any]) -> list[str]:
    return [
        *_table(
            ("one processor", "measured", "aim", "beside it"),
            (
                "checkpoint with two cosignatures, read and verified",
                f"**{documents['checkpoint_ms']:.2f} ms**",
                "",
                "three Ed25519 verifications alone: "
                f"{3e3 / documents['bare_verifications_per_second']:.2f} ms",
            ),
            (
                "receipts made a second, each with a signature of its own",
                f"**{documents['receipts_alone_per_second']:,.0f}**",
                "",
                f"Ed25519 signatures alone: {documents['bare_signatures_per_second']:,.0f}",
            ),
            (
                f"receipts made a second, {documents['batch']} of one transaction and signature",
                f"{documents['receipts_of_batch_per_second']:,.0f}",
            ),
            (
                "receipts verified a second",
                f"**{documents['receipts_verified_per_second']:,.0f}**",
                "",
                f"Ed25519 verifications alone: {documents['bare_verifications_per_second']:,.0f}",
            ),
            ("from an id in the database to its proof", f"{store['proof_ms']:.2f} ms"),
            (
                f"from an id in the database to its receipt, of {store['transaction']} in one",
                f"{store['receipt_ms']:.2f} ms",
            ),
        ),
    ]


def _gate(gate: dict[str, Any]) -> list[str]:
    return [
        "What the gate pays: one hash a request over HTTP as above, "
        f"{gate['matching']:.0%} on the list of {gate['entries']:,} (blocked,",
        "recorded whole, stated), with the ledger and its sequencer on the same processors and "
        f"without, in turns: medians of {gate['rounds']}",
        f"pairs of {gate['seconds']:.0f} s. {gate['statements']:,} statements were in the log at "
        f"the end and {gate['waiting']:,} waited.",
        "",
        *_table(
            (
                *("web workers", "a second with it", "without", "it takes", "aim"),
                *("p99 ms with it", "without"),
            ),
            *(_gate_row(count, row) for count, row in gate["workers"].items()),
        ),
    ]


def _gate_row(workers: str, row: dict[str, Any]) -> tuple[str, ...]:
    on, off = row["with"], row["without"]
    return (
        workers,
        f"{on['per_second']:,.0f}",
        f"{off['per_second']:,.0f}",
        f"**{1 - row['ratio']:.0%}**",
        f"less than {_AIMS['loss']:.0%}",
        f"{on['p99_ms']:.1f}",
        f"{off['p99_ms']:.1f}",
    )


def _table(headings: tuple[str, ...], *rows: tuple[str, ...]) -> list[str]:
    """Rows may be shorter than the headings."""
    lines = [f"| {' | '.join(headings)} |", f"| --- |{' ---: |' * (len(headings) - 1)}"]
    for row in rows:
        cells = [*row, *[""] * (len(headings) - len(row))]
        lines.append(f"| {' | '.join(cells)} |")
    return lines
