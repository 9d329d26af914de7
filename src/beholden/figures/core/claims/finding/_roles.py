"""What a phrase does in its sentence: a change, a share, a count, one end of a comparison.

Decided by the words before and after it alone, in the order the rules stand here.
Who, when and what come later; so does the question whether it is a claim at all.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Direction, Measure, Phrase, Shape

End = Literal["", "earlier", "later"]


class Role(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a phrase measures. ``end`` tells the two ends of a comparison apart.

    ``bare`` is true of a count that nothing but its neighbourhood makes a claim.
    """

    measure: Measure
    direction: Direction = ""
    end: End = ""
    basis: Literal["", "count", "difference", "percentage", "rate"] = ""
    bare: bool = False


_UP_VERBS = (
    r"ris(?:e|es|en|ing)|rose|increas(?:e|es|ed|ing)|gr(?:ow|ows|ew|own|owing)|jump(?:s|ed|ing)?"
    r"|(?:sky)?rocket(?:s|ed|ing)?|soar(?:s|ed|ing)?|surg(?:e|es|ed|ing)|leap(?:s|t|ed|ing)?"
    r"|climb(?:s|ed|ing)?|sho(?:t|ots|oting) up|spik(?:e|es|ed|ing)|balloon(?:s|ed|ing)?"
    r"|(?:went|go(?:ne|es|ing)?|crept|edged|creeping|edging) up|swell(?:ed|s|ing)?|swollen"
    r"|escalat(?:e|es|ed|ing)|mushroom(?:ed|ing)?|spirall?(?:ed|ing)|mounted"
    r"|worsen(?:s|ed|ing)?|up"
)
_DOWN_VERBS = (
    r"f(?:a|e)ll(?:s|en|ing)?|drop(?:s|ped|ping)?|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)"
    r"|reduc(?:e|es|ed|ing)|dip(?:s|ped|ping)?|plung(?:e|es|ed|ing)|plummet(?:s|ed|ing)?"
    r"|sl(?:id|ides?|iding|ump(?:s|ed|ing)?)|shr(?:ank|unk|inks?|inking)|tumbl(?:e|es|ed|ing)"
    r"|(?:went|go(?:ne|es|ing)?|came|come|comes|coming|crept|edged|creeping|edging) down|down"
    r"|slip(?:s|ped|ping)?|eas(?:ed|ing)|sank|sunk"
)
_UP_NOUNS = (
    r"rises?|increases?|jumps?|growth|surges?|leaps?|hikes?|spikes?|upsurges?|upturns?|uplifts?"
    r"|climbs?|explosion"
)
_DOWN_NOUNS = r"falls?|drops?|decreases?|declines?|reductions?|dips?|slumps?|cuts?|plunges?"
_UP, _DOWN = rf"{_UP_VERBS}|{_UP_NOUNS}", rf"{_DOWN_VERBS}|{_DOWN_NOUNS}"
CHANGE = lazily(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.IGNORECASE)

