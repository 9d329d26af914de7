"""Every route: what it takes, what it answers, which scope it needs.

The table is the one source of the router, of OpenAPI and of the test that walks it.
"""

from __future__ import annotations

from typing import Any

from beholden.gate import Decision
from beholden.lists import ListStatus
from beholden.web import checks, decisions, ledger, lists, metrics, state
from beholden.web.endpoint import Body, Endpoint, Example
from beholden.web.messages import (
    DecisionAnswer,
    HashesAnswer,
    HashesRequest,
    LookupAnswer,
    UploadQuery,
)

_PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
_ITEM: dict[str, Any] = {"pdq": _PDQ, "quality": 100, "ref": "upload-1"}
_HASHES = Body(
    content_type="application/json",
    type=HashesRequest,
    examples=(
        Example("one picture", {"items": [_ITEM], "surface": "avatar", "account": "user-7"}),
        Example("by digest", {"items": [{"md5": "d41d8cd98f00b204e9800998ecf8427e"}]}),
    ),
)
_LINE = Example("one hash", f'{{"kind":"pdq","hash":"{_PDQ}","id":"1"}}\n')
_PICTURES = (
    Body(content_type="application/octet-stream"),
    Body(content_type="image/*"),
    Body(content_type="multipart/form-data", form_fields=checks.FORM_FIELDS),
)
_UPLOAD_PROBLEMS = (400, 401, 403, 408, 413, 415, 422, 429, 503)
_READ_PROBLEMS = (400, 401, 403, 404, 422, 503)
_CHANGE_PROBLEMS = (400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="POST",
        path="/v1/check/hashes",
        handler=checks.check_hashes,
        scope="check",
        summary="Check files by their hashes",
        description="Matches, decides and records up to 1,000 files. The answer comes after the "
        "decisions are durable.",
        bodies=(_HASHES,),
        answers={200: HashesAnswer},
        problems=_UPLOAD_PROBLEMS,
        idempotent=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/check/image",
        handler=checks.check_image,
        scope="check",
        summary="Check an upload",
        description="Hashes the picture in memory, matches, decides and records. Its bytes are "
        "never written to a disk. What cannot be scanned gets a decision too.",
        query=UploadQuery,
        bodies=_PICTURES,
        answers={200: DecisionAnswer},
        problems=_UPLOAD_PROBLEMS,
        idempotent=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/lookup",
        handler=checks.look_up,
        scope="look_up",
        summary="Look hashes or a picture up",
        description="Answers what a check would, and records nothing.",
        query=UploadQuery,
        bodies=(_HASHES, *_PICTURES),
        answers={200: LookupAnswer},
        problems=_UPLOAD_PROBLEMS,
    ),
    Endpoint(
        method="GET",
        path="/v1/decisions",
        handler=decisions.list_decisions,
        scope="read",
        summary="Held and blocked decisions, newest first",
        query=decisions.DecisionsQuery,
        answers={200: decisions.DecisionsAnswer},
        problems=_READ_PROBLEMS,
        tag="decisions",
        audited=True,
    ),
    Endpoint(
        method="GET",
        path="/v1/decisions/{id}",
        handler=decisions.one_decision,
        scope="read",
        summary="One held or blocked decision",
        answers={200: Decision},
        problems=_READ_PROBLEMS,
        tag="decisions",
        audited=True,
    ),
    Endpoint(
        method="GET",
        path="/v1/statements/{id}/receipt",
        handler=ledger.receipt,
        scope="receipts",
        summary="The receipt of a decision, or the proof that it is in the log",
        description="By the id of the decision. A proof can be checked by anybody with the "
        "network's trust policy, without asking anybody: `beholden verify`. Receipts are for "
        "those who report, for trusted flaggers and for drills; never for who uploaded.",
        query=ledger.ReceiptQuery,
        answers={200: "text/plain"},
        problems=(400, 401, 403, 404, 409, 422, 503),
        tag="ledger",
        audited=True,
    ),
    Endpoint(
        method="GET",
        path="/checkpoint",
        handler=ledger.checkpoint,
        scope=None,
        open_because="A checkpoint says how many statements there are and proves nothing of any; "
        "everybody must be able to see that it is one and the same.",
        summary="The newest published checkpoint of the log",
        description="A signed note, as in C2SP tlog-checkpoint.",
        answers={200: "text/plain"},
        problems=(404, 503),
        tag="ledger",
    ),
    Endpoint(
        method="GET",
        path="/tile/{path}",
        handler=ledger.tile,
        scope="mirror",
        summary="A tile or an entry bundle of the log",
        description="Paths and bytes as in C2SP tlog-tiles: `/tile/0/x001/234`, "
        "`/tile/entries/000.p/7`. Entries are commitments, 32 bytes each.",
        answers={200: "application/octet-stream"},
        problems=(400, 401, 403, 404, 422, 503),
        tag="ledger",
    ),
    Endpoint(
        method="GET",
        path="/v1/lists",
        handler=lists.all_lists,
        scope="read",
        summary="How every list stands",
        answers={200: lists.ListsAnswer},
        problems=_READ_PROBLEMS,
        tag="lists",
    ),
    Endpoint(
        method="GET",
        path="/v1/lists/{name}",
        handler=lists.one_list,
        scope="read",
        summary="How one list stands",
        answers={200: ListStatus},
        problems=_READ_PROBLEMS,
        tag="lists",
    ),
    Endpoint(
        method="POST",
        path="/v1/lists/{name}/editions",
        handler=lists.add_edition,
        scope="lists",
        summary="Take in a file of a list as a new edition",
        description="The same content with the same settings is the same edition.",
        query=lists.EditionQuery,
        bodies=(
            Body(
                content_type="text/csv",
                examples=(Example("two hashes", f"kind,hash,id\npdq,{_PDQ},1\n"),),
            ),
            Body(content_type="application/x-ndjson", examples=(_LINE,)),
            Body(content_type="application/jsonl", examples=(_LINE,)),
        ),
        answers={201: lists.EditionAnswer},
        problems=_CHANGE_PROBLEMS,
        tag="lists",
        audited=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/lists/{name}/activate",
        handler=lists.activate,
        scope="lists",
        summary="Activate an edition",
        bodies=(
            Body(
                content_type="application/json",
                type=lists.ActivateRequest,
                examples=(Example("the newest", {}),),
            ),
        ),
        answers={200: lists.EditionAnswer},
        problems=_CHANGE_PROBLEMS,
        tag="lists",
        audited=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/lists/{name}/rollback",
        handler=lists.roll_back,
        scope="lists",
        summary="Return to the edition that was active before",
        bodies=(
            Body(
                content_type="application/json",
                type=lists.RollbackRequest,
                examples=(Example("by a person", {"by": "Trust and safety lead"}),),
            ),
        ),
        answers={200: lists.EditionAnswer},
        problems=_CHANGE_PROBLEMS,
        tag="lists",
        audited=True,
    ),
    Endpoint(
        method="GET",
        path="/healthz",
        handler=state.healthz,
        scope=None,
        open_because="A probe has no key, and the answer says nothing but that it answers.",
        summary="Whether the process answers",
        answers={200: state.Health},
        tag="state",
    ),
    Endpoint(
        method="GET",
        path="/readyz",
        handler=state.readyz,
        scope=None,
        open_because="A probe has no key. The answer names lists and their ages; keep the "
        "path off the public side of the proxy.",
        summary="Whether uploads may be sent here, and which list is stale or missing",
        answers={200: state.Ready, 503: state.Ready},
        tag="state",
    ),
    Endpoint(
        method="GET",
        path="/metrics",
        handler=state.prometheus,
        scope="read",
        summary="Metrics in Prometheus' text format",
        answers={200: metrics.CONTENT_TYPE.partition(";")[0]},
        problems=(400, 401, 403, 422),
        tag="state",
    ),
    Endpoint(
        method="GET",
        path="/",
        handler=state.page,
        scope="read",
        summary="The operator's page",
        answers={200: "text/html"},
        problems=(400, 401, 403, 422, 503),
        tag="state",
    ),
    Endpoint(
        method="GET",
        path="/static/{name}",
        handler=state.asset,
        scope=None,
        open_because="A style sheet that ships with the program; browsers ask without a key.",
        summary="A style sheet of the pages",
        answers={200: "text/css"},
        problems=(404,),
        tag="state",
    ),
)
