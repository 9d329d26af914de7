import pytest

from beholden.figures.core.documents import Line, Table
from beholden.figures.errors import ReadError
from beholden.figures.reading.html import read
from beholden.figures.reading.limits import Limits
from tests.figures.support.shapes import codes, grid, tables, texts


def page(body: str, limits: Limits | None = None):
    return read(f"<html><body>{body}</body></html>".encode(), "a.html", "", limits or Limits())


def test_blocks_are_lines_and_inline_elements_are_not() -> None:
    found = page("<div>We <b>recorded</b>\n <i>12</i> offences<br>in all</div><p>Next")
    assert texts(found) == ["We recorded 12 offences", "in all", "Next"]


def test_paragraphs_are_ended_and_table_and_lines_stand_in_order() -> None:
    found = page("<p>One<p>Two<table><tr><td>a<td>1</table>tail")
    shown = [type(block) if isinstance(block, Table) else block.text for block in found.blocks]
    assert shown == ["One", "", "Two", "", Table, "tail"]


def test_spans_are_laid_out_as_a_browser_does() -> None:
    (table,) = tables(
        page(
            "<table><caption>Crimes</caption>"
            "<tr><th rowspan=2>Class<th colspan=2>2016/17</tr><tr><td>Q1<td>Q2</tr>"
            "<tr><td>86/2<td rowspan=9>5<td>6</tr></table>"
        )
    )
    assert table.name == "Crimes"
    assert grid(table) == [["Class", "2016/17", None], [None, "Q1", "Q2"], ["86/2", "5", "6"]]
    assert table.rows[0][0] is not None
    assert table.rows[0][0].rows == 2
    # A span that reaches below the table ends with it.
    assert table.rows[2][1] is not None
    assert table.rows[2][1].rows == 1


def test_a_blank_row_within_stays_and_blank_rows_at_the_end_go() -> None:
    (table,) = tables(
        page("<table><tr><td>a<td>1<tr><td><td><tr><td>b<td>2<tr><td>&nbsp;<td></table>")
    )
    assert grid(table) == [["a", "1"], ["", ""], ["b", "2"]]


def test_a_table_that_arranges_a_page_is_no_table() -> None:
    found = page(
        "<table><tr><td>Menu<td><table><tr><td>2016/17<td>51</table></table>"
        "<table role=presentation><tr><td>x<td>y</table><table><tr><td>boxed</table>"
    )
    assert [grid(table) for table in tables(found)] == [[["2016/17", "51"]]]
    assert texts(found) == ["Menu", "x", "y", "boxed"]


@pytest.mark.parametrize(
    "hiding",
    [
        "hidden",
        "style='display: none'",
        "style='visibility:hidden'",
        "style='color:red;mso-hide:all'",
    ],
)
def test_hidden_elements_are_left_out_and_told(hiding: str) -> None:
    found = page(
        f"<p {hiding}>secret 99</p><p>seen <span {hiding}>77</span></p>"
        f"<table><tr><td>a<td>1</td><td {hiding}>98</td></tr><tr {hiding}><td>b<td>97</table>"
    )
    assert texts(found) == ["seen"]
    assert grid(tables(found)[0]) == [["a", "1"]]
    assert codes(found) == ["hidden-text"]


def test_scripts_styles_and_comments_are_never_read() -> None:
    found = page("<script>1</script><style>p{2}</style><!-- 3 --><noscript>4</noscript>5")
    assert texts(found) == ["5"]
    assert not codes(found)


def test_a_raised_digit_does_not_become_part_of_the_number_before_it() -> None:
    found = page(
        "<p>38,000<sup>1</sup> on the 1<sup>st</sup><table><tr><td>x<td>24<sup>2</sup></table>"
    )
    assert texts(found) == ["38,000¹ on the 1st"]
    assert grid(tables(found)[0]) == [["x", "24²"]]


def test_numbered_items_keep_the_numbers_a_browser_shows() -> None:
    found = page("<ol start=3><li>How many?<ul><li>by age</ul><li>Split?<li value=9>Rest</ol>")
    assert texts(found) == ["3. How many?", "by age", "4. Split?", "9. Rest"]


def test_preformatted_columns_keep_their_spaces() -> None:
    assert texts(page("<pre>Year   Arrest\n2012   153</pre>")) == ["Year   Arrest", "2012   153"]


def test_lines_in_a_cell_stay_lines() -> None:
    (table,) = tables(page("<table><tr><td>a<td>11 and under<br>12-15<p>16 and over</p></table>"))
    assert grid(table) == [["a", "11 and under\n12-15\n16 and over"]]


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1", "utf-8"])
def test_the_declared_encoding_is_used(encoding: str) -> None:
    data = f"<html><head><meta charset={encoding}><title>Môn</title><body>£5 Môn".encode(encoding)
    found = read(data, "a.html", "", Limits())
    assert (texts(found), found.title, codes(found)) == (["£5 Môn"], "Môn", [])


def test_an_encoding_that_cannot_be_is_not_believed() -> None:
    data = b"<meta charset=utf-16><body>12 offences"
    assert texts(read(data, "a.html", "", Limits())) == ["12 offences"]


def test_entities_that_a_page_declares_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><p>&b; 5'
    assert "aaaa" not in " ".join(texts(read(bomb.encode(), "a.html", "", Limits())))


def test_nothing_outside_the_page_is_opened() -> None:
    found = page("<iframe src='file:///etc/passwd'></iframe><object data='/etc/passwd'></object>5")
    assert texts(found) == ["5"]


@pytest.mark.parametrize("depth", [300, 100_000])
def test_half_of_a_page_is_never_taken_for_the_whole(depth: int) -> None:
    with pytest.raises(ReadError, match="print it") as refusal:
        page("<div>" * depth + "5" + "</div>" * depth + "<p>6")
    assert refusal.value.code == "nested-too-deep"


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td colspan=1000 rowspan=60000>1<td>1" + "<tr><td>2" * 9000,
        ("<tr>" + "<td colspan=99999>1" * 3000) * 3,
    ],
)
def test_a_few_spans_cannot_cover_millions_of_cells(rows: str) -> None:
    with pytest.raises(ReadError) as refusal:
        page(f"<table>{rows}</table>")
    assert refusal.value.code == "too-many-cells"


def test_one_endless_line_is_refused() -> None:
    with pytest.raises(ReadError) as refusal:
        page("5" * 200_000)
    assert refusal.value.code == "line-too-long"


def test_an_empty_page_has_no_blocks() -> None:
    assert read(b"<!-- nothing -->", "a.html", "", Limits()).blocks == ()


def test_places_count_lines_and_tables() -> None:
    found = page("<p>a<p>b<table><tr><td>1<td>2</table><table><tr><td>3<td>4</table>")
    lines = [block.place.line for block in found.blocks if isinstance(block, Line) and block.text]
    assert lines == [1, 2]
    last = tables(found)[1].rows[0][1]
    assert last is not None
    assert (last.place.table, last.place.row, last.place.column) == (2, 1, 2)
