"""What one file may cost, checked before it is spent."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Bounds on one file. Whatever exceeds one is a finding, not a failure.

    Attributes:
        max_bytes: Size of the file.
        max_pixels: Pixels that decoding holds in memory: of the scaled picture where
            a JPEG is decoded at 1/2, 1/4 or 1/8, the coefficients of a progressive
            one, else as stored. A clean baseline JPEG is hashed without holding any.
        max_frames: Frames (pages) of an animation; more are refused uncounted.
        sampled_frames: Frames that are hashed: the first, the last and others at
            equal steps between; all, where there are no more than this.
        max_seconds: Of processor time for one file; also checked between frames.
        max_memory_bytes: Address space of a decode worker.
    """

    max_bytes: int = 32 * 1024 * 1024
    max_pixels: int = 64_000_000
    max_frames: int = 10_000
    sampled_frames: int = 32
    max_seconds: float = 10.0
    max_memory_bytes: int = 1024 * 1024 * 1024

    def __post_init__(self) -> None:
        for field in self.__struct_fields__:
            if getattr(self, field) <= 0:
                raise ValueError(f"{field} must be above 0")
