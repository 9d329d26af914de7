"""Ordinary pictures for the demo, the drills and the tests.

`photograph_like` paints blurred landscapes, streets, woods, still lifes and spots of
light from a seeded generator. They stand in for real photographs where it matters to a
perceptual hash: PDQ quality above 80, and as far apart in PDQ as unrelated photographs
(about 128 of 256 bits). `sample_photographs` yields real ones where scikit-image is
installed.

Not here: altered copies of a picture (`beholden.demo.alterations`) and hashing.

    rng = np.random.default_rng(7)
    picture = photograph_like(rng, 640, 480)
    picture.save("harbour.jpg")
"""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Field: TypeAlias = NDArray[np.floating[Any]]

CANVAS_SIDE: Final = 200
"""Longer side of the painted canvas in pixels; PDQ itself looks at 64 x 64 points."""
NOISE_SIDE: Final = 216
"""Side of a noise field: larger than the canvas, so that its wrap-around is cut off."""
GRAIN_SIDE: Final = 256
ENOUGH_GRADIENT: Final = 11_500
"""Sum of quantised gradients to reach; PDQ calls 9,000 quality 100."""
LUMA: Final = np.array([0.299, 0.587, 0.114], np.float32)
PALETTES: Final = (
    ((150, 190, 230), (170, 180, 170), (120, 150, 80), (60, 90, 40)),
    ((240, 190, 130), (200, 120, 80), (110, 70, 80), (50, 40, 60)),
    ((200, 205, 210), (150, 155, 160), (110, 110, 105), (70, 70, 68)),
    ((90, 150, 210), (80, 160, 180), (210, 190, 140), (150, 110, 70)),
    ((190, 200, 210), (210, 150, 60), (160, 80, 40), (80, 50, 30)),
    ((40, 50, 90), (70, 60, 110), (190, 140, 70), (240, 210, 140)),
    ((230, 225, 215), (200, 190, 170), (170, 60, 50), (60, 80, 110)),
    ((170, 210, 200), (90, 140, 130), (150, 170, 60), (50, 60, 50)),
    ((235, 200, 210), (180, 150, 190), (120, 160, 120), (80, 90, 60)),
)
"""Four colours each (RGB, 0..255), from sky to foreground."""
SIZES: Final = (
    (640, 480),
    (480, 640),
    (800, 533),
    (533, 800),
    (720, 720),
    (960, 540),
    (540, 960),
    (1024, 768),
    (576, 432),
)
"""Width and height in pixels of the pictures of `photographs`: 0.25 to 0.8 megapixels."""
SAMPLES: Final = (
    "astronaut.png",
    "camera.png",
    "chelsea.png",
    "coffee.png",
    "coins.png",
    "hubble_deep_field.jpg",
    "ihc.png",
    "moon.png",
    "motorcycle_left.png",
    "retina.jpg",
    "rocket.jpg",
)
"""Photographs inside scikit-image. Left out: second views of a scene, drawings, text;
`clock_motion` (PDQ quality 34); and the surfaces brick, grass and gravel, whose fine
repeats put even a scaled copy 30 to 60 bits away."""


