"""The errors of the ledger. None of them ever means "in the log".

LedgerError                  root; the message says what is wrong and, where it helps, what to do
├── EncodingError            bytes or numbers that do not follow their format
│   ├── TreeSizeError        a size that is no whole number from 0 to 2**63 - 1
│   ├── LeafIndexError       an index that is no leaf of the tree
│   ├── HashSizeError        hashes that are not 32 bytes each
│   ├── FrontierError        subtrees that a tree of this size does not have
│   ├── ProofError           a proof that no tree of these sizes can have
│   │   ├── ProofHashError   a hash of the path is not 32 bytes
│   │   ├── ProofLengthError the path is too long or too short for the sizes
│   │   ├── EmptyOldTreeError  consistency with the empty tree, which proves nothing
│   │   └── ShrunkTreeError  the newer tree is the smaller one
│   ├── TileError            a tile that does not follow its format
│   │   ├── TilePathError    a path that names no tile
│   │   ├── TileNumberError  level, number or width that no tile has
│   │   └── TileLengthError  the bytes are not as many as the tile has
│   ├── BundleError          an entry bundle that does not follow its format
│   │   ├── EntryTooLongError  an entry of more than 65,535 bytes
│   │   ├── BundleTruncatedError  the bytes end inside an entry
│   │   ├── BundleTrailingError  bytes follow the last entry
│   │   ├── BundleCountError more or fewer entries than the bundle can have
│   │   └── CommitmentLengthError  an entry of another length than a commitment
│   ├── NoteError            bytes that are no signed note
│   │   ├── NoteTooLongError  more than 1,000,000 bytes
│   │   ├── NoteTextError     not UTF-8
│   │   ├── ControlCharacterError  a control character; CRLF line ends too
│   │   ├── NoteEndError      the last line does not end with a newline
│   │   ├── NoteSeparatorError  no empty line between text and signatures
│   │   ├── NoSignatureError  no signature line
│   │   ├── TooManySignaturesError  more than 100 signature lines
│   │   └── SignatureLineError  a line that is no signature line
│   ├── KeyTextError         text that is no key
│   │   ├── KeyNameError     a name that no key can have
│   │   ├── KeyIdError       the id is not the one of this name and key
│   │   └── KeyTypeError     the key is of a type that cannot do this
│   ├── CheckpointError      text that is no checkpoint
│   │   ├── OriginError      the origin is missing, or cannot be one
│   │   ├── CheckpointSizeError  the size is no decimal number from 0 to 2**63 - 1
│   │   ├── CheckpointRootError  the root is not 32 bytes in base64
│   │   └── ExtensionLineError   an extension line is empty
│   ├── CosignatureTimeError a time that no cosignature can have
│   ├── ProofFileError       bytes that are no tlog-proof
│   │   ├── ProofHeaderError  the first line, or the empty line, is missing
│   │   ├── ProofExtraError  the extra data is no base64
│   │   ├── ProofIndexError  the index is no decimal number from 0 to 2**63 - 1
│   │   └── ProofPathError   a line of the path is no hash, or there are too many
│   ├── ReceiptError         bytes that are no receipt
│   │   ├── ReceiptHeaderError  the first line, or the empty line, is missing
│   │   ├── ReceiptLeafError  the leaf is not 32 bytes in base64
│   │   ├── ReceiptIndexError  the index is no decimal number from 0 to 2**63 - 1
│   │   ├── ReceiptPathError  a line of the path is no hash, or there are too many
│   │   └── PromiseError     the signed text is no promise
│   │       ├── PromiseOriginError  the origin cannot be a log's name
│   │       ├── PromiseBatchError  the size or the root of the batch is none
│   │       └── PromiseTimeError  a time that is none, or a deadline before its promise
│   ├── PolicyError          a trust policy is refused
│   │   ├── PolicyTextError  a byte that no policy may have, or no newline at the end
│   │   ├── PolicyLineError  a line of no known kind, or with parts missing or left over
│   │   ├── PolicyKeyError   a key that cannot do this work
│   │   ├── PolicyDuplicateError  a name, key or quorum that was given before
│   │   ├── PolicyNameError  a name that is not defined
│   │   ├── PolicyOrderError  a name used before its line, as every circle of groups does
│   │   ├── PolicyMemberError  a member of two groups, or twice of one
│   │   ├── PolicyThresholdError  a group that could never, or would always, be satisfied
│   │   └── PolicyQuorumError  no quorum line
│   ├── OpeningError         bytes that are no opening
│   ├── EvidenceError        a verdict that there is no evidence of
│   └── WitnessRequestError  bytes that are no add-checkpoint request
├── VerificationError        well-formed, but not true
│   ├── SignatureError       a known key did not make its signature
│   ├── UnknownKeyError      no signature is by a known key
│   ├── AmbiguousKeyError    two known keys have one name and one id
│   ├── OriginMismatchError  the document is about another log
│   ├── LogSignatureError    the log's own signature is missing
│   ├── QuorumError          too few witnesses confirmed the checkpoint
│   ├── OpeningMismatchError the opening is not that of the leaf
│   ├── LeafMismatchError    the proof is about another leaf
│   ├── LeafUnknownError     nothing says which leaf the proof is about
│   ├── InclusionError       the leaf and its path do not give the root
│   └── ConsistencyError     the newer tree is no continuation of the older
│       ├── SplitViewError   two roots for one size
│       ├── OldRootError     the path does not give the older root
│       └── NewRootError     the path does not give the newer root
├── LogError                 the log on the disk
│   ├── TileMissingError     a tile that the tree needs is not there
│   ├── TileDamagedError     the tiles do not give the root of the tree
│   ├── LogMissingError      there is no log in the folder
│   ├── LogLockedError       another process, or this one, has it open for writing
│   ├── LogDamagedError      a file of it is missing, cut short or altered
│   ├── LogStoppedError      it was closed, or a fault left it in doubt; open it again
│   ├── LogDiskError         the disk cannot be read or written; nothing was appended
│   │   └── LogFullError     the disk is full
│   ├── StoragePathError     a path that leaves the log's folder
│   ├── IdentityError        the log's name or its keys cannot be used
│   ├── ForeignLogError      the database belongs to another log, or another writes this one
│   ├── LogForkedError       folder and database hold two histories
│   ├── RolledBackError      more was signed or published than is there
│   ├── RestoredError        a backup was put back, and nobody said yet that it is the newest
│   ├── UnnamedLogError      nobody can be held to what is signed in no name
│   ├── NotInLogError        no published checkpoint covers the statement yet
│   └── ExchangeError        a witness gave no whole answer
├── WitnessError             the witness does not cosign
│   ├── WitnessSetupError    its folder, its key or a log's key cannot be used
│   ├── WitnessStateError    what it last cosigned for a log is lost or damaged
│   └── WitnessBusyError     another request of this log takes too long
├── MirrorError              the mirror cannot work
│   ├── MirrorSetupError     its folder, its policy or an address cannot be used
│   ├── MirrorBusyError      another process mirrors into this folder
│   └── MirrorDamagedError   its own records or its own copy are not as they were written
├── FetchError               a file of a log did not come, or is none that is read
│   ├── NotThereError        the log says that there is no such file
│   ├── KeyRefusedError      the log does not accept the key
│   ├── RedirectedError      the log points elsewhere
│   ├── OversizeError        longer than the file can be
│   └── BudgetError          the step has fetched as much as it may
└── OutboxError              the statements in the database
    ├── StatementRefusedError  a statement that cannot be taken in as it is
    ├── SequencedElsewhereError  a statement has its place in the log already
    ├── UnknownStatementError  there is no statement of this id
    ├── NotSequencedError    the statement still waits for its place in the log
    ├── ErasedError          salt and text of the statement are gone
    ├── PreservedError       the statement must be kept
    └── PermanentError       statements of this kind are never erased
"""

