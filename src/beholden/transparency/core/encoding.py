"""The transparency report as bytes, and back.

The file is JSON in UTF-8, indented by one space, its fields in a fixed order, defaults left
out but for `format`, with a line feed at its end. Binary values are in base64.

Laws:

* The same report gives the same bytes; what was written is read as the same report.
* A field that this version does not know is refused, not passed over: a figure that only some
  programs see is no published figure. Another form of the report has another version.
* A field that is there twice is refused too: programs differ in which of the two they see.
* What is read holds together: every figure has its definition, its key once, and either a
  number of the kind that is defined or a reason why there is none; a share is between 0 and 1.

    decode_report(encode_report(report)) == report
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec

from beholden.transparency.core.earlier import overlap
from beholden.transparency.core.models import FORMAT, Figure, Indicator, TransparencyReport
from beholden.transparency.core.report import DAYS_AT_MOST, PARTS_AT_MOST, SMALL_AT_MOST
from beholden.transparency.errors import ReportError

__all__ = ["EARLIER_AT_MOST", "REPORT_BYTES", "decode_report", "encode_report"]

REPORT_BYTES: Final = 32 << 20
"""Bytes of the largest report that is read."""

EARLIER_AT_MOST: Final = 200
"""Earlier reports that one names."""

NUMBER_AT_MOST: Final = 2**62
"""No count is larger; larger ones could not be written again."""

_ROOT_BYTES = 32
_DIGEST_DIGITS = 64
_KEY_AT_MOST = 200
_FIGURES_AT_MOST = max(DAYS_AT_MOST, PARTS_AT_MOST)
_HEX = frozenset("0123456789abcdef")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(TransparencyReport).decode


class _Format(msgspec.Struct):
    format: str = ""


_decode_format = msgspec.json.Decoder(_Format).decode


def encode_report(report: TransparencyReport) -> bytes:
    """The report as a file."""
    # Defaults are left out, and the name of the format is one; a file must say what it is. The
    # encoder knows a default by identity, and a text that was read is another object.
    plain = _encode(msgspec.structs.replace(report, format=FORMAT))
    named = b'{"format":' + _encode(FORMAT) + b"," + plain[1:]
    return msgspec.json.format(named, indent=1) + b"\n"


def decode_report(data: bytes) -> TransparencyReport:
    """The report of a file.

    Raises:
        ReportError: it is none; the message names the field.
    """
    if len(data) > REPORT_BYTES:
        raise ReportError(
            f"A transparency report has at most {REPORT_BYTES:,} bytes, and this file has "
            f"{len(data):,}. It is some other file."
        )
    try:
        report = _decode(data)
        json.loads(data, object_pairs_hook=_each_once)
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError) as error:
        raise ReportError(_why(data, error)) from None
    if _decode_format(data).format != FORMAT:
        raise ReportError(_why(data, ValueError("format: it is missing")))
    problem = next(_problems(report), None)
    if problem is not None:
        raise ReportError(f"{problem} Ask its maker for a report that holds together.")
    return report


def _each_once(pairs: list[tuple[str, object]]) -> None:
    """Refuses an object that has a field twice; nothing of it is kept."""
    if len({name for name, _ in pairs}) != len(pairs):
        name = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f'"{_named(name)}" is there twice in one object')


def _why(data: bytes, error: Exception) -> str:
    try:
        name = _decode_format(data).format
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
        name = FORMAT
    if name != FORMAT:
        return (
            f'format: this file calls itself "{name[:100]}", and this version reads "{FORMAT}". '
            "Use the version of Beholden that made it, or a newer one."
        )
    return f"This is no transparency report ({error}). Ask its maker for the file report.json."


def _problems(report: TransparencyReport) -> Iterator[str]:
    yield from _frame_problems(report)
    yield from _revision_problems(report)
    yield from _earlier_problems(report)
    defined = {one.id: one for one in report.indicators}
    if len(defined) != len(report.indicators):
        yield "indicators: one is defined twice."
    for key, times in Counter(one.key for one in report.figures).items():
        if times > 1:
            yield f"figures: {_named(key)} is there {times} times."
    for name, parts in Counter(one.indicator for one in report.figures).items():
        if parts > _FIGURES_AT_MOST:
            yield f"figures: {_named(name)} has {parts:,} parts, and may have {_FIGURES_AT_MOST}."
    for one in report.figures:
        definition = defined.get(one.indicator)
        if definition is None:
            yield f"figures: {_named(one.key)} has no definition in indicators."
        elif (problem := _kind_problem(one, definition)) is not None:
            yield f"figures: {_named(one.key)} {problem}."
        if (problem := _figure_problem(one)) is not None:
            yield f"figures: {_named(one.key)} {problem}."


def _frame_problems(report: TransparencyReport) -> Iterator[str]:
    window, checkpoint = report.window, report.checkpoint
    if window.first > window.last:
        yield f"window: it ends ({window.last}) before it begins ({window.first})."
    elif window.days > DAYS_AT_MOST:
        yield f"window: it has {window.days:,} days, and may have {DAYS_AT_MOST}."
    if len(checkpoint.root) != _ROOT_BYTES:
        yield f"checkpoint.root: it has {len(checkpoint.root)} bytes, not {_ROOT_BYTES}."
    if not 0 <= checkpoint.size <= NUMBER_AT_MOST:
        yield "checkpoint.size: no log has so many entries."
    if not 1 <= report.small_numbers_below <= SMALL_AT_MOST:
        yield f"small_numbers_below: it must be from 1 to {SMALL_AT_MOST:,}."
    for name in report.coverage.__struct_fields__:
        if not 0 <= getattr(report.coverage, name) <= NUMBER_AT_MOST:
            yield f"coverage.{name}: it is below 0, or larger than any log."


def _earlier_problems(report: TransparencyReport) -> Iterator[str]:
    earlier = report.earlier
    if len(earlier) > EARLIER_AT_MOST:
        yield f"earlier: it names {len(earlier):,} reports, and may name {EARLIER_AT_MOST}."
    if list(earlier) != sorted(set(earlier)) or len({one.sha256 for one in earlier}) < len(earlier):
        yield "earlier: each report is named once, in the order of the days."
    for one in earlier:
        if not _is_digest(one.sha256):
            yield "earlier: one has no SHA-256 in hex digits."
        if not 1 <= one.window.days <= DAYS_AT_MOST or one.window == report.window:
            yield f"earlier: no other report is for {one.window.first} to {one.window.last}."
    joined, apart = {report.window}, {one.window for one in earlier}
    while near := {one for one in apart if any(overlap(one, other) for other in joined)}:
        joined, apart = joined | near, apart - near
    for days in sorted(apart):
        yield (
            f"earlier: {days.first} to {days.last} has no day in common with these days, also not "
            "through another report."
        )


def _is_digest(text: str) -> bool:
    return len(text) == _DIGEST_DIGITS and _HEX.issuperset(text)


def _named(key: str) -> str:
    return key[:_KEY_AT_MOST]


def _revision_problems(report: TransparencyReport) -> Iterator[str]:
    if not 1 <= report.revision <= NUMBER_AT_MOST:
        yield "revision: the first is 1."
    if (report.revision > 1) != bool(report.corrects):
        yield "corrects: a report with a revision above 1, and no other, names one."
    if report.corrects and not _is_digest(report.corrects):
        yield "corrects: it is no SHA-256 in hex digits."
    if bool(report.corrects) != bool(report.correction.strip()):
        yield "correction: a report that corrects another, and no other, says what was wrong."


def _kind_problem(one: Figure, definition: Indicator) -> str | None:
    """A count that is printed as a share of something is another figure; so is the reverse."""
    is_share = definition.unit == "share"
    if one.count is not None and is_share:
        return "is defined as a share, and has a count"
    if one.numerator is not None and not is_share:
        return "is defined as a count, and has a numerator"
    return None


def _figure_problem(one: Figure) -> str | None:
    numbers = [one.count, one.numerator, one.denominator, one.low, one.high]
    if any(number is not None and not 0 <= number <= NUMBER_AT_MOST for number in numbers):
        return f"has a number below 0 or above {NUMBER_AT_MOST:,}"
    share = one.numerator is not None or one.denominator is not None
    if (one.count is not None) + share + bool(one.mark) != 1:
        return "needs one of count, share and mark"
    if share:
        over, under = one.numerator, one.denominator
        if over is None or under is None or not 0 <= over <= under or not under:
            return "is no share: its numerator must be from 0 to its denominator, that above 0"
    if one.low is None and one.high is None:
        return None
    if one.count is None or one.low is None or one.high is None:
        return "has bounds, and not a count with both"
    return None if one.low <= one.count <= one.high else "has bounds that do not hold its count"
