"""What a report hides cannot be worked out, over all sums of the report at once."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from beholden._statistics import recover
from beholden.transparency.core import Figure
from beholden.transparency.core.protection import hidden, table_of

DAYS = tuple(f"2026-{month}-{day:02}" for month in ("10", "11") for day in (1, 2, 3))
NAMES = ("allowed", "held", "blocked")
_COUNTS = st.tuples(st.integers(100, 900), st.integers(0, 9), st.integers(0, 9))


def figures(rows: list[tuple[int, int, int]]) -> list[Figure]:
    """A report's figures by day, with their totals."""
    made = []
    for day, row in zip(DAYS, rows, strict=True):
        for name, count in (("checked", sum(row)), *zip(NAMES, row, strict=True)):
            made.append(Figure(indicator=f"uploads-{name}-by-day", part=day, count=count))
    columns = [sum(row[at] for row in rows) for at in range(3)]
    for name, count in (("checked", sum(columns)), *zip(NAMES, columns, strict=True)):
        made.append(Figure(indicator=f"uploads-{name}", count=count))
    return made


def printed(made: list[Figure], secret: frozenset[str]) -> list[Figure]:
    return [
        Figure(indicator=one.indicator, part=one.part, mark="c") if one.key in secret else one
        for one in made
    ]


@settings(deadline=None, max_examples=15)
@given(st.lists(_COUNTS, min_size=len(DAYS), max_size=len(DAYS)))
@example([(500, 1, 0), *[(500, 0, 0)] * 5])
@example([(500, 1, 0), *[(500, 0, 0)] * 4, (500, 5, 0)])
@example([(500, 2, 0), *[(500, 0, 0)] * 5])
@example([(500, 1, 0), (500, 0, 1), *[(500, 0, 0)] * 4])
@example([(500, 2, 6), (500, 7, 3), *[(500, 9, 9)] * 4])
def test_every_small_count_keeps_all_values_that_its_printed_total_leaves_possible(
    rows: list[tuple[int, int, int]],
) -> None:
    made = figures(rows)
    secret = hidden(made, 5)
    small = {one.key for one in made if one.part and 0 < (one.count or 0) < 5}
    assert small <= secret
    assert not {one.key for one in made if not one.part} & secret, "totals are printed"
    totals = {one.indicator: one.count or 0 for one in made if not one.part}
    found = recover(table_of(printed(made, secret)))
    for key in small:
        total = totals[key.partition("-by-day")[0]]
        high = found[key].high
        assert found[key].low <= 1, key
        assert high is None or high >= min(4, total), key
        assert not found[key].exact, key


def test_a_0_is_printed_where_its_total_shows_that_it_is_one() -> None:
    """One of two surfaces had the 2 that were blocked, and nothing was held on any."""
    made = []
    rows = {"allowed": (255, 166), "held": (0, 0), "blocked": (2, 0), "checked": (257, 166)}
    for name, (avatar, post) in rows.items():
        made += [
            Figure(indicator=f"uploads-{name}", count=avatar + post),
            Figure(indicator=f"uploads-{name}-by-surface", part="avatar", count=avatar),
            Figure(indicator=f"uploads-{name}-by-surface", part="post", count=post),
        ]
    for name in ("held", "blocked"):
        count = sum(rows[name])
        made += [
            Figure(indicator=f"uploads-{name}-by-rule", part="known", count=count),
            Figure(indicator=f"uploads-{name}-by-rule", part="similar", count=0),
        ]
    secret = hidden(made, 5)
    assert "uploads-blocked-by-surface[avatar]" in secret
    assert not {key for key in secret if key.startswith("uploads-held")}


def test_the_only_part_of_a_breakdown_is_its_total_and_is_printed_like_it() -> None:
    made = [
        Figure(indicator="uploads-held", count=3),
        Figure(indicator="uploads-held-by-rule", part="known", count=3),
    ]
    assert hidden(made, 5) == frozenset()


def test_nothing_is_hidden_where_the_settings_hide_nothing() -> None:
    assert hidden(figures([(500, 1, 2)] * len(DAYS)), 1) == frozenset()


def test_a_breakdown_that_tells_of_no_person_is_printed() -> None:
    made = [
        Figure(indicator="edition-changes", count=3),
        Figure(indicator="edition-changes-by-action", part="added", count=2),
        Figure(indicator="edition-changes-by-action", part="removed", count=1),
    ]
    assert hidden(made, 5) == frozenset()


_STOPPED = st.tuples(
    st.integers(0, 12), st.integers(0, 6), st.integers(0, 9), st.integers(0, 6), st.integers(0, 3)
)

_BOTH = {"matches", "matches-by-list[images]"}
_KEPT = {
    "uploads-held",
    "uploads-blocked",
    "decisions-opened",
    "decisions-held",
    "decisions-blocked",
}


