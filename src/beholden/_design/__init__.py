"""What every page shares: style, templates, the help box, and text of others made harmless.

Ground floor: the operator's page and the public sites all stand on it, and it knows none
of them. Every file gets a name that changes with its bytes.

    style = asset("govuk-frontend.css")   # style.name == "govuk-frontend-0123456789ab.css"
    shown(name_from_a_file)               # no unseen characters left
    templates("beholden.figures.site")    # an environment that escapes everything
    as_csv(header, rows)                  # with harmless() cells no formula
"""

from beholden._design.assets import Asset, asset
from beholden._design.charts import ceiling, height_of, scale, short
from beholden._design.folders import SITE_MARK, PlaceError, new_folder, write_page
from beholden._design.help import HelpLine, default_help_lines
from beholden._design.spreadsheets import as_csv, harmless
from beholden._design.templating import templates
from beholden._design.text import shown
from beholden._design.words import (
    MARKS,
    day,
    mail_address,
    percent,
    size,
    span,
    telephone,
    web_address,
)

__all__ = [
    "MARKS",
    "SITE_MARK",
    "Asset",
    "HelpLine",
    "PlaceError",
    "as_csv",
    "asset",
    "ceiling",
    "day",
    "default_help_lines",
    "harmless",
    "height_of",
    "mail_address",
    "new_folder",
    "percent",
    "scale",
    "short",
    "shown",
    "size",
    "span",
    "telephone",
    "templates",
    "web_address",
    "write_page",
]
