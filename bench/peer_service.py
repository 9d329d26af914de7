"""A stand-in for the peer's service: the library calls of Hasher-Matcher-Actioner 2 behind Flask.

The real one is not published as a package. This makes the same calls into its library
(`threatexchange`) and leaves out everything else that it does for a request: no database,
no configuration read from it, no scheduler, no logging. It is therefore faster than the
real one.

    gunicorn --workers 2 'bench.peer_service:make(100_000)'
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from flask import Flask, abort, request

from bench.lists import list_hashes


def make(entries: int) -> Flask:
    """The application, with an index of random hashes: the same list that ours has."""
    signal: Any = import_module("threatexchange.signal_type.pdq.signal").PdqSignal
    index = signal.get_index_cls().build(
        (row.tobytes().hex(), number) for number, row in enumerate(list_hashes(entries))
    )
    app = Flask(__name__)

    @app.route("/m/raw_lookup")
    def raw_lookup() -> dict[str, list[int]]:
        if request.args.get("signal_type") != "pdq":
            abort(400)
        asked = signal.validate_signal_str(request.args["signal"])
        return {"matches": [match.metadata for match in index.query(asked)]}

    @app.route("/h/hash", methods=["POST"])
    def hash_media() -> dict[str, str]:
        if len(request.files) != 1:
            abort(400)
        (file,) = request.files.values()
        return {"pdq": signal.hash_from_bytes(file.stream.read())}

    return app
