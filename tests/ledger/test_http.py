"""One exchange with a witness: whatever goes wrong is an error of this room, and never another."""

from __future__ import annotations

import pytest

from beholden.ledger._http import post
from beholden.ledger.errors import ExchangeError


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:99999/x", "http://127.0.0.1:-1/x", "http://[::1/x", "http:///x", "ftp://a/x",
        "http://127.0.0.1:1/x", "nothing", "", "http://a b/x", "http://\u0660.invalid/x",
        "http://" + "a" * 300 + ".invalid/x", "file:///etc/hostname",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_asked_is_an_error_with_a_sentence(url: str) -> None:
    with pytest.raises(ExchangeError, match=r"\S"):
        post(url, b"old 0\n", seconds=2.0)
