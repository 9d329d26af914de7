"""What the page loads: under names that change with the bytes, and nothing that must not ship."""

from __future__ import annotations

import hashlib
import re

from beholden.web.operator import ASSETS


def test_the_name_of_an_asset_holds_the_hash_of_its_bytes() -> None:
    for path, asset in ASSETS.items():
        (digest,) = re.findall(r"^/static/[a-z-]+-([0-9a-f]{12})\.(?:css|svg)$", path)
        assert hashlib.sha256(asset.content).hexdigest().startswith(digest)
    assert sorted({asset.content_type for asset in ASSETS.values()}) == [
        "image/svg+xml",
        "text/css; charset=utf-8",
    ]


def test_the_design_system_ships_without_font_or_crest_and_with_its_licence() -> None:
    (style,) = (a.content.decode() for path, a in ASSETS.items() if "govuk" in path)
    for forbidden in ("GDS Transport", "@font-face", "crest", "crown", "url(", "@import"):
        assert forbidden not in style
    assert "The MIT License" in style
    assert "Crown Copyright (Government Digital Service)" in style


def test_no_style_loads_anything() -> None:
    for asset in ASSETS.values():
        text = asset.content.decode()
        assert "@import" not in text
        assert re.findall(r"url\((?!#)", text) == []
