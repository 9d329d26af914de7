"""The ledger over HTTP: checkpoints for everybody, tiles for mirrors, receipts for the entitled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from beholden.app import Beholden
from beholden.ledger import Statement
from beholden.ledger.core.checkpoint import Checkpoint, parse_checkpoint
from beholden.ledger.core.note import parse_note
from beholden.ledger.core.tlog_proof import parse_tlog_proof
from beholden.ledger.core.verifying import verify_document
from tests.cli.support import activate, hashes, invoke, jpeg, pdq_row
from tests.web.support import Service, eventually, service

LISTED = 1
ORIGIN = "example.org/decisions"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger") / "data"
    activate(folder, [pdq_row(LISTED)])
    assert invoke("ledger", "init", "--origin", ORIGIN, "--data", folder).code == 0
    return folder


@pytest.fixture(scope="module")
def running(data: Path) -> Iterator[Service]:
    with service(data) as one:
        yield one


@pytest.fixture(scope="module")
def api(running: Service) -> Iterator[httpx2.Client]:
    with running.client(running.key("check", "receipts", "mirror", "read")) as client:
        yield client


@pytest.fixture(scope="module")
def plain(running: Service) -> Iterator[httpx2.Client]:
    """A key that may have uploads checked and nothing else."""
    with running.client(running.key("check")) as client:
        yield client


def checked(client: httpx2.Client, *pictures: str) -> list[dict[str, Any]]:
    items = [{"pdq": pdq} for pdq in pictures]
    answer = client.post("/v1/check/hashes", json={"items": items, "surface": "avatar"})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def listed() -> str:
    return hashes(jpeg(LISTED)).pdq


def harmless() -> str:
    return hashes(jpeg(31)).pdq


def published(client: httpx2.Client) -> Checkpoint:
    answer = client.get("/checkpoint")
    assert answer.status_code == 200, answer.text
    return parse_checkpoint(parse_note(answer.content).text)


def proof_of(api: httpx2.Client, decision_id: str) -> bytes:
    """The proof, as soon as there is one."""
    path = f"/v1/statements/{decision_id}/receipt"

    def proved() -> bytes | None:
        answer = api.get(path, params={"form": "proof"})
        if answer.status_code == 409:
            assert answer.json()["code"] == "not_in_log_yet"
            return None
        assert answer.status_code == 200, answer.text
        return answer.content

    found: bytes = eventually(proved, "the statement is in the log")
    return found


def test_a_blocked_upload_gets_into_the_log_and_its_proof_verifies_offline(
    api: httpx2.Client, plain: httpx2.Client, data: Path
) -> None:
    (blocked,) = checked(plain, listed())
    assert blocked["outcome"] == "block"
    trust = Beholden(data).ledger.trust()
    verdict = verify_document(proof_of(api, blocked["id"]), trust, now=0)
    assert verdict.kind == "included", verdict.sentence


def test_a_receipt_given_before_the_proof_is_kept_by_it(
    api: httpx2.Client, plain: httpx2.Client, data: Path
) -> None:
    (blocked,) = checked(plain, listed())
    answer = api.get(f"/v1/statements/{blocked['id']}/receipt", params={"form": "receipt"})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    trust = Beholden(data).ledger.trust()
    assert verify_document(answer.content, trust, now=0).kind == "promised"
    assert verify_document(answer.content, trust, now=1 << 33).kind == "overdue"
    proof = proof_of(api, blocked["id"])
    kept = verify_document(answer.content, trust, now=1 << 33, proof=proof)
    assert kept.kind == "included", kept.sentence


def test_an_allowed_upload_leaves_no_statement_of_its_own(
    api: httpx2.Client, plain: httpx2.Client
) -> None:
    (allowed,) = checked(plain, harmless())
    assert allowed["outcome"] == "allow"
    answer = api.get(f"/v1/statements/{allowed['id']}/receipt")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_statement")
    assert "counted hour by hour" in answer.json()["detail"]


def test_a_drill_can_prove_that_its_picture_was_let_through(api: httpx2.Client, data: Path) -> None:
    (allowed,) = checked(api, harmless())
    assert allowed["outcome"] == "allow"
    proof = proof_of(api, allowed["id"])
    opening = Beholden(data).ledger.service.open(allowed["id"])
    assert parse_tlog_proof(proof).extra == opening.entry
    assert b'"outcome":"allow"' in opening.statement


def test_statements_hold_neither_account_nor_hash_nor_entry(data: Path, running: Service) -> None:
    picture = jpeg(LISTED)
    with running.client(running.key("check", "receipts")) as client:
        answer = client.post(
            "/v1/check/image",
            content=picture,
            params={"surface": "avatar", "account": "user-4711"},
            headers={"content-type": "image/jpeg"},
        ).json()
    statement = Beholden(data).ledger.service.open(answer["id"]).statement
    for secret in ("user-4711", answer["sha256"], hashes(picture).pdq, f"picture-{LISTED}"):
        assert secret.encode() not in statement
    assert b'"surface":"avatar"' in statement


def test_everybody_sees_the_checkpoint_and_only_mirrors_see_tiles(
    api: httpx2.Client, plain: httpx2.Client, running: Service
) -> None:
    (blocked,) = checked(plain, listed())
    proof_of(api, blocked["id"])
    with running.client() as nobody:
        size = published(nobody).size
        assert size > 0
        path = f"/tile/0/000.p/{size}"
        assert nobody.get(path).status_code == 401
    assert plain.get(path).status_code == 403
    tile = api.get(path)
    assert tile.status_code == 200
    assert len(tile.content) == 32 * size
    assert "immutable" in tile.headers["cache-control"]


def test_tiles_of_an_older_checkpoint_can_still_be_had(
    api: httpx2.Client, plain: httpx2.Client
) -> None:
    first = published(api).size
    tile, bundle = f"/tile/0/000.p/{first}", f"/tile/entries/000.p/{first}"
    before = api.get(tile).content, api.get(bundle).content
    for _ in range(6):
        (blocked,) = checked(plain, listed())
        proof_of(api, blocked["id"])
    assert published(api).size > first
    assert (api.get(tile).content, api.get(bundle).content) == before


@pytest.mark.parametrize(
    "path",
    [
        "/tile/0/000.p/0", "/tile/0/000.p/256", "/tile/0/000.p/01", "/tile/64/000", "/tile/0/0",
        "/tile/0/x000/000", "/tile/entries", "/tile/", "/tile/0/000/", "/tile/0/%2e%2e/lock",
        "/tile/../identity.json", "/tile/..%2f..%2fsecret.key", "/tile/0/999", "/tile/keys/000",
        "/tile/0/\u0660\u0660\u0660",
    ],
)  # fmt: skip
def test_what_is_no_tile_is_not_found_whatever_it_is(api: httpx2.Client, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code in {400, 404}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_receipts_need_their_own_scope(plain: httpx2.Client, api: httpx2.Client) -> None:
    (blocked,) = checked(plain, listed())
    path = f"/v1/statements/{blocked['id']}/receipt"
    assert plain.get(path).status_code == 403
    assert api.get(path).status_code == 200


def test_the_operator_sees_how_far_the_log_has_come(
    api: httpx2.Client, plain: httpx2.Client
) -> None:
    (blocked,) = checked(plain, listed())
    proof_of(api, blocked["id"])
    size = published(api).size

    def shown() -> bool:
        page, gauges = api.get("/").text, api.get("/metrics").text
        return f"covers {size:,}" in page and f"published_entries {float(size)}" in gauges

    eventually(shown, "page and metrics follow the log")


@pytest.mark.parametrize("given", ["", "all", "PROOF"])
def test_a_form_that_there_is_none_of_is_named(api: httpx2.Client, given: str) -> None:
    answer = api.get("/v1/statements/x/receipt", params={"form": given})
    assert answer.status_code == 422
    assert answer.json()["path"] == "query.form"


def test_what_changes_the_lists_is_stated_without_a_name(
    api: httpx2.Client, data: Path, running: Service
) -> None:
    activate(data, [pdq_row(LISTED), pdq_row(2)])

    def kinds() -> set[str]:
        done = invoke("ledger", "export", "--day", _today(), "--data", data)
        return {one["kind"] for one in done.objects}

    eventually(lambda: "lists.edition-activated/1" in kinds(), "the activation is in the log")
    assert "gate.policy/1" in kinds()
    del api, running


def test_before_the_first_checkpoint_there_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    activate(folder, [pdq_row(LISTED)])
    with (
        service(folder, variables={"BEHOLDEN_LEDGER_SEQUENCE": "false"}) as other,
        other.client() as nobody,
    ):
        answer = nobody.get("/checkpoint")
        assert (answer.status_code, answer.json()["code"]) == (404, "no_checkpoint")
        assert nobody.get("/readyz").json()["status"] == "ready"


def test_with_the_ledger_off_decisions_leave_no_statement(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    activate(folder, [pdq_row(LISTED)])
    with (
        service(folder, variables={"BEHOLDEN_LEDGER_ENABLED": "false"}) as other,
        other.client(other.key("check", "receipts")) as client,
    ):
        (blocked,) = checked(client, listed())
        answer = client.get(f"/v1/statements/{blocked['id']}/receipt")
        assert answer.status_code == 404
    assert not (folder / "ledger" / "tile").exists()


def test_what_waits_when_the_service_stops_is_in_the_log(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    activate(folder, [pdq_row(LISTED)])
    variables = {"BEHOLDEN_LEDGER_INTERVAL_SECONDS": "60"}
    with service(folder, variables=variables) as other:
        with other.client(other.key("check")) as client:
            ids = [checked(client, listed())[0]["id"] for _ in range(5)]
        assert other.stop() == 0
    app = Beholden(folder)
    for one in ids:
        assert app.ledger.service.proof(one)
    app.close()


def test_a_log_that_cannot_be_written_is_a_problem_and_decisions_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    activate(folder, [pdq_row(LISTED)])
    (folder / "ledger").mkdir(mode=0o700)
    (folder / "ledger" / "identity.json").write_text("{")
    with service(folder) as other, other.client(other.key("check", "read")) as client:
        ready = eventually(
            lambda: (
                found if (found := client.get("/readyz").json())["status"] == "degraded" else None
            ),
            "the problem is shown",
        )
        assert any(one["code"] == "ledger:sequencer" for one in ready["problems"])
        assert any("identity.json" in one["message"] for one in ready["problems"])
        (blocked,) = checked(client, listed())
        assert blocked["outcome"] == "block"
        (folder / "ledger" / "identity.json").unlink()
        eventually(
            lambda: client.get("/readyz").json()["status"] == "ready", "the log goes on by itself"
        )
        eventually(lambda: client.get("/checkpoint").status_code == 200, "it is published")


def _today() -> str:
    from beholden.app import utc_now

    return f"{utc_now():%Y-%m-%d}"


def test_a_full_tile_that_was_altered_or_lost_is_never_served_and_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    activate(folder, [pdq_row(LISTED)])
    assert invoke("ledger", "init", "--origin", ORIGIN, "--data", folder).code == 0
    app = Beholden(folder)
    app.ledger.outbox.put([Statement(f"s-{n:03d}", "test/1", b"{}") for n in range(300)])
    assert app.drain().published
    app.close()
    with service(folder) as other, other.client(other.key("mirror")) as mirror:
        for path in ("tile/0/000", "tile/entries/000"):
            file = folder / "ledger" / path
            whole = file.read_bytes()
            assert mirror.get(f"/{path}").content == whole
            for spoiled in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[:-1], b"", None):
                if spoiled is None:
                    file.unlink()
                else:
                    file.write_bytes(spoiled)
                answer = mirror.get(f"/{path}")
                assert (answer.status_code, answer.json()["code"]) == (503, "ledger_unreadable")
            other.wait_for_fault("ledger_unreadable")
            file.write_bytes(whole)
            assert mirror.get(f"/{path}").content == whole


def test_a_log_without_a_name_gives_nobody_a_receipt(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    activate(folder, [pdq_row(LISTED)])
    with service(folder) as other, other.client(other.key("check", "receipts")) as client:
        (blocked,) = checked(client, listed())
        answer = client.get(f"/v1/statements/{blocked['id']}/receipt")
        assert (answer.status_code, answer.json()["code"]) == (409, "log_not_named")
        assert invoke("ledger", "init", "--origin", ORIGIN, "--data", folder).code == 0
        assert client.get(f"/v1/statements/{blocked['id']}/receipt").status_code == 200
