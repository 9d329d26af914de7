"""The ledger: an append-only log of opaque statements that anyone entitled can check."""
