"""The review page settles what waits, shows the source, and admits nobody else."""

from __future__ import annotations

import html as entities
import re
import socket
import threading
from pathlib import Path

import httpx2
import msgspec
import pytest
from starlette.testclient import TestClient

from beholden._design import Asset
from beholden.figures import Figures, FiguresError
from beholden.web.review import serve_review
from tests.cli.figures.support import Demo, answers, extract
from tests.support.pages import Browser, faults_in_text, validity_faults
from tests.web.review.support import KEY, PORT, ROOT, client_of, opened, styles, waiting

FORM = {"by": "B. Checker", "why": "", "value": "", "period": "", "force": "", "offence": ""}


def form(figures: Figures, action: str, **fields: str) -> dict[str, str]:
    return {**FORM, "id": waiting(figures)[0], "page": "1", "action": action, **fields}


def words(html: str) -> str:
    body = html[html.index("<body") :]
    return entities.unescape(" ".join(re.sub(r"<[^>]*>", " ", body).split()))


def test_the_number_stands_beside_its_source(client: TestClient) -> None:
    page = client.get(ROOT)
    assert page.status_code == 200
    said = words(page.text)
    assert "1 reading to settle" in said
    assert "Kent, 2017/18" in said
    assert "<mark>1,5000</mark>" in page.text
    assert "kent/reply.csv, cell C2" in said
    assert "Essex, 2017" not in said


@pytest.mark.parametrize(
    ("action", "fields", "kept"),
    [
        ("confirm", {}, {"action": "confirm", "why": ""}),
        ("reject", {"why": "not theirs"}, {"action": "reject", "why": "not theirs"}),
        (
            "correct",
            {"value": "1,500", "why": "page 2"},
            {"action": "correct", "value": {"state": "counted", "count": 1500}},
        ),
        (
            "correct",
            {"period": "2016/17", "force": "surrey", "offence": "86/2", "why": "page 2"},
            {"force": "E23000031", "offence": "iioc_take_make_distribute"},
        ),
    ],
)
def test_what_a_person_says_is_kept_with_their_name(
    figures: Figures, client: TestClient, action: str, fields: dict[str, str], kept: dict[str, str]
) -> None:
    [id_] = waiting(figures)
    done = client.post(f"{ROOT}settle", data=form(figures, action, **fields))
    assert (done.status_code, done.headers["location"]) == (303, f"{ROOT}?done={id_}&page=1")
    check = msgspec.to_builtins(figures.checks()[id_])
    assert check["by"] == "B. Checker"
    assert {name: check.get(name, "") for name in kept} == kept
    said = words(client.get(done.headers["location"]).text)
    assert "Nothing is left to settle" in said
    assert f"{id_} is settled" in said


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        ("correct", {"value": "about ten", "why": "page 2"}, "'about ten' is no count"),
        ("correct", {"value": "5"}, "say why"),
        ("correct", {"why": "page 2"}, "needs a value"),
        ("correct", {"force": "Esex", "why": "page 2"}, "Did you mean Essex?"),
        ("correct", {"period": "soon", "why": "page 2"}, "'soon' is no period"),
        ("correct", {"offence": "parking", "why": "page 2"}, "no offence 'parking'"),
        ("reject", {}, "say why"),
        ("confirm", {"by": " "}, "needs the name"),
        ("confirm", {"value": "1,500"}, "Press Correct"),
        ("reject", {"period": "2016/17", "why": "page 2"}, "Press Correct"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_entered(
    figures: Figures, client: TestClient, action: str, fields: dict[str, str], said: str
) -> None:
    done = client.post(f"{ROOT}settle", data=form(figures, action, **fields))
    assert done.status_code == 422
    assert said in words(done.text)
    assert "Error: " in done.text[: done.text.index("</title>")]
    for field in fields.values():
        if field.strip():
            assert f'value="{entities.escape(field)}"' in done.text
    assert figures.checks() == {}
    assert faults_in_text(done.text) == []


def test_a_form_of_a_page_that_is_out_of_date_is_refused_and_leads_nowhere_false(
    figures: Figures, client: TestClient
) -> None:
    """Somebody else settled it, or the answers were read anew."""
    done = client.post(f"{ROOT}settle", data=form(figures, "confirm", id="ffffffffff"))
    assert done.status_code == 422
    assert "no reading" in words(done.text)
    assert faults_in_text(done.text) == []


@pytest.mark.parametrize("path", ["/", "/wrong/", f"/{KEY}x/", f"/{KEY[:-1]}/", "/%00/", "/é/"])
def test_without_the_key_there_is_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(f"{path}settle", data={}).status_code == 404


@pytest.mark.parametrize("host", ["example.org", f"example.org:{PORT}", "127.0.0.1", "127.0.0.1:1"])
def test_another_host_name_is_refused(figures: Figures, host: str) -> None:
    with client_of(figures, host) as client:
        assert client.get(ROOT).status_code == 421
        done = client.post(f"{ROOT}settle", data=form(figures, "confirm"))
        assert done.status_code == 421
    assert figures.checks() == {}


@pytest.mark.parametrize(
    "origin", ["https://example.org", "null", "http://127.0.0.1:1", f"https://127.0.0.1:{PORT}", ""]
)
def test_a_form_of_another_site_is_refused(
    figures: Figures, client: TestClient, origin: str
) -> None:
    done = client.post(f"{ROOT}settle", data=form(figures, "confirm"), headers={"Origin": origin})
    assert done.status_code == 403
    assert figures.checks() == {}


def test_its_own_form_is_taken(figures: Figures, client: TestClient) -> None:
    own = {"Origin": f"http://127.0.0.1:{PORT}"}
    done = client.post(f"{ROOT}settle", data=form(figures, "confirm"), headers=own)
    assert done.status_code == 303


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"why=" + b"x" * (16 << 10), 413),
        (b"\xff", 400),
        (b"&".join(b"f%d=1" % n for n in range(40)), 400),
        (b"action=delete", 400),
        (b"", 400),
    ],
)
def test_a_form_that_no_page_sends_is_refused(
    figures: Figures, client: TestClient, body: bytes, status: int
) -> None:
    assert client.post(f"{ROOT}settle", content=body).status_code == status
    assert figures.checks() == {}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", ROOT, 200),
        ("GET", f"/{KEY}x/", 404),
        ("GET", f"{ROOT}settle", 405),
        ("POST", ROOT, 405),
        ("GET", f"{ROOT}static/nothing.css", 404),
        ("GET", f"{ROOT}static/../page.py", 404),
        ("POST", f"{ROOT}settle", 400),
        ("GET", "/nothing/at/all", 404),
    ],
)
def test_every_answer_forbids_scripts_framing_and_keeping(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "²", "9" * 5_000, ""])
def test_a_page_that_is_not_there_is_the_nearest(client: TestClient, page: str) -> None:
    answer = client.get(ROOT, params={"page": page, "done": "<b>"})
    assert answer.status_code == 200
    assert "Kent" in answer.text
    assert "<b>" not in answer.text


