"""The page that checks a pasted article: it explains itself, forgets, and admits nobody else."""

from __future__ import annotations

import asyncio
import html as entities
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from beholden._design import Asset
from beholden.web.checker.application import TEXT_BYTES_AT_MOST
from tests.support.pages import Browser, chromium, faults_in_text, validity_faults
from tests.web.checker.support import FALSE, KEY, PORT, ROOT, TRUE, client_of, styles


@pytest.fixture
def client() -> Iterator[TestClient]:
    with client_of() as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def words(html: str) -> str:
    body = re.sub(r"<svg.*?</svg>", "", html[html.index("<body") :], flags=re.DOTALL)
    return entities.unescape(" ".join(re.sub(r"<[^>]*>", " ", body).split()))


def sent(client: TestClient, text: str, published: str = "") -> str:
    done = client.post(f"{ROOT}check", data={"text": text, "published": published})
    assert done.status_code == 200
    return done.text


def pages(client: TestClient) -> dict[str, str]:
    """Every page there is."""
    return {
        "form": client.get(ROOT).text,
        "filled": client.get(f"{ROOT}?example").text,
        "refused": client.post(f"{ROOT}check", data={"text": "", "published": "soon"}).text,
        "differs": sent(client, FALSE, "2018-09-13"),
        "nothing": sent(client, "The police met the charity."),
    }


def test_the_form_shows_what_one_gets_before_anything_is_pasted(client: TestClient) -> None:
    said = words(client.get(ROOT).text)
    assert "Check the numbers in an article" in said
    assert "Checked against two counts of Essex." in said
    assert "An example of what you get" in said
    for verdict in ("Differs", "Agrees", "Cannot tell"):
        assert verdict in said
    assert "Childline" in said


def test_the_example_can_be_put_into_the_form_and_checked(client: TestClient) -> None:
    page = client.get(f"{ROOT}?example").text
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert text is not None
    assert 'value="2018-09-13"' in page
    assert "differs from the data" in words(sent(client, entities.unescape(text[1])))


def test_a_false_number_is_marked_and_the_right_one_stands_beside_it(client: TestClient) -> None:
    said = words(sent(client, FALSE))
    assert "1 of 2 numbers differs from the data" in said
    assert "Checked against two counts of Essex." in said
    assert "1 800 Differs Essex, 2017/18" in said
    assert "767" in said
    assert "All 2 numbers agree with the data" in words(sent(client, TRUE))


def test_the_text_stays_in_the_form_to_be_changed(client: TestClient) -> None:
    text = f"  {TRUE}\n\n<b>&amp; more</b>\n"
    page = sent(client, text, "2018-09-13")
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    assert entities.unescape(found[1]) == text
    assert 'value="2018-09-13"' in page


def test_the_day_settles_last_year(client: TestClient) -> None:
    text = "Essex Police recorded 767 child abuse image offences last year."
    assert "Essex, 2017/18" in words(sent(client, text, "2018-09-13"))


def test_an_article_without_a_number_says_so(client: TestClient) -> None:
    said = words(sent(client, "The police met the charity."))
    assert "No number could be checked" in said
    assert "What the data say" not in said


@pytest.mark.parametrize(
    ("text", "published", "said"),
    [
        ("", "", "Paste the text of an article."),
        (" \n\t ", "", "Paste the text of an article."),
        ("\0\0", "", "Paste the text of an article."),
        (TRUE, "soon", "Write the day as 2018-09-13"),
        (TRUE, "2018-13-01", "Write the day as 2018-09-13"),
        ("x" * (TEXT_BYTES_AT_MOST + 1), "", "more than two megabytes"),
    ],
)
def test_a_refused_form_says_why_beside_the_field(
    client: TestClient, text: str, published: str, said: str
) -> None:
    done = client.post(f"{ROOT}check", data={"text": text, "published": published})
    assert done.status_code == 422
    assert words(done.text).count(said) == 2
    assert "<title>Error: " in done.text
    assert 'aria-invalid="true"' in done.text
    assert faults_in_text(done.text) == []


