"""``beholden shadow report``: what blocking would have done, read by people and programs."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import LISTED
from tests.cli.support import invoke, jpeg, run, scan, write_policy


def shadowed(data: Path, uploads: Path) -> None:
    """A scan in shadow mode of one harmless and one listed picture."""
    write_policy(data, ('mode = "enforce"', 'mode = "shadow"'))
    (uploads / "listed.jpg").write_bytes(jpeg(LISTED))
    assert scan(uploads, data).code == 1


def test_the_report_says_what_enforcing_would_have_done(data: Path, uploads: Path) -> None:
    shadowed(data, uploads)
    (report,) = run("shadow", "report", "--json", "--data", data).objects
    assert (report["uploads"], report["block"], report["hold"], report["share"]) == (2, 1, 0, 0.5)
    assert [(one["name"], one["block"]) for one in report["lists"]] == [("known", 1)]
    assert [one["name"] for one in report["rules"]] == ["same picture as a listed one"]
    (entry,) = report["entries"]
    assert entry["entry"] == f"picture-{LISTED}"
    assert report["examples"] == [entry["example"]]


def test_a_person_can_read_it(data: Path, uploads: Path) -> None:
    shadowed(data, uploads)
    done = invoke("shadow", "report", "--days", "3", "--data", data)
    assert done.code == 0
    said = " ".join(done.text.split())
    assert (
        "Of 2 uploads in shadow mode, enforcing would have blocked 1 and held 0 (50.00%)." in said
    )
    for part in ("By day", "By rule", "By surface", "By list", f"picture-{LISTED}"):
        assert part in said


def test_without_shadow_decisions_it_says_so_plainly(data: Path, uploads: Path) -> None:
    nothing = invoke("shadow", "report", "--data", data)
    assert nothing.code == 0
    assert "there is nothing to report yet" in nothing.text
    scan(uploads, data)
    enforced = invoke("shadow", "report", "--data", data)
    assert "No upload was decided in shadow mode; 1 were decided in enforce mode." in enforced.text
