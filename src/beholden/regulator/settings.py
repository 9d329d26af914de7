"""``regulator.toml``: who publishes, where the console listens, which keys open which log.

Read once, at the start. Every problem is said at once, with its line.

    name = "Example Regulator"
    contact = "contact@example.org"
    base_url = "https://scorecards.example.org/"

    [[mirror]]
    service = "example"
    key_file = "keys/example.key"

    settings = read_settings(data / "regulator.toml")
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from beholden._design import HelpLine, default_help_lines
from beholden._toml_lines import TomlError, line_of, parse, written
from beholden.regulator.core.reading import Problem, quoted, read, text_problem, unique
from beholden.regulator.core.regimes import ID, URL
from beholden.regulator.errors import FileProblem, SettingsError

SETTINGS_FILE = "regulator.toml"
BYTES_AT_MOST = 1 << 20
STORE_VARIABLE = "BEHOLDEN_REGULATOR_STORE_URL"
"""Environment variable that wins over ``store_url``: a password need not stand in a file."""

_PORT_AT_MOST = 65_535


class MirrorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the log of one service is reached. Paths are relative to the data folder.

    Attributes:
        service: the service's id in the register.
        key_file: a file (mode 600) with the API key that opens the log's entries.
        ca_file: certificate authorities to trust instead of the system's.
    """

    service: str
    key_file: str = ""
    ca_file: str = ""


class RegulatorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a regulator.

    Attributes:
        name: the regulator's name, as the public reads it.
        contact: where the public may write to.
        base_url: the address of the public site; empty while there is none.
        host: the address that ``beholden regulator serve`` listens on.
        port: the port.
        store_url: a PostgreSQL database instead of ``regulator.db``; the environment
            variable BEHOLDEN_REGULATOR_STORE_URL wins.
        help: help lines instead of those that ship, as tables [[help]].
        mirror: how logs are reached, as tables [[mirror]].
    """

    name: str
    contact: str = ""
    base_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8791
    store_url: str = ""
    help: tuple[HelpLine, ...] = ()
    mirror: tuple[MirrorSettings, ...] = ()

    @property
    def help_lines(self) -> tuple[HelpLine, ...]:
        """The help lines of every public page."""
        return self.help or default_help_lines()

    def mirror_of(self, service: str) -> MirrorSettings:
        """How the log of a service is reached."""
        found = (one for one in self.mirror if one.service == service)
        return next(found, MirrorSettings(service=service))

    def store_address(self, data: Path, environment: Mapping[str, str]) -> str:
        """The URL of the database."""
        named = environment.get(STORE_VARIABLE) or self.store_url
        return named or f"sqlite:///{data / 'regulator.db'}"


def read_settings(path: Path) -> RegulatorSettings:
    """Reads the settings' file.

    Raises:
        SettingsError: There is none, or it is refused; every problem with its line.
    """
    name = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(BYTES_AT_MOST + 1)
    except FileNotFoundError:
        problem = FileProblem("There is no such file. Make one: beholden regulator init.")
        raise SettingsError(name, [problem]) from None
    except OSError as error:
        reason = (error.strerror or str(error)).rstrip(".")
        problem = FileProblem(f"The file cannot be read: {reason}. Check its path and its owner.")
        raise SettingsError(name, [problem]) from error
    return parse_settings(data, name)


def parse_settings(data: bytes, name: str = SETTINGS_FILE) -> RegulatorSettings:
    """Reads settings from a file's bytes; ``name`` is what errors call it.

    Raises:
        SettingsError: They are refused; every problem with its line.
    """
    if len(data) > BYTES_AT_MOST:
        problem = FileProblem("The file is over 1 MiB. Is it really the settings?")
        raise SettingsError(name, [problem])
    try:
        table, lines = parse(data)
    except TomlError as error:
        raise SettingsError(name, [FileProblem(str(error), line=error.line)]) from None
    settings, problems = read(table, RegulatorSettings)
    if settings is not None:
        problems = list(_problems(settings))
        if not problems:
            return settings
    found = [
        FileProblem(one.message, written(one.path), line_of(one.path, lines) or 1)
        for one in problems
    ]
    raise SettingsError(name, sorted(found, key=lambda one: one.line or 0))


def settings_text(settings: RegulatorSettings) -> str:
    """A new settings' file with these values."""
    # TOML's basic strings take JSON's escapes.
    values = [
        f"{field} = {msgspec.json.encode(getattr(settings, field)).decode()}"
        for field in ("name", "contact", "base_url")
    ]
    head = "# Settings of the regulator; see docs/reference/regulator.md."
    return "\n".join([head, "", *values, ""])


def _problems(settings: RegulatorSettings) -> Iterator[Problem]:
    for field in ("name", "contact", "host"):
        text = getattr(settings, field)
        if (text or field != "contact") and (problem := text_problem(text)):
            yield Problem((field,), problem)
    if settings.base_url and not URL.fullmatch(settings.base_url):
        yield Problem(("base_url",), "Expected an address: https://....")
    if not 1 <= settings.port <= _PORT_AT_MOST:
        yield Problem(("port",), f"Expected a port from 1 to {_PORT_AT_MOST}.")
    yield from _mirror_problems(settings.mirror)
    yield from _help_problems(settings.help)


def _mirror_problems(mirror: Sequence[MirrorSettings]) -> Iterator[Problem]:
    services = [one.service for one in mirror]
    yield from unique(services, lambda at: ("mirror", at, "service"), "service")
    for at, name in enumerate(services):
        if not ID.fullmatch(name):
            wrong = f"{quoted(name)} is no service's id. Write it as in the register."
            yield Problem(("mirror", at, "service"), wrong)


def _help_problems(help_lines: Sequence[HelpLine]) -> Iterator[Problem]:
    for at, line in enumerate(help_lines):
        for field in ("name", "text"):
            if problem := text_problem(getattr(line, field)):
                yield Problem(("help", at, field), problem)
        if line.url and not URL.fullmatch(line.url):
            yield Problem(("help", at, "url"), "Expected an address: https://....")
