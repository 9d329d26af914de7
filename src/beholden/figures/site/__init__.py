"""The public site: files for any web server, or to be opened where they lie.

Rules: no script, no style attribute, nothing loaded from elsewhere; every link
inside the site is relative and names a file; the same releases and options give
the same bytes. Not here: what the pages say (``figures.core``), data files.

    write_site(Path("public"), releases, registry, SiteOptions(...))
"""

from beholden.figures.site.options import DownloadLink, SiteOptions
from beholden.figures.site.writer import write_site

__all__ = ["DownloadLink", "SiteOptions", "write_site"]
