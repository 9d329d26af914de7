"""Loaded by schemathesis: what a JSON Schema cannot say of a valid request.

A request that was drawn to be valid is mended where the schema is too coarse. Invalid ones
stay as they were drawn.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

import schemathesis

_numbers = itertools.count()


@schemathesis.serializer("application/x-ndjson", "application/jsonl")
def as_it_is(context: Any, value: Any) -> Any:
    """JSON Lines: text and bytes as they were drawn, any other value as one line."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Mends valid requests."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    # A key used before with another request is refused by design.
    if "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = f"{case.headers['Idempotency-Key'][:200]}{next(_numbers)}"
    if case.query:
        case.query = {name: _mended(value) for name, value in case.query.items()}
        # Entries are named within their list.
        if case.query.get("entry") is not None:
            case.query.setdefault("list", "known")
    if isinstance(case.body, dict):
        case.body = _mended(case.body)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        # The tool draws code points as printable that Unicode has not assigned yet.
        return "".join(one if one.isprintable() else "x" for one in value)
    if isinstance(value, float) and value.is_integer():
        # JSON Schema takes 50.0 for an integer; the service wants it written as one.
        return int(value)
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {name: _mended(one) for name, one in value.items()}
    return value
