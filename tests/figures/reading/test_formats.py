from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.reading.formats import plain, show


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("767", "General", "767"),
        ("767", "", "767"),
        ("0.5", "0%", "50%"),
        ("0.005", "0%", "1%"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("1234.5", "0", "1235"),
        ("-12", "0", "-12"),
        ("-12", "#,##0;(#,##0)", "(12)"),
        ("-0.4", "0", "0"),
        ("0", '0;-0;"nil"', "nil"),
        ("5", '0;-0;"nil"', "5"),
        ("7", "000", "007"),
        ("7", '0" offences"', "7 offences"),
        ("7", "[Red]0", "7"),
        ("450", "[$£-809]#,##0", "£450"),
        ("1.5", "0.0#", "1.5"),
        ("1.55", "0.0#", "1.55"),
        ("1500000", '0.0,,"m"', "1.5m"),
        ("1118", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "1,118"),
        ("0", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "0"),
        ("12", "@", "12"),
        ("12", "0.00E+00", "12"),
        ("0.5", "# ?/?", "0.5"),
        ("12", 'Q"1', "12"),
    ],
)
def test_a_format_shows(number: str, code: str, text: str) -> None:
    assert show(Decimal(number), code).text == text


@pytest.mark.parametrize("code", ['[<5]"<5";0', '[<5]"*";#,##0', "[<=4]*;0", ";;;", '"withheld"'])
def test_a_number_behind_a_fixed_text_is_not_there(code: str) -> None:
    assert not show(Decimal(3), code).has_number


def test_the_first_condition_that_holds_decides() -> None:
    code = '[<5]"low";[>=1000]#,##0;0'
    assert [show(Decimal(n), code).text for n in (4, 5, 999, 1000)] == ["low", "5", "999", "1,000"]


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_shown_whole_by_every_usual_format(number: int) -> None:
    assert show(Decimal(number), "0").text == str(number)
    assert show(Decimal(number), "#,##0").text == f"{number:,}"
    assert show(Decimal(number), "General").text == str(number)


@given(st.text(max_size=60), st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_any_text_for_a_format_shows_something(code: str, number: Decimal) -> None:
    show(number, code)


def test_plain_has_no_exponent() -> None:
    assert plain(Decimal("1E+3")) == "1000"