class _Canvas:
    """A picture being painted: colours in 0..1 over coordinates x (0..aspect), y (0..1)."""

    def __init__(self, rng: np.random.Generator, width: int, height: int) -> None:
        scale = CANVAS_SIDE / max(width, height)
        columns, rows = max(8, round(width * scale)), max(8, round(height * scale))
        self.rng = rng
        self.aspect = columns / rows
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        self.x: Field = x / rows
        self.y: Field = y / rows
        self.pixels: Field = np.zeros((rows, columns, 3), np.float32)
        palette = np.array(PALETTES[int(rng.integers(len(PALETTES)))], np.float32) / 255
        self.palette: Field = palette * rng.uniform(0.85, 1.15, 3).astype(np.float32)

    def colour(self, place: float, brightness: float, *, jitter: float = 0.05) -> Field:
        """A colour of the palette, from the sky (0) to the nearest ground (1)."""
        at = place * (len(self.palette) - 1)
        first = min(int(at), len(self.palette) - 2)
        mixed = self.palette[first] + (at - first) * (self.palette[first + 1] - self.palette[first])
        strayed = mixed + self.rng.normal(0, jitter, 3).astype(np.float32)
        colour: Field = np.clip(strayed * brightness, 0, 1.2).astype(np.float32)
        return colour

    def noise(self, slope: float, stretch: float = 1.0) -> tuple[Field, Field]:
        """Two independent 1/f**slope fields of unit variance; stretch > 1 streaks them."""
        side = NOISE_SIDE
        across = np.fft.fftfreq(side).astype(np.float32) * side
        radius = np.hypot(across[None, :] * stretch, across[:, None] / stretch)
        radius[0, 0] = np.inf
        spectrum = self.rng.standard_normal((side, side, 2), np.float32).view(np.complex64)[..., 0]
        spectrum *= np.maximum(radius, 1.5) ** -slope
        waves = np.fft.ifft2(spectrum)
        rows, columns = self.x.shape
        first, second = waves.real[:rows, :columns], waves.imag[:rows, :columns]
        return _standard(first), _standard(second)

    def paint(self, mask: Field, colour: Field, shade: Field | float = 1.0) -> None:
        """Lay a shaded colour over the canvas where the mask (0..1) says so."""
        self.paint_at((slice(None), slice(None)), mask, colour, shade)

    def paint_at(
        self, window: tuple[slice, slice], mask: Field, colour: Field, shade: Field | float = 1.0
    ) -> None:
        """Lay a shaded colour over one window of the canvas."""
        under = self.pixels[window]
        over = np.asarray(shade, np.float32)[..., None] * colour
        under += mask[..., None] * (over - under)

    def window(self, x: float, y: float, reach: float) -> tuple[slice, slice]:
        """The window that holds everything within reach of a point."""
        rows, columns = self.x.shape
        left, right = (min(columns, max(0, round((x + s * reach) * rows))) for s in (-1, 1))
        top, bottom = (min(rows, max(0, round((y + s * reach) * rows))) for s in (-1, 1))
        return slice(top, bottom), slice(left, right)


def _standard(field: Field) -> Field:
    standard: Field = ((field - field.mean()) / (field.std() + 1e-9)).astype(np.float32)
    return standard


def _step(distance: Field, softness: float) -> Field:
    """A soft edge: 0 far below zero, 1 far above."""
    rising = distance * (0.5 / softness)
    return np.clip(rising + 0.5, 0, 1, out=rising)


def _landscape(canvas: _Canvas) -> None:
    rng = canvas.rng
    clouds, ridges = canvas.noise(rng.uniform(1.3, 1.9), rng.uniform(1.0, 1.8))
    ground, detail = canvas.noise(rng.uniform(0.8, 1.5), rng.uniform(0.8, 2.5))
    horizon = rng.uniform(0.3, 0.7)
    canvas.pixels[:] = canvas.colour(0.0, 1.0)
    canvas.pixels *= (0.65 + 0.35 * canvas.y / horizon)[..., None]
    canvas.paint(_step(clouds - rng.uniform(-0.8, 0.8), 0.8) * 0.8, canvas.colour(0.15, 1.1))
    layers = int(rng.integers(2, 6))
    for layer in range(layers):
        depth = (layer + 1) / layers
        rise = rng.uniform(0.02, 0.11) * ridges[int(rng.integers(len(ridges)))]
        line = horizon + (1 - horizon) * (depth - 1 / layers) * rng.uniform(0.7, 1.0) + rise
        shade = 0.75 + (0.1 + 0.25 * depth) * (detail if layer % 2 else ground)
        colour = canvas.colour(0.3 + 0.6 * depth, rng.uniform(0.5, 1.1))
        canvas.paint(_step(canvas.y - line[None, :], 0.012), colour, shade)