def test_a_body_that_is_too_large_is_not_read_to_its_end(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        yield b"text="
        for _ in range(1_000):
            yield b"x" * 100_000

    headers = {"content-type": "application/x-www-form-urlencoded"}
    done = client.post(f"{ROOT}check", content=endless(), headers=headers)
    assert done.status_code == 413


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join([b"a=b"] * 50)])
def test_what_is_no_form_is_refused(client: TestClient, body: bytes) -> None:
    assert client.post(f"{ROOT}check", content=body).status_code == 400


def test_text_that_is_broken_or_hostile_is_shown_and_not_obeyed(client: TestClient) -> None:
    text = f"{TRUE} <script>alert(1)</script> \u202e \ud7ff"
    page = sent(client, text)
    assert "<script" not in page
    body = b"text=" + b"767 offences %ff%fe %ed%a0%80"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    done = client.post(f"{ROOT}check", content=body, headers=headers)
    assert done.status_code == 200
    assert faults_in_text(done.text) == []


def test_nothing_of_a_text_is_in_a_later_answer(client: TestClient) -> None:
    sent(client, f"{TRUE} Marked-by-this-test.")
    assert "Marked-by-this-test" not in client.get(ROOT).text
    assert "Marked-by-this-test" not in sent(client, TRUE)


def test_a_form_that_announces_too_much_is_refused_before_it_is_sent(client: TestClient) -> None:
    read = []

    def form() -> Iterator[bytes]:
        read.append("a chunk")
        yield b"text=a"

    headers = {"Content-Length": "99999999999"}
    done = client.post(f"{ROOT}check", content=form(), headers=headers)
    assert done.status_code == 413
    assert done.text == "The form is too large.\n"
    assert not read


def test_a_form_whose_sender_hangs_up_is_no_fault_of_the_page(client: TestClient) -> None:
    async def hung_up() -> Message:
        return {"type": "http.disconnect"}

    async def ask() -> list[Message]:
        told: list[Message] = []

        async def tell(message: Message) -> None:
            told.append(message)

        headers = [(b"host", f"127.0.0.1:{PORT}".encode()), (b"content-length", b"5000")]
        scope = {
            "type": "http",
            "method": "POST",
            "path": f"{ROOT}check",
            "query_string": b"",
            "headers": headers,
        }
        await client.app(scope, hung_up, tell)
        return told

    assert asyncio.run(ask())[0]["status"] == 400


@pytest.mark.parametrize("path", ["/", "/wrong/", f"/{KEY}x/", f"/{KEY[:-1]}/", "/%00/", "/é/"])
def test_without_the_key_there_is_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(f"{path}check", data={"text": TRUE}).status_code == 404


@pytest.mark.parametrize("host", ["example.org", f"example.org:{PORT}", "127.0.0.1", "127.0.0.1:1"])
def test_another_host_name_is_refused(host: str) -> None:
    with client_of(host) as client:
        assert client.get(ROOT).status_code == 421
        assert client.post(f"{ROOT}check", data={"text": TRUE}).status_code == 421


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://127.0.0.1:1", ""])
def test_a_form_of_another_site_is_refused(client: TestClient, origin: str) -> None:
    done = client.post(f"{ROOT}check", data={"text": TRUE}, headers={"Origin": origin})
    assert done.status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", ROOT, 200),
        ("POST", f"{ROOT}check", 422),
        ("GET", f"{ROOT}check", 405),
        ("GET", f"{ROOT}static/none.css", 404),
        ("GET", "/nothing/at/all", 404),
    ],
)
def test_every_answer_forbids_scripts_framing_and_keeping(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["form", "filled", "refused", "differs", "nothing"])
def test_every_page_is_valid_and_clean_at_every_width(
    client: TestClient, browser: Browser, name: str, tmp_path: Path
) -> None:
    page = pages(client)[name]
    assert faults_in_text(page) == []
    assert validity_faults(page, tmp_path) == []
    assets = {
        path: Asset(path, content, "text/css" if path.endswith("css") else "image/svg+xml")
        for path, content in styles(client, page).items()
    }
    assert browser.look(page, assets).faults == ()
