"""OpenAPI 3.1 from the route table and the types; nothing is written by hand twice.

document(ENDPOINTS)["paths"]["/v1/check/hashes"]["post"]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec

import beholden
from beholden.web.endpoint import Body, Endpoint
from beholden.web.messages import PRINTABLE
from beholden.web.problems import PROBLEM_TYPE, ProblemAnswer

_REF = "#/components/schemas/{name}"
_PARAMETER = re.compile(r"\{(\w+)\}")
_PATH_SCHEMAS: dict[str, dict[str, Any]] = {
    "id": {"type": "string", "maxLength": 100},
    "path": {"type": "string", "maxLength": 200},
    "name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,62}$"},
}
_ALWAYS = (500,)
_WAIT = {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}}}
_HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    429: _WAIT,
    503: _WAIT,
}
_PRINTABLE = PRINTABLE.extra_json_schema or {}


def document(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """The whole document."""
    listed = tuple(endpoints)
    types = _types(listed)
    schemas, components = msgspec.json.schema_components(types, ref_template=_REF)
    by_type = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in listed:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, by_type)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Beholden",
            "version": beholden.__version__,
            "summary": "Hash, match, decide and record uploads",
            "description": "Answers of errors are RFC 9457 problems; programs may depend on "
            "their `code`. After 429 and 503 wait as Retry-After says. Without a decision an "
            "upload must not be accepted.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in sorted({one.tag for one in listed})],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "bh_..."},
                "keyAsPassword": {"type": "http", "scheme": "basic"},
            },
        },
    }


def _types(endpoints: tuple[Endpoint, ...]) -> list[Any]:
    found: dict[Any, None] = {ProblemAnswer: None}
    for one in endpoints:
        kinds = [
            *one.answers.values(),
            *(body.type for body in one.bodies if body.type is not bytes),
        ]
        found.update(dict.fromkeys(kind for kind in kinds if not isinstance(kind, str)))
    return list(found)


def _operation(one: Endpoint, by_type: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": one.handler.__name__,
        "summary": one.summary,
        "tags": [one.tag],
        "parameters": _parameters(one),
        "responses": _responses(one, by_type),
    }
    said = [one.description]
    if one.scope is not None:
        said.append(f"Needs a key with the scope `{one.scope}`.")
        operation["security"] = [{"key": []}, {"keyAsPassword": []}]
        operation["x-scope"] = one.scope
    else:
        said.append(f"No key is needed: {one.open_because}")
        operation["security"] = []
    operation["description"] = " ".join(text for text in said if text)
    if one.bodies:
        operation["requestBody"] = {
            "required": True,
            "content": {body.content_type: _body(body, by_type) for body in one.bodies},
        }
    return operation


def _parameters(one: Endpoint) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _PATH_SCHEMAS[name]}
        for name in _PARAMETER.findall(one.path)
    ]
    if one.query is not None:
        _, components = msgspec.json.schema_components([one.query], ref_template=_REF)
        schema = components[one.query.__name__]
        required = schema.get("required", [])
        found += [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": _without_null(detail),
            }
            for name, detail in schema["properties"].items()
        ]
    if one.idempotent:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "The same key with the same request gets the same answer and is "
                "recorded once; with another request it is refused. Kept 24 hours.",
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 255,
                    "pattern": "^[!-~]([ -~]*[!-~])?$",
                },
            }
        )
    return found


def _without_null(detail: dict[str, Any]) -> dict[str, Any]:
    """A query parameter is given or absent; there is no null in a query string."""
    options = [one for one in detail.get("anyOf", ()) if one != {"type": "null"}]
    rest = {key: value for key, value in detail.items() if key not in {"anyOf", "default"}}
    if detail.get("default") is not None:
        rest["default"] = detail["default"]
    if not options:
        return rest
    return {**(options[0] if len(options) == 1 else {"anyOf": options}), **rest}


def _body(body: Body, by_type: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    if body.type is not bytes:
        content: dict[str, Any] = {"schema": by_type[body.type]}
    elif body.content_type == "multipart/form-data":
        properties: dict[str, Any] = {
            "file": {"type": "string", "contentMediaType": "application/octet-stream"},
            **{
                name: {"type": "string", "minLength": 1, "maxLength": 200, **_PRINTABLE}
                for name in body.form_fields
            },
        }
        content = {
            "schema": {
                "type": "object",
                "properties": properties,
                "required": ["file"],
                "additionalProperties": False,
            }
        }
    else:
        content = {}  # any bytes: in OpenAPI 3.1 binary content has no schema
    if body.examples:
        content["examples"] = {one.name: {"value": one.value} for one in body.examples}
    return content


def _responses(one: Endpoint, by_type: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status, kind in one.answers.items():
        if isinstance(kind, str):
            content = {kind: {"schema": {"type": "string"}}}
        else:
            content = {"application/json": {"schema": by_type[kind]}}
        found[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
    for status in (*one.problems, *_ALWAYS):
        if str(status) not in found:
            found[str(status)] = {
                "description": HTTPStatus(status).phrase,
                "content": {PROBLEM_TYPE: {"schema": by_type[ProblemAnswer]}},
            }
            if status in _HEADERS:
                found[str(status)]["headers"] = _HEADERS[status]
    return found
