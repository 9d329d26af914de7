"""The public site of a regulator: what was checked of each service, and what came of it.

Rules: no script, no style attribute, nothing loaded from elsewhere, nobody named but bodies;
drafts are never seen; what was public once stays, a withdrawn card with its date and reason.
The same publications and settings give the same bytes. A page stays below ``PAGE_BYTES``
however long a card is: what does not fit is in its tables.

    page = page_of("services/example/", publications, settings)
    write_site(Path("public"), publications, settings)
"""

from beholden.web.regulator.site._shelf import corrections
from beholden.web.regulator.site._words import against, grouped, heading, in_house_style, result
from beholden.web.regulator.site.models import PAGE_BYTES, Page, SiteSettings
from beholden.web.regulator.site.pages import load_templates, page_of, site_pages
from beholden.web.regulator.site.writer import write_site

__all__ = [
    "PAGE_BYTES",
    "Page",
    "SiteSettings",
    "against",
    "corrections",
    "grouped",
    "heading",
    "in_house_style",
    "load_templates",
    "page_of",
    "result",
    "site_pages",
    "write_site",
]
