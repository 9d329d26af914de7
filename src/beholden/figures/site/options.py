"""What a site is told about itself. Nothing here is read from a clock or the environment."""

from __future__ import annotations

import msgspec

from beholden._design import HelpLine, default_help_lines


class DownloadLink(msgspec.Struct, frozen=True):
    """A data file of the site.

    ``path`` is relative to the site's folder; one beneath ``releases/<id>/`` is
    shown with that release, any other with the latest. ``size`` is in bytes.
    """

    name: str
    path: str
    size: int
    description: str


class SiteOptions(msgspec.Struct, frozen=True):
    """Who publishes the site, and what its pages link to.

    ``contact`` is an e-mail address or any other text. ``generated`` says when or
    from what the pages were made, in the publisher's words. ``base_url`` is where
    the site will stand, as ``https://figures.example.org/``; it is only needed for
    canonical addresses and for the page that answers for a wrong address.
    """

    title: str
    publisher: str
    contact: str
    generated: str
    help_lines: tuple[HelpLine, ...] = msgspec.field(default_factory=default_help_lines)
    base_url: str = ""
    downloads: tuple[DownloadLink, ...] = ()
