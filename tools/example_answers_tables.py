"""Makes the example answers whose numbers stand in tables, and their lines of the list.

Totals marked "as published" are those that newspapers printed in September 2018;
how they fall on codes, quarters and outcomes is invented, and every file says so. No
answer of a force was copied: the shapes are theirs, the words are ours.

    python tools/example_answers_tables.py  # writes into src/beholden/figures/examples
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import odfdo
import openpyxl
import openpyxl.styles
import xlwt
from fpdf import FPDF

# Neither has types.
excel: Any = openpyxl
old_excel: Any = xlwt

EXAMPLES = Path(__file__).parents[1] / "src" / "beholden" / "figures" / "examples"
ANSWERS = EXAMPLES / "answers"
LIST = EXAMPLES / "answers.csv"

NOTE = (
    "Example re-created by Beholden. Total counts are those published in September 2018; "
    "how they are split is invented."
)
INVENTED = "Example re-created by Beholden. Every number in it is invented."
PUBLISHED = "re-created, total as published"
MADE_UP = "re-created, invented"
ASKED = ("2016-04-01", "2018-03-31")

TAKE = "Take, make or distribute indecent photographs or pseudo-photographs of children"
POSSESS = "Possession of an indecent or pseudo-photograph of a child"
PROHIBITED = "Possessing prohibited images of children"
CODES = (("86/2", TAKE), ("86/10", POSSESS), ("86/15", PROHIBITED))
YEARS = ("2016/17", "2017/18")

_MOMENT = datetime(2018, 7, 2, 9, 0, tzinfo=UTC)
_UNUSED = re.compile(r"stylesWithEffects|thumbnail|customXml|theme|numbering|webSettings|fontTable")
_COLUMNS = ("file", "force", "received", "asked_from", "asked_to", "origin", "note")
_Row = tuple[str, str, str, str, str, str, str]


def parts(total: int, *shares: int) -> list[int]:
    """A total in whole parts of about these shares; they add up to it."""
    whole = sum(shares)
    found = [total * share // whole for share in shares]
    for index in range(total - sum(found)):
        found[index % len(found)] += 1
    return found


def main() -> None:
    """Writes every file, and the list with its other lines kept."""
    rows = [make() for make in _ALL]
    kept = []
    if LIST.exists():
        with LIST.open(encoding="utf-8", newline="") as opened:
            kept = [tuple(row) for row in csv.reader(opened)][1:]
    mine = {row[0] for row in rows}
    lines = sorted([*rows, *(row for row in kept if row[0] not in mine)])
    with LIST.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(lines)


def _put(file: str, data: bytes) -> None:
    path = ANSWERS / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_steady(data) if data.startswith(b"PK") else data)


def _steady(data: bytes) -> bytes:
    """The same archive with one time for all files, no thumbnail, packed well."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename in {"docProps/core.xml", "meta.xml"}:
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", b"2018-07-02T09:00:00Z", content)
            name = zipfile.ZipInfo(entry.filename, _MOMENT.timetuple()[:6])
            name.compress_type = entry.compress_type and zipfile.ZIP_DEFLATED
            new.writestr(name, content, compresslevel=9)
    return packed.getvalue()


def _by_code(totals: Sequence[int], *shares: int) -> list[list[int]]:
    """Rows by code, columns by year."""
    columns = [parts(total, *shares) for total in totals]
    return [list(row) for row in zip(*columns, strict=True)]


# --- totals as published -------------------------------------------------------------------


def essex() -> _Row:
    """Quarters beneath merged years, totals at both ends, a hidden sheet."""
    book = excel.Workbook()
    sheet = book.active
    sheet.title = "Offences"
    sheet.append(["Essex Police: recorded offences, indecent images of children"])
    sheet.append([])
    sheet.append(["", "", "2016/17", "", "", "", "", "2017/18"])
    quarters = ["Q1", "Q2", "Q3", "Q4", "Total"]
    sheet.append(["Home Office code", "Description", *quarters, *quarters])
    columns: list[list[int]] = [[], [], []]
    for total in (568, 767):
        for row, part in zip(columns, parts(total, 36, 57, 7), strict=True):
            row += [*parts(part, 5, 6, 6, 7), part]
    for (code, description), numbers in zip(CODES, columns, strict=True):
        sheet.append([code, description, *numbers])
    sheet.append(["Total", "", *(sum(each) for each in zip(*columns, strict=True))])
    sheet.append([])
    sheet.append(["Note 1: counted when an offence is recorded, not when it happened."])
    sheet.append([f"Note 2: {NOTE}"])
    for merged in ("A1:L1", "C3:G3", "H3:L3"):
        sheet.merge_cells(merged)
    for line in (1, 3, 4):
        for cell in sheet[line]:
            cell.font = excel.styles.Font(bold=True)
    criteria = book.create_sheet("Criteria")
    criteria.append(["Offences recorded under codes 86/2, 86/10 and 86/15", "2016/17", 999])
    criteria.sheet_state = "hidden"
    _put("essex/quarters.xlsx", _saved(book))
    return _listed("essex/quarters.xlsx", "Essex", "2018-06-18", "quarters add up to the totals")


