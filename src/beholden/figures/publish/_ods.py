"""An OpenDocument spreadsheet of plain sheets, written as text.

A library that keeps the document as a tree needs seconds for a few thousand rows;
these sheets have three styles, and nothing else that a tree is good for. Source:
"Open Document Format for Office Applications", version 1.3, parts 2 and 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from beholden.figures.publish._sheets import Front, Sheet

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    (
        *(
            f'xmlns:{name}="{_NAMES}{name}:1.0"'
            for name in ("office", "table", "text", "style", "meta")
        ),
        f'xmlns:fo="{_NAMES}xsl-fo-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'office:version="1.3"',
    )
)
_STYLES = f"""{_HEAD}<office:document-styles {_SPACES}><office:styles>\
<style:default-style style:family="table-cell"><style:text-properties fo:language="en" \
fo:country="GB" fo:font-size="12pt"/></style:default-style>\
<style:style style:name="Default" style:family="table-cell"/>\
<style:style style:name="Title" style:family="table-cell" style:parent-style-name="Default">\
<style:text-properties fo:font-weight="bold" fo:font-size="16pt"/></style:style>\
<style:style style:name="Header" style:family="table-cell" style:parent-style-name="Default">\
<style:text-properties fo:font-weight="bold"/></style:style>\
</office:styles></office:document-styles>
"""
_WIDTH = """<office:automatic-styles>\
<style:style style:name="wide" style:family="table-column">\
<style:table-column-properties style:column-width="4.5cm"/></style:style>\
</office:automatic-styles>"""
_MANIFEST = f"""{_HEAD}<manifest:manifest xmlns:manifest="{_NAMES}manifest:1.0" \
manifest:version="1.3">\
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" \
manifest:media-type="{MEDIA_TYPE}"/>\
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>\
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>\
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>\
</manifest:manifest>
"""


def members(front: Front, moment: str, sheets: Sequence[Sheet]) -> dict[str, bytes]:
    """The files within the archive: a cover, the contents and the sheets."""
    contents = (
        _title("Contents"),
        *_header(("Sheet", "Title")),
        *(_row((_link(one.label), _cell(one.title))) for one in sheets),
    )
    body = (
        *_table("Cover", 1, (_title(front.title), *_notes((*front.intro, *front.about)))),
        *_table("Contents", 2, contents),
        *(part for one in sheets for part in _sheet(one)),
    )
    content = (
        f"{_HEAD}<office:document-content {_SPACES}>{_WIDTH}<office:body><office:spreadsheet>"
        f"{''.join(body)}</office:spreadsheet></office:body></office:document-content>\n"
    )
    meta = (
        f"{_HEAD}<office:document-meta {_SPACES}><office:meta>"
        f"<meta:generator>Beholden</meta:generator><dc:title>{escape(front.title)}</dc:title>"
        f"<dc:language>en-GB</dc:language><meta:creation-date>{moment}</meta:creation-date>"
        f"<dc:date>{moment}</dc:date></office:meta></office:document-meta>\n"
    )
    files = {
        "mimetype": MEDIA_TYPE,
        "META-INF/manifest.xml": _MANIFEST,
        "content.xml": content,
        "meta.xml": meta,
        "styles.xml": _STYLES,
    }
    return {name: text.encode() for name, text in files.items()}


def _sheet(sheet: Sheet) -> Iterable[str]:
    rows = (
        _title(sheet.title),
        *_notes(sheet.notes),
        *_header(sheet.header),
        *(_row(map(_cell, row)) for row in sheet.rows),
    )
    return _table(sheet.label, len(sheet.header), rows)


def _table(label: str, columns: int, rows: Iterable[str]) -> Iterable[str]:
    name = quoteattr(label)
    width = f'table:style-name="wide" table:number-columns-repeated="{columns}"'
    head = f"<table:table table:name={name}><table:table-column {width}/>"
    return (head, *rows, "</table:table>")


def _title(text: str) -> str:
    return _row((_cell(text, "Title"),))


def _notes(texts: Iterable[str]) -> Iterable[str]:
    return (_row((_cell(text),)) for text in texts)


def _header(texts: Iterable[str]) -> Iterable[str]:
    cells = (_cell(text, "Header") for text in texts)
    return ("<table:table-header-rows>", _row(cells), "</table:table-header-rows>")


def _row(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(value: int | str, style: str = "Default") -> str:
    # Each says its type, so that no program has to guess: a text is never a formula.
    text = escape(str(value))
    kind = f'"float" office:value="{value}"' if isinstance(value, int) else '"string"'
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type={kind}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def _link(label: str) -> str:
    return (
        '<table:table-cell office:value-type="string"><text:p>'
        f'<text:a xlink:type="simple" xlink:href={quoteattr(f"#{label}")}>{escape(label)}'
        "</text:a></text:p></table:table-cell>"
    )
