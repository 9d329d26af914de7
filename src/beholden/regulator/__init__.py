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
    from beholden.regulator._log_ports import Followed, MirrorAlarm, MirrorState, Openings
    from beholden.regulator.cards import CardParts, Cards
    from beholden.regulator.core.audit import sizes
    from beholden.regulator.core.causes import Way
    from beholden.regulator.core.chain import ChainReport, Kind
    from beholden.regulator.core.drilling import picture_key
    from beholden.regulator.core.drilling_check import Finding, check_painting, check_reveal
    from beholden.regulator.core.drilling_models import DrillPlan, Outcome, Reveal
    from beholden.regulator.core.models import Difference, LogRef, Reconciliation, Service, Verdict
    from beholden.regulator.core.reconciling import worst_first
    from beholden.regulator.core.reconciling_daily import HourLine
    from beholden.regulator.core.reconciling_report import amount_of
    from beholden.regulator.core.regimes import NOT_VERIFIED, Regime
    from beholden.regulator.drills import DrillParts, Drills, DrillStatus, Wish, read_reveal
    from beholden.regulator.errors import (
        AlteredError,
        BehindError,
        ConflictError,
        CountsError,
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
        ReconcilingError,
        RegimeError,
        RegulatorError,
        SettingsError,
        TextError,
        TooLongError,
        UnknownError,
        UnlikeError,
    )
    from beholden.regulator.loading import entry_text, load_register, read_register_file
    from beholden.regulator.mirrors import Mirrors
    from beholden.regulator.ports import MadeKey
    from beholden.regulator.publications import Publications
    from beholden.regulator.received import Received, ReceivedFile, ReceivedKind
    from beholden.regulator.reconciling import Asked, GivenFile, KeptReconciliation, Reconciliations
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
    "Asked",
    "BehindError",
    "CardParts",
    "Cards",
    "ChainReport",
    "Clocks",
    "ConflictError",
    "CountsError",
    "Difference",
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
    "GivenFile",
    "Hashed",
    "HourLine",
    "HttpInterface",
    "InUseError",
    "Interface",
    "KeptPlan",
    "KeptReconciliation",
    "Kind",
    "LogRef",
    "MadeKey",
    "MirrorAlarm",
    "MirrorSettings",
    "MirrorState",
    "Mirrors",
    "NotAllowedError",
    "Openings",
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
    "Reconciliation",
    "Reconciliations",
    "ReconcilingError",
    "Regime",
    "RegimeError",
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
    "UnlikeError",
    "Verdict",
    "Wanted",
    "Way",
    "Wish",
    "amount_of",
    "check_painting",
    "check_reveal",
    "entry_text",
    "item_of",
    "kind_of",
    "load_register",
    "parse_settings",
    "picture_key",
    "read_register_file",
    "read_reveal",
    "read_settings",
    "settings_text",
    "sizes",
    "worst_first",
]

_WHERE = {
    "_drill_asking": "Clocks",
    "_drill_ports": "Hashed Interface Painted",
    "_drill_rows": "KeptPlan",
    "_drill_sending": "Sent",
    "_http": "HttpInterface",
    "_log_ports": "Followed MirrorAlarm MirrorState Openings",
    "cards": "CardParts Cards",
    "core.audit": "sizes",
    "core.causes": "Way",
    "core.chain": "ChainReport Kind",
    "core.drilling": "picture_key",
    "core.drilling_check": "Finding check_painting check_reveal",
    "core.drilling_models": "DrillPlan Outcome Reveal",
    "core.models": "Difference LogRef Reconciliation Service Verdict",
    "core.reconciling": "worst_first",
    "core.reconciling_daily": "HourLine",
    "core.reconciling_report": "amount_of",
    "core.regimes": "NOT_VERIFIED Regime",
    "drills": "DrillParts DrillStatus Drills Wish read_reveal",
    "errors": (
        "AlteredError BehindError ConflictError CountsError DrillError DrillPlanError "
        "EntryError FileProblem FollowingError InUseError NotAllowedError ProblemsError "
        "PublicationError ReceivedError ReconcilingError RegimeError RegulatorError SettingsError "
        "TextError TooLongError UnknownError UnlikeError"
    ),
    "loading": "entry_text load_register read_register_file",
    "mirrors": "Mirrors",
    "ports": "MadeKey",
    "publications": "Publications",
    "received": "Received ReceivedFile ReceivedKind",
    "reconciling": "Asked GivenFile KeptReconciliation Reconciliations",
    "regimes": "Regimes",
    "register": "Register Stored Wanted item_of kind_of",
    "settings": (
        "MirrorSettings RegulatorSettings SETTINGS_FILE parse_settings read_settings settings_text"
    ),
    "staff": "Person ROLES Role Staff",
}


if not TYPE_CHECKING:  # a checker would take any name for granted
    __getattr__, __dir__ = lazy_face(__name__, _WHERE)
