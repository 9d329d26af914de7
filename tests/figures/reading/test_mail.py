import io
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from beholden.figures.core.documents import Line
from beholden.figures.errors import ReadError
from beholden.figures.reading import read_bytes
from beholden.figures.reading.limits import Limits
from beholden.figures.reading.mail import read
from tests.figures.reading.books import simple
from tests.figures.support.shapes import codes, grid, reviewed, tables, texts

TABLE = "<p>Dear you,</p><table><tr><td>2016/17<td>51</tr><tr><td>2017/18<td>49</tr></table>"


def mail(text: str = "We recorded 12 offences.", html: str = "", subject: str = "Your request"):
    message = EmailMessage()
    message["From"] = "FOI team <foi@force.example>"
    message["To"] = "you@charity.example"
    message["Subject"] = subject
    message["Date"] = "Thu, 03 May 2018 23:30:00 +0100"
    if text:
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
    else:
        message.set_content(html, subtype="html")
    return message


def found(message: EmailMessage, limits: Limits | None = None):
    return read_bytes(message.as_bytes(policy=SMTP), "a.eml", limits)


def test_who_what_and_when_are_known() -> None:
    document = found(mail(subject="Eich cais, Môn £5"))
    assert document.format == "eml"
    assert document.sender == "FOI team <foi@force.example>"
    assert document.subject == "Eich cais, Môn £5"
    assert document.date == "2018-05-03"


def test_lines_are_places_in_the_body() -> None:
    line = found(mail()).blocks[0]
    assert isinstance(line, Line)
    assert (line.text, line.place.part, line.place.line) == ("We recorded 12 offences.", "body", 1)


def test_a_disclaimer_is_a_line_like_others_and_history_is_not() -> None:
    document = found(
        mail(
            "In year one 245 were recorded and in year two 263.\n\nThis e-mail is private.\n\n"
            "From: you\nSent: 1 May 2018\nTo: FOI\nSubject: request\n\nLast year 230."
        )
    )
    assert texts(document, quoted=False) == [
        "In year one 245 were recorded and in year two 263.",
        "This e-mail is private.",
    ]
    assert codes(document) == ["quoted-history"]


def test_text_is_preferred_where_the_page_holds_no_table() -> None:
    document = found(mail("Text 12", "<p>Page 12"))
    assert texts(document) == ["Text 12"]


def test_a_table_is_read_from_the_page_that_holds_it() -> None:
    document = found(mail("2016/17\n51\n2017/18\n49", TABLE))
    assert [grid(table) for table in tables(document)] == [[["2016/17", "51"], ["2017/18", "49"]]]
    assert texts(document) == ["Dear you,"]
    assert tables(document)[0].place.part == "body"
    assert {cell.place.part for row in tables(document)[0].rows for cell in row if cell} == {"body"}


def test_a_page_alone_is_read() -> None:
    assert len(tables(found(mail("", TABLE)))) == 1


def test_a_table_in_history_is_not_read() -> None:
    below = "<div>From: you<br>Sent: 1 May 2018<br>To: FOI<br>Subject: request</div>"
    document = found(mail("", f"<p>No numbers are held.</p>{below}{TABLE}"))
    assert texts(document, quoted=False) == ["No numbers are held."]
    assert not tables(document)


def test_the_answer_passed_on_gives_the_sender_and_the_day() -> None:
    document = found(
        mail(
            "\nFrom: FOI Essex <foi@essex.example>\nSent: 02 May 2018 09:00\nTo: you\n"
            "Subject: Reply 12\n\nIn 2017/18 767.\n",
            subject="FW: Reply 12",
        )
    )
    assert texts(document, quoted=False) == ["In 2017/18 767."]
    assert (document.sender, document.date) == ("FOI Essex <foi@essex.example>", "2018-05-02")
    assert not reviewed(document)


def test_attachments_are_documents_of_their_own() -> None:
    message = mail("See attached.")
    message.add_attachment(simple(), maintype="application", subtype="x", filename="../a/fig.xlsx")
    message.add_attachment("Year,Offences\n2016/17,51", filename="b.csv")
    document = found(message)
    assert [part.file for part in document.parts] == ["a.eml/a_fig.xlsx", "a.eml/b.csv"]
    assert [part.format for part in document.parts] == ["xlsx", "csv"]
    assert document.parts[0].digest != document.digest


