"""Regimes at hand: those that ship, and one file each in the folder ``regimes``.

A file is called as its regime's id. One of the folder takes the place of the one that ships
under the same id: an office that has read the law better need not wait for anybody.

    regimes = Regimes(data / "regimes")
    regimes["uk-osa"].name
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import resources
from pathlib import Path

from beholden.regulator.core.reading import quoted
from beholden.regulator.core.regimes import BYTES_AT_MOST, Regime, parse_regime
from beholden.regulator.errors import FileProblem, RegimeError

FILES_AT_MOST = 200


class Regimes(Mapping[str, Regime]):
    """Regimes by id; read when they are first asked for.

    Any use raises ``RegimeError`` if a file is refused: a register must not be checked
    against half of the law.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> Regime:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> dict[str, Regime]:
        found = {regime.id: regime for regime in _shipped()}
        if self._folder is not None and self._folder.is_dir():
            paths = sorted(self._folder.glob("*.toml"))
            if len(paths) > FILES_AT_MOST:
                wrong = f"{len(paths)} files; at most {FILES_AT_MOST} are read."
                raise RegimeError(str(self._folder), [FileProblem(wrong)])
            found |= {regime.id: regime for regime in map(read_regime, paths)}
        return dict(sorted(found.items()))


def read_regime(path: Path) -> Regime:
    """Reads a regime's file.

    Raises:
        RegimeError: It is refused; every problem with its line.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(BYTES_AT_MOST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).rstrip(".")
        problem = FileProblem(f"The file cannot be read: {reason}. Check its path and its owner.")
        raise RegimeError(str(path), [problem]) from error
    regime = parse_regime(data, str(path))
    if regime.id != path.stem:
        wrong = f"{quoted(regime.id)} is not what the file is called. Name it {regime.id}.toml."
        raise RegimeError(str(path), [FileProblem(wrong, "id")])
    return regime


def shipped_text(name: str) -> str:
    """The file of a regime that ships with the package, comments included."""
    return _data().joinpath(f"{name}.toml").read_text("utf-8")


def _shipped() -> Iterator[Regime]:
    for file in sorted(_data().iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield parse_regime(file.read_bytes(), file.name)


def _data() -> resources.abc.Traversable:
    return resources.files("beholden.regulator").joinpath("data", "regimes")
