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
│   └── BundleError          an entry bundle that does not follow its format
│       ├── EntryTooLongError  an entry of more than 65,535 bytes
│       ├── BundleTruncatedError  the bytes end inside an entry
│       ├── BundleTrailingError  bytes follow the last entry
│       └── BundleCountError more or fewer entries than the bundle can have
├── VerificationError        well-formed, but not true
│   ├── InclusionError       the leaf and its path do not give the root
│   └── ConsistencyError     the newer tree is no continuation of the older
│       ├── SplitViewError   two roots for one size
│       ├── OldRootError     the path does not give the older root
│       └── NewRootError     the path does not give the newer root
└── LogError                 the log on the disk
    └── TileMissingError     a tile that the tree needs is not there
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
