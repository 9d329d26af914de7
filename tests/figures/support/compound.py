"""Compound files (MS-CFB) and Outlook messages in them, written from nothing.

Just enough for readers to open: version 3, sectors of 512 bytes, one chain for each
stream, siblings in one list. Not for anybody's mail program.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

_SECTOR = 512
_MINI = 64
_CUTOFF = 4096
_FREE = 0xFFFFFFFF
_END = 0xFFFFFFFE
_FAT = 0xFFFFFFFD
_NONE = 0xFFFFFFFF

Tree = dict[str, "bytes | Tree"]


@dataclass
class _Entry:
    """One entry of the directory; ``following`` and ``first`` are numbers of others."""

    name: str
    kind: int
    data: bytes = b""
    following: int = _NONE
    first: int = _NONE
    start: int = _END
    size: int = 0


def compound(tree: Tree) -> bytes:
    """A compound file; a nested dict is a storage, bytes are a stream."""
    entries = [_Entry("Root Entry", 5)]
    _collect(tree, 0, entries)
    mini = bytearray()
    mini_fat: list[int] = []
    sectors: list[bytes] = []
    fat: list[int] = []
    for entry in entries:
        entry.size = len(entry.data)
        if not entry.data:
            continue
        if len(entry.data) >= _CUTOFF:
            entry.start = _chain(entry.data, sectors, fat)
            continue
        entry.start = len(mini_fat)
        count = -(-len(entry.data) // _MINI)
        mini_fat += [*range(entry.start + 1, entry.start + count), _END]
        mini += entry.data.ljust(count * _MINI, b"\0")
    root = entries[0]
    root.start, root.size = (_chain(bytes(mini), sectors, fat) if mini else _END), len(mini)
    mini_fat_data = b"".join(struct.pack("<I", link) for link in mini_fat)
    mini_count = -(-len(mini_fat_data) // _SECTOR)
    mini_start = (
        _chain(mini_fat_data.ljust(mini_count * _SECTOR, b"\xff"), sectors, fat)
        if mini_fat
        else _END
    )
    directory = b"".join(map(_packed, entries))
    directory_start = _chain(directory, sectors, fat)
    fat_count = 1
    while fat_count * (_SECTOR // 4) < len(fat) + fat_count:
        fat_count += 1
    fat_start = len(sectors)
    fat += [_FAT] * fat_count
    table = b"".join(struct.pack("<I", link) for link in fat)
    table = table.ljust(fat_count * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16s5H6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        fat_count,
        directory_start,
        0,
        _CUTOFF,
        mini_start,
        mini_count,
        _END,
        0,
    )
    difat = [*range(fat_start, fat_start + fat_count)] + [_FREE] * (109 - fat_count)
    return header + struct.pack("<109I", *difat) + b"".join(sectors) + table


def message(
    *,
    body: str = "",
    html: bytes = b"",
    rich: bytes = b"",
    subject: str = "",
    sender: str = "",
    headers: str = "",
    sent: datetime | None = None,
    attachments: Sequence["tuple[str, bytes] | Tree"] = (),
    embedded: bool = False,
) -> Tree:
    """An Outlook message as the tree of a compound file; a tree attached is a message attached."""
    texts = {0x1000: body, 0x0037: subject, 0x0C1A: sender, 0x007D: headers}
    tree: Tree = {}
    properties = b""
    for key, text in sorted(texts.items()):
        if text:
            properties += _property(tree, key, 0x1F, text.encode("utf-16-le"))
    for key, data in ((0x1013, html), (0x1009, rich)):
        if data:
            properties += _property(tree, key, 0x102, data)
    properties += struct.pack("<HHIQ", 3, 0x3FDE, 6, 65001)
    if sent is not None:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        properties += struct.pack("<HHIQ", 0x40, 0x0039, 6, ticks)
    for number, attachment in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = _attachment(attachment)
    head = struct.pack("<8x4I", 0, 0, 0, len(attachments)) + (b"" if embedded else bytes(8))
    tree["__properties_version1.0"] = head + properties
    return tree


def _attachment(attachment: "tuple[str, bytes] | Tree") -> Tree:
    tree: Tree = {}
    properties = b""
    if isinstance(attachment, tuple):
        name, data = attachment
        properties += _property(tree, 0x3701, 0x102, data)
        properties += _property(tree, 0x3707, 0x1F, name.encode("utf-16-le"))
    else:
        tree["__substg1.0_3701000D"] = attachment
    tree["__properties_version1.0"] = bytes(8) + properties
    return tree


def _property(tree: Tree, key: int, kind: int, data: bytes) -> bytes:
    tree[f"__substg1.0_{key:04X}{kind:04X}"] = data
    return struct.pack("<HHIII", kind, key, 6, len(data), 0)


def _collect(tree: Tree, parent: int, entries: list[_Entry]) -> None:
    """Entries in the order of the format; each storage names its first, each entry its next."""
    before = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        at = len(entries)
        held = tree[name]
        entries.append(_Entry(name, 2, held) if isinstance(held, bytes) else _Entry(name, 1))
        if before is None:
            entries[parent].first = at
        else:
            entries[before].following = at
        before = at
        if not isinstance(held, bytes):
            _collect(held, at, entries)


def _packed(entry: _Entry) -> bytes:
    encoded = entry.name.encode("utf-16-le")
    links = (_NONE, entry.following, entry.first)
    numbers = (0, 0, 0, entry.start, entry.size)
    kind = (len(encoded) + 2, entry.kind, 1)
    return struct.pack("<64sHBBIII16sIQQIQ", encoded, *kind, *links, bytes(16), *numbers)


def _chain(data: bytes, sectors: list[bytes], fat: list[int]) -> int:
    """Lay data into sectors one after the other, and return the first."""
    start = len(sectors)
    count = max(1, -(-len(data) // _SECTOR))
    for at in range(count):
        sectors.append(data[at * _SECTOR : (at + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
        fat.append(start + at + 1)
    fat[-1] = _END
    return start
