"""What comes over the wire is bounded, and the key goes nowhere but where it was sent."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator import DrillError, HttpInterface
from beholden.regulator._drill_ports import Upload
from beholden.regulator.errors import NoAnswerError, NotSentError
from tests.support.http_peer import answer, peer

KEY = "bh_aaaaaaaaaaaa_" + "k" * 43
UPLOAD = Upload(b"\xff\xd8 picture", "avatar & post", "account ü", "request-1")


def test_a_picture_is_sent_as_the_interface_takes_it():
    with peer([answer(b'{"outcome":"allow"}')]) as (url, requests):
        reply = HttpInterface(url + "/gate/", KEY).check(UPLOAD, seconds=10)
    assert (reply.status, reply.body) == (200, b'{"outcome":"allow"}')
    head, _, body = requests[0].partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    assert first.startswith(b"POST /gate/v1/check/image?surface=avatar")
    assert b"account=account" in first
    headers = {line.split(b": ")[0].lower(): line.split(b": ")[1] for line in lines}
    assert headers[b"authorization"] == b"Bearer " + KEY.encode()
    assert headers[b"idempotency-key"] == b"request-1"
    assert headers[b"content-type"] == b"image/jpeg"
    assert headers[b"accept-encoding"] == b"identity"
    assert body == UPLOAD.data


def test_a_receipt_is_asked_for_by_its_statement_and_no_statement_changes_the_path():
    with peer([answer(b"receipt")]) as (url, requests):
        interface = HttpInterface(url, KEY)
        assert interface.receipt("0193-a", seconds=10).body == b"receipt"
        interface.receipt("../../v1/lists?x=1#y", seconds=10)
    assert requests[0].startswith(b"GET /v1/statements/0193-a/receipt?form=receipt HTTP/1.1\r\n")
    assert requests[1].startswith(b"GET /v1/statements/..%2F..%2Fv1%2Flists%3Fx%3D1%23y/receipt?")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status):
    with peer([answer(b"elsewhere")]) as (elsewhere, wrongly_asked):
        where = f"location: {elsewhere}/v1/check/image".encode()
        with peer([answer(b"", status, where)]) as (url, requests):
            reply = HttpInterface(url, KEY).check(UPLOAD, seconds=10)
    assert reply.status == status
    assert len(requests) == 1
    assert wrongly_asked == []


def test_no_proxy_of_the_environment_sees_the_key(monkeypatch):
    with peer([answer(b"proxied")]) as (proxy, wrongly_asked):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy)
        with peer([answer(b"{}")]) as (url, _):
            assert HttpInterface(url, KEY).check(UPLOAD, seconds=10).body == b"{}"
    assert wrongly_asked == []


@pytest.mark.parametrize(
    "pieces",
    [
        [answer(b"x" * ((1 << 20) + 1))],
        [
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            *[b"10000\r\n" + b"x" * 65_536 + b"\r\n"] * 20,
        ],
        [answer(b"x", 200, b"content-encoding: gzip")],
        [b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort"],
        [b"not http at all\r\n\r\n"],
        [b""],
        [b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 100_000],
    ],
)  # fmt: skip
def test_what_is_no_whole_answer_is_none(pieces):
    with peer(pieces) as (url, requests), pytest.raises(NoAnswerError) as refused:
        HttpInterface(url, KEY).check(UPLOAD, seconds=10)
    assert len(requests) == 1
    assert KEY not in str(refused.value)


def test_a_service_that_trickles_is_given_up():
    pieces = [b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n", *[b"x"] * 1000]
    with peer(pieces, pause=0.05) as (url, _), pytest.raises(NoAnswerError, match=r"within 0\.5 s"):
        HttpInterface(url, KEY).check(UPLOAD, seconds=0.5)


def test_what_reached_nobody_was_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotSentError) as refused:
        HttpInterface(f"http://127.0.0.1:{port}", KEY).check(UPLOAD, seconds=10)
    assert KEY not in str(refused.value)


def test_who_speaks_no_tls_was_sent_nothing():
    with peer([answer(b"{}")]) as (url, requests), pytest.raises(NotSentError):
        HttpInterface(url.replace("http:", "https:"), KEY).check(UPLOAD, seconds=2)
    assert all(KEY.encode() not in request for request in requests)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(b"7", 7), (b"100000", 60), (b"soon", 0), (b"-1", 0), (b"9" * 20, 0), ("٣".encode(), 0)],
)
def test_a_pause_that_is_asked_for_is_within_reason(header, seconds):
    with peer([answer(b"", 503, b"retry-after: " + header)]) as (url, _):
        reply = HttpInterface(url, KEY).check(UPLOAD, seconds=10)
    assert (reply.status, reply.retry_seconds) == (503, seconds)


@pytest.mark.parametrize(
    "url",
    ["", "example", "ftp://a", "http://", "http://u:p@a", "http://a?key=1", "http://a#x",
     "http://a:99999", "http://a b", "http://a\nb", "file:///etc/passwd", "http://[::1"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_in_a_sentence(url):
    with pytest.raises(DrillError):
        HttpInterface(url, KEY)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_an_address(text):
    try:
        HttpInterface(text, KEY)
    except DrillError:
        return
    assert text.startswith(("http://", "https://", "HTTP", "Http")) or "://" in text


def test_authorities_that_cannot_be_read_are_named(tmp_path: Path):
    file = tmp_path / "none.pem"
    with pytest.raises(DrillError, match=r"none\.pem"):
        HttpInterface("https://network.example", KEY, certificates=file)
