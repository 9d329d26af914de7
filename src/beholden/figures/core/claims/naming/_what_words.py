"""Words for what is counted, as a readable table.

In a pattern a space is any white space or a hyphen; the names in braces stand for the
parts above the table, and the patterns of one line are alternatives. Nothing repeats
without a bound. Before them stand their cues (see ``_cued``), which every match holds.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming._cued import Cued
from beholden.figures.core.offences import CLASS_86, IIOC_TOTAL, SEXUAL_COMMUNICATION

Also = Literal["", "people", "generic", "generic people", "images", "verbs"]


class Thing(msgspec.Struct, frozen=True):
    """One kind of thing: the key of its series, its name, and the words for it."""

    series: str
    name: str
    also: Also
    words: Cued


_VERB = (
    r"(?:possess(?:ing|ion)|making|taking|creating|creation|distribut(?:ing|ion)|sharing|viewing"
    r"|download(?:ing|s)|publishing|publication|accessing|uploading|showing|having|permitting|produc(?:ing|tion))"
)
_PARTS = {
    "{images}": (
        r"(?:(?:online |indecent |illegal )?child(?:ren)?(?: sexual| sex)?"
        r"(?: abuse| exploitation) {pictures}"
        r"|(?:online )?(?:indecent|abusive|illegal|abuse|prohibited)(?: or prohibited| child)?"
        r" (?:images?|imagery|photographs?|photos|pictures|videos)"
        r"(?: (?:or|and) (?:pseudo photographs?|videos?|films?|moving images))?"
        r"(?: (?:of|involving|featuring|depicting|showing) {children})?"
        r"|(?:images?|imagery|pictures|photographs|photos) of (?:child(?: sexual| sex)? abuse"
        r"|abused children|children being (?:sexually )?abused)|csam)"
    ),
    "{offences}": r"(?:offences?|crimes?|cases?|incidents?|instances|offending|criminality)",
    "{children}": (
        r"(?:(?:(?:a child|children|minors|youngsters|young people|victims|people|those|anyone)"
        r" (?:who (?:is|are|was|were) )?{under 18}|a child|children|minors|youngsters|young people"
        r"|boys (?:and|or) girls|girls (?:and|or) boys|under 1[678](?:s| year olds)|teenagers))"
    ),
    "{under 18}": (
        r"(?:(?:aged? )?(?:under|below|younger than) (?:the age of )?(?:18|eighteen)"
        r"(?: years?(?: olds?| of age)?)?"
        r"|(?:aged )?(?:17|seventeen)(?: years)?(?: old)? (?:and|or) (?:under|younger|below)"
        r"|(?:aged )?(?:from )?(?:0|zero|nought)(?: to| and)? (?:17|18)|(?:aged )?up to (?:17|18))"
        r"(?! months| weeks)"
    ),
    "{carers}": (
        r"(?:adults?|parents?|carers?|people|relatives|families|guardians?)"
        r"(?:(?:,| or| and)? (?:carers?|guardians?|parents?|relatives)){0,2}"
    ),
    "{mistreat}": r"(?:neglect|mistreat|ill treat|abandon|maltreat)(?:ed|ing)",
    "{whose}": r"(?:a |the |their |his or her |young )?",
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
    # Grooming is always told so, and is none the less the whole.
    "{online}": (
        r"(?: (?:through|on|via|over|using|across) (?:social media(?: sites| platforms| apps)?"
        r"|(?:the )?(?:internet|web)|social networks|social networking sites))?"
    ),
    "{act}": r"(?:possess(?:ing|ion)|making|taking|distribut(?:ing|ion)|produc(?:ing|tion))",
    "{person}": (
        r"(?:someone|somebody|(?:a|one|each|another) (?:person|man|woman|suspect|offender|adult)"
        r"|people|men|suspects|offenders|individuals|adults)(?: who)?"
    ),
    "{there}": r"(?: (?:in|from|across) (?:the )?\w{1,20}(?: \w{1,20})?)?",
    "{be}": r"(?: (?:is|are|was|were|being|be|been|gets?|has been|have been|had been))?",
    "{the service}": r"(?:the |its |our |a )?(?:[\w'\u2019]{1,20} ){0,4}",
}

_IMAGES = "imag|photo|picture|video|material|content|csam"
_OFFENCES = "offen|crim|case|incident|instance"
_CHILDREN = "child|minor|young|under|teenager|people|victim|those|anyone|boys"
_VERBS = (
    f"{_OFFENCES}|possess|making|taking|creat|distribut|sharing|viewing|download|publi|accessing"
    "|uploading|showing|having|permitting|produc"
)
_IMAGE_NAME = "child abuse image offences"
_GROOMING_NAME = "sexual communication with a child"
_TABLE: tuple[tuple[str, str, Also, str, tuple[str, ...]], ...] = (
    # Offences about images of children, and the two parts of them that verbs tell.
    (
        str(IIOC_TOTAL),
        _IMAGE_NAME,
        "verbs",
        f"{_IMAGES}&{_VERBS}",
        (
            r"(?:{verbs} )?{images}(?: related| based)? {offences}",
            r"{offences} {about} {whom}(?:{verbs} )?(?:the |an? )?{images}(?: {offences})?",
            r"{verbs} (?:the |an? )?{images}",
            r"{offences} {about} {verbs} (?:such|these|those) {pictures}",
        ),
    ),
    (
        str(IIOC_TOTAL),
        _IMAGE_NAME,
        "",
        f"{_OFFENCES}&possess|making|taking|distribut|produc",
        ((r"{offences} of {act}(?:(?:, | and | or |, and |, or ){act}){2,4}"),),
    ),
    (
        str(IIOC_TOTAL),
        _IMAGE_NAME,
        "",
        f"imag&{_OFFENCES}",
        (r"(?:images?|imagery) (?:abuse |related )?{offences}",),
    ),
    (str(IIOC_TOTAL), _IMAGE_NAME, "images", _IMAGES, (r"{images}",)),
    (
        str(CLASS_86),
        "obscene publications",
        "",
        "obscene&publication",
        (r"obscene publications?(?: {offences})?", r"{offences} {about} obscene publications?"),
    ),
    # Grooming, which the police count as sexual communication with a child.
    (
        "other:meeting a child following grooming",
        "meeting a child following grooming",
        "",
        "meeting&grooming",
        (r"meeting (?:a child|children|a minor) (?:following|after) (?:sexual )?grooming",),
    ),
    (
        str(SEXUAL_COMMUNICATION),
        _GROOMING_NAME,
        "",
        "groom|communicat",
        (
            (
                r"{grooming}(?: {offences})?(?: (?:against|involving) {children})?{online}"
                r"(?! gangs?\b)"
            ),
            r"{offences} {about} {whom}{grooming}{online}(?! gangs?\b)",
            r"sexual communication {offences}",
        ),
    ),
    # Other offences, so that their numbers are not taken for the ones above.
    (
        "other:child sexual offences",
        "child sexual offences",
        "",
        f"sex&{_OFFENCES}|allegation",
        (
            (
                r"sex(?:ual)?(?: abuse)? {offences} (?:where|in which) (?:the |a )?"
                r"(?:victims?|child|children) (?:was|were|is|are) (?:{under 18}|a child|children)"
            ),
            (
                r"(?:children|minors|youngsters|under 18s)"
                r" (?:(?:were|are|had been|have been|being|who were) )?(?:the )?"
                r"victims of (?:sexual|sex)(?: abuse)? {offences}"
            ),
            (
                r"(?:online )?child (?:sexual|sex)(?: abuse| exploitation)?(?: and exploitation)?"
                r"(?: related)? (?:{offences}|allegations)"
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
        f"{_CHILDREN}&{_OFFENCES}",
        (
            r"(?:online )?child abuse(?: related)? {offences}",
            r"{offences} of child abuse|child exploitation {offences}",
        ),
    ),
    (
        "other:offences against children",
        "offences against children",
        "",
        f"{_CHILDREN}&{_OFFENCES}",
        (r"(?:online )?{offences} against {children}",),
    ),
    (
        "other:child cruelty",
        "child cruelty and neglect",
        "",
        "cruelty|neglect|treat|abandon",
        (
            (
                r"child (?:cruelty|neglect)(?: (?:and|or) (?:cruelty|neglect))?(?: {offences})?"
                r"(?: (?:against|involving) {children})?"
            ),
            (
                r"(?:cruelty (?:and|or) neglect|neglect (?:and|or) cruelty)(?: {offences})?"
                r"(?: (?:against|involving) {children})?"
            ),
            r"(?:{offences} of )?(?:(?<!prevention\sof\s)cruelty to|neglect of) {children}",
            r"(?:cruelty|neglect) {offences}|{offences} of (?:child )?(?:cruelty|neglect)",
            (
                r"{offences} (?:of|in which|where|involving) (?:an? |the |their )?{carers}"
                r" {mistreat}(?:(?:,| or| and|, or|, and| \w{1,20}ed| \w{1,20}ing){1,6})?"
                r" {whose}(?:children|child|youngsters)"
            ),
        ),
    ),
    (
        "other:sexual offences",
        "sexual offences",
        "",
        f"sex&{_OFFENCES}",
        (r"(?:online )?(?:sexual|sex)(?: abuse)? {offences}",),
    ),
    (
        "other:sexting",
        "sexting, image offences by under-18s",
        "",
        "sexting|shar|sent|send|took|taking",
        (
            r"(?:under ?age )?sexting(?: {offences}| reports| inquiries)?",
            (
                r"(?:{offences} )?(?:in which|where|of)"
                r" (?:under 18s|children|teenagers|young(?:sters| people)) (?:who )?"
                r"(?:shar(?:ed|ing)|sent|send(?:ing)?|took|taking)"
                r" (?:{images}|(?:indecent|explicit|nude|private) {pictures})"
            ),
        ),
    ),
    (
        "other:cyber crimes",
        "cyber crimes",
        "",
        f"cyber&{_OFFENCES}",
        (r"cyber ?(?:related |enabled )?{offences}",),
    ),
    (
        "other:domestic abuse",
        "domestic abuse",
        "",
        "domestic&abuse|violence",
        (r"domestic (?:abuse|violence)",),
    ),
    ("other:hate crimes", "hate crimes", "", f"hate&{_OFFENCES}", (r"hate {offences}",)),
    (
        "other:other offences",
        "other offences",
        "",
        (
            "knife|gun|drug|driving|motoring|traffic|theft|fraud|violen|public|firearm|weapon|burglar"
            "|robber|stalking|harassment|vehicle|arson|bullying"
        ),
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
        "url|web|address|page|link|domain",
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
        "helpline|sought|seek|contact|call|asked|rang|phoned|turned|touch",
        (
            r"callers|helpline users",
            (
                r"(?:people|adults|men|children|young people)(?: from (?:the )?\w{1,20})?"
                r"(?: who| that)?(?: have| had)?"
                r" (?:sought|seeking|seek|contacted|contacting|called|calling|asked for|rang|phoned"
                r"|turned to|got in touch with) (?:for )?(?:help|support|advice"
                r"|{the service}(?:helpline|service|website|stop it now))"
            ),
            (
                r"(?:people|adults|men)(?: from (?:the )?\w{1,20})?(?: have| had)?"
                r" got in touch(?! with)"
            ),
        ),
    ),
    (
        "other:helpline contacts",
        "helpline contacts",
        "",
        "contacts|calls|referrals|enquiries|emails",
        (
            (
                r"(?:contacts|calls|referrals|enquiries|emails)(?: made)? (?:to|with|from|by|about)"
                r" {the service}(?:helpline|childline|stop it now)"
            ),
            r"(?:helpline|childline) (?:contacts|calls|referrals|enquiries)",
            (
                r"(?:physical |sexual |emotional )?(?:abuse|neglect|cruelty)"
                r" (?:referrals|contacts|calls)"
            ),
            (
                r"contacts(?= (?:were |was |are )?"
                r"(?:passed|handed|referred|claiming|about|concerning)\b)"
            ),
            r"referrals(?= (?:for|from|about|concerning|over|to)\b)",
            r"calls(?: and (?:messages|emails|contacts|web chats))?(?! for| on)",
        ),
    ),
    (
        "other:counselling sessions",
        "counselling sessions",
        "",
        "counselling",
        (r"(?:childline )?counselling sessions",),
    ),
    (
        "other:hotline reports",
        "hotline reports",
        "",
        "reports&hotline|iwf|internet",
        (
            (
                r"reports(?: made)? (?:to|received by|processed by|by) {the service}"
                r"(?:hotline|iwf|internet watch foundation)"
            ),
            r"hotline reports",
        ),
    ),
    ("other:searches", "searches", "", "searches", (r"(?:internet |online |web )?searches",)),
    (
        "other:visits",
        "visits",
        "",
        "visits|visitors|page",
        (r"(?:website )?visits|visitors|page views",),
    ),
    (
        "other:children on a register",
        "children on a register",
        "people",
        "register|plan",
        (r"(?:child protection|at risk) (?:registers?|plans?)",),
    ),
    # What becomes of offences.
    ("other:arrests", "arrests", "people", "arrested", (r"{person}{there}{be} arrested",)),
    ("other:arrests", "arrests", "", "arrests", (r"arrests",)),
    ("other:warrants", "warrants", "", "warrants", (r"(?:search )?warrants",)),
    ("other:charges", "charges", "people", "charged", (r"{person}{there}{be} charged",)),
    (
        "other:charges",
        "charges",
        "",
        "charg",
        (r"charges|(?:charge|charging) (?:rates?|decisions)",),
    ),
    (
        "other:convictions",
        "convictions",
        "people",
        "convicted|jailed|sentenced|prosecuted",
        (r"{person}{there}{be} (?:convicted|jailed|sentenced|prosecuted)",),
    ),
    ("other:convictions", "convictions", "", "convictions", (r"convictions",)),
    ("other:prosecutions", "prosecutions", "", "prosecutions", (r"prosecutions",)),
    # People, and things that are none of the offences.
    ("other:victims", "victims", "people", "victims", (r"(?:child |young |identified )?victims",)),
    (
        "other:young people",
        "young people",
        "people",
        "young|teen",
        (r"(?:vulnerable )?(?:young people|youngsters|teenagers|teens)",),
    ),
    (
        "other:children",
        "children",
        "people",
        "children|pupils|kids",
        (r"(?:primary |secondary )?(?:school )?(?:children|pupils|kids)|schoolchildren",),
    ),
    ("other:girls", "girls", "people", "girls", (r"(?:young |teenage |school)?girls",)),
    ("other:boys", "boys", "people", "boys", (r"(?:young |teenage |school)?boys",)),
    ("other:parents", "parents", "people", "parents|carers", (r"parents(?: and carers)?|carers",)),
    ("other:adults", "adults", "people", "adults", (r"adults",)),
    (
        "other:images",
        "images",
        "",
        "images|video|pictures|files|photographs",
        (r"images and videos|images|videos|video clips|pictures|files|photographs",),
    ),
    ("other:signatures", "signatures", "", "signat", (r"signatures|signatories",)),
    (
        "other:accounts",
        "accounts",
        "",
        "accounts|profiles|users|devices|computers|messages",
        (
            r"(?:social media |user )?accounts(?! for\b)",
            r"profiles|users|devices|computers|messages",
        ),
    ),
    (
        "other:staff",
        "staff",
        "people",
        "officers|staff|teachers|volunteers|moderators|experts",
        (
            # "Officers logged 164": of offences, and by them.
            (
                r"(?:police )?(?:officers|staff)"
                r"(?! (?:ha[ds] |have |also )?(?:logged|recorded|registered|dealt with))"
            ),
            r"teachers|volunteers|moderators|experts",
        ),
    ),
    ("other:schools", "schools", "", "schools", (r"(?:primary |secondary )?schools",)),
    # People named as the thing where offences are counted.
    (
        "",
        "people caught",
        "generic people",
        "caught|found|reported|offender|suspect|criminal",
        (
            r"{person}{be} (?:caught|found with|found possessing|reported to (?:the )?police)",
            r"(?:an? )?{images} (?:offender|suspect|criminal)s?{be}(?: caught)?",
        ),
    ),
    (
        "",
        "offenders",
        "generic people",
        "offenders|suspects|perpetrators|abusers|criminals|predators",
        (
            r"(?:sex |online |child sex )?(?:offenders|suspects|perpetrators|abusers|criminals)",
            r"(?:online )?predators",
        ),
    ),
    ("other:people", "people", "people", "people", (r"people",)),
    # Bare words that take the article's topic.
    (
        "",
        "offences",
        "generic",
        "offence|crime|incident|instance|allegation|reports|cases",
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
        "figure|total|tally|volume|rate|levels|statistics",
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
        "number",
        (
            (
                r"(?<!phone )(?<!telephone )(?<!a )"
                r"(?:(?:the|this|that|its|their|record) )?(?:total )?numbers?"
            ),
        ),
    ),
)


def _expression(alternatives: tuple[str, ...]) -> str:
    pattern = "|".join(alternatives)
    for name, part in _PARTS.items():
        pattern = pattern.replace(name, part)
    # Within a look-behind a space must stay one character.
    pieces = _BEHIND.split(pattern)
    spaced = "".join(piece if piece.startswith("(?<") else _spaces(piece) for piece in pieces)
    return rf"(?<![\w@#./])(?:{spaced})\b(?!['\u2019]s\b)"


_BEHIND = lazily(r"(\(\?<[!=][a-z ]+\))")


def _spaces(pattern: str) -> str:
    optional = pattern.replace(" ?", r"[\s-]?").replace(", ", r",\s{1,3}")
    return optional.replace(" ", r"[\s\u2010-\u2013-]{1,3}")


THINGS: tuple[Thing, ...] = tuple(
    Thing(series, name, also, Cued(_expression(patterns), cues))
    for series, name, also, cues, patterns in _TABLE
)
"""All things in the order of the table; of two matches equally long the earlier wins."""
