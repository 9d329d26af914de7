"""Without a C compiler everything works, more slowly, and says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from beholden._kernels import library
from beholden.demo import photograph_like
from beholden.drill import drill_picture
from tests.support.storage_forms import saved
from tests.support.vectors import bits_apart

ROOT = Path(__file__).parents[1]
PHOTOGRAPH = photograph_like(np.random.default_rng(21), 640, 480)


def run(*arguments: str, kernels: bool, data: Path) -> bytes:
    environment = {**os.environ, "BEHOLDEN_DATA": str(data)}
    if not kernels:
        environment["BEHOLDEN_NO_KERNELS"] = "1"
    command = [sys.executable, "-m", "beholden", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def hashed(path: Path, *options: str, kernels: bool) -> Any:
    output = run("hash", "--json", *options, str(path), kernels=kernels, data=path.parent)
    return msgspec.json.decode(output)


def test_the_drill_holds_without_kernels(tmp_path: Path) -> None:
    assert b"Every link held." in run("drill", kernels=False, data=tmp_path)


@pytest.mark.skipif(library is None, reason="the C kernels were not built (no compiler)")
@pytest.mark.parametrize(
    ("data", "options"),
    [
        (drill_picture(), ()),
        (saved(PHOTOGRAPH, "PNG"), ()),
        (saved(PHOTOGRAPH, "WEBP", quality=70), ()),
        (saved(PHOTOGRAPH, "JPEG", quality=70), ("--exact",)),
    ],
    ids=["drill", "png", "webp", "jpeg-exact"],
)
def test_the_same_bits_come_out_with_and_without_kernels(
    data: bytes, options: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "picture"
    path.write_bytes(data)
    assert hashed(path, *options, kernels=True) == hashed(path, *options, kernels=False)


@pytest.mark.skipif(library is None, reason="the C kernels were not built (no compiler)")
@pytest.mark.parametrize("quality", [40, 75, 95])
def test_a_jpeg_lies_within_few_bits_with_and_without_kernels(quality: int, tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(saved(PHOTOGRAPH, "JPEG", quality=quality))
    one, other = (hashed(path, kernels=kernels) for kernels in (True, False))
    assert bits_apart(one["pdq"], other["pdq"]) <= 4
    assert abs(one["quality"] - other["quality"]) <= 1


def build(folder: Path, environment: dict[str, str]) -> tuple[list[str], str, str]:
    """Builds a wheel of a copy of the project; returns its files, its name, and what was said."""
    copy = folder / "copy"
    kept = shutil.ignore_patterns("*.so", "__pycache__")
    shutil.copytree(ROOT / "src", copy / "src", ignore=kept)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        return opened.namelist(), wheel.name, done.stdout + done.stderr


def test_a_build_without_a_compiler_works_and_says_that_it_is_slower(tmp_path: Path) -> None:
    empty = tmp_path / "bin"
    empty.mkdir()
    files, name, said = build(tmp_path, {**os.environ, "PATH": str(empty), "CC": "none"})
    assert not any(file.endswith(".so") for file in files)
    assert name.endswith("-none-any.whl")
    assert "slower" in said


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler here")
def test_a_build_with_a_compiler_ships_the_kernels_and_the_policy(tmp_path: Path) -> None:
    files, name, _ = build(tmp_path, dict(os.environ))
    assert "beholden/_kernels/_kernels.so" in files
    assert "beholden/gate/default_policy.toml" in files
    assert "beholden/py.typed" in files
    assert "linux" in name
