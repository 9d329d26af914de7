"""The media room: bytes of an image in, hashes with quality out.

    >>> from beholden.media import hash_image
    >>> hash_image(data).pdq  # doctest: +SKIP
    'f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22'

``hash_image`` decodes in this process. ``HashPool`` does the same in worker
processes under limits, so that a hostile file costs one finding and no more.
"""

from beholden.media.decode import hash_image
from beholden.media.errors import MediaError, PoolError, UnscannableError
from beholden.media.limits import Limits
from beholden.media.pool import HashPool

__all__ = ["HashPool", "Limits", "MediaError", "PoolError", "UnscannableError", "hash_image"]
