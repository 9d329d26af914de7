"""A picture with a marker goes through every way in; the marker is nowhere on disk or in a log."""

from __future__ import annotations

import base64
import os
import secrets
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.support import activate, jpeg, pdq_row
from tests.support.hostile import gif_of_pixels
from tests.web.load import LISTED
from tests.web.support import OCTETS, Service, busy_seconds, eventually, service
from tests.web.wire import Wire, chunked, hashes_request, head, request

WITH_CORES = ("sh", "-c", 'ulimit -c unlimited; exec "$@"', "sh")
MOST = 400_000


class Canary:
    """Bytes that are found again if they are kept, as they are or as text."""

    def __init__(self) -> None:
        # No JSON value, no picture and no request begins with this byte: what the service
        # answers to the marker does not hang on the draw.
        self.raw = b"\xfe" + secrets.token_bytes(47)
        shifted = [base64.b64encode(bytes(shift) + self.raw)[4:-4] for shift in range(3)]
        self._needles = (
            self.raw[8:40],
            self.raw[8:40].hex().encode(),
            self.raw[8:40].hex().upper().encode(),
            repr(self.raw[8:40])[2:-1].encode(),
            *(needle[4:36] for needle in shifted),
            *(needle[4:36].replace(b"+", b"-").replace(b"/", b"_") for needle in shifted),
        )

    def is_in(self, data: bytes) -> bool:
        return any(needle in data for needle in self._needles)

    def jpeg(self) -> bytes:
        """A sound picture with the marker in a comment and after its end."""
        plain = jpeg(LISTED)
        comment = b"\xff\xfe" + (2 + len(self.raw)).to_bytes(2, "big") + self.raw
        return plain[:2] + comment + plain[2:] + self.raw

    def noise(self) -> bytes:
        """No picture at all: the marker, again and again."""
        return self.raw * 1000

    def slow(self) -> bytes:
        """A picture that takes seconds to decode."""
        return gif_of_pixels(3000, 900) + self.raw


class Caged(NamedTuple):
    """A service whose every place to write is known."""

    running: Service
    key: str
    places: tuple[Path, ...]