from __future__ import annotations


class LedgerError(Exception):
    """Root of the ledger's errors; the message says what to do."""


class EncodingError(LedgerError):
    """Bytes or numbers do not follow their format."""


class VerificationError(LedgerError):
    """Everything is well-formed, but it is not true."""


class LogError(LedgerError):
    """The log on the disk cannot be used as it is."""


# Sizes, indexes and hashes.


class TreeSizeError(EncodingError):
    """A size is no whole number from 0 to 2**63 - 1."""


class LeafIndexError(EncodingError):
    """An index is no leaf of the tree."""


class HashSizeError(EncodingError):
    """Hashes are not 32 bytes each."""


class FrontierError(EncodingError):
    """A tree of this size has other full subtrees."""


# Proofs.


class ProofError(EncodingError):
    """No tree of these sizes can have this proof."""


class ProofHashError(ProofError):
    """A hash of the path is not 32 bytes."""


class ProofLengthError(ProofError):
    """The path is longer or shorter than the sizes ask for."""


class EmptyOldTreeError(ProofError):
    """Consistency with the empty tree was to be proved; every tree has that."""


class ShrunkTreeError(ProofError):
    """The newer tree is smaller than the older one."""


class InclusionError(VerificationError):
    """The leaf and its path do not give the root."""


class ConsistencyError(VerificationError):
    """The newer tree is no continuation of the older one."""


class SplitViewError(ConsistencyError):
    """Two trees of one size have different roots: the log shows two histories."""


class OldRootError(ConsistencyError):
    """The path does not give the older root."""


