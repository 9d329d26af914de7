"""Asks whether any pinned dependency has a known vulnerability.

Where the advisory service cannot be reached, or does not know the packages, nobody was
asked: that is said aloud and fails nothing, because a machine without it can still test.

python tools/audit.py  # exit 1 if something was found
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

REQUIREMENTS = Path(__file__).parents[1] / "requirements" / "dev.txt"
ACCEPTED: dict[str, str] = {}
"""Advisories that do not concern us: identifier to reason."""

_COMMAND = (
    sys.executable,
    "-m",
    "pip_audit",
    "--requirement",
    str(REQUIREMENTS),
    "--require-hashes",
    "--disable-pip",
    "--format=json",
    "--progress-spinner=off",
    "--timeout=10",
)
_LAST_LINES = 3


class _Advisory(msgspec.Struct, frozen=True):
    id: str
    fix_versions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class _Dependency(msgspec.Struct, frozen=True):
    name: str
    version: str = ""
    vulns: tuple[_Advisory, ...] = ()
    skip_reason: str | None = None


class _Answer(msgspec.Struct, frozen=True):
    dependencies: tuple[_Dependency, ...]


def verdict(out: bytes, err: bytes) -> tuple[list[str], int]:
    """Lines to print and the exit status, from what pip-audit wrote to its two streams."""
    try:
        asked = msgspec.json.decode(out, type=_Answer).dependencies
    except (msgspec.MsgspecError, UnicodeDecodeError):
        asked = ()
    answered = [dependency for dependency in asked if dependency.skip_reason is None]
    if not answered:
        return ["NOT AUDITED: the advisory service gave no answer.", *_why(asked, err)], 0
    found = [line for dependency in answered for line in _found(dependency)]
    lines = [f"Audited: {len(answered)} of {len(asked)} dependencies.", *found]
    unknown = [dependency.name for dependency in asked if dependency.skip_reason is not None]
    if unknown:
        lines.append(f"NOT AUDITED: {', '.join(unknown)}.")
    return lines, int(bool(found))


def _found(dependency: _Dependency) -> Iterator[str]:
    for advisory in dependency.vulns:
        names = {advisory.id, *advisory.aliases}
        if not names & ACCEPTED.keys():
            fixed = ", ".join(advisory.fix_versions) or "no version yet"
            yield (
                f"VULNERABLE: {dependency.name} {dependency.version}, "
                f"{' = '.join(sorted(names))}; fixed in {fixed}."
            )


def _why(asked: tuple[_Dependency, ...], err: bytes) -> list[str]:
    if asked:
        return [f"It says of all {len(asked)}, as of the first: {asked[0].skip_reason}"]
    return err.decode(errors="replace").strip().splitlines()[-_LAST_LINES:]


def main() -> int:
    """Asks, prints, and returns the exit status."""
    done = subprocess.run(_COMMAND, capture_output=True, check=False)  # noqa: S603 - a constant
    lines, status = verdict(done.stdout, done.stderr)
    sys.stdout.write("\n".join(lines) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
