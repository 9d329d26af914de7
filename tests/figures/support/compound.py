"""Compound files (MS-CFB) and Outlook messages in them, written from nothing.

Just enough for readers to open: version 3, sectors of 512 bytes, one chain for each
stream, siblings in one list. Not for anybody's mail program.
"""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime

_SECTOR = 512
_MINI = 64
_CUTOFF = 4096
_FREE = 0xFFFFFFFF
_END = 0xFFFFFFFE
_FAT = 0xFFFFFFFD
_NONE = 0xFFFFFFFF

Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """A compound file; a nested dict is a storage, bytes are a stream."""
    names, links, contents = [b"Root Entry".decode()], [[_NONE, _NONE]], [b""]
    kinds = [5]
    _collect(tree, 0, names, links, contents, kinds)
    mini = bytearray()
    mini_fat: list[int] = []
    sectors: list[bytes] = []
    fat: list[int] = []
    entries: list[tuple[int, int]] = [(_END, 0)] * len(names)
    for at in range(1, len(names)):
        data = contents[at]
        if kinds[at] == 2 and data:
            if len(data) < _CUTOFF:
                entries[at] = (len(mini) // _MINI, len(data))
                count = -(-len(data) // _MINI)
                start = len(mini_fat)
                mini_fat += [*range(start + 1, start + count), _END]
                mini += data.ljust(count * _MINI, b"\0")
            else:
                entries[at] = (_chain(data, sectors, fat), len(data))
    entries[0] = (_chain(bytes(mini), sectors, fat) if mini else _END, len(mini))
    mini_fat_data = b"".join(struct.pack("<I", link) for link in mini_fat)
    mini_count = -(-len(mini_fat_data) // _SECTOR)
    mini_start = (
        _chain(mini_fat_data.ljust(mini_count * _SECTOR, b"\xff"), sectors, fat)
        if mini_fat
        else _END
    )
    directory = b"".join(
        _entry(names[at], kinds[at], links[at], entries[at]) for at in range(len(names))
    )
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


def _collect(
    tree: Tree,
    parent: int,
    names: list[str],
    links: list[list[int]],
    contents: list[bytes],
    kinds: list[int],
) -> None:
    """Entries in the order of the format; each storage names its first, each entry its next."""
    before = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        at = len(names)
        held = tree[name]
        names.append(name)
        links.append([_NONE, _NONE])
        contents.append(held if isinstance(held, bytes) else b"")
        kinds.append(2 if isinstance(held, bytes) else 1)
        if before is None:
            links[parent][1] = at
        else:
            links[before][0] = at
        before = at
        if not isinstance(held, bytes):
            _collect(held, at, names, links, contents, kinds)


def _entry(name: str, kind: int, link: list[int], place: tuple[int, int]) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        encoded,
        len(encoded) + 2,
        kind,
        1,
        _NONE,
        link[0],
        link[1],
        bytes(16),
        0,
        0,
        0,
        *place,
    )


def _chain(data: bytes, sectors: list[bytes], fat: list[int]) -> int:
    """Lay data into sectors one after the other, and return the first."""
    start = len(sectors)
    count = max(1, -(-len(data) // _SECTOR))
    for at in range(count):
        sectors.append(data[at * _SECTOR : (at + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
        fat.append(start + at + 1)
    fat[-1] = _END
    return start
