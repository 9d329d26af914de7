"""The statements of the two articles that started the project, each checked against a release.

Only the statements stand here; every number they are checked with is taken from
the release and the register. A release that lacks one gives ``cannot_tell``.

    founding_lines(release, registry)[0].verdict  # "agrees"
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from beholden._statistics import wilson
from beholden.figures.core._notebook import Pair, change_arithmetic, listed
from beholden.figures.core._view import View, view
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Force, ForceCode, Release
from beholden.figures.core.periods import days, financial_year, label, minutes
from beholden.figures.core.ranks import Entry, claim_first, rank
from beholden.figures.core.rounding import half_up, quotient
from beholden.figures.core.words import Wording, agrees, holds

Verdict = Literal["agrees", "differs", "cannot_tell"]

_BEFORE, _AFTER = financial_year(2016), financial_year(2017)
_YEARS = f"{label(_BEFORE)} to {label(_AFTER)}"
_HUNDRED = Decimal(100)
_SURVEYED = 40_000

# "In line" gets the room that "about" has: points for percentages, a share for rates.
_NEAR_POINTS = Decimal(2)
_NEAR_SHARE = Decimal("0.05")


class FoundingLine(msgspec.Struct, frozen=True):
    """One statement, the verdict on it in the strict sense, and the reason with its arithmetic."""

    statement: str
    verdict: Verdict
    reason: str


def founding_lines(release: Release, registry: Registry) -> tuple[FoundingLine, ...]:
    """Checks every founding statement.

    Args:
        release: The release that the statements cite; a total it did not print itself
            (a later revision) is mentioned and not used.
        registry: Forces with their populations, and groups.
    """
    seen = view(release, registry)
    return tuple(
        FoundingLine(statement, *check(seen))
        for statement, check in (
            (f"Essex, {_YEARS}: almost 200 more", _essex),
            (f"Hampshire, {_YEARS}: rose by 23 per cent", _hampshire_rose),
            (f"Hampshire, {label(_AFTER)}: more than three a day", _hampshire_a_day),
            (f"Bedfordshire, {_YEARS}: rose by 69 per cent", _bedfordshire),
            ("Bedfordshire: largest rise in the East of England", _largest_in_region),
            (f"United Kingdom, {_YEARS}: rose by almost a quarter", _almost_a_quarter),
            (f"United Kingdom, {label(_AFTER)}: one every 23 minutes", _every_23_minutes),
            ("Survey of 40,000 young people: one in 50", _one_in_50),
            ("Hotline: over 78,000 URLs identified in 2017", _over_78_000),
            ("Hampshire: rates in line with the rest of the country", _in_line),
        )
    )


_Answer = tuple[Verdict, str]


def _essex(seen: View) -> _Answer:
    pair = _pair(seen, "Essex")
    if pair is None:
        return _missing("Essex")
    difference = Decimal(pair.after.count - pair.before.count)
    return _verdict(holds(Wording.ALMOST, difference, 200)), (
        f"{_difference(pair)}; {_arithmetic(pair)}"
    )


def _hampshire_rose(seen: View) -> _Answer:
    return _rose(seen, "Hampshire", "23")


def _bedfordshire(seen: View) -> _Answer:
    return _rose(seen, "Bedfordshire", "69")


def _rose(seen: View, name: str, printed: str) -> _Answer:
    pair = _pair(seen, name)
    if pair is None:
        return _missing(name)
    return _verdict(
        agrees(printed, pair.percent).strict
    ), f"{_difference(pair)}; {_arithmetic(pair)}"


def _hampshire_a_day(seen: View) -> _Answer:
    pair = _pair(seen, "Hampshire")
    if pair is None:
        return _missing("Hampshire")
    rate = quotient(pair.after.count, days(_AFTER))
    return _verdict(holds(Wording.MORE_THAN, rate, 3)), (
        f"{pair.after.text} / {days(_AFTER)} = {half_up(rate, 2)} a day"
    )


def _largest_in_region(seen: View) -> _Answer:
    force = _force(seen, "Bedfordshire")
    group = seen.registry.group("east-of-england")
    known = {code: pair for code in group.members if (pair := _pair_of(seen, code)) is not None}
    if force.code not in known:
        return _missing(force.name)
    entries = {code: _entry(seen, code) for code in group.members}
    claim = claim_first(rank(entries, "percentage", group.members), force.code)
    first = claim.known.replace("-", " ")
    by_count = rank(entries, "difference", group.members).first
    listing = ", ".join(
        f"{seen.registry.by_code(code).name} {half_up(pair.percent, 1):+}% ({pair.more:+,})"
        for code, pair in sorted(known.items(), key=lambda item: (-item[1].percent, item[0]))
    )
    result = f"{first} by percentage among the {len(known)} known ({listing})"
    if force.code not in by_count:
        others = listed(
            f"{seen.registry.by_code(code).name} {known[code].more:+,}" for code in by_count
        )
        result += f", not by count ({others})"
    missing = [code for code in group.members if code not in known]
    if missing:
        names = listed(seen.registry.by_code(code).name for code in missing)
        result = (
            f"{len(missing)} of {len(group.members)} members of the region are missing "
            f"({names}): {result}"
        )
    return claim.verdict, result


def _almost_a_quarter(seen: View) -> _Answer:
    pair = _uk(seen)
    if pair is None:
        return _missing("the United Kingdom")
    quarter = holds(Wording.ALMOST, pair.percent, 25)
    return _verdict(quarter), f"{_arithmetic(pair)}{_source(seen)}{_revised(seen)}"


def _every_23_minutes(seen: View) -> _Answer:
    pair = _uk(seen)
    if pair is None:
        return _missing("the United Kingdom")
    value = quotient(minutes(_AFTER), pair.after.count)
    return _verdict(agrees("23", value).strict), (
        f"{minutes(_AFTER):,} / {pair.after.text} = {half_up(value, 2)} minutes{_source(seen)}"
    )


def _one_in_50(seen: View) -> _Answer:
    found = [one for one in seen.release.surveys if one.base == _SURVEYED and one.share]
    if not found:
        return "cannot_tell", "The release holds no survey with this base."
    survey = found[0]
    low, high = wilson(survey.share, survey.base, survey.design_effect)
    one_in = 1 / survey.share
    return _verdict(agrees("50", one_in).strict), (
        f"1 / {survey.share} = {half_up(one_in, 0)}; {_plain(survey.share * _HUNDRED)}% of "
        f"{survey.base:,}, 95% interval {half_up(Decimal(low) * _HUNDRED, 2)}% to "
        f"{half_up(Decimal(high) * _HUNDRED, 2)}% (Wilson, design effect {survey.design_effect}). "
        "A survey is a series of its own, apart from recorded crime."
    )


def _over_78_000(seen: View) -> _Answer:
    found = [
        one
        for one in seen.release.hotlines
        if (one.period.start.year, one.period.end.year) == (2017, 2017)
    ]
    if not found:
        return "cannot_tell", "The release holds no number of a hotline for this year."
    hotline = found[0]
    target = Decimal(78_000)
    published = f"{'over ' if hotline.at_least else ''}{hotline.count:,}"
    # A number published as "over n" is itself above n.
    over = hotline.count >= target if hotline.at_least else hotline.count > target
    return _verdict(over), (
        f"{hotline.name} published {published} for {label(hotline.period)}. A hotline is a "
        "series of its own, apart from recorded crime."
    )


def _in_line(seen: View) -> _Answer:
    force = _force(seen, "Hampshire")
    local, uk = _pair(seen, "Hampshire"), _uk(seen)
    if local is None or uk is None:
        return _missing("Hampshire or the United Kingdom")
    members = seen.registry.group("uk").members
    year = _AFTER.end.year
    here, at = seen.registry.population(force.code, year)
    everywhere = sum(seen.registry.population(code, year)[0] for code in members)
    local_rate = quotient(10_000 * local.after.count, here)
    uk_rate = quotient(10_000 * uk.after.count, everywhere)
    rise = abs(local.percent - uk.percent) <= _NEAR_POINTS
    level = abs(local_rate - uk_rate) <= _NEAR_SHARE * uk_rate
    reason = (
        f"{_true(said=rise)} of the rate of increase: {_tenth(local.percent)}% against "
        f"{_tenth(uk.percent)}% ({_arithmetic(local)}; {_arithmetic(uk)}). {_true(said=level)} per "
        f"head: {half_up(local_rate, 2)} against {half_up(uk_rate, 2)} per 10,000 people in "
        f"mid-{at} ({local.after.text} / {here:,} * 10,000 = {half_up(local_rate, 2)}; "
        f"{uk.after.text} / {everywhere:,} * 10,000 = {half_up(uk_rate, 2)})"
    )
    if rise != level:
        return "cannot_tell", f"It does not say which rate. {reason}"
    return _verdict(rise), reason


def _force(seen: View, name: str) -> Force:
    found = seen.registry.find(name)
    if found is None:
        raise LookupError(f"The register has no force {name!r}.")
    return found


def _pair(seen: View, name: str) -> Pair | None:
    return _pair_of(seen, _force(seen, name).code)


def _pair_of(seen: View, code: ForceCode) -> Pair | None:
    earlier, later = seen.number(code, _BEFORE), seen.number(code, _AFTER)
    if earlier is None or later is None or not earlier.count or not later.count:
        return None
    return Pair(earlier, later)


def _entry(seen: View, code: ForceCode) -> Entry:
    before, after = (seen.observation(code, period) for period in (_BEFORE, _AFTER))
    return Entry(
        after=None if after is None else after.value,
        before=None if before is None else before.value,
    )


def _uk(seen: View) -> Pair | None:
    earlier, later = (seen.printed_total("uk", period) for period in (_BEFORE, _AFTER))
    if earlier is None or later is None or not earlier.count or not later.count:
        return None
    return Pair(earlier, later)


def _source(seen: View) -> str:
    return f" (total published in release {seen.release.id}, not a sum of the forces)"


def _revised(seen: View) -> str:
    others = [
        one
        for one in seen.release.aggregates
        if (one.group, one.offence) == ("uk", seen.offence)
        and one.period in {_BEFORE, _AFTER}
        and one.release != seen.release.id
    ]
    return "".join(
        f". A later release says {one.count:,} for {label(one.period)}, which supersedes this "
        "for later claims only"
        for one in sorted(others, key=lambda one: (one.period, one.count))
    )


def _missing(name: str) -> _Answer:
    return "cannot_tell", f"The release does not hold both years of {name}."


def _arithmetic(pair: Pair) -> str:
    return f"{change_arithmetic(pair)}%"


def _difference(pair: Pair) -> str:
    return f"{pair.after.text} - {pair.before.text} = {pair.more:+,}"


def _verdict(held: bool) -> Verdict:  # noqa: FBT001 - the answer itself
    return "agrees" if held else "differs"


def _true(*, said: bool) -> str:
    return "True" if said else "False"


def _tenth(value: Decimal) -> Decimal:
    return half_up(value, 1)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
