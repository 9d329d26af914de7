"""What every page shares: the design system's style, our colours, and text made harmless.

Ground floor: the operator's page and the public site both stand on it, and it
knows neither. Every file gets a name that changes with its bytes.

    style = asset("govuk-frontend.css")   # style.name == "govuk-frontend-0123456789ab.css"
    shown(name_from_a_file)               # no unseen characters left
"""

from beholden._design.assets import Asset, asset
from beholden._design.text import shown

__all__ = ["Asset", "asset", "shown"]
