"""The pure part of access: keys, their text, and whether one opens. No files, no clock."""

from beholden.access.core.keys import (
    KEY_ID,
    SECRET_BYTES,
    Key,
    Macs,
    Refusal,
    Scope,
    key_text,
    parse_key,
    parse_scope,
    secret_mac,
    verify,
)

__all__ = [
    "KEY_ID",
    "SECRET_BYTES",
    "Key",
    "Macs",
    "Refusal",
    "Scope",
    "key_text",
    "parse_key",
    "parse_scope",
    "secret_mac",
    "verify",
]
