"""Writes the example answers that are letters, e-mails and lists.

Counts of the letters of a force are read from the published ones, so that no number is
typed twice; what is invented says so in the file. The same sources give the same bytes.

    python tools/example_answers_texts.py
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path

import docx
from fpdf import FPDF

from beholden.figures.core.models import ForceCode
from beholden.figures.registry import load_registry, published_counts

TARGET = Path(__file__).parents[1] / "src/beholden/figures/examples/answers"

PUBLISHED = (
    "Re-created by Beholden as an example: total counts as published in September 2018, "
    "all else invented."
)
REPEATED = (
    "Re-created by Beholden as an example: total counts as repeated in later articles, "
    "all else invented."
)
INVENTED = "Re-created by Beholden as an example: every number in it is invented."
_CODES = "Home Office codes 86/2, 86/10 and 86/15"
_SET = f"child abuse image offences ({_CODES})"
_YEARS = ("2016/17", "2017/18")
_DATES = ("1 April 2016 and 31 March 2017", "1 April 2017 and 31 March 2018")
_MADE = datetime(2018, 7, 31, 9, 0, tzinfo=UTC)
_UNIT = (
    "Information Rights Unit",
    "Serving Bedfordshire Police, Cambridgeshire Constabulary and Hertfordshire Constabulary",
)
_REVIEW = (
    (
        "If you are dissatisfied with this response you may ask for an internal review within 40 "
        "working days, or write to the Information Commissioner."
    ),
    "Information Rights Unit",
)


def counts(slug: str) -> tuple[str, str]:
    """The two published counts of a force, as they are printed."""
    registry = load_registry()
    force = registry.find(slug)
    if force is None:
        raise SystemExit(f"There is no force {slug!r}.")
    return _count(force.code, _YEARS[0]), _count(force.code, _YEARS[1])


def _count(force: ForceCode, year: str) -> str:
    found = {
        each.count
        for each in published_counts()
        if each.force == force and f"{each.period.start.year}/{each.period.end.year % 100}" == year
    }
    (only,) = found
    return f"{only:,}"


# --- the letters ---------------------------------------------------------------------------


def bedfordshire() -> bytes:
    """A letter of the shared unit: numbered questions, the periods only in the questions."""
    before, after = counts("bedfordshire")
    return _docx(
        (
            PUBLISHED,
            *_UNIT,
            "Our reference: 2018/00412",
            "Date: 19 July 2018",
            "Freedom of Information request: child abuse image offences in Bedfordshire",
            f"Question 1: How many offences under {_CODES} were recorded between {_DATES[0]}?",
            f"Response 1: {before} offences",
            f"Question 2: How many offences under {_CODES} were recorded between {_DATES[1]}?",
            f"Response 2: {after} offences",
            "Question 3: How many of these offences were committed on each social network?",
            "Response 3: No information held. A manual search of every record would be needed.",
            *_REVIEW,
        )
    )


def cambridgeshire() -> bytes:
    """A letter of the shared unit with a table that is only spaces."""
    before, after = counts("cambridgeshire")
    return _pdf(
        (
            PUBLISHED,
            "",
            *_UNIT,
            "Our reference: FOI2018/03377                          24 July 2018",
            "",
            "Offences recorded by Cambridgeshire Constabulary in each financial year",
            "",
            "Offences recorded                              2016/17    2017/18",
            f"Codes 86/2, 86/10 and 86/15 together           {before:>7}    {after:>7}",
            "",
            "The figures were taken from a live crime recording system on 20 July 2018.",
            *_REVIEW,
        )
    )


def northamptonshire() -> bytes:
    """An e-mail with its figures in one sentence, over a forwarded answer with other numbers."""
    before, after = counts("northamptonshire")
    return _eml(
        subject="RE: FOI request 004512/18 - child abuse image offences",
        sender="Freedom of Information <foi@northants.example>",
        body=(
            PUBLISHED,
            "",
            "Good morning,",
            "",
            f"You asked how many {_SET} were recorded in the financial years 2016/17 and",
            "2017/18. Northamptonshire Police has searched its crime recording system.",
            "",
            f"In year one {before} offences were recorded and in year two {after}. No breakdown by",
            "platform is held.",
            "",
            "Information Unit",
            "Telephone 101, extension 340000",
            "",
            "This e-mail is confidential. If it came to you in error please call 101 or delete it.",
            "",
            "-----Original Message-----",
            "From: Freedom of Information <foi@northants.example>",
            "Sent: 26 July 2017 10:12",
            "To: Requester",
            "Subject: FOI request 003310/17",
            "",
            "In 2015/16 231 offences were recorded and in 2016/17 240.",
        ),
    )


def lancashire() -> bytes:
    """A disclosure page: all questions first, then the responses."""
    before, after = counts("lancashire")
    return _html(
        "Disclosure log: child abuse image offences",
        (
            PUBLISHED,
            "Lancashire Constabulary, disclosure log, request 1087/18, answered 2 August 2018",
            "Request",
            f"1. How many {_SET} were recorded in 2016/17?",
            f"2. How many {_SET} were recorded in 2017/18?",
            "Response",
            f"1. {before} offences were recorded.",
            f"2. {after} offences were recorded.",
            "If you are not satisfied, you may ask for a review within 20 working days.",
        ),
    )


def west_yorkshire() -> bytes:
    """A text file with the years going down."""
    before, after = counts("west-yorkshire")
    return _txt(
        (
            PUBLISHED,
            "",
            "West Yorkshire Police",
            "Freedom of Information 3041/18",
            "",
            f"Recorded crime, {_CODES}",
            "",
            "Year      Offences recorded",
            f"2016/17   {before:>5}",
            f"2017/18   {after:>5}",
            "",
            "Crimes are counted by the Home Office Counting Rules of April 2018.",
        )
    )


def humberside() -> bytes:
    """A letter with its figures in a sentence, the count before the year."""
    before, after = counts("humberside")
    return _docx(
        (
            PUBLISHED,
            "Humberside Police",
            "Reference F-2018-01271, 17 July 2018",
            f"You asked about {_SET}.",
            (
                f"I can confirm that {before} offences were recorded in the financial year 2016/17 "
                f"and {after} in the financial year 2017/18."
            ),
            (
                "Searching for the age of each victim would exceed the appropriate limit of 18 "
                "hours, or £450."
            ),
            "Disclosure Unit",
        )
    )


def north_yorkshire() -> bytes:
    """A letter whose sentence runs over a line, with the dates written out."""
    before, after = counts("north-yorkshire")
    return _pdf(
        (
            PUBLISHED,
            "",
            "North Yorkshire Police",
            "Civil Disclosure Unit, reference 521.2018-19",
            "27 July 2018",
            "",
            "Decision",
            "",
            f"The number of offences recorded under {_CODES}",
            f"between {_DATES[0]} was {before}.",
            "The number of offences recorded under the same codes between 1 April",
            f"2017 and 31 March 2018 was {after}.",
            "",
            "Telephone 01609 000000. Lines are open from 9am to 5pm.",
        )
    )


def dyfed_powys() -> bytes:
    """Questions one after the other, then ``Response 1:`` with the answer in a sentence."""
    before, after = counts("dyfed-powys")
    return _txt(
        (
            PUBLISHED,
            "",
            "Heddlu Dyfed-Powys Police",
            "Freedom of Information request 370/2018",
            "",
            f"1. How many offences were recorded under {_CODES} from 1 April 2016 to",
            "31 March 2017?",
            f"2. How many offences were recorded under {_CODES} from 1 April 2017 to",
            "31 March 2018?",
            "3. Please break these offences down by the age of the victim.",
            "",
            "Response 1:",
            f"Under section 1 of the Freedom of Information Act 2000 I can tell you that {before}",
            "offences were recorded.",
            "",
            "Response 2:",
            f"{after} offences were recorded.",
            "",
            "Response 3:",
            "No information held in a form that can be searched.",
        )
    )


def south_west() -> bytes:
    """A list by force; the first has long years, the others short ones."""
    first = counts("devon-and-cornwall")
    second = counts("dorset")
    return _txt(
        (
            REPEATED,
            "",
            f"Recorded offences under {_CODES}, by force",
            "",
            "Devon and Cornwall",
            f"2016/17: {first[0]}",
            f"2017/18: {first[1]}",
            "",
            "Dorset",
            f"16/17: {second[0]}",
            f"17/18: {second[1]}",
        )
    )


# --- what must not be read as a count of offences ------------------------------------------


def west_midlands() -> bytes:
    """A table of arrests and cautions by calendar year: no count of offences."""
    return _txt(
        (
            INVENTED,
            "",
            "West Midlands Police disclosure 2826_18",
            "",
            "Arrests and cautions, Home Office code 86 / 2",
            "",
            "Year Arrest Caution",
            "2014 153 5",
            "2015 161 7",
            "2016 148 4",
            "2017 172 6",
        )
    )


def northern_ireland() -> bytes:
    """Five years asked for, one total given, of persons; labels touch their numbers."""
    return _html(
        "FOI request F-2018-15358",
        (
            INVENTED,
            "Police Service of Northern Ireland",
            (
                "You asked for the number of persons arrested for offences about indecent images "
                "of children in 2013/14, 2014/15, 2015/16, 2016/17 and 2017/18."
            ),
            (
                "Figures for single years are exempt by section 40(2), as a person could be known "
                "from them. One total for the five years is given."
            ),
            "Number of persons arrested1",
            "Total",
            "Making/Taking26",
            "Possession14",
            "Total40",
            "1 A person arrested twice is counted once.",
        ),
    )


def suffolk() -> bytes:
    """A refusal for cost that goes on to give what it can: the whole of class 86."""
    return _html(
        "PUB 1208: indecent images of children 01/04/2016-31/03/2018",
        (
            INVENTED,
            "Keywords: crime, children, internet",
            "Suffolk Constabulary",
            "PUB 1208",
            "Indecent images of children 01/04/2016-31/03/2018",
            "https://www.suffolk.example/foi/images-2015-to-2018",
            "Full refusal with Section 12(1) exemption",
            "Date published: 30 July 2018",
            (
                "There are 1,260 crime records, each of which would need to be read. At 5 minutes "
                "a record this exceeds the 18 hours or £450 that section 12 allows."
            ),
            "Under our duty to assist we can give the following.",
            "214 offences of obscene publications (class 86) were recorded in 2017/18.",
        ),
    )


def shared_unit() -> bytes:
    """Offences by platform, from a unit of three forces: it does not say whose."""
    return _docx(
        (
            INVENTED,
            *_UNIT,
            "Reference FOI2018/05954",
            f"Offences recorded in 2017/18 under {_CODES}, by platform",
            (
                "Clarification: on 3 July 2018 you confirmed that you mean the platform on which "
                "the first contact was made."
            ),
        ),
        table=(
            ("Platform", "Offences"),
            ("Messaging app", "31"),
            ("Picture sharing app", "22"),
            ("Video site", "9"),
            ("Not recorded", "87"),
            ("Total", "149"),
        ),
        after=("An offence may name two platforms.",),
    )


def wiltshire() -> bytes:
    """A count in prose with its date broken over a line, and a split with stars under it."""
    return _docx(
        (
            INVENTED,
            "Wiltshire Police",
            "Request 10905/18",
            (
                "Offences of sexual communication with a child, code 71/17, recorded between 3\n"
                "April 2017 and 31 March 2018, by age and sex of the victim."
            ),
            "Total Count 52",
        ),
        table=(
            ("", "11 and under", "12-15", "16 and over", "Unknown Age"),
            ("Female", "*", "18", "", "19"),
            ("Male", "", "4", "*", "5"),
            ("Unknown", "", "*", "", "*"),
            ("Sum:", "0", "22", "0", "24"),
        ),
        after=("* stands for a low number.",),
    )


def norfolk() -> bytes:
    """Only that the request has come."""
    return _eml(
        subject="Receipt of your request FOI 0771/18",
        sender="Freedom of Information <foi@norfolk.example>",
        body=(
            INVENTED,
            "",
            "Norfolk Constabulary acknowledges receipt of your request.",
            "It will be answered within 20 working days, by 9 August 2018.",
        ),
    )


def british_transport_police() -> bytes:
    """Nothing is held."""
    return _txt(
        (
            INVENTED,
            "",
            "British Transport Police",
            "Request 512/18, 11 July 2018",
            "",
            "You asked for the number of child abuse image offences from 1 April 2016 to",
            "31 March 2018.",
            "",
            "The information you asked for is not held. Such offences are passed to the force of",
            "the area where the person lives, and recorded there.",
        )
    )


ANSWERS: dict[str, Callable[[], bytes]] = {
    "bedfordshire/response.docx": bedfordshire,
    "british-transport-police/not-held.txt": british_transport_police,
    "cambridgeshire/response.pdf": cambridgeshire,
    "dyfed-powys/response.txt": dyfed_powys,
    "humberside/letter.docx": humberside,
    "lancashire/disclosure.html": lancashire,
    "norfolk/receipt.eml": norfolk,
    "north-yorkshire/decision.pdf": north_yorkshire,
    "northamptonshire/reply.eml": northamptonshire,
    "northern-ireland/five-years.html": northern_ireland,
    "shared-unit/platforms.docx": shared_unit,
    "south-west/list.txt": south_west,
    "suffolk/refusal.html": suffolk,
    "west-midlands/arrests.txt": west_midlands,
    "west-yorkshire/offences.txt": west_yorkshire,
    "wiltshire/split.docx": wiltshire,
}
"""Each file by its path in the folder of answers."""


# --- formats -------------------------------------------------------------------------------


def _txt(lines: Sequence[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _html(title: str, paragraphs: Sequence[str]) -> bytes:
    body = "\n".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    head = f'<meta charset="utf-8">\n<title>{escape(title)}</title>'
    return f'<!doctype html>\n<html lang="en">\n{head}\n{body}\n</html>\n'.encode()


def _eml(*, subject: str, sender: str, body: Sequence[str]) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = "Requester <requester@example.org>"
    message["Subject"] = subject
    message["Date"] = _MADE
    message["Message-ID"] = "<example@beholden.example>"
    message.set_content("\n".join(body) + "\n", cte="quoted-printable")
    return message.as_bytes()


def _pdf(lines: Sequence[str]) -> bytes:
    page = FPDF(format="A4")
    page.set_creation_date(_MADE)
    page.add_page()
    page.set_font("Courier", size=9)
    for line in lines:
        page.multi_cell(0, 5, line or " ", new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def _docx(
    paragraphs: Sequence[str],
    *,
    table: Sequence[Sequence[str]] = (),
    after: Sequence[str] = (),
) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]), style="Table Grid")
        for row, texts in enumerate(table):
            for column, text in enumerate(texts):
                grid.cell(row, column).text = text
    for text in after:
        document.add_paragraph(text)
    properties = document.core_properties
    properties.author, properties.comments = "Beholden", "Example"
    properties.created = properties.modified = _MADE.replace(tzinfo=None)
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(data: bytes) -> bytes:
    """The same archive with one time for all its members, and without what nobody needs."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as read,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(read.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            info = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, read.read(name))
    return written.getvalue()


def main() -> int:
    """Writes every file."""
    for name, made in ANSWERS.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made())
    sys.stdout.write(f"{len(ANSWERS)} example answers written.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