def test_text_of_an_answer_is_never_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y>\u202e\"'&lt;"
    text = extract(400, '"1,5000"') + '"' + evil.replace('"', '""') + '",1,2\n'
    figures = opened(answers(tmp_path / "<b>", {"kent/<i>.csv": text}))
    with client_of(figures) as client:
        page = client.get(ROOT).text
        assert "onerror" in page
        assert "<script" not in page
        assert "<img" not in page
        assert "<i>" not in page
        assert "<b>" not in page
        assert "\u202e" not in page
        assert faults_in_text(page) == []
        refused = client.post(
            f"{ROOT}settle", data=form(figures, "correct", value=evil, by=evil, why=evil)
        )
        assert refused.status_code == 422
        assert "<script" not in refused.text
        assert faults_in_text(refused.text) == []


@pytest.fixture
def many(tmp_path: Path) -> Figures:
    """Three pages of readings."""
    codes = ["bedfordshire", "cumbria", "devon-and-cornwall", "essex", "gwent", "kent", "surrey"]
    files = {
        f"{code}/{number}.csv": extract(f'"1,{number}000"', f'"2,{number}000"')
        for code in codes
        for number in range(3)
    }
    return opened(answers(tmp_path / "answers", files))


def test_many_readings_stand_on_pages_and_each_on_one(many: Figures) -> None:
    assert len(waiting(many)) == 42
    with client_of(many) as client:
        shown = [
            id_
            for page in (1, 2, 3)
            for id_ in re.findall(
                r'<article class="reading" id="r-([0-9a-f]+)"',
                client.get(ROOT, params={"page": page}).text,
            )
        ]
        assert shown == waiting(many)
        first = client.get(ROOT).text
        assert "Page 1 of 3" in words(first)
        assert 'href="?page=2"' in first
        second = client.get(ROOT, params={"page": 2}).text
        id_ = re.findall(r'<article class="reading" id="r-([0-9a-f]+)"', second)[0]
        form_ = {**FORM, "id": id_, "page": "2", "action": "reject"}
        refused = client.post(f"{ROOT}settle", data=form_)
        assert f'id="r-{id_}"' in refused.text


