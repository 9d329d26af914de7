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
    from beholden.regulator._drill_asking import Clocks
    from beholden.regulator._drill_ports import Hashed, Interface, Painted
    from beholden.regulator._drill_rows import KeptPlan
    from beholden.regulator._drill_sending import Sent
    from beholden.regulator._http import HttpInterface
    from beholden.regulator._log_ports import Followed, MirrorAlarm, MirrorState
    from beholden.regulator.cards import CardParts, Cards
    from beholden.regulator.core.audit import sizes
    from beholden.regulator.core.chain import ChainReport, Kind
    from beholden.regulator.core.drilling_check import Finding, check_reveal
    from beholden.regulator.core.drilling_models import DrillPlan, Outcome, Reveal
    from beholden.regulator.core.models import LogRef, Service
    from beholden.regulator.core.regimes import NOT_VERIFIED, Regime
    from beholden.regulator.drills import DrillParts, Drills, DrillStatus, Wish, read_reveal
    from beholden.regulator.errors import (
        AlteredError,
        ConflictError,
        DrillError,
        DrillPlanError,
        EntryError,
        FileProblem,
        FollowingError,
        InUseError,
        NotAllowedError,
        ProblemsError,
        PublicationError,
        ReceivedError,
        RegulatorError,
        SettingsError,
        TextError,
        TooLongError,
        UnknownError,
    )
    from beholden.regulator.loading import load_register, read_register_file
    from beholden.regulator.mirrors import Mirrors
    from beholden.regulator.ports import MadeKey
    from beholden.regulator.publications import Publications
    from beholden.regulator.received import Received, ReceivedFile, ReceivedKind
    from beholden.regulator.regimes import Regimes
    from beholden.regulator.register import Register, Stored, Wanted, item_of, kind_of
    from beholden.regulator.settings import (
        SETTINGS_FILE,
        MirrorSettings,
        RegulatorSettings,
        parse_settings,
        read_settings,
        settings_text,
    )
    from beholden.regulator.staff import ROLES, Person, Role, Staff

__all__ = [
    "NOT_VERIFIED",
    "ROLES",
    "SETTINGS_FILE",
    "AlteredError",
    "CardParts",
    "Cards",
    "ChainReport",
    "Clocks",
    "ConflictError",
    "DrillError",
    "DrillParts",
    "DrillPlan",
    "DrillPlanError",
    "DrillStatus",
    "Drills",
    "EntryError",
    "FileProblem",
    "Finding",
    "Followed",
    "FollowingError",
    "Hashed",
    "HttpInterface",
    "InUseError",
    "Interface",
    "KeptPlan",
    "Kind",
    "LogRef",
    "MadeKey",
    "MirrorAlarm",
    "MirrorSettings",
    "MirrorState",
    "Mirrors",
    "NotAllowedError",
    "Outcome",
    "Painted",
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
    "Reveal",
    "Role",
    "Sent",
    "Service",
    "SettingsError",
    "Staff",
    "Stored",
    "TextError",
    "TooLongError",
    "UnknownError",
    "Wanted",
    "Wish",
    "check_reveal",
    "item_of",
    "kind_of",
    "load_register",
    "parse_settings",
    "read_register_file",
    "read_reveal",
    "read_settings",
    "settings_text",
    "sizes",
]

_WHERE = {
    "cards": "CardParts Cards",
    "_drill_asking": "Clocks",
    "_drill_ports": "Hashed Interface Painted",
    "_drill_rows": "KeptPlan",
    "_drill_sending": "Sent",
    "_http": "HttpInterface",
    "core.drilling_check": "Finding check_reveal",
    "core.drilling_models": "DrillPlan Outcome Reveal",
    "drills": "DrillParts Drills DrillStatus Wish read_reveal",
    "core.audit": "sizes",
    "_log_ports": "Followed MirrorAlarm MirrorState",
    "core.chain": "ChainReport Kind",
    "core.models": "LogRef Service",
    "core.regimes": "NOT_VERIFIED Regime",
    "errors": (
        "AlteredError ConflictError DrillError DrillPlanError EntryError FileProblem "
        "FollowingError InUseError NotAllowedError ProblemsError PublicationError "
        "ReceivedError RegulatorError SettingsError TextError TooLongError UnknownError"
    ),
    "loading": "load_register read_register_file",
    "mirrors": "Mirrors",
    "ports": "MadeKey",
    "publications": "Publications",
    "received": "Received ReceivedFile ReceivedKind",
    "regimes": "Regimes",
    "register": "Register Stored Wanted item_of kind_of",
    "settings": (
        "SETTINGS_FILE MirrorSettings RegulatorSettings parse_settings read_settings settings_text"
    ),
    "staff": "ROLES Person Role Staff",
}


if not TYPE_CHECKING:  # a checker would take any name for granted
    __getattr__, __dir__ = lazy_face(__name__, _WHERE)