class NewRootError(ConsistencyError):
    """The path does not give the newer root."""


# Tiles and entry bundles.


class TileError(EncodingError):
    """A tile does not follow its format."""


class TilePathError(TileError):
    """A path names no tile."""


class TileNumberError(TileError):
    """No tile has this level, number or width."""


class TileLengthError(TileError):
    """The bytes are not as many as the tile has."""


class TileMissingError(LogError):
    """A tile that the tree needs is not there."""


class LogMissingError(LogError):
    """There is no log in the folder."""


class LogLockedError(LogError):
    """Another process, or another part of this one, has the log open for writing."""


class LogDamagedError(LogError):
    """A file of the log is missing, cut short or altered; nothing is answered from it."""


class LogStoppedError(LogError):
    """The log was closed, or a fault left it in doubt: open it again to go on."""


class LogDiskError(LogError):
    """The disk cannot be read or written; nothing was appended."""


class LogFullError(LogDiskError):
    """The disk is full; nothing was appended."""


class StoragePathError(LogError):
    """A path leaves the log's folder, or is none."""


class TileDamagedError(LogError):
    """The tiles do not give the root of the tree: at least one of them was altered."""


class BundleError(EncodingError):
    """An entry bundle does not follow its format."""


class EntryTooLongError(BundleError):
    """An entry has more than 65,535 bytes."""


class BundleTruncatedError(BundleError):
    """The bytes end inside an entry."""


class BundleTrailingError(BundleError):
    """Bytes follow the last entry."""


class BundleCountError(BundleError):
    """A bundle has no entries, or more than 256."""


class CommitmentLengthError(BundleError):
    """An entry has another length than the 32 bytes of a commitment."""


class IdentityError(LogError):
    """The log's name or its keys cannot be used."""


class ForeignLogError(LogError):
    """The database belongs to another log, or another sequencer writes this one."""


class LogForkedError(LogError):
    """Folder and database hold two histories."""


class RolledBackError(LogError):
    """More was signed or published than is there."""


class RestoredError(LogError):
    """A backup was put back, and nobody said yet that nothing newer was published."""


class UnnamedLogError(LogError):
    """Nobody can be held to what is signed in no name."""


class NotInLogError(LogError):
    """No published checkpoint covers the statement yet."""


class ExchangeError(LogError):
    """A witness gave no whole answer."""


# Signed notes and keys.


class NoteError(EncodingError):
    """Bytes are no signed note."""


class NoteTooLongError(NoteError):
    """A note has more than 1,000,000 bytes."""


class NoteTextError(NoteError):
    """A note is not UTF-8."""


class ControlCharacterError(NoteError):
    """A note holds a control character other than newline; CRLF line ends are such."""


class NoteEndError(NoteError):
    """The last line of a note does not end with a newline."""


class NoteSeparatorError(NoteError):
    """No empty line stands between the text and the signatures."""


class NoSignatureError(NoteError):
    """A note has no signature line."""


class TooManySignaturesError(NoteError):
    """A note has more than 100 signature lines."""


class SignatureLineError(NoteError):
    """A line below the empty line is no signature line."""


class KeyTextError(EncodingError):
    """Text is no key."""


class KeyNameError(KeyTextError):
    """No key can have this name."""


class KeyIdError(KeyTextError):
    """The id in the text is not the one of this name and key."""


class KeyTypeError(KeyTextError):
    """A key of this type cannot do what was asked."""


class SignatureError(VerificationError):
    """A known key did not make the signature that bears its name and id."""


class UnknownKeyError(VerificationError):
    """No signature is by a known key."""


class AmbiguousKeyError(VerificationError):
    """Two known keys have one name and one id: a signature could be by either."""


# Checkpoints and cosignatures.


class CheckpointError(EncodingError):
    """Text is no checkpoint."""


class OriginError(CheckpointError):
    """The origin line is missing, or cannot be an origin."""


class CheckpointSizeError(CheckpointError):
    """The size is no decimal number from 0 to 2**63 - 1."""


class CheckpointRootError(CheckpointError):
    """The root is not 32 bytes in base64."""


class ExtensionLineError(CheckpointError):
    """An extension line is empty, or the text does not end with a newline."""


class CosignatureTimeError(EncodingError):
    """No cosignature can have this time."""


class OriginMismatchError(VerificationError):
    """The document is about another log."""


class LogSignatureError(VerificationError):
    """The log's own signature is missing."""


# Proofs as files.


class ProofFileError(EncodingError):
    """Bytes are no tlog-proof."""


class ProofHeaderError(ProofFileError):
    """The first line, the index line or the empty line is missing."""


class ProofExtraError(ProofFileError):
    """The extra data is no base64, or empty."""


class ProofIndexError(ProofFileError):
    """The index is no decimal number from 0 to 2**63 - 1."""


