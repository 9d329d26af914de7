"""A form holds one file and known fields; nothing of it is spooled, guessed or dropped."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.web.multipart import Form, parse
from beholden.web.problems import Problem

FIELDS = ("surface", "account")
TYPE = b"multipart/form-data; boundary=line"


def part(name: str, content: bytes, filename: str | None = None) -> bytes:
    told = f'; filename="{filename}"' if filename is not None else ""
    head = f'--line\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--line--\r\n"


def read(body: bytes, content_type: bytes = TYPE) -> Form:
    return parse(body, content_type, fields=FIELDS)


@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(st.sampled_from([b"\r\n", b"--line", b"\r\n--lin", b"-", b"x"])).map(b"".join),
    )
)
def test_the_file_is_what_was_sent_byte_for_byte(content: bytes) -> None:
    if b"\r\n--line" in b"\r\n" + content:
        return  # that is the boundary itself
    found = read(form(part("surface", b"avatar"), part("file", content, "a.jpg")))
    assert found == Form(content, {"surface": "avatar"})


def refusal(body: bytes, content_type: bytes = TYPE) -> Problem:
    with pytest.raises(Problem) as refused:
        read(body, content_type)
    return refused.value


def test_a_form_without_a_file_or_with_several_is_refused() -> None:
    none = refusal(form(part("surface", b"avatar")))
    two = refusal(form(*(part(f"f{n}", b"x", "a") for n in range(10))))
    assert {none.code, two.code} == {"one_file_needed"}
    assert "has 10" in two.detail


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ([part("colour", b"red")], "form.colour"),
        ([part("surface", b"a"), part("surface", b"b")], "form.surface"),
        ([part("surface", b"x" * 2000)], "form.surface"),
        ([part("account", b"\xff\xfe")], "form.account"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(parts: list[bytes], path: str) -> None:
    assert refusal(form(*parts, part("file", b"x", "a"))).path == path


@pytest.mark.parametrize("kept", [0, 10, 70, 100])
def test_a_form_that_ends_early_is_broken(kept: int) -> None:
    assert refusal(form(part("file", b"x" * 100, "a.jpg"))[:kept]).code == "broken_form"


@pytest.mark.parametrize(
    "content_type",
    [b"multipart/form-data", b"multipart/form-data; boundary=", b"multipart/form-data; boundary="
     + b"x" * 71],
)  # fmt: skip
def test_a_form_without_a_usable_boundary_is_broken(content_type: bytes) -> None:
    assert refusal(form(part("file", b"x", "a")), content_type).status == 400


def test_headers_and_parts_without_end_are_refused() -> None:
    long = b'--line\r\nContent-Disposition: form-data; name="f"; filename="' + b"x" * 9000
    assert refusal(long + b'"\r\n\r\nx\r\n--line--\r\n').status in {400, 422}
    many = [part(f"f{number}", b"x", "a") for number in range(40)]
    assert refusal(form(*many)).code == "too_many_parts"


@given(st.binary(max_size=400))
def test_whatever_comes_is_a_form_or_a_problem(body: bytes) -> None:
    with contextlib.suppress(Problem):
        assert isinstance(read(b"--line" + body), Form)
