"""A real PostgreSQL for tests: one server a test process, one database a test.

The server is started at the first test that asks, listens on a Unix socket in a
short temporary folder and nowhere else, and ends with the test process however
that ends. It syncs to the disk as any other would. Where there is no PostgreSQL,
tests that need one are skipped, and say so.

    def test_something(postgresql_url: str) -> None:
        store = Store(postgresql_url)
"""

from __future__ import annotations

import ctypes
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_START_SECONDS = 60
_PAUSE_SECONDS = 0.02
_PR_SET_PDEATHSIG = 1
_OWNER = "beholden"
_UNPRIVILEGED = "postgres"


class NoPostgresqlError(Exception):
    """There is no PostgreSQL on this machine, or none that can be started."""


class PostgresqlServer:
    """A server with a folder of its own; it can be stopped and started again."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._user = _unprivileged_user()
        # A socket's path has 107 bytes at most, so no folder of pytest's will do.
        self._folder = Path(tempfile.mkdtemp(prefix="bh-pg-", dir=_short_folder()))
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._process: subprocess.Popen[bytes] | None = None
        self._run(
            self._programs / "initdb",
            *("--pgdata", self._folder / "data", "--username", _OWNER, "--auth", "trust"),
            *("--encoding", "UTF8", "--no-locale", "--no-sync", "--no-instructions"),
        )

    @property
    def log(self) -> str:
        """What the server said."""
        return (self._folder / "log").read_text(errors="replace")

    @property
    def pid(self) -> int:
        """The process to signal."""
        assert self._process is not None
        return self._process.pid

    def url(self, database: str) -> str:
        """The address of a database, as ``Store`` takes it."""
        return f"postgresql://{_OWNER}@/{database}?host={self._folder}"

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._programs / "postgres",
                    *("-D", self._folder / "data", "-k", self._folder),
                    *("-c", "listen_addresses="),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=None if self._user is None else self._user.pw_uid,
                group=None if self._user is None else self._user.pw_gid,
                extra_groups=None if self._user is None else [],
                cwd=self._folder,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - one call, no threads hold locks it needs
            )
        give_up = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > give_up:
                raise NoPostgresqlError(f"PostgreSQL does not start: {self.log[-2000:]}")
            time.sleep(_PAUSE_SECONDS)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends the server: SIGINT in good order, SIGQUIT as in a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def create(self) -> str:
        """Makes an empty database and returns its name."""
        name = f"t{secrets.token_hex(8)}"
        self._administer(f'CREATE DATABASE "{name}"')
        return name

    def drop(self, name: str) -> None:
        """Removes a database and ends all connections to it."""
        self._administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Ends the server and removes all that is its."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def _run(self, *command: str | Path) -> None:
        try:
            subprocess.run(
                command,
                check=True,
                capture_output=True,
                user=None if self._user is None else self._user.pw_uid,
                group=None if self._user is None else self._user.pw_gid,
                extra_groups=None if self._user is None else [],
                cwd=self._folder,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", b"") or str(error).encode()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise NoPostgresqlError(f"PostgreSQL: {said.decode(errors='replace')}") from error


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """The server of this test process. Do not stop it: others' tests use it too."""
    with started_server() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """The address of an empty database of a real PostgreSQL."""
    name = postgresql_server.create()
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@contextmanager
def started_server() -> Iterator[PostgresqlServer]:
    """A running server of the test's own; skips the test where there can be none."""
    try:
        server = PostgresqlServer()
    except NoPostgresqlError as error:
        pytest.skip(f"{error} Install it to run this test: apt-get install postgresql")
    try:
        server.start()
        yield server
    finally:
        server.close()


def _programs() -> Path:
    """The folder with the newest server's programs."""
    # Debian keeps them off the path, one folder for each major version.
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0))
    if (on_path := shutil.which("initdb")) and (Path(on_path).parent / "postgres").exists():
        return Path(on_path).parent
    raise NoPostgresqlError("There is no PostgreSQL server here.")


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to become: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in (_UNPRIVILEGED, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgresqlError("PostgreSQL refuses to run as root, and nobody else is here.")


def _short_folder() -> str:
    """A folder that every user can reach, whatever TMPDIR says."""
    return next(path for path in ("/tmp", "/var/tmp") if os.access(path, os.W_OK))  # noqa: S108 - the folder made in it is private


def _end_with_parent() -> None:
    """A killed test run leaves no server behind: it shuts down when its parent dies."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
