"""Exact counts of what a sentence calls by another name than the data: kindred series.

An article says that a helpline "dealt with 2,689 reports" or tells of "672 offences" of grooming,
and the data call these referrals of a helpline and communicating indecently. Area and year are
known and only the name is open: the one series that has just this number there is meant, if the
words around the number tell of it. A count of people, of arrests or of a part is never taken for
the offences, and what the data hold under the name that was read is never sought under another.

    akin(words)  # {3: Reading(place of 2,689, of referrals of a helpline)}
"""

from __future__ import annotations

import re
from collections import Counter

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.joint._counts import given
from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._lines import Line
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.judging._by_words import words as telling_words
from beholden.figures.core.claims.models import Claim, Measure
from beholden.figures.core.claims.naming.own_series import OTHER, may_be_called
from beholden.figures.core.models import Period

_KINDS = {
    kind: lazily(rf"\b(?:{names})\b", re.IGNORECASE)
    for kind, names in {
        "people": (
            r"victims?|people|persons|children(?!\W+s\b)|offenders|suspects|men|women|girls|boys"
            r"|pupils|students|adults"
            r"|youngsters|teenagers|patients|callers|parents|under-1[0-9]s|minors|defendants"
            r"|prisoners|perpetrators"
            r"|paedophiles|residents|families|staff|officers|individuals"
        ),
        "outcomes": (
            r"arrest(?:s|ed)?|charg(?:es?|ed|ing)|convict(?:ions?|ed)|caution(?:s|ed)?"
            r"|prosecut(?:ions?|ed)|summons(?:es|ed)?"
            r"|warrants?|raids?|searches|court|sentenced|detections?|solved|resolved|outcomes?"
        ),
        "contacts": r"calls?|contacts?|sessions?|emails?|referrals?|referred|chats?|enquiries"
        r"|counselling|helpline",
        "matter": r"images?|imagery|urls?|addresses|web\s?pages|websites|sites|videos|devices"
        r"|files|photos?|photographs|links",
        "offences": r"offen[cs]es?|crimes?|cases|incidents?|allegations?|reports?|instances?",
    }.items()
}
_ABOUT = lazily(r"\b(?:against|involving|of|about|on|with|relating)\b", re.IGNORECASE)
_NARROWER = {
    kind: lazily(rf"\b(?:{names})\b", re.IGNORECASE)
    for kind, names in {
        "girls": r"girls?|females?",
        "boys": r"boys?|males?",
        "ages": r"aged|olds?|younger|older|(?:under|over)[\s-](?:the\sages?\sof\s)?(?!1[68])\d+s?"
        r"|babies|toddlers",
        "online": r"online|internet|cyber|web|app|platforms?|self-generated|facebook|instagram"
        r"|snapchat|whatsapp",
        "long ago": r"non[\s-]?recent|historic(?:al)?",
        "attempted": r"attempted",
        "alone": r"(?<!year\s)alone",
    }.items()
}
_OF_THESE = lazily(r"\bof\s(?:these|those|them|which|whom)\b", re.IGNORECASE)
_CLAUSES = lazily(r"[,;:()\u2013\u2014]")
_QUOTES = ' "\u201c\u2018'
_A_COUNTRYS = 1_000
_NO_NAME = lazily(
    r"\s(?:such\s|of\s(?:these|those)\s)?(?:offences|crimes|incidents|cases"
    r"|(?:counselling\s)?sessions)\b"
    r"(?!\s(?:of|against|involving|with|about|on|over|where|which|that|for|in\s(?:all|total)"
    r"|altogether"
    r"|overall)\b)",
    re.IGNORECASE,
)
_NOUN = lazily(
    r"\s(?!(?:in|to|at|last|this|during|for|over|were|was|by|and|from|of|on|with|between|a|an|the"
    r"|compared|up|down)\b)[a-z]",
)
_UNDONE = lazily(
    r"\b(?:solved?|closed|cleared|reopened|not|never|without|led\sto|after\sreferrals?|half|rspca"
    r"|animals?|dog|teachers?|died|elderly)\b",
    re.IGNORECASE,
)
_FOUND_OUT = frozenset({"led to"})
"""What a sentence may say of arrests and charges, and of no offences that are counted."""
_ENDS_NAME = lazily(
    r"[,.;:()\u2013\u2014]|\b(?:in|to|at|last|this|during|were|was|by|and|or|from|with|between"
    r"|compared|up|down|which|that"
    r"|who|recorded|reported|logged|where|when|across|committed|after|this)\b",
    re.IGNORECASE,
)
_WORDS = lazily(r"[a-z]{3,}")
_GENERIC = frozenset(
    word
    for line in (
        "offences offence crimes crime cases case incidents reports report instances allegations",
        "children child childrens young people under abuse sexual sex the their them these those",
        "about against over concerning for involving more new concerns calls emails contacts such",
        "referrals sessions indecent images image pictures photos making sharing possessing its",
        "distributing possession possible serious recorded reported suspected alleged total taking",
        "contact related",
    )
    for word in line.split()
)
"""Words that may stand in what is counted, whatever the series."""
_CONTACTED = lazily(r"\b(?:helpline|childline|nspcc|charity|iwf|agency)\b", re.IGNORECASE)
_OF_STRANGERS = lazily(
    r"\b(?:against|on)\s(?:businesses|companies|firms|adults|women|men|animals|shops|staff"
    r"|officers|police)\b"
    r"|\b(?:cruelty\sto\sanimals|neglect\sof\sduty)\b",
    re.IGNORECASE,
)
_HEARD = lazily(
    r"\s(?:[a-z]+\s)?(?:reports?|cases|concerns|contacts|calls|sessions)\b", re.IGNORECASE
)
_ELSEWHERE = lazily(r"\b(?:elsewhere|offline|in\sperson|or\snot)\b", re.IGNORECASE)
_SEGMENT = lazily(r"[,;:()\u2013\u2014]\s?|\d")
_TOPIC = lazily(
    r"\b(?:about|over|concerning|regarding|for)\s+([^,.;:()\d\u2013\u2014]{1,60})", re.IGNORECASE
)
_HARMS = lazily(
    r"\b(?:neglect\w*|emotional\w*|physical\w*|sexual\w*|slavery|traffick\w*|groom\w*|exploit\w*"
    r"|domestic|mental|bull(?:y|ied)\w*"
    r"|self-harm\w*|suicid\w*|anxi\w*|depress\w*|online|cruel\w*|violen\w*|loneliness|eating"
    r"|relationships?|famil\w*)\b",
    re.IGNORECASE,
)
_CLAUSE = lazily(r"[,.;:()\u2013\u2014]|\s(?:and|or|but|while|compared|against|up|down|from)\s")
_BEHIND = 40
_LABEL = lazily(r"[,;:()\u2013\u2014.\d]|\s(?=and\s[^,;()]*\(\d)|\)\sand\s")
_ON = lazily(
    r"\s(?:(?:\w+\s)?sessions?\s|calls\s|contacts\s|referrals\s|reports\s)?(?:on|about|over|for|concerning)\s"
    r"(?P<what>[^,;:.()\d]{3,60})",
    re.IGNORECASE,
)
_ONE_OF_THREE = 3
_LEADING = 2
_SO_MANY = 3
_LONG_NAME = 3
_STEMS = tuple(
    (stem, told)
    for line in (
        "sexual sex",
        "online internet cyber web",
        "image imag photo pictur",
        "groom groom",
        "neglect neglect cruel mistreat",
        "exploitation exploit cse",
        "referral refer",
        "counselling counsel",
        "prosecution prosecut",
        "charge charg summon",
        "possession possess",
        "arrest arrest",
        "communication communicat",
        "confirm confirm",
        "suspect suspect",
        "extortion extort sextort blackmail",
        "assess assess process",
        "generated generat",
        "industry industr",
        "technology tech",
    )
    for told, *stems in [line.split()]
    for stem in stems
)
"""Words that newspapers and statistics have for one thing, by how they begin."""
_CRIMES = frozenset({"groom", "exploitation", "extortion", "image"})
_SILENT = frozenset(
    {"abuse", "abused", "nspcc", "iwf", "made", "found", "contact", "meeting", "material"}
)
"""Words of names that tell hardly one series from another."""


