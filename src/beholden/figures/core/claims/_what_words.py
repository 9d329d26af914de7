"""Words for what is counted, as a readable table.

In a pattern a space is any white space or a hyphen; the names in braces stand for the
parts above the table, and the patterns of one line are alternatives. Nothing repeats
without a bound.
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


_VERB = (
    r"(?:possess(?:ing|ion)|making|taking|creating|creation|distribut(?:ing|ion)|sharing|viewing"
    r"|download(?:ing|s)|publishing|publication|accessing|uploading|showing|having|permitting)"
)
_PARTS = {
    "{images}": (
        r"(?:(?:online |indecent |illegal )?child(?:ren)?(?: sexual| sex)?"
        r"(?: abuse| exploitation) {pictures}"
        r"|(?:online )?(?:indecent|abusive|illegal|abuse|prohibited)(?: or prohibited| child)?"
        r" (?:images?|imagery|photographs?|photos|pictures)(?: or pseudo photographs?)?"
        r"(?: (?:of|involving|featuring|depicting|showing) {children})?"
        r"|(?:images?|imagery|pictures|photographs|photos) of (?:child(?: sexual| sex)? abuse"
        r"|abused children|children being (?:sexually )?abused)|csam)"
    ),
    "{offences}": r"(?:offences?|crimes?|cases?|incidents?|instances|offending|criminality)",
    "{children}": (
        r"(?:a child|children|minors|youngsters|young people|under 18s|under 16s|teenagers)"
    ),
    "{pictures}": r"(?:images?|imagery|photographs?|photos?|pictures?|material|content)",
    "{verbs}": rf"{_VERB}(?:(?:, | and | or |, and |, or |/){_VERB}){{0,5}}(?: of)?",
    "{about}": (
        r"(?:of|involving|relating to|related to|for|linked to|linked with|connected to"
        r"|connected with|concerning|around|regarding|in relation to|about|that involve"
        r"|that involved|which involve|which involved|featuring|to do with|including|on)"
    ),
    "{whom}": r"(?:the |an? |people |those |someone |online |alleged ){0,2}",
    "{grooming}": (
        r"(?:(?:online |internet |cyber |child |sexual )?grooming(?: of children| a child)?"
        r"|(?:online )?sexual(?:ly)? communicat(?:ions?|ing) with"
        r" (?:a |any )?(?:child|children|minors?))"
    ),
    "{person}": (
        r"(?:someone|somebody|(?:a|one|each|another) (?:person|man|woman|suspect|offender|adult)"
        r"|people|men|suspects|offenders|individuals|adults)(?: who)?"
    ),
    "{be}": r"(?: (?:is|are|was|were|being|be|been|gets?|has been|have been|had been))?",
    "{the service}": r"(?:the |its |our |a )?(?:[\w'\u2019]{1,20} ){0,4}",
}

_IMAGE_NAME = "child abuse image offences"
_GROOMING_NAME = "sexual communication with a child"
_TABLE: tuple[tuple[str, str, Also, tuple[str, ...]], ...] = (
    # Offences about images of children, and the two parts of them that verbs tell.
    (
        str(IIOC_TOTAL),
        _IMAGE_NAME,
        "verbs",
        (
            r"(?:{verbs} )?{images}(?: related| based)? {offences}",
            r"{offences} {about} {whom}(?:{verbs} )?(?:the |an? )?{images}(?: {offences})?",
            r"{verbs} (?:the |an? )?{images}",
        ),
    ),
    (str(IIOC_TOTAL), _IMAGE_NAME, "", (r"(?:images?|imagery) (?:abuse |related )?{offences}",)),
    (str(IIOC_TOTAL), _IMAGE_NAME, "images", (r"{images}",)),
    (
        str(CLASS_86),
        "obscene publications",
        "",
        (r"obscene publications?(?: {offences})?", r"{offences} {about} obscene publications?"),
    ),
    # Grooming, which the police count as sexual communication with a child.
    (
        "other:meeting a child following grooming",
        "meeting a child following grooming",
        "",
        (r"meeting (?:a child|children|a minor) (?:following|after) (?:sexual )?grooming",),
    ),
    (
        str(SEXUAL_COMMUNICATION),
        _GROOMING_NAME,
        "",
        (
            r"{grooming}(?: {offences})?(?! gangs?\b)",
            r"{offences} {about} {whom}{grooming}(?! gangs?\b)",
            r"sexual communication {offences}",
        ),
    ),
    # Other offences, so that their numbers are not taken for the ones above.
    (
        "other:child sexual offences",
        "child sexual offences",
        "",
        (
            (
                r"(?:online )?child (?:sexual|sex)(?: abuse| exploitation)?(?: and exploitation)?"
                r" {offences}"
            ),
            (
                r"(?:online )?(?:sexual|sex)(?: abuse)? {offences}"
                r" (?:against|involving|on|committed against) {children}"
            ),
        ),
    ),
    (
        "other:child abuse offences",
        "child abuse offences",
        "",
        (
            r"(?:online )?child abuse(?: related)? {offences}",
            r"{offences} of child abuse|child exploitation {offences}",
            r"(?:online )?{offences} against {children}",
        ),
    ),
    (
        "other:child cruelty",
        "child cruelty and neglect",
        "",
        (r"child (?:cruelty|neglect)(?: (?:and|or) (?:cruelty|neglect))?(?: {offences})?",),
    ),
    ("other:sexual offences", "sexual offences", "", (r"(?:online )?(?:sexual|sex) {offences}",)),
    ("other:sexting", "sexting", "", (r"sexting(?: {offences}| reports)?",)),
    ("other:cyber crimes", "cyber crimes", "", (r"cyber ?(?:related |enabled )?{offences}",)),
    ("other:domestic abuse", "domestic abuse", "", (r"domestic (?:abuse|violence)",)),
    ("other:hate crimes", "hate crimes", "", (r"hate {offences}",)),
    (
        "other:other offences",
        "other offences",
        "",
        (
            (
                r"(?:knife|gun|drugs?|driving|motoring|traffic|theft|fraud|violent|public order"
                r"|firearms|weapons?|burglary|robbery|violence|stalking|harassment|vehicle|arson"
                r"|bullying|cyberbullying)(?: and \w{1,20})? {offences}"
            ),
            r"burglaries|robberies|thefts",
        ),
    ),
    # What hotlines, helplines and charities count.
    (
        "other:urls",
        "web addresses",
        "",
        (
            (
                r"(?:urls?|web ?pages?|web ?sites?|(?:web|internet) addresses|pages|links|domains)"
                r"(?: (?:that were |which were |were )?(?:confirmed|found|identified|known))?"
                r"(?: as| to be| to)? (?:containing|contain|contained|hosting|hosted|with|of"
                r"|showing|displaying|featuring) (?:{images}|child(?: sexual| sex)? abuse)"
            ),
            r"(?:urls?|web ?pages?|web addresses)\b",
        ),
    ),
    (
        "other:helpline contacts",
        "helpline contacts",
        "people",
        (
            r"callers|helpline users",
            (
                r"(?:people|adults|men|children|young people)(?: who| that)?(?: have| had)?"
                r" (?:sought|seeking|seek|contacted|contacting|called|calling|asked for|rang|phoned"
                r"|turned to) (?:for )?(?:help|support|advice"
                r"|{the service}(?:helpline|service|website))"
            ),
        ),
    ),
    (
        "other:helpline contacts",
        "helpline contacts",
        "",
        (
            (
                r"(?:contacts|calls|referrals|enquiries|emails)(?: made)? (?:to|with|from|by|about)"
                r" {the service}(?:helpline|childline|stop it now)"
            ),
            r"(?:helpline|childline) (?:contacts|calls|referrals|enquiries)",
            r"calls(?: and (?:messages|emails|contacts|web chats))?(?! for| on)",
        ),
    ),
    (
        "other:counselling sessions",
        "counselling sessions",
        "",
        (r"(?:childline )?counselling sessions",),
    ),
    (
        "other:hotline reports",
        "hotline reports",
        "",
        (
            (
                r"reports(?: made)? (?:to|received by|processed by|by) {the service}"
                r"(?:hotline|iwf|internet watch foundation)"
            ),
            r"hotline reports",
        ),
    ),
    ("other:searches", "searches", "", (r"(?:internet |online |web )?searches",)),
    ("other:visits", "visits", "", (r"(?:website )?visits|visitors|page views",)),
    # What becomes of offences.
    ("other:arrests", "arrests", "people", (r"{person}{be} arrested",)),
    ("other:arrests", "arrests", "", (r"arrests",)),
    ("other:charges", "charges", "people", (r"{person}{be} charged",)),
    ("other:charges", "charges", "", (r"charges|(?:charge|charging) (?:rates?|decisions)",)),
    (
        "other:convictions",
        "convictions",
        "people",
        (r"{person}{be} (?:convicted|jailed|sentenced|prosecuted)",),
    ),
    ("other:convictions", "convictions", "", (r"convictions",)),
    ("other:prosecutions", "prosecutions", "", (r"prosecutions",)),
    # People, and things that are none of the offences.
    ("other:victims", "victims", "people", (r"(?:child |young |identified )?victims",)),
    (
        "other:young people",
        "young people",
        "people",
        (r"(?:vulnerable )?(?:young people|youngsters|teenagers|teens)",),
    ),
    (
        "other:children",
        "children",
        "people",
        (r"(?:primary |secondary )?(?:school )?(?:children|pupils|kids)|schoolchildren",),
    ),
    ("other:girls", "girls", "people", (r"(?:young |teenage |school)?girls",)),
    ("other:boys", "boys", "people", (r"(?:young |teenage |school)?boys",)),
    ("other:parents", "parents", "people", (r"parents(?: and carers)?|carers",)),
    ("other:adults", "adults", "people", (r"adults",)),
    (
        "other:images",
        "images",
        "",
        (r"images and videos|images|videos|video clips|pictures|files|photographs",),
    ),
    ("other:signatures", "signatures", "", (r"signatures|signatories",)),
    (
        "other:accounts",
        "accounts",
        "",
        (
            r"(?:social media |user )?accounts(?! for\b)",
            r"profiles|users|devices|computers|messages",
        ),
    ),
    (
        "other:staff",
        "staff",
        "people",
        (r"(?:police )?officers|staff|teachers|volunteers|moderators|experts",),
    ),
    ("other:schools", "schools", "", (r"(?:primary |secondary )?schools",)),
    # People named as the thing where offences are counted.
    (
        "",
        "people caught",
        "generic people",
        (
            r"{person}{be} (?:caught|found with|found possessing|reported to (?:the )?police)",
            r"(?:an? )?{images} (?:offender|suspect|criminal)s?{be}(?: caught)?",
        ),
    ),
    (
        "",
        "offenders",
        "generic people",
        (
            r"(?:sex |online |child sex )?(?:offenders|suspects|perpetrators|abusers|criminals)",
            r"(?:online )?predators",
        ),
    ),
    ("other:people", "people", "people", (r"people",)),
    # Bare words that take the article's topic.
    (
        "",
        "offences",
        "generic",
        (
            (
                r"(?:(?:these|such|those|recorded|reported|similar|online|individual) ){0,2}"
                r"(?:offences?|crimes|incidents?|instances|allegations|reports)"
            ),
            r"(?:recorded |reported )crime",
            r"(?:(?<=a )|(?<=one )|(?<=per )|(?<=each )|(?<=every ))crime",
            r"(?<!some )(?<!many )(?<!most )(?<!court )(?<!both )(?:recorded )?cases",
        ),
    ),
    (
        "",
        "figures",
        "generic",
        (
            (
                r"(?:(?:the|this|that|these|those|its|their) )?(?:total |overall |national )?"
                r"(?:figures?|totals?|tally|volume|rates?|levels|statistics)"
            ),
        ),
    ),
    (
        "",
        "number",
        "generic",
        (
            (
                r"(?<!phone )(?<!telephone )(?<!a )"
                r"(?:(?:the|this|that|its|their|record) )?(?:total )?numbers?"
            ),
        ),
    ),
)


def _compiled(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    pattern = "|".join(alternatives)
    for name, part in _PARTS.items():
        pattern = pattern.replace(name, part)
    # Within a look-behind a space must stay one character.
    pieces = re.split(r"(\(\?<[!=][a-z ]+\))", pattern)
    spaced = "".join(piece if piece.startswith("(?<") else _spaces(piece) for piece in pieces)
    return re.compile(rf"(?<![\w@#./])(?:{spaced})\b(?!['\u2019]s\b)", re.IGNORECASE)


def _spaces(pattern: str) -> str:
    optional = pattern.replace(" ?", r"[\s-]?").replace(", ", r",\s{1,3}")
    return optional.replace(" ", r"[\s\u2010-\u2013-]{1,3}")


THINGS: tuple[Thing, ...] = tuple(
    Thing(series, name, also, _compiled(patterns)) for series, name, also, patterns in _TABLE
)
"""All things in the order of the table; of two matches equally long the earlier wins."""
