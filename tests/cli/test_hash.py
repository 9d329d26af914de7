"""`beholden hash`: what a file yields, and what is said where it yields nothing."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from beholden.media import hash_image
from tests.cli.support import CONTROL, hashes, jpeg, on_terminal, picture, run
from tests.support.hostile import HOSTILE, cut_jpegs
from tests.support.storage_forms import saved

HEX = set("0123456789abcdef")
NASTY = os.fsdecode(b"a\nb \x1b]0;title\x07\x1b[2J\r \xff\xfe.jpg")


def is_hex(text: str, digits: int) -> bool:
    return len(text) == digits and set(text) <= HEX


def write(folder: Path, files: dict[str, bytes]) -> list[str]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return list(files)


def test_one_object_a_file_has_every_hash_that_is_promised(tmp_path: Path) -> None:
    (name,) = write(tmp_path, {"photo.jpg": jpeg(1)})
    done = run("hash", "--json", name, cwd=tmp_path)
    assert done.code == 0
    (line,) = done.objects
    assert line["file"] == "photo.jpg"
    assert line["sha256"] == hashlib.sha256(jpeg(1)).hexdigest()
    assert line["sha1"] == hashlib.sha1(jpeg(1)).hexdigest()  # noqa: S324 - a list's kind
    assert line["md5"] == hashlib.md5(jpeg(1)).hexdigest()  # noqa: S324 - a list's kind
    assert is_hex(line["pdq"], 64)
    assert 50 < line["quality"] <= 100
    assert len(set(line["dihedral"])) == 8
    assert all(is_hex(variant, 64) for variant in line["dihedral"])
    assert line["dihedral"][0] == line["pdq"]
    assert line["frames"] == []
    assert "error" not in line
    assert done.err == b""


def test_the_command_gives_the_hashes_of_the_library(tmp_path: Path) -> None:
    names = write(tmp_path, {"a.jpg": jpeg(1), "b.png": saved(picture(2), "PNG")})
    for line, data in zip(
        run("hash", "--json", *names, cwd=tmp_path).objects,
        (jpeg(1), saved(picture(2), "PNG")),
        strict=True,
    ):
        expected = hashes(data)
        assert line["pdq"] == expected.pdq
        assert line["quality"] == expected.quality
        assert tuple(line["dihedral"]) == expected.dihedral
        assert (line["width"], line["height"]) == (expected.width, expected.height)


def test_an_animation_lists_its_frames_with_hashes_of_their_own(tmp_path: Path) -> None:
    others = [ImageOps.invert(picture(1)), picture(2)]
    animation = saved(picture(1), "GIF", save_all=True, append_images=others, duration=100)
    (name,) = write(tmp_path, {"moving.gif": animation})
    done = run("hash", "--json", name, cwd=tmp_path)
    (line,) = done.objects
    assert done.code == 0
    assert line["frame_count"] == 3
    assert [frame["index"] for frame in line["frames"]] == [0, 1, 2]
    for frame in line["frames"]:
        assert is_hex(frame["pdq"], 64)
        assert 0 <= frame["quality"] <= 100
        assert len(frame["dihedral"]) == 8
    assert line["frames"][0]["pdq"] == line["pdq"]
    assert line["frames"][1]["pdq"] != line["pdq"]


def test_exact_gives_the_full_decode_and_the_quick_hash_is_near_it(tmp_path: Path) -> None:
    # Large enough that the quick way decodes at half size.
    large = saved(picture(3).resize((2400, 1800), Image.Resampling.BICUBIC), "JPEG", quality=90)
    (name,) = write(tmp_path, {"large.jpg": large})
    (quick,) = run("hash", "--json", name, cwd=tmp_path).objects
    (exact,) = run("hash", "--json", "--exact", name, cwd=tmp_path).objects
    assert exact["pdq"] == hash_image(large, exact=True).pdq
    assert (int(quick["pdq"], 16) ^ int(exact["pdq"], 16)).bit_count() <= 2
    assert abs(quick["quality"] - exact["quality"]) <= 1
    assert exact["sha256"] == quick["sha256"]


def test_a_dash_reads_one_file_from_standard_input() -> None:
    done = run("hash", "--json", "-", stdin=jpeg(1))
    assert done.code == 0
    assert done.objects[0]["file"] == "-"
    assert done.objects[0]["pdq"] == hashes(jpeg(1)).pdq


def test_standard_input_beyond_the_limit_is_refused_as_a_file_is() -> None:
    done = run("hash", "--json", "-", stdin=HOSTILE["jpeg-zeros-64-mib"]())
    assert done.code == 1
    assert done.objects[0]["error"]["code"] == "too_large"


def test_several_files_come_in_the_order_given(tmp_path: Path) -> None:
    names = write(tmp_path, {f"{n}.jpg": jpeg(n % 3) for n in (7, 3, 9, 1, 8, 2, 6, 4, 5, 0)})
    done = run("hash", "--json", "--workers", "3", *names, cwd=tmp_path)
    assert [line["file"] for line in done.objects] == names


def test_one_bad_file_among_good_ones_costs_the_status_and_nothing_else(tmp_path: Path) -> None:
    names = write(tmp_path, {"good.jpg": jpeg(1), "bad.jpg": b"no picture", "last.jpg": jpeg(2)})
    done = run("hash", "--json", *names, cwd=tmp_path)
    assert done.code == 1
    good, bad, last = done.objects
    assert good["pdq"] == hashes(jpeg(1)).pdq
    assert last["pdq"] == hashes(jpeg(2)).pdq
    assert bad["error"]["code"] == "not_an_image"
    assert bad["sha256"] == hashlib.sha256(b"no picture").hexdigest()
    assert "pdq" not in bad


@pytest.mark.parametrize("arguments", [(), ("--workers", "0", "x"), ("--no-such-option", "x")])
def test_wrong_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    assert run("hash", *arguments).code == 2


def test_what_is_missing_or_no_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    done = run("hash", "--json", "missing.jpg", "folder", "pipe", cwd=tmp_path)
    assert done.code == 1
    assert [line["error"]["code"] for line in done.objects] == ["unreadable"] * 3


def test_every_bad_file_is_a_clear_finding(tmp_path: Path) -> None:
    expected = {
        "empty": "empty",
        "one-byte": "not_an_image",
        "text": "not_an_image",
        "png-claims-100000": "too_many_pixels",
        "png-bomb-1-bit": "too_many_pixels",
        "png-bomb-8-bit": "too_many_pixels",
        "gif-100000-frames": "too_many_frames",
        "svg": "unsupported_format",
        "html": "not_an_image",
        "jpeg-zeros-64-mib": "too_large",
    }
    # Each is called .jpg: names lie, and only the bytes count.
    names = write(tmp_path, {f"{name}.jpg": HOSTILE[name]() for name in expected})
    done = run("hash", "--json", *names, cwd=tmp_path)
    assert done.code == 1
    assert done.err == b""
    codes = {Path(line["file"]).stem: line["error"]["code"] for line in done.objects}
    assert codes == expected
    for line in done.objects:
        assert line["error"]["message"].endswith(".")
        assert "pdq" not in line


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_cut_at_every_tenth_byte_never_passes_for_whole(
    tmp_path: Path, progressive: bool
) -> None:
    cuts = {f"{number}.jpg": cut for number, cut in enumerate(cut_jpegs(progressive=progressive))}
    names = write(tmp_path, cuts)
    done = run("hash", "--json", *names, cwd=tmp_path)
    assert done.code == 1
    lines = done.objects
    assert [line["file"] for line in lines] == names
    for line in lines:
        assert line["error"]["code"] in {"not_an_image", "truncated", "corrupt"}
        assert "pdq" not in line, "only a whole picture has a hash of its own"
    assert is_hex(lines[-1]["partial"]["pdq"], 64), "what can be decoded is hashed"


def test_a_file_name_cannot_steer_what_reads_the_output(tmp_path: Path) -> None:
    write(tmp_path, {NASTY: jpeg(1), f"bad {NASTY}": b"text"})
    for done in (
        run("hash", NASTY, f"bad {NASTY}", cwd=tmp_path),
        run("hash", "--json", NASTY, f"bad {NASTY}", cwd=tmp_path),
    ):
        assert done.code == 1
        assert len(done.out.splitlines()) == 2
        assert not CONTROL.search(done.out)
        assert done.err == b""


def test_a_file_name_cannot_steer_a_terminal(tmp_path: Path) -> None:
    write(tmp_path, {NASTY: jpeg(1), f"bad {NASTY}": b"text"})
    shown = on_terminal("hash", NASTY, f"bad {NASTY}", cwd=tmp_path)
    assert shown.code == 1
    assert b"\x1b]" not in shown.out
    assert b"\x1b[2J" not in shown.out
    assert b"\x07" not in shown.out


def test_square_brackets_in_a_name_are_no_markup(tmp_path: Path) -> None:
    (name,) = write(tmp_path, {"[bold]x[link] [red].jpg": jpeg(1)})
    assert name in run("hash", name, cwd=tmp_path).text


def test_plain_output_is_hash_quality_and_name(tmp_path: Path) -> None:
    (name,) = write(tmp_path, {"photo.jpg": jpeg(1)})
    pdq, quality, shown = run("hash", name, cwd=tmp_path).text.split()
    assert pdq == hashes(jpeg(1)).pdq
    assert quality == f"q{hashes(jpeg(1)).quality}"
    assert shown == name


def test_workers_that_cannot_start_are_one_sentence(tmp_path: Path) -> None:
    (name,) = write(tmp_path, {"photo.jpg": jpeg(1)})
    few = "import os, resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (6, 6))"
    under = (sys.executable, "-c", f"{few}; os.execv(sys.argv[1], sys.argv[1:])")
    done = run("hash", name, cwd=tmp_path, under=under, PYTHONWARNINGS="")
    assert done.code == 2
    assert done.said == "Error: a decode worker cannot be started: Too many open files."


def test_a_large_picture_of_noise_is_hashed(tmp_path: Path) -> None:
    stored = io.BytesIO()
    Image.effect_noise((4000, 3000), 60).save(stored, "JPEG", quality=60)
    (name,) = write(tmp_path, {"12-megapixels.jpg": stored.getvalue()})
    done = run("hash", "--json", name, cwd=tmp_path)
    assert done.code == 0
    assert (done.objects[0]["width"], done.objects[0]["height"]) == (4000, 3000)
