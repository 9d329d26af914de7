"""Access: who may ask for what. Keys with scopes, and the secret behind every keyed digest.

secret = open_secret(Path("/srv/beholden/secret.key"), store)
keys = {key.key_id: key for key in KeyStore(store, secret, clock).read_all()}
verify(text, keys, secret, clock())      # a Key, or a Refusal
"""

from beholden.access.core import Key, Macs, Refusal, Scope, key_text, parse_key, parse_scope, verify
from beholden.access.errors import (
    AccessError,
    KeyLimitError,
    KeyNameError,
    ScopeError,
    SecretError,
    UnknownKeyError,
)
from beholden.access.secret import Secret
from beholden.access.service import KeyStore, open_secret

__all__ = [
    "AccessError",
    "Key",
    "KeyLimitError",
    "KeyNameError",
    "KeyStore",
    "Macs",
    "Refusal",
    "Scope",
    "ScopeError",
    "Secret",
    "SecretError",
    "UnknownKeyError",
    "key_text",
    "open_secret",
    "parse_key",
    "parse_scope",
    "verify",
]