def _still_life(canvas: _Canvas) -> None:
    rng = canvas.rng
    wall, table = canvas.noise(rng.uniform(1.2, 1.8))
    grain, mottle = canvas.noise(rng.uniform(0.7, 1.4), rng.uniform(0.4, 2.5))
    canvas.pixels[:] = canvas.colour(rng.uniform(0, 0.5), rng.uniform(0.4, 1.0))
    canvas.pixels *= (0.75 + 0.2 * wall)[..., None]
    edge = rng.uniform(0.35, 0.75) + rng.normal(0, 0.1) * (canvas.x / canvas.aspect - 0.5)
    cloth = canvas.colour(rng.uniform(0.4, 1.0), rng.uniform(0.5, 1.2))
    canvas.paint(_step(canvas.y - edge, 0.02), cloth, 0.75 + 0.12 * table + 0.12 * grain)
    light = rng.uniform(0, 2 * math.pi)
    for _ in range(int(rng.integers(4, 11))):
        _solid(canvas, light, mottle)


def _solid(canvas: _Canvas, light: float, mottle: Field) -> None:
    """One rounded thing, lit from one side, with its shadow."""
    rng = canvas.rng
    x, y = rng.uniform(0.05, 0.95) * canvas.aspect, rng.uniform(0.2, 0.9)
    wide, high = rng.uniform(0.05, 0.22, 2)
    angle, boxy = rng.uniform(0, math.pi), bool(rng.integers(2))
    window = canvas.window(x, y, 1.5 * max(wide, high))
    dx, dy = canvas.x[window] - x, canvas.y[window] - y
    u = dx * (math.cos(angle) / wide) + dy * (math.sin(angle) / wide)
    v = dy * (math.cos(angle) / high) - dx * (math.sin(angle) / high)
    fall_x, fall_y = 0.35 * math.cos(light), 0.35 * math.sin(light)
    shadow = 1 - np.square(u + fall_x) - np.square(v + fall_y)
    canvas.paint_at(window, _step(shadow, 0.6) * 0.5, np.zeros(3, np.float32))
    across, along = np.square(u), np.square(v)
    inside = 1 - np.square(across) - np.square(along) if boxy else 1 - across - along
    lit = 0.8 - 0.3 * (math.cos(light) * u + math.sin(light) * v)
    shade = np.clip(lit + rng.uniform(0.02, 0.2) * mottle[window], 0.1, 1.3)
    colour = canvas.colour(rng.uniform(0, 1), rng.uniform(0.5, 1.3), jitter=0.15)
    canvas.paint_at(window, _step(inside, 0.15), colour, shade)


def _street(canvas: _Canvas) -> None:
    rng = canvas.rng
    sky, road = canvas.noise(rng.uniform(1.3, 1.8), 1.4)
    plaster, stain = canvas.noise(rng.uniform(0.8, 1.5), rng.uniform(0.6, 1.6))
    canvas.pixels[:] = canvas.colour(rng.uniform(0, 0.2), 1.1)
    canvas.pixels *= (0.85 + 0.12 * sky)[..., None]
    left = -rng.uniform(0, 0.2)
    while left < canvas.aspect:
        wide = rng.uniform(0.12, 0.4)
        _house(canvas, left, wide, 0.75 + 0.15 * plaster, stain)
        left += wide * rng.uniform(0.85, 1.1)
    kerb = rng.uniform(0.65, 0.9) + rng.normal(0, 0.06) * canvas.x
    canvas.paint(_step(canvas.y - kerb, 0.015), canvas.colour(0.6, 0.6), 0.8 + 0.2 * road)