_NEAR = 90
_MINUS = ("-", "\u2212")
_MARKS = dict.fromkeys(map(ord, '"\u201c\u201d'), " ")
_GAP = lazily(r"[^.;:\d]{0,70}", re.DOTALL)
_TO = lazily(
    r"\b(?:to|at|reach(?:ed|es|ing)?|hit(?:s|ting)?|stands?|stood)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_MODIFIER = (
    r"(?:(?:year[- ]on[- ]year|annual|yearly|overall|average|national|further|massive|sharp|huge"
    r"|steep|staggering|shocking|worrying|local|[a-z]+-year|regional|alarming|big|dramatic|total"
    r"|one-year|recorded|percentage|similar|corresponding|welcome|slight|modest|small)[\s-]+){0,3}"
)
_NOUN_AFTER = lazily(
    rf"[\s-]*(?:points?\s+)?{_MODIFIER}(?:(?P<up>{_UP_NOUNS})|(?P<down>{_DOWN_NOUNS}))\b",
    re.IGNORECASE,
)
_MORE_AFTER = lazily(
    r"\s+(?:(?P<up>more|higher|greater|up|above|extra|additional|worse)"
    r"|(?P<down>fewer|lower|less|down|below))\b(?!\s+recently)",
    re.IGNORECASE,
)
_COUNTED = r"(?:(?:offences?|crimes?|cases?|incidents?|reports?|records?)\s+)?"
_CLOSED = r"{}(?=\s+(?:on|in|over)|\s*(?:[.,;)\u2013\u2014]|-\s|$))"
_A_TOTAL = (
    r"(?=\s+(?:(?:the|its|last|that)\s+(?:\w+\s+){0,2}(?:total|figure|number|tally|year)"
    r"|(?:the\s+)?\d{1,3}(?:,\d{3})+|the\s+\d))"
)
_MORE_OFFENCES = lazily(
    rf"\s+{_COUNTED}(?:(?P<up>more|extra|additional|higher|{_CLOSED.format('up')}|above{_A_TOTAL})|(?P<down>fewer|lower|{_CLOSED.format('down')}|below{_A_TOTAL}))\b"
    r"(?!\s+recently)",
    re.IGNORECASE,
)
_OFFENCE_RISE = lazily(
    rf"[\s-]+(?:offence|crime|case|incident)?[\s-]*{_MODIFIER}"
    rf"(?:(?P<up>{_UP_NOUNS})|(?P<down>{_DOWN_NOUNS}))\b(?!-)",
    re.IGNORECASE,
)
_BY = lazily(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b(?:\s+[a-z]+ly|\s+overall|\s+again)?"
    r"(?:\s+\w+(?:\s+\w+){0,3})?,?\s+by\s+(?:a\s+|an\s+|another\s+|some\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_RISE_OF = lazily(
    rf"\b(?:(?P<up>{_UP_NOUNS})|(?P<down>{_DOWN_NOUNS})),?\s+of\s+(?!the\b)(?:a\s+|an\s+|some\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_RISE_IS = lazily(
    rf"\b(?:(?P<up>{_UP_NOUNS})|(?P<down>{_DOWN_NOUNS})|difference|(?:gap|margin)(?=\s+of))"
    r"\s+(?:is|was|of(?!\s+the\b)|comes\s+to|came\s+to|amount(?:s|ed)\s+to)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_JUST_UP = lazily(
    rf"\b(?:(?P<up>{_UP_VERBS})|(?P<down>{_DOWN_VERBS}))\s+(?:a\s+|an\s+)?(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_WENT_TO = lazily(
    r"\b(?:went|moved|came|got|swelled|finished|ended)\s+(?:on\s+)?to\s+$", re.IGNORECASE
)
# "Where 10 became 99", "568 image offences had become 767": both ends of a change.
_BECAME_ANOTHER = (
    r"(?:(?:[a-z-]+\s+){0,4}?(?:offences|crimes|cases)\s+)?(?:became|(?:has|have|had)\s+become|turned\s+into)\s+"
    r"(?:\w+\s+){0,2}"
)
_BECAME = lazily(rf"\s+{_BECAME_ANOTHER}\d", re.IGNORECASE)
_HAS_BECOME = lazily(rf"\d\s+{_BECAME_ANOTHER}$", re.IGNORECASE)
# "A rise of 107 per cent, or 159 crimes": the same change in both ways.
_OR = lazily(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b[^.;]{{0,30}}(?:per\s?cent|percent|%|pc|\bthird|\bquarter|\bhalf|\bfifth|\btenth)"
    r"(?:\s+(?:rise|increase|jump|fall|drop))?\s*(?:,\s*|\(|\u2013\s*|-\s*)?"
    r"(?:or|that is|i\.e\.,?)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "We are 14 per cent up, or 83 crimes".
_UP_OR = lazily(
    r"\d\s?(?:per\s?cent|percent|%|pc)\s+(?:(?P<up>up|more|higher)|(?P<down>down|fewer|lower|less))"
    r"(?:,|\s*\(|\s*\u2013)?\s*or\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "From 286 to 611 (+113.6%, or 325 offences)".
_SIGNED_OR = lazily(
    r"\(\s*(?:(?P<up>\+)|(?P<down>[\u2212\u2013-]))\s?\d[\d.,]*\s?(?:%|per\s?cent|percent|pc),?\s+or\s+$",
    re.IGNORECASE,
)
# "Which is 1,156 more, or 36 per cent": the same change in the other order.
_MORE_OR = lazily(
    r"\d\s+(?:(?P<up>more|extra|additional|higher)|(?P<down>fewer|lower|less))(?:\s+(?:offences|crimes|cases))?"
    r"(?:\s+than\s+(?:in\s+)?(?:the\s+|a\s+)?(?:previous|preceding|last|year|(?:19|20)\d\d)\b[^.;:,]{0,25})?"
    r"(?:,\s*|\s*\(|\s*[\u2013-]\s*|\s+)(?:(?:or|that\s+is|which\s+is|equal\s+to)\s+)?(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)
# "It went from 2,303 to 3,093, that is, by 34 per cent": which way, the counts tell.
_WENT_BY = lazily(
    r"\b(?:went|moved|changed|goes)\b[^.;]{0,90}[\s,]by\s+(?:[a-z]+\s+)?$", re.IGNORECASE
)
_CLOSES = lazily(r"\s*(?:[.,;:)\u2013!]|$)")
_TO_COUNT = lazily(r"\s+(?:[a-z]+\s+){0,3}to\s+(?P<to>\d{1,3}(?:,\d{3}){1,3}|\d{1,9})")
_BARE_UP = lazily(r"\b(?:up|down)\s+$", re.IGNORECASE)
_EXTRA = lazily(r"\b(?:extra|additional|further)\b", re.IGNORECASE)
_AN_EXTRA = lazily(r"\b(?:an?\s+)?(?:extra|additional|further)\s+$", re.IGNORECASE)
_FIGURE = (
    r"(?:(?:the|a|an|its|their|last\s+year's)\s+)?(?:(?:previous|earlier|prior|preceding)\s+)?"
    r"(?:(?:year's|figure|total|number|count|tally|level)(?:\s+of)?\s+)?"
    r"(?:(?:just|only|a|the|some|around)\s+)?"
)
_EARLIER = lazily(
    rf"(?:\b(?:on|than|double|twice|times|above|below)\s+the(?:\s+\w+)?\s+$|(?:\b(?:up|down|rise|increase|jump|drop|fall|climb|surge|decrease|decline|reduction|dip|leap"
    rf"|hike|spike|growth|slump|improvement)\s+(?:from|on)|\bcompar(?:ed|ing)\s+(?:with|to)"
    rf"|\bin\s+comparison\s+(?:with|to)|\bagainst|\bversus|\bv|\bas\s+opposed\s+to|\bcompares\s+(?:with|to)|\bhaving\s+(?:been|had|recorded|logged)"
    rf"|\b(?:higher|lower|more|fewer|greater|less)\s+than(?:\s+the)?|\bfrom)\s+(?:around\s+)?{_FIGURE}$)",
    re.IGNORECASE,
)
# "A rise of 35 per cent on the previous year's 568"; "from the 2014/15 figure of 727".
_OF_YEAR_BEFORE = lazily(
    r"\bthe\s+(?:(?:previous|preceding|prior)\s+year['\u2019]s|year\s+before['\u2019]s)\s+"
    r"(?:(?:figure|total|number|tally|count)\s+(?:of\s+)?)?(?:just\s+)?$"
    r"|\b(?:from|on|than)\s+the\s+(?:19|20)\d\d(?:[/\u2013-]\d{2,4})?\s+"
    r"(?:figure|total|number|tally|count)\s+of\s+$"
    rf"|\b(?:{_UP}|{_DOWN})\b[^.;:,]{{0,20}}(?:per\s?cent|percent|%|pc)\s+(?:on|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_YEAR_BEFORE_IS = lazily(
    r"\b(?:than|on)\s+(?:in\s+)?the\s+(?:(?:previous|preceding|prior)\s+year|year\s+before)\s*\(\s*"
    r"(?:(?:a\s+)?total\s+of\s+|when\s+(?:it\s+was|there\s+were)\s+)?$",
    re.IGNORECASE,
)
_FROM = lazily(r"\bfrom\s+(?:(?!to\b)[a-z]+\s+){0,3}$", re.IGNORECASE)
_LATER = lazily(
    r"\bto\s+(?:(?:just|only|a|the|a\s+total\s+of|a\s+record|reach|stand\s+at)\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_IN_BRACKETS = lazily(r"[(\u2013\u2014,-]\s*(?:that\s+is\s+|or\s+|an?\s+)?$")
_SHARE_AFTER = lazily(
    r"\s+(?:of|were|was|are|is|involved|involve|had|have|said|say|admitted|believed?|felt|reported"
    r"|took|take|came|come|related|concerned|happened|occurred|took\s+place|know|knew|think|thought|realised?|understood)\b",
    re.IGNORECASE,
)
_YEARLY = lazily(
    r"\b(?:average|mean)\s+(?:year[- ]on[- ]year|annual|yearly)"
    r"|\b(?:year[- ]on[- ]year|annual|yearly)\s+average"
    r"|\b(?:each|every|a|per)\s+year\s+on\s+average"
    r"|\bon\s+average\b[^.;]{0,40}\b(?:each|every|a|per)\s+year"
    r"|\baverage\s+of\b[^.;]{0,25}\b(?:each|every|a|per)\s+year"
    r"|\baverage\s+over\s+the\s+(?:\w+\s+)?(?:period|years)"
    r"|\baverage\s+(?:rise|increase|growth)\s+of\b[^.;]{0,20}\b(?:each|every|a|per)\s+year",
    re.IGNORECASE,
)
_EACH_YEAR_AFTER = lazily(
    r"\s+(?:(?:rises?|increases?|growth|falls?|drops?|more|higher)\s+)?(?:(?:a|every|each|per)\s+year"
    r"\b(?!\s+(?:ago|earlier|before|later|on|to|since|end))|annually\b|year\s+after\s+year\b)",
    re.IGNORECASE,
)
_EACH_YEAR_BEFORE = lazily(
    r"\b(?:every|each)\s+(?:single\s+)?year\b,?\s[^.;:]{0,60}$|\byear\s+after\s+year\b[^.;:]{0,60}$",
    re.IGNORECASE,
)
_PER_HEAD_BASIS = lazily(r"\b(?:rate|per head|per capita|proportion)\b", re.IGNORECASE)
_PERCENT_BASIS = lazily(
    r"\b(?:percentage|per\s?cent|proportional|proportionate)\b|%", re.IGNORECASE
)
_WENT = lazily(
    r"\b(?:(?:went|gone|going|go(?:es)?)\s(?:up|(?P<down>down))|r(?:ose|isen|ising|ises?)|gr(?:ew|own|owing|ows?)"
    r"|climb(?:ed|ing)|increas(?:ed|ing)|jump(?:ed|ing))\s(?:by\s)?$",
    re.IGNORECASE,
)
_RISE_NOUN = lazily(rf"^(?:{_UP_NOUNS}|{_DOWN_NOUNS})$", re.IGNORECASE)
# Which way it went is not said.
_CHANGE_NOUN = lazily(
    rf"\s+{_MODIFIER}(?:change|difference)\b(?!\s+(?:to|in\s+the\s+law))", re.IGNORECASE
)
_CHANGE_OF = lazily(r"\b(?:an?|the|overall|percentage)\s+change\s+of\s+(?:\w+\s+)?$", re.IGNORECASE)
_THAT_OF = lazily(
    r"\s+(?:that|those|the\s+(?:number|figure|total|rate|level))\s+(?:of|in|for|recorded)\b",
    re.IGNORECASE,
)
_IT_IS = lazily(r"\b(?:it|that|this|which)\s+(?:is|was)\s+$", re.IGNORECASE)
# "That is less than half the Devon and Cornwall total".
_ANOTHERS_TOTAL = lazily(
    r"\s+(?:the\s+)?(?-i:[A-Z])[\w-]{1,20}(?:\s+(?:and\s+)?(?-i:[A-Z])[\w-]{1,20}){0,3}(?:['\u2019]s?)?\s+"
    r"(?:total|figure|number|tally|count)\b",
    re.IGNORECASE,
)
_OF_AFTER = lazily(
    r"(?:\s*\(\d[\d.]{0,5}\s?(?:%|per\s?cent|pc)\))?[\"\u201d\u2019')\s]*\bof\b", re.IGNORECASE
)
_LEVEL_TO = lazily(
    r"\b(?:shares?|proportions?|percentage)\b(?:[^.;]|\.\d){0,90}\bto\s+(?:\w+\s+)?$", re.IGNORECASE
)
# "Its share rose from 15 to 23 per cent": the first is a share, and not by how much it rose.
_LEVEL_FROM = lazily(
    r"\b(?:shares?|proportions?)\b(?:[^.;]|\.\d){0,90}\bfrom\s+(?:\w+\s+)?$", re.IGNORECASE
)
_ON_TO = lazily(r"(?:\s+in\s+\d{4}(?:[/\u2013-]\d{2,4})?)?,?\s+to\s", re.IGNORECASE)
_LEVEL_BEFORE = lazily(r"\b(?:up|down)\s+from\s+(?:just\s+)?$", re.IGNORECASE)
_RISE_TO = lazily(
    rf"\b(?:{_UP_VERBS}|{_DOWN_VERBS})(?:\s+\w+ly|\s+again|\s+further)?\s+to\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_DOWN_NOUN = lazily(rf"^(?:{_DOWN_NOUNS})$", re.IGNORECASE)


def role_of(phrase: Phrase, before: str, after: str) -> Role:
    """What a phrase measures.

    Args:
        phrase: The phrase.
        before: Its sentence up to it.
        after: Its sentence after it.
    """
    # Quotation marks part no words: 'rising "by 674"'.
    lead = plain_lead(before.translate(_MARKS))
    return _BY_SHAPE[phrase.shape](phrase, lead, after.translate(_MARKS))


# "Up from a revised 18,574": the words of a number that was corrected.
_RESTATED = lazily(
    r"\s(?:an?\s|the\s|its\s|their\s)?(?:(?:newly|since|later)\s)?(?:revised|restated|corrected|amended|updated|adjusted"
    r"|original|initial|first|old|originally\s(?:published|reported|printed)|provisional|previously\s(?:published|reported))\s"
    r"(?:(?:figure|total|count|number|tally)\sof\s)?$",
    re.IGNORECASE,
)


def plain_lead(before: str) -> str:
    """What stands before a number, without the words that say that it was corrected."""
    return _RESTATED.sub(" ", before)


def changed(found: re.Match[str]) -> Direction:
    """The direction of a word of change."""
    groups = found.groupdict()
    return "up" if groups.get("up") else "down" if groups.get("down") else ""


_BOUND = lazily(
    r"\b(?:lower|upper)\s+(?:end|bound|limit)\b[^.;]{0,40}$|\binterval\b[^.;:]{0,20}$",
    re.IGNORECASE,
)


def an_end(before: str) -> bool:
    """Whether the end of an interval follows, which is no change that somebody counted."""
    return _BOUND.search(before) is not None


def _percent(phrase: Phrase, before: str, after: str) -> Role:
    if phrase.form == "as many again":
        return Role(Measure.CHANGE, "up")
    if _LEVEL_FROM.search(before) and _ON_TO.match(after):
        return Role(Measure.SHARE, end="earlier")
    return _by_sign(phrase, before) or _percent_told(phrase, before, after)


def _by_sign(phrase: Phrase, before: str) -> Role | None:
    """A change by its sign, as "Essex 767 (+35%)"; a minus may elsewhere be the dash of a list."""
    if phrase.text.startswith("+"):
        return Role(Measure.CHANGE, "up")
    minus = phrase.text.startswith(_MINUS) and before.rstrip().endswith(("(", ",", ";"))
    return Role(Measure.CHANGE, "down") if minus else None


# "344 up on the previous year and 43 per cent of the regional total".
_OF_THE_TOTAL = lazily(
    r"\s+of\s+(?:the|all|its|our)\s+(?:(?:national|regional|uk|welsh|english|british|force|county|overall|combined|region['\u2019]s|country['\u2019]s)\s+)+"
    r"(?:total|figure|tally|number|count|workload|caseload)\b",
    re.IGNORECASE,
)


def _percent_told(phrase: Phrase, before: str, after: str) -> Role:
    """What a percentage is by the words beside it."""
    found = _NOUN_AFTER.match(after) or _MORE_AFTER.match(after) or _left_change(before)
    if found is not None and not _OF_THE_TOTAL.match(after):
        each_year = _EACH_YEAR_AFTER.match(after) or _EACH_YEAR_BEFORE.search(before[-_NEAR:])
        near = f"{before[-_NEAR:]}{phrase.text}{after[:_NEAR]}"
        return Role(Measure.YEARLY_CHANGE if each_year else _yearly(near), changed(found))
    more = _MORE_OR.search(before)
    if more is not None:
        return Role(Measure.CHANGE, changed(more))
    went = _WENT_BY.search(before) is not None and _CLOSES.match(after) is not None
    if _CHANGE_NOUN.match(after) or _CHANGE_OF.search(before) or went:
        return Role(Measure.CHANGE)
    another = _IT_IS.search(before) is not None and _ANOTHERS_TOTAL.match(after) is not None
    if another or _THAT_OF.match(after):
        return Role(Measure.MULTIPLE, "up")
    if _OF_AFTER.match(after) or phrase.shape is Shape.ONE_IN:
        return Role(Measure.SHARE)
    return _percent_alone(before, after)


def _percent_alone(before: str, after: str) -> Role:
    """A percentage with neither a change beside it nor a whole that it is of."""
    if _LEVEL_TO.search(before):
        return Role(Measure.SHARE, end="later")
    if _LEVEL_BEFORE.search(before):
        return Role(Measure.SHARE, end="earlier")
    if _RISE_TO.search(before):
        # "Rose to 35 per cent": a level that is reached, and not by how much it rose.
        return Role(Measure.SHARE, end="later")
    said = [
        [one for one in CHANGE.finditer(text) if not no_change(text, one)]
        for text in (before, after)
    ]
    # "Fell in Kent, against a rise of 35 per cent in Essex and 69 per cent": the last before it.
    whole = said[0][-1] if said[0] else said[1][0] if said[1] else None
    if whole is not None and (_IN_BRACKETS.search(before) or not _SHARE_AFTER.match(after)):
        return Role(Measure.CHANGE, changed(whole))
    return Role(Measure.SHARE)


def _yearly(near: str) -> Measure:
    return Measure.YEARLY_CHANGE if _YEARLY.search(near) else Measure.CHANGE


def _left_change(before: str) -> re.Match[str] | None:
    """The word of change that governs what follows: "rose sharply in Essex by"."""
    near = before[-_NEAR:]
    found = [one for one in CHANGE.finditer(near) if not no_change(near, one)]
    if not found:
        return None
    last = found[-1]
    between = near[last.end() :]
    if not _GAP.fullmatch(between) or _TO.search(between):
        return None
    return last


_PHRASAL = lazily(
    r"\b(?:tak(?:e|es|en|ing)|took|shut(?:s|ting)?|track(?:ed|s|ing)?|crack(?:ed|s|ing)?|la(?:y|id|ying)|br(?:ea|o)k\w*"
    r"|put(?:s|ting)?|set(?:s|ting)?|mak(?:e|es|ing)|made|sign(?:ed|s|ing)?|end(?:ed|s|ing)?|giv(?:e|es|en|ing)|look"
    r"|follow(?:ed|s|ing)?|back(?:ed|s|ing)?|turn(?:ed|s|ing)?|step(?:ped|s|ping)?"
    r"|wr(?:o|i)t(?:e|es|ing|ten)|notch(?:ed|es|ing)?|nick(?:ed|s|ing)?|rack(?:ed|s|ing)?|clock(?:ed|s|ing)?"
    r"|chalk(?:ed|s|ing)?|pick(?:ed|s|ing)?|tott?(?:ed|ing)?|add(?:ed|s|ing)?|r(?:u|a)n|mop(?:ped)?)\s+$",
    re.IGNORECASE,
)


# "It came up in 37 per cent of the cases" is no rise; "it came down to 37" is a fall.
_CAME_UP = lazily(
    r"\b(?:c[ao]mes?|coming|crop(?:s|ped|ping)?|pop(?:s|ped)?|show(?:s|ed|n|ing)?)\s+$",
    re.IGNORECASE,
)
# "Down the M6 in Cheshire", "up the coast", "up north": a way, and no number.
_ALONG = lazily(
    r"\s+(?:(?:on\s+|along\s+)?the\s+(?:[AM]\d+|coast(?:line)?|road|motorway|river|line|railway|valley|estuary"
    r"|track|map|street|Thames|Severn|Humber|Tyne|Tees|Mersey|Trent)\b|(?:north|south|under|here|there)\b)",
    re.IGNORECASE,
)
_INTO = lazily(r"\s+(?:into|within|under|outside|short|victim|prey|foul)\b", re.IGNORECASE)


def no_change(text: str, found: re.Match[str]) -> bool:
    """Whether a word is none of change: "take down", "set up", "came up in", "fall into"."""
    if found[0].lower().startswith("f") and _INTO.match(text, found.end()):
        return True
    if found[0].lower() in {"up", "down"} and _ALONG.match(text, found.end()):
        return True
    if found[0].lower() == "up" and _CAME_UP.search(
        text[max(0, found.start() - 16) : found.start()]
    ):
        return True
    return found[0].lower() in {"up", "down"} and (
        _PHRASAL.search(text[max(0, found.start() - 16) : found.start()]) is not None
    )


def _share(_phrase: Phrase, _before: str, _after: str) -> Role:
    return Role(Measure.SHARE)


def _multiple(phrase: Phrase, _before: str, after: str) -> Role:
    down = _DOWN_NOUN.match(after.strip().split(" ")[0]) if after.strip() else None
    return Role(Measure.MULTIPLE, "down" if down else phrase.direction or "up")


def _frequency(phrase: Phrase, _before: str, _after: str) -> Role:
    per_head = phrase.per.replace(",", "").isdigit()
    return Role(Measure.PER_HEAD if per_head else Measure.FREQUENCY)


def _rank(phrase: Phrase, before: str, after: str) -> Role:
    near = f"{before[-_NEAR:]} {phrase.text} {after[:_NEAR]}"
    if _RISE_NOUN.match(phrase.noun):
        basis = "percentage" if _PERCENT_BASIS.search(near) else ""
        down: Direction = "down" if _DOWN_NOUN.match(phrase.noun) else "up"
        return Role(Measure.RANK, down, basis="percentage" if basis else "")
    went = _WENT.search(before)
    if went is not None:
        # "Where offences went up the fastest": the place is one of rises.
        return Role(
            Measure.RANK,
            "down" if went["down"] else "up",
            basis="percentage" if "fast" in phrase.text.lower() else "",
        )
    if phrase.noun in {"rate", "rates", "proportion"} or _PER_HEAD_BASIS.search(phrase.text):
        return Role(Measure.RANK, phrase.direction, basis="rate")
    return Role(Measure.RANK, phrase.direction, basis="count")


def _just_up(near: str) -> re.Match[str] | None:
    """The rise of a number that follows it at once; to write something down is no fall."""
    found = _JUST_UP.search(near)
    if found is None:
        return None
    word = found["up"] or found["down"]
    bare = word.lower() in {"up", "down"}
    return None if bare and _PHRASAL.search(near[: found.start()]) else found


# "The totals ranged from 1,320 in one county down to 543 in another": nothing fell.
RANGED = lazily(
    r"\b(?:(?:rang(?:ed|es|ing)|var(?:ied|ies|ying)|differ(?:ed|s|ing)?)|anything|anywhere)\s+(?:widely\s+)?from\b",
    re.IGNORECASE,
)


def _count(phrase: Phrase, before: str, after: str) -> Role:
    change = _difference(phrase, before, after)
    if change is not None:
        return Role(Measure.DIFFERENCE, change)
    if RANGED.search(before) is not None:
        return Role(Measure.COUNT, bare=True)
    bracketed = after.startswith(")") and _YEAR_BEFORE_IS.search(before[-_NEAR:])
    if bracketed or _OF_YEAR_BEFORE.search(before[-_NEAR:]):
        return Role(Measure.COUNT, end="earlier")
    if (
        _BECAME.match(after)
        or _EARLIER.search(before[-_NEAR:])
        or (_FROM.search(before[-_NEAR:]) and " to " in after)
    ):
        return Role(Measure.COUNT, end="earlier")
    if _HAS_BECOME.search(before) or (
        _LATER.search(before[-_NEAR:])
        and (CHANGE.search(before) or "from" in before.lower() or _WENT_TO.search(before))
    ):
        return Role(Measure.COUNT, end="later")
    return Role(Measure.COUNT, bare=True)


# "Its total exceeds that of Staffordshire by 451", "it was ahead of Surrey by 30".
EXCEEDS_BY = lazily(
    r"\b(?:(?P<up>exceed(?:s|ed|ing)?|outstrip(?:s|ped|ping)?|surpass(?:es|ed)?|outnumber(?:s|ed)?|(?:is|was|were|are)\s+ahead\s+of)"
    r"|(?P<down>trail(?:s|ed)?|(?:is|was|were|are)\s+(?:behind|short\s+of)|f(?:alls|ell)\s+short\s+of))"
    r"\s+[^.;:,\d]{2,60}?\s+by\s+(?:just\s+|only\s+|some\s+|about\s+|almost\s+|nearly\s+|over\s+)?$",
    re.IGNORECASE,
)


# "Essex added 199 offences": and not "he added: 199", nor "when these are added".
_ADDED = lazily(
    r"(?<!\bhe\s)(?<!she\s)(?<!they\s)(?<!who\s)(?<!charity\s)"
    r"(?<!are\s)(?<!is\s)(?<!be\s)(?<!were\s)(?<!was\s)(?<!when\s)"
    r"\b(?:(?P<up>added|gained|put\s+on)|(?P<down>lost|shed))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "775 of those extra crimes".
_OF_THE_EXTRA = lazily(
    r"\s+of\s+(?:the|those|these)\s+(?:extra|additional|further)\s+(?:offences|crimes|cases)\b",
    re.IGNORECASE,
)
# "Its total was lower by a single offence".
_LOWER_BY = lazily(
    r"\b(?:(?P<up>higher|greater|more)|(?P<down>lower|fewer))\s+by\s+(?:\w+\s+)?$", re.IGNORECASE
)
_OFFENCES_OR_END = lazily(
    r"\s*(?:offences|crimes|cases|to\s+(?:reach|make|stand)|[.,;)]|$)", re.IGNORECASE
)


# "In Essex the number dipped by eight to 301, and in Kent by 45 to 164".
_BY_SO_MANY = lazily(r"\bby\s+(?:just\s+|only\s+|another\s+)?$", re.IGNORECASE)
# "It has gone up too, but only by fifteen", "a rise of 91 compares with one of 18".
_ONLY_BY = lazily(
    r"\b(?:only|just|albeit|but)\s+by\s+$|\bby\s+(?:only|just|a\s+mere)\s+$", re.IGNORECASE
)
_ONE_OF = lazily(
    rf"\b(?:{_UP_NOUNS}|{_DOWN_NOUNS})\s+of\s+\d[^.;:]{{0,70}}\s(?:with|to|against|and)\s+one\s+of\s+(?:just\s+|only\s+)?$",
    re.IGNORECASE,
)
_TO_SO_MANY = lazily(r"\s+(?:(?:offences|crimes|cases)\s+)?to\s+\d", re.IGNORECASE)


def _by_to(near: str, after: str) -> re.Match[str] | None:
    """The change that goes on: "by 45 to 164", behind one that has its verb."""
    gone_on = _BY_SO_MANY.search(near) and _TO_SO_MANY.match(after)
    if not gone_on and not _ONLY_BY.search(near) and not _ONE_OF.search(near):
        return None
    return next(reversed(list(CHANGE.finditer(near))), None)


def _difference(phrase: Phrase, before: str, after: str) -> Direction | None:
    """Which way a count says that something changed by it; ``None`` where it says nothing."""
    near = before[-_NEAR:]
    found = (
        _OR.search(near)
        or _UP_OR.search(near)
        or _SIGNED_OR.search(near)
        or _MORE_OFFENCES.match(after)
        or _OFFENCE_RISE.match(after)
    )
    if found is not None:
        return changed(found)
    extra = _OF_THE_EXTRA.match(after) or _AN_EXTRA.search(before) or _EXTRA.search(phrase.text)
    if extra or phrase.text.startswith("+"):
        return "up"
    found = _BY.search(near) or EXCEEDS_BY.search(near) or _RISE_OF.search(near)
    found = found or _RISE_IS.search(near) or _by_to(near, after)
    if found is None and _OFFENCES_OR_END.match(after):
        found = _ADDED.search(near) or _LOWER_BY.search(near)
    if found is None:
        found = _just_up(near)
        if found is not None and _begins_pair(phrase, changed(found), before, after):
            return None
    return None if found is None else changed(found)


def _begins_pair(phrase: Phrase, direction: Direction, before: str, after: str) -> bool:
    """Whether "rose 568" goes on "to 767": a pair, and no rise of 568.

    "Fell 45 to 164" is no pair, for nothing falls to more than it was.
    """
    found = _TO_COUNT.match(after)
    if found is None or _BARE_UP.search(before):
        return False
    reached = int(found["to"].replace(",", ""))
    return reached > phrase.value if direction == "up" else reached < phrase.value


_BY_SHAPE = {
    Shape.COUNT: _count,
    Shape.PERCENT: _percent,
    Shape.ONE_IN: _share,
    Shape.MULTIPLE: _multiple,
    Shape.EVERY: _frequency,
    Shape.PER: _frequency,
    Shape.RANK: _rank,
}

__all__ = [
    "CHANGE",
    "EXCEEDS_BY",
    "RANGED",
    "End",
    "Role",
    "an_end",
    "changed",
    "no_change",
    "plain_lead",
    "role_of",
]
