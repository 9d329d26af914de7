"""A regulator's server: its public site, and the console of its staff.

    serve_regulator(Path("regulator-data"), port=8791)

``site`` makes the public pages, pure; ``console`` is behind the sign-in; ``public`` serves
the one, ``application`` puts both on one server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden._faces import lazy_face

if TYPE_CHECKING:
    from beholden.web.regulator.application import regulator_application
    from beholden.web.regulator.serving import serve_regulator

__all__ = ["regulator_application", "serve_regulator"]

if not TYPE_CHECKING:  # who writes the site as a folder needs no server
    __getattr__, __dir__ = lazy_face(
        __name__,
        {"application": "regulator_application", "serving": "serve_regulator"},
    )