def hampshire() -> _Row:
    """A Word letter: offences by wording and dates, then platforms with small numbers."""
    letter = docx.Document()
    letter.add_paragraph("Hampshire Constabulary")
    letter.add_paragraph("Public access to information")
    letter.add_paragraph(
        "1. How many offences about indecent images of children were recorded in each of the "
        "two years?"
    )
    rows = [*_by_code((974, 1199 - 7), 41, 59), [0, 7]]
    _word_table(
        letter,
        ["Offence", "1.4.16-31.3.17", "1.4.17-31.3.18"],
        [
            [description, *(_shown(each) if each else "nil" for each in numbers)]
            for (_, description), numbers in zip(CODES, rows, strict=True)
        ]
        + [["Total", "974", "1,199"]],
    )
    letter.add_paragraph("2. In how many of these offences was a platform recorded?")
    _word_table(
        letter,
        ["Platform", "1.4.16-31.3.17", "1.4.17-31.3.18"],
        [["Messaging app", "61", "88"], ["Social network", "23", "31"], ["Other", "<5", "nil"]],
    )
    letter.add_paragraph(NOTE)
    _put("hampshire/response.docx", _letter_saved(letter))
    return _listed("hampshire/response.docx", "Hampshire", "2018-07-03", "dates as headings")


def south_wales() -> _Row:
    """A Word letter with the three offences and no total."""
    letter = docx.Document()
    letter.add_paragraph("South Wales Police / Heddlu De Cymru")
    letter.add_paragraph("The table gives the number of offences recorded in each financial year.")
    _word_table(
        letter,
        ["Offence", "1 April 2016 to 31 March 2017", "1 April 2017 to 31 March 2018"],
        [
            [f"{code} {description}", *map(str, numbers)]
            for (code, description), numbers in zip(
                CODES, _by_code((528, 543), 44, 51, 5), strict=True
            )
        ],
    )
    letter.add_paragraph(NOTE)
    _put("south-wales/response.docx", _letter_saved(letter))
    return _listed("south-wales/response.docx", "South Wales", "2018-07-09", "no total is given")


def hertfordshire() -> _Row:
    """A PDF letter whose table goes on over the end of the page."""
    pdf = _pdf("Hertfordshire Constabulary", foot="Freedom of information, page {}")
    _paragraph(pdf, "You asked for the number of recorded offences about images of children.")
    _paragraph(pdf, "Each offence is counted once, in the year in which it was recorded.")
    pdf.set_y(240)
    head = ["Offence", "2016-17", "2017-18"]
    rows = [
        [f"{code} {description}", *map(str, numbers)]
        for (code, description), numbers in zip(CODES, _by_code((309, 301), 38, 56, 6), strict=True)
    ]
    _pdf_table(pdf, [head, *rows[:1]], (120, 30, 30))
    pdf.add_page()
    _pdf_table(pdf, [head, *rows[1:], ["Total", "309", "301"]], (120, 30, 30))
    _paragraph(pdf, NOTE)
    _put("hertfordshire/letter.pdf", bytes(pdf.output()))
    return _listed("hertfordshire/letter.pdf", "Hertfordshire", "2018-06-27", "table on two pages")


