"""The reverse-proxy recipe, in a real nginx: nothing of an upload on the disk or in a log."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from beholden.drill import drill_picture
from tests.docs.support import (
    FOLDER,
    TOO_LONG_SECONDS,
    clean_environment,
    served,
)

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
if NGINX is None or shutil.which("openssl") is None or shutil.which("curl") is None:
    pytest.skip("no nginx, openssl or curl: the proxy was NOT tested", allow_module_level=True)

ACCOUNT = "account-canary"
FRONT = "https://gate.example"
UPLOAD_BYTES = 4 << 20
_PIECE_SECONDS = 0.02

# Answers each request with the number of bytes that came and the path that was asked.
_UPSTREAM = """
import http.server, socketserver, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def answer(self):
        came = 0
        if self.headers.get("Transfer-Encoding"):
            while size := int(self.rfile.readline(), 16):
                came += len(self.rfile.read(size)); self.rfile.readline()
            self.rfile.readline()
        else:
            came = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        said = f"{came} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)
    do_GET = do_POST = answer
    def address_string(self): return ""
    def log_message(self, *_): pass
class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer): pass
server = Server(sys.argv[1], Handler)
print("up", flush=True)
server.serve_forever()
"""


class Proxy(NamedTuple):
    """A folder for one nginx."""

    folder: Path

    @property
    def gate(self) -> Path:
        return self.folder / "gate.sock"

    @property
    def front(self) -> Path:
        return self.folder / "front.sock"

    @property
    def spool(self) -> Path:
        return self.folder / "spool"

    def write(self, *changes: tuple[str, str], local: bool = True) -> Path:
        """The recipe with this folder's places, within the least that nginx needs."""
        text = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
        places = [
            ("unix:/run/beholden/gate.sock", f"unix:{self.gate}"),
            ("listen 443 ssl;", f"listen unix:{self.front} ssl;"),
            ("/etc/ssl/beholden/", f"{self.folder}/"),
            ("/var/log/nginx/", f"{self.folder}/logs/"),
        ]
        if local:  # the test comes by a socket instead of by the loopback address
            places.append(("allow 127.0.0.1;", "allow unix:;"))
        for old, new in (*places, *changes):
            assert old in text, old
            text = text.replace(old, new)
        (self.folder / "site.conf").write_text(text, encoding="utf-8")
        spools = "".join(
            f"{name}_temp_path {self.spool}/{name} 1;\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = self.folder / "nginx.conf"
        whole.write_text(
            f"{'user root;' if os.geteuid() == 0 else ''}\n"
            f"daemon off;\nworker_processes 1;\npid {self.folder}/nginx.pid;\n"
            f"error_log {self.folder}/logs/main.log info;\nevents {{}}\n"
            f"http {{\n{spools}include {self.folder}/site.conf;\n}}\n",
            encoding="utf-8",
        )
        return whole

    def spooled(self) -> list[str]:
        """What nginx made to keep bodies in; its folders stay when the bodies are gone."""
        return [str(path) for path in self.spool.glob("*/*")]

    def logged(self) -> str:
        return "".join(path.read_text() for path in (self.folder / "logs").iterdir())

    def ask(self, path: str, data: Path | None = None, *more: str) -> tuple[int, bytes]:
        """Status and body of one request through the proxy."""
        body = ("--data-binary", f"@{data}", "-H", "Content-Type: image/png") if data else ()
        done = subprocess.run(
            [
                "curl", "--silent", "--insecure", "--unix-socket", str(self.front),
                "--write-out", "\n%{http_code}", *body, *more, FRONT + path,
            ],
            capture_output=True,
            timeout=TOO_LONG_SECONDS,
            check=True,
        )  # fmt: skip
        answer, _, status = done.stdout.rpartition(b"\n")
        return int(status), answer


@pytest.fixture
def proxy(tmp_path: Path) -> Proxy:
    """A folder with a certificate of its own making. Socket paths must be short."""
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    for name in ("logs", "spool"):
        (folder / name).mkdir()
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-days", "2", "-subj", "/CN=gate.example",
            "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem",
        ],
        capture_output=True,
        check=True,
    )  # fmt: skip
    (tmp_path / "folder").symlink_to(folder)
    return Proxy(folder)


