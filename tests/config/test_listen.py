"""Addresses to listen on: what is accepted, what is refused with what to write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.config import Listen, parse_listen

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound


@pytest.mark.parametrize(
    ("text", "listen", "private"),
    [
        ("127.0.0.1:8787", Listen("127.0.0.1", 8787), True),
        ("127.0.0.53:0", Listen("127.0.0.53", 0), True),
        ("[::1]:80", Listen("::1", 80), True),
        ("localhost:80", Listen("localhost", 80), True),
        ("unix:/run/a b/http.sock", Listen(path="/run/a b/http.sock"), True),
        (EVERYWHERE + ":8787", Listen(EVERYWHERE, 8787), False),
        ("[::]:8787", Listen("::", 8787), False),
        ("[0:0:0:0:0:0:0:1]:8787", Listen("::1", 8787), True),
        ("192.168.1.2:1", Listen("192.168.1.2", 1), False),
        ("gate.example:65535", Listen("gate.example", 65535), False),
        ("localhost.example:80", Listen("localhost.example", 80), False),
    ],
)
def test_what_can_be_listened_on_is_taken_apart(text: str, listen: Listen, private: bool) -> None:
    assert parse_listen(text) == listen
    assert parse_listen(text).is_private is private


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "port"),
        ("8787", "port"),
        ("localhost", "port"),
        ("127.0.0.1:", "port"),
        ("127.0.0.1:http", "port"),
        ("127.0.0.1:-1", "port"),
        ("127.0.0.1:٨٠", "port"),
        ("127.0.0.1:65536", "Ports go from 0 to 65535"),
        ("127.0.0.1:99999999", "port"),
        (":8787", EVERYWHERE),
        ("::1:8787", "brackets"),
        ("[::1:8787", "brackets"),
        ("[::g]:8787", "not one"),
        ("[127.0.0.1]:8787", "not one"),
        ("127.0.0.256:8787", "not one"),
        ("127.1:8787", "not one"),
        ("-a:8787", "neither an address nor a name"),
        ("a b:8787", "neither an address nor a name"),
        ("http://127.0.0.1:8787", "brackets"),
        ("unix:relative.sock", "starts at /"),
        ("unix:", "starts at /"),
        ("unix:/run/", "ends in a name"),
        ("unix:/" + "a" * 107, "107 bytes"),
        ("unix:/" + "é" * 54, "107 bytes"),
    ],
)
def test_what_cannot_be_listened_on_is_refused_with_what_to_write(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"[.]$") as refused:
        parse_listen(text)
    assert reason in str(refused.value)


@given(st.text(max_size=80))
def test_any_text_is_taken_apart_or_refused_with_a_sentence(text: str) -> None:
    try:
        listen = parse_listen(text)
    except ValueError as error:
        listen, said = None, str(error)
    else:
        said = ""
    assert said.endswith(".") if listen is None else listen.path or listen.host


@given(st.ip_addresses(), st.integers(0, 65535))
def test_every_address_with_every_port_can_be_listened_on(address, port: int) -> None:
    host = f"[{address}]" if address.version == 6 else str(address)
    listen = parse_listen(f"{host}:{port}")
    assert listen == Listen(str(address), port)
    assert listen.is_private == address.is_loopback
