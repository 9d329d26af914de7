"""Where the service listens: HOST:PORT, [::1]:PORT, or unix:/PATH, taken apart.

parse_listen("127.0.0.1:8787")  # Listen(host="127.0.0.1", port=8787)
parse_listen("unix:/run/beholden.sock").is_private  # True
"""

from __future__ import annotations

import ipaddress
import re

import msgspec

_UNIX = "unix:"
_UNIX_PATH_AT_MOST = 107
"""Bytes of a socket's path: ``sun_path`` of unix(7) holds 108 with its end."""
_PORT_AT_MOST = 65_535
_PORT = re.compile(r"[0-9]{1,5}")
_HOST = re.compile(r"(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?)+")
_LOOKS_NUMERIC = re.compile(r"[0-9.]+")
_EXAMPLES = "Write HOST:PORT as in 127.0.0.1:8787, [::1]:8787, or unix:/run/beholden/http.sock."


class Listen(msgspec.Struct, frozen=True):
    """A host and a port, or the path of a Unix socket (then the host is empty)."""

    host: str = ""
    port: int = 0
    path: str = ""

    @property
    def is_private(self) -> bool:
        """Whether only processes of this machine can connect."""
        if self.path or self.host.lower().rstrip(".") == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse_listen(text: str) -> Listen:
    """Takes an address apart.

    Raises:
        ValueError: With a sentence that says what to write.
    """
    if text.startswith(_UNIX):
        return _unix(text.removeprefix(_UNIX))
    host, colon, port = text.rpartition(":")
    if not colon or not _PORT.fullmatch(port):
        raise ValueError(f"The port is missing or no number. {_EXAMPLES}")
    if int(port) > _PORT_AT_MOST:
        raise ValueError(f"Ports go from 0 to {_PORT_AT_MOST}. {_EXAMPLES}")
    if not host:
        raise ValueError(f"The host is missing; 0.0.0.0 means every IPv4 address. {_EXAMPLES}")
    return Listen(host=_host(host), port=int(port))


def _unix(path: str) -> Listen:
    if not path.startswith("/") or path.endswith("/") or "\0" in path:
        raise ValueError(f"The path of a socket starts at /, and ends in a name. {_EXAMPLES}")
    if len(path.encode()) > _UNIX_PATH_AT_MOST:
        raise ValueError(f"The path of a socket has at most {_UNIX_PATH_AT_MOST} bytes.")
    return Listen(path=path)


def _host(host: str) -> str:
    try:
        if host.startswith("[") and host.endswith("]"):
            return str(ipaddress.IPv6Address(host[1:-1]))
        if ":" in host:
            raise ValueError(f"An IPv6 address stands in brackets. {_EXAMPLES}")
        if _LOOKS_NUMERIC.fullmatch(host):
            return str(ipaddress.IPv4Address(host))
    except ipaddress.AddressValueError:
        raise ValueError(f"The address is not one. {_EXAMPLES}") from None
    if not _HOST.fullmatch(host):
        raise ValueError(f"The host is neither an address nor a name. {_EXAMPLES}")
    return host
