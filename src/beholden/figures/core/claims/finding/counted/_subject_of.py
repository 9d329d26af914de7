"""What truly rose, or was counted: the head noun of the words beside a number.

A story of offences also speaks of arrests, of a budget and of other crimes. A number is only of
the offences where the head of its subject is the offence, a counting word ("the total"), an
area, or nothing at all; an unknown head noun is another thing, which the data do not hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._often import dealt_with, happening
from beholden.figures.core.claims.finding.counted._plain_names import plain_name
from beholden.figures.core.claims.finding.related._own_clause import in_another_clause
from beholden.figures.core.claims.models import Measure, Phrase
from beholden.figures.core.claims.naming._topics import NEAR_SERIES

# What is known already becomes one sign each, so that the rules below read shapes.
_OFFENCE, _GENERIC, _OTHER, _AREA, _WHEN, _NUMBER, _TALLY, _DOUBLING = (
    "\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467"
)
_REACH = 200  # characters of a sentence on each side
_CHANGES = frozenset({Measure.CHANGE, Measure.YEARLY_CHANGE, Measure.MULTIPLE, Measure.DIFFERENCE})

_GROWTH = (
    r"(?:rose|risen|rises?|rising|increas(?:e[sd]?|ing)|grew|grown|grows?|growing|climb(?:ed|s|ing)?"
    r"|jump(?:ed|s|ing)?|soar(?:ed|s|ing)?|surg(?:ed?|es|ing)|leapt|leap(?:ed|s)?|shot\s+up|went\s+up"
    r"|gone\s+up|go(?:es)?\s+up|fell|fallen|falls?|falling|dropp?(?:ed|s|ing)?|declin(?:ed?|es|ing)"
    r"|decreas(?:ed?|es|ing)|tumbled|plunged|rocketed|spiked|swell(?:ed)?|mounted|went\s+down"
    r"|gone\s+down|slow(?:ed|s|ing)|(?:was|were|been)\s+(?:cut|reduced|slashed)|(?:is|are|was|were|stands?|stood)\s+(?:now\s+)?(?:up|down))"
)
_AUX = (
    r"(?:(?:has|have|had|having|also|since|then|nearly|almost|more\s+than|sharply|steadily|actually"
    r"|now|again|even|itself|alone|already)\s+){0,3}"
)
_VERB = lazily(
    rf"\s(?P<verb>{_AUX}{_GROWTH}(?:\s+(?:sharply|steadily|again|there|further|overall)"
    rf"|\s+{_WHEN})?(?:\s+(?:by|up|over|around|about|roughly|some|an?|another|a\s+further"
    r"|more\s+than|almost|nearly|just|to))*\s*)$",
    re.IGNORECASE,
)
_COUNT_VERB = lazily(
    rf"\s{_AUX}(?:(?:{_GROWTH}|{_DOUBLING})(?:\s+(?:sharply|steadily|again|{_WHEN}))?"
    rf"(?:(?:\s+by)?(?:\s+(?:more\s+than|almost|nearly|about|over))?\s+{_NUMBER},?)?\s+(?:to|from)"
    rf"(?:\s+{_NUMBER}(?:\s+(?:in\s+)?{_WHEN})?,?\s+to)?|stood\s+at|stands\s+at|totall?ed|reached"
    r"|was|were|are|is)(?:\s+(?:over|around|about|roughly|some|a|total\s+of|more\s+than|almost"
    r"|nearly|just))*\s*$",
    re.IGNORECASE,
)
_IS = lazily(
    rf"\s{_AUX}(?:is|are|was|were)(?:\s+(?:now|about|around|nearly|almost))*\s*$", re.IGNORECASE
)
_HIGHER = lazily(r"\s*(?:higher|lower|greater|up|down|more|above|below)\b", re.IGNORECASE)
_UP = lazily(r",\s+(?:up|down)(?:\s+by)?\s*$", re.IGNORECASE)
_RISE_OF = lazily(
    r"\b(?:rise|increase|jump|surge|leap|growth|spike|fall|drop|decrease|decline)\s+of\s+"
    r"(?:\w+\s+)?$",
    re.IGNORECASE,
)
_SAW = lazily(
    r"\s(?:has\s+|have\s+|had\s+)?(?:saw|seen|sees|shows?|showed|shown)\s+an?\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NO_PERSON = lazily(r"[\w-]+(?:ing|ism|ery|eft|efts|aud|auds|ime|iour)$", re.IGNORECASE)
_COUNTED_TOO = lazily(
    r"(?:[\w-]+(?:ism|ery|eft|aud|ime|iour|lifting|driving|bullying|trafficking|housing|funding|spending"
    r"|hacking|dealing|speeding)|officer|staff|victim|pupil|prisoner|visitor|caller|arrest|conviction|population|burglary"
    r"|prosecution|charge|detection|crime|accident|patient|membership)s?$",
    re.IGNORECASE,
)
_IN = lazily(r"\s+in\s+", re.IGNORECASE)
_DOUBLED = lazily(rf"\s{_AUX}$", re.IGNORECASE)
_MULTIPLIED = lazily(
    r"(?:(?:more\s+than|almost|nearly|about)\s+)?(?:doubled|trebled|tripled|quadrupled|quintupled)",
    re.IGNORECASE,
)
_RISE_IN = lazily(
    r"\s*(?:(?:year-on-year|annual|overall|yearly|sharp|huge|big)\s+)?"
    r"(?:rise|increase|jump|surge|leap|growth|spike|fall|drop|decrease|decline|reduction)s?\s+in\s+",
    re.IGNORECASE,
)
# Where another clause begins: what stands before is not of the subject.
_CLAUSE = lazily(
    r"[,;:()\u2013\u2014\u201c\u201d\"?!]|\s-\s|\b(?:said|says?|that|which|who|reveal(?:s|ed)?|show(?:s|ed|n|ing)?|and|but|while|as"
    r"|when|after|because|found|means?|meaning|where|whereas|although|though|if|saw|sees?|seen|than"
    r"|with|warn(?:s|ed)|claim(?:s|ed)?|despite|or|where|how|whether|report(?:s|ed)\s+that)(?![\w-])",
    re.IGNORECASE,
)
_LEADING = lazily(
    rf"\s*(?:(?:across|over|beyond)\s+(?:the\s+)?(?:(?:{_AREA}|\w+)\s+)?(?:border|boundary|river|water|estuary|line)\b|"
    rf"(?:in|across|for|throughout|within|over|around|at|during|since|nationally|locally|meanwhile"
    rf"|overall|last\s+year|this\s+year|on\s+average|but|and|so|yet|however|now|also|then|only|even|while)"
    rf"\b|{_WHEN}(?!['\u2019])|(?:the\s+)?{_AREA}(?=\s+(?:{_AREA}|[a-z])))\s*",
    re.IGNORECASE,
)
_SOMEWHERE = lazily(
    rf"\s*(?:(?:but|and|so|yet)\s+)?(?:in|across|for|throughout|within|over|around|at)\s+"
    rf"(?!(?:the\s+)?(?:{_AREA}|{_WHEN}))\w+\s+\w",
    re.IGNORECASE,
)
_PREPOSITION = lazily(
    r"\s(?:of|in|for|at|on|about|to|by|involving|related|relating|recorded|reported|logged|across"
    r"|within|against|from|registered|dealt|under|between|linked|connected|concerning|over"
    r"|since|during|made|received|there|here|per|around|handled|committed|being|nationwide"
    r"|nationally|locally|alone|overall|each|every|year|investigated|seen|among|throughout"
    r"|identified|where|covered|known)\b",
    re.IGNORECASE,
)
_COUNTING = lazily(
    r"(?:numbers?|figures?|totals?|tally|tallies|counts?|volumes?|levels?|amounts?|offences?|offending"
    r"|crimes|cases|incidents|instances|reports|reported|recorded|recording|recordings|it|they|this|that"
    r"|those|these|them|all|both|each|rises?|increases?|jumps?|surges?|change|growth|trend|fall|drop"
    r"|decrease|decline|force|forces|county|region|area|police|constabulary|country|nation|city|uk"
    r"|problem|issue|picture|statistics|stats|data|scale|rate|rates|numbered|allegations|ones?|others?"
    r"|latter|former|what|there|he|she|we|you|abuse|result|average|sum|proportion|share|equivalent|half"
    r"|years?|period|months?|time|percentage|ratio|difference|gap|lot|more|average|record|records|whole|rest|toll"
    r"|answer|reply|response|return"
    r"|making|taking|possessing|possession|distributing|distribution|sharing|creating|downloading"
    r"|viewing|showing|publishing|its"
    r"|their|his|our|my|your|the|an?|year|itself|nationally|wales|england|scotland|ireland|kind|type|sort)$",
    re.IGNORECASE,
)
_OF_COUNTED = lazily(
    r"(?:numbers?|figures?|totals?|tally|counts?|volumes?|levels?|amounts?|cases|incidents|instances"
    r"|reports|allegations|rates?|records?|offences|crimes)$",
    re.IGNORECASE,
)
_MODIFIER = lazily(
    r"(?:[a-z]+(?:ic|ous|ful|able|ible|ive|ed|al|ent|ant|ly|ern|wide)|the|further|other|earlier|later|latest|biggest|an?|these|those|such"
    r"|its|their|our|his|all|new|more|many|shocking|appalling|sickening|disturbing|horrifying|alarming"
    r"|staggering|heartbreaking|harrowing|online|internet|image|images|imagery|same|first|other|any"
    r"|no|child|children|abuse|those|this|that|and|of|every|each|single|record|high|low|vile|police"
    r"|national|fewer|extra|further|some|both|separate|crime|serious|force|county|rising|growing"
    r"|soaring|year|yearly|only|web|cyber|digital|awful|grim|hidden|whole|why|how|have|has|had|did|does|do)$",
    re.IGNORECASE,
)
_RELATED = lazily(
    r"\b(?!image|internet|online|police|child|web)[\w']+-(?:related|linked|based|enabled|facilitated)\s*$",
    re.IGNORECASE,
)
_WORD = lazily(r"[A-Za-z\u2460-\u2467][\w'\u2019\u2460-\u2467-]*")
_OF = lazily(r"\s*of\s+", re.IGNORECASE)
_AFTER_NOUN = lazily(
    rf"[.,;:()!?\u2013\u2014\u201d\"]|\s-\s|\s(?:{_AREA}|{_WHEN}|{_NUMBER})"
    r"|\s(?:in|at|by|to|from|across|on|was|were|is|are|had|has|have|over|during|since|last|this"
    r"|between|compared|and|but|per|against|than|with|recorded|reported|being|for|while|up|down"
    r"|throughout|within|after|when|which|that|who|as|year|a)\b",
    re.IGNORECASE,
)


def as_told(draft: Draft, scene: Scene) -> Draft:
    """A claim of what its words are about: of another thing where they name one."""
    if draft.what.series.startswith("other:") or scene.seen.block.kind == "table":
        return draft
    often = draft.measure is Measure.FREQUENCY
    if often:
        phrase = draft.phrase
        noun = happening(scene.before(phrase), phrase.text, scene.after(phrase))
    else:
        noun = _other(draft, scene)
        if not noun and draft.people:
            noun = dealt_with(scene.before(draft.phrase), scene.after(draft.phrase))
    if not noun or noun.lower().split()[0] in _NO_NOUN:
        return draft
    why = f"\u201c{noun}\u201d, of which the sentence speaks"
    name = plain_name(noun, scene.before(draft.phrase))
    what = Counted(f"other:{noun.lower()}", name, why)
    # A count that stands beside is that of the offences, and not of what happens so often.
    operands = () if often else draft.operands
    return msgspec.structs.replace(draft, what=what, operands=operands)


# "22,724 now belongs to", "look at Bedfordshire".
_NO_NOUN = frozenset({"now", "still", "already", "look", "again", "once", "simply"})
_OFFENCE_EVERY = lazily(
    r"\b(?:an?|one)\s+(?:[\w-]+\s+){0,5}(?:offence|crime)(?:\s+(?:is|was|being|logged|recorded)){0,2}\s+$",
    re.IGNORECASE,
)


def as_its_counts(draft: Draft, counted: Sequence[Draft], scene: Scene) -> Draft:
    """A claim made of the counts of its sentence, where all of these are of another thing."""
    series = draft.what.series
    other = series.startswith("other:") and series not in NEAR_SERIES
    own = other or draft.measure in {Measure.SHARE, Measure.RANK}
    if draft.measure is Measure.FREQUENCY and _OFFENCE_EVERY.search(scene.before(draft.phrase)):
        return draft
    counted = [one for one in counted if not in_another_clause(draft.phrase, one.phrase, scene)]
    if own or not counted or not all(one.what.series.startswith("other:") for one in counted):
        return draft
    return msgspec.structs.replace(draft, what=counted[0].what)


def _other(draft: Draft, scene: Scene) -> str:
    """The other thing that a number is of; empty where it is of the offences."""
    before, after = _masked(draft.phrase, scene)
    label = _LABEL.match(before)
    if label is not None and _COUNTED_TOO.fullmatch(label["head"]):
        return label["head"].lower()
    if draft.measure is Measure.MULTIPLE and _NAMED_AS_OFTEN.search(f"{before}{_NUMBER}{after}"):
        return "how often it is named"
    if draft.measure in _CHANGES:
        return _that_changed(draft.phrase, before, after)
    if draft.measure is not Measure.COUNT:
        return ""
    verb = _COUNT_VERB.search(f" {before}")
    if verb is None or _THERE_WERE.search(f" {before}"[: verb.end()]):
        return _counted(after)
    return _counted(after) or _subject(f" {before}"[: verb.start()])


def _masked(phrase: Phrase, scene: Scene) -> tuple[str, str]:
    """The words before and after a number, with a sign for each name that is known."""
    signs: list[tuple[int, int, str]] = [(one.start, one.end, _AREA) for one in scene.whos]
    start = scene.sentence.start
    named = [
        (start + one.start(), start + one.end(), _OTHER)
        for one in _OTHERS_NAMED.finditer(scene.sentence.text)
    ]
    # "In Essex police numbers fell" counts police, whatever else "Essex police" is.
    signs = [one for one in signs if not any(one[0] < b and a < one[1] for a, b, _ in named)]
    signs += named
    signs += [(one.start, one.end, _WHEN) for one in scene.whens]
    for what in scene.whats:
        tally = what.name in {"figures", "number"}
        known = _OTHER if what.series else _TALLY if tally else _GENERIC
        offence = bool(what.series) and not what.series.startswith("other:")
        signs.append((what.start, what.end, _OFFENCE if offence else known))
    signs += [
        (one.start, one.end, _DOUBLING if _MULTIPLIED.match(one.text) else _NUMBER)
        for one in scene.phrases
        if one != phrase
    ]
    first = max(scene.sentence.start, phrase.start - _REACH)
    last = min(scene.sentence.end, phrase.end + _REACH)
    return (
        _with_signs(scene.text, first, phrase.start, signs),
        _with_signs(scene.text, phrase.end, last, signs),
    )


def _with_signs(text: str, start: int, end: int, signs: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    at = start
    for first, last, sign in sorted(signs, key=lambda one: (one[0], -one[1])):
        if first >= at and last <= end:
            pieces += (text[at:first], sign)
            at = last
    return "".join((*pieces, text[at:end]))


def _that_changed(phrase: Phrase, before: str, after: str) -> str:
    """The head of what rose, fell or doubled, where it is another thing."""
    rise = _RISE_IN.match(after) or (_RISE_OF.search(before) and _IN.match(after))
    if rise:
        found = _head(_CLAUSE.split(after[rise.end() :])[0])
        return found or _that_saw(before)
    told = f" {before}"
    if _MULTIPLIED.match(phrase.text):
        verb = _DOUBLED.search(told)
    else:
        verb = _VERB.search(told)
        if verb is not None and _SLOWED.search(verb[0]):
            return "how fast it rises"
        if verb is None and _HIGHER.match(after):
            verb = _IS.search(told)
    if verb is not None:
        return _subject(told[: verb.start()])
    up = _UP.search(told)
    opening = told[: up.start()] if up is not None else ""
    if opening.rstrip().endswith(_AREA) and _NUMBER not in opening:
        return _subject(opening)
    return _that_saw(before)


def _that_saw(before: str) -> str:
    """The other thing in "shoplifting saw a rise of": not who "saw" it, as officers do."""
    rise = _RISE_OF.search(before)
    told = f" {before[: rise.start()]}" if rise is not None else ""
    verb = _SAW.search(told)
    found = _subject(told[: verb.start()]) if verb is not None else ""
    return found if _NO_PERSON.fullmatch(found) else ""


def _subject(told: str) -> str:
    """The head of the subject that ends where its verb begins, where it is another thing."""
    clauses = _CLAUSE.split(told)
    subject = clauses[-1]
    if told.rstrip().endswith(",") and told.count(",") == _PARENTHESIS:
        # "Shoplifting in Essex, police said, rose": the words between commas are no subject.
        subject = _CLAUSE.split(told.split(",", maxsplit=1)[0])[-1]
    if _SOMEWHERE.match(subject):
        # "In one part of the north the number ...": where the subject begins is not told.
        return _head(_WORD.findall(subject)[-1])
    while (lead := _LEADING.match(subject)) is not None and lead.end():
        subject = subject[lead.end() :]
    return _head(subject)


_PARENTHESIS = 2  # commas
# "Instagram was named more than twice as often": how often is no count of offences.
_NAMED_AS_OFTEN = lazily(
    rf"\b(?:named|mentioned|used|cited|implicated|flagged|chosen|visited|called|searched)\s+(?:\w+\s+){{0,2}}{_NUMBER}"
    r"\s+(?:as|more)\s+(?:often|frequently|many\s+times)\b",
    re.IGNORECASE,
)
# "Told the meeting there were 767": what was told to is no subject.
_THERE_WERE = lazily(
    rf"\bthere\s+{_AUX}(?:was|were|are|is|been)(?:\s+[\w\s]{{0,30}})?\s*$", re.IGNORECASE
)
# "Why have offences risen?" asks about the offences.
_ASKING = lazily(
    r"^\W*(?:(?:why|how|when|where)\s+)?(?:have|has|had|did|do|does|are|is|were|was)\s+",
    re.IGNORECASE,
)
# A verb of the clause, which ends the subject: "the rise in Essex came as", "the total peaked at".
_FINITE = lazily(
    r"(?:came|comes|stood|stands|peaked|peaks|went|reached|hit|follow(?:s|ed|ing)|continued|remained|moved|began"
    r"|started|ended|means|meant|compares?|compared|coincid(?:es|ed)|put|puts|led|prompted|sparked|brought|marks"
    r"|marked|had|has|have|was|were|is|are|before|afterwards?|overall)$",
    re.IGNORECASE,
)
_SLOWED = lazily(r"\bslow(?:ed|s|ing)", re.IGNORECASE)


def _head(noun_phrase: str) -> str:
    """The head noun of a noun phrase, where it is another thing than the offences."""
    split = _PREPOSITION.search(noun_phrase)
    core = noun_phrase[: split.start()] if split is not None else noun_phrase
    rest = noun_phrase[split.start() :] if split is not None else ""
    words = _subject_words(core)
    if not words:
        return ""
    head: str = words[-1]
    bare = re.split(r"['\u2019]", head)[0]
    of = _OF.match(rest)
    if of is not None and (_OF_COUNTED.fullmatch(bare) or bare in {_GENERIC, _TALLY}):
        return _head(rest[of.end() :])
    if _TO_OTHERS.match(f"{bare}{rest}"):
        return "reports to others"
    if bare in {_OFFENCE, _GENERIC, _TALLY}:
        return _modified(core, bare)
    if bare == _OTHER:
        return "other things"
    counting = bare in {_AREA, _WHEN, _NUMBER} or _COUNTING.fullmatch(bare)
    return head if not counting and (_MAY_RISE.fullmatch(bare) or _OF_WHAT.match(rest)) else ""


# What can rise or fall is a plural, or a word of no plural as "rainfall" and "turnout": no "door".
_MAY_RISE = lazily(
    r"(?!(?:theirs|ours|hers|yours|always|towards|afterwards|perhaps|besides|nevertheless|regardless|indoors|outdoors)$)"
    r"(?:[\w-]+s|(?:wo)?men|children|people|police|staff|youth|[\w-]*(?:ing|ism|ery|ary|eft|aud|ime|iour|ment|[ae]nce|[ae]ncy|[st]ion|ity|age|fall"
    r"|use|ness|ship|force|ure|out|put|over|load|ware|wear|work|news|sport|trade|traffic|debt|income|health|wealth|growth|cost|price|pay|tax|rent|rate|risk|trust|speed|demand|supply|budget|deficit|fund|bill))",
    re.IGNORECASE,
)
_OF_WHAT = lazily(r"\s(?:of|about|over|for|at|with|among|into|against)\b", re.IGNORECASE)
_PAST = lazily(r"(?!.*(?:eed|shed|bed)$)[a-z]{3,}ed", re.IGNORECASE)


def _subject_words(core: str) -> list[str]:
    """The words of a noun phrase, without the verb that may follow it: "the total peaked".

    "All forces handed over their numbers", "people accused of it": what happened is no head.
    """
    words = _WORD.findall(_ASKING.sub("", core))
    for at, word in enumerate(words[1:], start=1):
        if _FINITE.fullmatch(word):
            return words[:at]
    while words and _PAST.fullmatch(words[-1]):
        words.pop()
    return words


def _modified(core: str, sign: str) -> str:
    """What stands before "offences" and makes them others: "shoplifting offences"."""
    front = core[: core.rindex(sign)]
    if _RELATED.search(front):
        told = front.split()[-1].lstrip("".join(_SIGNS) + "-")
        return f"{told} offences"
    words = _WORD.findall(front)
    if sign == _OFFENCE or not words:
        return ""
    last = words[-1]
    if sign == _TALLY:
        # "The correct figure" has any adjective; of nouns only those that are no adjective tell.
        if last == _OTHER:
            return "other numbers"
        return f"{last} numbers" if _COUNTED_TOO.fullmatch(last) else ""
    known = last[0] in _SIGNS or _MODIFIER.fullmatch(last) or last.endswith(("'s", "\u2019s", "s'"))
    return "" if known else f"{last} offences"


# "Reports to the NSPCC" are not those that the police record.
_TO_OTHERS = lazily(
    rf"(?i:reports?|calls?|referrals?|complaints?|{_GENERIC}|{_OFFENCE})\s+to\s+(?:the\s+)?"
    r"(?!police\b|force\b)(?:[A-Z]|charit|helpline|hotline|council|school)"
)
# As in "Fraud: Essex 767 (568)", where a word before a colon says what is counted.
_LABEL = lazily(r"\W*(?:\w+\s+){0,2}(?P<head>[\w-]+)\s*:\s")
_OTHERS_NAMED = lazily(
    r"\bpolice\s+(?:officer\s+)?numbers\b|\b[Rr](?:ecorded|eported)\s+crime\b(?!\s+figures)"
)
_SIGNS = frozenset((_OFFENCE, _GENERIC, _OTHER, _AREA, _WHEN, _NUMBER, _TALLY, _DOUBLING))


# "767 investigations into image offences", "767 reports from the public".
_TOLD_OF = lazily(
    rf"\s+(?:\w+\s+){{0,2}}?(?P<noun>investigations|inquiries|enquiries|operations|raids|warrants|searches|complaints|requests"
    r"|warnings|alerts|referrals|interviews|visits)\s+(?:into|for|of|about|over|on|to|in|from|after|relating)\b"
    rf"|\s+(?:\w+\s+)?(?:(?:reports?|calls|tip-?offs|{_GENERIC})\s+from\s+(?:the\s+|a\s+|members|concerned)?\s*"
    r"(?:public|members|parents|schools?|teachers|charit|tech|social|internet|companies|industry|abroad|NSPCC|IWF|NCA))",
    re.IGNORECASE,
)


# "73 offences of the new crime": of the one that the article is about.
_OF_THE_CRIME = lazily(
    rf"\s+(?:{_GENERIC}|{_OFFENCE}|breaches)\s+of\s+(?:(?:the|this|that)\s+(?:new\s+)?|such\s+an?\s+)"
    rf"(?:crime|offence|law|{_GENERIC})\b",
    re.IGNORECASE,
)


def _counted(after: str) -> str:
    """The noun right after a count, where it is another thing: "767 reports of burglary"."""
    told_of = _TOLD_OF.match(after)
    if told_of is not None:
        return (told_of["noun"] or "reports from others").lower()
    if _OF_THE_CRIME.match(after):
        return ""
    split = _AFTER_NOUN.search(after)
    noun_phrase = after[: split.start()] if split is not None else after
    for sign in (_OFFENCE, _GENERIC):
        if sign in noun_phrase:
            front, rest = noun_phrase.split(sign, 1)
            of = _OF.match(rest)
            if sign == _GENERIC and of is not None:
                return _head(rest[of.end() :])
            return _modified(front + sign, sign)
    verb = split is not None and split[0].strip() == "a"
    return "" if verb else _bare(noun_phrase)


def _bare(noun_phrase: str) -> str:
    """A noun that stands right after a number and is not known: "767 frauds"."""
    words = _WORD.findall(noun_phrase)
    if not words or len(words) > _MOST_WORDS or not noun_phrase[:1].isspace():
        return ""
    head = words[-1]
    if not _PLURAL.fullmatch(head) or _COUNTING.fullmatch(head) or head[0] in _SIGNS:
        return ""
    return " ".join(words)


_MOST_WORDS = 3
_PLURAL = lazily(
    r"(?!(?:was|has|its|this|pass|across|plus|less|minus|versus|yes|does|says)$)[a-z-]{3,}s|(?:wo)?men"
)


__all__ = ["as_its_counts", "as_told"]
