"""Files that pages load, each under a name that changes with its bytes.

Such a file may be cached for ever; another edition of it has another name.

    asset("house.css").name                            # one that all pages share
    asset("operator.css", "beholden.web.operator")     # from the ``static`` of a package
"""

from __future__ import annotations

import hashlib
from importlib.resources import files

import msgspec

_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}
_DIGITS = 12


class Asset(msgspec.Struct, frozen=True):
    """One file: the name to serve it under, its bytes, and the type to send them as."""

    name: str
    content: bytes
    content_type: str


def asset(name: str, package: str = __package__) -> Asset:
    """A file of the ``static`` folder of a package."""
    content = files(package).joinpath("static", name).read_bytes()
    stem, _, kind = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    return Asset(f"{stem}-{digest}.{kind}", content, _TYPES[kind])
