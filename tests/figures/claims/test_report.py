"""The report of a checked article: what is wrong comes first, and every number can be redone."""

from __future__ import annotations

import msgspec
import pytest

from beholden.figures.core.claims.marking import marked
from beholden.figures.core.claims.models import Article, Block, Checked, Checking, Spot
from beholden.figures.core.claims.report import (
    about,
    headline,
    passages,
    period_of,
    rows,
    summary,
)
from tests.figures.claims.made import CHECKED, example

KEYS = [
    "sentence", "kind", "subject", "period", "claimed", "recomputed", "verdict",
    "tolerant_verdict", "error_class", "reason", "arithmetic", "sources", "speaker", "places",
    "why",
]  # fmt: skip


def of(*numbers: int) -> Checking:
    """The example with these of its claims, counted from one."""
    return msgspec.structs.replace(example(), checked=tuple(CHECKED[n - 1] for n in numbers))


def text_of(checking: Checking, **options: bool) -> str:
    return "\n".join(one.text for one in passages(checking, **options))


def test_a_claim_as_json_has_every_key_in_its_order() -> None:
    for row in rows(example()):
        assert list(msgspec.to_builtins(row)) == KEYS
    first = msgspec.json.decode(msgspec.json.encode(rows(example())[0]))
    assert first["period"] == "2016/17 to 2017/18"
    assert first["places"] == [{"block": 0, "start": 27, "end": 40}]
    assert rows(example())[3].period == "2017/18"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((), "No number could be checked"),
        ((2,), "The number agrees with the data"),
        ((2, 3), "All 2 numbers agree with the data"),
        ((1,), "1 of 1 number differs from the data"),
        ((1, 5, 6, 7), "2 of 4 numbers differ from the data"),
        ((6, 7), "1 of 2 numbers has been revised since"),
        ((2, 7), "No number differs from the data; 1 of 2 numbers cannot be told"),
    ],
)
def test_the_heading_says_the_worst_first(numbers: tuple[int, ...], said: str) -> None:
    assert headline(of(*numbers)) == said


def test_the_summary_counts_each_verdict() -> None:
    said = "7 numbers: 2 differ, 1 is superseded, 1 cannot be told, 3 agree."
    assert summary(example()) == said
    assert summary(of(2)) == "1 number: 1 agrees."
    assert "could be checked" in summary(of())


def test_what_differs_stands_first_and_what_agrees_last() -> None:
    order = [one.verdict for one in passages(example()) if one.verdict]
    assert order == ["differs"] * 2 + ["superseded", "cannot_tell"] + ["agrees"] * 3


def test_every_passage_of_a_claim_begins_with_its_verdict() -> None:
    for one in passages(example()):
        assert one.text.lstrip("\n").startswith(one.heading)


def test_the_report_gives_what_a_reader_needs_to_redo_it() -> None:
    said = " ".join(text_of(example()).split())
    assert "story.txt, published 13 September 2018" in said
    assert "Checked against offences.csv (76 figures). A notice." in said
    assert '5. "38 per cent" Essex, 2016/17 to 2017/18: child abuse image offences' in said
    assert "The data give +35.04%: (767 - 568) / 568 * 100 = 35.04." in said
    assert "Taken tolerantly: agrees. Class: arithmetic. The counts do not give" in said
    assert "(said by: a spokesman for the charity)" in said
    assert "release 2018-09" in said


def by(number: int, **said: object) -> Checked:
    """A claim of the example whose number is worked out from something else than the data."""
    one = CHECKED[number - 1]
    return msgspec.structs.replace(one, judgement=msgspec.structs.replace(one.judgement, **said))


def test_what_the_data_do_not_give_is_not_said_to_be_theirs() -> None:
    own = by(2, by_own_counts=True)
    checking = msgspec.structs.replace(example(), checked=(own, CHECKED[2], CHECKED[3]))
    said = " ".join(text_of(checking).split())
    assert "By the article's own counts: 199, as 767 - 568 = 199." in said
    assert "The data give 199" not in said
    assert "3 numbers: 3 agree (1 by the article's own counts alone)." in said
    assert headline(checking) == "All 3 numbers agree (1 by the article's own counts alone)"
    alone = msgspec.structs.replace(example(), checked=(own,))
    assert headline(alone) == "The number agrees (by the article's own counts alone)"
    wrong = msgspec.structs.replace(example(), checked=(by(5, by_own_counts=True), own))
    assert headline(wrong) == "1 of 2 numbers differs (by the article's own counts alone)"
    assert "The data give" not in text_of(wrong)


