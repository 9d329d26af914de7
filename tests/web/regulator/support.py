"""A regulator's server over a data folder, and people of its staff in browsers of sorts."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from beholden.app import WiredRegulator
from beholden.regulator import RegulatorSettings
from beholden.regulator.core import LogRef, Service
from tests.regulator.entries import NOW, PROVIDER, put_regime, service
from tests.support.log_simulator import SimulatedKey

SITE = "http://console.test"
ROLES = {
    "A. Reader": "reader",
    "B. Officer": "officer",
    "C. Publisher": "publisher",
    "D. Publisher": "publisher",
}
LOG_KEY = SimulatedKey("log.example.org", 1)
LOG = LogRef(
    origin="log.example.org",
    url="https://log.example.org",
    policy=f"log {LOG_KEY.text}\nquorum none\n",
)
COUNTS = "quantity,part,from,to,value,form,rounded_to,source,note\n"


class Ticks:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Office:
    """A regulator with its invented regime, its staff, and one service."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        put_regime(folder)
        given = {"name": "Example Regulator", "contact": "contact@example.org", **settings}
        self.regulator = WiredRegulator(folder, RegulatorSettings(**given), clock=lambda: NOW)
        self.keys = {
            name: self.regulator.staff.add(name, role, by="administrator")[1]
            for name, role in ROLES.items()
        }
        self.put(PROVIDER)
        self.put(entry())

    def put(self, item: Any, by: str = "B. Officer", reason: str = "first entry") -> None:
        """Writes into the register, over whatever is there."""
        self.regulator.register.put(item, by=by, reason=reason, expected=None)

    def close(self) -> None:
        self.regulator.close()


def entry(**changes: Any) -> Service:
    """The service of the tests, bound by the regime and with a log."""
    values = {"state": "bound", "duties": ("match-hashes",), "log": LOG, **changes}
    return service(**values)


class Browser:
    """What a browser does with forms: keeps cookies, sends the page's token back."""

    def __init__(self, application: Starlette, site: str = SITE) -> None:
        self.client = TestClient(
            application, base_url=site, follow_redirects=False, raise_server_exceptions=False
        )

    def sign_in(self, key: str, after: str = "") -> Any:
        """Signs in by the form."""
        return self.client.post(
            "/console/sign-in", data={"key": key, "next": after}, headers=self.origin
        )

    @property
    def origin(self) -> dict[str, str]:
        return {"Origin": str(self.client.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **options)

    def token(self, path: str = "/console/") -> str:
        """The token of the session, from a page."""
        return hidden(self.get(path).text, "token")

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        """Sends a form of the page, with the token of the session and from this site."""
        fields = {"token": self.token(), **(data or {})}
        headers = {**self.origin, **options.pop("headers", {})}
        return self.client.post(path, data=fields, headers=headers, **options)

    def send(self, page: str, action: str, changes: dict[str, Any]) -> Any:
        """Opens a page, changes some fields of its form, and sends the whole form."""
        fields = form_fields(self.get(page).text, action)
        fields.update(changes)
        return self.client.post(action, data=fields, headers=self.origin)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return entities.unescape(found[1])


def form_fields(page: str, action: str) -> dict[str, Any]:
    """The fields of a form as a browser would send them."""
    start = page.index(f'action="{action}"')
    form = page[start : page.index("</form>", start)]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        values = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        kind, name = values.get("type", "text"), values["name"]
        value = entities.unescape(values.get("value", ""))
        if kind in {"checkbox", "radio"}:
            if " checked" in tag:
                fields.setdefault(name, []).append(value)
        else:
            fields[name] = value
    for name, text in re.findall(
        r'<textarea [^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        fields[name] = entities.unescape(text)
    for name, options in re.findall(
        r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        fields[name] = entities.unescape((chosen or first)[1]) if first else ""
    return fields


def words(html: str) -> str:
    """What a reader of the page reads."""
    body = html[html.index("<body") :]
    return entities.unescape(" ".join(re.sub(r"<[^>]*>", " ", body).split()))


def counts(rows: Iterable[str]) -> bytes:
    """A file of counts."""
    return (COUNTS + "".join(f"{row}\n" for row in rows)).encode()
