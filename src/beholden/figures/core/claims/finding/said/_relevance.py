"""Which numbers are statistics at all: not staff, not schools, not one court case, not the weather.

An article is full of numbers that count something; only those are claims that count
what is recorded, reported or found out by asking. Each rule gives its reason.
"""

from __future__ import annotations

import re
from decimal import Decimal

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming._topics import ANECDOTES
from beholden.figures.core.claims.naming.what import What

NOT_COUNTED = "it does not count what the data count"
IN_COURT = "numbers of a court case"

_COURT = lazily(
    r"\b(?:pleaded|pleads|sentenc(?:ed|ing)|jailed|magistrates|crown court|judge|prosecutor"
    r"|prosecuting|suspended|sexual harm prevention|previous convictions?|bail|adjourned"
    r"|defendants?|in the dock|remanded|community order|in mitigation"
    r"|admitted (?:\w+ ){0,4}(?:counts?|charges?|offences?)"
    r"|charged with|convicted of|found guilty)\b",
    re.IGNORECASE,
)
_RECORDING = lazily(
    r"\b(?:record(?:ed|s|ing)?|logged|figures|statistics|freedom of information|foi|reported"
    r"|nationally|total|investigations\s+(?:in\s+which|where|which|that))\b",
    re.IGNORECASE,
)
_DOMAIN = lazily(
    r"\b(?:them|these|those|all|everything|offences?|crimes?|cases|incidents|victims|children|young|girls"
    r"|boys|parents|adults|people|reports|images|imagery|urls|webpages|offenders|suspects|pupils"
    r"|teenagers|users|platforms?|material|content|figures?|total|whole|incidences|instances|inquiries|enquiries"
    r"|investigations|complaints|contacts|calls|allegations|sessions|referrals|registrations)\b",
    re.IGNORECASE,
)
_NO_SHARE = lazily(
    r"\s*(?:chance|discount|off\b|interest|proof|turnover|a\s+year|of\s+(?:\w+\s+){0,2}(?:turnover"
    r"|revenue|income|profits?|salary|budget|price|rent|pay|vote|wages)|(?:was|were)\s+(?:stopped"
    r"|arrested|injured|released))",
    re.IGNORECASE,
)
_SAY = lazily(
    r"\s*(?:said|say|were|was|had|have|involved|believed?|think|thought|know|knew|realis(?:e|ed)|understood|are\s+aware|reported|agreed|told"
    r"|feel|felt|admitted)\b",
    re.IGNORECASE,
)
_MONEY = lazily(
    r"\u00a3|\b(?:levy|precept|budget|costs?|price|tax|pay|salary|wages|fine|turnover|funding|grant|income"
    r"|profits?|shares|rent|bills?|temperature|circulation|audience)\b",
    re.IGNORECASE,
)
_OF = lazily(r"[\"\u201d\u2019')\s]*of\b", re.IGNORECASE)
# "Nearly half (46%) of the calls": the same share twice.
_AGAIN = lazily(r"^\s*\(\d[\d.]*\s?(?:%|per\s?cent|pc)\)", re.IGNORECASE)
_OF_THESE = lazily(
    r"\bof\s+(?:all\s+)?(?:the|these|those|them|its|their|which|all)\b[^.;]{0,60}"
    r"(?:offences|crimes|cases|them|these|those|total|which)",
    re.IGNORECASE,
)
_NEAR = 60
_POINTING = lazily(
    r"^[\"\u201c\u2018(]*(?:(?:put|to\s+put\s+it)\s+(?:differently|another\s+way|simply),\s+|in\s+other\s+words,\s+|so,?\s+)?"
    r"(?:that|this|it|which|or|equivalent|equal)\b",
    re.IGNORECASE,
)
_PART_OF_IT = lazily(
    r"\bof\s+(?:which|whom)\b[^.;]{0,60}$"
    r"|(?:^|[,;(\u2013\u2014-]\s*)[\"\u201c]?of\s+(?:them|these|those)\b[^.;]{0,40}$"
    r"|\b(?:share|proportion)\s+(?:was|is|stood\s+at|of)\s+$"
    r"|\b(?:share|proportion)\s+of\s+[^.;\d]{1,50}\s(?:was|is|stood\s+at|came\s+to)\s+(?:\w+\s+)?$"
    r"|\d\s+of\s+(?:them|these|those|the)\b[^.;]{0,40}$"
    r"|\b(?:account(?:s|ed|ing)?\s+for|responsible\s+for|m(?:ade|akes?|aking)\s+up|contribut(?:ed?|es|ing)"
    r"|suppl(?:y|ied|ies)|(?:came|comes?)\s+up\s+in)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# "Yorkshire accounted for 4,800, one in eight", "had 1,103 of these; that is 14 per cent".
_APPOSED = lazily(
    r"(?:\b(?:account(?:s|ed|ing)?\s+for|m(?:ade|akes?|aking)\s+up|responsible\s+for)\s+(?:\w+\s+){0,2}\d[\d,]*"
    r"|\d\s+of\s+(?:these|those|them|which|all)\b[^.;:\d]{0,30})"
    r"(?:\s*[,(;\u2013\u2014-]\s*|\s+)(?:(?:or|that\s+is|that's|which\s+is|equal\s+to)\s+)?(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)
_OF_IT = lazily(r"\s+of\s+it\s+(?:was|is|were|are|came|comes)\b", re.IGNORECASE)
# "In nearly a quarter the victim was under 11", "in around a fifth each it was Snapchat".
_IN = lazily(r"(?:^|[,;]\s+(?:and\s+|but\s+)?)[\"\u201c\u2018]?in\s+$", re.IGNORECASE)
_IT_WAS = lazily(
    r"\s+(?:each\s+|of\s+(?:these|those|them)\s+)?,?\s*(?:the\s+(?:\w+\s+){0,2}(?:victims?|child|children|suspects?|offenders?|platform)"
    r"|it|they)\s+(?:was|were|is|had|used)\b",
    re.IGNORECASE,
)
# "Took 19,937 calls - with three-quarters passed on to the police".
_PASSED_ON = lazily(
    r"\s+(?:of\s+(?:these|those|them)\s+)?(?:(?:were|was|being)\s+)?(?:passed|referred|handed|sent)\s+(?:on\s+)?to\b",
    re.IGNORECASE,
)
# "Of the complaints in West Yorkshire only one in six goes to court".
_OF_THEM_AHEAD = lazily(
    r"\bof\s+(?:all\s+)?(?:the|these|those)\s+[^.;:\d]{0,60}"
    r"(?:offences|crimes|cases|complaints|reports|investigations|contacts|calls|victims)\b[^.;:\d]{0,40}$",
    re.IGNORECASE,
)
_LEFT = 160
_ASKED = lazily(
    r"\b(?:survey(?:s|ed)?|research|study|polls?|polled|questionnaires?|respondents"
    r"|asked\s+(?:you|[\d,]+|its|our)|were\s+asked|answered|replied|told\s+us)\b",
    re.IGNORECASE,
)
_DID = lazily(
    r"\s+(?:of\s+)?(?:\w+\s+){1,3}(?:have|has|had|said|say|admit(?:s|ted)?|told)\b", re.IGNORECASE
)
_MARKED = lazily(r"\b(?:rated?|scor(?:e|ed|es)|award(?:s|ed)?|marks?)\b", re.IGNORECASE)
_AT_END = lazily(r"[\s.!\"\u201d\u2019)]*$")
_FAR = 200
# "We're dealing with three of these a day": of what the text before tells of.
_OF_THESE_OFTEN = lazily(
    r"\bof\s+(?:these|those)\s+(?:\w+\s+)?(?:an?|per|each|every)\b", re.IGNORECASE
)
_AS_OTHER = lazily(
    r"\s+as\s+(?!many\b|much\b|high\b|large\b|big\b|great\b|common\b|often\b|likely\b|fast\b|steep"
    r"|in\b|it\b|they\b|the\b|was\b|were\b|for\b|at\b)[a-z]",
    re.IGNORECASE,
)
_MOST_TIMES = 50
_COUNSELLED = lazily(
    r"\b(?:counsell(?:ed|ing)|(?:contacted|rang|called)\s+(?:the\s+)?(?:childline|helpline))\b",
    re.IGNORECASE,
)
_REACH = 40
_LEADING = frozenset({"headline", "standfirst", "caption"})
_NUMBER_OF = lazily(r"\s+(?:the\s+|its\s+|our\s+)?(?:number|size|amount)\s+of\s+", re.IGNORECASE)
# "A squad twice the size as crimes surge": the squad, and no crimes.
_SIZE = lazily(r"\s+(?:in|(?:the|its|their|his|her))\s+size\b(?!\s+of)", re.IGNORECASE)
_SO_IT_IS = lazily(r"\W*(?:q\W+)?(?:so|and)\s+(?:you|we|they|it|that|the\s+\w+)\b", re.IGNORECASE)
_RESIDENTS = lazily(
    r"\b(?:residents|population|inhabitants|people live|living there)\b", re.IGNORECASE
)


def anecdote(what: Counted) -> bool:
    """Whether a thing is counted of an event, not as a statistic."""
    return what.series in ANECDOTES


# "255 individuals were found guilty", "the number of people charged": no case of one person.
_OF_MANY = lazily(
    r"\b(?:numbers?\s+of\s+(?:\w+\s+)?|(?:\d{3}|\d{1,3},\d{3})\s+(?:\w+\s+)?)"
    r"(?:people|individuals|persons|men|offenders|suspects|defendants|adults|children|young\s+people|prosecutions|convictions)\b",
    re.IGNORECASE,
)


def in_court(scene: Scene) -> bool:
    """Whether a sentence tells of a court case: its numbers are of one person's case."""
    if _OF_MANY.search(scene.sentence.text) is not None:
        return False
    if _COURT.search(scene.sentence.text) is None:
        return False
    return _RECORDING.search(scene.sentence.text) is None


def of_residents(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number is one of inhabitants."""
    # "Only 82 in Bedfordshire, where the population is smaller" counts no inhabitants.
    after = scene.after(phrase)[:40].split(",")[0]
    near = f"{scene.before(phrase)[-60:]} # {after}"
    return _RESIDENTS.search(near) is not None


def relevant(phrase: Phrase, what: Counted, scene: Scene) -> bool:
    """Whether a share, a frequency or a multiple is a statistic."""
    if phrase.shape in {Shape.EVERY, Shape.PER}:
        return not anecdote(what) and bool(
            scene.whats
            or scene.whos
            or scene.whens
            or _POINTING.match(scene.sentence.text)
            or scene.memory.last is not None
            or _OF_THESE_OFTEN.search(phrase.text)
            or scene.seen.block.kind in _LEADING
            or not scene.before(phrase).strip('"\u201c\u2018 ')
        )
    if phrase.shape is Shape.MULTIPLE and (
        _doubles_something(phrase, scene)
        or _AS_OTHER.match(scene.after(phrase))
        or _SIZE.match(scene.after(phrase))
    ):
        return False
    if phrase.shape is Shape.PERCENT and not scene.whats:
        return _MONEY.search(scene.sentence.text) is None
    if phrase.shape is Shape.MULTIPLE:
        # "Twice as many children were counselled": children count where a helpline tells of them.
        told = not anecdote(what) or _COUNSELLED.search(scene.sentence.text)
        return bool(told) and phrase.value < _MOST_TIMES
    return True


def _doubles_something(phrase: Phrase, scene: Scene) -> bool:
    """Whether something else is multiplied: "doubled the number of trained interviewers"."""
    asked = scene.sentence.text.rstrip("\u201d\"' ").endswith("?")
    if asked and not _SO_IT_IS.match(scene.sentence.text):
        return True
    found = _NUMBER_OF.match(scene.after(phrase))
    if found is None:
        return False
    start = phrase.end + found.end()
    return not any(start <= one.start <= start + _REACH and counts(one) for one in scene.whats)


def counts(what: What) -> bool:
    """Whether a thing is counted as a statistic."""
    return what.series not in ANECDOTES


# "1.3 per cent of the 22,724 logged"; "half the offences in Wales were recorded in South Wales".
_OF_THE_NUMBER = lazily(
    r"\s+of\s+the\s+\d[\d,]{2,9}\s+(?:that\s+were\s+)?"
    r"(?:logged|recorded|reported|registered|counted|nationwide|nationally|in\s+all\b"
    r"|across\s+the\s+(?:uk|country|region))\b"
    r"|\s+of\s+the\s+\d[\d,]{2,9}\s+(?:in|across|by)\s+(?:the\s+)?(?-i:[A-Z])"
    r"|\s+of\s+(?:the\s+)?(?-i:[A-Z])[\w-]{1,20}['\u2019]s?\s+\d{1,3}(?:,\d{3})*\b",
    re.IGNORECASE,
)
_HALF_IN = lazily(
    r"\s+(?:the|all)\s+(?:[\w-]+\s+){0,4}(?:offences|crimes|cases)\s+(?:recorded\s+)?(?:in|across)\s+[^.;,:]{1,40}?"
    r"\s(?:was|were|are)\s+(?:(?:recorded|logged|reported|registered|committed)\s+)?(?:in|by)\b",
    re.IGNORECASE,
)


def a_share(phrase: Phrase, scene: Scene) -> bool:
    """Whether a percentage without a change is a share of what the article is about."""
    after = scene.after(phrase)
    if _NO_SHARE.match(after) or _a_mark(phrase, scene):
        return False
    if _told_as_part(phrase, scene):
        return True
    if _OF_THE_NUMBER.match(after) or _HALF_IN.match(after) or _of_one_told(after, scene):
        return True
    if phrase.shape is Shape.ONE_IN:
        ahead = _OF_THEM_AHEAD.search(scene.before(phrase))
        return bool(ahead or scene.whats or _DOMAIN.search(after[:_NEAR]))
    of = _OF.match(_AGAIN.sub("", after))
    if of is not None:
        return _DOMAIN.search(_AGAIN.sub("", after)[of.end() : of.end() + _NEAR]) is not None
    return _OF_THESE.search(scene.sentence.text) is not None


# "More than a third of the 1,458": of the number that was told before.
_OF_A_NUMBER = lazily(
    r"\s+of\s+(?:the|those|these)\s+(?P<number>\d{1,3}(?:,\d{3})+|\d{3,6})\b(?![,.]?\d)"
)


def _of_one_told(after: str, scene: Scene) -> bool:
    found = _OF_A_NUMBER.match(after)
    return found is not None and scene.memory.has_counted(Decimal(found["number"].replace(",", "")))


def no_share(phrase: Phrase, scene: Scene) -> bool:
    """Whether a percentage is of money, a chance or a mark, and no share of what is counted."""
    money = _MONEY.search(scene.sentence.text) or _NO_SHARE.match(scene.after(phrase))
    return money is not None or _a_mark(phrase, scene)


def _told_as_part(phrase: Phrase, scene: Scene) -> bool:
    """Whether the words beside a number say that it is a part, or what those asked said."""
    before, after = scene.before(phrase)[-_LEFT:], scene.after(phrase)
    opens = not before.strip('"\u201c\u2018 ')
    if _PART_OF_IT.search(before) or _APPOSED.search(before) or (opens and _OF_IT.match(after)):
        return True
    if _IN.search(before) and _IT_WAS.match(after):
        return True
    if scene.whats and _PASSED_ON.match(after):
        return True
    told = bool(scene.whats) or scene.memory.last is not None or _asked(phrase, scene)
    return told and _SAY.match(after) is not None


def _a_mark(phrase: Phrase, scene: Scene) -> bool:
    """Whether it is a mark: "we rate the leaflet two out of five"."""
    marked = _MARKED.search(scene.before(phrase)) and _AT_END.fullmatch(scene.after(phrase))
    return phrase.shape is Shape.ONE_IN and marked is not None


def _asked(phrase: Phrase, scene: Scene) -> bool:
    """Whether the words before tell of people who were asked."""
    return _ASKED.search(scene.text[max(0, phrase.start - _FAR) : scene.sentence.end]) is not None


def surveyed(phrase: Phrase, scene: Scene, what: Counted) -> bool:
    """Whether a share is of those who were asked, and not of what is recorded."""
    if _SAY.match(scene.after(phrase)) and _asked(phrase, scene):
        return True
    return anecdote(what) and (_asked(phrase, scene) or _DID.match(scene.after(phrase)) is not None)


__all__ = [
    "IN_COURT",
    "NOT_COUNTED",
    "a_share",
    "anecdote",
    "counts",
    "in_court",
    "no_share",
    "of_residents",
    "relevant",
    "surveyed",
]
