"""What is wrong in a report is found and named; what is right is not accused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator.core.amounts import count
from beholden.regulator.core.causes import Way
from beholden.regulator.core.counts import parse_counts
from beholden.regulator.core.models import Amount, Difference, Reconciliation, Tolerances
from beholden.regulator.core.reconciling import reconcile, worst, worst_first
from beholden.regulator.core.reconciling_models import (
    CountsOf,
    Evidence,
    Frame,
    Recomputed,
    Registered,
)
from beholden.transparency.core import CheckpointRef, Coverage, Figure, Window
from tests.regulator.core.reports import (
    INDICATORS,
    ORIGIN,
    ROOT,
    WINDOW,
    changed,
    report,
    with_hidden,
    without,
)

NOW = datetime(2026, 4, 1, tzinfo=UTC)
FRAME = Frame(ORIGIN, 900, ROOT)
NAMES = Registered("Photos", "Example Ltd")
DAILY = {"uploads-checked": count(10_000), "uploads-held": count(421)}


def held_against(published, recomputed=None, **more) -> Reconciliation:
    """The published report against the recomputed one, by default the right one."""
    recomputed = recomputed or report()
    again = Recomputed(
        recomputed,
        more.pop("plain", recomputed),
        more.pop("daily", DAILY),
        more.pop("ways", ()),
        more.pop("claimed", None),
        more.pop("lowered", {}),
    )
    evidence = Evidence(
        service="photos",
        window=WINDOW,
        tolerances=more.pop("tolerances", Tolerances()),
        registered=more.pop("registered", NAMES),
        frame=more.pop("frame", FRAME),
        report=published,
        recomputed=again,
        **more,
    )
    return reconcile(evidence, NOW)


def differing(result: Reconciliation) -> list[str]:
    return [
        f"{one.quantity}[{one.part}]" if one.part else one.quantity
        for one in result.differences
        if one.verdict == "differs"
    ]


def the(result: Reconciliation, quantity: str, part: str = "", other: str = "") -> Difference:
    (found,) = [
        one
        for one in result.differences
        if (one.quantity, one.part) == (quantity, part) and other in one.other_source
    ]
    return found


def test_a_right_report_agrees_in_every_comparison():
    result = held_against(report())
    assert (result.verdict, differing(result)) == ("agrees", [])
    assert {"origin", "checkpoint", "uploads-held", "share-held", "complaints"} <= {
        one.quantity for one in result.differences
    }
    assert (result.origin, result.size, result.root, result.made) == (ORIGIN, 900, ROOT, NOW)


@given(
    st.sampled_from(["uploads-checked", "uploads-held", "uploads-held-by-surface[album]"]),
    st.integers(0, 20_000),
)
def test_one_falsified_figure_is_found_and_named(key, value):
    right = report().figure(key)
    assert right is not None
    result = held_against(changed(report(), key, count=value))
    if value == right.count:
        assert result.verdict == "agrees"
        return
    assert result.verdict == "differs"
    one = the(result, right.indicator, right.part, "statements")
    assert (one.verdict, one.by) == ("differs", (right.count or 0) - value)
    assert key in differing(result)
    # Nobody else's figure is accused by the statements.
    accused = [x for x in result.differences if x.verdict == "differs" and "statements" in
               x.other_source]  # fmt: skip
    assert [x.quantity for x in accused] == [right.indicator]


def test_a_falsified_share_is_found_and_so_is_its_quarrel_with_its_own_parts():
    result = held_against(changed(report(), "share-held", numerator=21))
    assert set(differing(result)) == {"share-held", "uploads-held"}
    assert the(result, "share-held").one.share == "0.002100"


def test_a_figure_that_is_left_out_is_a_difference():
    result = held_against(without(report(), "uploads-held-by-surface[chat]"))
    assert "uploads-held-by-surface[chat]" in differing(result)
    assert "leaves this out" in the(result, "uploads-held-by-surface", "chat").words


def test_a_part_that_no_statement_mentions_is_held_against_nothing():
    more = (*report().figures, Figure(indicator="uploads-held-by-surface", part="moon", count=7))
    result = held_against(report(figures=more))
    assert the(result, "uploads-held-by-surface", "moon").other == count(0)
    assert "uploads-held-by-surface[moon]" in differing(result)


def test_a_number_of_nothing_need_not_be_there_and_none_is_made_up():
    more = (*report().figures, Figure(indicator="uploads-held-by-surface", part="moon", count=0))
    assert held_against(report(), report(figures=more)).verdict == "agrees"
    result = held_against(report(figures=more))
    assert "uploads-held-by-surface" in differing(result)
    assert any("no such part" in one.words for one in result.differences)


def test_a_figure_that_is_there_twice_is_a_difference():
    twice = (*report().figures, Figure(indicator="uploads-held", count=421))
    (one,) = [x for x in held_against(report(figures=twice)).differences if x.verdict == "differs"]
    assert (one.quantity, one.words) == (
        "uploads-held", "The report has this figure more than once.",
    )  # fmt: skip


def test_a_figure_that_no_definition_counts_is_a_difference():
    own = msgspec.structs.replace(INDICATORS[0], id="happiness", title="Happiness")
    result = held_against(
        report(
            indicators=(*INDICATORS, own),
            figures=(*report().figures, Figure(indicator="happiness", count=5)),
        )
    )
    assert set(differing(result)) == {"happiness", "definition"}


def test_a_definition_that_was_changed_is_a_difference():
    own = msgspec.structs.replace(INDICATORS[1], query="SELECT less")
    result = held_against(report(indicators=(INDICATORS[0], own, *INDICATORS[2:])))
    assert differing(result) == ["definition[uploads-held]"]
    assert "query" in the(result, "definition", "uploads-held").words


@pytest.mark.parametrize("number", [0, 12])
def test_a_number_of_what_no_statement_can_tell_is_a_difference(number):
    result = held_against(changed(report(), "complaints", count=number, mark=""))
    assert differing(result) == ["complaints"]
    assert "No statement can tell this" in the(result, "complaints").words


@pytest.mark.parametrize("mark", ["z", "c"])
def test_what_is_not_measured_may_not_be_called_anything_else(mark):
    result = held_against(changed(report(), "complaints", mark=mark))
    assert differing(result) == ["complaints"]


@pytest.mark.parametrize(("mark", "more"), [("z", {}), ("c", {}), ("", {"count": 0})])
def test_what_nobody_counted_has_no_number_and_no_other_mark(mark, more):
    nobody = changed(report(), "uploads-held", count=None, mark="x")
    wrong = changed(nobody, "uploads-held", mark=mark, **more)
    result = held_against(wrong, nobody, daily={})
    assert the(result, "uploads-held", "", "statements").verdict == "differs"
    assert "not not" not in result.words
    coverage = msgspec.structs.replace(report().coverage, opened=890, refused=10)
    unseen = msgspec.structs.replace(nobody, coverage=coverage)
    result = held_against(wrong, unseen, daily={})
    assert the(result, "uploads-held", "", "statements").verdict == "cannot-tell"


def test_what_was_not_opened_may_take_a_part_away_and_matches_are_more_than_uploads():
    hours = tuple(msgspec.structs.replace(one, counted_from="hours") for one in INDICATORS[:3])
    defined = (*hours, *INDICATORS[3:])
    coverage = msgspec.structs.replace(report().coverage, opened=899, refused=1)
    own = report(indicators=defined, coverage=coverage)
    gone = without(report(indicators=defined), "uploads-held-by-surface[chat]")
    for lowered, verdict in (
        ({"uploads-held": 21}, "cannot-tell"),
        ({"uploads-held": 20}, "differs"),
    ):
        result = held_against(gone, own, lowered=lowered)
        assert the(result, "uploads-held-by-surface", "chat").verdict == verdict
    result = held_against(changed(report(indicators=defined), "uploads-checked", count=1), own,
                          lowered={"uploads-held": 21}, daily={})  # fmt: skip
    assert the(result, "uploads-checked", "", "statements").verdict == "cannot-tell"
    result = held_against(
        changed(report(indicators=defined), "uploads-held", count=None, mark="x"), own, daily={}
    )
    assert the(result, "uploads-held", "", "statements").verdict == "cannot-tell"


def test_of_entries_not_opened_each_may_lower_one_hour_and_no_more():
    hours = tuple(msgspec.structs.replace(one, counted_from="hours") for one in INDICATORS[:2])
    defined = (*hours, *INDICATORS[2:])
    own = msgspec.structs.replace(refused(421, 421), indicators=defined)
    for said, verdict in ((400, "cannot-tell"), (399, "differs")):
        published = changed(report(indicators=defined), "uploads-held", count=said)
        result = held_against(published, own, lowered={"uploads-held": 21})
        assert the(result, "uploads-held", "", "statements").verdict == verdict


@pytest.mark.parametrize(
    ("notes", "own"), [(("An invented one.",), ()), ((), ("An hour is missing.",))]
)
def test_a_note_that_is_made_up_or_left_out_is_a_difference_wherever_the_report_began(notes, own):
    elsewhere = msgspec.structs.replace(report().coverage, first=10, opened=890)
    published = report(notes=notes, coverage=elsewhere)
    claimed = report(notes=own, coverage=elsewhere)
    assert differing(held_against(published, report(notes=own), claimed=claimed)) == ["notes"]


def test_what_is_said_of_entries_that_nobody_opened_cannot_be_told_and_they_are_asked_for():
    early = msgspec.structs.replace(report().coverage, opened=880, refused=20)
    result = held_against(report(), report(), claimed=report(coverage=early))
    assert (result.verdict, differing(result)) == ("cannot-tell", [])
    assert "--entries 0:900" in the(result, "coverage").words


CORRECTION = {"revision": 2, "corrects": "ab" * 32, "correction": "A slip."}


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ({"checkpoint": CheckpointRef("other.example/log", 900, ROOT)}, "log other.example/log"),
        ({"window": Window(date(2026, 2, 1), date(2026, 2, 28))}, "2026-02-01"),
        (CORRECTION, "revision 2, and itself 2"),
    ],
)
def test_a_correction_is_of_the_same_service_and_days_and_the_next(before, said):
    published = report(**CORRECTION)
    assert held_against(published, published, corrected=report()).verdict == "agrees"
    result = held_against(published, published, corrected=report(**before))
    assert differing(result) == ["corrects"]
    assert said in the(result, "corrects").words


def test_no_number_where_there_is_one_is_a_difference():
    result = held_against(changed(report(), "uploads-held", count=None, mark="x"))
    assert "uploads-held" in differing(result)


# Small numbers.


def test_what_both_hide_agrees():
    hidden = with_hidden(report())
    assert held_against(hidden, hidden, plain=report()).verdict == "agrees"


def test_hiding_more_than_the_rule_hides_is_a_difference():
    assert "uploads-held-by-surface[chat]" in differing(held_against(with_hidden(report())))


@given(st.integers(0, 50))
def test_a_hidden_number_is_not_given_away_by_a_wrong_one(value):
    hidden = with_hidden(report())
    wrong = changed(report(), "uploads-held-by-surface[chat]", count=value)
    way = Way("w", "A wrong way.", {"uploads-held-by-surface[chat]": count(value)})
    result = held_against(wrong, hidden, plain=report(), ways=(way,))
    one = the(result, "uploads-held-by-surface", "chat")
    assert one.verdict == ("agrees" if value == 21 else "differs")
    assert one.other == Amount(form="hidden")
    assert (one.by, one.per_cent) == (None, "")
    assert not any(cause.exact for cause in one.causes)
    assert value == 21 or "21" not in one.words.replace(str(value), "")


# Refusals.


def refused(low: int, high: int):
    coverage = Coverage(
        first=0, opened=890, erased=0, refused=10, mismatched=0, unreadable=0,
        hours_expected=48, hours_stated=48,
    )  # fmt: skip
    return changed(report(coverage=coverage), "uploads-held", count=low, low=low, high=high)


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [(410, "differs"), (411, "cannot-tell"), (421, "cannot-tell"), (422, "differs")],
)
def test_where_entries_were_refused_only_what_holds_anyway_is_said(printed, verdict):
    result = held_against(changed(report(), "uploads-held", count=printed), refused(411, 421))
    one = the(result, "uploads-held", "", "statements")
    assert one.verdict == verdict
    assert [cause.code for cause in one.causes if not cause.exact] == ["refused"]


def test_where_nothing_is_shown_to_be_wrong_no_wrong_way_is_named():
    way = Way("w", "A wrong way.", {"uploads-held": count(415)})
    published = changed(report(), "uploads-held", count=415)
    result = held_against(published, refused(411, 421), ways=(way,))
    one = the(result, "uploads-held", "", "statements")
    assert one.verdict == "cannot-tell"
    assert [(cause.code, cause.exact) for cause in one.causes] == [("refused", False)]


# What the report stands on.


@pytest.mark.parametrize("wrong", [{"first": 1}, {"opened": 890}, {"erased": 1}, {"refused": 9}])
def test_entries_that_do_not_add_up_are_a_difference_even_where_some_were_refused(wrong):
    coverage = msgspec.structs.replace(report().coverage, **wrong)
    assert "coverage" in differing(held_against(report(coverage=coverage), refused(421, 421)))


def test_a_small_number_that_is_printed_in_the_open_is_a_difference():
    result = held_against(report(), with_hidden(report()), plain=report())
    said = [one for one in result.differences if "would hide it" in one.words]
    assert [one.verdict for one in said] == ["differs", "differs"]


def test_a_report_about_another_log_is_a_difference_of_its_own():
    checkpoint = CheckpointRef("other.example/log", 900, ROOT)
    evidence = Evidence("photos", WINDOW, Tolerances(), NAMES, FRAME, report(checkpoint=checkpoint))
    result = reconcile(evidence, NOW)
    assert differing(result) == ["origin"]
    assert the(result, "service").verdict == "agrees"


@pytest.mark.parametrize(
    ("field", "name"), [("service", "Phottos"), ("provider", "Example Holdings")]
)
def test_a_report_in_another_name_is_for_a_person_to_judge(field, name):
    alone = Evidence("photos", WINDOW, Tolerances(), NAMES, report=report(**{field: name}))
    words = the(reconcile(alone, NOW), field).words
    assert name in words
    assert getattr(NAMES, field) in words
    # The log shows whose report it is.
    result = held_against(report(**{field: name}), report(**{field: name}))
    assert result.verdict == "agrees"
    assert any(name in note for note in result.notes)


@pytest.mark.parametrize("name", ["PHOTOS", " Photos ", "Pho\N{ZERO WIDTH NO-BREAK SPACE}tos"])
def test_case_and_spaces_of_a_name_do_not_count_and_unseen_letters_do(name):
    same = "\N{ZERO WIDTH NO-BREAK SPACE}" not in name
    alone = Evidence("photos", WINDOW, Tolerances(), NAMES, report=report(service=name))
    assert the(reconcile(alone, NOW), "service").verdict == ("agrees" if same else "cannot-tell")


@pytest.mark.parametrize(("below", "agrees"), [(1, False), (2, True), (20, True), (21, False)])
def test_the_register_says_which_small_numbers_a_report_may_hide(below, agrees):
    limits = Tolerances(small_numbers_least=2, small_numbers_most=20)
    published = report(small_numbers_below=below)
    result = held_against(published, published, tolerances=limits)
    assert differing(result) == ([] if agrees else ["small-numbers"])


def test_a_tree_that_the_mirror_did_not_copy_is_a_fork():
    checkpoint = CheckpointRef(ORIGIN, 900, bytes(32))
    result = held_against(report(checkpoint=checkpoint))
    assert differing(result) == ["checkpoint"]
    assert "forked" in the(result, "checkpoint").words


# Sums.


def test_parts_that_do_not_add_up_are_a_difference():
    wrong = changed(report(), "uploads-held-by-surface[chat]", count=20)
    evidence = Evidence("photos", WINDOW, Tolerances(), NAMES, report=wrong)
    (one,) = [x for x in reconcile(evidence, NOW).differences if x.verdict == "differs"]
    assert (one.quantity, one.by, one.other_source) == (
        "uploads-held", -1, "its own parts, added up",
    )  # fmt: skip


def test_hidden_parts_may_fill_what_is_missing_and_no_more():
    one_hidden = changed(report(), "uploads-held-by-surface[chat]", count=None, mark="c")
    evidence = Evidence("photos", WINDOW, Tolerances(), NAMES, report=one_hidden)
    assert differing(reconcile(evidence, NOW)) == []
    too_many = changed(one_hidden, "uploads-held-by-surface[album]", count=422)
    evidence = Evidence("photos", WINDOW, Tolerances(), NAMES, report=too_many)
    assert reconcile(evidence, NOW).verdict == "differs"


def test_a_report_of_which_nothing_was_opened_does_not_agree():
    evidence = Evidence("photos", WINDOW, Tolerances(), NAMES, frame=FRAME, report=report())
    result = reconcile(evidence, NOW)
    assert (result.verdict, result.basis) == ("cannot-tell", "report")
    assert held_against(report()).basis == "recomputed"


def test_hours_that_were_refused_may_count_the_rest_of_a_total():
    missing = refused(421, 421)
    daily = {"uploads-checked": count(9_980)}
    result = held_against(report(), missing, plain=missing, daily=daily)
    assert the(result, "uploads-checked", "", "by day").verdict == "cannot-tell"
    more = held_against(report(), missing, plain=missing, daily={"uploads-checked": count(10_001)})
    assert the(more, "uploads-checked", "", "by day").verdict == "differs"


def test_what_was_refused_may_hold_what_the_report_hides():
    missing = without(refused(421, 421), "uploads-held-by-surface[chat]")
    result = held_against(with_hidden(report()), missing, plain=missing)
    assert the(result, "uploads-held-by-surface", "chat").verdict == "cannot-tell"


def test_a_rule_that_hides_nothing_gives_no_hidden_number_away():
    sly = msgspec.structs.replace(with_hidden(report()), small_numbers_below=1)
    result = held_against(sly)
    assert "small-numbers" in differing(result)
    for part in ("album", "chat"):
        assert the(result, "uploads-held-by-surface", part).other == Amount(form="hidden")


CLAIMS: dict[str, dict[str, Any]] = {
    "coverage.opened": {"coverage": msgspec.structs.replace(report().coverage, opened=899)},
    "coverage.hours": {"coverage": msgspec.structs.replace(report().coverage, hours_expected=24)},
    "coverage.stated": {"coverage": msgspec.structs.replace(report().coverage, hours_stated=47)},
    "title": {
        "indicators": (msgspec.structs.replace(INDICATORS[0], title="All"), *INDICATORS[1:])
    },
    "reason": {
        "indicators": (
            *INDICATORS[:-1], msgspec.structs.replace(INDICATORS[-1], not_measured="None came.")
        )
    },
    "stranger": {
        "indicators": (*INDICATORS, msgspec.structs.replace(INDICATORS[0], id="x", title="X"))
    },
    "note": {"notes": ("Everything was checked by the regulator.",)},
    "exclusion": {"figures": changed(report(), "uploads-held", exclusions=("Some.",)).figures},
    "bounds": {"figures": changed(report(), "uploads-held", low=421, high=421).figures},
    "unsaid": {"figures": without(report(), "complaints").figures},
}  # fmt: skip


@pytest.mark.parametrize("name", CLAIMS)
def test_a_report_that_says_more_than_its_statements_beside_the_figures_differs(name):
    result = held_against(report(**CLAIMS[name]))
    assert result.verdict == "differs", name
    assert len(differing(result)) <= 2


def test_a_total_is_held_against_the_days_of_the_log():
    result = held_against(report(), daily={"uploads-held": count(422)})
    assert differing(result) == ["uploads-held"]
    assert the(result, "uploads-held", "", "by day").by == 1


# Causes.


def test_a_wrong_way_of_counting_that_gives_the_printed_number_is_named():
    ways = (Way("shadow", "Shadow mode was counted as done.", {"uploads-held": count(577)}),)
    result = held_against(changed(report(), "uploads-held", count=577), ways=ways)
    one = the(result, "uploads-held", "", "statements")
    assert [(cause.code, cause.exact) for cause in one.causes] == [("shadow", True)]


def test_hostile_text_of_a_report_is_shown_by_its_codes():
    part = "chat\u202e\x1b[2J"
    figures = (*report().figures, Figure(indicator="uploads-held-by-surface", part=part, count=3))
    titles = {one.title for one in held_against(report(figures=figures)).differences}
    assert any("\\u202e\\u001b[2J" in title for title in titles)
    assert all(title.isprintable() for title in titles)


# Counts of others.

HEADER = "quantity,from,to,value,form,rounded_to,source\n"


def counts(source: str, *rows: str) -> CountsOf:
    text = HEADER + "".join(f"{row},{source}\n" for row in rows)
    return CountsOf(source, parse_counts(f"{source}.csv", text.encode()))


def test_what_the_report_hides_is_not_told_by_what_others_counted():
    text = "quantity,part,from,to,value,source\nuploads-held-by-surface,chat,{},{},21,Other\n"
    rows = parse_counts("o.csv", text.format(WINDOW.first, WINDOW.last).encode())
    hidden = with_hidden(report())
    result = held_against(hidden, hidden, plain=report(), counts=(CountsOf("o.csv", rows),))
    one = the(result, "uploads-held-by-surface", "chat", "Other")
    assert (one.one, one.other) == (Amount(form="hidden"), Amount(form="hidden"))
    assert (one.by, one.per_cent) == (None, "")
    assert "21" not in one.words


def test_who_counts_twice_confirms_nothing():
    row = "reports,2019-01-01,2019-12-31,724,count,"
    result = compared(counts("One", row), counts("One", row))
    assert (result.differences, result.verdict, result.basis) == ((), "cannot-tell", "none")
    assert "confirms nothing" in " ".join(result.notes)
    assert compared(counts("One", row), counts("Other", row)).verdict == "agrees"


def compared(*files: CountsOf, window=None, **more) -> Reconciliation:
    window = window or Window(date(2019, 1, 1), date(2022, 12, 31))
    return reconcile(
        Evidence("s", window, more.pop("tolerances", Tolerances()), NAMES, counts=files, **more),
        NOW,
    )


YEARS = {
    "Reddit": [(2019, 724, 724), (2020, 2_233, 2_233), (2021, 10_059, 10_059),
               (2022, 52_592, 52_592)],
    "Pinterest": [(2020, 3_432, 3_432), (2021, 2_684, 2_283), (2022, 32_964, 34_310)],
    "Snap": [(2022, 550_755, 551_086)],
    "Google and YouTube": [(2020, 547_875, 546_704), (2021, 870_319, 875_783)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "sizes", "verdicts"),
    [
        ("Reddit", ["0.00"] * 4, ["agrees"] * 4),
        ("Pinterest", ["0.00", "-14.94", "+4.08"], ["agrees", "differs", "differs"]),
        ("Snap", ["+0.06"], ["within-tolerance"]),
        ("Google and YouTube", ["-0.21", "+0.63"], ["within-tolerance"] * 2),
    ],
)
def test_published_counts_of_platforms_against_those_of_the_clearing_house(name, sizes, verdicts):
    mine, theirs = (
        counts(
            source,
            *(f"reports,{row[0]}-01-01,{row[0]}-12-31,{row[at]},count," for row in YEARS[name]),
        )
        for at, source in ((1, name), (2, "Clearing house"))
    )
    found = compared(mine, theirs).differences
    assert [one.per_cent for one in found] == sizes
    assert [one.verdict for one in found] == verdicts
    assert [one.title for one in found] == [f"reports, {row[0]}" for row in YEARS[name]]
    assert {(one.one_source, one.other_source) for one in found} == {(name, "Clearing house")}


def test_between_bodies_that_count_for_themselves_causes_are_possible_and_none_is_exact():
    mine = counts("Platform", "reports,2021-01-01,2021-12-31,2684,,")
    theirs = counts("Clearing house", "reports,2021-01-01,2021-12-31,2283,,")
    (one,) = compared(mine, theirs).differences
    assert {"counting-time", "retries", "other-senders"} <= {cause.code for cause in one.causes}
    assert not any(cause.exact for cause in one.causes)


def test_rounded_numbers_and_shares_are_compared_as_far_as_they_tell():
    year = "2022-01-01,2022-12-31"
    mine = counts(
        "Platform", f"a,{year},551000,rounded,1000", f"b,{year},0.5,share,", f"c,{year},0.5,share,"
    )
    theirs = counts("House", f"a,{year},551086,,", f"b,{year},0.53,share,", f"c,{year},53,,")
    result = compared(mine, theirs)
    assert [one.verdict for one in result.differences] == [
        "within-tolerance", "cannot-tell", "cannot-tell",
    ]  # fmt: skip
    coarse, no_base = (one.words for one in result.differences[1:])
    assert "a share of so few digits leaves more room than the tolerance" in coarse
    assert "a share of something whose count was not given" in no_base


def test_a_number_rounded_beyond_the_tolerance_does_not_agree_with_everything():
    year = "2022-01-01,2022-12-31"
    mine = counts("Snap", f"reports,{year},0,rounded,2000000")
    result = compared(mine, counts("Clearing house", f"reports,{year},551086,,"))
    (one,) = result.differences
    assert (one.verdict, one.by, one.per_cent) == ("cannot-tell", None, "")
    assert "the rounding leaves more room than the tolerance" in one.words
    assert result.verdict == "cannot-tell"


def test_a_count_is_held_against_the_figure_of_its_name():
    mine = counts("House", "uploads-held,2026-03-01,2026-03-02,430,,")
    evidence = Evidence(
        "photos",
        WINDOW,
        Tolerances(third_party_per_cent="5"),
        NAMES,
        report=report(),
        counts=(mine,),
    )
    one = the(reconcile(evidence, NOW), "uploads-held", "", "House")
    assert (one.one, one.by, one.verdict) == (count(421), 9, "within-tolerance")
    assert one.tolerance == "5 % of the larger"


def test_rows_that_meet_nothing_are_named_and_alone_tell_nothing():
    result = compared(
        counts("A", "reports,2022-01-01,2022-12-31,5,,", "reports,2024-01-01,2024-12-31,5,,")
    )
    assert (result.verdict, result.differences) == ("cannot-tell", ())
    assert any("other days" in note for note in result.notes)
    assert any("reports" in note for note in result.notes)


# The verdict.


def test_the_verdict_is_the_worst():
    assert worst([]) == "cannot-tell"
    assert worst(["agrees", "within-tolerance"]) == "within-tolerance"
    assert worst(["within-tolerance", "cannot-tell", "agrees"]) == "cannot-tell"
    assert worst(["differs", "cannot-tell"]) == "differs"


def test_the_worst_comes_first_and_then_the_largest():
    wrong = changed(changed(report(), "uploads-checked", count=5_000), "uploads-held", count=420)
    rows = worst_first(held_against(wrong).differences)
    verdicts = [one.verdict for one in rows]
    assert verdicts == sorted(verdicts, key=["differs", "cannot-tell", "within-tolerance",
                                             "agrees"].index)  # fmt: skip
    assert rows[0].quantity == "uploads-checked"
