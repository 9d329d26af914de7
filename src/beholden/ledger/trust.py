"""The network's own trust policy: which witnesses cosign its log, and how many must.

``trust.txt`` is a policy file as in ``core.policy``, written by the operator. Without one
the log's own keys are trusted and no witness is asked. Whoever follows the log keeps a
policy file of their own; ``trust_text`` is what they can start from.

    trust_of(folder, folder / "trust.txt").quorum
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.ledger.core.policy import TrustPolicy, parse_policy
from beholden.ledger.errors import IdentityError, PolicyError
from beholden.ledger.identity import load, trusted

if TYPE_CHECKING:
    from pathlib import Path

    from beholden.ledger.identity import Identity

__all__ = ["trust_of", "trust_text"]

_BYTES_AT_MOST = 1 << 20


def trust_of(folder: Path, file: Path) -> TrustPolicy:
    """The policy in force.

    The log's own keys are those of its identity that are not distrusted, whatever ``log``
    lines the file has: a key that was just rotated needs no edit.

    Raises:
        PolicyError: the file cannot be read, or is none.
        IdentityError: there is no log yet, or its identity is damaged.
    """
    identity = load(folder)
    if identity is None:
        raise IdentityError("There is no log here yet. Make one: beholden ledger init.")
    return parse_policy(trust_text(identity, file))


def trust_text(identity: Identity, file: Path) -> bytes:
    """The policy in force as a file for others: the log's keys, then the witnesses.

    Raises:
        PolicyError: the file cannot be read.
    """
    own = "".join(f"log {key.text}\n" for key in trusted(identity)).encode()
    try:
        with file.open("rb") as stream:
            text = stream.read(_BYTES_AT_MOST + 1)
    except FileNotFoundError:
        return own + b"quorum none\n"
    except OSError as error:
        raise PolicyError(f"{file}: {error.strerror}. Check the file's owner.") from error
    if len(text) > _BYTES_AT_MOST:
        raise PolicyError(f"{file}: more than {_BYTES_AT_MOST:,} bytes. This is no trust policy.")
    # As a policy's lines are read: words apart by spaces or tabs, the last line ended too.
    others = (line for line in text.split(b"\n") if line.split()[:1] != [b"log"])
    return own + b"\n".join(others)
