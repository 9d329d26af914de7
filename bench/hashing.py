"""Bytes to PDQ: Beholden beside `threatexchange`, one process, one core; and how far hashes drift.

The pictures are painted (seeded) and scikit-image's photographs, saved at several
sizes and qualities. The peer hashes with `PdqSignal.hash_from_bytes`, which gives
PDQ alone; ours is measured both without and with the three digests.

    python -m bench.hashing
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from beholden.demo import photograph_like, sample_photographs
from beholden.media import Limits, hash_image
from beholden.media.core import Digests, Md5Hex, Sha1Hex, Sha256Hex
from beholden.media.decode import hash_known
from bench.timing import median_ms

__all__ = ["drift", "measure", "memory"]

SIZES = {"0.3 MP": (640, 480), "2 MP": (1632, 1224), "12 MP": (4000, 3000)}
_NO_DIGESTS = Digests(Sha256Hex(""), Sha1Hex(""), Md5Hex(""))
_LIMITS = Limits()


def pictures(size: tuple[int, int], count: int) -> Iterator[Image.Image]:
    """Photographs enlarged to ``size`` with sensor-like noise, so that files are as large as real.

    An enlarged picture alone would compress far better than a camera's.
    """
    rng = np.random.default_rng(20240501)
    sources = [picture for _, picture in sample_photographs()]
    for number in range(count):
        source = sources[number] if number < len(sources) else photograph_like(rng, 800, 600)
        pixels = np.asarray(source.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
        noisy = pixels + rng.normal(0, 7, pixels.shape).astype(np.float32)
        yield Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def saved(picture: Image.Image, image_format: str, **options: Any) -> bytes:
    """The picture as a file."""
    stream = io.BytesIO()
    picture.save(stream, image_format, **options)
    return stream.getvalue()


def measure(count: int = 6, repeats: int = 7) -> dict[str, Any]:
    """Median milliseconds a file by size and kind of file, ours and the peer's, and ratios."""
    peer: Any = import_module("threatexchange.signal_type.pdq.signal").PdqSignal
    result: dict[str, Any] = {}
    for name, size in SIZES.items():
        made = list(pictures(size, count))
        kinds = {
            "JPEG": [saved(p, "JPEG", quality=85) for p in made],
            "progressive JPEG": [saved(p, "JPEG", quality=85, progressive=True) for p in made[:3]],
            "PNG": [saved(p, "PNG", compress_level=3) for p in made[:2]],
        }
        for kind, files in kinds.items():
            row = {
                "files": len(files),
                "kilobytes": round(sum(map(len, files)) / len(files) / 1000),
                "peer_ms": _each(files, peer.hash_from_bytes, max(3, repeats // 2)),
                "pdq_ms": _each(files, _pdq_alone, repeats),
                "all_ms": _each(files, hash_image, repeats),
            }
            if kind == "JPEG":
                row["exact_ms"] = _each(files, _exact, repeats)
            row["ratio_pdq"] = row["peer_ms"] / row["pdq_ms"]
            row["ratio_all"] = row["peer_ms"] / row["all_ms"]
            result[f"{name} {kind}"] = row
    return result


def drift() -> dict[str, Any]:
    """Bits between the quick and the full decode, and between the full decode and `pdqhash`."""
    pdqhash: Any = import_module("pdqhash")
    quick: dict[str, Counter[int]] = {}
    full: Counter[int] = Counter()
    quality: Counter[int] = Counter()
    for _, photograph in sample_photographs():
        for enlarged in (1, 1.5, 2, 3, 4):
            size = (int(photograph.width * enlarged), int(photograph.height * enlarged))
            picture = photograph.resize(size, Image.Resampling.BICUBIC)
            for kind, options in (
                ("quality 90", {"quality": 90}),
                ("quality 75", {"quality": 75}),
                ("quality 50", {"quality": 50}),
                ("quality 20", {"quality": 20}),
                ("quality 85, progressive", {"quality": 85, "progressive": True}),
            ):
                data = saved(picture, "JPEG", **options)
                one, other = hash_image(data), hash_image(data, exact=True)
                quick.setdefault(kind, Counter())[_apart(one.pdq, other.pdq)] += 1
                with Image.open(io.BytesIO(data)) as opened:
                    bits, good = pdqhash.compute(np.asarray(opened.convert("RGB")))
                full[_apart(other.pdq, np.packbits(bits).tobytes().hex())] += 1
                quality[max(abs(other.quality - good), abs(one.quality - good))] += 1
    return {
        "quick to full": {kind: dict(sorted(bits.items())) for kind, bits in quick.items()},
        "full to pdqhash": dict(sorted(full.items())),
        "quality to pdqhash": dict(sorted(quality.items())),
    }


def memory() -> dict[str, float]:
    """Megabytes that hashing one 12-megapixel JPEG adds to a process, ours and the peer's."""
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        file.write(saved(next(pictures(SIZES["12 MP"], 1)), "JPEG", quality=85))
        file.flush()
        setups = {
            "beholden": "from beholden.media import hash_image as job",
            "threatexchange": (
                "from threatexchange.signal_type.pdq.signal import PdqSignal\n"
                "job = PdqSignal.hash_from_bytes"
            ),
        }
        return {name: _added_megabytes(setup, Path(file.name)) for name, setup in setups.items()}


def _added_megabytes(setup: str, path: Path) -> float:
    script = (
        f"{setup}\nfrom PIL import Image\nimport numpy, pathlib\n"
        f"data = pathlib.Path({str(path)!r}).read_bytes()\n"
        "status = pathlib.Path('/proc/self/status')\n"
        "def of(key):\n"
        "    return int(next(l for l in status.open() if l.startswith(key)).split()[1])\n"
        "before = of('VmRSS')\njob(data)\nprint(of('VmHWM') - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    return int(done.stdout) / 1024


def _each(files: list[bytes], job: Any, repeats: int) -> float:
    """Mean over files of the median time of each."""
    return sum(median_ms(lambda data=data: job(data), repeats) for data in files) / len(files)  # type: ignore[misc]


def _pdq_alone(data: bytes) -> object:
    return hash_known(data, _NO_DIGESTS, exact=False, limits=_LIMITS)


def _exact(data: bytes) -> object:
    return hash_known(data, _NO_DIGESTS, exact=True, limits=_LIMITS)


def _apart(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=6)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--drift", action="store_true")
    chosen = parser.parse_args()
    figures = drift() if chosen.drift else measure(chosen.count, chosen.repeats)
    print(json.dumps(figures, indent=2))
