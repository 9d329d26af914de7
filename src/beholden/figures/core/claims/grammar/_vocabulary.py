"""The words that the slots of the forms of number phrases may hold, and what they mean.

The notation is that of ``_notation``: ``|`` between alternatives, ``_`` for a gap and
``~`` for a hyphen, a gap or nothing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from beholden.figures.core._number_words import ORDINALS
from beholden.figures.core._wording import Wording, wording
from beholden.figures.core.claims.models import Direction, Per

_OFFENCES = "offence|crime|incident|case|report|arrest|conviction|image"
OFFENCES = "|".join(f"{word}|{word}s" for word in _OFFENCES.split("|"))
_RISES = "rise|increase|jump|growth|surge|spike|leap|uplift|upturn|hike|climb|upsurge|escalation"
_FALLS = "fall|drop|decrease|decline|reduction|dip|slump"
_AMOUNTS = (
    "number|total|figure|rate|proportion|percentage|count|share|volume|tally|amount|prevalence|"
    "concentration"
)
_RANKED = f"{_RISES}|{_FALLS}|{_AMOUNTS}"
RANKED = "|".join(
    ["rate_of_increase", "rate_of_growth", "rates_of_increase"]
    + [f"{word}|{word}s" for word in _RANKED.split("|")]
)
"""What a rank can be a rank of."""

VERBS: Final[dict[str, Fraction]] = {
    "doubled": Fraction(2),
    "doubling": Fraction(2),
    "doubles": Fraction(2),
    "triples": Fraction(3),
    "trebles": Fraction(3),
    "quadruples": Fraction(4),
    "tripled": Fraction(3),
    "tripling": Fraction(3),
    "trebled": Fraction(3),
    "trebling": Fraction(3),
    "quadrupled": Fraction(4),
    "quadrupling": Fraction(4),
    "quintupled": Fraction(5),
    "quintupling": Fraction(5),
    "halved": Fraction(1, 2),
    "halving": Fraction(1, 2),
}
TIMES: Final[dict[str, Fraction]] = {
    "double": Fraction(2),
    "triple": Fraction(3),
    "treble": Fraction(3),
    "quadruple": Fraction(4),
}
TWICE: Final[dict[str, Fraction]] = {"twice": Fraction(2), "thrice": Fraction(3)}
_FOLD = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "twenty": 20, "hundred": 100,
}  # fmt: skip
FOLDS: Final[dict[str, Fraction]] = {
    f"{word}fold": Fraction(number) for word, number in _FOLD.items()
}
# The first of all is told by a superlative alone.
RANKS: Final[dict[str, int]] = {word: place for word, place in ORDINALS.items() if place > 1}
UPWARD = (
    "largest|biggest|highest|steepest|sharpest|greatest|worst|fastest|single_biggest|most_significant|most_dramatic|most_marked|"
    "single_largest|single_highest|joint~highest|joint~largest|joint~biggest|joint~worst"
)
DOWNWARD = "lowest|smallest|slowest|joint~lowest"
_UP: Direction = "up"
_DOWN: Direction = "down"
ENDS: Final[dict[str, Direction]] = {
    **dict.fromkeys(UPWARD.split("|"), _UP),
    **dict.fromkeys(DOWNWARD.split("|"), _DOWN),
}
UNITS: Final[dict[str, tuple[Per, Fraction]]] = {
    "second": ("minute", Fraction(1, 60)),
    "minute": ("minute", Fraction(1)),
    "hour": ("hour", Fraction(1)),
    "day": ("day", Fraction(1)),
    "week": ("week", Fraction(1)),
    "month": ("month", Fraction(1)),
    "year": ("year", Fraction(1)),
}
"""Units of time, and how many of the unit told they are: a second is told in minutes."""
ADVERBS: Final[dict[str, Per]] = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
}
BASES: Final[dict[int, Per]] = {
    1000: "1,000",
    10_000: "10,000",
    100_000: "100,000",
}

QUALIFIERS: Final[dict[str, Wording]] = {
    **{
        words: rule
        for words in [
            "almost",
            "nearly",
            "just under",
            "just short of",
            "approaching",
            "close to",
            "more than",
            "over",
            "just over",
            "well over",
            "a little over",
            "in excess of",
            "upwards of",
            "at least",
            "above",
            "less than",
            "fewer than",
            "under",
            "below",
            "about",
            "around",
            "roughly",
            "approximately",
            "some",
            "an estimated",
        ]
        if (rule := wording(words)) is not None
    },
    "closer to": Wording.ALMOST,
    "getting on for": Wording.ALMOST,
    "not far short of": Wording.ALMOST,
    "not far off": Wording.ALMOST,
    "not quite": Wording.ALMOST,
    "virtually": Wording.ALMOST,
    "practically": Wording.ALMOST,
    "near": Wording.ALMOST,
    "nearing": Wording.ALMOST,
    "slightly under": Wording.ALMOST,
    "a little under": Wording.ALMOST,
    "slightly less than": Wording.ALMOST,
    "little more than": Wording.MORE_THAN,
    "slightly over": Wording.MORE_THAN,
    "slightly more than": Wording.MORE_THAN,
    "just above": Wording.MORE_THAN,
    "well above": Wording.MORE_THAN,
    "far more than": Wording.MORE_THAN,
    "more than a": Wording.MORE_THAN,
    "more than an": Wording.MORE_THAN,
    "no fewer than": Wording.MORE_THAN,
    "no less than": Wording.MORE_THAN,
    "exceeding": Wording.MORE_THAN,
    "topping": Wording.MORE_THAN,
    "greater than": Wording.MORE_THAN,
    "higher than": Wording.MORE_THAN,
    "upward of": Wording.MORE_THAN,
    ">": Wording.MORE_THAN,
    "well under": Wording.LESS_THAN,
    "well below": Wording.LESS_THAN,
    "just below": Wording.ALMOST,
    "lower than": Wording.LESS_THAN,
    "<": Wording.LESS_THAN,
    "circa": Wording.ABOUT,
    "c.": Wording.ABOUT,
    "~": Wording.ABOUT,
    "approx": Wording.ABOUT,
    "approx.": Wording.ABOUT,
    "estimated": Wording.ABOUT,
    "somewhere around": Wording.ABOUT,
    "in the region of": Wording.ABOUT,
    "something like": Wording.ABOUT,
    "broadly": Wording.ABOUT,
}
"""What stands before a number and changes when it is true."""
SLOTS: Final[dict[str, str]] = {
    "qualified": "|".join(words.replace(" ", "_") for words in QUALIFIERS if words[-1].isalpha()),
    "percent": "~%|~per~cent|~pc|~p.c.",
    "unit": "second|minute|hour|day|week|month|year",
    "units": "seconds|minutes|mins|hours|days|weeks|months|second|minute|hour|day|week|month",
    "short unit": "minute|hour|day|week",
    "short units": "seconds|minutes|mins|hours|days|second|minute|hour",
    "each": "each|every|per|each_and_every|every_single",
    "a": "a|an",
    "adverb": "|".join(ADVERBS),
    "verb": "|".join(VERBS),
    "times": "|".join(TIMES),
    "fold": "|".join(FOLDS) + "|" + "|".join(f"{word}~fold" for word in _FOLD),
    "twice": "twice|thrice",
    "end": f"{UPWARD}|{DOWNWARD}",
    "ranked": RANKED,
    "risen": f"{_RISES}|{_FALLS}",
    "offences": OFFENCES,
    "counted": (
        "offences|crimes|cases|incidents|reports|referrals|sessions|calls|contacts|arrests|figures|"
        "numbers"
    ),
    "people": "people|persons|population|residents|inhabitants|children|head|households|adults",
    "child": (
        "child|young_person|pupil|person|teenager|youngster|girl|boy|user|parent|children|"
        "young_people|pupils|people|teenagers|girls|boys|users|parents|offence|crime|case|"
        "offences|crimes|cases|victim|victims|of_them|adult|adults"
    ),
    "than": (
        "as|more|higher|greater|larger|bigger|worse|lower|fewer|less|the|that|those|what|its|"
        "likelier|above"
    ),
    "told": "of|the|that|those|what|last|its|their|as|this|previous|compared|since|in|from|to|"
    "within|between|over",
    "grew": (
        "rise|rose|risen|rising|increase|increased|increasing|grew|grown|growing|up|jumped|"
        "soared|surged|multiplied|climbed|gone_up|went_up|leapt|shot_up"
    ),
    "follows share": (
        "of|in|on|from|since|compared|more|higher|lower|fewer|less|over|between|during|last|this|"
        "nationally|locally|across|were|are|had|have|said|involved|admitted|to|after|"
        "but|and|with|within|when|while|for|year~on~year|increase|rise|drop|fall|jump|surge|"
        "decrease|reduction|nationwide|by|at|against|up|down|what|than|per_cent|involve|think|"
        "say|felt|know|or|under|above|below|recorded|annually|every|takes|took|brings|brought|means|"
        "meant"
    ),
    "follows half": (
        "of|the|all|were|are|had|have|said|those|their|its|that|say|involved|admitted|them|"
        "these|involve|realised|realise|knew|know|understood"
    ),
    "to": "-|~to~|~or~|~and~",
    "time": (
        "second|seconds|minute|minutes|mins|hour|hours|day|days|night|nights|week|weeks|weekend|"
        "fortnight|month|months|year|years|decade|decades|century|centuries|term|terms"
    ),
    "years old": "year~old|year~olds|years~old|years_of_age|yr~old|yr~olds",
    "compound": (
        "sided|man|person|strong|part|point|bedroom|way|stage|step|page|piece|figure|digit|storey|"
        "string|tier|pronged|party|stop|star|week|inch|mile|metre|foot|team|hour|member|force"
    ),
    "staff": (
        "officers|detectives|constables|staff|posts|moderators|analysts|investigators|mps|peers|"
        "call_handlers|specialists|reviewers|members|employees|volunteers|counsellors|workers|"
        "pcsos|sergeants"
    ),
    "other": (
        "words|chapters|clauses|parts|schedules|recommendations|priorities|languages|"
        "leaflets|properties|stations|schools|charities|roads|tickets|pairs|"
        "places|bottles|codes|consultations|rules|grandchildren|dogs|doors|messages|uploads|"
        "entries|secretaries|witnesses|libraries|posters|signatures|companies|firms|platforms|"
        "networks|countries|apps|organisations|workshops|assemblies|names|visitors|seats|copies|"
        "followers|homes|buildings|streets|events|meetings|things|reasons|questions|votes|editors|"
        "quotations|searches|families|bags|councillors|editions|lines|columns|signs|tips|ways|steps"
    ),
    "said": "recorded|saw|seen|had|logged|reported|with|registered|reporting|recording|having|has",
    "area": "force|forces|area|county|region|part|place|constabulary|city|nation|country",
}

EMPTY = [
    "exactly",
    "precisely",
    "only",
    "just",
    "a staggering",
    "a shocking",
    "a massive",
    "a huge",
    "a whopping",
    "an astonishing",
    "an alarming",
    "a worrying",
    "a record",
    "a total of",
    "as many as",
    "a further",
    "another",
    "an additional",
    "an extra",
    "an average of",
    "on average",
    "an average",
    "a mere",
    "as much as",
    "the equivalent of",
    "a rate of",
    "a combined",
    "a combined total of",
    "a sickening",
    "a disturbing",
    "a record high of",
    "a massive total of",
    "a startling",
    "an incredible",
]
"""What stands before a number and changes nothing."""
BOUNDS = ["up to", "no more than", "at most", "a maximum of", "not more than"]
"""What stands before a number that is only an upper bound."""
AFTERWARDS: Final[dict[str, Wording]] = {
    "or more": Wording.MORE_THAN,
    "plus": Wording.MORE_THAN,
    "+": Wording.MORE_THAN,
    "or so": Wording.ABOUT,
    "or thereabouts": Wording.ABOUT,
}
