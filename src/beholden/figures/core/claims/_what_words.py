"""Words for what is counted, as a readable table.

In a pattern a space is any white space or a hyphen; the names in braces stand for the
parts above the table. Nothing repeats without a bound.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from beholden.figures.core.offences import CLASS_86, IIOC_TOTAL, SEXUAL_COMMUNICATION

Also = Literal["", "people", "generic", "generic people", "images", "verbs"]


class Thing(msgspec.Struct, frozen=True):
    """One kind of thing: the key of its series, its name, and the words for it."""

    series: str
    name: str
    also: Also
    pattern: re.Pattern[str]


_OFFENCES = r"(?:offences?|crimes?|cases?|incidents?|instances|offending|criminality)"
_CHILDREN = r"(?:a child|children|minors|youngsters|young people|under 18s|under 16s)"
_VERB = (
    r"(?:possess(?:ing|ion)|making|taking|creating|creation|distribut(?:ing|ion)|sharing|viewing"
    r"|download(?:ing|s)|publishing|publication|accessing|uploading|showing|having|permitting)"
)
_PARTS = {
    "{offences}": _OFFENCES,
    "{verbs}": rf"{_VERB}(?:(?:, | and | or |, and |, or |/){_VERB}){{0,5}}(?: of)?",
    "{images}": (
        r"(?:(?:online |indecent |illegal )?child(?:ren)?(?: sexual| sex)?"
        r"(?: abuse| exploitation) (?:images?|imagery|photographs?|photos|pictures|material|content)"
        r"|(?:online )?(?:indecent|abusive|illegal|abuse|prohibited)(?: or prohibited| child)?"
        r" (?:images?|imagery|photographs?|photos|pictures)"
        r"(?: or pseudo photographs?)?"
        rf"(?: (?:of|involving|featuring|depicting|showing) {_CHILDREN})?"
        rf"|(?:images?|imagery|pictures|photographs|photos) of (?:child(?: sexual| sex)? abuse"
        r"|abused children|children being (?:sexually )?abused)|csam)"
    ),
    "{about}": (
        r"(?:of|involving|relating to|related to|for|linked to|linked with|connected to"
        r"|connected with|concerning|around|regarding|in relation to|about|that involve"
        r"|that involved|which involve|which involved|featuring|to do with|including|on)"
    ),
    "{whom}": r"(?:the |an? |people |those |someone |online |alleged ){0,2}",
    "{grooming}": (
        r"(?:(?:online |internet |cyber |child |sexual )?grooming(?: of children| a child)?"
        r"|(?:online )?sexual(?:ly)? communicat(?:ions?|ing) with (?:a |any )?(?:child|children|minors?))"
    ),
    "{person}": (
        r"(?:someone|somebody|(?:a|one|each|another) (?:person|man|woman|suspect|offender|adult)"
        r"|people|men|suspects|offenders|individuals|adults)"
    ),
    "{be}": r"(?:is|are|was|were|being|be|been|gets?|has been|have been|had been)",
}

_VERBS = "verbs"
_TABLE: tuple[tuple[str, str, Also, str], ...] = (
    # Offences about images of children, and the two parts of them that verbs tell.
    (
        IIOC_TOTAL,
        "child abuse image offences",
        _VERBS,
        r"(?:{verbs} )?{images}(?: related| based)? {offences}",
    ),
    (
        IIOC_TOTAL,
        "child abuse image offences",
        _VERBS,
        r"{offences} {about} {whom}(?:{verbs} )?(?:the |an? )?{images}(?: {offences})?",
    ),
    (IIOC_TOTAL, "child abuse image offences", _VERBS, r"{verbs} (?:the |an? )?{images}"),
    (
        IIOC_TOTAL,
        "child abuse image offences",
        "",
        r"(?:image|imagery|images) (?:related )?{offences}",
    ),
    (IIOC_TOTAL, "child abuse image offences", "images", r"{images}"),
    (CLASS_86, "obscene publications", "", r"obscene publications?(?: {offences})?"),
    (
        CLASS_86,
        "obscene publications",
        "",
        r"{offences} {about} obscene publications?",
    ),
    # Grooming, which the police count as sexual communication with a child.
    (
        "other:meeting a child following grooming",
        "meeting a child following grooming",
        "",
        r"meeting (?:a child|children|a minor) (?:following|after) (?:sexual )?grooming(?: {offences})?",
    ),
    (
        SEXUAL_COMMUNICATION,
        "sexual communication with a child",
        "",
        r"{grooming}(?: {offences})?(?! gangs?\b)",
    ),
    (
        SEXUAL_COMMUNICATION,
        "sexual communication with a child",
        "",
        r"{offences} {about} {whom}{grooming}(?! gangs?\b)",
    ),
    # Other offences, so that their numbers are not taken for the ones above.
    (
        "other:child sexual offences",
        "child sexual offences",
        "",
        r"(?:online )?(?:child (?:sexual|sex)(?: abuse| exploitation)?(?: and exploitation)? {offences}"
        r"|(?:sexual|sex)(?: abuse)? {offences} (?:against|involving|on|committed against) "
        r"(?:a child|children|minors|under \d\ds|young people|youngsters))",
    ),
    (
        "other:child abuse offences",
        "child abuse offences",
        "",
        r"(?:online )?child abuse(?: related)? {offences}|{offences} of child abuse"
        r"|(?:online )?{offences} against (?:children|young people|a child)",
    ),
    (
        "other:child cruelty",
        "child cruelty and neglect",
        "",
        r"child (?:cruelty|neglect)(?: (?:and|or) (?:cruelty|neglect))?(?: {offences})?",
    ),
    ("other:sexual offences", "sexual offences", "", r"(?:online )?(?:sexual|sex) {offences}"),
    ("other:sexting", "sexting", "", r"sexting(?: {offences}| reports)?"),
    ("other:cyber crimes", "cyber crimes", "", r"cyber ?(?:related |enabled )?{offences}"),
    ("other:domestic abuse", "domestic abuse", "", r"domestic (?:abuse|violence)(?: {offences})?"),
    ("other:hate crimes", "hate crimes", "", r"hate {offences}"),
    (
        "other:other offences",
        "other offences",
        "",
        r"(?:knife|gun|drugs?|driving|motoring|traffic|theft|fraud|violent|public order|firearms|weapons?"
        r"|burglary|robbery|violence|stalking|harassment|vehicle|arson|bullying|cyberbullying)"
        r"(?: and \w{1,20})? {offences}|burglaries|robberies|thefts",
    ),
    # What hotlines, helplines and charities count.
    (
        "other:urls",
        "web addresses",
        "",
        r"(?:urls?|web ?pages?|web ?sites?|web addresses|internet addresses|pages|links|domains)"
        r"(?: (?:that were |which were |were )?(?:confirmed|found|identified|known|assessed))?(?: as| to be| to)?"
        r" (?:containing|contain|contained|hosting|hosted|with|of|showing|displaying|featuring)"
        r"(?: {images}| child(?: sexual| sex)? abuse)",
    ),
    ("other:urls", "web addresses", "", r"(?:urls?|web ?pages?|web addresses)\b"),
    (
        "other:helpline contacts",
        "helpline contacts",
        "people",
        r"(?:callers|helpline users|(?:people|adults|men|children|young people)(?: who| that)?(?: have| had)?"
        r" (?:sought|seeking|seek|contacted|contacting|called|calling|asked for|rang|phoned|turned to)"
        r" (?:for )?(?:help|support|advice|(?:the |its |our )?(?:\w{1,20} ){0,4}(?:helpline|service|website)))\b",
    ),
    (
        "other:helpline contacts",
        "helpline contacts",
        "",
        r"(?:contacts|calls|referrals|enquiries|emails)(?: made)? (?:to|with|from|by|about)"
        r" (?:the |its |our |a )?(?:\w{1,20} ){0,4}(?:helpline|childline|stop it now)"
        r"|(?:helpline|childline) (?:contacts|calls|referrals|enquiries)",
    ),
    (
        "other:counselling sessions",
        "counselling sessions",
        "",
        r"(?:childline )?counselling sessions",
    ),
    (
        "other:hotline reports",
        "hotline reports",
        "",
        r"reports(?: made)? (?:to|received by|processed by|by) (?:the |its |our )?"
        r"(?:\w{1,20} ){0,3}(?:hotline|iwf|internet watch foundation)|hotline reports",
    ),
    ("other:searches", "searches", "", r"(?:internet |online |web )?searches"),
    ("other:visits", "visits", "", r"(?:website )?visits|visitors|page views|downloads"),
    # What becomes of offences.
    (
        "other:arrests",
        "arrests",
        "people",
        r"{person}(?: who)?(?: {be})? arrested",
    ),
    ("other:arrests", "arrests", "", r"arrests"),
    ("other:charges", "charges", "people", r"{person}(?: who)?(?: {be})? charged"),
    (
        "other:charges",
        "charges",
        "",
        r"charges|people charged|(?:charge|charging) (?:rates?|decisions)",
    ),
    (
        "other:convictions",
        "convictions",
        "people",
        r"{person}(?: who)?(?: {be})? (?:convicted|jailed|sentenced|prosecuted)",
    ),
    ("other:convictions", "convictions", "", r"convictions"),
    ("other:prosecutions", "prosecutions", "", r"prosecutions"),
    # People, and things that are none of the offences.
    ("other:victims", "victims", "people", r"(?:child |young |identified )?victims"),
    (
        "other:young people",
        "young people",
        "people",
        r"(?:vulnerable )?(?:young people|youngsters|teenagers|teens)",
    ),
    (
        "other:children",
        "children",
        "people",
        r"(?:primary |secondary |school )?(?:school )?(?:children|schoolchildren|pupils|kids)",
    ),
    ("other:girls", "girls", "people", r"(?:young |teenage |school)?girls"),
    ("other:boys", "boys", "people", r"(?:young |teenage |school)?boys"),
    ("other:parents", "parents", "people", r"parents(?: and carers)?|carers"),
    ("other:adults", "adults", "people", r"adults"),
    (
        "other:images",
        "images",
        "",
        r"(?:images and videos|images|videos|video clips|pictures|files|photographs)",
    ),
    ("other:signatures", "signatures", "", r"signatures|signatories"),
    (
        "other:accounts",
        "accounts",
        "",
        r"(?:social media |user )?(?:accounts|profiles|users|devices|computers|messages|conversations)",
    ),
    (
        "other:staff",
        "staff",
        "people",
        r"(?:police )?officers|staff|teachers|volunteers|moderators|experts",
    ),
    ("other:schools", "schools", "", r"(?:primary |secondary )?schools"),
    # People named as the thing where offences are counted.
    (
        "",
        "people caught",
        "generic people",
        r"{person}(?: who)?(?: {be})? (?:caught|found with|found possessing|reported to (?:the )?police)",
    ),
    (
        "",
        "offenders",
        "generic people",
        r"(?:sex |online |child sex )?(?:offenders|suspects|perpetrators|abusers|criminals|predators)",
    ),
    ("other:people", "people", "people", r"people"),
    # Bare words that take the article's topic.
    (
        "",
        "offences",
        "generic",
        r"(?:(?:these|such|those|recorded|reported|similar|online|of the|individual|further|more) ){0,2}"
        r"(?:offences?|crimes|incidents?|instances|allegations|reports)",
    ),
    (
        "",
        "offences",
        "generic",
        r"(?:recorded |reported )crime|(?:(?<=one )|(?<=per )|(?<=each )|(?<=every ))crime",
    ),
    (
        "",
        "offences",
        "generic",
        r"(?<!some )(?<!many )(?<!most )(?<!court )(?<!both )(?:recorded )?cases",
    ),
    (
        "",
        "figures",
        "generic",
        r"(?:(?:the|this|that|these|those|its|their) )?(?:total |overall |national )?"
        r"(?:figures?|totals?|tally|volume|rates?|levels|statistics)",
    ),
    (
        "",
        "number",
        "generic",
        r"(?<!phone )(?<!telephone )(?<!a )(?:(?:the|this|that|its|their|record) )?(?:total )?numbers?",
    ),
)


def _compiled(pattern: str) -> re.Pattern[str]:
    for _ in range(2):
        for name, part in _PARTS.items():
            pattern = pattern.replace(name, part)
    # A space within a look-behind must stay one character.
    pieces = re.split(r"(\(\?<[!=][a-z ]+\))", pattern)
    spaced = [piece if piece.startswith("(?<") else _spaces(piece) for piece in pieces]
    return re.compile(rf"(?<![\w@#./])(?:{''.join(spaced)})\b(?!['\u2019]s\b)", re.IGNORECASE)


def _spaces(pattern: str) -> str:
    optional = pattern.replace(" ?", r"[\s-]?").replace(", ", r",\s{1,3}")
    return optional.replace(" ", r"[\s\u2010-\u2013-]{1,3}")


THINGS: tuple[Thing, ...] = tuple(
    Thing(str(series), name, also, _compiled(pattern)) for series, name, also, pattern in _TABLE
)
"""All things in the order of the table; of two matches equally long the earlier wins."""