@contextlib.contextmanager
def upstream(proxy: Proxy) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", _UPSTREAM, proxy.gate], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        try:
            yield
        finally:
            child.kill()


@contextlib.contextmanager
def running(proxy: Proxy, config: Path) -> Iterator[None]:
    assert NGINX is not None
    with subprocess.Popen([NGINX, "-p", proxy.folder, "-c", config]) as child:
        try:
            while not proxy.front.exists():
                assert child.poll() is None, proxy.logged()
                time.sleep(_PIECE_SECONDS)
            yield
        finally:
            child.terminate()
            child.wait(TOO_LONG_SECONDS)


def upload(proxy: Proxy) -> Path:
    path = proxy.folder / "upload"
    path.write_bytes(secrets.token_bytes(UPLOAD_BYTES))
    return path


CHECK = f"/v1/check/image?surface=avatar&account={ACCOUNT}"


def test_nginx_accepts_the_recipe(proxy: Proxy) -> None:
    assert NGINX is not None
    config = proxy.write(local=False)
    done = subprocess.run(
        [NGINX, "-t", "-p", proxy.folder, "-c", config],
        capture_output=True,
        text=True,
        timeout=TOO_LONG_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


@pytest.mark.parametrize("chunked", [False, True])
def test_an_upload_passes_whole_and_is_never_spooled(proxy: Proxy, *, chunked: bool) -> None:
    more = ("-H", "Transfer-Encoding: chunked") if chunked else ()
    with upstream(proxy), running(proxy, proxy.write()):
        assert proxy.ask(CHECK, upload(proxy), *more) == (200, f"{UPLOAD_BYTES} {CHECK}".encode())
    assert proxy.spooled() == []


def test_without_its_line_the_recipe_would_spool(proxy: Proxy) -> None:
    """The test above would notice."""
    buffering = ("proxy_request_buffering off;", "proxy_request_buffering on;")
    with upstream(proxy), running(proxy, proxy.write(buffering)):
        assert proxy.ask(CHECK, upload(proxy))[0] == 200
    assert proxy.spooled()


def test_an_account_is_in_no_log_whether_the_gate_answers_or_not(proxy: Proxy) -> None:
    with running(proxy, proxy.write()):
        assert proxy.ask(CHECK, upload(proxy))[0] == 502
        with upstream(proxy):
            assert proxy.ask(CHECK, upload(proxy))[0] == 200
        # The socket is still there, but nobody listens.
        assert proxy.ask(CHECK, upload(proxy))[0] == 502
    said = proxy.logged()
    assert said.count('"path":"/v1/check/image","status":502') == 2
    assert ACCOUNT not in said


def test_at_nginxs_own_level_of_errors_the_account_would_be_logged(proxy: Proxy) -> None:
    """The test above would notice."""
    with running(proxy, proxy.write(("error.log emerg;", "error.log error;"))):
        assert proxy.ask(CHECK, upload(proxy))[0] == 502
    assert ACCOUNT in proxy.logged()


OPEN_PATHS = ["/v1/check/image", "/v1/check/hashes", "/v1/lookup", "/healthz"]
EVERYBODYS_PATHS = ["/checkpoint"]
MIRRORS_PATHS = ["/tile/0/000.p/5", "/tile/entries/x001/234", "/v1/statements/1/receipt"]
OPERATORS_PATHS = [
    "/", "/readyz", "/metrics", "/openapi.json", "/v1/lists", "/v1/lists/known",
    "/v1/lists/known/editions", "/v1/lists/known/activate", "/v1/decisions", "/v1/decisions/1",
    "/static/x.css", "/v1/check/../decisions", "//metrics",
]  # fmt: skip


def test_only_who_is_named_gets_through(proxy: Proxy) -> None:
    with upstream(proxy), running(proxy, proxy.write(local=False)):
        for path in (*OPEN_PATHS, *MIRRORS_PATHS, *OPERATORS_PATHS):
            assert proxy.ask(path, None, "--path-as-is")[0] == 403, path
        for path in EVERYBODYS_PATHS:
            assert proxy.ask(path)[0] == 200, path
        for path in ("/checkpoint/", "/checkpoint/../metrics", "/checkpoints", "/tile/../metrics"):
            assert proxy.ask(path, None, "--path-as-is")[0] == 403, path


def test_an_upload_handler_reaches_checks_and_nothing_of_the_operators(proxy: Proxy) -> None:
    # As if the test came from the network of the handlers, which stands in three places.
    handlers = ("allow 192.0.2.0/24;", "allow unix:;")
    with upstream(proxy), running(proxy, proxy.write(handlers, local=False)):
        for path in OPEN_PATHS:
            assert proxy.ask(path)[0] == 200, path
        for path in (*MIRRORS_PATHS, *OPERATORS_PATHS):
            assert proxy.ask(path, None, "--path-as-is")[0] == 403, path


def test_a_mirror_reaches_the_log_and_nothing_else(proxy: Proxy) -> None:
    mirrors = ("allow 203.0.113.0/24;", "allow unix:;")
    with upstream(proxy), running(proxy, proxy.write(mirrors, local=False)):
        for path in (*EVERYBODYS_PATHS, *MIRRORS_PATHS):
            assert proxy.ask(path)[0] == 200, path
        for path in (*OPEN_PATHS, *OPERATORS_PATHS, "/v1/statements/1"):
            assert proxy.ask(path, None, "--path-as-is")[0] == 403, path


def test_too_large_an_upload_is_refused_by_the_proxy(proxy: Proxy) -> None:
    path = proxy.folder / "large"
    with path.open("wb") as file:
        file.truncate(34 << 20)
    with upstream(proxy), running(proxy, proxy.write()):
        assert proxy.ask(CHECK, path)[0] == 413
        assert proxy.ask("/v1/lists/known/editions", path)[0] == 200
    assert proxy.spooled() == []


def test_the_answer_waits_longer_than_the_gate_does_and_idle_connections_shorter() -> None:
    from beholden.config import Config

    text = (FOLDER / "nginx.conf").read_text(encoding="utf-8")

    def seconds(name: str) -> int:
        (found, *_) = re.findall(rf"{name} (\d+)s;", text)
        return int(found)

    server = Config().server
    assert seconds("proxy_read_timeout") > server.answer_seconds
    assert seconds(r"keepalive_timeout") < server.idle_seconds
    assert seconds("client_body_timeout") >= server.body_seconds


def test_a_drill_through_the_proxy_reaches_the_gate(proxy: Proxy, tmp_path: Path) -> None:
    data = {"BEHOLDEN_DATA": str(tmp_path / "data")}
    key = subprocess.check_output(
        [sys.executable, "-m", "beholden", "keys", "create", "--name", "a", "--scope", "check"],
        env=clean_environment(**data),
        text=True,
    ).strip()
    picture = proxy.folder / "drill.png"
    picture.write_bytes(drill_picture())
    with (
        served(tmp_path, "--listen", f"unix:{proxy.gate}", **data),
        running(proxy, proxy.write()),
    ):
        status, answer = proxy.ask(CHECK, picture, "-H", f"Authorization: Bearer {key}")
        assert status == 200
        assert b'"rule":"exact copy of a listed file"' in answer
        status, answer = proxy.ask("/readyz")
        assert status in {200, 503}
    assert proxy.spooled() == []
    assert ACCOUNT not in proxy.logged()
