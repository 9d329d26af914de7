"""Serving a regulator until it is stopped: one process; the mirrors are followed beside it.

serve_regulator(data, port=8791, follow=300)
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from beholden.app import WiredRegulator
from beholden.config import Config, Server
from beholden.regulator import RegulatorError
from beholden.store import StoreError
from beholden.web import log
from beholden.web.regulator.application import regulator_application
from beholden.web.regulator.uploads import UPLOAD_SECONDS
from beholden.web.server import address_of, bound, server_of

_LIMITS = Server(
    max_connections=512,
    header_seconds=10.0,
    # Only somebody signed in may send as long as this; others are answered, and cut off, at once.
    body_seconds=UPLOAD_SECONDS + 10,
    idle_seconds=60,
    answer_seconds=30.0,
    shutdown_seconds=10,
)


def serve_regulator(
    data: Path,
    *,
    host: str | None = None,
    port: int | None = None,
    follow: float | None = None,
    limits: Server = _LIMITS,
) -> None:
    """Serves until SIGTERM or SIGINT; logs JSON lines on standard error, the address first.

    Args:
        data: the regulator's data folder.
        host: the address to listen on; that of the settings if None.
        port: likewise; 0 takes a free one.
        follow: seconds between two looks at each log; None: somebody else follows them.
        limits: of connections and time; the rest does not matter here.

    Raises:
        RegulatorError, StoreError, AccessError: The folder cannot be used.
        OSError: The address cannot be used.
    """
    with closing(WiredRegulator(data)) as regulator:
        settings = regulator.settings
        application = regulator_application(regulator)
        where = _address(
            settings.host if host is None else host, settings.port if port is None else port
        )
        (listening,) = bound(where, 1)
        with closing(listening), _following(regulator, follow):
            log.configure("info", apart=True)
            server = server_of(application, Config(server=limits))

            def stop(*_: object) -> None:
                server.should_exit = True

            # The server has its own while it runs, and raises what it caught again afterwards.
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, stop)
            log.get_log().info("listening", address=address_of(listening))
            server.run(sockets=[listening])
        log.finish()


@contextlib.contextmanager
def _following(regulator: WiredRegulator, every: float | None) -> Iterator[None]:
    """Follows all registered logs in a thread of its own while the block runs."""
    if every is None:
        yield
        return
    stopped = threading.Event()

    def follow() -> None:
        while not stopped.is_set():
            try:
                _look(regulator)
            except Exception as error:  # noqa: BLE001 - the site must not end with a log's trouble
                log.get_log().error(
                    "not followed", code=type(error).__name__, places=log.places_of(error)
                )
            stopped.wait(every)

    # A look that hangs must not hold up the end; what it wrote is whole at any moment.
    threading.Thread(target=follow, name="mirrors", daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _look(regulator: WiredRegulator) -> None:
    if not any(one.item.log is not None for one in regulator.register.services()):
        return
    try:
        for followed in regulator.mirrors.once():
            said = {"service": followed.service, "outcome": followed.outcome, "size": followed.size}
            if followed.alarms:
                log.get_log().error("alarm", alarms=len(followed.alarms), **said)
            elif followed.failure:
                log.get_log().warning("not reached", **said)
    except (RegulatorError, StoreError) as error:
        log.get_log().error("not followed", code=type(error).__name__, detail=str(error))


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
