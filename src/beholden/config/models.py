"""Every setting: its type, bounds, default and what it is for.

The structs are the only place where settings are defined: the reader, the names of
environment variables, ``beholden config show`` and the reference page follow from
them. Units are in the names.

    Config().server.workers               # 1
    Config().store_url(Path("/srv/data")) # "sqlite:////srv/data/beholden.db"
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

import msgspec
from msgspec import Meta

from beholden.config._listen import Listen, parse_listen

_KIB, _MIB, _GIB, _TIB = 1 << 10, 1 << 20, 1 << 30, 1 << 40

LogLevel = Literal["debug", "info", "warning", "error"]


class Server(msgspec.Struct, frozen=True):
    """The service over HTTP: where it listens and what one request may cost."""

    listen: Annotated[
        str,
        Meta(
            description="Where the service accepts: HOST:PORT, [::1]:PORT, or unix:/PATH. "
            "Port 0 takes any free one. It speaks plain HTTP."
        ),
    ] = "127.0.0.1:8787"
    workers: Annotated[
        int,
        Meta(ge=1, le=64, description="Processes that answer requests. One uses one processor."),
    ] = 1
    max_connections: Annotated[
        int,
        Meta(
            ge=1,
            le=100_000,
            description="Connections that one worker holds open; requests on more are told to "
            "try again.",
        ),
    ] = 1000
    header_seconds: Annotated[
        float,
        Meta(ge=0.1, le=600, description="Until a request's headers must have come."),
    ] = 10.0
    body_seconds: Annotated[
        float,
        Meta(ge=0.1, le=86_400, description="Until a request's body must have come."),
    ] = 60.0
    idle_seconds: Annotated[
        int,
        Meta(
            ge=1,
            le=3600,
            description="How long a connection without a request stays open. More than the "
            "reverse proxy keeps it, else a request may meet a connection that closes.",
        ),
    ] = 75
    answer_seconds: Annotated[
        float,
        Meta(
            ge=0.1,
            le=600,
            description="How long an answer may take before the caller is told to try again.",
        ),
    ] = 30.0
    shutdown_seconds: Annotated[
        int,
        Meta(
            ge=1,
            le=600,
            description="How long a worker that was told to stop may finish what it accepted.",
        ),
    ] = 30
    max_image_bytes: Annotated[
        int, Meta(ge=_KIB, le=_GIB, description="Largest image that is accepted.")
    ] = 32 * _MIB
    max_json_bytes: Annotated[
        int, Meta(ge=_KIB, le=_GIB, description="Largest JSON body that is accepted.")
    ] = 4 * _MIB
    max_list_bytes: Annotated[
        int, Meta(ge=_KIB, le=_TIB, description="Largest edition of a list that is accepted.")
    ] = 4 * _GIB
    max_body_memory_bytes: Annotated[
        int,
        Meta(
            ge=_MIB,
            le=_TIB,
            description="Bodies that one worker holds in memory at a time, all together; "
            "requests beyond it are told to try again.",
        ),
    ] = 256 * _MIB
    idempotency_hours: Annotated[
        float,
        Meta(ge=0.01, le=720, description="How long an answer is kept for its idempotency key."),
    ] = 24.0

    @property
    def address(self) -> Listen:
        """``listen``, taken apart.

        Raises:
            ValueError: It cannot be read; a loaded configuration's always can.
        """
        return parse_listen(self.listen)


class Decode(msgspec.Struct, frozen=True):
    """Decoding images in worker processes: how many, and what one file may cost."""

    workers: Annotated[
        int,
        Meta(
            ge=0,
            le=256,
            description="Decode workers of one web worker. 0: processors divided by web "
            "workers, at least 1.",
        ),
    ] = 0
    queue: Annotated[
        int,
        Meta(
            ge=1,
            le=100_000,
            description="Images that wait for a decode worker; requests beyond it are told to "
            "try again.",
        ),
    ] = 64
    max_pixels: Annotated[
        int, Meta(ge=4096, le=10**10, description="Pixels that decoding one image holds in memory.")
    ] = 64_000_000
    max_frames: Annotated[
        int, Meta(ge=1, le=1_000_000, description="Frames of an animation; more are not scanned.")
    ] = 10_000
    sampled_frames: Annotated[
        int, Meta(ge=1, le=10_000, description="Frames of an animation that are hashed.")
    ] = 32
    max_seconds: Annotated[
        float, Meta(ge=0.1, le=600, description="Processor time for one file.")
    ] = 10.0
    max_memory_bytes: Annotated[
        int,
        Meta(ge=256 * _MIB, le=_TIB, description="Address space of one decode worker."),
    ] = _GIB
    exact: Annotated[
        bool,
        Meta(
            description="Decode every JPEG at full size and in colour, as the PDQ reference does: "
            "several times slower, at most a few bits different."
        ),
    ] = False


class StoreSettings(msgspec.Struct, frozen=True):
    """The database of decisions and keys."""

    url: Annotated[
        str,
        Meta(
            description="postgresql://USER@HOST/NAME, or sqlite:////ABSOLUTE/PATH. "
            "Empty: the SQLite file beholden.db in the data folder."
        ),
    ] = ""
    lock_seconds: Annotated[
        float,
        Meta(ge=0.05, le=300, description="How long a writer waits for others before it gives up."),
    ] = 5.0
    queue: Annotated[
        int,
        Meta(
            ge=1,
            le=1_000_000,
            description="Decisions that wait to be recorded; requests beyond it are told to try "
            "again.",
        ),
    ] = 4096
    secret_file: Annotated[
        str,
        Meta(
            description="The file of the secret behind API keys and pseudonyms; a relative path "
            "starts in the data folder. Empty: secret.key there."
        ),
    ] = ""


class ListSettings(msgspec.Struct, frozen=True):
    """The lists of expert bodies."""

    stale_after_days: Annotated[
        int,
        Meta(ge=1, le=3650, description="Age at which an active edition counts as stale."),
    ] = 30


class LedgerSettings(msgspec.Struct, frozen=True):
    """The ledger: statements of all decisions in a log that cannot be changed afterwards."""

    enabled: Annotated[
        bool, Meta(description="Whether decisions leave statements and the service keeps a log.")
    ] = True
    sequence: Annotated[
        bool,
        Meta(
            description="Whether the service on this machine writes the log. Of machines that "
            "share a database, exactly one does."
        ),
    ] = True
    interval_seconds: Annotated[
        float,
        Meta(ge=0.01, le=60, description="How often waiting statements are taken into the log."),
    ] = 0.25
    merge_seconds: Annotated[
        int,
        Meta(
            ge=60,
            le=7 * 86_400,
            description="Within how long a receipt promises that its statement is in the log.",
        ),
    ] = 3600
    allowed_days: Annotated[
        int,
        Meta(
            ge=0,
            le=3650,
            description="0: allowed uploads are only counted, hour by hour. Otherwise each "
            "leaves a statement of its own, which can be opened for so many days.",
        ),
    ] = 0
    trust_file: Annotated[
        str,
        Meta(
            description="The trust policy: which witnesses cosign, how many must, and where they "
            "are asked; a relative path starts in the data folder. Empty: ledger/trust.txt there."
        ),
    ] = ""
    witness_seconds: Annotated[
        float,
        Meta(ge=0.1, le=60, description="How long a witness may take to answer."),
    ] = 5.0


class TransparencySettings(msgspec.Struct, frozen=True):
    """The transparency report: whose it is, and what it hides."""

    provider: Annotated[
        str,
        Meta(
            max_length=200,
            description="Who answers for the service, as the law knows them. Empty: the report "
            "needs it at the command.",
        ),
    ] = ""
    service: Annotated[
        str, Meta(max_length=200, description="The service's name, as its users know it.")
    ] = ""
    contact: Annotated[
        str,
        Meta(
            max_length=300,
            description="Where readers of the report can ask: an address of the service.",
        ),
    ] = ""
    small_numbers_below: Annotated[
        int,
        Meta(
            ge=1,
            le=1_000,
            description="In breakdowns that could tell about people, counts below it are hidden. "
            "1 hides none.",
        ),
    ] = 5
    published: Annotated[
        str,
        Meta(
            description="The folder with the reports that were published before: what a new one "
            "and these give away together is hidden. A relative path starts in the data folder. "
            "Empty: they are named at the command."
        ),
    ] = ""


class Log(msgspec.Struct, frozen=True):
    """Log lines, in JSON on standard error. They never hold content, hashes or accounts."""

    level: Annotated[LogLevel, Meta(description="The least serious event that is logged.")] = "info"
    requests: Annotated[
        bool, Meta(description="Log every request, not only those that failed.")
    ] = False


class Config(msgspec.Struct, frozen=True):
    """The whole configuration of one data folder."""

    server: Server = Server()
    decode: Decode = Decode()
    store: StoreSettings = StoreSettings()
    lists: ListSettings = ListSettings()
    ledger: LedgerSettings = LedgerSettings()
    transparency: TransparencySettings = TransparencySettings()
    log: Log = Log()

    def store_url(self, data: Path) -> str:
        """The URL of the database."""
        # A question mark or a percent sign of a folder's name would mean something in a URL.
        path = quote(str(data.absolute() / "beholden.db"), safe="/ ")
        return self.store.url or f"sqlite:///{path}"

    def secret_path(self, data: Path) -> Path:
        """The file of the secret."""
        return data / (self.store.secret_file or "secret.key")

    def trust_path(self, data: Path) -> Path:
        """The file of the ledger's trust policy."""
        return data / (self.ledger.trust_file or "ledger/trust.txt")
