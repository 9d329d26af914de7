"""The demo's material: ordinary pictures, and what happens to pictures on their way.

Invariants: everything follows from the generator passed in; nothing is downloaded; the
pictures are painted scenes or the photographs that scikit-image ships.

    rng = np.random.default_rng(7)
    picture = photograph_like(rng, 640, 480)
    for alteration in ALTERATIONS:
        data = encode(alteration.apply(picture, rng), alteration.formats[0], rng)
"""

from beholden.demo.alterations import (
    ALTERATIONS,
    Alteration,
    ImageFormat,
    encode,
    writable_formats,
)
from beholden.demo.material import FRESH, ROWS, Job, Made, make, plan
from beholden.demo.pictures import photograph, photograph_like, sample_photographs

__all__ = [
    "ALTERATIONS",
    "FRESH",
    "ROWS",
    "Alteration",
    "ImageFormat",
    "Job",
    "Made",
    "encode",
    "make",
    "photograph",
    "photograph_like",
    "plan",
    "sample_photographs",
    "writable_formats",
]