def gwent() -> _Row:
    """A short PDF letter in two languages."""
    pdf = _pdf("Heddlu Gwent / Gwent Police")
    _paragraph(pdf, "Offences recorded, 1 April to 31 March. Child abuse image offences.")
    rows = [
        [description, *map(str, numbers)]
        for (_, description), numbers in zip(CODES, _by_code((259, 267), 47, 48, 5), strict=True)
    ]
    head = ["Offence", "FY 2016/17", "FY 2017/18"]
    _pdf_table(pdf, [head, *rows, ["Total", "259", "267"]], (120, 30, 30))
    _paragraph(pdf, NOTE)
    _put("gwent/response.pdf", bytes(pdf.output()))
    return _listed("gwent/response.pdf", "Gwent", "2018-07-12", "rows by wording")


def leicestershire() -> _Row:
    """An ODS sheet, one row a code."""
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    table = odfdo.Table("FOI reply")
    rows: list[list[str | int]] = [
        ["Leicestershire Police, number of crimes recorded"],
        ["Code", "Offence", *YEARS],
    ]
    counts = _by_code((320, 411), 40, 55, 5)
    for (code, description), numbers in zip(CODES, counts, strict=True):
        rows.append([code, description, *numbers])
    rows += [["Total", "", 320, 411], [NOTE]]
    for cells in rows:
        row = odfdo.Row()
        for index, value in enumerate(cells):
            row.set_value(index, value)
        table.append_row(row)
    document.body.append(table)
    saved = io.BytesIO()
    document.save(saved)
    _put("leicestershire/reply.ods", saved.getvalue())
    return _listed("leicestershire/reply.ods", "Leicestershire", "2018-06-20", "rows by code")


def derbyshire() -> _Row:
    """An old Excel file, one row a year, a column of changes beside the counts."""
    book = old_excel.Workbook()
    sheet = book.add_sheet("Sheet1")
    rows: list[list[object]] = [
        ["Derbyshire Constabulary: child abuse image offences (codes 86/2, 86/10 and 86/15)"],
        ["Financial year", "Offences recorded", "% change"],
        ["2016/17", 302, ""],
        ["2017/18", 301, "-0.3%"],
        [NOTE],
    ]
    for index, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(index, column, value)
    saved = io.BytesIO()
    book.save(saved)
    _put("derbyshire/figures.xls", saved.getvalue())
    return _listed("derbyshire/figures.xls", "Derbyshire", "2018-07-05", "one row a year")


def south_yorkshire() -> _Row:
    """A CSV file out of the crime recording system."""
    rows = [
        ["South Yorkshire Police", "", ""],
        ["Number of offences recorded", "2016/2017", "2017/2018"],
        *(
            [f"{code} {description}", *map(str, numbers)]
            for (code, description), numbers in zip(
                CODES, _by_code((666, 772), 43, 50, 7), strict=True
            )
        ),
        ["Total", "666", "772"],
        [NOTE, "", ""],
    ]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    _put("south-yorkshire/extract.csv", text.getvalue().encode())
    return _listed("south-yorkshire/extract.csv", "South Yorkshire", "2018-06-25", "an extract")


def north_wales() -> _Row:
    """A web page: outcomes beneath each class, with a row for the offences recorded."""
    rows = [["Crime class", "", *YEARS]]
    for (code, description), numbers in zip(CODES, _by_code((287, 373), 45, 49, 6), strict=True):
        split = [parts(number, 30, 12, 58) for number in numbers]
        first, second, third = ([str(each) for each in row] for row in zip(*split, strict=True))
        name = f"0{code.replace('/2', '/02')} - {description}"
        rows += [
            [name, "Charged or summonsed outcomes", *first],
            ["", "Out of court disposals", *second],
            ["", "All other outcomes", *third],
            ["", "Offences recorded", *map(str, numbers)],
            ["", "", "", ""],
        ]
    body = f"<p>North Wales Police</p>{_html_table(rows[:-1])}<p>{NOTE}</p>"
    _put("north-wales/disclosure.html", _page("Disclosure: images of children", body))
    return _listed(
        "north-wales/disclosure.html", "North Wales", "2018-07-10", "offences beside outcomes"
    )


# --- invented, to be doubted or refused ----------------------------------------------------


