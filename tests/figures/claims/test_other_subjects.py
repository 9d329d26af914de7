"""What rose or was counted is not always the offences: other subjects, and parts of the total."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked, verdicts

_HEADLINE = "Child abuse image offences in Essex"
_OFFENCES = "child abuse image offences"


def _verdicts(text: str, headline: str = _HEADLINE) -> dict[str, str]:
    about = f"Police figures on {_OFFENCES} were published on Thursday."
    return verdicts(about, text, headline=headline)


@pytest.mark.parametrize(
    "subject",
    [
        *(
            f"{head} {_OFFENCES} in Essex"
            for head in (
                "Arrests for", "Convictions for", "Referrals to the NSPCC for",
                "The detection rate for", "The cost of", "The backlog of",
                "The number of victims of", "Public concern about", "Instagram-related",
            )
        ),
        "Reports to the NSPCC from Essex",
        "Fraud in Essex", "Shoplifting in Essex", "Vandalism offences in Essex",
        "Recorded crime in Essex", "The population of Essex", "In Essex, the number of officers",
        "Spending on the unit by Essex Police", "In Essex police numbers",
        "In Essex, shoplifting", "Complaints about Essex Police", "Essex Police saw vandalism",
    ],
)  # fmt: skip
def test_what_rose_is_something_else(subject: str):
    assert _verdicts(f"{subject} rose by 35 per cent.").get("35 per cent") in {None, "cannot_tell"}
    fallen = _verdicts(f"{subject} fell by 35 per cent.")
    assert fallen.get("35 per cent") in {None, "cannot_tell"}


def test_counts_of_something_else_behind_its_change():
    found = _verdicts("Fraud increased 35 per cent, from 568 to 767.")
    assert {found["568"], found["767"]} == {"cannot_tell"}


def test_a_label_before_the_numbers_says_what_they_count():
    found = _verdicts("Fraud: Essex 767 (568)")
    assert {found["767"], found["568"]} == {"cannot_tell"}
    assert _verdicts("Recorded in 2017/18: Essex 767")["767"] == "agrees"


def test_a_town_on_its_own_is_not_its_force():
    text = "Southend on its own accounted for 767 offences; in fact that is all of Essex."
    assert _verdicts(text)["767"] == "cannot_tell"


@pytest.mark.parametrize(
    "told",
    [
        f"The rise in {_OFFENCES} in Essex slowed by 35 per cent.",
        "Essex saw a 35 per cent rise in shoplifting.",
        "There was a 35 per cent rise in the number of officers in Essex.",
        "Vandalism in Essex is up 35 per cent.",
        "Vandalism in Essex, up 35 per cent, is a problem.",
        "Shoplifting in Essex, police said, rose by 35 per cent.",
        "Fraud was 35 per cent higher in Essex.",
        "A rise of 35 per cent in shoplifting was recorded in Essex.",
        "Shoplifting in Essex saw a rise of 35 per cent.",
    ],
)
def test_a_rise_of_something_else(told: str):
    assert _verdicts(told).get("35 per cent") in {None, "cannot_tell"}


@pytest.mark.parametrize(
    "told",
    [
        *(
            f"{head} rose by 35 per cent."
            for head in (
                f"{_OFFENCES.capitalize()} in Essex", f"The number of {_OFFENCES} in Essex",
                f"Recorded {_OFFENCES} in Essex", f"Reports of {_OFFENCES} in Essex",
                f"The total for {_OFFENCES} in Essex", "The figure for Essex", "In Essex, they",
                "Essex", "In Essex the total", "Numbers in Essex", "Essex Police's figure",
                "The number recorded by Essex Police", "Crimes of this kind in Essex",
                "In one part of the east, Essex, the number",
            )
        ),
        "Essex saw a rise of 35 per cent.",
        "There was a 35 per cent rise in such crimes in Essex.",
        "The rising total in Essex was 35 per cent higher.",
        "Essex, up 35 per cent, had more.",
        f"{_OFFENCES.capitalize()} recorded by Essex Police are up 35 per cent.",
    ],
)  # fmt: skip
def test_what_rose_is_the_offences(told: str):
    assert _verdicts(told)["35 per cent"] == "agrees"


@pytest.mark.parametrize(
    "told",
    [
        "Essex Police recorded 767 reports of burglary.",
        "In Essex, there were 767 frauds.",
        "In Essex, there were 767 shoplifting offences.",
        "In Essex, there were 767 cases of vandalism.",
        f"Police recorded 767 {_OFFENCES} in Southend.",
        f"Police recorded 767 {_OFFENCES} in Toytown alone.",
        f"Essex Police recorded 767 {_OFFENCES} involving girls.",
        f"Essex Police recorded 767 {_OFFENCES} committed by under-18s.",
        f"Essex Police recorded 767 {_OFFENCES} on Instagram.",
        f"Snapchat was used in 767 {_OFFENCES} in Essex.",
        f"Essex Police solved 767 of the {_OFFENCES}.",
        f"In Essex 767 {_OFFENCES} led to a charge.",
        f"Essex Police recorded 767 {_OFFENCES} last year in which a girl was the victim.",
        f"Girls were the victims in 767 {_OFFENCES} in Essex.",
        f"Essex Police recorded 767 {_OFFENCES} by children.",
        "Essex recorded 767 crimes against businesses.",
        "Essex Police recorded 767 burglary reports.",
        "Essex without Southend recorded 767.",
        "In Essex fraud rose from 568 to 767.",
        "The number of officers in Essex rose from 568 to 767.",
        "Shoplifting in Essex rose to 767.",
        "Fraud in Essex stood at 767 in 2017/18.",
        "Essex Police recorded 767 indecent images of children.",
    ],
)
def test_a_count_of_something_else_or_of_a_part(told: str):
    assert _verdicts(told).get("767") in {None, "cannot_tell"}


def test_an_area_without_one_of_its_parts():
    headline = "Child abuse image offences in Hampshire"
    told = "Hampshire, excluding the Isle of Wight, recorded 1,199."
    assert _verdicts(told, headline).get("1,199") in {None, "cannot_tell"}


@pytest.mark.parametrize(
    ("told", "part"),
    [
        (f"Essex Police recorded 767 {_OFFENCES}, of which 400 led to a charge.", "400"),
        (f"Essex Police recorded 767 {_OFFENCES}, of which 400 were for making images.", "400"),
        ("Of 767 offences in Essex, 200 were closed.", "200"),
        ("West Yorkshire recorded 1,320, with Leeds accounting for 976.", "976"),
        ("Derbyshire recorded 301, and Derby 767.", "767"),
    ],
)
def test_a_part_is_not_set_against_the_whole(told: str, part: str):
    assert _verdicts(told).get(part) in {None, "cannot_tell"}


@pytest.mark.parametrize(
    "told",
    [
        "Essex Police recorded 767 of these offences in 2017/18.",
        "There were 767 of them in Essex.",
        f"In Essex, all 767 {_OFFENCES} were recorded in 2017/18.",
        "Essex Police received 767 reports of such offences.",
        "Essex Police recorded 767 shocking offences.",
        "The correct figure for Essex is 767.",
        "This year's number in Essex is 767.",
        "In Essex the number rose from 568 to 767.",
        f"Essex Police recorded 767 {_OFFENCES} involving children.",
        "The force recorded 767 offences of making, taking or possessing such images.",
    ],
)
def test_the_whole_is_judged(told: str):
    assert _verdicts(told)["767"] == "agrees"


@pytest.mark.parametrize(
    ("area", "told", "part"),
    [
        ("Derbyshire", "Derbyshire recorded 301, and Derby 200.", "200"),
        ("West Yorkshire", "West Yorkshire: 1,320, with Leeds accounting for 976.", "976"),
    ],
)
def test_a_town_is_not_set_against_its_force(area: str, told: str, part: str):
    found = _verdicts(told, f"Child abuse image offences in {area}")
    assert found.get(part) in {None, "cannot_tell"}


def test_a_change_of_what_its_sentence_counts():
    found = _verdicts("In Essex, there were 767 frauds, up 35 per cent.")
    assert found.get("35 per cent") in {None, "cannot_tell"}


@pytest.mark.parametrize(
    "told",
    [
        "\u201cThere were too many offences in Essex,\u201d said Bob, 71.",
        "\u201cThere were too many offences,\u201d said Bob Smith, 71, a retired teacher.",
    ],
)
def test_an_age_is_no_total(told: str):
    assert "71" not in _verdicts(told)


def test_a_long_sentence_takes_linear_time():
    told = "Essex Police recorded 767 reports of such offences " + "in the county of Essex " * 4000
    assert _verdicts(f"{told}.")["767"] == "agrees"


@pytest.mark.parametrize(
    ("words", "series"),
    [
        ("The police opened 120 enquiries last year.", "other:investigations and referrals"),
        ("In 2017/18 Essex Police took 120 suspects into custody.", "other:arrests"),
        ("A survey of 2,000 parents found that 40 per cent did not know of it.",
         "other:those who were asked"),
    ],
)  # fmt: skip
def test_enquiries_suspects_and_parents_who_were_asked_are_no_offences(words: str, series: str):
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.", words,
        headline="Child abuse image offences in Essex",
    ).checked  # fmt: skip
    assert [one.claim.series for one in found] == ["iioc_total", series]


def test_a_share_of_a_companys_staff_is_none_of_the_offences():
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.",
        "On Facebook and Instagram, 40 per cent of the staff were moderators.",
        headline="Child abuse image offences in Essex",
    ).checked
    assert [one.claim.phrase.text for one in found] == ["767"]


def test_the_population_of_an_area_is_no_share_of_the_offences():
    found = checked(
        "Hampshire logged 1,199 offences in 2017/18; Kent, with a bit under half the population,"
        " 1,042.",
        headline="Child abuse image offences",
    ).checked
    assert [one.claim.phrase.text for one in found] == ["1,199", "1,042"]
