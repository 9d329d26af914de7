"""The web room: the gate over HTTP, the operator's page, and pages for one person.

``serve`` runs the service: a supervisor and its workers. Every route is in
``web.routes``; every request passes ``web.endpoint``. It knows no SQL and no rule of
policy: it reads, asks the rooms through ``app``, and answers.

    serve(load_config(data, os.environ).config, data)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from beholden.web.supervisor import serve

if TYPE_CHECKING:
    from pathlib import Path

    from beholden.app import WiredRegulator
    from beholden.figures import Dataset, Figures
    from beholden.regulator.core import Publication

__all__ = [
    "serve",
    "serve_checker",
    "serve_regulator",
    "serve_review",
    "serve_witness",
    "write_regulator_site",
]


def serve_review(figures: Figures, *, by: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves the page on which a person settles uncertain readings; see ``web.review``."""
    # The gate must not load the figures, nor what only they need.
    from beholden.web.review import serve_review as serving  # noqa: PLC0415

    serving(figures, by=by, port=port, ready=ready)


def serve_checker(dataset: Dataset, *, port: int, ready: Callable[[str], None]) -> None:
    """Serves the page that checks an article which somebody pastes; see ``web.checker``."""
    from beholden.web.checker import serve_checker as serving  # noqa: PLC0415 - see above

    serving(dataset, port=port, ready=ready)


def serve_witness(folder: Path, *, listen: str) -> None:
    """Serves a witness to the logs that ask it for cosignatures; see ``web.witness``."""
    from beholden.web.witness import serve_witness as serving  # noqa: PLC0415 - see above

    serving(folder, listen=listen)


def serve_regulator(
    data: Path, *, host: str | None, port: int | None, follow: float | None
) -> None:
    """Serves a regulator's public site and the console of its staff; see ``web.regulator``."""
    from beholden.web.regulator import serve_regulator as serving  # noqa: PLC0415 - see above

    serving(data, host=host, port=port, follow=follow)


def write_regulator_site(regulator: WiredRegulator, folder: Path) -> tuple[Publication, ...]:
    """Writes a regulator's public site as a folder; returns what is on it.

    See ``web.regulator.site.write_site``.
    """
    from beholden.web.regulator.public import site_settings  # noqa: PLC0415 - see above
    from beholden.web.regulator.site import write_site  # noqa: PLC0415 - see above

    publications = regulator.publications.public()
    write_site(folder, publications, site_settings(regulator))
    return publications
