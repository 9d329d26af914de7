"""What the page loads: styles and an icon, each under a path that changes with its bytes.

A path may be cached for ever; another edition of the file has another path.

    asset = ASSETS[path_of("operator.css")]
    asset.content, asset.content_type
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

import msgspec

_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}
_NAMES = ("govuk-frontend.css", "operator.css", "icon.svg")
_DIGITS = 12


class Asset(msgspec.Struct, frozen=True):
    """The bytes of one file, and the type to send them as."""

    content: bytes
    content_type: str


def _read() -> dict[str, tuple[str, Asset]]:
    found = {}
    for name in _NAMES:
        content = files(__package__).joinpath("static", name).read_bytes()
        stem, _, kind = name.rpartition(".")
        digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
        found[name] = (f"/static/{stem}-{digest}.{kind}", Asset(content, _TYPES[kind]))
    return found


_BY_NAME = _read()
ASSETS: Mapping[str, Asset] = MappingProxyType(dict(_BY_NAME.values()))
"""Path under the site to what is there."""


def path_of(name: str) -> str:
    """Where a file of ``static/`` is served."""
    return _BY_NAME[name][0]
