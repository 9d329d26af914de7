"""What every answer says about itself: no script, no frame, no guessing of types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

CONSOLE: Final[Mapping[str, str]] = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    # With no-referrer a browser says "Origin: null" of our own forms too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Of every page behind the sign-in, and of the sign-in itself."""

PUBLIC: Final[Mapping[str, str]] = {
    "Content-Security-Policy": _POLICY.replace("form-action 'self'", "form-action 'none'"),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Data files are there to be taken.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
"""Of every public page and file."""

FILE: Final[Mapping[str, str]] = {
    **CONSOLE,
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
"""Of a file that somebody sent, handed back to be saved."""
