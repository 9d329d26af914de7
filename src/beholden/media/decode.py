"""Bytes to hashes in this process: sniff, check limits, decode in strips, hash.

    >>> from pathlib import Path
    >>> hashes = hash_image(Path("photo.jpg").read_bytes())  # doctest: +SKIP

Rules, each stated because two programs must agree on them:

* The picture is hashed as stored, and, where its EXIF orientation turns it, also as
  shown: the dihedral hashes of the stored one cover that only within about 26 bits.
* Transparency is laid over white (noted as ``alpha_on_white``); a still is hashed over
  black as well, because a picture can be drawn in white on nothing.
* A clean JPEG is hashed from its coefficients, without pixels (``core/jpeg.py``);
  another one is decoded, at 1/2, 1/4 or 1/8 while the shorter scaled side
  stays at 768 pixels or more, with full-size weights. ``exact`` decodes all of it in
  colour. A JPEG's first picture counts, not the further ones of a multi-picture file.
* Of an animation the first, the last and frames at equal steps between are hashed.
* Of a truncated JPEG the decodable part is hashed too (the rest is grey), and the
  file still counts as unscannable.

Not here: protection from a decoder that crashes or never ends. Hostile bytes
belong in ``HashPool``, whose workers run this module under limits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from io import BytesIO

import msgspec
import numpy as np
import numpy.typing as npt
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from beholden.media.core import Digests, FrameHashes, ImageHashes, PdqHex
from beholden.media.core.jpeg import jpeg_samples
from beholden.media.core.pdq import MIN_SIDE, TURNS, PdqReducer, pdq_from_samples
from beholden.media.digests import digests_of
from beholden.media.errors import UnscannableError
from beholden.media.limits import Limits
from beholden.media.sniff import ImageFormat, has_exif, sniff, webp_canvas

# Measured drift on photographs, in bits: 8 at 256 (fine textures), 4 at 512, 2 at 768.
_MIN_SCALED_SIDE = 768
_STRIP_BYTES = 1 << 20
# As many as PDQ takes samples: what happens within an MCU then stays within a sample.
_MIN_COLOUR_MCUS = 64
_WHITE, _BLACK = (255, 255, 255, 255), (0, 0, 0, 255)
_ORIENTATION_TAG = 0x0112
_END_OF_IMAGE = b"\xff\xd9"
_WIDE_GREY = frozenset({"I;16", "I;16L", "I;16B", "I;16N", "I", "F"})


def hash_image(data: bytes, *, exact: bool = False, limits: Limits | None = None) -> ImageHashes:
    """Hashes one image file.

    Args:
        data: The file's bytes.
        exact: Decode JPEG at full size and in colour, as the reference does.
        limits: What the file may cost; the defaults of ``Limits`` otherwise.

    Returns:
        PDQ, quality and dihedral hashes (and those of frames), and the digests.

    Raises:
        UnscannableError: With code, sentence, and what could be had nevertheless.
    """
    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        raise UnscannableError(
            "too_large", f"The file has {len(data):,} bytes; the limit is {limits.max_bytes:,}."
        )
    return hash_known(data, digests_of(data), exact=exact, limits=limits)


def hash_known(data: bytes, digests: Digests, *, exact: bool, limits: Limits) -> ImageHashes:
    """``hash_image`` for bytes whose digests and size are known already."""
    try:
        return _Decoding(data, digests, limits, exact=exact).hash()
    except UnscannableError as error:
        error.digests = digests
        if error.finding.code != "truncated" or sniff(data) != "JPEG":
            raise
        error.image = _decodable_part(data, digests, limits, exact=exact)
        raise


def _decodable_part(
    data: bytes, digests: Digests, limits: Limits, *, exact: bool
) -> ImageHashes | None:
    """Hashes of a cut JPEG with its missing part grey, as many viewers show it."""
    try:
        return _Decoding(
            data + _END_OF_IMAGE, digests, limits, exact=exact, notes=("missing_part_grey",)
        ).hash()
    except UnscannableError:
        return None


class _Decoding:
    """One file on its way from bytes to hashes."""

    def __init__(
        self,
        data: bytes,
        digests: Digests,
        limits: Limits,
        *,
        exact: bool,
        notes: tuple[str, ...] = (),
        clock: Callable[[], float] = time.process_time,
    ) -> None:
        self._data = data
        self._digests = digests
        self._limits = limits
        self._exact = exact
        self._clock = clock
        self._deadline = clock() + limits.max_seconds
        self._notes = list(notes)
        self._background = _WHITE

    def hash(self) -> ImageHashes:
        form = sniff(self._data)
        if form == "WEBP":
            self._check_pixels(*webp_canvas(self._data))
        try:
            quick = self._quick_jpeg() if form == "JPEG" and not self._exact else None
            return quick or self._decode(form)
        except UnscannableError:
            raise
        except MemoryError:
            raise UnscannableError(
                "too_much_memory", "Decoding needs more memory than a worker may take."
            ) from None
        except Exception as error:  # noqa: BLE001 - decoders raise anything on hostile bytes
            raise _unscannable(form, error) from None

    def _quick_jpeg(self) -> ImageHashes | None:
        """A clean JPEG from its coefficients, as stored and as shown; None if it is not clean."""
        found = jpeg_samples(
            self._data, max_pixels=self._limits.max_pixels, min_colour_mcus=_MIN_COLOUR_MCUS
        )
        if found is None:
            return None
        still = _frame(0, *pdq_from_samples(found.samples))
        displayed = None
        # Only few files are turned; reading metadata takes as long as a small picture.
        if has_exif(self._data):
            turn = TURNS[_orientation(_open("JPEG", self._data))]
            if turn != TURNS[1]:
                shown = jpeg_samples(
                    self._data,
                    mirror_rows=turn.rows,
                    mirror_columns=turn.columns,
                    max_pixels=self._limits.max_pixels,
                )
                if shown is not None:
                    displayed = _frame(0, *pdq_from_samples(shown.samples, turn))
        return self._image("JPEG", (found.width, found.height), [still], 1, displayed)

    def _decode(self, form: ImageFormat) -> ImageHashes:
        picture = _open(form, self._data)
        size = picture.size
        if min(size) < MIN_SIDE:
            raise UnscannableError(
                "too_small",
                f"The picture is {size[0]} x {size[1]} pixels; PDQ needs {MIN_SIDE} on each side.",
            )
        scale = self._scale(form, picture)
        self._check_pixels(*picture.size)
        frame_count = self._frame_count(picture)
        frames: list[FrameHashes] = []
        finding: UnscannableError | None = None
        for index in _sampled(frame_count, self._limits.sampled_frames):
            try:
                if index:
                    self._check_time()
                    picture.seek(index)
                frames.append(self._hash_frame(picture, index, size, scale))
            except Exception as error:
                if not frames:
                    raise
                # What was hashed so far can still match; the file stays unscannable.
                finding = (
                    error if isinstance(error, UnscannableError) else _unscannable(form, error)
                )
                break
        displayed = None
        if frame_count == 1 and (orientation := _orientation(picture)) != 1:
            displayed = self._hash_frame(picture, 0, size, scale, orientation)
        image = self._image(form, size, frames, frame_count, displayed)
        if frame_count == 1 and "alpha_on_white" in self._notes:
            self._background = _BLACK
            on_black = self._hash_frame(picture, 0, size, scale)
            image = msgspec.structs.replace(image, on_black=on_black)
        if finding is not None:
            finding.image = image
            raise finding
        return image

    def _image(
        self,
        form: str,
        size: tuple[int, int],
        frames: list[FrameHashes],
        frame_count: int,
        displayed: FrameHashes | None,
    ) -> ImageHashes:
        first = frames[0]
        return ImageHashes(
            sha256=self._digests.sha256,
            sha1=self._digests.sha1,
            md5=self._digests.md5,
            pdq=first.pdq,
            quality=first.quality,
            dihedral=first.dihedral,
            format=form,
            width=size[0],
            height=size[1],
            frames=tuple(frames) if frame_count > 1 else (),
            frame_count=frame_count,
            displayed=displayed,
            notes=tuple(dict.fromkeys(self._notes)),
        )

    def _scale(self, form: ImageFormat, picture: Image.Image) -> int:
        """Sets a JPEG to decode scaled, where that is safe; returns the divisor."""
        if form != "JPEG" or self._exact or picture.mode not in {"L", "RGB"}:
            return 1
        width, height = picture.size
        scale = next(
            (s for s in (8, 4, 2) if min(width, height) // s >= _MIN_SCALED_SIDE),
            1,
        )
        if picture.info.get("progressive"):
            # Its coefficients are held at full size before anything is scaled.
            self._check_pixels(width, height)
        # In colour: luminance alone is not what a viewer shows where colours are clipped.
        picture.draft(picture.mode, (width // scale, height // scale))
        if scale > 1:
            self._notes.append(f"scaled_1_{scale}")
        return scale

    def _check_pixels(self, width: int, height: int) -> None:
        if width * height > self._limits.max_pixels:
            raise UnscannableError(
                "too_many_pixels",
                f"Decoding would hold {width:,} x {height:,} pixels; "
                f"the limit is {self._limits.max_pixels:,}.",
            )

    def _check_time(self) -> None:
        if self._clock() > self._deadline:
            raise UnscannableError(
                "too_slow", f"Decoding took more than {self._limits.max_seconds:g} seconds."
            )

    def _frame_count(self, picture: Image.Image) -> int:
        if not getattr(picture, "is_animated", False):
            return 1
        count = int(getattr(picture, "n_frames", 1))
        if count > self._limits.max_frames:
            raise UnscannableError(
                "too_many_frames",
                f"The file has {count:,} frames; the limit is {self._limits.max_frames:,}.",
            )
        return count

    def _hash_frame(
        self,
        picture: Image.Image,
        index: int,
        size: tuple[int, int],
        scale: int,
        orientation: int = 1,
    ) -> FrameHashes:
        self._check_pixels(*picture.size)
        if index and picture.size != size:  # pages of one TIFF may differ
            size = picture.size
            if min(size) < MIN_SIDE:
                raise UnscannableError(
                    "too_small", f"Page {index} is {size[0]} x {size[1]} pixels."
                )
        picture.load()
        reducer: PdqReducer | None = None
        for strip in self._strips(picture):
            if reducer is None:
                channels = strip.shape[1] // picture.width
                reducer = PdqReducer(*size, channels=channels, scale=scale, orientation=orientation)
            reducer.feed(strip)
        if reducer is None:
            raise UnscannableError("corrupt", "The picture has no rows.")
        return _frame(index, *reducer.finish())

    def _strips(self, picture: Image.Image) -> Iterator[npt.NDArray[np.uint8]]:
        """The picture in strips of rows, luminance or RGB, so that conversions stay small."""
        width, height = picture.size
        # Floating point has no fixed range: it must be found over the whole picture.
        whole = _narrow(picture) if picture.mode == "F" else picture
        rows = max(1, _STRIP_BYTES // (width * 4))
        for top in range(0, height, rows):
            bottom = min(top + rows, height)
            strip = whole if rows >= height else whole.crop((0, top, width, bottom))
            flat = self._flatten(strip, picture.info.get("transparency"))
            channels = 1 if flat.mode == "L" else 3
            pixels = np.frombuffer(flat.tobytes(), dtype=np.uint8)
            yield pixels.reshape(bottom - top, width * channels)

    def _flatten(self, strip: Image.Image, transparency: object) -> Image.Image:
        """Any mode to ``L`` or ``RGB``; transparency is laid over white."""
        mode = strip.mode
        if mode in _WIDE_GREY:
            return _narrow(strip)
        if transparency is not None and mode in {"1", "L", "P", "RGB"}:
            strip.info["transparency"] = transparency
            strip = strip.convert("RGBA")
        elif mode in {"LA", "La", "PA", "RGBa"}:
            strip = strip.convert("RGBA")
        if strip.mode == "RGBA":
            if strip.getchannel("A").getextrema() == (255, 255):
                return strip.convert("RGB")
            self._notes.append("alpha_on_white")
            plain = Image.new("RGBA", strip.size, self._background)
            return Image.alpha_composite(plain, strip).convert("RGB")
        if strip.mode in {"L", "RGB"}:
            return strip
        if strip.mode == "LAB":
            return strip.getchannel(0)
        return strip.convert("L" if strip.mode == "1" else "RGB")


def _frame(index: int, hashes: npt.NDArray[np.uint8], quality: int) -> FrameHashes:
    names = tuple(PdqHex(row.tobytes().hex()) for row in hashes)
    return FrameHashes(index, names[0], quality, names)


# The classes themselves, not Image.open: our limits are checked instead of Pillow's own, and
# a JPEG with further pictures inside is not taken for an animation.
_DECODERS: dict[ImageFormat, Callable[[BytesIO], ImageFile.ImageFile]] = {
    "AVIF": AvifImagePlugin.AvifImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
}


def _open(form: ImageFormat, data: bytes) -> ImageFile.ImageFile:
    """Reads the header; the pixels are decoded later."""
    try:
        return _DECODERS[form](BytesIO(data))
    except (SyntaxError, IndexError, KeyError, TypeError) as error:
        # What Pillow's readers raise at a header they cannot make sense of.
        raise UnscannableError(
            "corrupt", f"The {form} file has no readable header ({str(error)[:100]})."
        ) from None


def _orientation(picture: Image.Image) -> int:
    """EXIF orientation 1-8; 1 where there is none or it makes no sense."""
    try:
        found = picture.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - broken metadata must not hide a sound picture
        return 1
    return found if found in TURNS else 1


def _narrow(strip: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits or floating point to 8 bits."""
    values = np.asarray(strip)
    if strip.mode == "F":
        unit = 255.0 if float(values.max(initial=0.0)) <= 1.0 else 1.0
        narrow = np.clip(np.nan_to_num(values) * unit, 0, 255)
    else:
        narrow = np.clip(values.astype(np.int64), 0, 65535) >> 8
    return Image.fromarray(narrow.astype(np.uint8))


def _sampled(count: int, most: int) -> list[int]:
    """Indices of the frames that are hashed: all, or ``most`` from first to last."""
    if count <= most:
        return list(range(count))
    if most == 1:
        return [0]
    return [at * (count - 1) // (most - 1) for at in range(most)]


def _unscannable(form: ImageFormat, error: Exception) -> UnscannableError:
    """Tells a file that ends too early from one that is broken."""
    text = str(error).lower()
    if isinstance(error, EOFError) or any(
        word in text for word in ("truncated", "not enough", "premature", "incomplete", "eof")
    ):
        return UnscannableError("truncated", f"The {form} file ends before its picture does.")
    return UnscannableError("corrupt", f"The {form} decoder gave up: {str(error)[:200]}.")
