"""The README's commands and code work as printed."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from beholden.drill import drill_picture

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture(scope="module")
def after_make(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``make`` leaves it, with a smaller demo."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / ".venv").symlink_to(sys.prefix)
    small = ["demo", "--listed", "24", "--copies", "2", "--fresh", "12"]
    for demo in (small, ["regulator", "demo"], ["figures", "demo"]):
        subprocess.run([sys.executable, "-m", "beholden", *demo], cwd=folder, check=True)
    return folder


@pytest.mark.enable_socket
def test_every_command_of_the_readme_runs(after_make: Path) -> None:
    set_up, usage, account, figures = blocks("sh")
    assert [line.split("#")[0].strip() for line in set_up.splitlines()] == ["make", "make test"]
    bin_folder = f"{sys.prefix}/bin"
    environment = {
        **os.environ,
        "BEHOLDEN_DATA": str(after_make / "home"),
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
    }
    # Another service may be at home on this machine.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    usage = usage.replace("127.0.0.1:8787", f"127.0.0.1:{port}")
    environment["BEHOLDEN_SERVER_LISTEN"] = f"127.0.0.1:{port}"
    if not Path(bin_folder, "activate").exists():  # tests may run outside a virtual environment
        usage = usage.replace(". .venv/bin/activate", ":")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", usage + account + figures],
        cwd=after_make,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Every link held." in done.stdout
    assert "something matched" in done.stdout
    assert '"status":"ready"' in done.stdout
    assert '"outcome":"block"' in done.stdout
    assert "uploads-blocked" in done.stdout
    assert "not what the log says" in done.stdout
    assert "one figure was falsified" in done.stdout
    assert "Uploads blocked: " in done.stdout
    assert "Essex Police recorded 767 child abuse image offences in 2017/18" in done.stdout
    assert "the changes of the two cannot be told apart" in " ".join(done.stdout.split())
    assert "[sheet Offences, cell H8]" in (after_make / "explained.txt").read_text()


def test_make_runs_the_demos_that_the_readme_tells_of() -> None:
    makefile = (Path(__file__).parents[1] / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\ndemo:")[2].partition("\n\n")[0]
    assert re.findall(r"^\t\$\(BIN\)/(.+)$", recipe, re.MULTILINE) == [
        "beholden demo",
        "beholden regulator demo",
        "beholden figures demo",
    ]


@pytest.mark.parametrize("name", re.findall(r'src="([^"]+)"', README))
def test_every_picture_of_the_readme_is_there_and_small(name: str) -> None:
    assert 0 < (Path(__file__).parents[1] / name).stat().st_size < 200_000


def test_the_code_of_the_readme_runs() -> None:
    (code,) = blocks("python")
    hashes = np.random.default_rng(1).integers(0, 256, (50, 32), dtype=np.uint8)
    names = {"data": drill_picture(), "hashes": hashes, "queries": hashes[:5]}
    exec(code, names)  # noqa: S102 - our own README
    assert names["entry"].tolist() == [0, 1, 2, 3, 4]  # type: ignore[attr-defined]


def test_every_link_of_the_documents_leads_somewhere() -> None:
    root = Path(__file__).parents[1]
    for page in [*root.glob("*.md"), *root.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