def cleveland() -> _Row:
    """Outcomes by calendar year, the last of them not over."""
    rows = [
        ["Crime Class", "", "2016", "2017", "2018"],
        [f"086/02 - {TAKE}", "Solved outcomes", "31", "44", "12"],
        ["", "Out of court disposals", "6", "", "2"],
        ["", "All other disposals", "52", "61", "19"],
        ["", "", "", "", ""],
        [f"086/10 - {POSSESS}", "Solved outcomes", "12", "9", "4"],
        ["", "Out of court disposals", "", "3", ""],
        ["", "All other disposals", "20", "28", "7"],
    ]
    body = f"<p>Cleveland Police</p>{_html_table(rows)}<p>{INVENTED}</p>"
    _put("cleveland/outcomes.html", _page("Outcomes by class", body))
    return _listed(
        "cleveland/outcomes.html", "Cleveland", "2018-07-16", "outcomes, calendar years", MADE_UP
    )


def northumbria() -> _Row:
    """Nine codes down, questions about suspects across, two years off the financial year."""
    book = excel.Workbook()
    sheet = book.active
    sheet.title = "Attachment 1"
    sheet.append(["Northumbria Police, July 2016 to June 2018"])
    sheet.append(
        ["Code", "Q1 Number of suspects under 18", "Q2 Suspects who were charged", "Q3 Suspects"]
    )
    codes = ("86/2", "86/10", *(f"86/{number}" for number in range(11, 18)))
    for index, code in enumerate(codes):
        sheet.append([code, 24 - 2 * index, 9 - index, 70 - 5 * index])
    sheet.append([INVENTED])
    _put("northumbria/attachment.xlsx", _saved(book))
    return _listed(
        "northumbria/attachment.xlsx", "Northumbria", "2018-07-20", "suspects by code", MADE_UP
    )


def west_midlands() -> _Row:
    """One wide row for a half year that runs two days too long."""
    book = excel.Workbook()
    sheet = book.active
    sheet.title = "Response"
    sheet.append(["West Midlands Police, 1 October 2017 to 2 April 2018"])
    sheet.append(
        [
            "Total number of offences (86/2, 86/10, 86/15)",
            "Female victims",
            "Male victims",
            "Age of youngest victim",
            "Age of female victims",
            "Age of male victims",
            "Method",
        ]
    )
    sheet.append(
        [
            312,
            140,
            61,
            5,
            "11 and under: 20\n12-15: 95\n16 and over: 25",
            "11 and under: 9\n12-15: 40\n16 and over: 12",
            "not recorded in a form that can be searched",
        ]
    )
    sheet.append([])
    sheet.append([INVENTED])
    _put("west-midlands/wide-row.xlsx", _saved(book))
    row = _listed(
        "west-midlands/wide-row.xlsx",
        "West Midlands",
        "2018-07-24",
        "a half year and two days",
        MADE_UP,
    )
    return (*row[:3], "2017-10-01", "2018-03-31", row[5], row[6])


_SOUTH_EAST = {
    "Hampshire/IW": (411, 460, 502, 611, 702),
    "Kent": (350, 371, 402, 455, None),
    "Surrey": (121, 130, 128, 152, 171),
    "Sussex*": (204, 211, 240, 262, 290),
}
_EARLIER = ("2011/12", "2012/13", "2013/14", "2014/15", "2015/")


def south_east() -> _Row:
    """Several forces in one table: an empty cell, a star, a label that is cut."""
    totals = _sums(list(_SOUTH_EAST.values()))
    rows = [
        ["Police Force", *_EARLIER],
        *([name, *map(_shown, numbers)] for name, numbers in _SOUTH_EAST.items()),
        ["South East", *map(_shown, totals)],
    ]
    body = (
        f"<p>Child abuse image offences recorded</p>{_html_table(rows)}"
        f"<p>* counts were checked once more.</p><p>{INVENTED}</p>"
    )
    _put("south-east/regional-table.html", _page("The region", body))
    return _listed(
        "south-east/regional-table.html", "", "2018-08-01", "a region with a gap", MADE_UP
    )


_NORTH_WEST = {
    "Cheshire": (152, 181, 291, 182),
    "Cumbria": (98, 104, 117, None),
    "Lancashire": (301, 344, 420, 515),
}


def north_west() -> _Row:
    """The cells of the table ran together; its totals place every number but in one way."""
    lines = [
        "Child abuse image offences recorded",
        "Police Force2012/132013/142014/152015/16",
        *(f"{name} {_run(numbers)}" for name, numbers in _NORTH_WEST.items()),
        f"Total {' '.join(map(str, _sums(list(_NORTH_WEST.values()))))}",
    ]
    body = "".join(f"<p>{line}</p>" for line in (*lines, INVENTED))
    _put("north-west/flattened.html", _page("The region", body))
    return _listed(
        "north-west/flattened.html", "", "2018-08-02", "digits that ran together", MADE_UP
    )


