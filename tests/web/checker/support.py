"""The checker's page over small data, without a socket."""

from __future__ import annotations

import re
from decimal import Decimal

from starlette.testclient import TestClient

from beholden.figures import Dataset, Period, parse_period
from beholden.figures.core.claims.judging.dataset import Fact
from beholden.web.checker import checker_application

KEY = "a-key-of-this-test"
PORT = 8789
ROOT = f"/{KEY}/"
TRUE = "Essex Police recorded 767 child abuse image offences in 2017/18, up from 568 in 2016/17."
FALSE = TRUE.replace("767", "800")


def dataset() -> Dataset:
    """Essex in two years."""
    facts = tuple(
        Fact("iioc_total", "E23000028", _period(year), Decimal(count), "2018-09")
        for year, count in (("2016/17", 568), ("2017/18", 767))
    )
    return Dataset("two counts of Essex", facts)


def client_of(host: str = f"127.0.0.1:{PORT}") -> TestClient:
    """A browser of sorts at the page's address."""
    application = checker_application(dataset(), key=KEY, port=PORT)
    return TestClient(application, base_url=f"http://{host}", follow_redirects=False)


def styles(client: TestClient, page: str) -> dict[str, bytes]:
    """What the page loads, by its path."""
    return {
        f"/{name}": client.get(ROOT + name).content
        for name in re.findall(r'href="(static/[^"]+)"', page)
    }


def _period(text: str) -> Period:
    parsed = parse_period(text)
    assert parsed is not None
    return parsed.period
