"""What matches what in the corpus of articles, and how failures are counted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from tools import claims_pages as pages
from tools.claims_corpus import FOLDER, Expected, Outcome, Piece, compare, pieces
from tools.claims_score import failures, score
from tools.claims_table import main

from beholden.figures.claim_data import load_data
from beholden.figures.core.claims.models import (
    Article,
    Block,
    Checked,
    Checking,
    Claim,
    ClaimKind,
    Judgement,
    Measure,
    Phrase,
    Shape,
    Spot,
    Subject,
    VerdictWord,
)
from beholden.figures.registry import load_registry

TEXT = """Crimes up by almost 200

Police in Essex recorded 767 offences,
up from 568 the year before. It is the 767 that matters.
"""
BLOCKS = (
    Block("headline", "Crimes up by almost 200"),
    Block(
        "paragraph",
        "Police in Essex recorded 767 offences, up from 568 the year before. "
        "It is the 767 that matters.",
    ),
)


def wanted(number: str, kind: ClaimKind = "total", **more) -> Expected:
    return Expected(number, kind, "Essex", "2017/18", more.pop("verdict", "agrees"), **more)


def found(
    words: str,
    *,
    nth: int = 1,
    kind: ClaimKind = "total",
    verdict: VerdictWord = "agrees",
    error_class: str = "",
) -> Checked:
    spots = []
    for index, block in enumerate(BLOCKS):
        at = block.text.find(words)
        while at >= 0:
            spots.append(Spot(index, at, at + len(words)))
            at = block.text.find(words, at + 1)
    spot = spots[nth - 1]
    phrase = Phrase(spot.start, spot.end, words, Shape.COUNT, Decimal(1), "count")
    claim = Claim(
        kind=kind,
        measure=Measure.COUNT,
        sentence="A sentence.",
        phrase=phrase,
        subject=Subject("E23000028", "Essex"),
        series="iioc_total",
        series_name="image offences",
        places=(spot,),
        why=("the county is named",),
    )
    return Checked(claim, Judgement(verdict, verdict, "", "A reason.", error_class))


def outcome(claims: Sequence[Expected], checked: Sequence[Checked]) -> Outcome:
    piece = Piece("local weekly", ("offences",), TEXT, claims=tuple(claims), name="essex")
    article = Article("essex.txt", BLOCKS)
    return compare(piece, Checking(article, tuple(checked), (), "offences"), 0.01)


def test_a_claim_is_found_where_its_number_stands_although_lines_were_joined() -> None:
    made = outcome([wanted("568")], [found("from 568")])
    assert made.matches[0].found is not None
    assert (score([made]).whole.recall, score([made]).whole.precision) == (1, 1)


def test_the_same_number_elsewhere_is_another_claim() -> None:
    made = outcome([wanted("767", nth=2)], [found("767")])
    assert made.matches[0].found is None
    assert len(made.unexpected) == 1


def test_another_kind_in_the_same_place_is_no_match_but_is_shown() -> None:
    made = outcome([wanted("568")], [found("568", kind="share")])
    assert made.matches[0].found is None
    assert made.matches[0].other is not None
    assert [one.wrong for one in failures([made])] == ["missed", "unexpected"]


def test_a_claim_found_again_at_another_of_its_places_is_only_repeated() -> None:
    claims = [wanted("767", also=(("767", 2),))]
    made = outcome(claims, [found("767"), found("767", nth=2)])
    assert (made.repeated, made.unexpected) == (1, ())


def test_a_claim_found_twice_in_one_place_is_once_too_often() -> None:
    made = outcome([wanted("767")], [found("767"), found("767")])
    assert (made.repeated, len(made.unexpected)) == (0, 1)


def test_the_longest_overlap_wins_and_each_claim_answers_once() -> None:
    both = found("767 offences, up from 568")
    made = outcome([wanted("767"), wanted("568")], [both, found("568")])
    assert [match.found and match.found.claim.phrase.text for match in made.matches] == [
        "767 offences, up from 568",
        "568",
    ]


def test_what_is_said_to_agree_and_does_not_is_counted_apart() -> None:
    claims = [
        wanted("767", verdict="differs", error_class="year_label"),
        wanted("568", verdict="cannot_tell", error_class=("not_in_data", "ambiguous")),
        wanted("almost 200"),
    ]
    checked = [
        found("767"),
        found("568", verdict="cannot_tell", error_class="ambiguous"),
        found("almost 200", verdict="differs", error_class="arithmetic"),
    ]
    counted = score([outcome(claims, checked)])
    assert (counted.false_agrees, counted.false_differs) == (1, 1)
    assert (counted.classes_right, counted.classes_asked) == (1, 2)
    assert counted.whole.accuracy == pytest.approx(1 / 3)
    assert counted.clean == 0


def test_totals_tell_nothing_of_any_article() -> None:
    counted = score([outcome([wanted("767")], [found("568")])])
    printed = pages.totals("kept_away", counted)
    assert "essex" not in printed
    assert "767" not in printed
    assert "| 0.0% |" in printed


def test_a_failure_shows_the_sentence_and_why() -> None:
    made = outcome([wanted("767", verdict="differs")], [found("767")])
    printed = pages.failure(next(failures([made])))
    assert "A sentence." in printed
    assert "the county is named" in printed


def test_the_page_holds_every_set() -> None:
    counted = score([outcome([wanted("767")], [found("767")])])
    printed = pages.page({"seen": counted, "kept_away": counted})
    assert printed.count("### By kind of claim") == 2


def test_a_number_that_is_not_in_the_text_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text(
        'style = "brief"\ndata = ["offences"]\ntext = "None."\n[[claims]]\nnumber = "9"\n'
        'kind = "total"\nsubject = "Essex"\nperiod = "2017/18"\nverdict = "agrees"\n'
    )
    with pytest.raises(ValueError, match=r"wrong\.toml: '9' does not stand 1 times"):
        pieces(tmp_path)


def test_the_checker_itself_is_measured_on_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "seen").mkdir()
    (tmp_path / "offences.csv").write_bytes((FOLDER / "offences.csv").read_bytes())
    (tmp_path / "seen" / "brief.toml").write_text(
        'style = "brief"\ndata = ["offences"]\n'
        'text = "Essex Police recorded 767 child abuse image offences in 2017/18."\n'
        '[[claims]]\nnumber = "767"\nkind = "total"\nsubject = "Essex"\n'
        'period = "2017/18"\nverdict = "agrees"\n'
    )
    page = tmp_path / "page.md"
    assert main(["--corpus", str(tmp_path), "--blind", "--write", str(page)]) == 0
    assert "| 1 | 1 | 100.0% | 100.0% | 100.0% | 100.0% | 0 | 0 | 1 |" in capsys.readouterr().out
    assert page.read_text().startswith("# How well the checker does, measured")


def test_every_label_of_the_seen_articles_can_be_used() -> None:
    corpus = pieces(FOLDER / "seen")
    for piece in corpus:
        for claim in piece.claims:
            assert bool(claim.classes) == (claim.verdict != "agrees"), (piece.name, claim.number)


def test_the_data_of_the_corpus_can_be_read() -> None:
    registry = load_registry()
    for name in ("offences", "series"):
        assert load_data(FOLDER / f"{name}.csv", registry).facts
