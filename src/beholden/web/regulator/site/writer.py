"""The site as a folder that opens from the disk or from any web server.

write_site(Path("public"), publications, settings)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from beholden._design import new_folder, write_page
from beholden.regulator.core import Publication
from beholden.web.regulator.site.models import SiteSettings
from beholden.web.regulator.site.pages import site_pages


def write_site(target: Path, publications: Sequence[Publication], settings: SiteSettings) -> None:
    """Writes all pages and puts them in the place of ``target`` in one step.

    Raises:
        PlaceError: ``target`` is something else than a site; it stays as it was.
        OSError: It cannot be written; what was there stays.
    """
    with new_folder(target) as made:
        for page in site_pages(publications, settings):
            write_page(made / page.path, page.content)
