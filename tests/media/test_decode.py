"""From bytes to hashes: the same photograph however stored; hostile files; rules of frames."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.support.hostile import HOSTILE, cut_jpegs, ordinary
from tests.support.storage_forms import StorageForm, saved, storage_forms
from tests.support.vectors import bits_apart, pdq_folder, rows

from beholden.demo.pictures import photograph_like
from beholden.media import Limits, UnscannableError, hash_image
from beholden.media.core import ImageHashes
from beholden.media.decode import _sampled

# Distance that storing may add: colour tables and lossy coding, upright.
UPRIGHT_BITS = 6
# PDQ samples a mirrored picture slightly off where its filter window is even (also the reference).
DIHEDRAL_BITS = 26

PHOTOGRAPH = photograph_like(np.random.default_rng(11), 640, 480)
FORMS = [pytest.param(form, id=form.name) for form in storage_forms(PHOTOGRAPH)]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_photograph_gives_the_same_hash_however_it_is_stored(form: StorageForm) -> None:
    original = hash_image(saved(PHOTOGRAPH, "PNG"))
    stored = hash_image(form.data)
    apart = [bits_apart(variant, original.pdq) for variant in stored.dihedral]
    if form.upright:
        assert apart[0] <= UPRIGHT_BITS
        assert stored.displayed is None
    else:
        assert min(apart) <= DIHEDRAL_BITS
        assert stored.displayed is not None
        assert bits_apart(stored.displayed.pdq, original.pdq) <= UPRIGHT_BITS
        assert stored.displayed in stored.stills, "the gate looks it up as well"
    assert abs(stored.quality - original.quality) <= 2
    assert stored.frame_count == form.frames
    assert stored.sha256 == hashlib.sha256(form.data).hexdigest()
    assert stored.md5 == hashlib.md5(form.data).hexdigest()  # noqa: S324 - a list's kind
    assert stored.sha1 == hashlib.sha1(form.data).hexdigest()  # noqa: S324 - a list's kind


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_finding_or_a_hash_and_never_another_error(name: str) -> None:
    data = HOSTILE[name]()
    error: UnscannableError | None = None
    try:
        assert len(hash_image(data).dihedral) == 8
    except UnscannableError as caught:
        error = caught
    if error is not None:
        assert error.finding.message.endswith(".")
        assert "0x" not in error.finding.message, "no address of a Python object"
        if error.finding.code != "too_large":
            assert error.digests is not None
            assert error.digests.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty", "empty"),
        ("one-byte", "not_an_image"),
        ("text", "not_an_image"),
        ("html", "not_an_image"),
        ("svg", "unsupported_format"),
        ("pdf", "unsupported_format"),
        ("jpeg-zeros-64-mib", "too_large"),
        ("png-claims-100000", "too_many_pixels"),
        ("png-bomb-8-bit", "too_many_pixels"),
        ("webp-canvas-16383", "too_many_pixels"),
        ("gif-100000-frames", "too_many_frames"),
        ("jpeg-half", "truncated"),
        ("png-wrong-header-checksum", "corrupt"),
    ],
)
def test_each_reason_has_its_own_code(name: str, code: str) -> None:
    with pytest.raises(UnscannableError) as caught:
        hash_image(HOSTILE[name]())
    assert caught.value.finding.code == code


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_cut_anywhere_is_truncated_and_hashed_as_far_as_it_goes(progressive: bool) -> None:
    whole = hash_image(ordinary("JPEG", progressive=progressive))
    distances = []
    for cut in cut_jpegs(progressive=progressive):
        with pytest.raises(UnscannableError) as caught:
            hash_image(cut)
        assert caught.value.finding.code in {"truncated", "corrupt", "empty", "not_an_image"}
        if (part := caught.value.image) is not None:
            assert "missing_part_grey" in part.notes
            assert part.sha256 == hashlib.sha256(cut).hexdigest()
            distances.append(bits_apart(part.pdq, whole.pdq))
    assert distances[-1] <= 6, "a picture that lacks its last bytes still looks like itself"


def test_a_full_decode_agrees_with_the_reference_and_the_quick_one_with_it() -> None:
    folder = pdq_folder()
    for row in rows(folder / "expected.jsonl"):
        data = (folder / row["file"]).read_bytes()
        exact, quick = hash_image(data, exact=True), hash_image(data)
        reference = row["pdqhash_py"]
        assert bits_apart(exact.pdq, reference["hash"]) <= 2, row["file"]
        assert abs(exact.quality - reference["quality"]) <= 1
        assert bits_apart(quick.pdq, exact.pdq) <= 2, row["file"]
        assert abs(quick.quality - exact.quality) <= 1


def sample_photographs() -> list[tuple[str, Image.Image]]:
    pytest.importorskip("skimage", reason="scikit-image's sample photographs are not installed")
    from beholden.demo.pictures import sample_photographs as installed

    return list(installed())


@pytest.mark.parametrize("enlarged", [1, 2, 4])
def test_the_quick_decode_stays_within_two_bits_on_every_photograph(enlarged: int) -> None:
    for name, picture in sample_photographs():
        size = (picture.width * enlarged, picture.height * enlarged)
        for options in ({"quality": 90}, {"quality": 85, "progressive": True}):
            data = saved(picture.resize(size, Image.Resampling.BICUBIC), "JPEG", **options)
            quick, exact = hash_image(data), hash_image(data, exact=True)
            assert bits_apart(quick.pdq, exact.pdq) <= 2, (name, options)
            assert abs(quick.quality - exact.quality) <= 1, (name, options)


def animation(pictures: list[Image.Image], image_format: str) -> bytes:
    stream = io.BytesIO()
    options = {} if image_format == "TIFF" else {"duration": 40, "loop": 0}
    # Copies: Pillow leaves one format's settings on a picture, where the next one trips.
    pictures = [picture.copy() for picture in pictures]
    pictures[0].save(stream, image_format, save_all=True, append_images=pictures[1:], **options)
    return stream.getvalue()


@pytest.mark.parametrize("image_format", ["GIF", "WEBP", "PNG", "AVIF", "TIFF"])
def test_a_picture_hidden_in_a_later_frame_is_hashed(image_format: str) -> None:
    calm = Image.new("RGB", PHOTOGRAPH.size, (90, 120, 150))
    image = hash_image(animation([calm, calm.rotate(1), PHOTOGRAPH], image_format))
    wanted = hash_image(saved(PHOTOGRAPH, "PNG")).pdq
    assert min(bits_apart(frame.pdq, wanted) for frame in image.frames) <= 8


def test_frames_are_sampled_from_first_to_last_at_equal_steps() -> None:
    rng = np.random.default_rng(3)
    pictures = [photograph_like(rng, 64, 64) for _ in range(9)]
    image = hash_image(animation(pictures, "WEBP"), limits=Limits(sampled_frames=5))
    assert image.frame_count == 9
    assert [frame.index for frame in image.frames] == [0, 2, 4, 6, 8]
    assert image.frames[0].pdq == image.pdq


@given(count=st.integers(1, 10_000), most=st.integers(1, 64))
def test_sampled_frames_are_distinct_ordered_and_hold_both_ends(count: int, most: int) -> None:
    indices = _sampled(count, most)
    assert indices == sorted(set(indices))
    assert len(indices) == min(count, most)
    assert indices[0] == 0
    if most > 1:
        assert indices[-1] == count - 1


def test_frames_hashed_before_a_broken_one_are_kept() -> None:
    rng = np.random.default_rng(5)
    data = animation([photograph_like(rng, 300, 200) for _ in range(6)], "GIF")
    with pytest.raises(UnscannableError) as caught:
        hash_image(data[: len(data) * 2 // 3])
    assert caught.value.image is not None
    assert len(caught.value.image.frames) >= 1


def test_transparency_is_laid_over_white_and_said() -> None:
    opaque = PHOTOGRAPH.convert("RGBA")
    clear = opaque.copy()
    clear.putalpha(Image.linear_gradient("L").resize(PHOTOGRAPH.size))
    image = hash_image(saved(clear, "PNG"))
    assert image.notes == ("alpha_on_white",)
    white = Image.new("RGBA", PHOTOGRAPH.size, "white")
    flattened = saved(Image.alpha_composite(white, clear).convert("RGB"), "PNG")
    assert image.pdq == hash_image(flattened).pdq


def test_a_picture_drawn_in_white_on_nothing_is_seen_over_black() -> None:
    drawn = Image.new("RGBA", PHOTOGRAPH.size, "white")
    drawn.putalpha(PHOTOGRAPH.convert("L"))
    image = hash_image(saved(drawn, "PNG"))
    wanted = hash_image(saved(PHOTOGRAPH, "PNG")).pdq
    assert image.on_black is not None
    assert bits_apart(image.on_black.pdq, wanted) <= 4
    assert image.on_black in image.stills, "the gate looks it up as well"


def test_floating_point_is_scaled_by_the_whole_picture() -> None:
    values = np.asarray(PHOTOGRAPH.resize((1500, 1100)).convert("L")).astype(np.float32)
    values[:600] = np.minimum(values[:600], 1.0)
    stream, narrow = io.BytesIO(), io.BytesIO()
    Image.fromarray(values).save(stream, "TIFF")
    Image.fromarray(values.astype(np.uint8)).save(narrow, "TIFF")
    apart = bits_apart(hash_image(stream.getvalue()).pdq, hash_image(narrow.getvalue()).pdq)
    assert apart <= 2


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(max_bytes=100), "too_large"),
        (Limits(max_pixels=1000), "too_many_pixels"),
        (Limits(max_frames=2), "too_many_frames"),
    ],
)
def test_each_limit_holds(limits: Limits, code: str) -> None:
    data = animation([PHOTOGRAPH, PHOTOGRAPH.rotate(3), PHOTOGRAPH.rotate(9)], "GIF")
    with pytest.raises(UnscannableError) as caught:
        hash_image(data, limits=limits)
    assert caught.value.finding.code == code


def test_slow_animations_end_with_the_frames_hashed_so_far() -> None:
    data = animation([PHOTOGRAPH.rotate(angle) for angle in range(12)], "GIF")
    with pytest.raises(UnscannableError) as caught:
        hash_image(data, limits=Limits(max_seconds=1e-6))
    assert caught.value.finding.code == "too_slow"
    assert isinstance(caught.value.image, ImageHashes)


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="max_pixels"):
        Limits(max_pixels=0)


def test_pictures_too_small_for_pdq_say_so() -> None:
    with pytest.raises(UnscannableError) as caught:
        hash_image(saved(Image.new("RGB", (100, 4)), "PNG"))
    assert caught.value.finding.code == "too_small"


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "I;16", "F", "LAB"]
)
def test_every_colour_mode_is_hashed(mode: str) -> None:
    if mode == "LAB":
        picture = Image.merge("LAB", PHOTOGRAPH.split())
    elif mode == "I;16":
        picture = Image.fromarray(np.asarray(PHOTOGRAPH.convert("L")).astype(np.uint16) * 257)
    elif mode == "I":
        picture = Image.fromarray(np.asarray(PHOTOGRAPH.convert("L")).astype(np.int32) * 257)
    elif mode == "F":
        picture = Image.fromarray(np.asarray(PHOTOGRAPH.convert("L")).astype(np.float32) / 255)
    else:
        picture = PHOTOGRAPH.convert(mode)
    stream = io.BytesIO()
    picture.save(stream, "TIFF")
    image = hash_image(stream.getvalue())
    wanted = hash_image(saved(PHOTOGRAPH, "PNG")).pdq
    # Two colours and an exchanged first channel change what is seen; the rest must not.
    most = {"1": 40, "LAB": 60}.get(mode, 6)
    assert bits_apart(image.pdq, wanted) <= most
