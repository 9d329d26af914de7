"""Numbers that are no claim on any data, by the words around them, and why.

In the notation of the forms; of an aside and a form of the same length the aside wins.
What is clear from the words alone is here; what needs the rest of the article is for
the extractor. What is told by the digits themselves is in ``_closed``.
"""

from __future__ import annotations

from typing import Final

import msgspec

from beholden.figures.core.claims.grammar import _why


class Aside(msgspec.Struct, frozen=True):
    """A pattern that is no claim. ``near`` are words of which one must be in its sentence."""

    why: str
    pattern: str
    near: str = ""


_KIND = "[police|uk|english|welsh|scottish|british|territorial|regional|other|different|local]"
_COUNTRY = "[uk's|country's|nation's|region's]"
_CASE = (
    "he|she|his|her|him|defendant|laptops?|devices|hard drives?|computers?|court|judge|"
    "category|sentenced|jailed|pleaded|possession|stash|haul|collection"
)

ASIDES: Final[tuple[Aside, ...]] = (
    Aside(
        _why.AGE,
        "{age}~{years old} / aged|age {age} / aged|age {age}{to}{age} / "
        "aged {age}, {age} and|or {age} / "
        "aged between|under|over|from|about|around|just|only|up_to {age} / "
        "aged between|from {age} and|to {age} / {age} and_under|and_over|or_under|or_over|"
        "and_younger|and_older|or_younger|or_older / age_of|ages_of|ages {age} / "
        "age_of|ages_of|ages|between [the] [ages_of] {age} and {age} {years old} / "
        "ages_of|between_the_ages_of {age} and {age} / under~{age}s|'s / over~{age}s|'s / "
        "under|over the_age_of {age} / {age}{to}{age}~{years old} / "
        "{age}- to|and|or {age}~{years old} / turned|turning|turns {age}{finish} / "
        "under|below|over {minor}{no count} / under-{minor} / over-{minor} / "
        "{child} under|over|below {age}{no count} / as young|old as {age} / "
        "man|woman|boy|girl|student|teenager|pensioner|teacher|child|youth of {age} / "
        "girls|boys|children|victims|youngsters|pupils|teenagers of {age}{to}{age} / "
        "girls|boys|children|victims|youngsters|pupils|teenagers of {age} to|and|or {age} / "
        "girls|boys|children|youngsters|pupils from {age} to {age} / "
        "girls|boys|children|youngsters|pupils|teenagers of {age}{finish} / "
        "girls|boys|children|victims|youngsters|pupils|teenagers {age}{to}{age}{finish} / "
        "girls|boys|children|victims|youngsters|pupils {age} to {age} / "
        "that|this|same|such age[,] {age} to|and|or {age} / "
        "that|this|same|such age[,] {age}{to}{age} / "
        "age group|range|bracket of|from {age}{to}{age} / "
        "age group|range of|from {age} to|and {age} / "
        "{age}{to}{age}~age group|range|bracket / {age} to|and {age} age group|range|bracket / "
        "who|that were|are {age} to|or {age} / who were|are {age}{to}{age} / "
        "victims|children|girls|boys were|are {age}{to}{age}{finish} / "
        "victims|children|girls|boys were|are under|over|below {age}{no count} / "
        "victims|children|girls|boys reported|recorded|affected|involved were|are under|over|below "
        "{age}{no count} / "
        "nobody|no_one|anyone|someone|anybody|those|everyone|people|child|children "
        "under|over|below {age}{no count} / "
        "are|were only|just {age} and_that / "
        "half|most|many|others|all were|are under|over|below {age}{no count} / "
        "{number} {words} baby|infant|toddler|child of_a year|month|week|day / "
        "older|younger than {age}{no count} / no|not older than {age}{no count} / "
        "age was|is recorded|known|given were|was {age}{finish} / "
        "who|they|most were|are {age}{to}{age} / "
        "who|they|most were|are {age} to|or {age}{finish} / "
        "tricked|groomed|targeted|approached|abused {words} at {age}{finish} / "
        "i'm|she's|he's|they're|i_was|she_was|he_was|she_is|he_is|they_were {age}{finish}",
    ),
    Aside(_why.AGE, "median|mean|average [age] was|is|of {age}", near="age|ages|aged|old|older"),
    Aside(
        _why.DURATION,
        "{number}~{time} / {number} and|or|to {number}~{time} / "
        "{number}~calendar|consecutive|long|full|more|straight|solid {time} / "
        "{number} days|hours {a} week|day|year / {number} days|hours per week|day / "
        "first|last|past|previous {fraction} / {time} and {fraction} / "
        "{fraction} of_a|of_an {time} / {number} working days",
    ),
    Aside(
        _why.PERIOD,
        "{number} o'clock / half past {number} / {fraction} past {number} / "
        "{number} in_the morning|afternoon|evening / "
        "{number} past {number}",
    ),
    Aside(_why.MONEY, "{number} pounds|quid|pence|euros|dollars"),
    Aside(
        _why.LAW,
        "section|sections|article|schedule {number} / section|sections {number} and {number}",
    ),
    Aside(
        _why.COURT,
        "{number} counts|count [of] / {number} charge|charges of / "
        "{number} other|further|similar|more|separate|specimen counts|charges / "
        "admitted|admitting|admits|denied|denies|denying|faces|facing|"
        "faced {number} {words} counts|charges|offences|count|charge|offence / "
        "pleaded_guilty_to|pleading_guilty_to|guilty_of|charged_with|convicted_of|accused_of|"
        "sentenced_for|arrested_for|admitted_to|found_guilty_of <<{number}>> / jailed_for "
        "<<{number}>> {words} offences|counts|charges / "
        "{number} previous convictions|offences / previous convictions for <<{number}>> / "
        "{number} victim_impact|character_references",
    ),
    Aside(
        _why.COURT,
        "{number} charges|charge / {number} other|further|similar|more offences / jury of {number}",
        near="denied|denies|guilty|magistrates|bail|admitted|court|judge|jury|sentenced|jailed|pleaded|defendant",
    ),
    Aside(
        _why.PEOPLE,
        "{few} [young|other|further|more] men|women|man|woman|boys|girls|teenagers|brothers|"
        "sisters|suspects|defendants|friends|paedophiles|youths|males|females / "
        "{few} people|children|suspects|offenders {words} arrested|charged|jailed|sentenced|held|"
        "bailed|convicted|questioned|rescued|safeguarded / {few} other|further|more people / "
        "father|mother|dad|mum|parent|grandfather|grandmother of {few}{finish} / "
        "father~of~{few} / mother~of~{few} / dad~of~{few} / mum~of~{few} / parent~of~{few} / "
        "grandfather~of~{few} / grandmother~of~{few}",
    ),
    Aside(
        _why.IMAGES,
        "{number} {image words} images|videos|photos|photographs|pictures|films|movies|"
        "files|stills|clips",
        near=_CASE,
    ),
    Aside(
        _why.FORCES,
        f"{{number}} {_KIND} {_KIND} forces|force|constabularies / "
        f"{{number}} of|out_of [the] {_COUNTRY} {{number}} {_KIND} {_KIND} "
        "forces|constabularies|force_areas / {number} forces [out] of {number} / "
        "those|these <<{few}>> alone|together|combined / "
        "{few} falls|rises|increases|drops|decreases / "
        "{few} recorded|saw|had|reported|showed a|an|no fall|rise|increase|drop|decrease / "
        f"{{number}} of the {_COUNTRY} {{words}} forces|constabularies / "
        f"of [the] {_COUNTRY} {{number}} {_KIND} {_KIND} forces|constabularies[,] {{number}}",
    ),
    Aside(
        _why.SURVEY,
        "survey|poll|study|sample|interviews|questionnaire[,] of|with|among [{qualified}] "
        "<<{number}>> / surveyed|polled|questioned|interviewed|asked|asking|surveying "
        "[{qualified}] <<{number}>> / <<{number}>> {words} [who] [were] surveyed|polled|"
        "questioned|asked|respondents|took_part / <<{number}>> responses|respondents|interviews|"
        "participants / <<{number}>> {words} who replied|responded|answered",
    ),
    Aside(
        _why.POINTS,
        "{number} percentage~points|percentage~point|per_cent_points / "
        "{number}{percent}~points|point / {number} points|point|pp",
    ),
    Aside(
        _why.INEXACT,
        "hundreds|thousands|dozens|millions|scores|billions|tens_of_thousands|"
        "hundreds_of_thousands|tens_of_millions|hundreds_of_millions / several|few|many|couple_of "
        "hundred|thousand|dozen|million / {number}s",
    ),
    Aside(
        _why.RANGE,
        "between {number} and {number}{no percent} / {number}-{number}{no percent} / "
        "{number} to|or {number} {a} {unit} / {number}-{number} {a} {unit} / "
        "{number} to|or {number} times {a} {unit} / "
        "between {number}[{percent}] and {number}{percent} / "
        "{number}[{percent}]-{number}{percent} / {number} or {number}{no percent} / "
        "{number} to|or {number}{percent}",
    ),
    Aside(
        _why.SIZE,
        "{number} terabytes|gigabytes|megabytes|inches|inch|miles|mile|metres|metre|feet|foot|"
        "tonnes|degrees|litres|acres|stone|kilometres|yards|square_miles|terabyte|gigabyte / "
        "{number} {words} devices|laptops|phones|computers|hard_drives|memory_sticks|usb_sticks|"
        "tablets|sim_cards|discs|disks|cores / {number} miles an hour",
    ),
    Aside(
        _why.STAFF,
        "{number} {staff words} {staff} / team|staff|squad|unit of [{qualified}] {number} / "
        "team|staff|unit to {number}{finish} / "
        "team|unit|squad|department has|had|have grown|expanded|doubled from <<{number}>> to / "
        "team|unit|squad|department grew|expanded from <<{number}>> to / "
        "team|unit|squad of {number} has|had grown to <<{number}>>",
    ),
    Aside(
        _why.POPULATION,
        "{number} residents|inhabitants|households / population of [{qualified}] {number} / "
        "serves [{qualified}] {number} people",
    ),
    Aside(
        _why.OTHER,
        "{number} {other words} {other} / {number} of_you|of_us / {number} addresses / "
        "[all] {number} of its|their|our "
        "primary|secondary {other}",
    ),
    Aside(
        _why.LIST,
        "top|bottom {number} / page|pages|part|chapter|table|figure|no. {number} / number {number}",
    ),
    Aside(
        _why.MONEY,
        "{number}{percent} of {words} turnover|revenue|revenues|sales|income|profits|budget",
    ),
    Aside(
        _why.INTEREST,
        "{number}{percent} interest / interest_rate|interest_rates of|to|at [{qualified}] "
        "{number}{percent}",
    ),
    Aside(
        _why.WORD,
        "{number}{percent} sure|certain|committed|behind|safe|effective|confident|secure|chance / "
        "{number}~tolerance / no {one} / {one} of the|its|his|her|our|their|those|these|them|us / "
        "{one} another / {one} by {one} / {one}~to~{one} / {one}~on~{one} / {one}~off / "
        "{one} day / "
        "{few}-to-{few}{finish} / {number}-{compound}",
    ),
    Aside(_why.BASE, "per|for_every|for_each {base} [{people}]"),
    Aside(_why.ORDINAL, "{ordinal number}"),
    Aside(_why.OCCASIONS, "{number} times|occasions|separate_occasions"),
)
"""In the order of what wins between equals."""
