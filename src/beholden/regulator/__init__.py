"""The regulator: register of services and duties, reconciliations, drills, scorecards.

In: the register, mirrored logs, what networks and third parties sent. Out: differences with
their possible causes, bounds on what was missed, pages for the public. Not here: how a
network detects, how a log works.

What is named here is loaded when it is first used; wiring is in ``app.regulator``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden._faces import lazy_face

if TYPE_CHECKING:
    from beholden.regulator.core.chain import ChainReport, Kind
    from beholden.regulator.core.regimes import NOT_VERIFIED, Regime
    from beholden.regulator.errors import (
        AlteredError,
        ConflictError,
        EntryError,
        FileProblem,
        InUseError,
        NotAllowedError,
        ProblemsError,
        PublicationError,
        ReceivedError,
        RegulatorError,
        TextError,
        TooLongError,
        UnknownError,
    )
    from beholden.regulator.loading import read_register_file
    from beholden.regulator.ports import MadeKey
    from beholden.regulator.publications import Publications
    from beholden.regulator.received import Received, ReceivedFile, ReceivedKind
    from beholden.regulator.regimes import Regimes
    from beholden.regulator.register import Register, Stored, Wanted, item_of, kind_of
    from beholden.regulator.settings import (
        SETTINGS_FILE,
        MirrorSettings,
        RegulatorSettings,
        read_settings,
        settings_text,
    )
    from beholden.regulator.staff import ROLES, Person, Role, Staff

__all__ = [
    "NOT_VERIFIED",
    "ROLES",
    "SETTINGS_FILE",
    "AlteredError",
    "ChainReport",
    "ConflictError",
    "EntryError",
    "FileProblem",
    "InUseError",
    "Kind",
    "MadeKey",
    "MirrorSettings",
    "NotAllowedError",
    "Person",
    "ProblemsError",
    "PublicationError",
    "Publications",
    "Received",
    "ReceivedError",
    "ReceivedFile",
    "ReceivedKind",
    "Regime",
    "Regimes",
    "Register",
    "RegulatorError",
    "RegulatorSettings",
    "Role",
    "Staff",
    "Stored",
    "TextError",
    "TooLongError",
    "UnknownError",
    "Wanted",
    "item_of",
    "kind_of",
    "read_register_file",
    "read_settings",
    "settings_text",
]

_WHERE = {
    "core.chain": "ChainReport Kind",
    "core.regimes": "NOT_VERIFIED Regime",
    "errors": (
        "AlteredError ConflictError EntryError FileProblem InUseError NotAllowedError "
        "ProblemsError PublicationError ReceivedError RegulatorError TextError TooLongError "
        "UnknownError"
    ),
    "loading": "read_register_file",
    "ports": "MadeKey",
    "publications": "Publications",
    "received": "Received ReceivedFile ReceivedKind",
    "regimes": "Regimes",
    "register": "Register Stored Wanted item_of kind_of",
    "settings": "SETTINGS_FILE MirrorSettings RegulatorSettings read_settings settings_text",
    "staff": "ROLES Person Role Staff",
}


if not TYPE_CHECKING:  # a checker would take any name for granted
    __getattr__, __dir__ = lazy_face(__name__, _WHERE)