def akin(words: Words) -> dict[int, Reading]:
    """Where exact counts stand of which only the name is open.

    One below a hundred is equal to another by chance too often: it tells only of a series that
    larger ones of the article are of, or several small ones.
    """
    counted = given(words.numbers, words.lines)
    told = {reading.place for reading in counted.values()}
    fitting = {
        one.at: reading
        for one in words.numbers
        if one.open and one.exact and not one.claim.subject.part
        if (reading := _of_kin(one, words)) is not None and reading.place not in told
    }
    large = {at: each for at, each in fitting.items() if words.numbers[at].telling}
    spoken = {each.place.series for each in (*large.values(), *counted.values())}
    among = Counter(each.place.series for each in fitting.values())
    spoken |= {series for series, many in among.items() if many >= _SO_MANY}
    small = {at: each for at, each in fitting.items() if each.place.series in spoken}
    return {**small, **large}


def _of_kin(one: Number, words: Words) -> Reading | None:
    claim = one.claim
    period, own = _whole_time(claim), words.lines.line_of(claim)
    if period is None:
        return None
    if claim.series_said and period in words.lines.held(own):
        # What is named has another number there.
        return _labelled(one, own, period, words)
    if _of_these(one):
        return None
    areas = [own.subject]
    if not claim.subject_said and one.value >= _A_COUNTRYS and words.uk is not None:
        # "The helpline dealt with 19,937 calls" in a story on one town.
        areas.append(words.uk)
    for area in areas:
        lines = [Line(area, series) for series in words.lines.data.series]
        fitting = [line for line in lines if one.value in words.lines.held(line).get(period, ())]
        if len(fitting) == 1 and fitting[0].series != own.series and called(one, fitting[0], words):
            return Reading(fitting[0], words.lines.place(fitting[0], period))
    return None


