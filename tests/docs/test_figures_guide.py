"""The guide to figures works as printed: every command, its output, its settings, its server."""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from beholden.cli.figures import figures_group
from beholden.figures import load_registry
from beholden.figures import settings as settings_module
from beholden.figures.folder import _COLUMNS
from beholden.figures.layouts import _common
from beholden.figures.settings import read_settings
from tests.docs.support import ROOT, TOO_LONG_SECONDS, Block, clean_environment, shows, taken_apart
from tests.docs.test_guide import Shell

PAGE = ROOT / "docs" / "figures" / "guide.md"
TEXT = PAGE.read_text(encoding="utf-8")
SOURCE = ROOT / "src" / "beholden" / "figures"
PREVIEW = "127.0.0.1:8000"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def steps() -> list[Block]:
    return taken_apart(TEXT)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``make`` leaves it."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / ".venv").symlink_to(sys.prefix)
    subprocess.run(
        [sys.executable, "-m", "beholden", "figures", "demo"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        env=clean_environment(),
    )
    return folder


@pytest.fixture(scope="module")
def followed(checkout: Path) -> Path:
    """The folder after every command was run; each said what is printed beneath it."""
    shell = Shell(checkout)
    said = ""
    for block in steps():
        if block.language == "sh" and block.tag not in {"setup", "review"}:
            text = block.text
            if PREVIEW in text or " 8000 " in text:
                port = str(free_port())
                text = text.replace(PREVIEW, f"127.0.0.1:{port}").replace(" 8000 ", f" {port} ")
            said = shell.run(text)
        elif block.language == "text" and not block.tag:
            assert shows(block.text, said), f"expected:\n{block.text}\nsaid:\n{said}"
    return checkout


@pytest.mark.enable_socket
def test_every_command_of_the_guide_runs_and_says_what_is_printed(followed: Path) -> None:
    site = followed / "site-to-upload"
    assert "767" in (site / "forces" / "essex.html").read_text(encoding="utf-8")
    assert (site / "404.html").exists()


@pytest.mark.enable_socket
def test_the_folders_hold_what_the_guide_says(followed: Path) -> None:
    answers, own = (block.text for block in steps() if block.tag == "layout")
    for name in re.findall(r"^  (\S+)", answers, re.MULTILINE):
        assert (followed / "answers" / name).exists(), name
    for name in re.findall(r"^(\S+)", own, re.MULTILINE):
        assert (followed / "answers" / "_beholden" / name).exists(), name
    made = {path.name for path in (followed / "answers" / "_beholden").iterdir()}
    assert made == {"checks.jsonl", "lock", "readings.json", "releases", "site"}


@pytest.mark.enable_socket
def test_a_number_can_be_checked_as_the_guide_says(followed: Path) -> None:
    (block,) = (each for each in steps() if "sha256sum answers/essex" in each.text)
    said = Shell(followed).run(block.text)
    (digest,) = re.findall(r"^([0-9a-f]{64})  answers/essex/quarters.xlsx$", said, re.MULTILINE)
    row = said.splitlines()[0]
    assert ",767," in row
    assert digest in row


@pytest.mark.enable_socket
def test_a_release_names_the_digest_of_the_one_before(followed: Path) -> None:
    (block,) = (each for each in steps() if "grep previous_digest" in each.text)
    digests = re.findall(r"\b[0-9a-f]{64}\b", Shell(followed).run(block.text))
    assert len(digests) == 2
    assert len(set(digests)) == 1


@pytest.mark.enable_socket
def test_the_review_page_is_served_as_the_guide_says(followed: Path) -> None:
    (block,) = (each for each in steps() if each.tag == "review")
    command = ["bash", "-c", f"exec {block.text.strip()} --port 0"]
    with subprocess.Popen(
        command, cwd=followed, env=clean_environment(), stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stderr is not None
        try:
            said = ""
            while "/ (Ctrl+C" not in said:
                line = child.stderr.readline()
                assert line, said
                said += line.strip() + " "
            (address,) = re.findall(r"http://127\.0\.0\.1:\d+/\S+/", said)
            with urllib.request.urlopen(address, timeout=TOO_LONG_SECONDS) as answer:  # noqa: S310
                assert answer.status == 200
                assert b"north-west/flattened.html" in answer.read()
        finally:
            child.send_signal(signal.SIGINT)
            child.wait(TOO_LONG_SECONDS)


@pytest.mark.skipif(NGINX is None, reason="no nginx here: its settings were NOT tried")
@pytest.mark.enable_socket
def test_nginx_serves_the_site_with_the_settings_of_the_guide(
    followed: Path, tmp_path: Path
) -> None:
    (block,) = (each.text for each in steps() if each.language == "nginx")
    port = free_port()
    server = block.replace("listen 8080", f"listen 127.0.0.1:{port}")
    server = server.replace("/srv/figures/site", str(followed / "site-to-upload"))
    temporary = "".join(
        f"{name}_temp_path {tmp_path}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    types = "types { text/html html; text/css css; image/svg+xml svg; }"
    # As root nginx would read as somebody who may not look into the folders of a test.
    user = "user root root;\n" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(
        f"{user}daemon off;\npid {tmp_path}/pid;\nerror_log {tmp_path}/error.log;\nevents {{ }}\n"
        f"http {{\n{types}\naccess_log off;\n{temporary}{server}}}\n",
        encoding="utf-8",
    )
    assert NGINX is not None
    with subprocess.Popen(
        [NGINX, "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)],
        stderr=subprocess.DEVNULL,
    ) as child:
        try:
            here = f"http://127.0.0.1:{port}"
            shell = Shell(tmp_path)
            wait = "curl --silent --include --retry 20 --retry-connrefused --retry-delay 1"
            page = shell.run(f"{wait} {here}/forces/essex.html")
            assert "200 OK" in page
            assert "Content-Security-Policy: default-src 'none'" in page
            (style,) = re.findall(r'href="\.\./(assets/site-[^"]+)"', page)
            assert "text/css" in shell.run(f"{wait} {here}/{style}")
            lost = shell.run(f"{wait} {here}/nothing-here")
            assert "404 Not Found" in lost
            assert "govuk" in lost
        finally:
            child.terminate()
            child.wait(TOO_LONG_SECONDS)


def test_the_settings_of_the_guide_are_read_and_every_key_is_in_them(tmp_path: Path) -> None:
    (block,) = (each.text for each in steps() if each.language == "toml")
    (tmp_path / "figures.toml").write_text(block, encoding="utf-8")
    settings = read_settings(tmp_path / "figures.toml", load_registry())
    assert (settings.publisher, len(settings.asked)) == ("Your charity", 3)
    assert settings.aggregates
    assert settings.surveys
    assert settings.hotlines
    assert settings.help
    for name in ("_File", "_Aggregate", "_Survey", "_Hotline", "_Help"):
        for field in getattr(settings_module, name).__struct_fields__:
            assert re.search(rf"^(\[\[)?{field}\b|`(\[\[)?{field}(\]\])?`", TEXT, re.MULTILINE), (
                field
            )


def test_every_command_that_the_guide_names_exists_and_none_is_left_out() -> None:
    named = set(re.findall(r"beholden figures ([a-z]+)", TEXT))
    assert named | {"demo"} == set(figures_group.list_commands(click.Context(figures_group)))


def test_the_guide_names_every_column_of_the_list() -> None:
    assert {name for name in _COLUMNS if f"`{name}`" not in TEXT} == set()


def flags_of_the_guide() -> dict[str, set[str]]:
    rows = re.findall(r"^\| (`[^|]+`) \| ((?:note|review|reject)[a-z, ]*) \|", TEXT, re.MULTILINE)
    return {
        code: set(severities.split(", "))
        for codes, severities in rows
        for code in re.findall(r"`([a-z0-9-]+)`", codes)
    }


def flags_of_the_source() -> Iterator[tuple[str, str]]:
    """Every code and severity that the rooms' modules write out."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Flag":
                texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
                if len(texts) >= 2 and texts[1] in {"note", "review", "reject"}:
                    yield str(texts[0]), str(texts[1])
    for code, (severity, _) in _common._SENTENCES.items():
        yield code, severity


def test_the_guide_explains_every_flag_with_its_severity() -> None:
    known = flags_of_the_guide()
    source = set(flags_of_the_source())
    assert len(source) > 20
    assert {pair for pair in source if pair[1] not in known.get(pair[0], ())} == set()


def test_the_guide_explains_no_flag_that_does_not_exist() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    made = {"force-unknown", "period-unknown", "offence-unknown"}  # their names are put together
    assert {c for c in flags_of_the_guide() if f'"{c}"' not in source} - made == set()
    assert 'f"{name}-unknown"' in source
