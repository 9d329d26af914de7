"""Files through the browser: kept whole or not at all, bounded, and never shown as a page."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beholden.transparency.core import encode_report
from beholden.web.regulator.console import receiving
from tests.regulator.core.reports import report
from tests.regulator.entries import HOSTILE
from tests.support.pages import faults_in_text
from tests.support.small_disk import disk_of
from tests.web.regulator.support import Browser, Office, counts, words

PAGE = "/console/services/example/received"
# Most of these tests keep any bytes at all.
GOOD = {
    "kind": "report",
    "source": "Example",
    "from": "2026-10-01",
    "to": "2026-10-31",
    "as-it-is": "yes",
}


def send(browser: Browser, data: bytes, name: str = "report.json", **changes: str) -> Any:
    return browser.post(PAGE, GOOD | changes, files={"file": (name, data)})


def test_a_file_is_kept_byte_for_byte_and_handed_back_to_be_saved(
    office: Office, officer: Browser
) -> None:
    data = os.urandom(3_000_000)
    done = send(officer, data)
    assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}?done=received")
    (file,) = office.regulator.received.files("example")
    assert (file.sha256, file.bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (file.by, file.source, str(file.first)) == ("B. Officer", "Example", "2026-10-01")
    back = officer.get(f"{PAGE}/{file.number}")
    assert back.content == data
    assert back.headers["content-disposition"] == 'attachment; filename="1-report.json"'
    assert back.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in back.headers["content-security-policy"]


@given(
    data=st.binary(min_size=1, max_size=600) | st.text("\r\n-b", max_size=90).map(str.encode),
    name=st.text(min_size=1, max_size=40).filter(lambda text: "\0" not in text),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_bytes_under_any_name_come_back_as_they_were(
    office: Office, officer: Browser, data: bytes, name: str
) -> None:
    """Also bytes that look like the form's own boundary."""
    safe = name.encode("utf-8", "replace").decode()
    done = send(officer, data, safe)
    if not data:
        assert done.status_code == 422
        return
    assert done.status_code == 303
    file = office.regulator.received.files("example")[-1]
    back = officer.get(f"{PAGE}/{file.number}")
    assert back.content == data
    back.headers["content-disposition"].encode("ascii")
    assert faults_in_text(officer.get(PAGE).text) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\somebody\\report.json", "report.json"),
        ("<script>.json", "<script>.json"),
        ("x" * 400, "x" * 200),
    ],
)
def test_of_a_file_s_name_only_the_last_part_is_kept(
    office: Office, officer: Browser, name: str, kept: str
) -> None:
    assert send(officer, b"text", name).status_code == 303
    assert office.regulator.received.files("example")[-1].name == kept
    assert faults_in_text(officer.get(PAGE).text) == []


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"kind": "picture"}, "kind", "Say what the file is"),
        ({"kind": ""}, "kind", "Say what the file is"),
        ({"source": " "}, "source", "Say who sent"),
        ({"source": HOSTILE}, "source", "control characters"),
        ({"from": "yesterday"}, "from", "Write the day"),
        ({"to": "2026-02-30"}, "to", "Write the day"),
        ({"from": "2026-11-01"}, "to", "before the first"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(
    office: Office, officer: Browser, changes: dict[str, str], field: str, said: str
) -> None:
    done = send(officer, b"text", **changes)
    assert done.status_code == 422
    assert f'id="{field}-error"' in done.text
    assert said in words(done.text)
    assert faults_in_text(done.text) == []
    assert office.regulator.received.files() == ()
    assert list((office.regulator.data / "received").iterdir()) == []


def test_no_file_and_an_empty_file_are_told_apart(officer: Browser) -> None:
    empty = send(officer, b"")
    assert (empty.status_code, "file is empty" in words(empty.text)) == (422, True)
    none = send(officer, b"", "")
    assert none.status_code == 422


def test_a_file_longer_than_its_kind_may_be_is_refused(office: Office, officer: Browser) -> None:
    done = send(officer, b"x" * ((1 << 20) + 1), kind="receipt")
    assert (done.status_code, "at most 1,048,576 bytes" in words(done.text)) == (413, True)
    assert office.regulator.received.files() == ()
    assert list((office.regulator.data / "received").iterdir()) == []


def test_who_announces_too_much_need_not_send_it(officer: Browser) -> None:
    headers = {
        **officer.origin,
        "Content-Type": "multipart/form-data; boundary=b",
        "Content-Length": str(receiving.UPLOAD_BYTES_AT_MOST + (2 << 20)),
    }
    done = officer.client.post(PAGE, content=b"--b\r\n", headers=headers)
    assert (done.status_code, done.headers["connection"]) == (413, "close")


BROKEN = {
    "nothing": b"",
    "no end": b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nTOKEN\r\n',
    "no parts": b"text",
    "no file": b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nTOKEN\r\n--b--\r\n',
    "file first": (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ntext\r\n'
        b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nTOKEN\r\n--b--\r\n'
    ),
    "two files": (
        b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nTOKEN\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ntext\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="b"\r\n\r\ntext\r\n--b--\r\n'
    ),
    "many parts": b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n' * 50
    + b"--b--\r\n",
    "long field": (
        b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n'
        + b"x" * 20_000
        + b"\r\n--b--"
    ),
    "long header": b"--b\r\nContent-Disposition: " + b"x" * 5_000 + b"\r\n\r\n\r\n--b--\r\n",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_form_that_is_broken_keeps_nothing(office: Office, officer: Browser, kind: str) -> None:
    body = BROKEN[kind].replace(b"TOKEN", officer.token().encode())
    headers = {**officer.origin, "Content-Type": "multipart/form-data; boundary=b"}
    done = officer.client.post(PAGE, content=body, headers=headers)
    assert 400 <= done.status_code < 500
    assert faults_in_text(done.text) == []
    assert office.regulator.received.files() == ()
    assert list((office.regulator.data / "received").iterdir()) == []


def test_a_file_that_was_altered_on_the_disk_is_not_handed_out(
    office: Office, officer: Browser
) -> None:
    send(officer, b"as it came")
    (path,) = (office.regulator.data / "received").iterdir()
    path.write_bytes(b"as it is not")
    back = officer.get(f"{PAGE}/1")
    assert back.status_code == 422
    assert "was altered" in words(back.text)
    assert faults_in_text(back.text) == []


def test_a_file_of_one_service_is_not_handed_out_under_another(
    office: Office, officer: Browser
) -> None:
    send(officer, b"text")
    office.put(
        office.regulator.register.service("example").item.__class__(
            id="second", provider="example-co", name="Second", regime="orchard", state="found"
        )
    )
    assert officer.get("/console/services/second/received/1").status_code == 404


def test_a_reader_sees_files_and_has_no_form(person: Callable[[str], Browser]) -> None:
    page = person("A. Reader").get(PAGE)
    assert page.status_code == 200
    assert 'type="file"' not in page.text


@pytest.mark.parametrize("size", [5_000_000, 1_500_000], ids=["on the way", "when kept"])
def test_a_full_disk_is_said_and_nothing_half_is_kept(
    office: Office, officer: Browser, size: int
) -> None:
    folder = office.regulator.data / "received"
    folder.rmdir()
    with disk_of(2 << 20, folder):
        done = send(officer, os.urandom(size))
        assert done.status_code in {422, 507}
        assert "No space left" in words(done.text)
        assert faults_in_text(done.text) == []
        assert list(folder.iterdir()) == []
    assert office.regulator.received.files() == ()


def test_a_folder_that_is_gone_is_said(office: Office, officer: Browser) -> None:
    (office.regulator.data / "received").rmdir()
    done = send(officer, b"text")
    assert (done.status_code, "No such file" in words(done.text)) == (507, True)


WRONG_COUNTS = counts(
    [
        "reports,,2026-10-01,2026-10-31,many,count,,Example Authority,",
        "victims,,2026-10-01,2026-10-31,<script>,count,,Example Authority,",
    ]
)


def test_a_file_that_is_something_else_is_refused_with_what_it_seems_to_be(
    office: Office, officer: Browser
) -> None:
    data = counts(["reports,,2026-10-01,2026-10-31,12,count,,Example Authority,"])
    done = send(officer, data, kind="report", **{"as-it-is": ""})
    assert done.status_code == 422
    assert "This is not a transparency report" in words(done.text)
    assert "It seems to be a table of counts (CSV)" in words(done.text)
    assert 'href="#file"' in done.text
    assert faults_in_text(done.text) == []
    assert office.regulator.received.files() == ()


def test_counts_that_cannot_be_read_are_told_line_by_line_when_they_come(
    office: Office, officer: Browser
) -> None:
    done = send(officer, WRONG_COUNTS, "c.csv", kind="counts", **{"as-it-is": ""})
    assert done.status_code == 422
    assert "<li>c.csv:2: value:" in done.text
    assert "<li>c.csv:3: value:" in done.text
    assert "\\u000a" not in done.text
    assert faults_in_text(done.text) == []
    assert office.regulator.received.files() == ()
    kept = send(officer, WRONG_COUNTS, "c.csv", kind="counts")
    assert kept.status_code == 303
    assert "Kept as it is, and not read" in words(officer.get(PAGE).text)


def test_the_list_says_what_each_file_is_for(office: Office, officer: Browser) -> None:
    data = encode_report(report())
    assert send(officer, data, **{"as-it-is": ""}).status_code == 303
    said = words(officer.get(PAGE).text)
    made = report()
    assert f"It says: {made.service} by {made.provider}, revision 1" in said
    assert "2026-03-01 to 2026-03-02 (received as for 2026-10-01 to 2026-10-31)" in said
    assert f"{made.service} by {made.provider}" in words(
        officer.get("/console/services/example").text
    )


def test_the_file_is_the_last_field_as_whoever_reads_the_form_needs_it(officer: Browser) -> None:
    page = officer.get(PAGE).text
    start = page.index('enctype="multipart/form-data"')
    form = page[start : page.index("</form>", start)]
    fields = re.findall(r'<(?:input|textarea|select) [^>]*name="([^"]*)"', form)
    assert fields[-1] == "file"
    assert "as-it-is" in fields
