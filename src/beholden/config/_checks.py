"""What single settings cannot say: which go together, and what is legal but weak.

problems(config)  # (("server.listen", "The port is missing ..."),)
warnings(config)  # ("server.listen accepts from other machines ...",)
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from beholden.config.models import Config
from beholden.store import Store, StoreError

_IDEMPOTENCY_HOURS = 24
_EXAMPLES = "Write postgresql://USER@HOST/NAME or sqlite:////ABSOLUTE/PATH."


def problems(config: Config) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Finds settings that are refused although each has its type and bounds.

    Returns:
        The settings that do not go together, the likeliest culprit first, and a sentence.
    """
    return tuple(_problems(config))


def warnings(config: Config) -> tuple[str, ...]:
    """Sentences about settings that are legal but weak."""
    return tuple(_warnings(config))


def shown_url(url: str) -> str:
    """A database's URL without its password; empty for what cannot be read."""
    if not url:
        return ""
    try:
        return Store(url).shown_url
    except (StoreError, ValueError):
        return ""


def _problems(config: Config) -> Iterator[tuple[tuple[str, ...], str]]:
    server = config.server
    try:
        _ = server.address
    except ValueError as error:
        yield ("server.listen",), str(error)
    room = server.max_body_memory_bytes
    for name in ("max_image_bytes", "max_json_bytes"):
        size = getattr(server, name)
        if size > room:
            message = (
                f"server.{name} = {size} is more than server.max_body_memory_bytes = {room}: "
                "such a body could never be accepted. Lower the one or raise the other."
            )
            yield (f"server.{name}", "server.max_body_memory_bytes"), message
    if config.store.url and (wrong := _wrong_url(config.store.url)):
        yield ("store.url",), wrong
    if config.store.secret_file.endswith(("/", "/.", "/..")):
        yield ("store.secret_file",), "This is a folder. Write the path of a file."


def _wrong_url(url: str) -> str | None:
    if "password" in unquote(url.partition("?")[2]).lower():
        return "A password stands before the @, as in USER:PASSWORD@HOST: there it is never shown."
    try:
        Store(url).close()
    except StoreError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like, and may say passwords
        return f"The URL cannot be used ({type(error).__name__}). {_EXAMPLES}"
    return _wrong_path(url) if url.startswith("sqlite") else None


def _wrong_path(url: str) -> str | None:
    path = url.partition("://")[2].partition("?")[0].removeprefix("/")
    if path in {"", ":memory:"}:
        return f"A database in memory forgets every decision. {_EXAMPLES}"
    if not path.startswith("/"):
        return (
            "The path depends on the folder in which a command is started. Write an absolute "
            "one, with four slashes: sqlite:////ABSOLUTE/PATH."
        )
    return None


def _warnings(config: Config) -> Iterator[str]:
    server = config.server
    if not server.address.is_private:
        yield (
            f"server.listen = {server.listen} accepts from other machines, in plain HTTP. Put a "
            "reverse proxy with TLS before it, and listen on 127.0.0.1 or a Unix socket."
        )
    if server.idempotency_hours < _IDEMPOTENCY_HOURS:
        yield (
            f"server.idempotency_hours = {server.idempotency_hours:g} is below "
            f"{_IDEMPOTENCY_HOURS}: a caller who tries again later than that has the upload "
            "decided and counted twice."
        )
    if server.shutdown_seconds < server.answer_seconds:
        yield (
            f"server.shutdown_seconds = {server.shutdown_seconds} is below "
            f"server.answer_seconds = {server.answer_seconds:g}: a restart may cut off what was "
            "accepted."
        )
    for path, seconds in (
        ("store.lock_seconds", config.store.lock_seconds),
        ("decode.max_seconds", config.decode.max_seconds),
    ):
        if seconds >= server.answer_seconds:
            yield (
                f"{path} = {seconds:g} is not below server.answer_seconds = "
                f"{server.answer_seconds:g}: the caller is told to try again before the end is "
                "known."
            )