def _house(canvas: _Canvas, left: float, wide: float, wall: Field, stain: Field) -> None:
    """One front with a sloping roof line and rows of windows."""
    rng = canvas.rng
    top, slope = rng.uniform(0.02, 0.5), rng.normal(0, 0.25)
    window = (slice(None), canvas.window(left + wide / 2, 0.5, 0.55 * wide)[1])
    x, y = canvas.x[window] - left, canvas.y[window]
    roof = y - top - slope * x
    house = _step(np.minimum(np.minimum(x, wide - x), roof), 0.012)
    colour = canvas.colour(rng.uniform(0.2, 1), rng.uniform(0.5, 1.2))
    canvas.paint_at(window, house, colour, wall[window])
    across, down = wide / rng.integers(2, 6), rng.uniform(0.07, 0.2)
    frame = np.square(np.sin(x[:1] * (math.pi / across))) + (
        np.square(np.sin(roof * (math.pi / down)))
    )
    panes = _step(frame - rng.uniform(1.2, 1.6), 0.25) * house * rng.uniform(0.4, 0.9)
    glass = canvas.colour(rng.uniform(0, 0.4), rng.uniform(0.1, 1.2))
    canvas.paint_at(window, panes, glass, 0.8 + 0.4 * stain[window])


def _wood(canvas: _Canvas) -> None:
    rng = canvas.rng
    leaves, moss = canvas.noise(rng.uniform(0.9, 1.5))
    bark, haze = canvas.noise(rng.uniform(1.0, 1.5), rng.uniform(0.3, 0.9))
    canvas.pixels[:] = canvas.colour(rng.uniform(0, 0.4), 1.0)
    canvas.pixels *= (0.75 + 0.2 * haze)[..., None]
    for _ in range(int(rng.integers(5, 16))):
        foot, lean, thick = (
            rng.uniform(0, canvas.aspect),
            rng.normal(0, 0.12),
            rng.uniform(0.01, 0.06),
        )
        window = canvas.window(foot + lean / 2, 0.5, abs(lean) / 2 + 1.2 * thick + 0.04)
        window = (slice(None), window[1])
        x, y = canvas.x[window] - foot, canvas.y[window]
        bend = lean * y[:, :1] + 0.02 * np.sin(y[:, :1] * rng.uniform(2, 6))
        inside = thick * (0.6 + 0.5 * y) - np.abs(x - bend)
        colour = canvas.colour(rng.uniform(0.6, 1), rng.uniform(0.2, 0.7))
        canvas.paint_at(window, _step(inside, 0.01), colour, 0.75 + 0.25 * bark[window])
    cover = leaves - rng.uniform(0.0, 1.0) + (0.5 - canvas.y) * rng.uniform(-2, 3)
    foliage = canvas.colour(rng.uniform(0.4, 0.8), 0.8)
    canvas.paint(_step(cover, 0.5) * 0.85, foliage, 0.7 + 0.25 * moss)
    floor = canvas.y - rng.uniform(0.75, 0.95) + 0.02 * moss
    canvas.paint(_step(floor, 0.03), canvas.colour(0.9, 0.7), 0.8 + 0.3 * leaves)


def _lights(canvas: _Canvas) -> None:
    rng = canvas.rng
    mist, depth = canvas.noise(rng.uniform(1.4, 2.0))
    canvas.pixels[:] = canvas.colour(rng.uniform(0, 1), 0.4)
    canvas.pixels *= (0.6 + 0.3 * mist)[..., None]
    canvas.paint(_step(depth, 1.0) * 0.7, canvas.colour(rng.uniform(0, 1), 0.7))
    for _ in range(int(rng.integers(25, 60))):
        x, y, size = rng.uniform(0, canvas.aspect), rng.uniform(0, 1), rng.uniform(0.015, 0.11)
        window = canvas.window(x, y, 1.1 * size)
        far = np.hypot(canvas.x[window] - x, canvas.y[window] - y)
        colour = canvas.colour(rng.uniform(0, 1), rng.uniform(0.4, 1.5), jitter=0.1)
        canvas.paint_at(window, _step(size - far, 0.012) * rng.uniform(0.3, 0.9), colour)


