"""The grammar of number phrases: every form that a number with its words can take.

A form is a pattern in the notation of ``_notation``, of which the longest match wins.
What stands before a number and qualifies it ("almost", "more than") belongs to every
form and is not written out. The reference page of the docs is made from ``FORMS``.
"""

from __future__ import annotations

from typing import Final

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.models import Shape


class Example(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text, the phrase found in it, its value in digits, and how it is qualified."""

    text: str
    phrase: str
    value: str
    wording: Wording = Wording.PLAIN


class Form(msgspec.Struct, frozen=True):
    """One way to say a number. ``pattern`` may be several, with `` / `` between them."""

    name: str
    shape: Shape
    pattern: str
    meaning: str
    examples: tuple[Example, ...]


_ALMOST, _MORE, _LESS, _ABOUT = (
    Wording.ALMOST,
    Wording.MORE_THAN,
    Wording.LESS_THAN,
    Wording.ABOUT,
)

FORMS: Final[tuple[Form, ...]] = (
    Form(
        "number",
        Shape.COUNT,
        "{several} / <<{several}>> contacts|calls asked|asking for / "
        # A headline: they passed it, and "the top 100" is a list.
        "{counted} top|pass|exceed <<{several}>> / "
        "{counted} in|across {words} top|pass|exceed <<{several}>>",
        "So many, in digits or words.",
        (
            Example("recorded 1,199 offences", "1,199", "1199"),
            Example("almost 200 more", "almost 200", "200", _ALMOST),
            Example("two hundred and forty-five crimes", "two hundred and forty-five", "245"),
            Example("more than 1.2 million users", "more than 1.2 million", "1200000", _MORE),
            Example("a record 18.5k reports", "a record 18.5k", "18500"),
            Example("two and a half thousand crimes", "two and a half thousand", "2500"),
            Example("some 200 offences", "some 200", "200", _ABOUT),
            Example("fewer than a dozen offences", "fewer than a dozen", "12", _LESS),
            Example("Image offences in West Yorkshire top 1,300", "1,300", "1300"),
        ),
    ),
    Form(
        "one offence",
        Shape.COUNT,
        "<<{one}>> {words} offence|crime|incident was|recorded|reported|logged|were|had / "
        "just|only|recorded <<{one}>>{finish} / "
        "just|only <<{one}>> {words} offence|crime|incident / "
        "<<{one}>> more|fewer than / <<{one}>> fewer{finish} / "
        "<<{one}>> below|above the {number} / "
        "rose|fell|dropped|up|down|increased|decreased|higher|lower|rise|increase|fall|drop by|of "
        "[just|only] <<{one}>> offence|crime|case / "
        "rose|fell|dropped|up|down|increased|decreased by [just|only] <<{one}>>{finish} / "
        "rose|fell|dropped|up|down|increased|decreased by [just|only] <<{one}>> to {number}",
        "One, where it is a count; elsewhere the word is no number.",
        (
            Example("just one offence in the City", "just one", "1"),
            Example("one such crime was recorded", "one", "1"),
        ),
    ),
    Form(
        "a single offence",
        Shape.COUNT,
        "by|of [just|only] <<a_single>> offence|crime|case",
        "One, by which something changed.",
        (Example("was lower by a single offence", "a single", "1"),),
    ),
    Form(
        "no offences",
        Shape.COUNT,
        "no {topic} offences|crimes|incidents [were|had_been] recorded|reported|logged",
        "None at all.",
        (Example("no offences were recorded in 2013/14", "no offences were recorded", "0"),),
    ),
    Form(
        "per cent",
        Shape.PERCENT,
        "{number}{percent} / <<{number} per>> increase|rise|fall|drop|jump",
        "Of a hundred; the sign, the letters pc or the words.",
        (
            Example("rose by 23 per cent", "23 per cent", "23"),
            Example("up 229.5% on the year", "229.5%", "229.5"),
            Example("up 60pc", "60pc", "60"),
            Example("a nearly 70 pc rise", "nearly 70 pc", "70", _ALMOST),
            Example("up by near 70 per cent", "near 70 per cent", "70", _ALMOST),
            Example("by thirty-five percent", "thirty-five percent", "35"),
        ),
    ),
    Form(
        "per cent said later",
        Shape.PERCENT,
        "from <<{number}>> to|and|or {number}{percent} / "
        "of|by|up|down|fell|rose|increases|rises|falls "
        "[{qualified}] <<{number}>> and {number}{percent}",
        "A number whose per cent sign stands at the next number.",
        (
            Example("from 20 to 35 per cent", "20", "20"),
            Example("rises of 35 and 69 per cent", "35", "35"),
        ),
    ),
    Form(
        "fraction",
        Shape.PERCENT,
        "<<{fraction}>>{finish} / <<{fraction}>> {follows share} / <<{fraction}>>{a verb} / "
        "<<{fraction}>>{bracket} / "
        "in [{qualified}] <<{fraction}>> the|it|they|each|victims|there / "
        "{risen} of {qualified} <<{fraction}>> / up|down|rose|fell|by {qualified} <<{fraction}>> / "
        "with|to|against|from [{qualified}] <<{fraction}>> "
        "the_year|the_previous|a_year|last_year / "
        "{shares}",
        "A share in words, told in per cents.",
        (
            Example("increased by almost a quarter in a year", "almost a quarter", "25", _ALMOST),
            Example("up by three quarters.", "three quarters", "75"),
            Example("one fifth of victims", "one fifth", "20"),
            Example("more than nine tenths of them", "more than nine tenths", "90", _MORE),
        ),
    ),
    Form(
        "half",
        Shape.PERCENT,
        "<<half>> {follows half} / by <<half>>{finish} / by <<half>> {follows share} / "
        "{qualified} <<half>>{finish} / {qualified} <<half>> {follows share} / "
        "{qualified} <<half>>{bracket} / exactly|only|just <<half>>{bracket} / "
        "only|just|exactly <<half>> {follows half} / of <<half>>{finish} / of <<half>>{bracket}",
        "Half, where it is a share of something counted.",
        (
            Example("more than half of the victims", "more than half", "50", _MORE),
            Example("fell by half.", "half", "50"),
            Example("half the offences", "half", "50"),
        ),
    ),
    Form(
        "as many again",
        Shape.PERCENT,
        "<<half>> as_many|as_much again / <<{fraction}>> as_many|as_much again",
        "So much more than there was: a rise.",
        (Example("almost half as many again", "almost half", "50", _ALMOST),),
    ),
    Form(
        "one in n",
        Shape.ONE_IN,
        "{number}~in~{number} / {number} in_every {number} / {one} {child} in [every] {number} / "
        "{one} {topic} offence|crime|case in [every] {number}{no unit} / "
        "{number} out_of [every] {number} / "
        "<<{number}~in~{number}>> {words} who answered|replied|responded|took_part / "
        "<<{number}~in~{number}>> {words} asked|surveyed|polled|questioned / "
        "<<{number} out_of [every] {number}>> {words} asked|surveyed|polled|questioned",
        "A share as so many of so many.",
        (
            Example("one in 50 had done so", "one in 50", "1/50"),
            Example("four in five cases", "four in five", "4/5"),
            Example("more than nine out of ten", "more than nine out of ten", "9/10", _MORE),
            Example("one offence in 30 is recorded", "one offence in 30", "1/30"),
            Example("almost one in every six", "almost one in every six", "1/6", _ALMOST),
        ),
    ),
    Form(
        "multiplied",
        Shape.MULTIPLE,
        "{verb}{not down}",
        "A verb that multiplies.",
        (
            Example("offences doubled in a year", "doubled", "2", Wording.TIMES),
            Example("have more than trebled", "more than trebled", "3", Wording.MORE_THAN_TIMES),
            Example("nearly tripled", "nearly tripled", "3", Wording.ALMOST_TIMES),
            Example("the number halved", "halved", "1/2", _ABOUT),
        ),
    ),
    Form(
        "twice",
        Shape.MULTIPLE,
        "<<{twice}>> as|the|that|those|what|its|their|this / <<{times}>> {told} / "
        "<<{times}>> {several} / {qualified} <<{times}>>{finish} / <<{twice}>> {whose} / "
        "<<{times}>> {whose} / <<{times}>> during|while|amid|under / "
        "{counted} <<{times}>>{finish} / {counted} in|across {words} <<{times}>>{finish}",
        "Twice as many, double the number.",
        (
            Example("twice as many as in 2016", "twice", "2", Wording.TIMES),
            Example(
                "more than double the number", "more than double", "2", Wording.MORE_THAN_TIMES
            ),
            Example("double North Yorkshire's 611", "double", "2", Wording.TIMES),
            Example("counselling sessions triple during lockdown", "triple", "3", Wording.TIMES),
            Example("Online abuse cases double", "double", "2", Wording.TIMES),
            Example("Image offences in North Yorkshire double", "double", "2", Wording.TIMES),
        ),
    ),
    Form(
        "fold",
        Shape.MULTIPLE,
        "{fold} / {number}~fold",
        "So many times over.",
        (
            Example("a ten-fold rise", "ten-fold", "10", Wording.TIMES),
            Example("an almost threefold increase", "almost threefold", "3", Wording.ALMOST_TIMES),
        ),
    ),
    Form(
        "times",
        Shape.MULTIPLE,
        "<<{number} times>> {than} / {grew} [by] [{qualified}] <<{number} times>> / "
        "{grew} [by] [{qualified}] <<{number}~fold>> / multiplied_by [{qualified}] {number} / "
        "factor_of [{qualified}] <<{number}>> / <<{number} times>> {whose}",
        "So many times as many.",
        (
            Example("2.4 times as many", "2.4 times", "2.4"),
            Example("five times higher than", "five times", "5", Wording.TIMES),
            Example("up by three times", "three times", "3", Wording.TIMES),
            Example("two-and-a-half times the figure", "two-and-a-half times", "2.5", _ABOUT),
            Example("rose by a factor of four", "four", "4", Wording.TIMES),
            Example("nearly four times Essex's", "nearly four times", "4", Wording.ALMOST_TIMES),
        ),
    ),
    Form(
        "half as many",
        Shape.MULTIPLE,
        "half as_many|as_much|as_high|the_number|the_rate|that_number|that_figure",
        "Half of another number.",
        (Example("about half as many as in 2013", "about half as many", "1/2", _ABOUT),),
    ),
    Form(
        "every",
        Shape.EVERY,
        "every [{qualified}] {number} {short units} / "
        "every [{qualified}] {number} {short units} [and] {number} {short units} / "
        "{number} {any words} every [{qualified}] {number} {units} [and] {number} {units} / "
        "once [in] every [{qualified}] {number} {units} / "
        "{number} {any words} every [{qualified}] {number} {units} / "
        "{number} in every [{qualified}] {number} {units} / {one} every {number}{finish}",
        "One in every so many minutes; several in so many are told as one.",
        (
            Example("one every 23 minutes", "one every 23 minutes", "23"),
            Example("an offence every 23 minutes", "every 23 minutes", "23"),
            Example(
                "one child abuse image offence every 23 minutes",
                "one child abuse image offence every 23 minutes",
                "23",
            ),
            Example(
                "one every two hours and 30 minutes", "one every two hours and 30 minutes", "150"
            ),
            Example("two offences every five hours", "two offences every five hours", "2.5"),
            Example(
                "more than one every 20 minutes", "more than one every 20 minutes", "20", _LESS
            ),
        ),
    ),
    Form(
        "every half hour",
        Shape.EVERY,
        "every half~an~hour|half~hour|quarter~of~an~hour / "
        "{number} {any words} every half~an~hour|half~hour|quarter~of~an~hour / "
        "every {fraction} of_an_hour / {number} {any words} every {fraction} of_an_hour / "
        "once every half~an~hour|half~hour",
        "Every half or quarter of an hour, told in minutes.",
        (Example("an offence every half an hour", "every half an hour", "30"),),
    ),
    Form(
        "every hour",
        Shape.EVERY,
        "<<every hour>>{finish} / <<every hour>> {follows share} / once every|an hour / "
        "once every other day / every other day",
        "Every hour, or every other day.",
        (Example("an offence was recorded every hour.", "every hour", "1"),),
    ),
    Form(
        "between two",
        Shape.EVERY,
        "<<{number} {short units}>> between{two of them}",
        "The time from one to the next.",
        (
            Example("23 minutes between one offence and the next", "23 minutes", "23"),
            Example("less than 24 minutes between offences", "less than 24 minutes", "24", _LESS),
        ),
    ),
    Form(
        "a day",
        Shape.PER,
        "{number} {words} {a} {unit}{no time} / {number} {offences}-{a}-{unit}{no time} / "
        "{number}-{a}-{unit}{no time} / "
        "{number} {any words} {each} {unit}{no time} / "
        "{number} {words} for_each|for_every day|week|month of_the_year / "
        "{several} {any words} recorded|logged|reported {any words} {each} {unit}{no time} / "
        "{number} {words} daily / {number} {any words} on_an_average|on_a_typical {unit} / "
        "{number} offences~{a}~{unit}{no time} / {number} crimes~{a}~{unit}{no time} / "
        "{adverb} average|mean|rate of|was|is|to|reached [{qualified}] {number}{no percent} / "
        "{adverb} average|mean|rate stands|stood at [{qualified}] {number}{no percent}",
        "So many each minute, hour, day, week, month or year.",
        (
            Example("three a day", "three a day", "3"),
            Example("more than 60 offences a day", "more than 60 offences a day", "60", _MORE),
            Example("120 per week", "120 per week", "120"),
            Example("six every day", "six every day", "6"),
            Example("120 offences-a-week", "120 offences-a-week", "120"),
            Example("four times a day", "four times a day", "4"),
            Example("almost two a week", "almost two a week", "2", _ALMOST),
            Example("a daily average of three", "daily average of three", "3"),
            Example("one an hour", "one an hour", "1"),
            Example(
                "an average of more than three every day",
                "an average of more than three every day",
                "3",
                _MORE,
            ),
        ),
    ),
    Form(
        "twice a day",
        Shape.PER,
        "once|twice {a} {short unit}{no time} / once|twice {each} {short unit}{no time}",
        "Once or twice in each.",
        (Example("more than twice a day", "more than twice a day", "2", _MORE),),
    ),
    Form(
        "per head",
        Shape.PER,
        "{number} {any words} per|for_every|for_each|to_every {base} [{people}] / "
        "{several} {any words} in_every {base} [{people}]",
        "So many for each thousand, ten thousand or hundred thousand people.",
        (
            Example("6.04 per 10,000 people", "6.04 per 10,000 people", "6.04"),
            Example(
                "six offences for every 10,000 people",
                "six offences for every 10,000 people",
                "6",
            ),
        ),
    ),
    Form(
        "largest",
        Shape.RANK,
        "[{rank}~]{end} {adjectives} {ranked} / <<[{rank}~]{end} {adjectives} level|levels>> "
        "since|on_record|ever|recorded|yet|in|for / "
        "<<[{rank}~]{end} {adjectives} level|levels>> of {topic} {offences}",
        "A place in an order, and what is ordered.",
        (
            Example("the largest rise in the East", "the largest rise", "1"),
            Example("the second highest number of", "the second highest number", "2"),
            Example("the third-largest annual increase", "the third-largest annual increase", "3"),
            Example("the lowest rate in England", "the lowest rate", "1"),
        ),
    ),
    Form(
        "largest in",
        Shape.RANK,
        "<<[{rank}~]{end}>> in|of_any|of_all|among|across|since|on_record|ever|nationally|outside|"
        "anywhere|for / the <<{end}>>{finish} / the <<most|fewest>>{finish}",
        "A place in an order whose noun stands before it.",
        (
            Example("The rise was the biggest in Wales", "the biggest", "1"),
            Example("the largest number and Humberside the smallest.", "the smallest", "1"),
            Example("the figure is the second worst in the region", "the second worst", "2"),
        ),
    ),
    Form(
        "nth largest",
        Shape.RANK,
        "the <<{rank}~{end}>>{finish}",
        "A place in an order, at the end of a clause.",
        (
            Example("South Yorkshire's is the second highest, and", "the second highest", "2"),
            Example("Gwent's was the third lowest.", "the third lowest", "3"),
        ),
    ),
    Form(
        "most in the country",
        Shape.RANK,
        "<<the most>> in the country|region|uk|county|nation{finish}",
        "More than all others, said beside the number.",
        (Example("recorded 543, the most in the country", "the most", "1"),),
    ),
    Form(
        "ranked",
        Shape.RANK,
        "ranked|ranks|ranking|placed [as] [the] <<{rank}>>",
        "A place that is called one.",
        (Example("Essex ranked third in England", "third", "3"),),
    ),
    Form(
        "most",
        Shape.RANK,
        "the most|fewest {topic} {offences} / has|had|saw <<most|fewest>> {topic} {offences} in / "
        "{said} [by_far] <<the most|fewest>>{finish} / "
        "<<the most|fewest>> in_any|of_any [one] year / "
        "{said} [by_far] <<the most|fewest>> in|of_any|of_all|among|across|with|nationally / "
        "more|higher|larger|bigger|fewer|lower than any other [police|uk|english|welsh] [{area}] / "
        "more|higher|fewer|lower than anywhere_else / "
        "more|fewer {any words} than any_other|anywhere_else [police|uk|english|welsh] [{area}]",
        "More than all others, or fewer.",
        (
            Example("recorded the most offences", "the most offences", "1"),
            Example("Kent had the most, with 900", "the most", "1"),
            Example("Kent has most offences in the South East", "most", "1"),
            Example("more than any other force", "more than any other force", "1"),
        ),
    ),
    Form(
        "top",
        Shape.RANK,
        "top_of|topped|tops|topping [the] [national|regional] list|table|league|rankings|"
        "league_table / bottom_of the list|table|league|rankings|league_table",
        "The first or last place of a list.",
        (Example("Essex topped the list", "topped the list", "1"),),
    ),
    Form(
        "record",
        Shape.RANK,
        "[a|an] record|all~time high|level|number|total|highs|levels|numbers / "
        "highest~ever level|levels|number|total / "
        "[a|an] {number}~year high|low|peak",
        "The largest of all years on record.",
        (
            Example("offences hit a record high", "a record high", "1"),
            Example("that is a five-year high", "a five-year high", "1"),
            Example("offences are at their highest-ever levels", "highest-ever levels", "1"),
        ),
    ),
)
"""All forms. Of two matches the longer wins, of equals the one named first."""