class ProofPathError(ProofFileError):
    """A line of the path is no hash, or there are more than 63."""


# Receipts and openings.


class ReceiptError(EncodingError):
    """Bytes are no receipt."""


class ReceiptHeaderError(ReceiptError):
    """The first line, or the empty line, is missing."""


class ReceiptLeafError(ReceiptError):
    """The leaf is not 32 bytes in base64."""


class ReceiptIndexError(ReceiptError):
    """The index is no decimal number from 0 to 2**63 - 1."""


class ReceiptPathError(ReceiptError):
    """A line of the path is no hash, or there are more than 63."""


class PromiseError(ReceiptError):
    """The signed text of a receipt is no promise."""


class PromiseOriginError(PromiseError):
    """The origin cannot be a log's name."""


class PromiseBatchError(PromiseError):
    """The size or the root of the batch is none."""


class PromiseTimeError(PromiseError):
    """A time is none, or the deadline is before the promise."""


class OpeningError(EncodingError):
    """Bytes are no opening."""


class EvidenceError(EncodingError):
    """Evidence was to be made of a receipt that is not overdue."""


class OpeningMismatchError(VerificationError):
    """Salt and statement do not give the leaf."""


class LeafMismatchError(VerificationError):
    """The proof is about another leaf."""


class LeafUnknownError(VerificationError):
    """Nothing says which leaf the proof is about."""


# Trust policies and witnesses.


class PolicyError(EncodingError):
    """A trust policy is refused; the message begins with the line where there is one."""


class PolicyTextError(PolicyError):
    """A byte that no policy may have, too many of them, or no newline at the end."""


class PolicyLineError(PolicyError):
    """A line of no known kind, or with parts missing or left over."""


class PolicyKeyError(PolicyError):
    """Text that is no key, or a key that cannot do this work."""


class PolicyDuplicateError(PolicyError):
    """A name, a key or the quorum was given before."""


class PolicyNameError(PolicyError):
    """A name is not defined, or cannot be used."""


class PolicyOrderError(PolicyError):
    """A name is used before the line that defines it; every circle of groups is such."""


class PolicyMemberError(PolicyError):
    """A witness or group is a member of two groups, or twice of one."""


class PolicyThresholdError(PolicyError):
    """A group without members, or whose number is none from 1 to that of its members."""


class PolicyQuorumError(PolicyError):
    """There is no quorum line."""


class QuorumError(VerificationError):
    """Too few witnesses confirmed the checkpoint."""


class WitnessRequestError(EncodingError):
    """Bytes are no add-checkpoint request."""


# Witnesses.


class WitnessError(LedgerError):
    """The witness does not cosign."""


class WitnessSetupError(WitnessError):
    """The witness's folder, its key or a log's key cannot be used."""


class WitnessStateError(WitnessError):
    """What the witness last cosigned for a log is lost or damaged; it stops for that log."""


class WitnessBusyError(WitnessError):
    """Another request of this log takes too long; ask again."""


# Mirrors.


class MirrorError(LedgerError):
    """The mirror cannot work."""


class MirrorSetupError(MirrorError):
    """The mirror's folder, its policy or an address cannot be used."""


class MirrorBusyError(MirrorError):
    """Another process mirrors into this folder."""


class MirrorDamagedError(MirrorError):
    """The mirror's own records or its own copy are not as they were written."""


class FetchError(LedgerError):
    """A file of a log did not come, or is none that is read.

    ``retry_seconds`` is the pause that the log asked for.
    """

    def __init__(self, message: str, *, retry_seconds: float = 0.0) -> None:
        super().__init__(message)
        self.retry_seconds = retry_seconds


class NotThereError(FetchError):
    """The log says that there is no such file."""


class KeyRefusedError(FetchError):
    """The log does not accept the key."""


class RedirectedError(FetchError):
    """The log points elsewhere; redirects are not followed."""


class OversizeError(FetchError):
    """The answer is longer than the file can be."""


class BudgetError(FetchError):
    """The step has fetched as much as it may; the next goes on."""


# Statements in the database.


class OutboxError(LedgerError):
    """The statements in the database cannot be read or written, or not in this way."""


class StatementRefusedError(OutboxError):
    """A statement cannot be taken in as it is."""


class SequencedElsewhereError(OutboxError):
    """A statement has its place in the log already, or another one has it."""


class UnknownStatementError(OutboxError):
    """There is no statement of this id."""


class NotSequencedError(OutboxError):
    """The statement still waits for its place in the log."""


class ErasedError(OutboxError):
    """Salt and text of the statement are gone."""


class PreservedError(OutboxError):
    """The statement must be kept."""


class PermanentError(OutboxError):
    """Statements of this kind are never erased."""
