"""Every answer of a folder through its reader and its layout; one odd file stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from beholden.figures._excerpt import excerpt
from beholden.figures._files import digest_of_file
from beholden.figures.core.checks import Item, identify
from beholden.figures.core.documents import Notice
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Flag, Reading
from beholden.figures.errors import ReadError
from beholden.figures.folder import LIST, Answer
from beholden.figures.layouts import Context, interpret
from beholden.figures.models import ReadAnswer, Readings, ReadItem
from beholden.figures.reading import Limits, Reader

Tick = Callable[[int, int, str], None]
"""Called with how many files are read, of how many, and the next file's name."""


def read_answers(
    folder: Path, answers: Sequence[Answer], registry: Registry, limits: Limits, tick: Tick
) -> Readings:
    """Reads the files of a folder, in their order."""
    read: list[ReadAnswer] = []
    files = [one for one in answers if one.file]
    with Reader() as reader:
        for number, answer in enumerate(files):
            tick(number, len(files), answer.file)
            read.append(_read_one(reader, folder, answer, registry, limits))
    tick(len(files), len(files), "")
    return _identified(_watched(read))


def _read_one(
    reader: Reader, folder: Path, answer: Answer, registry: Registry, limits: Limits
) -> ReadAnswer:
    base = ReadAnswer(
        file=answer.file,
        digest="",
        force=answer.force,
        force_from=answer.force_from,
        received=answer.received,
        asked=answer.asked,
        origin=answer.origin,
    )
    path = folder / answer.file
    if not path.exists():
        sentence = "It cannot be opened by its name. Give it a plain name, in UTF-8."
        return msgspec.structs.replace(base, error=sentence, error_code="no-such-file")
    try:
        document = reader.read(path, answer.file, limits)
    except ReadError as error:
        digest = _digest_if_readable(path)
        return msgspec.structs.replace(base, digest=digest, error=str(error), error_code=error.code)
    context = Context(
        registry=registry,
        force=answer.force,
        asked=answer.asked,
        received=answer.received,
    )
    try:
        found = interpret(document, context)
    except Exception as fault:  # noqa: BLE001 - one odd answer must not stop the others
        sentence = (
            f"{answer.file} could not be understood for a fault in Beholden "
            f"({type(fault).__name__}). Please report it, without the file."
        )
        return msgspec.structs.replace(
            base, digest=document.digest, error=sentence, error_code="fault"
        )
    readings = [
        _of_its_force(_with_notices(one, document.notices), answer, registry)
        for one in found.readings
    ]
    return msgspec.structs.replace(
        base,
        digest=document.digest,
        format=document.format,
        layout=found.layout,
        statuses=found.statuses,
        notices=document.notices,
        steps=(f"read as {document.format}", *found.steps),
        items=tuple(ReadItem(Item("", one), excerpt(document, one)) for one in readings),
    )


def _of_its_force(reading: Reading, answer: Answer, registry: Registry) -> Reading:
    """One force's answer is no source for another's numbers."""
    if answer.force is None or reading.force in {None, answer.force}:
        return reading
    given = registry.by_code(answer.force).name
    sentence = (
        f"The file is given for {given}, but this number is another force's. For a file "
        f"of several forces leave the force out of {LIST}, in a folder that names none."
    )
    flag = Flag("force-disagrees", "review", sentence)
    return msgspec.structs.replace(reading, flags=(*reading.flags, flag))


def _identified(answers: Sequence[ReadAnswer]) -> Readings:
    """Gives all readings their ids, over the whole folder, so that none is there twice."""
    items = iter(identify(one.item.reading for answer in answers for one in answer.items))
    return Readings(
        tuple(
            msgspec.structs.replace(
                answer,
                items=tuple(ReadItem(next(items), one.excerpt) for one in answer.items),
            )
            for answer in answers
        )
    )


def _watched(answers: Sequence[ReadAnswer]) -> list[ReadAnswer]:
    """Flags what only the whole folder shows: one file given twice, for two forces."""
    by_digest: dict[str, list[ReadAnswer]] = {}
    for answer in answers:
        if answer.digest:
            by_digest.setdefault(answer.digest, []).append(answer)
    watched = []
    for answer in answers:
        others = [one for one in by_digest.get(answer.digest, ()) if one.force != answer.force]
        if not others:
            watched.append(answer)
            continue
        flag = Flag(
            "same-file",
            "review",
            f"The same file, byte for byte, stands for another force as {others[0].file}. "
            "Reject what was put in the wrong place.",
        )
        watched.append(
            msgspec.structs.replace(
                answer,
                items=tuple(
                    msgspec.structs.replace(one, item=_flagged(one.item, flag))
                    for one in answer.items
                ),
            )
        )
    return watched


def _flagged(item: Item, flag: Flag) -> Item:
    reading = msgspec.structs.replace(item.reading, flags=(*item.reading.flags, flag))
    return msgspec.structs.replace(item, reading=reading)


def _with_notices(reading: Reading, notices: Sequence[Notice]) -> Reading:
    """Notices that ask for a person stop the numbers of their file."""
    known = {flag.code for flag in reading.flags}
    more = tuple(
        Flag(one.code, "review", one.sentence)
        for one in notices
        if one.review and one.code not in known
    )
    return msgspec.structs.replace(reading, flags=reading.flags + more) if more else reading


def _digest_if_readable(path: Path) -> str:
    try:
        return digest_of_file(path) if path.is_file() else ""
    except OSError:
        return ""
