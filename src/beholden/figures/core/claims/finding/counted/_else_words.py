"""Words that tell whether a number is a statistic of the subject, as data.

What is counted of crimes against children and of those who act on them or help, and who speaks of
something else: a survey, a campaign, a company, a place.

    NOUN.match(" new referrals")["deed"]  # "referrals"
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily

# What is counted of crimes and of those who are harmed by them, act on them or seek help.
_DEEDS = (
    r"offen[cs]es?|crimes?|cases?|incidents?|instances?|allegations?|complaints?|assaults?|rapes?|investigations?|in?quir(?:y|ies)"
    r"|enquir(?:y|ies)|referrals?|arrests?|charges?|summons(?:es)?|convictions?|prosecutions?|cautions?|warrants?|homicides?"
    r"|victims?|suspects?|offenders?|perpetrators?|defendants?|paedophiles?|abusers?|callers"
)
_CONTACTS = (
    r"reports?|contacts?|calls?|sessions?|mentions?|concerns?|requests?|searches|assessments?|interventions?|packages"
    r"|removals?|takedowns?|alerts?|tip-?offs|warnings|notices?"
)
_PERSONS = (
    r"children|girls?|boys?|babies|infants|toddlers|youngsters|young\s+people|teenagers"
    r"|under-?\s?1\ds|individuals|minors"
)
_CONTENT = (
    r"images?|videos?|pictures?|photographs?|photos?|clips|web\s?pages?|pages(?=\s+(?:of\s+(?:abuse|child|illegal)|with|showing|that|were|confirmed))|urls?|web\s?sites?|web\s+addresses|addresses"
    r"|pieces|items|domains?|newsgroups?"
)
NOUN = lazily(
    r"\s+(?:of\s+(?:the|these|those|its|their)\s+)?(?:(?!\d|(?:of|in|to|and|or|but|for|with|by|on|at|from|were|was|are|is|had|have|has|than"
    r"|who|that|which|more|fewer|recorded|logged|saw|years?|times)\b)[\w\u2019'-]+\s+){0,3}?"
    rf"(?:(?P<deed>{_DEEDS})|(?P<contact>{_CONTACTS})|(?P<person>{_PERSONS})|(?P<content>{_CONTENT}))(?![a-z\u2019'-])",
    re.IGNORECASE,
)
SUBJECT = lazily(
    r"\b(?:abus(?:e|ed|ive|ers?|ing)|sex(?:ual|ually)?|offen[cs]es?|offend(?:ers?|ing)|crimes?|criminals?|victims?|groom(?:ed|ing|ers?)|neglect|cruelty"
    r"|child(?:ren)?|girls|boys|babies|youngsters|young\s+people|under-?\s?1\ds|imag(?:es?|ery)|videos|web\s?pages|urls?|suspects?|arrest(?:s|ed)|charges?"
    r"|referrals?|investigations?|allegations?|complaints?|cases|incidents|helpline|hotline|childline|callers?|calls\s+(?:made|to|from|about)|contacts|sessions|reports?|illegal\s+content|csam|csae)\b",
    re.IGNORECASE,
)
# "Fifty children a day came to the fair": people are of the subject where more than they tell so.
HARM = lazily(
    r"\b(?:abus(?:e|ed|ive|ers?|ing)|sex(?:ual|ually)?|offen[cs]es?|offend(?:ers?|ing)|crimes?|victims?|groom(?:ed|ing|ers?)|neglect(?:ed)?|cruelty|harm(?:ed)?"
    r"|imag(?:es?|ery)|videos|suspects?|arrest(?:s|ed)|charged|charges|referr(?:als?|ed)|investigat(?:ions?|ed)|allegations?|complaints?|cases|incidents|helpline"
    r"|hotline|childline|counsel\w+|safeguard\w*|protected|protection|exploit\w*|reported|police|at\s+risk)\b",
    re.IGNORECASE,
)
# Who tells of a campaign, a survey, a company or a place, and of no statistic of the subject.
OF_ELSE = lazily(
    r"\b(?:survey(?:s|ed)?|poll(?:ed|s)?|petition|signed|campaign\s+(?:has|was|is)|backed\s+by|readers|circulation|subscrib\w+|followers|budget|costs?|spend(?:s|ing)?"
    r"|population|inhabitants|residents|employs?|vacanc\w+|premises|classroom|trained|train(?:s|ing)?|visit(?:s|ed)?|workshops?|assembl(?:y|ies)"
    r"|attended|lessons?|leaflets?|guides?|grants?|tickets?|profits?|revenues?|turnover|income|users?|algorithms?|precision|software|test\s+set"
    r"|freeview|channel|copies|respond(?:ed|ents)|would\s+flag|flags?\s+accounts|code\s+of\s+practice|bill,?\s+which|motion|consultation)\b",
    re.IGNORECASE,
)
POSSIBLE = lazily(
    r"\b(?:can|could|(?-i:may)|might|would|should|if|suppose|say|imagine)\b[^.;]{0,60}$|\bor\s+(?:for\s+)?$|\bpopulation\s+of\s+$|\ba\s+(?:county|town|city|place|country)\s+of\s+$",
    re.IGNORECASE,
)
ENDS = lazily(r"[\s.!)\"\u201d\u2019]*$")
"""What may stand behind a number that ends its sentence."""
NOUN_IN = lazily(rf"\b(?:{_DEEDS}|{_CONTACTS}|{_PERSONS}|{_CONTENT})\b", re.IGNORECASE)


def tells_of_subject(text: str) -> bool:
    """Whether words tell of offences, of victims, or of those who act on them or help."""
    return SUBJECT.search(text) is not None or HARM.search(text) is not None


__all__ = ["ENDS", "HARM", "NOUN", "NOUN_IN", "OF_ELSE", "POSSIBLE", "SUBJECT", "tells_of_subject"]