_SCENES: Final[tuple[Callable[[_Canvas], None], ...]] = (
    _landscape,
    _still_life,
    _street,
    _wood,
    _lights,
)


def _develop(canvas: _Canvas) -> None:
    """Light, contrast and enough structure for PDQ quality 100."""
    rng = canvas.rng
    glow, texture = canvas.noise(rng.uniform(1.0, 1.6))
    angle = rng.uniform(0, 2 * math.pi)
    slant = math.cos(angle) * (canvas.x / canvas.aspect - 0.5) + math.sin(angle) * (canvas.y - 0.5)
    canvas.pixels *= (1 + rng.uniform(0, 0.6) * slant + 0.12 * glow)[..., None]
    luma = canvas.pixels @ LUMA
    gain = rng.uniform(0.14, 0.25) / (luma.std() + 1e-3)
    contrast = (luma - luma.mean()) * gain + rng.uniform(0.38, 0.58)
    canvas.pixels += (contrast - luma)[..., None]
    # Every step adds texture, so the loop ends; most pictures need none.
    while _gradient(canvas.pixels) < ENOUGH_GRADIENT:
        canvas.pixels += 0.04 * texture[..., None]


def _gradient(pixels: Field) -> int:
    """The sum of quantised gradients that PDQ's quality is made of, at 64 x 64."""
    luma = np.clip(pixels @ LUMA, 0, 1) * 255
    small = np.asarray(Image.fromarray(luma).resize((64, 64), Image.Resampling.HAMMING))
    steps = (np.abs(np.diff(small, axis=axis)) * (100 / 255) for axis in (0, 1))
    return sum(int(step.astype(np.int32).sum()) for step in steps)


def _with_grain(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Add fine grey grain: hardly any in calm pictures, plain to see in others."""
    strength = int(rng.choice([1, 3, 6, 14]))
    tile = rng.integers(128 - strength, 129 + strength, (GRAIN_SIDE, GRAIN_SIDE), np.uint8)
    rows, columns = (-(-side // GRAIN_SIDE) for side in (picture.height, picture.width))
    grain = Image.fromarray(np.tile(tile, (rows, columns))).crop((0, 0, *picture.size))
    return ImageChops.add(picture, Image.merge("RGB", (grain, grain, grain)), offset=-128)


def photograph_like(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    """Paint one picture that PDQ takes for a photograph.

    Args:
        rng: Decides everything about the picture; the same state gives the same pixels
            (with the same NumPy and Pillow).
        width: Width in pixels.
        height: Height in pixels.

    Returns:
        An RGB picture of that size.
    """
    canvas = _Canvas(rng, width, height)
    _SCENES[int(rng.integers(len(_SCENES)))](canvas)
    _develop(canvas)
    small = Image.fromarray((np.clip(canvas.pixels, 0, 1) * 255).astype(np.uint8))
    return _with_grain(small.resize((width, height), Image.Resampling.BICUBIC), rng)


def photograph(seed: int, index: int) -> Image.Image:
    """Paint one picture of a seeded set: its size, landscape, portrait or square, varies too.

    Args:
        seed: Which set of pictures.
        index: Which picture of the set; it depends on nothing else.

    Returns:
        An RGB picture of 0.25 to 0.8 megapixels.
    """
    rng = np.random.default_rng([seed, index])
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    return photograph_like(rng, width, height)


def sample_photographs() -> Iterator[tuple[str, Image.Image]]:
    """Open the real photographs that ship inside scikit-image.

    Yields:
        Name without ending and RGB picture; nothing when scikit-image is not installed.
        No download is ever attempted.
    """
    # A spec is found without importing the package, which would take half a second.
    spec = find_spec("skimage")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in SAMPLES:
            path = Path(folder, "data", name)
            if path.is_file():
                with Image.open(path) as picture:
                    yield path.stem, picture.convert("RGB")