def east_midlands() -> _Row:
    """The same without a total: nothing can place the numbers."""
    lines = [
        "Child abuse image offences recorded",
        "Police Force2012/132013/142014/152015/16",
        "Lincolnshire 1521812911827995",
        "Nottinghamshire 21122431902",
        INVENTED,
    ]
    body = "".join(f"<p>{line}</p>" for line in lines)
    _put("east-midlands/flattened.html", _page("The region", body))
    return _listed(
        "east-midlands/flattened.html", "", "2018-08-02", "digits without a total", MADE_UP
    )


# --- the formats ---------------------------------------------------------------------------


def _listed(file: str, force: str, received: str, note: str, origin: str = PUBLISHED) -> _Row:
    return (file, force, received, *ASKED, origin, note)


def _sums(rows: Sequence[Sequence[int | None]]) -> list[int]:
    return [sum(each or 0 for each in column) for column in zip(*rows, strict=True)]


def _run(numbers: Sequence[int | None]) -> str:
    return "".join(str(each) for each in numbers if each is not None)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)


def _saved(book: Any) -> bytes:
    book.properties.created = book.properties.modified = _MOMENT.replace(tzinfo=None)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _letter_saved(letter: docx.document.Document) -> bytes:
    """The letter without the nine tenths of the template that it does not use."""
    styles = letter.styles.element
    for style in list(styles.style_lst):
        if style.name_val not in {"Normal", "Table Grid", "Normal Table"}:
            styles.remove(style)
    for latent in styles.xpath("w:latentStyles"):
        styles.remove(latent)
    for relations in (letter.part.rels, letter.part.package.rels):
        for key in [key for key, each in relations.items() if _UNUSED.search(each.reltype)]:
            del relations[key]
    letter.core_properties.author = "Beholden"
    letter.core_properties.created = letter.core_properties.modified = _MOMENT.replace(tzinfo=None)
    saved = io.BytesIO()
    letter.save(saved)
    return saved.getvalue()


def _word_table(letter: docx.document.Document, head: list[str], rows: list[list[str]]) -> None:
    table = letter.add_table(rows=0, cols=len(head))
    table.style = "Table Grid"
    for texts in (head, *rows):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text


class _Letter(FPDF):
    """A letter with a footer on each page."""

    foot = ""

    def footer(self) -> None:
        """Writes the footer of one page."""
        if self.foot:
            self.set_y(-15)
            self.set_font("helvetica", size=8)
            self.cell(0, 8, self.foot.format(self.page_no()))


def _pdf(sender: str, foot: str = "") -> _Letter:
    pdf = _Letter()
    pdf.foot = foot
    pdf.set_creation_date(_MOMENT)
    pdf.set_auto_page_break(auto=True, margin=20)
    pdf.add_page()
    pdf.set_font("helvetica", style="B", size=12)
    pdf.cell(0, 10, sender, new_x="LMARGIN", new_y="NEXT")
    return pdf


def _paragraph(pdf: FPDF, text: str) -> None:
    pdf.ln(4)
    pdf.set_font("helvetica", size=10)
    pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)


def _pdf_table(pdf: FPDF, rows: list[list[str]], widths: tuple[int, ...]) -> None:
    pdf.set_font("helvetica", size=8)
    for row in rows:
        for text, width in zip(row, widths, strict=True):
            pdf.cell(width, 8, text, border=1)
        pdf.ln()


def _html_table(rows: list[list[str]]) -> str:
    head, *body = rows
    cells = "".join(f"<th>{text}</th>" for text in head)
    lines = [f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in body]
    return f"<table>\n<tr>{cells}</tr>\n" + "\n".join(lines) + "\n</table>"


def _page(title: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f"</head>\n<body><main><h1>{title}</h1>\n{body}\n</main></body></html>\n"
    ).encode()


_ALL = (
    essex,
    hampshire,
    hertfordshire,
    leicestershire,
    derbyshire,
    south_yorkshire,
    north_wales,
    south_wales,
    gwent,
    cleveland,
    northumbria,
    west_midlands,
    south_east,
    north_west,
    east_midlands,
)

if __name__ == "__main__":
    main()
