"""Errors of the media room.

MediaError
+-- UnscannableError   this file yields no complete hash: see ``finding``
+-- PoolError          the decode workers cannot be started or were closed
"""

from __future__ import annotations

from beholden.media.core import Digests, HashOutcome, ImageHashes, Unscannable, UnscannableCode

__all__ = ["MediaError", "PoolError", "UnscannableError"]


class MediaError(Exception):
    """Base of all errors of the media room."""


class PoolError(MediaError):
    """The decode workers cannot be started, or the pool was closed."""


class UnscannableError(MediaError):
    """A file yields no complete hash.

    Attributes:
        finding: Code and sentence.
        digests: Of the bytes, where they could be read.
        image: Hashes of the part that could be decoded, if any.
    """

    def __init__(
        self,
        code: UnscannableCode,
        message: str,
        *,
        digests: Digests | None = None,
        image: ImageHashes | None = None,
    ) -> None:
        super().__init__(message)
        self.finding = Unscannable(code, message)
        self.digests = digests
        self.image = image

    @property
    def outcome(self) -> HashOutcome:
        """The same as a value, for pipelines that must not stop at one file."""
        return HashOutcome(self.digests, self.image, self.finding)