def stopped(damaged: int, large: int, similar: int, known: int, drills: int) -> dict[str, int]:
    """Every figure of a service by its key: files not hashed and similar ones are held.

    Known ones are blocked, and so are drills, which came from a surface of their own. A picture
    that matches, matches one list by one kind of hash.
    """
    held, blocked = damaged + large + similar, known + drills
    return {
        "uploads-held": held,
        "uploads-blocked": blocked,
        "uploads-held-by-rule[cannot be hashed]": damaged + large,
        "uploads-held-by-rule[similar]": similar,
        "uploads-blocked-by-rule[known]": known,
        "uploads-blocked-by-rule[proof]": drills,
        "uploads-blocked-by-surface[post]": known,
        "uploads-blocked-by-surface[test]": drills,
        "matches": similar + blocked,
        "matches-by-list[drills]": drills,
        "matches-by-list[images]": similar + known,
        "matches-by-kind[pdq]": similar,
        "matches-by-kind[sha256]": blocked,
        "decisions-opened": held + blocked,
        "decisions-held": held,
        "decisions-blocked": blocked,
        "decisions-held-without-drills": held,
        "decisions-blocked-without-drills": known,
        "drills": drills,
        "drills-by-outcome[block]": drills,
        "decisions-unscannable": damaged + large,
        "decisions-unscannable-by-code[damaged]": damaged,
        "decisions-unscannable-by-code[too-large]": large,
    }


def as_figures(counts: dict[str, int]) -> list[Figure]:
    split = [(key.removesuffix("]").partition("["), count) for key, count in counts.items()]
    return [Figure(indicator=name, part=part, count=count) for (name, _, part), count in split]


def who_knows_the_policy(seen: dict[str, int]) -> dict[str, set[int]]:
    """All values that each figure can have, found by trying every service there could be."""
    held, blocked = seen["uploads-held"], seen["uploads-blocked"]
    found: dict[str, set[int]] = defaultdict(set)
    for damaged, large, known in product(range(held + 1), range(held + 1), range(blocked + 1)):
        if damaged + large <= held:
            tried = stopped(damaged, large, held - damaged - large, known, blocked - known)
            if all(tried[key] == count for key, count in seen.items()):
                for key, count in tried.items():
                    found[key].add(count)
    return found


@settings(deadline=None, max_examples=15)
@given(_STOPPED)
@example((20, 2, 1, 30, 0))
@example((20, 2, 1, 0, 0))
@example((13, 9, 1, 6, 0))
@example((22, 0, 1, 6, 3))
@example((0, 1, 18, 6, 3))
@example((1, 0, 18, 6, 0))
@example((1, 1, 1, 3, 1))
@example((0, 0, 3, 0, 2))
@example((0, 5, 0, 1, 1))
def test_who_knows_the_policy_works_out_no_small_count(
    made: tuple[int, int, int, int, int],
) -> None:
    counts = stopped(*made)
    secret = hidden(as_figures(counts), 5)
    assert not _KEPT & secret
    possible = who_knows_the_policy({key: counts[key] for key in counts if key not in secret})
    anyway = who_knows_the_policy({key: counts[key] for key in _KEPT})
    for key, count in counts.items():
        if key not in secret:
            assert not _is_small(key, count, counts), key
            continue
        if count in {counts[one] for one in _KEPT}:
            continue  # a printed total by another name
        outcome = "uploads-blocked" if _is_blocked(key) else "uploads-held"
        # What matches may be held or blocked: a small printed total of either bounds it.
        totals = [counts[outcome], counts["uploads-blocked"]] if key in _BOTH else [counts[outcome]]
        if 0 < count < 5 and min(totals) >= 5:
            assert possible[key] >= anyway[key] & {1, 2, 3, 4}, (key, sorted(possible[key]), counts)
        elif 0 < count < min(5, counts[outcome]) and len(anyway[key]) > 1:
            assert len(possible[key]) > 1, key


def _is_blocked(key: str) -> bool:
    return not key.startswith("decisions-held") and any(
        word in key for word in ("blocked", "drill", "sha256")
    )


def _is_small(key: str, count: int, counts: dict[str, int]) -> bool:
    """Whether it is hidden for its own sake: a printed total by another name is not."""
    return 0 < count < 5 and key not in _KEPT and counts.get(key.partition("-by-")[0]) != count


def test_a_total_that_gives_away_what_another_rule_held_is_hidden() -> None:
    made = as_figures(stopped(20, 2, 1, 30, 0))
    secret = hidden(made, 5)
    assert {"uploads-held-by-rule[similar]", "decisions-unscannable", "matches"} <= secret


def test_totals_that_give_nothing_away_are_printed() -> None:
    assert hidden(as_figures(stopped(30, 20, 70, 300, 90)), 5) == frozenset()
