"""Puts the configuration together: defaults, then the file, then the environment.

Read once at the start of a process and passed in. Everything that can be said is said
at once: all problems of file and environment, each with its place and what to do.

    loaded = load_config(Path("/srv/beholden"), os.environ)
    loaded.config.server.listen, loaded.sources["server.listen"]
"""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from beholden._toml_lines import TomlError, line_of, parse, written
from beholden.config import _checks
from beholden.config._settings import PREFIX, Setting, Value, sections, settings
from beholden.config._values import checked, from_text
from beholden.config.errors import ConfigError, ConfigProblem
from beholden.config.models import Config

Source = Literal["default", "file", "environment", "command line"]

FILE_VARIABLE = "BEHOLDEN_CONFIG"
OTHER_VARIABLES = frozenset(
    {
        "BEHOLDEN_DATA",
        FILE_VARIABLE,
        "BEHOLDEN_NO_KERNELS",
        "BEHOLDEN_KEY",
        "BEHOLDEN_REGULATOR_DATA",
        "BEHOLDEN_REGULATOR_STORE_URL",
    }
)
"""Environment variables of this program that are no settings of a network's."""
BYTES_AT_MOST = 1 << 20
"""Larger files are refused; a configuration is written by people."""

_NAME = "beholden.toml"
# Kubernetes gives these to every container next to a service that is called "beholden".
_OF_KUBERNETES = re.compile(r"BEHOLDEN_(SERVICE_(HOST|PORT)|PORT(_|$)).*")
_LOOKS_LIKE_A_SETTING = re.compile(rf"{PREFIX}[A-Z0-9]+_[A-Z0-9_]+")


class Loaded(msgspec.Struct, frozen=True):
    """A sound configuration and where each setting comes from (by ``server.listen``).

    ``file`` is the file that was read, if any; ``readable_by_others`` says that users
    besides its owner and group can read it.
    """

    config: Config
    sources: dict[str, Source]
    file: Path | None = None
    readable_by_others: bool = False


def load_config(
    data: Path,
    environ: Mapping[str, str],
    path: Path | None = None,
    options: Mapping[str, str] | None = None,
) -> Loaded:
    """Reads the configuration of a data folder.

    Args:
        data: The data folder.
        environ: The environment; its settings win over the file.
        path: The file; without it ``$BEHOLDEN_CONFIG``, else DATA/beholden.toml if it exists.
        options: Settings of the command line by ``server.listen``; they win over all.

    Raises:
        ConfigError: It is refused; names every problem.
    """
    loading = _Loading()
    file = _file(data, environ, path)
    if file is not None:
        loading.read_file(file)
    loading.read_environment(environ)
    loading.read_options(options or {})
    return loading.finish(file)


def warnings(loaded: Loaded) -> tuple[str, ...]:
    """Sentences about what is legal but weak."""
    found = _checks.warnings(loaded.config)
    url = loaded.config.store.url
    in_file = loaded.sources["store.url"] == "file" and _checks.shown_url(url) != url
    if not (in_file and loaded.readable_by_others):
        return found
    exposed = (
        f"{loaded.file} holds a database password and can be read by every user. Run "
        "chmod 640 on it, or give the URL by BEHOLDEN_STORE_URL."
    )
    return (*found, exposed)


def _file(data: Path, environ: Mapping[str, str], path: Path | None) -> Path | None:
    if path is not None:
        return path
    if named := environ.get(FILE_VARIABLE):
        return Path(named)
    # A link that leads nowhere is a configuration that is missing, not one that was never made.
    return data / _NAME if os.path.lexists(data / _NAME) else None