def test_one_attachment_that_cannot_be_read_does_not_hide_the_others() -> None:
    message = mail("See attached.")
    message.add_attachment(
        b"PK\x03\x04oops", maintype="application", subtype="x", filename="a.xlsx"
    )
    message.add_attachment("Year,Offences\n2016/17,51", filename="b.csv")
    document = found(message)
    assert [part.file for part in document.parts] == ["a.eml/b.csv"]
    assert reviewed(document) == ["attachment-not-read"]
    assert document.notices[0].place.part == "a.xlsx"


def test_a_badge_is_no_attachment_to_review() -> None:
    message = mail("12 offences.")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="b.png")
    assert not reviewed(found(message))
    assert codes(found(message)) == ["picture-attached"]


def test_a_message_attached_is_read_and_an_old_one_waits_for_a_person() -> None:
    old = mail("Last year 568.")
    for day, review in (
        ("Wed, 02 May 2018 09:00:00 +0100", False),
        ("Tue, 02 May 2017 09:00:00 +0100", True),
    ):
        del old["Date"]
        old["Date"] = day
        message = mail("See attached.")
        message.add_attachment(old)
        document = found(message)
        (part,) = document.parts
        assert (part.format, texts(part)) == ("eml", ["Last year 568."])
        assert [(notice.code, notice.review) for notice in document.notices] == [
            ("attached-message", review)
        ]


def test_text_after_an_attachment_is_part_of_the_body() -> None:
    data = (
        b"From: a@b.example\r\nSubject: s\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nIn 2016/17 51.\r\n"
        b"--x\r\nContent-Type: image/png; name=b.png\r\n\r\nzz\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nIn 2017/18 49.\r\n--x--\r\n"
    )
    assert texts(read_bytes(data, "a.eml")) == ["In 2016/17 51.", "In 2017/18 49."]


@pytest.mark.parametrize("charset", ["utf-8", "nonsense", "us-ascii", "rot13", "\xff"])
def test_an_encoding_that_is_false_or_none_does_not_lose_the_words(charset: str) -> None:
    data = (
        f"From: a@b.example\nTo: c\nContent-Type: text/plain; charset={charset}\n\n£5 12".encode()
    )
    assert "12" in texts(read(data, "a.eml", "", Limits()))[0]


@pytest.mark.parametrize(
    "header",
    [
        b"Date: yesterday",
        b"Date: " + b"9" * 9000,
        b"From: " + b"a@b.example, " * 20_000,
        b"From: =?utf-8?b?" + b"AAAA" * 5000 + b"?=",
        b"Subject: =?utf-8?q?=ff=fe?= =?x?y?z?=",
        b'From: "<@,:;',
        b"Content-Type: ;;;",
        b"Content-Disposition: attachment; filename*=x''%ff; filename*0*=1",
        b"Content-Transfer-Encoding: base64",
    ],
)
def test_headers_that_break_the_rules_do_not_break_the_reader(header: bytes) -> None:
    document = read(
        header + b"\nTo: x@y.example\nSubject: s\n\nOffences 12\n", "a.eml", "", Limits()
    )
    assert document.format == "eml"
    assert len(document.sender) <= 5000


def nested(depth: int) -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(depth)
    )
    return (
        b"From: a@b.example\nSubject: s\n" + opened + b"Content-Type: text/plain\n\n12 offences\n"
    )


def test_parts_within_parts_without_end_are_refused() -> None:
    assert texts(read(nested(20), "a.eml", "", Limits())) == ["12 offences"]
    with pytest.raises(ReadError, match="Save the answer") as refusal:
        read(nested(5000), "a.eml", "", Limits())
    assert refusal.value.code == "nested-too-deep"


def test_messages_within_messages_are_read_to_the_limit_and_the_rest_is_told() -> None:
    message = mail("innermost")
    for _ in range(5):
        outer = mail("See attached.")
        outer.add_attachment(message)
        message = outer
    document = found(message, Limits(max_depth=2))
    below = document.parts[0].parts[0]
    assert below.parts == ()
    assert "attachment-not-read" in reviewed(below)


def test_more_attachments_than_the_limit_are_refused() -> None:
    message = mail()
    for at in range(4):
        message.add_attachment("x", filename=f"{at}.txt")
    with pytest.raises(ReadError) as refusal:
        found(message, Limits(max_attachments=3))
    assert refusal.value.code == "too-many-attachments"


def test_a_bomb_attached_is_not_unpacked() -> None:
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", 8) as archive:
        archive.writestr("word/document.xml", b" " * 40_000_000)
    message = mail()
    message.add_attachment(stream.getvalue(), maintype="a", subtype="b", filename="a.docx")
    document = found(message)
    assert reviewed(document) == ["attachment-not-read"]
    assert document.parts == ()