def test_a_number_by_a_later_release_says_so() -> None:
    later = by(2, later_release="2019-01")
    said = text_of(msgspec.structs.replace(example(), checked=(later,)))
    assert "By a later release (2019-01): 199, as 767 - 568 = 199." in " ".join(said.split())
    assert "alone" not in said


def test_a_number_that_agrees_says_what_it_was_revised_to() -> None:
    revised = by(2, revised="Later revised to 205 (2019-01).")
    said = text_of(msgspec.structs.replace(example(), checked=(revised,)))
    assert "Later revised to 205 (2019-01)." in said
    assert "revised" not in text_of(of(2))


def test_arithmetic_and_class_are_not_said_twice() -> None:
    [one] = of(1).checked
    full = "The multiple is larger than the counts allow. 767 / 568 = 1.35."
    judgement = msgspec.structs.replace(one.judgement, reason=full)
    checked = msgspec.structs.replace(one, judgement=judgement)
    said = text_of(msgspec.structs.replace(example(), checked=(checked,)))
    assert said.count("767 / 568") == 1
    assert said.count("larger than the counts") == 1


def test_numbers_left_alone_are_listed_when_asked_for() -> None:
    assert "46-year-old" not in text_of(example()).replace("where a 46-year-old was jailed", "")
    said = text_of(example(), left_alone=True)
    assert "an age: 46-year-old" in said
    assert "a date or a period: 2016/17; 2017/18" in said
    none = msgspec.structs.replace(example(), left_alone=())
    assert "No number was left alone." in text_of(none, left_alone=True)


def test_the_report_keeps_to_the_width_however_long_a_sentence_is() -> None:
    [one] = of(2).checked
    judgement = msgspec.structs.replace(one.judgement, verdict="differs")
    long = f"{'word ' * 400}almost 200 {'word ' * 400}"
    claim = msgspec.structs.replace(one.claim, sentence=long)
    checked = msgspec.structs.replace(one, claim=claim, judgement=judgement)
    for width in (40, 92):
        found = passages(msgspec.structs.replace(example(), checked=(checked,)), width=width)
        lines = [line for one in found for line in one.text.split("\n") if "http" not in line]
        assert max(map(len, lines)) <= width
        assert sum(map(len, lines)) < 1_500
        assert "word almost 200 word" in " ".join(" ".join(lines).split())


def test_a_part_of_a_force_is_named_with_its_force() -> None:
    claim = CHECKED[1].claim
    part = msgspec.structs.replace(
        claim, subject=msgspec.structs.replace(claim.subject, part="Chelmsford"), period=None
    )
    assert about(part) == "Chelmsford (Essex): child abuse image offences"
    assert period_of(part) == ""


def test_the_marked_text_is_the_article_to_the_letter() -> None:
    checking = example()
    blocks = marked(checking)
    assert [block.kind for block in blocks] == [block.kind for block in checking.article.blocks]
    for block, before in zip(blocks, checking.article.blocks, strict=True):
        assert "".join(piece.text for piece in block.pieces) == before.text


def test_every_place_of_a_claim_is_marked_with_its_number() -> None:
    found = [
        (piece.text, piece.number, piece.nth)
        for block in marked(example())
        for piece in block.pieces
        if piece.number
    ]
    assert found == [
        ("nearly triple", 1, 1), ("almost 200", 2, 1), ("every 23 minutes", 3, 1), ("767", 4, 1),
        ("38 per cent", 5, 1), ("18,574", 6, 1), ("largest rise", 7, 1), ("767", 4, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spots", "marks"),
    [
        (((0, 4), (2, 6)), [("abcd", 1), ("ef", 2)]),
        (((0, 6), (1, 3)), [("abcdef", 1)]),
        (((1, 3), (1, 3)), [("bc", 1)]),
        (((4, 99), (50, 60)), [("ef", 1)]),
        (((0, 0), (3, 2)), []),
    ],
)
def test_places_that_share_words_lose_no_letter(
    spots: tuple[tuple[int, int], ...], marks: list[tuple[str, int]]
) -> None:
    article = Article("a", (Block("paragraph", "abcdef"),))
    checked = tuple(
        msgspec.structs.replace(
            CHECKED[0],
            claim=msgspec.structs.replace(CHECKED[0].claim, places=(Spot(0, start, end),)),
        )
        for start, end in spots
    )
    [block] = marked(Checking(article, checked, (), "data"))
    assert "".join(piece.text for piece in block.pieces) == "abcdef"
    assert [(piece.text, piece.number) for piece in block.pieces if piece.number] == marks
