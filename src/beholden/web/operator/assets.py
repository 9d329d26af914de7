"""What the page loads: styles and an icon, each under a path that changes with its bytes.

asset = ASSETS[path_of("operator.css")]
asset.content, asset.content_type
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from beholden._design import Asset, asset

_BY_NAME = {
    **{name: asset(name) for name in ("govuk-frontend.css", "house.css", "icon.svg")},
    "operator.css": asset("operator.css", __package__),
}


def path_of(name: str) -> str:
    """Where a file is served."""
    return f"/static/{_BY_NAME[name].name}"


ASSETS: Mapping[str, Asset] = MappingProxyType({path_of(name): _BY_NAME[name] for name in _BY_NAME})
"""Path under the site to what is there."""
