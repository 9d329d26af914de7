"""An audit that asked nobody says so, and one that found something fails."""

from __future__ import annotations

import json
from typing import Any

from tools.audit import verdict


def answer(*dependencies: dict[str, Any]) -> bytes:
    return json.dumps({"dependencies": dependencies, "fixes": []}).encode()


SOUND = {"name": "click", "version": "8.2", "vulns": []}
SKIPPED = {"name": "numpy", "skip_reason": "not found"}
ADVISORY = {"id": "PYSEC-1", "fix_versions": ["9"], "aliases": ["CVE-1"], "description": "x"}
WEAK = {"name": "pillow", "version": "1", "vulns": [ADVISORY]}


def test_a_vulnerable_dependency_fails_and_names_what_mends_it() -> None:
    lines, status = verdict(answer(SOUND, WEAK), b"")
    assert status == 1
    assert lines[1:] == ["VULNERABLE: pillow 1, CVE-1 = PYSEC-1; fixed in 9."]


def test_sound_dependencies_pass() -> None:
    assert verdict(answer(SOUND), b"") == (["Audited: 1 of 1 dependencies."], 0)


def test_a_service_that_knows_nothing_is_no_clean_bill() -> None:
    lines, status = verdict(answer(SKIPPED), b"")
    assert (status, lines[0][:11]) == (0, "NOT AUDITED")
    assert "not found" in lines[1]


def test_a_service_that_cannot_be_reached_is_no_clean_bill() -> None:
    lines, status = verdict(b"", b"Traceback\nConnectionError: no such host")
    assert (status, lines[0][:11]) == (0, "NOT AUDITED")
    assert "no such host" in lines[-1]


def test_what_was_left_out_is_named_beside_what_was_asked() -> None:
    lines, status = verdict(answer(SOUND, SKIPPED), b"")
    assert (lines, status) == (["Audited: 1 of 2 dependencies.", "NOT AUDITED: numpy."], 0)
