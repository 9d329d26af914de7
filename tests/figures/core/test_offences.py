"""Codes and wordings of offences."""

from __future__ import annotations

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.offences import (
    ADULT,
    CLASS_86,
    IIOC_TOTAL,
    IMAGE_SET,
    POSSESSION,
    PROHIBITED,
    SEXUAL_COMMUNICATION,
    TAKE,
    codes,
    definition,
    find_codes,
    match_wording,
    name,
    parse_code,
)

DATA = resources.files("beholden.figures").joinpath("data", "offence_codes.csv")
ROWS = list(csv.DictReader(DATA.read_text("utf-8").splitlines()))
EVERY = (IIOC_TOTAL, *IMAGE_SET, SEXUAL_COMMUNICATION, CLASS_86, ADULT)


@pytest.mark.parametrize("row", ROWS, ids=[row["ho_code"] for row in ROWS])
def test_codes_agree_with_the_table_of_codes(row):
    code = parse_code(row["ho_code"])
    assert code is not None
    assert code.child_image == (row["child_image_offence"] == "yes")
    assert code.offence == (row["category"] or ADULT)
    assert row["ho_code"] in codes(code.offence)


def test_the_image_set_is_exactly_the_codes_of_the_total():
    assert sorted(codes(IIOC_TOTAL)) == sorted(c for each in IMAGE_SET for c in codes(each))


@pytest.mark.parametrize("offence", EVERY)
def test_every_offence_has_a_name_and_says_what_is_counted(offence):
    assert name(offence)
    assert definition(offence).endswith(".")


@given(
    st.sampled_from([row["ho_code"] for row in ROWS]),
    st.sampled_from(["", "0", "00"]),
    st.sampled_from(["/", " / ", "\u00c2 /\u00c2\u00a0", "/0", " /0", "\\"]),
    st.sampled_from(["{}", "Home Office code {}", "{} - wording", "({})", "HO code: {}."]),
)
def test_a_code_is_the_same_however_it_is_written(code, zeros, stroke, around):
    group, _, number = code.partition("/")
    parsed = parse_code(around.format(f"{zeros}{group}{stroke}{number}"))
    assert parsed is not None
    assert parsed.code == code


@pytest.mark.parametrize(
    ("text", "code"), [("8602", "86/2"), ("08610", "86/10"), ("7117", "71/17")]
)
def test_a_code_without_a_stroke_is_uncertain(text, code):
    match = match_wording(text)
    assert match is not None
    assert (match.code, match.certain) == (code, False)


@pytest.mark.parametrize(
    "text", ["86.2%", "86/02/2019", "2286/2", "186/10", "86/2019", "71/99", "86", "Total", "86/0"]
)
def test_what_is_no_code_is_none(text):
    assert parse_code(text) is None


@given(st.integers(1, 99))
def test_no_code_of_class_86_outside_the_set_is_a_child_image_offence(number):
    code = parse_code(f"86/{number}")
    assert code is not None
    assert code.child_image == (number in {2, 10, 15})


def test_every_code_of_a_text_is_found_once_in_order():
    found = [code.code for code in find_codes("086/02, 86/10 and 86/15; 86/2 again")]
    assert found == ["86/2", "86/10", "86/15"]


@pytest.mark.parametrize(
    ("text", "offence"),
    [
        ("take, make or distribute indecent photographs or pseudo-photographs of children", TAKE),
        ("Take or make indecent photographs of children", TAKE),
        ("086/02 - Take or make indecent photographs of children", TAKE),
        ("possession of an indecent or pseudo-photograph of a child", POSSESSION),
        ("Possession of indecent photo of child", POSSESSION),
        ("Possess an indecent photograph\nof a child", POSSESSION),
        ("possessing prohibited images of children", PROHIBITED),
        ("Possession of a prohibited image of a child", PROHIBITED),
        ("Obscene publications", CLASS_86),
        ("Home Office code 86", CLASS_86),
        ("codes 86/10 to 86/17", CLASS_86),
        ("86/2 to 86/15", CLASS_86),
        ("sexual communication with a child", SEXUAL_COMMUNICATION),
        ("Sexual communication with a child (71/17)", SEXUAL_COMMUNICATION),
        ("86/11", ADULT),
        ("86/11 and 86/16", ADULT),
        ("86/10, 86/11", CLASS_86),
        ("section 15A", SEXUAL_COMMUNICATION),
        ("Possessing obscene material for gain", ADULT),
        ("creating and sharing indecent images of children", TAKE),
        ("Possession of extreme pornographic images", ADULT),
        ("child abuse image offences", IIOC_TOTAL),
        ("Indecent images of children", IIOC_TOTAL),
        ("86/2, 86/10 and 86/15", IIOC_TOTAL),
    ],
)
def test_a_wording_that_forces_use_maps_for_certain(text, offence):
    match = match_wording(text)
    assert match is not None
    assert (match.offence, match.certain) == (offence, True)


@pytest.mark.parametrize(
    ("text", "offence"),
    [
        ("Making/Taking", TAKE),
        ("Possession", POSSESSION),
        ("Distribution of indecent images of children", TAKE),
        ("possession of indecent images of children with a view to distribution", TAKE),
        ("possessing and making indecent images of children", IIOC_TOTAL),
        ("86/2 and 86/10", IIOC_TOTAL),
        ("indecent photographs and prohibited images of children", IIOC_TOTAL),
        ("take or make indecent photographs", TAKE),
        ("extreme pornographic images and indecent images of children", CLASS_86),
        ("possession of prohibited images", PROHIBITED),
        ("86/2 and 71/17", TAKE),
    ],
)
def test_a_wording_of_a_part_or_of_several_is_uncertain_and_says_why(text, offence):
    match = match_wording(text)
    assert match is not None
    assert (match.offence, match.certain) == (offence, False)
    assert match.why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Total",
        "Child abduction: take a child",
        "Possession of class A drugs",
        "Disclose private sexual photographs with intent to cause distress",
        "Cruelty to children",
        "photographs of children",
        "2016/17",
    ],
)
def test_other_crimes_and_headings_match_nothing(text):
    assert match_wording(text) is None


@given(st.sampled_from([row["ho_code"] for row in ROWS]), st.sampled_from(EVERY))
def test_a_code_decides_before_any_wording(code, offence):
    match = match_wording(f"{code} {name(offence)}")
    assert match is not None
    assert match.code == code


@given(st.text(max_size=40))
def test_any_text_is_matched_without_fault(text):
    match_wording(text)