def _whole_time(claim: Claim) -> Period | None:
    """The time that a count is of: the years of a sum from the first to the last."""
    if claim.measure is not Measure.SUM or claim.earlier is None or claim.period is None:
        return claim.period
    return Period(claim.earlier.start, claim.period.end)


def _labelled(one: Number, own: Line, period: Period, words: Words) -> Reading | None:
    """A part of what is counted, by the label beside it: "low mood and unhappiness (291 sessions)".

    The label has all that the part's name has more than that of the whole, and nothing else.
    """
    data = words.lines.data
    whole = telling_words(data.names.get(own.series, own.series))
    label = telling_words(_label(one)) - whole
    fitting = []
    for series in data.series:
        name = telling_words(data.names.get(series, series))
        line = Line(own.subject, series)
        if whole < name and one.value in words.lines.held(line).get(period, ()):
            fitting.append((line, name - whole))
    if len(fitting) != 1 or not label:
        return None
    line, more = fitting[0]
    told = label <= more or (more <= label and len(more) >= _LEADING)
    return Reading(line, words.lines.place(line, period)) if told else None


def _label(one: Number) -> str:
    """The words before a number in brackets, or behind one that "on" or "about" follows."""
    before, after = one.claim.before, one.claim.after
    told = _ON.match(after)
    if told is not None:
        return _LABEL.split(told["what"])[0]
    return _LABEL.split(before.rstrip("( "))[-1] if before.endswith(("(", "( ")) else ""


def called(one: Number, line: Line, words: Words) -> bool:
    """Whether the words around a number may call what it counts by the name of a series."""
    after = one.claim.after
    # A newsroom's own series has a name of its own, unless "594 offences" leaves it out.
    name, unnamed = words.lines.data.names.get(line.series, line.series), _NO_NAME.match(after)
    kindred = line.series.startswith(OTHER) or (unnamed and may_be_called(name, unnamed[0]))
    kindred = kindred or _told_in_full(one, name, words)
    label = telling_words(_label(one))
    if label and label.isdisjoint(telling_words(name)):
        # "Low mood (130 sessions)" are none on depression.
        return False
    told = bool(kindred) and _told_of(one, line, words)
    return told and _as_narrow(one, line, words) and _of_one_kind(one, line, words)


def _told_in_full(one: Number, name: str, words: Words) -> bool:
    """Whether a series is one kind of what was read, and all words of its name stand beside."""
    read, telling = _forms(one.claim.series_name), _forms(name)
    return len(telling) >= _LONG_NAME and read < telling <= _forms(words.beside(one))


def _of_these(one: Number) -> bool:
    """Whether a number is one of those told before, which may be of a part."""
    before, after = one.claim.before, one.claim.after
    near = f"{_CLAUSES.split(before)[-1]} {_CLAUSES.split(after)[0]}"
    return _OF_THESE.search(near) is not None or _OF_THESE.match(before.lstrip(_QUOTES)) is not None


def _told_of(one: Number, line: Line, words: Words) -> bool:
    """Whether the words around a number, and the head of the article, tell of a series."""
    name = words.lines.data.names.get(line.series, line.series)
    telling = _forms(name) - _SILENT
    near = _forms(" ".join((words.around(one), one.claim.series_name)))
    about = _forms(name.partition(" about ")[2])
    if about and about.isdisjoint(near):
        # "378 counselling sessions" are none about anxiety where the article never says so.
        return False
    return bool(telling) and len(telling - near) <= (len(telling) - 1) // _ONE_OF_THREE


