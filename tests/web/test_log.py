"""Logs: JSON lines, no content, and no reader can stall or fail the gate."""

from __future__ import annotations

import io
import json
import threading

import pytest

from beholden.web import log


class Stuck(io.BytesIO):
    """A stream whose reader does not read until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def write(self, data: object) -> int:
        assert self.go.wait(30)
        return super().write(data)  # type: ignore[arg-type]


class Broken(io.BytesIO):
    """A stream whose reader has gone."""

    def write(self, data: object) -> int:
        del data
        raise BrokenPipeError


def test_a_reader_who_stalls_stops_nobody_and_hears_how_much_was_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log, "_LINES_AT_MOST", 10)
    stream = Stuck()
    apart = log._Apart(stream)
    for number in range(50):
        apart.write(b'{"event":"%d"}\n' % number)
    stream.go.set()
    apart.finish(30)
    apart.write(b'{"event":"last"}\n')
    apart.finish(30)
    said = [json.loads(line) for line in stream.getvalue().splitlines()]
    dropped = [line for line in said if line["event"] == "log lines dropped"]
    assert len(dropped) == 1
    assert dropped[0]["count"] + len(said) - 2 == 50
    assert said[-1]["event"] == "last"


def test_a_reader_who_has_gone_fails_nobody() -> None:
    patient = log._Patient(Broken())
    assert patient.write(b"line\n") == 5
    patient.flush()


def test_the_places_of_an_error_do_not_hold_its_text() -> None:
    with pytest.raises(ValueError, match="harmless") as raised:
        int("harmless text that must not be logged")
    places = log.places_of(raised.value)
    assert places
    assert "harmless" not in str(places)
