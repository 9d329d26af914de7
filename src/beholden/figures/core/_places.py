"""Where a force stands in its group, in words that stay true while members are missing.

"Largest" is only said where no other could have been larger; else "largest recorded".
"""

from __future__ import annotations

from decimal import Decimal

from beholden.figures.core._notebook import Notebook, listed, say
from beholden.figures.core._number_words import ORDINALS
from beholden.figures.core._table import Table
from beholden.figures.core._view import View, named
from beholden.figures.core.brief import Figure, Key, Sentence
from beholden.figures.core.models import Force, Group
from beholden.figures.core.ranks import BASES, rank_intervals

_WORDS = tuple(ORDINALS)
_SEED = 2018
"""Any seed does: it is fixed so that the same figures always give the same places."""


def ordinal(place: int) -> str:
    """A place in words to ten, in figures beyond: ``second``, ``21st``."""
    if place <= len(_WORDS):
        return _WORDS[place - 1]
    teen = place // 10 % 10 == 1
    return f"{place}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def place(
    seen: View, table: Table, group: Group, force: Force, notes: Notebook
) -> tuple[Sentence, ...]:
    """Where a force stands in its group: on what basis, among how many, and who is missing."""
    ranking = table.ranking
    at = ranking.place(force.code)
    basis = BASES[ranking.basis]
    if at is None:
        why = next((row.why_not for row in table.rows if row.force == force.code), "")
        if any(one.force == force.code for one in ranking.small):
            why = "it has too few offences to measure by"
        notes.absent("rank", f"Place by {basis}", why)
        return (say(f"{force.name} is not ranked by {basis} in {named(group)}: {why}."),)
    ranked = notes.tally("ranked", f"Forces of {named(group)} ranked", len(ranking.order))
    of = notes.tally("group-of", f"All forces of {named(group)}", len(table.members))
    shared = sum(placed.place == at for placed in ranking.order) > 1
    label = f"Place by {basis} among those ranked"
    spot = notes.add(Figure("rank", label, ordinal(at), Decimal(at), "", _keys(table)))
    only = say(
        f"By {basis}, {force.name} is the only force of {named(group)} that can be ranked, out of ",
        of,
        ".",
    )
    among = say(
        f"By {basis}, {force.name} {'shares' if shared else 'is in'} ",
        spot,
        " place of the ",
        ranked,
        f" forces of {named(group)} that can be ranked, out of ",
        of,
        ".",
    )
    sentences = [
        only if len(ranking.order) == 1 else among,
        *_largest(table, group, force),
        *_by_number(seen, table, force, notes),
        *_by_chance(table, force, notes),
    ]
    missing = [seen.registry.by_code(one.force).name for one in ranking.missing]
    if missing:
        is_are = "is" if len(missing) == 1 else "are"
        sentences.append(
            say(f"{listed(missing)} {is_are} missing, so its place among all cannot be told.")
        )
    return tuple(sentences)


def _largest(table: Table, group: Group, force: Force) -> tuple[Sentence, ...]:
    """The first place in the words that are safe: "largest" only where nothing else could be."""
    ranking = table.ranking
    pair = table.pairs.get(force.code)
    if ranking.first != (force.code,) or len(ranking.order) == 1:
        return ()
    if ranking.basis == "percentage":
        if pair is None or pair.more <= 0:
            return ()
        thing = "percentage rise"
    else:
        thing = "rate per head"
    if ranking.separable and not ranking.missing:
        return (say(f"That is the largest {thing} in {named(group)}."),)
    among = " among the forces that are known" if ranking.missing else ""
    hedge = "" if ranking.separable else "; with chance allowed for, another could have been larger"
    return (say(f"That is the largest recorded {thing}{among}{hedge}."),)


def _by_number(seen: View, table: Table, force: Force, notes: Notebook) -> tuple[Sentence, ...]:
    """Where the first by percentage is not the first by number, so that nobody mixes them up."""
    if table.ranking.basis != "percentage" or table.ranking.first != (force.code,):
        return ()
    most = max(table.pairs, key=lambda code: (table.pairs[code].more, code))
    pair = table.pairs[most]
    if pair.more <= table.pairs[force.code].more:
        return ()
    name = seen.registry.by_code(most).name
    more = notes.difference("most-more", f"Difference, {name}", pair)
    among = " among the forces that are known" if table.ranking.missing else ""
    opening = f"By number the largest recorded rise{among} is that of {name}: "
    return (say(opening, more, " more."),)


def _by_chance(table: Table, force: Force, notes: Notebook) -> tuple[Sentence, ...]:
    """Between which places chance alone could have put the force, by simulation."""
    import numpy as np  # noqa: PLC0415 - only simulations need it

    if len(table.ranking.order) == 1:
        return ()
    found = rank_intervals(
        table.entries, table.ranking, np.random.default_rng(_SEED), phi=table.dispersion
    )
    low, high = found[force.code]
    method = "simulation of every count around its own level"
    spans = [
        notes.add(Figure(name, words, ordinal(end), Decimal(end), method, _keys(table)))
        for name, words, end in (
            ("rank-best", "Best place that chance allows", low),
            ("rank-worst", "Worst place that chance allows", high),
        )
    ]
    if low == high:
        return (say("Chance alone would hardly change that place."),)
    return (say("Chance alone could put it anywhere from ", spans[0], " to ", spans[1], " place."),)


def _keys(table: Table) -> tuple[Key, ...]:
    numbers = (
        number
        for code in sorted(table.pairs)
        for number in (table.pairs[code].before, table.pairs[code].after)
    )
    return tuple(key for number in numbers for key in number.inputs)
