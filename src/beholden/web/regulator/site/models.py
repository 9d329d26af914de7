"""What the site is told about itself, and what it gives."""

from __future__ import annotations

from typing import Final

import msgspec

from beholden._design import HelpLine, default_help_lines

PAGE_BYTES: Final = 200_000
"""No HTML page of the site is longer."""


class SiteSettings(msgspec.Struct, frozen=True):
    """Who publishes the site.

    ``contact`` is an e-mail address or any other text. ``base_url`` is where the site stands,
    as ``https://regulator.example/``; feeds and the page for wrong addresses need it.
    """

    name: str
    contact: str = ""
    base_url: str = ""
    help_lines: tuple[HelpLine, ...] = msgspec.field(default_factory=default_help_lines)


class Page(msgspec.Struct, frozen=True):
    """One file; ``path`` is relative to the site's root, without a slash in front."""

    path: str
    content: bytes
    content_type: str
