"""What happens so often: arrests, calls and uploads are not recorded offences.

"An arrest is made every 23 minutes" and "a child is abused every 23 minutes" have the number of
the offences and count something else. Only narrow words tell that: the noun that something
happens to, or a verb of what becomes of suspects.

    happening("A child is abused ", "every 23 minutes", " in the UK")  # "child"
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily

_NOUN = (
    r"(?P<noun>arrests?|burglary|robbery|theft|assault|murder|rape|stabbing|mugging|killing|shooting|fraud|scam"
    r"|attack|call|email|referral|complaint|conviction|prosecution|caution|warrant|raid|search|death|web\s?page"
    r"|website|url|link|account|video|clip|file|picture|photo(?:graph)?|images?|child|boy|girl|toddler|baby"
    r"|infant|pupil|teenager|teen|youngster|victim|young\s+person|parent|family|school|device|phone|computer)"
)
_OWN = (
    r"of|with|involving|offences?|crimes?|against|featuring|showing|depicting|about|to|from|for|in|on|and|or|by"
    r"|concerning|relating"
)
_WORDS = rf"(?:(?!(?:{_OWN})\b)[\w'\u2019]{{1,15}}[\s-]){{0,4}}?"
_ONE = r"\b(?:an?|another|one|some)\s"
_HAPPENS = (
    r"(?:\s+(?:in|across)\s+(?:the\s+)?[A-Z]\w+(?:\s[A-Z]\w+)?)?\s+(?:is|was|gets?|got|has|had|becomes?|became"
    r"|falls?|fell|dies|died|comes?|came|calls?|called|reports?|reported|seeks?|sought|contacts?|contacted|takes?"
    r"|shares?|sends?|receives?|suffers?|tells?|needs?|being)\b"
)
_SUBJECT = lazily(rf"(?i:{_ONE}{_WORDS}{_NOUN}){_HAPPENS}[^.;:]{{0,60}}$")
_AFTER = lazily(
    rf"(?i:\s{{0,2}},?\s{{1,3}}(?:(?:in|across)\s+[^,.;:]{{1,30}},?\s+)?{_ONE}{_WORDS}{_NOUN}){_HAPPENS}"
)
# "The equivalent of one child every 23 minutes".
_INSIDE = lazily(
    rf"\b(?:an?|one|another)\s{_WORDS}{_NOUN}\s(?:every|each|an?|per)\b", re.IGNORECASE
)
_ITS = lazily(
    r"\b(?:of|with|involving|against|featuring|showing|depicting|about|to|from|for|in|on|by|concerning)\s+$",
    re.IGNORECASE,
)
_OBJECT = lazily(
    r"\b(?:deal(?:s|t|ing)?\s+with|see(?:s|ing)?|saw|mak(?:es?|ing)|made|handl(?:es?|ed|ing)|receiv(?:es?|ed|ing)"
    r"|get(?:s|ting)?|tak(?:es?|ing)|took|record(?:s|ed|ing)?|log(?:s|ged|ging)?|investigat(?:es?|ed|ing)"
    r"|answer(?:s|ed|ing)?|find(?:s|ing)?|found|remov(?:es?|ed|ing)|block(?:s|ed|ing)?|identif(?:y|ies|ied)"
    r"|carr(?:y|ies|ied)\s+out|execut(?:es?|ed|ing)|secur(?:es?|ed|ing)|there\s+(?:is|was)"
    r"|equivalent\s+of|equivalent\s+to|equals?|means)\s"
    rf"(?:almost\s+)?(?:an?|another|one)\s{_WORDS}{_NOUN}(?:\s+(?:in|across)\s+[^.,;:]{{1,30}})?\s*$",
    re.IGNORECASE,
)
_CALLED = lazily(
    r"\b(?:police|officers?|force|detectives)\s+(?:(?:in|across)\s+(?:the\s+)?\w+\s+|\w+\s+)?(?:are|is|were|was|gets?|being)\s+(?:being\s+)?"
    r"(?:called|alerted|contacted|phoned|warned|summoned)\b[^.;:,]{0,40}$",
    re.IGNORECASE,
)
_REPORTED_TO = lazily(
    r"\breport(?:ed|s|ing)?\s+(?:[\w\s]{1,30}\s)?to\s+(?:the\s+|an?\s+|its\s+)?(?:NSPCC|IWF|Internet\s+Watch|charit"
    r"|helpline|hotline|childline|school|council|social)",
    re.IGNORECASE,
)
_PERSON = (
    r"(?:someone|somebody|people|persons?|man|men|wom[ae]n|offenders?|suspects?|perpetrators?|criminals?|predators?"
    r"|abusers?|paedophiles?|officers|police|force|adults?)"
)
_DEALT_WITH = (
    r"(?:arrest(?:ed|s|ing)?|charg(?:ed|es|ing)|convict(?:ed|s|ing)|jail(?:ed|s|ing)|prosecut(?:ed|es|ing)"
    r"|sentenc(?:ed|es|ing)|cautioned|imprisoned|investigated|interviewed|questioned|bailed)"
)
_ARRESTED = lazily(
    rf"\b{_PERSON}\b[^.;:]{{0,40}}?\b{_DEALT_WITH}\b|\b{_DEALT_WITH}\b[^.;:]{{0,20}}?\b{_PERSON}\b",
    re.IGNORECASE,
)
_TAKEN_TO = lazily(
    r"\s+(?:\w+\s+){1,2}(?:(?:to|before|in)\s+(?:the\s+)?courts?|behind\s+bars|into\s+custody|to\s+justice|on\s+bail)\b",
    re.IGNORECASE,
)
_DEALT_BEFORE = lazily(rf"\b{_DEALT_WITH}\s+(?:\w+\s+){{0,2}}$", re.IGNORECASE)
_DEALT_AFTER = lazily(
    rf"\s+(?:\w+\s+){{0,2}}(?:who\s+)?(?:were|was|are|is|have\s+been|had\s+been|being)\s+(?:\w+\s+)?{_DEALT_WITH}\b",
    re.IGNORECASE,
)
_OFFENCE = lazily(r"\b(?:offences?|crimes?|cases?|incidents?)\b", re.IGNORECASE)
# "Six workshops a month": whatever it is, it is told, and no offence.
_OF_ITS_OWN = lazily(
    r"\s(?P<noun>(?!times|occasions|reports|allegations|complaints|recordings|instances|images|children|victims|counts"
    r"|hours|days|weeks|months|minutes|years)[a-z-]{3,}s)\s(?:a|an|per|each|every)\s(?:\w+\s)?"
    r"(?:minute|hour|day|week|fortnight|month|year)$",
    re.IGNORECASE,
)
_CLAUSE = lazily(r"[,;:\u2013\u2014]|\b(?:and|but|while|whereas|although|as)\b", re.IGNORECASE)


def happening(before: str, phrase: str, after: str) -> str:
    """The other thing that happens so often; empty where it is the offences.

    Args:
        before: The sentence up to the rate.
        phrase: The rate itself; its own noun decides where it has one.
        after: The sentence from the rate on.
    """
    if _OFFENCE.search(phrase):
        return ""
    subject = _SUBJECT.search(before)
    if subject is not None and _ITS.search(before[: subject.start()]):
        subject = None
    inside = _INSIDE.search(phrase) or _OF_ITS_OWN.search(phrase)
    found = inside or subject or _AFTER.match(after) or _OBJECT.search(before)
    if found is not None:
        return found["noun"].lower()
    if _CALLED.search(before) or _REPORTED_TO.search(before) or _REPORTED_TO.match(after.lstrip()):
        return "calls and reports"
    clause = f"{_CLAUSE.split(before)[-1]}{phrase}{_CLAUSE.split(after)[0]}"
    arrested = _ARRESTED.search(clause) or _DEALT_AFTER.match(after)
    if not _OFFENCE.search(clause) and arrested:
        return "arrests"
    return ""


def dealt_with(before: str, after: str) -> str:
    """What people are counted as, whom the police took to court or arrested; empty for others."""
    found = _DEALT_BEFORE.search(before) or _DEALT_AFTER.match(after) or _TAKEN_TO.match(after)
    return "arrests" if found else ""


__all__ = ["dealt_with", "happening"]