def test_damaged_readings_are_said_in_one_sentence(figures: Figures, client: TestClient) -> None:
    (figures.folder / "_beholden" / "readings.json").write_text("{")
    answer = client.get(ROOT)
    assert answer.status_code == 409
    assert "is damaged" in answer.text


@pytest.fixture
def pages(figures: Figures, client: TestClient, many: Figures) -> dict[str, str]:
    """The page in its states."""
    refused = client.post(f"{ROOT}settle", data=form(figures, "correct", value="about ten"))
    one = client.get(ROOT).text
    client.post(f"{ROOT}settle", data=form(figures, "confirm"))
    with client_of(many) as other:
        several = other.get(ROOT).text
    return {"one": one, "refused": refused.text, "none": client.get(ROOT).text, "many": several}


@pytest.mark.parametrize("state", ["one", "refused", "none", "many"])
def test_the_page_is_sound_valid_and_accessible(
    pages: dict[str, str], state: str, client: TestClient, tmp_path: Path, browser: Browser
) -> None:
    page = pages[state]
    assert faults_in_text(page) == []
    assert validity_faults(page, tmp_path) == []
    assert browser.look(page, served(client, page)).faults == ()


def test_the_examples_page_is_accessible(demo: Demo, tmp_path: Path, browser: Browser) -> None:
    figures = Figures(demo.folder, clock=lambda: pytest.fail("nobody asks for the time"))
    with client_of(unsettled(figures, tmp_path)) as client:
        page = client.get(ROOT).text
        assert faults_in_text(page) == []
        assert validity_faults(page, tmp_path) == []
        assert browser.look(page, served(client, page), pictures=tmp_path).faults == ()


def unsettled(figures: Figures, into: Path) -> Figures:
    """The demo's readings without what was settled."""
    own = into / "unsettled" / "_beholden"
    own.mkdir(parents=True)
    data = (figures.folder / "_beholden" / "readings.json").read_bytes()
    (own / "readings.json").write_bytes(data)
    return Figures(own.parent, clock=lambda: pytest.fail("nobody asks for the time"))


def served(client: TestClient, page: str) -> dict[str, Asset]:
    kinds = {"css": "text/css", "svg": "image/svg+xml"}
    return {
        path: Asset(path, content, kinds[path.rpartition(".")[2]])
        for path, content in styles(client, page).items()
    }


def test_the_real_server_listens_on_this_machine_alone(figures: Figures) -> None:
    told: list[str] = []
    ready = threading.Event()

    def hear(url: str) -> None:
        told.append(url)
        ready.set()

    threading.Thread(
        target=serve_review,
        args=(figures,),
        kwargs={"by": "A. Tester", "port": 0, "ready": hear},
        daemon=True,
    ).start()
    assert ready.wait(60)
    [url] = told
    assert url.startswith("http://127.0.0.1:")
    assert len(url.rsplit("/", 2)[1]) >= 20
    with httpx2.Client(transport=httpx2.HTTPTransport(retries=10)) as web:
        assert "Kent" in web.get(url).text
        assert web.get(url, headers={"Host": "example.org"}).status_code == 421
        done = web.post(f"{url}settle", data=form(figures, "confirm"))
        assert done.status_code == 303
        assert "Nothing is left" in web.get(url).text
        assert "server" not in done.headers


def test_a_port_that_is_taken_is_named(figures: Figures) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(FiguresError, match=f"--port: {port} cannot be used"):
            serve_review(figures, by="A. Tester", port=port, ready=pytest.fail)
