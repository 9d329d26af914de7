"""Numbers that are no claim on any data, and why: ages, dates, terms, money, addresses.

Two kinds. ``CLOSED`` are ways to write that need the digits themselves (``07700``,
``£1.2m``, ``86/2``) and are taken out of the text before anything else is read.
``ASIDES`` are patterns in the notation of the forms; of an aside and a form of the
same length the aside wins. What is clear from the words alone is here; what needs the
rest of the sentence is for the extractor.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from beholden.figures.core.claims._notation import Pattern, patterns
from beholden.figures.core.claims._vocabulary import SLOTS

AGE = "an age"
PERIOD = "a date or a period"
DURATION = "a length of time"
MONEY = "money"
TELEPHONE = "a telephone number"
ADDRESS = "an address"
LAW = "a section of a law or a code"
NAME = "part of a name"
WEB = "a web address"
PEOPLE = "people in one case"
COURT = "a court case"
IMAGES = "images in one case"
FORCES = "the number of forces"
SURVEY = "the base of a survey"
POINTS = "percentage points"
INEXACT = "no exact number"
UPPER = "an upper bound"
RANGE = "a range"
SIZE = "a size or a measure"
LIST = "the number of a list or a page"
WORD = "a word that is no count here"
ORDINAL = "an ordinal"
BASE = "the base of a rate"
UNKNOWN = "a number in no known form"


class Aside(msgspec.Struct, frozen=True):
    """A pattern that is no claim. ``near`` are words of which one must be in its sentence."""

    why: str
    pattern: str
    near: str = ""


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_PLACE = (
    r"(?:Road|Street|Lane|Avenue|Drive|Close|Way|Square|Gardens|House|Crescent|Terrace|Place|"
    r"Grove|Hill|Row|Mews|Court|Park|Rd|St|Ave)\b"
)
CLOSED: Final[tuple[tuple[str, str], ...]] = (
    (WEB, r"(?<![\w/])(?:https?://|www\.)[^\s<>\"]{1,2000}"),
    (WEB, r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
    (WEB, r"(?<![\w@])[@#](?=[\w]*[^\W\d])\w{2,60}"),
    (
        WEB,
        r"(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:com|uk|org|net|gov|info|eu|tv|io)(?:/[^\s<>\"]{0,500})?(?!\w)",
    ),
    (MONEY, r"[\u00a3$\u20ac]\s?\d[\d,.]*\d?\s?(?:million|billion|thousand|bn|m|k)?(?!\w)"),
    (
        MONEY,
        r"(?<![\w.,])\d[\d,.]{0,20}\s?(?:million\s|billion\s|m\s)?(?:pounds|euros|dollars|pence)\b",
    ),
    (MONEY, r"(?<![\w.,])\d{1,3}p\b"),
    (TELEPHONE, r"(?<![\w+])\+\d{2,3}[\s(]?\d[\d\s()-]{6,16}\d"),
    (TELEPHONE, r"(?<![\w.,/-])0\d{2,5}(?:[\s-]\d{2,6}){1,3}(?![\w/])"),
    (TELEPHONE, r"(?<![\w.,/-])0\d{9,10}(?!\w)"),
    (TELEPHONE, r"(?<![\w.,/-])116\s?\d{3}(?!\w)"),
    (
        TELEPHONE,
        r"\b(?:call(?:ing)?|dial(?:ling)?|ring(?:ing)?|phone|phoning|on|via|or|through)\s(?:999|101|111|112)\b(?!\s?%)",
    ),
    (PERIOD, r"(?<![\d./-])\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?![\d/])"),
    (PERIOD, rf"(?<![\w.,])\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}"),
    (
        PERIOD,
        rf"\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?![,.]\d|\s?%|\s(?:per|pc|offences|crimes|cases)\b)",
    ),
    (PERIOD, r"(?<![\w.,])(?:1[89]|20)\d0'?s\b"),
    (PERIOD, r"(?<![\w.,:])\d{1,2}[:.]\d{2}\s?(?:am|pm|a\.m|p\.m|hrs)\b"),
    (PERIOD, r"(?<![\w.,:])\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.)(?!\w)"),
    (PERIOD, r"(?<![\w.,:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\w:])"),
    (PERIOD, r"(?<![\w.,])24/7\b"),
    (
        LAW,
        r"\b(?:sections?|ss?\.|sec\.|articles?|schedules?|paragraphs?|clauses?)\s?"
        r"\d{1,3}[A-Z]?(?:\(\w{1,3}\)){0,3}(?:(?:,|\sand|\sor|\sto)\s\d{1,3}[A-Z]?(?:\(\w{1,3}\)){0,3}){0,4}(?![\w%]|,\d)",
    ),
    (LAW, r"(?<![\w.])[sS]\d{1,3}[A-Z]?(?:\(\w{1,3}\)){1,3}"),
    (LAW, r"(?<![\w./])\d{1,3}[A-Z]?/\d{1,3}[A-Z]?(?![\w/])"),
    (
        LAW,
        r"\b[Aa]ct\s(?:of\s)?\d{4}\b",
    ),
    (ADDRESS, r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?!\w)"),
    (ADDRESS, rf"(?<![\w.,])\d{{1,4}}[a-z]?,?\s(?:[A-Z][\w']{{1,20}}\s){{1,3}}{_PLACE}"),
    (
        LIST,
        r"\b(?:[Pp]ages?|pp?\.|Parts?|Chapters?|Appendix|Tables?|Figures?|Notes?|Volumes?|Issues?|"
        r"Versions?|Slides?|Questions?)\s\d{1,3}(?:\.\d{1,3})?"
        r"(?:(?:,|\sand|-|\sto)\s?\d{1,3}){0,4}(?![\w%]|[.,]\d|\s(?:per|pc|%|out)\b)",
    ),
    (LIST, r"(?m)^\s{0,5}(?:\(\d{1,2}\)|\d{1,2}[.)])(?=\s)"),
    (
        NAME,
        r"\b(?:Years?|Grades?|[Kk]ey\s[Ss]tage|Levels?|Phase|Tiers?|Stages?|Unit|Room|Court|"
        r"Channel|Radio|Operation|Windows|Xbox|PlayStation|iPhone|iOS|Android|Galaxy|Formula|"
        r"Class|Junction|Route|Platform|Gate|Terminal|Wave|Zone|Band|Division|Generation|Series|"
        r"Season|Episode|Round|Group|Category)\s\d{1,3}(?:\s(?:and|or|to)\s\d{1,2})?"
        r"(?![\w%]|[.,]\d)",
    ),
    (NAME, r"\b(?:Channel|Radio|BBC|ITV|Formula|Film|Operation)\s(?:One|Two|Three|Four|Five)\b"),
    (
        NAME,
        r"\b(?:[Nn]umber|[Nn]o\.?)\s(?:\d{1,2}|one|ten)\b(?=\s(?:Downing|in\s|priority|concern|choice|spot))",
    ),
    (NAME, r"(?<![\w.,])\d{1,3}(?:\.\d{1,3}){2,5}(?!\w)"),
    (
        SIZE,
        r"(?<![\w.,])\d[\d,.]{0,12}\s?(?:[kKmMgGtT]i?[bB]|mph|kph|km|kg|cm|mm|ft|lbs?|oz|mg|ml|px|dpi|fps|kbps|mbps|MP)(?!\w)",
    ),
    (SIZE, r"(?<![\w.,])-?\d{1,3}(?:\.\d)?\s?\u00b0\s?[CF]?(?!\w)"),
    (SIZE, r"(?<![\w.,])\d{1,3}\s?m\s(?:away|from|long|tall|wide|race|sprint|high|deep)\b"),
    (
        "a score",
        r"\b(?:won|beat|beaten|drew|lost|victory|defeat|win|draw|score|scored|leading|led|trailed)\s(?:\w+\s){0,4}?\d{1,3}-\d{1,3}(?![\w%])",
    ),
    ("a score", r"(?<![\w.,-])\d{1,2}-\d{1,2}\s(?:win|defeat|victory|draw|loss|lead)\b"),
    (
        AGE,
        r"(?<=[a-z]), \d{1,2},(?=\s(?:of|from|was|who|pleaded|admitted|has|had|appeared|formerly|whose)\b)",
    ),
    (AGE, r"\b[Uu]\d{1,2}s?\b"),
    (NAME, r"(?<![\w.,])(?:[Cc][Oo][Vv][Ii][Dd]-19|[A-Za-z]{1,20}\d[\w-]{0,40})(?!\w)"),
    (
        NAME,
        r"(?<![\w.,])\d{1,6}(?!(?:st|nd|rd|th|k|m|mn|bn|pc|per|percent|s|fold|million|billion|thousand|K|M|PC)\b)[^\W\d_][\w]{0,30}(?!\w)",
    ),
    (TELEPHONE, r"(?<![\w.,])\d{10,40}(?!\w)"),
)
"""Why, and the expression. The first that begins at a place wins."""

_GROUP_OF = "[police|uk|english|welsh|british|territorial|regional|other|different|local|uk_police]"
ASIDES: Final[tuple[Aside, ...]] = (
    Aside(
        AGE,
        "{age}~{years old} / "
        "aged {age} / aged {age}{to}{age} / aged {age}, {age} and|or {age} / "
        "aged between|under|over|from|about|around|just|only|up_to {age} / "
        "aged between|from {age} and|to {age} / {age} and_under|and_over|or_under|or_over|and_younger|"
        "and_older|or_younger|or_older / age_of|ages_of|ages {age} / "
        "age_of|ages_of|ages|between [the] [ages_of] {age} and {age} {years old} / "
        "ages_of|between_the_ages_of {age} and {age} / under~{age}s|'s / over~{age}s|'s / "
        "under|over the_age_of {age} / {age}{to}{age}~{years old} / "
        "{age}- to|and|or {age}~{years old} / between {age} and {age} {years old} / "
        "turned|turning|turns {age}{finish}",
    ),
    Aside(
        AGE,
        "under|below|over {minor}{no count} / under-{minor} / over-{minor} / someone|anyone under {age}",
    ),
    Aside(
        DURATION,
        "{number}~{time} / {number} and|or|to {number}~{time} / "
        "{number}~calendar|consecutive|long|full|more|straight|solid {time} / "
        "{number} days|hours|times {a} week|day|year / {number} days|hours|times per week|day / "
        "first|last|past|previous {fraction} / half_an|half~a hour|day|year|decade|century",
    ),
    Aside(MONEY, "{number} pounds|quid|pence|euros|dollars"),
    Aside(
        LAW, "section|sections|article|schedule {number} / section|sections {number} and {number}"
    ),
    Aside(
        COURT,
        "{number} counts|charges|count|charge [of] / {number} other|further|similar|more|separate|"
        "specimen counts|charges|offences / admitted|admitting|admits|denied|denies|denying|faces|"
        "facing|faced <<{number}>> {words} counts|charges|offences|count|charge|offence / "
        "pleaded_guilty_to|pleading_guilty_to|guilty_of|charged_with|convicted_of|accused_of|"
        "sentenced_for|jailed_for|arrested_for|admitted_to|found_guilty_of <<{number}>>",
    ),
    Aside(
        PEOPLE,
        "{few} [young] men|women|man|woman|boys|girls|teenagers|brothers|sisters|suspects|"
        "defendants|friends|paedophiles|officers|detectives|youths|males|females / "
        "{few} people|children|suspects|offenders {words} arrested|charged|jailed|sentenced|held|"
        "bailed|convicted|questioned|rescued|safeguarded / {few} other|further|more men|people|women",
    ),
    Aside(
        IMAGES,
        "{number} {any words} images|image|videos|video|photos|photographs|pictures|films|movies|"
        "files|stills|clips",
        near=(
            r"he|she|his|her|him|defendant|laptop|laptops|devices|hard drive|computers?|court|judge|"
            r"category|sentenced|jailed|pleaded|possession|stash|haul|collection"
        ),
    ),
    Aside(
        FORCES,
        f"{{number}} {_GROUP_OF} {_GROUP_OF} forces|force|constabularies|police_forces / "
        f"{{number}} of|out_of [the] [uk's|country's|nation's] {{number}} {_GROUP_OF} {_GROUP_OF} "
        "forces|constabularies|force_areas / {number} forces [out] of {number} / "
        "{number} of the [uk's|country's|nation's|region's] {words} forces",
    ),
    Aside(
        SURVEY,
        "survey|poll|study|sample|interviews|questionnaire of|with|among [{qualified}] <<{number}>> / "
        "surveyed|polled|questioned|interviewed|asked|asking|surveying [{qualified}] <<{number}>> / "
        "<<{number}>> {words} [who] [were] surveyed|polled|questioned|asked|respondents|took_part / "
        "<<{number}>> responses|respondents|interviews|participants",
    ),
    Aside(
        POINTS,
        "{number} percentage~points|percentage~point|per_cent_points / {number}{percent}~points|point / "
        "{number} points|point|pp",
    ),
    Aside(
        INEXACT,
        "hundreds|thousands|dozens|millions|scores|billions|tens_of_thousands|"
        "hundreds_of_thousands|tens_of_millions|hundreds_of_millions / several|few|many|couple_of "
        "hundred|thousand|dozen|million / {number} of_thousands / {number}s",
    ),
    Aside(
        RANGE,
        "between {number} and {number}{no percent} / {number}-{number}{no percent} / {number} to|or "
        "{number} {a} {unit} / between {number}[{percent}] and {number}{percent} / "
        "{number}[{percent}]-{number}{percent} / {number} or {number}{no percent}",
    ),
    Aside(
        SIZE,
        "{number} terabytes|gigabytes|megabytes|inches|inch|miles|mile|metres|metre|feet|foot|"
        "tonnes|degrees|litres|acres|stone|kilometres|yards / "
        "{number} devices|laptops|phones|computers|hard_drives|memory_sticks|usb_sticks|tablets|"
        "sim_cards|electronic_devices|mobile_phones|discs|disks|terabyte|gigabyte / {number} miles an hour",
    ),
    Aside(
        LIST,
        "top|bottom {number} / page|pages|part|chapter|table|figure|no|no. {number} / number one / "
        "number {number}",
    ),
    Aside(
        "an interest rate",
        "{number}{percent} interest / interest_rate|interest_rates of|to|at [{qualified}] {number}{percent}",
    ),
    Aside(
        WORD,
        "{number}{percent} sure|certain|committed|behind|safe|effective|confident|secure / "
        "zero~tolerance / no one / one of [the] / one another / one day / one by one / one~to~one / "
        "one~on~one / one~off / nine~to~five / {number}-{compound} / {number} key|simple|main|steps|tips|ways|things|reasons",
    ),
    Aside(BASE, "per|for_every|for_each {base} [{people}]"),
    Aside(ORDINAL, "{ordinal number}"),
    Aside("a number of occasions", "{number} times|occasions|separate_occasions"),
)
"""In the order of what wins between equals."""


def closed_expression() -> tuple[re.Pattern[str], dict[str, str]]:
    """One expression for all of ``CLOSED``, and why by the name of its group."""
    named = {f"c{at}": why for at, (why, _) in enumerate(CLOSED)}
    joined = "|".join(
        f"(?P<c{at}>{expression.removeprefix('(?m)')})" for at, (_, expression) in enumerate(CLOSED)
    )
    return re.compile(joined, re.MULTILINE | re.ASCII), named


def aside_patterns() -> tuple[tuple[Aside, tuple[Pattern, ...]], ...]:
    """Every aside, compiled."""
    return tuple((each, patterns(each.pattern, SLOTS)) for each in ASIDES)
