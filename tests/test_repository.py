"""Rules about the files themselves: no host of a registry, no path of one machine, no giants."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINES_AT_MOST = 800
# In parts, so that this file does not name what it forbids.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
    )
]
PLACES = re.compile(
    r"(?<![\w.~-])/(?:" + "|".join(("ro" + "ot", r"home/[A-Za-z_][\w.-]*", "wo" + "rk")) + ")/"
)


@cache
def project_files() -> tuple[Path, ...]:
    """What is in the repository or would be at the next commit."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git repository, so nobody knows what belongs to the project")
    paths = (ROOT / name.decode() for name in listed.split(b"\0") if name)
    return tuple(sorted(path for path in paths if path.is_file() and not path.is_symlink()))


def texts() -> dict[Path, str]:
    """Every file that is text."""
    found = {}
    for path in project_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        try:
            found[path.relative_to(ROOT)] = content.decode()
        except UnicodeDecodeError:
            continue
    return found


def modules() -> list[Path]:
    return [path for path in project_files() if path.suffix == ".py"]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    naming = [
        f"{path}: {host}"
        for path, text in texts().items()
        for host in REGISTRIES
        if host in text.lower()
    ]
    assert naming == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    holding = [
        f"{path}: {found[0]}" for path, text in texts().items() if (found := PLACES.search(text))
    ]
    assert holding == []


def test_every_module_of_the_product_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.relative_to(ROOT).parts[0] != "tests"
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_module_is_too_long_to_find_a_way_in() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in modules()
        if (lines := path.read_text().count("\n")) > LINES_AT_MOST
    ]
    assert long == []


def imports_past_a_face(path: Path) -> list[str]:
    """Imports of another room's inside: anything but the room itself or its core."""
    own = path.relative_to(ROOT / "src" / "beholden").parts[0]
    named: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            named.append(node.module or "")
        elif isinstance(node, ast.Import):
            named += [alias.name for alias in node.names]
    inside = []
    for name in named:
        package, *rest = name.split(".")
        if package == "beholden" and len(rest) > 1 and rest[0] != own and rest[1:] != ["core"]:
            inside.append(name)
    return inside


def test_rooms_are_entered_by_their_faces_alone() -> None:
    product = [path for path in modules() if path.is_relative_to(ROOT / "src" / "beholden")]
    past = {str(path): found for path in product if (found := imports_past_a_face(path))}
    assert past == {}
    assert len(product) > 50


def test_the_rules_would_find_what_they_forbid() -> None:
    somewhere = "{0}home{0}somebody{0}notes".format
    assert PLACES.search(f"see {somewhere('/')}")
    assert not PLACES.search(f"docs{somewhere('/')}")
    assert project_files()
