"""The ledger: opaque statements in, an append-only log out.

Each decision leaves a *statement* in the database; the log holds a commitment to it, in
tiles that anybody's software for such logs can read. The network proves, opens and
erases; witnesses cosign; mirrors follow. What a statement means is the business of the
room that made it. Formats stand in the modules of ``core``.

What is named here is loaded when it is first used: who checks a receipt needs no database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden._faces import lazy_face

if TYPE_CHECKING:
    from beholden.ledger._mirror_compare import Comparison, compare_mirrors
    from beholden.ledger._mirror_copy import MirrorCopy, read_mirror_copy
    from beholden.ledger._mirror_fetch import Fetcher, FetchLimits, check_url
    from beholden.ledger._mirror_records import Alarm
    from beholden.ledger._mirror_status import MirrorStatus, read_mirror_status
    from beholden.ledger.checking import Mended, mend_log, verify_log
    from beholden.ledger.core.commitment import Opening
    from beholden.ledger.core.evidence import evidence
    from beholden.ledger.core.keys import VerifierKey, parse_verifier_key
    from beholden.ledger.core.policy import TrustPolicy, parse_policy
    from beholden.ledger.core.verifying import Verdict, verify_document
    from beholden.ledger.erasing import ExpiredOpenings
    from beholden.ledger.errors import (
        ErasedError,
        IdentityError,
        LedgerError,
        LogLockedError,
        NotInLogError,
        OutboxError,
        RestoredError,
        TilePathError,
        UnknownStatementError,
        UnnamedLogError,
        WitnessBusyError,
    )
    from beholden.ledger.identity import Identity, KeyRecord, name_log, rotate
    from beholden.ledger.identity import changes as key_changes
    from beholden.ledger.identity import create as create_identity
    from beholden.ledger.identity import distrust as distrust_key
    from beholden.ledger.identity import load as load_identity
    from beholden.ledger.log import Log
    from beholden.ledger.marks import Marks
    from beholden.ledger.mirror import Mirror, MirrorOptions
    from beholden.ledger.mirror import Step as MirrorStep
    from beholden.ledger.models import Exported, LedgerStatus, VerifyReport
    from beholden.ledger.outbox import Outbox, Statement, Statements
    from beholden.ledger.publisher import Outcome, Publisher, asker
    from beholden.ledger.restored import (
        backed_up,
        is_backed_up,
        mark_restored,
        refuse_restored,
        settle_restored,
    )
    from beholden.ledger.sequencer import BATCH_AT_MOST, Sequencer
    from beholden.ledger.service import Ledger, LogTree
    from beholden.ledger.statements import key_rotated_statement
    from beholden.ledger.status import STALE_SECONDS, SequencerStatus, read_status, write_status
    from beholden.ledger.storage import FolderStorage
    from beholden.ledger.trust import trust_of, trust_text
    from beholden.ledger.witness import Witness, WitnessedLog, WitnessReply

__all__ = [
    "BATCH_AT_MOST",
    "STALE_SECONDS",
    "Alarm",
    "Comparison",
    "ErasedError",
    "ExpiredOpenings",
    "Exported",
    "FetchLimits",
    "Fetcher",
    "FolderStorage",
    "Identity",
    "IdentityError",
    "KeyRecord",
    "Ledger",
    "LedgerError",
    "LedgerStatus",
    "Log",
    "LogLockedError",
    "LogTree",
    "Marks",
    "Mended",
    "Mirror",
    "MirrorCopy",
    "MirrorOptions",
    "MirrorStatus",
    "MirrorStep",
    "NotInLogError",
    "Opening",
    "Outbox",
    "OutboxError",
    "Outcome",
    "Publisher",
    "RestoredError",
    "Sequencer",
    "SequencerStatus",
    "Statement",
    "Statements",
    "TilePathError",
    "TrustPolicy",
    "UnknownStatementError",
    "UnnamedLogError",
    "Verdict",
    "VerifierKey",
    "VerifyReport",
    "Witness",
    "WitnessBusyError",
    "WitnessReply",
    "WitnessedLog",
    "asker",
    "backed_up",
    "check_url",
    "compare_mirrors",
    "create_identity",
    "distrust_key",
    "evidence",
    "is_backed_up",
    "key_changes",
    "key_rotated_statement",
    "load_identity",
    "mark_restored",
    "mend_log",
    "name_log",
    "parse_policy",
    "parse_verifier_key",
    "read_mirror_copy",
    "read_mirror_status",
    "read_status",
    "refuse_restored",
    "rotate",
    "settle_restored",
    "trust_of",
    "trust_text",
    "verify_document",
    "verify_log",
    "write_status",
]

_WHERE = {
    "_mirror_compare": "Comparison compare_mirrors",
    "_mirror_copy": "MirrorCopy read_mirror_copy",
    "_mirror_fetch": "FetchLimits Fetcher check_url",
    "_mirror_records": "Alarm",
    "_mirror_status": "MirrorStatus read_mirror_status",
    "checking": "Mended mend_log verify_log",
    "core.commitment": "Opening",
    "core.evidence": "evidence",
    "core.keys": "VerifierKey parse_verifier_key",
    "core.policy": "TrustPolicy parse_policy",
    "core.verifying": "Verdict verify_document",
    "erasing": "ExpiredOpenings",
    "errors": (
        "ErasedError IdentityError LedgerError LogLockedError NotInLogError OutboxError "
        "RestoredError TilePathError UnknownStatementError UnnamedLogError WitnessBusyError"
    ),
    "identity": (
        "distrust_key key_changes Identity KeyRecord create_identity load_identity name_log rotate"
    ),
    "log": "Log",
    "marks": "Marks",
    "mirror": "Mirror MirrorOptions MirrorStep",
    "models": "Exported LedgerStatus VerifyReport",
    "outbox": "Outbox Statement Statements",
    "publisher": "Outcome Publisher asker",
    "restored": "backed_up is_backed_up mark_restored refuse_restored settle_restored",
    "sequencer": "BATCH_AT_MOST Sequencer",
    "service": "Ledger LogTree",
    "statements": "key_rotated_statement",
    "status": "STALE_SECONDS SequencerStatus read_status write_status",
    "storage": "FolderStorage",
    "trust": "trust_of trust_text",
    "witness": "Witness WitnessReply WitnessedLog",
}
_NAMED_THERE = {
    "MirrorStep": "Step",
    "create_identity": "create",
    "distrust_key": "distrust",
    "key_changes": "changes",
    "load_identity": "load",
}


if not TYPE_CHECKING:  # a checker would take any name for granted
    __getattr__, __dir__ = lazy_face(__name__, _WHERE, _NAMED_THERE)
