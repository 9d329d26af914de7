"""The errors of access. None of them ever lets anybody in.

AccessError             nothing was changed
├── KeyNameError        the name of a key, or of who answers for it, cannot be used
├── ScopeError          a scope is unknown, or there is none
├── KeyLimitError       a rate or a lifetime is out of bounds
├── UnknownKeyError     there is no such key
└── SecretError         the file of the secret cannot be used
"""

from __future__ import annotations


class AccessError(Exception):
    """Root of the errors of access; the message says what to do."""


class KeyNameError(AccessError):
    """A name is empty, too long or not one line of text."""


class ScopeError(AccessError):
    """A scope is unknown, or a key would have none."""


class KeyLimitError(AccessError):
    """Checks a second or days until the end are out of bounds."""


class UnknownKeyError(AccessError):
    """No key has this id."""


class SecretError(AccessError):
    """The file of the secret is missing, exposed, damaged or cannot be written."""