@pytest.fixture
def caged(tmp_path: Path) -> Iterator[Caged]:
    data = tmp_path / "data"
    activate(data, [pdq_row(LISTED)])
    places = (data, tmp_path / "cwd", tmp_path / "tmp")
    for place in places[1:]:
        place.mkdir()
    variables = {
        "TMPDIR": str(places[2]),
        "BEHOLDEN_DECODE_WORKERS": "1",
        "BEHOLDEN_DECODE_MAX_SECONDS": "5",
        "BEHOLDEN_SERVER_MAX_IMAGE_BYTES": str(MOST),
        "BEHOLDEN_SERVER_MAX_JSON_BYTES": "100000",
        "BEHOLDEN_LOG_LEVEL": "debug",
        "BEHOLDEN_LOG_REQUESTS": "true",
        # numpy and others would leave caches beside the program, not in these folders.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with service(data, cwd=places[1], under=WITH_CORES, variables=variables) as started:
        yield Caged(started, started.key("check", "look_up", "read"), places)


def holding(canary: Canary, caged: Caged) -> list[str]:
    """Files, logs and open files that hold the marker."""
    found = [
        str(path)
        for place in (*caged.places, *Path("/dev/shm").glob("beholden-metrics-*"))  # noqa: S108
        for path in place.rglob("*")
        if path.is_file() and canary.is_in(path.read_bytes())
    ]
    if canary.is_in(bytes(caged.running.raw_log)):
        found.append("log")
    pids = (caged.running.process.pid, *caged.running.workers(), *caged.running.decoders())
    return found + [str(path) for pid in pids for path in open_files(pid, canary)]


def open_files(pid: int, canary: Canary) -> Iterator[Path]:
    """Files of a disk that a process has open and that hold the marker."""
    try:
        paths = list(Path(f"/proc/{pid}/fd").iterdir())
    except (FileNotFoundError, PermissionError):
        return
    for path in paths:
        try:
            # An upload waits for its decoder in memory that has a descriptor but no disk.
            in_memory = str(path.readlink()).startswith("/memfd:")
            on_disk = not in_memory and stat.S_ISREG(path.stat().st_mode)
            if on_disk and canary.is_in(path.read_bytes()):
                yield path
        except OSError:
            continue


def core_is_searched(canary: Canary, caged: Caged) -> bool:
    """Whether an ordinary process that aborts leaves its memory where this test looks."""
    code = f"import os; marker = bytes.fromhex({canary.raw.hex()!r}); os.abort()"
    subprocess.run([*WITH_CORES, sys.executable, "-c", code], cwd=caged.places[1], check=False)
    cores = [path for path in caged.places[1].iterdir() if canary.is_in(path.read_bytes())]
    for path in cores:
        path.unlink()
    return bool(cores)


def test_an_upload_sent_in_every_way_is_nowhere_to_be_found(caged: Caged) -> None:
    running, key, _ = caged
    canary = Canary()
    account = base64.urlsafe_b64encode(canary.raw).decode()
    with running.client(key) as client:
        for body in (canary.jpeg(), canary.noise()):
            for path in ("/v1/check/image", "/v1/lookup"):
                more = {"idempotency-key": f"{account}{len(body)}"}
                bare = client.post(
                    path, content=body, headers={**OCTETS, **more}, params={"account": account}
                )
                assert bare.status_code == 200
                form = client.post(path, files={"f": (f"{account}.jpg", body, "image/jpeg")})
                assert form.status_code == 200
        unasked = client.post("/v1/check/image", content=canary.jpeg(), headers={"x-a": account})
        assert unasked.status_code == 415
    whole = canary.jpeg()
    for raw, status in (
        (request("POST", "/v1/check/image", key, canary.raw * (MOST // 48 + 1)), 413),
        (
            head("POST", "/v1/check/image", key, transfer_encoding="chunked")
            + chunked(canary.raw * (MOST // 48 + 1)),
            413,
        ),
        (
            request("POST", "/v1/check/image", key, whole[:-30] + b"--", content_type="image/jpeg"),
            200,
        ),
        (
            request(
                "POST",
                "/v1/check/image",
                key,
                whole,
                content_type="multipart/form-data; boundary=x",
            ),
            400,
        ),
        (hashes_request(key, canary.noise()), 400),
        (hashes_request(key, b'{"items":[{"md5":"' + canary.raw.hex().encode() + b'"}]}'), 422),
        (hashes_request(key, b'{"a":"' + account.encode() + b'"}'), 422),
        (request("POST", "/v1/check/image", None, whole), 401),
        (request("POST", f"/v1/check/image?a={account}", key, whole), 422),
        (request("GET", f"/{account}", key), 404),
        (canary.raw + b"\r\n\r\n", 400),
    ):
        with Wire(running.address) as wire:
            wire.send(raw)
            answer = wire.answer()
            assert answer is not None
            assert answer.status == status, answer
            # An error may name a field; it never quotes a value.
            assert not canary.is_in(answer.body), answer
    with Wire(running.address) as wire:
        wire.send(head("POST", "/v1/check/image", key, length=len(whole)), whole[:-10])
    assert holding(canary, caged) == []
    assert running.stop() == 0
    assert holding(canary, caged) == []


def test_an_upload_whose_process_is_killed_is_nowhere_to_be_found(caged: Caged) -> None:
    running, key, _ = caged
    canary = Canary()
    cores = core_is_searched(canary, caged)
    for number in (signal.SIGKILL, signal.SIGABRT):
        for victims in (running.decoders, running.workers):
            with running.client(key) as client:
                client.post("/v1/check/image", content=jpeg(LISTED), headers=OCTETS)
            (decoder,) = running.decoders()
            before = busy_seconds(decoder)
            with Wire(running.address) as wire:
                wire.send(request("POST", "/v1/check/image", key, canary.slow()))
                while busy_seconds(decoder) < before + 0.2:
                    time.sleep(0.02)
                assert holding(canary, caged) == []
                for pid in victims():
                    os.kill(pid, number)
                wire.ended() if victims == running.workers else wire.answer()
            eventually(running.workers, "a worker is there")
    assert holding(canary, caged) == []
    assert running.stop() == 0
    assert holding(canary, caged) == []
    if not cores:
        pytest.skip("here a core goes elsewhere, so only files and logs were searched")
