"""The pure part of the ledger room: hashes, proofs, tiles and the documents that carry them."""