class _Loading:
    """One configuration on its way; ``problems`` fills as it goes."""

    def __init__(self) -> None:
        self._problems: list[ConfigProblem] = []
        self._values: dict[str, Value] = {}
        self._sources: dict[str, Source] = dict.fromkeys(settings(), "default")
        self._places: dict[str, ConfigProblem] = {}
        self._readable_by_others = False

    def read_file(self, file: Path) -> None:
        """Takes every setting of the file."""
        name = str(file)
        try:
            with file.open("rb") as opened:
                text = opened.read(BYTES_AT_MOST + 1)
                self._readable_by_others = bool(os.fstat(opened.fileno()).st_mode & stat.S_IROTH)
        except OSError as error:
            reason = (error.strerror or str(error)).rstrip(".")
            self._problems.append(
                ConfigProblem(
                    f"The file cannot be read: {reason}. Check its path and its owner.", name
                )
            )
            return
        if len(text) > BYTES_AT_MOST:
            message = "The file is over 1 MiB. Is it really a configuration?"
            self._problems.append(ConfigProblem(message, name))
            return
        try:
            table, lines = parse(text)
        except TomlError as error:
            self._problems.append(ConfigProblem(str(error), name, error.line))
            return
        for path, value in _flat(table):
            place = ConfigProblem("", name, line_of(path, lines) or 1, written(path))
            self._take_from_file(path, value, place)

    def read_environment(self, environ: Mapping[str, str]) -> None:
        """Takes every setting of the environment."""
        by_name = {setting.environment: setting for setting in settings().values()}
        for name in sorted(environ):
            place = ConfigProblem("", "environment", None, name)
            if setting := by_name.get(name):
                self._take_text(setting, environ[name], place, "environment")
            elif _is_misspelt(name, by_name):
                close = difflib.get_close_matches(name, by_name, 1)
                hint = f"Did you mean {close[0]}?" if close else "See beholden config show."
                self._refuse(place, f"No setting has this variable. {hint}")

    def read_options(self, options: Mapping[str, str]) -> None:
        """Takes settings of the command line; their names are the program's own."""
        for path, text in options.items():
            place = ConfigProblem("", "command line", None, path)
            self._take_text(settings()[path], text, place, "command line")

    def finish(self, file: Path | None) -> Loaded:
        """Checks the whole and hands it over.

        Raises:
            ConfigError: There is any problem.
        """
        plain: dict[str, dict[str, Value]] = {section: {} for section in sections()}
        for path, value in self._values.items():
            section, _, name = path.partition(".")
            plain[section][name] = value
        config = msgspec.convert(plain, Config)
        for paths, message in _checks.problems(config):
            # Defaults go together, so at least one of them was given.
            given = next(path for path in paths if path in self._places)
            self._refuse(self._places[given], message)
        if self._problems:
            raise ConfigError(sorted(self._problems, key=lambda problem: problem.line or 0))
        return Loaded(config, self._sources, file, self._readable_by_others)

    def _take_from_file(self, path: tuple[str, ...], value: Any, place: ConfigProblem) -> None:
        setting = settings().get(".".join(path))
        if setting is None or len(path) != 2:  # noqa: PLR2004 - section and name
            self._refuse(place, _unknown(path, value))
            return
        try:
            self._take(setting, checked(setting, value), place, "file")
        except ValueError as error:
            self._refuse(place, str(error))

    def _take_text(self, setting: Setting, text: str, place: ConfigProblem, source: Source) -> None:
        try:
            self._take(setting, from_text(setting, text), place, source)
        except ValueError as error:
            self._refuse(place, str(error))

    def _take(self, setting: Setting, value: Value, place: ConfigProblem, source: Source) -> None:
        self._values[setting.path] = value
        self._sources[setting.path] = source
        self._places[setting.path] = place

    def _refuse(self, place: ConfigProblem, message: str) -> None:
        self._problems.append(msgspec.structs.replace(place, message=message))


def _flat(table: dict[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
    found: list[tuple[tuple[str, ...], Any]] = []
    for section, value in table.items():
        if isinstance(value, dict) and section in sections():
            found += [((section, name), inner) for name, inner in value.items()]
        else:
            found.append(((section,), value))
    return found


def _unknown(path: tuple[str, ...], value: Any) -> str:
    if len(path) == 1:
        return _unknown_section(path[0], value)
    section, name = path
    own = [setting.name for setting in settings().values() if setting.section == section]
    if elsewhere := _sections_of(name):
        return f"Unknown setting here. It belongs under [{elsewhere[0]}]."
    if close := difflib.get_close_matches(name, own, 1):
        return f'Unknown setting. Did you mean "{close[0]}"?'
    return f"Unknown setting. Known here: {', '.join(own)}."


def _unknown_section(name: str, value: Any) -> str:
    if name in sections():
        return f"This is a section. Write [{name}] on a line of its own, settings below it."
    if isinstance(value, dict):
        close = difflib.get_close_matches(name, sections(), 1)
        hint = f"Did you mean [{close[0]}]?" if close else f"Known: {', '.join(sections())}."
        return f"Unknown section. {hint}"
    names = [setting.name for setting in settings().values()]
    close = difflib.get_close_matches(name, names, 1)
    if not close:
        return f"Unknown setting. Settings stand under a section: {', '.join(sections())}."
    return f'Unknown setting here. Did you mean "{close[0]}" under [{_sections_of(close[0])[0]}]?'


def _sections_of(name: str) -> list[str]:
    return [setting.section for setting in settings().values() if setting.name == name]


def _is_misspelt(name: str, by_name: Mapping[str, Setting]) -> bool:
    if name in OTHER_VARIABLES or _OF_KUBERNETES.fullmatch(name):
        return False
    if _LOOKS_LIKE_A_SETTING.fullmatch(name):
        return True
    fields = {f"{PREFIX}{setting.name.upper()}" for setting in by_name.values()}
    return name in fields
