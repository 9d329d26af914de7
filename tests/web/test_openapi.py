"""OpenAPI: the document is valid and complete, and the running service keeps to it.

A larger run by hand: CONFORMANCE_EXAMPLES=200 pytest tests/web/test_openapi.py
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from starlette.routing import Route

from beholden import web
from beholden.web.application import all_endpoints, application
from beholden.web.problems import CODES, PROBLEM_TYPE
from tests.cli.support import TOO_LONG_SECONDS, activate, environment, jpeg, pdq_row
from tests.web.support import Service, service

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
EXAMPLES = os.environ.get("CONFORMANCE_EXAMPLES", "3")
_PARSER_FAULT = "AST constructor recursion depth mismatch"
SEED = os.environ.get("CONFORMANCE_SEED", "1")


@pytest.fixture(scope="module")
def described(api: httpx2.Client) -> dict[str, Any]:
    """The document as the service serves it."""
    found: dict[str, Any] = api.get("/openapi.json").json()
    return found


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and what is said of it."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def values(node: Any, name: str) -> Iterator[Any]:
    """Every value of this name, at any depth."""
    if isinstance(node, dict):
        if name in node:
            yield node[name]
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from values(one, name)


def test_the_document_is_openapi_3_1(described: dict[str, Any]) -> None:
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(described)] == []


def test_names_in_the_document_are_unique_and_lead_somewhere(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(names) == len(set(names))
    schemas = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert set(values(described, "$ref")) == schemas
    schemes = described["components"]["securitySchemes"].keys()
    asked = {name for security in values(described, "security") for one in security for name in one}
    assert asked == schemes


def test_every_route_is_in_the_document_and_nothing_else(described: dict[str, Any]) -> None:
    routes = application(lambda: pytest.fail("no worker is needed")).routes
    served = set()
    for route in routes:
        assert isinstance(route, Route)
        path = route.path.replace(":path}", "}")
        served |= {(method, path) for method in (route.methods or ()) if method != "HEAD"}
    assert served == {(method, path) for method, path, _ in operations(described)}


def test_every_operation_says_what_it_needs_and_what_may_go_wrong(
    described: dict[str, Any],
) -> None:
    for method, path, operation in operations(described):
        assert operation["summary"], path
        assert operation["description"], path
        problems = {
            int(status)
            for status, answer in operation["responses"].items()
            if PROBLEM_TYPE in answer["content"]
        }
        assert 500 in problems
        if operation["security"]:
            assert {400, 401, 403, 422} <= problems, (method, path)
        if operation.get("requestBody"):
            assert {408, 413, 415, 429, 503} <= problems, (method, path)


def test_every_example_of_a_body_is_accepted(api: httpx2.Client, described: dict[str, Any]) -> None:
    with_example, with_body = set(), set()
    for method, path, operation in operations(described):
        for content_type, body in operation.get("requestBody", {}).get("content", {}).items():
            with_body.add(path)
            for example in body.get("examples", {}).values():
                with_example.add(path)
                send(api, method, path, content_type, example["value"])
    # A picture is no JSON: what is sent here stands for its example.
    picture = api.post("/v1/check/image", content=jpeg(2), headers={"content-type": "image/jpeg"})
    assert picture.status_code == 200
    assert with_example | {"/v1/check/image"} == with_body


def send(api: httpx2.Client, method: str, path: str, content_type: str, value: Any) -> None:
    answer = api.request(
        method,
        path.replace("{name}", "known"),
        content=value if isinstance(value, str) else json.dumps(value),
        # Activated, so that the example of rolling back has an edition to return to.
        params={"source": "a test", "activate": "true"} if path.endswith("/editions") else {},
        headers={"content-type": content_type},
    )
    assert answer.is_success, (path, value, answer.text)


def test_every_code_of_a_problem_is_documented_with_its_status(described: dict[str, Any]) -> None:
    used: dict[str, set[int]] = {code: set() for code in CODES}
    for path in sorted(Path(web.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            status, code = _raised(node)
            for one in re.findall(r"'(\w+)'", code):
                used[one].add(status)
    assert used == {code: set(meaning.statuses) for code, meaning in CODES.items()}
    code = described["components"]["schemas"]["ProblemAnswer"]["properties"]["code"]
    assert set(code["enum"]) == set(CODES)


def _raised(node: ast.AST) -> tuple[int, str]:
    """Status and code in ``Problem(404, "code")`` and in tables of ``(404, "code")``."""
    parts: list[ast.expr] = []
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
        parts = node.args
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
        parts = node.elts
    if len(parts) < 2 or not isinstance(parts[0], ast.Constant):
        return 0, ""
    status, code = parts[0].value, parts[1]
    if not (isinstance(status, int) and 400 <= status < 600):
        return 0, ""
    chosen = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
    return status, " ".join(map(ast.unparse, chosen))


@pytest.fixture
def on_tcp(tmp_path: Path) -> Iterator[Service]:
    """A service of its own: what is drawn changes its lists."""
    data = tmp_path / "data"
    activate(data, [pdq_row(1)])
    activate(data, [pdq_row(1), pdq_row(2)])
    with service(data, workers=2, tcp=True) as started:
        yield started


def _conformance(
    on_tcp: Service, key: str, described: Path, *more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", HERE / "conformance.toml", "run"),
            # From a file: by its address the tool would leave out the document's own path.
            *(described, "--url", f"http://{on_tcp.address}"),
            *("--header", f"Authorization: Bearer {key}"),
            *("--seed", SEED, "--max-examples", EXAMPLES, "--workers", "2"),
            *("--continue-on-failure", "--generation-database", "none"),
            *("--warnings", "off", "--no-color"),
            *more,
        ],
        cwd=described.parent,
        env=environment(
            SCHEMATHESIS_HOOKS="tests.web.conformance_hooks",
            PYTHONPATH=str(ROOT),
            PYTHONWARNINGS="default",
        ),
        capture_output=True,
        text=True,
        timeout=TOO_LONG_SECONDS * max(1, int(EXAMPLES)),
        check=False,
    )


def test_the_running_service_conforms_to_the_document(on_tcp: Service, tmp_path: Path) -> None:
    key = on_tcp.key("check", "look_up", "lists", "mirror", "read", "receipts")
    described = tmp_path / "openapi.json"
    with on_tcp.client() as client:
        described.write_bytes(client.get("/openapi.json").content)
    done = _conformance(on_tcp, key, described)
    if done.returncode and _PARSER_FAULT in done.stdout:
        # CPython 3.11 may fail to parse a lambda's source on a deep stack, inside the tool.
        sys.stderr.write("The tool failed in its own parser: without its coverage phase.\n")
        done = _conformance(on_tcp, key, described, "--phases", "examples,fuzzing,stateful")
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]
    tested = re.search(r"(\d+) selected / (\d+) total", done.stdout)
    assert tested is not None
    assert int(tested[1]) == int(tested[2]) == len(all_endpoints())
    assert [line for line in on_tcp.logged if line["event"] == "unforeseen"] == []