def _forms(text: str) -> frozenset[str]:
    return frozenset(_form(word) for word in telling_words(text))


def _form(word: str) -> str:
    return next((told for stem, told in _STEMS if word.startswith(stem)), word)


def _of_one_kind(one: Number, line: Line, words: Words) -> bool:
    """Whether a sentence counts what a series counts, and no narrower part of it."""
    sentence, name = one.claim.sentence, words.lines.data.names.get(line.series, line.series)
    kinds = set(_kinds(name.replace("_", " "))) or {"offences"}
    after = _CLAUSE.split(one.claim.after[:_BEHIND])[0]
    telling = _forms(name) - _SILENT
    if _of_something_else(after, one, kinds, words) or _strange(after, _forms(name)):
        return False
    undone = {one[0].lower() for one in _UNDONE.finditer(sentence)}
    if undone - (_FOUND_OUT if "outcomes" in kinds else frozenset()):
        return False
    if not telling & (_forms(sentence) | _forms(one.claim.series_name)):
        return False
    told = _kinds_told(after, one, kinds)
    if one.claim.people and not kinds & {"people", "outcomes"}:
        return False
    people = {"people", "outcomes"}.intersection(told) - kinds
    whole = len(telling) >= _LEADING and telling <= _forms(sentence)
    return kinds.issuperset(told) or (whole and not people)


def _of_something_else(after: str, one: Number, kinds: set[str], words: Words) -> bool:
    """Whether a noun is counted that none of the series has, or that others count too."""
    if _OF_STRANGERS.search(one.claim.sentence):
        return True
    if "contacts" in kinds:
        # Schools and councils make referrals too.
        return _CONTACTED.search(words.beside(one)) is None
    # "354 burglaries"
    return _NOUN.match(after) is not None and not _kinds_told(after, one, kinds)


def _kinds_told(after: str, one: Number, kinds: set[str]) -> list[str]:
    """The kinds of things that the noun behind a number and the name that was read count."""
    told = _kinds(after)[:1]
    if "contacts" in kinds and _HEARD.match(after) and _CONTACTED.search(one.claim.sentence):
        # "The helpline dealt with 165 reports in this way": no offences.
        told = []
    return told + (_kinds(one.claim.series_name)[-1:] if one.claim.series_said else [])


def _as_narrow(one: Number, line: Line, words: Words) -> bool:
    """Whether a sentence and the head tell of no narrower thing than a series, and of no wider."""
    sentence = one.claim.sentence
    name = words.lines.data.names.get(line.series, line.series).replace("_", " ")
    mine = _narrowed(name)
    if _ELSEWHERE.search(sentence) or _narrowed(f"{sentence}. {one.claim.series_name}") - mine:
        return False
    head = _narrowed(words.headline)
    if "long ago" in head - mine:
        return False
    beside = _segment(one) if any(each.isdigit() for each in _others(one)) else sentence
    if mine - head - _narrowed(f"{beside}. {one.claim.series_name}"):
        return False
    topics = " ".join(each[1] for each in _TOPIC.finditer(sentence))
    told = _forms(" ".join(_HARMS.findall(topics)))
    told |= _forms(f"{_segment(one)} {one.claim.series_name}") & _CRIMES
    return told <= _forms(name)


def _others(one: Number) -> str:
    """What a sentence says beside a number."""
    before, after = one.claim.before, one.claim.after
    return f"{before} {after}"


def _segment(one: Number) -> str:
    """The words around a number, up to the next comma or the next number."""
    before, after = one.claim.before, one.claim.after
    return f"{_SEGMENT.split(before)[-1]} {_SEGMENT.split(after)[0]}"


def _narrowed(text: str) -> frozenset[str]:
    return frozenset(kind for kind, one in _NARROWER.items() if one.search(text))


def _strange(after: str, telling: frozenset[str]) -> bool:
    """Whether what is counted has a word that the series has not: "402 photo thefts"."""
    named = _ENDS_NAME.split(after)[0]
    words = (word for word in _WORDS.findall(named.lower()) if word not in _GENERIC)
    return any(_form(form) not in telling for word in words for form in telling_words(word))


def _kinds(name: str) -> list[str]:
    """The kinds of things that the head of a name counts, in order."""
    head = _ABOUT.split(name)[0]
    found = [(hit.start(), kind) for kind, one in _KINDS.items() for hit in one.finditer(head)]
    return [kind for _, kind in sorted(found)]


__all__ = ["akin", "called"]
