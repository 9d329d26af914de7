"""Those whose numbers no data hold: other bodies, other countries, places without a name.

"Schools in Essex reported 767", "in a neighbouring county", "every force but Essex": the
number is nobody's of whom the data speak, least of all that of the force of the headline.

    strangers("Schools in Essex reported 767 offences.", areas)[0].text  # "Schools in Essex"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding.areas._hotlines import named_hotline
from beholden.figures.core.claims.finding.areas._nowhere_held import unheld
from beholden.figures.core.claims.naming.gazetteer import of_other
from beholden.figures.core.claims.naming.who import WhoMention

_COUNTED = (
    r"(?:(?:also|have|has|had|alone|together|between\s+them|since|already|then|nearly|almost|more\s+than)\s+){0,3}"
    r"(?:record(?:ed|ing|s)?|report(?:ed|s)?|logged|logs?|registered|saw|sees?|seen|had|has|have|received|dealt\s+with"
    r"|heard|handled|prosecuted|investigated|identified|counted|noted|made|took|passed|flagged|referred|experienced"
    r"|reached|totalled|rose|fell|went\s+(?:up|down)|was|were|is|are|doubles?|doubled|trebles?|trebled|triples?|tripled)\b"
)
_ACTED = (
    r"(?:(?:also|have|has|had|alone|together|between\s+them|since|already|then)\s+){0,3}"
    r"(?:recorded|reported|logged|registered|saw|had|received|dealt\s+with|heard(?!\s+(?:that|how|from|about|the\s+(?:police|force|number|figure))\b)|handled|took\s+on|prosecuted|investigated"
    r"|identified|counted|noted|passed|flagged|referred)\b"
)
_BODY = (
    r"(?:(?:primary\s+|secondary\s+|local\s+)?schools|teachers|headteachers|colleges|nurseries|universities"
    r"|(?:magistrates['\u2019]?\s+|crown\s+|local\s+)?courts|magistrates|judges|hospitals?|doctors|gps|nurses"
    r"|(?:the\s+)?nhs(?:\s+trusts?)?|health\s+(?:workers|trusts?|boards?)|social\s+(?:services|workers)|children['\u2019]s\s+services"
    r"|(?:the\s+)?(?:(?:county|city|borough|district|local|unitary|metropolitan)\s+)?council(?:s|lors)?"
    r"|(?:the\s+)?local\s+authorit(?:y|ies)|(?:the\s+)?crown\s+prosecution\s+service|(?:the\s+)?cps|prosecutors"
    r"|(?:the\s+)?national\s+crime\s+agency|(?:the\s+)?nca|interpol|europol|(?:the\s+)?border\s+force|ofsted"
    r"|(?:the\s+)?(?:national\s+)?probation\s+service|(?:the\s+)?(?:prison|fire|ambulance)\s+service|care\s+homes"
    r"|childcare\s+providers|(?:the\s+)?ministry\s+of\s+defence\s+police|(?:the\s+)?(?:royal\s+)?military\s+police"
    r"|facebook|google|twitter|instagram|snapchat|microsoft|meta|parents|border\s+force\s+officers|trading\s+standards"
    r"|(?:social\s+media|tech(?:nology)?|internet)\s+(?:firms|companies|platforms|giants)|children['\u2019]s\s+homes"
    r"|(?:the\s+)?(?:diocese|church|scouts)|(?:the\s+)?internet\s+watch\s+foundation|(?:the\s+)?iwf)"
)
_PLACE = (
    r"(?:\s+(?:in|across|for|of|at|from|throughout|around)\s+(?:the\s+)?"
    r"(?-i:[A-Z])[\w\u2019'-]*(?:(?:\s+and)?\s+(?-i:[A-Z])[\w\u2019'-]*){0,3})?"
)
_NAMES = r"(?:(?-i:[A-Z])[\w\u2019'-]*\s+(?:and\s+)?){0,3}"
_BODIES = lazily(rf"\b{_NAMES}{_BODY}{_PLACE}(?=\s+{_ACTED})", re.IGNORECASE)
_BY_BODY = lazily(
    rf"(?<!being\s)(?:recorded|reported|logged|registered|heard|prosecuted|flagged|referred)\s+"
    rf"(?:to\s+(?:the\s+)?police\s+)?(?:by|in)\s+(?P<who>{_NAMES}{_BODY}{_PLACE})",
    re.IGNORECASE,
)

_ABROAD = lazily(
    r"\b(?:(?:in|across|throughout|within|around|by)\s+(?:the\s+)?(?P<who>(?-i:France|Germany|Spain|Italy|Portugal|Belgium"
    r"|Holland|Poland|Romania|Sweden|Norway|Denmark|Finland|Austria|Switzerland|Greece|Turkey|Russia|Ukraine|India|China"
    r"|Japan|Brazil|Mexico|Canada|Australia|New\s+Zealand|America|United\s+States|USA|US|Netherlands|Philippines"
    r"|Thailand|Republic(?:\s+of\s+Ireland)?|Irish\s+Republic|Ireland|Europe|EU|European\s+Union|Jersey|Guernsey"
    r"|Isle\s+of\s+Man)\b(?!['\u2019\w-])|(?:entire\s+|whole\s+)?(?:world|globe)\b(?!['\u2019\w-]))"
    r"|(?P<both>(?:the\s+)?(?:UK|Britain|United\s+Kingdom)\s+and\s+(?:the\s+)?(?:Republic\s+of\s+)?(?:Ireland|France|Germany|US|USA|Europe"
    r"|America|Australia|Canada)\b)"
    r"|(?P<they>(?:french|german|spanish|italian|american|us|australian|irish|european|dutch|belgian|canadian|indian|polish)"
    r"\s+(?:police|forces|officers|authorities))\b"
    r"|(?P<wide>worldwide|globally|across\s+europe|internationally|(?:abroad|overseas)(?=,\s))\b)",
    re.IGNORECASE,
)

_OF_A_KIND = (
    r"(?:(?:two|three|four|five|six|seven|\d{1,2})(?=\s+[A-Z])|welsh|yorkshire|midlands|northern|southern|english|other|neighbou?ring|nearby|bordering|adjoining|typical|average|different|similar|unnamed|particular|local"
    r"|[a-z]{3,}est|worst-hit|hardest-hit|rural|smaller|larger|bigger|single|busy|police|market|seaside|coastal)"
)
_MANY = (
    rf"(?:an?(?=\s+(?!police|local){_OF_A_KIND})|one|another|some|many|most|several|other|any\s+other|certain|few"
    r"|half\s+(?:of\s+)?(?:the|all)|no(?:\s+other)?|(?:two|three|four|five|six|seven)\s+other"
    r"|a\s+(?:few|handful|number|third|quarter)\s+of(?:\s+the)?"
    r"|both|(?:one|some|many|most|several|two|three|four|five|each|both)\s+of\s+(?:the|its|their|those))"
)
_SORT = rf"(?:{_OF_A_KIND}\s+){{0,3}}"
_NOUN = (
    r"(?:forces?|constabular(?:y|ies)|count(?:y|ies)|areas?|districts?|boroughs?|towns?|cit(?:y|ies)|villages?|regions?"
    r"|police\s+stations?|stations?|divisions?|neighbou?rhoods?|wards?|neighbou?rs?)"
)
_NOT_AFTER = r"(?!\s+(?:spokes|area|wide|of\s+the\s+(?:offences|crimes))|-wide|['\u2019]s?\s)"
_SOMEWHERE = lazily(
    rf"\b(?:in|at|across|from|by|for)\s+(?P<in>{_MANY}\s+{_SORT}{_NOUN}\b){_NOT_AFTER}"
    rf"|(?<![\w'\u2019])(?P<some>(?!no\b){_MANY}\s+{_SORT}{_NOUN}\b{_NOT_AFTER}{_PLACE}"
    rf"|no(?:\s+other)?\s+{_SORT}{_NOUN}\b{_NOT_AFTER})(?=\s+{_COUNTED})",
    re.IGNORECASE,
)
_INSIDE = lazily(
    r"\b(?P<who>(?:(?:the\s+)?(?:far\s+)?(?:(?:north|south|east|west)(?:ern)?(?:[\s-](?:east|west))?|centre|heart|edge|side)"
    r"|(?:some|many|most|other|certain|several|rural)\s+parts?|(?<!every\s)(?<!all\s)(?<!other\s)parts?|(?:(?<=\bin\s)|(?<=\bacross\s))(?:just\s+|over\s+)?half)"
    r"\s+of\s+(?:the|our|this)\s+(?:county|force(?:\s+area)?|city|borough|region))\b"
    r"|\bin\s+(?P<kind>(?:(?:rural|urban|coastal|deprived|poorer|richer|wealthy|inner-city)\s+areas)"
    r"|(?:(?:rural|coastal|seaside|market|smaller|larger|big|small|some|many|most)\s+)?(?:towns|cities|villages)"
    r"|the\s+county\s+town|(?:his|her|their|my|our|its)\s+(?:\w+\s+)?constituenc(?:y|ies)"
    r"|(?:(?:primary|secondary|local)\s+)?(?:schools|colleges|universities|prisons|care\s+homes)(?=,\s))\b",
    re.IGNORECASE,
)
_NEXT_DOOR = lazily(
    r"\W*(?:but\s+|and\s+|just\s+)?(?P<who>(?:across|over)\s+the\s+(?:county\s+)?(?:border|boundary)|next\s+door"
    r"|(?:at|in)\s+the\s+next\s+(?:force|county)(?:\s+along)?),?\s+(?!(?:from|in|to|the|at)\s+(?-i:[A-Z]))",
    re.IGNORECASE,
)
# "Three of the four forces, A, B and C, recorded": the names say which, and none has the number.
# "The neighbouring force saw a rise", "the typical rise was": of nobody that is known.
_SOMEBODY = lazily(
    r"\b(?P<who>(?:the|a|another)\s+neighbou?ring\s+(?:force|constabulary)|(?:the|a)\s+force\s+of\s+(?:a\s+)?similar\s+size"
    r"|the\s+rest\s+of\s+the\s+region|the\s+typical(?=\s+(?:rise|increase|fall)\b)|in\s+no\s+other\s+(?:force|county|area)"
    r"|half\s+of\s+all\s+forces|internationally|in\s+Ireland)\b",
    re.IGNORECASE,
)
_SEVERAL_OF = lazily(r"(?:two|three|four|five|six|most)\s", re.IGNORECASE)
_SEVERAL_NAMED = lazily(
    r"\b(?P<who>(?:two|three|four|five|six)\s+of\s+(?:the|its|our)\s+(?:three|four|five|six|seven|eight|\d{1,2})\s+(?:\w+\s+)?"
    rf"{_NOUN}(?:,\s|\s[\u2013\u2014-]\s)[^.;:\d]{{3,90}}?(?:,|\s[\u2013\u2014-]))(?=\s+{_COUNTED})",
    re.IGNORECASE,
)
_TOLD = lazily(r"\s?(?:,|[\u2013\u2014:(-])\s*(?:(?:in|at|by|that\s+of)\s+)?(?:the\s+)?$")

_WITH = lazily(r",\s+with\s+(?:the\s+)?$", re.IGNORECASE)

_FORCES = r"(?:(?:police\s+)?(?:forces?|constabular(?:y|ies)|areas?|count(?:y|ies)|regions?|part))"
_BUT = lazily(
    rf"(?<!\bof\s)(?<!\bthan\s)\b(?:every|all|each|any)\s+(?:other\s+)?(?:the\s+)?(?:other\s+)?{_FORCES}(?:\s+in\s+the\s+\w+)?,?\s+"
    r"(?:but|except(?:\s+for)?|excluding|apart\s+from|bar|barring|other\s+than|outside)\s+(?:for\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_BORDERING = lazily(
    rf"\b(?:an?|one|another|the|every|all|each|some|{_MANY})\s+(?:of\s+the\s+)?(?:\w+\s+)?(?:{_FORCES}|neighbou?rs?)\s+"
    r"(?:(?:that|which)\s+)?(?:border(?:s|ing)?(?:\s+on)?|neighbou?r(?:s|ing)?|next(?:\s+door)?\s+to|near(?:est)?(?:\s+to)?"
    r"|close(?:st)?\s+to|adjoin(?:s|ing)?|around|surrounding|outside|beside|to\s+the\s+(?:north|south|east|west)\s+of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# A part of a force's area, or more than it: neither has the number of the whole.
_PART_OF_AREA = lazily(
    r"(?:(?<!all\s)(?<!every\s)\b(?:most|much|half|some|(?:large\s|other\s|some\s)?parts?)\s+of|\bgreater"
    r"|\b(?:area|district|division|corner|end|part)\s+of|\bbased\s+(?:at|in)\s+[\w\u2019'-]+(?:\s+[A-Z][\w\u2019'-]+)?,)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "Most of the Essex offences": a part of the offences, and not of the area.
_ITS_OFFENCES = lazily(
    r"['\u2019]|\s+(?:[a-z-]+\s+)?(?:offences|crimes|cases|incidents|reports|figures?|totals?)\b",
    re.IGNORECASE,
)
_AND_BEYOND = lazily(
    r"\s+and\s+(?:beyond|further\s+afield|(?:its\s+|the\s+)?(?:surrounding|neighbouring)\s+(?:areas?|count(?:y|ies)))\b",
    re.IGNORECASE,
)
# "Forces such as Essex recorded 767": none of them by name; but "such as Essex (767)" is.
_SUCH_AS = lazily(
    rf"\b{_FORCES}\s+(?:such\s+as|like|(?:about\s+)?the\s+size\s+of|similar\s+(?:in\s+size\s+)?to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NEIGHBOURS = lazily(
    rf"['\u2019]s?\s+(?:(?:nearest|closest|immediate|two|three|four)\s+)?(?:neighbou?rs?\b|neighbou?ring\s+{_FORCES}\b"
    r"|statistical\s+neighbou?rs?\b|(?:next-door\s+)neighbou?rs?\b)",
    re.IGNORECASE,
)
_ITS_NEIGHBOURS = lazily(
    rf"(?P<who>\b(?:its|their|the\s+force['\u2019]s|the\s+county['\u2019]s|our)\s+(?:\w+\s+)?neighbou?rs?)\b"
    rf"(?=(?:\s+to\s+the\s+\w+|\s+in\s+the\s+\w+)?\s+{_COUNTED})",
    re.IGNORECASE,
)
_ELSEWHERE = lazily(r"\s+(?:(?:in|across|around)\s+(?:the\s+)?)?", re.IGNORECASE)
_THOSE = lazily(
    rf"\b(?P<who>(?:the\s+|those\s+|only\s+)?(?:\w+\s+)?{_FORCES}\s+(?:that|which|where|who|whose|for\s+which)\s+"
    r"(?:(?:can|could|may)\s+be\s+(?:\w+\s+)?compared|are\s+comparable|gave|provided|supplied|had|have)(?:\s+(?:directly|figures|data|both))?)",
    re.IGNORECASE,
)
_ONE_FORCE = lazily(
    rf"\b(?P<who>the\s+(?:{_FORCES}|town|district)\s+(?:next\s+(?:door|to\s+(?:it|ours|us)|along)|with\s+the\s+(?:[a-z]{{3,}}est|most|fewest)\s+"
    r"(?:\w+\s+)?(?:total|number|figure|count|offences|rise|increase)"
    r"|(?:that|which)\s+(?:recorded|saw|had)\s+the\s+(?:[a-z]{3,}est|most|fewest)\s+\w+)"
    r"|(?:its|their|our)\s+(?:sister|twin|partner|fellow)\s+forces?|the\s+(?:worst|hardest)-hit\s+"
    rf"(?:{_FORCES}|districts?|towns?|boroughs?)|(?:on\s+average,?\s+)(?:police\s+)?forces"
    r"|(?:police\s+)?forces(?=\s+(?:recorded|had|saw)\s+(?:an|on)\s+average))\b",
    re.IGNORECASE,
)
_OPENS = lazily(r"\W*(?:(?:but|and|meanwhile),?\s+)?(?:(?:in|at|for|among)\s+)?", re.IGNORECASE)
_ANSWERED = r"(?:responded|replied|answered|complied|provided|supplied|gave)"
_SOME_ANSWERED = lazily(
    rf"\b(?P<who>(?P<many>\d{{1,2}}|[a-z]+(?:-[a-z]+)?)\s+(?:police\s+)?(?:forces\s+)?(?:that|which|who)\s+{_ANSWERED})\b",
    re.IGNORECASE,
)
_FEW = lazily(
    r"(?:[1-9]|[123]\d|4[012]|(?:twen|thir)ty(?:-\w+)?|forty(?:-one|-two)?|ten|eleven|twelve|\w+teen)",
    re.IGNORECASE,
)
_AMONG = lazily(r"\b(?:among|amongst|for|in|at|of|from)\s+$", re.IGNORECASE)
_SUBJECT = lazily(rf"\s+{_COUNTED}", re.IGNORECASE)
_COMPARED = lazily(
    r"\b(?:than|with|to|like|unlike|against|above|below|of|as|from|for|on|average)\s+(?:the\s+|in\s+|that\s+of\s+)?$",
    re.IGNORECASE,
)
_IN_REST = lazily(
    r"\b(?:in|across|at|by|throughout|over)\s+(?:the\s+|all\s+)?$|^\W*$", re.IGNORECASE
)
_FAR_BACK = 90


_THEN = lazily(r"(?:\s\w+)?,\s(?:the\s)?(?:in\s)?(?:the\s)?", re.IGNORECASE)
_MOST_OF = lazily(
    r"\b(?:most|fewest|[a-z]{3,}est|worst)\b[^.;:,]{0,60}\b(?:of|among|amongst)\s(?:all\s)?$",
    re.IGNORECASE,
)


# Every number of a sentence asks for the same.
@lru_cache(maxsize=64)
def strangers(
    text: str, start: int, end: int, whos: tuple[WhoMention, ...]
) -> tuple[WhoMention, ...]:
    """Mentions, in a sentence, of those whom the data do not hold.

    Args:
        text: The block.
        start: Where the sentence begins.
        end: Where it ends.
        whos: The areas that it names, and the words that point.
    """
    spans = [
        *_bodies(text, start, end),
        *_somewhere(text, start, end, whos),
        *_one_force(text, start, end, whos),
        *_others(text, start, whos),
        *unheld(text, start, end, whos),
    ]
    found: list[WhoMention] = []
    for first, last in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if found and first < found[-1].end:
            continue
        said = " ".join(text[first:last].split())
        hotline = named_hotline(said)
        if hotline is not None:
            found.append(WhoMention(first, last, said, hotline, "area"))
        else:
            found.append(WhoMention(first, last, said, of_other(said), "stranger"))
    return tuple(found)


def _bodies(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Schools, courts and councils that count something, and other countries."""
    for one in _BODIES.finditer(text, start, end):
        yield one.span()
    for one in _BY_BODY.finditer(text, start, end):
        yield one.span("who")
    for one in _ABROAD.finditer(text, start, end):
        yield one.span(next(name for name in ("who", "both", "they", "wide") if one[name]))


def _somewhere(
    text: str, start: int, end: int, whos: Sequence[WhoMention]
) -> Iterator[tuple[int, int]]:
    """``in one district``, ``some forces saw``, but not "one force, Essex, saw"."""
    for one in _SOMEWHERE.finditer(text, start, end):
        span = one.span("in") if one["in"] else one.span("some")
        following = [who for who in whos if span[1] <= who.start < end]
        told = following and _TOLD.fullmatch(text, span[1], following[0].start)
        several = _SEVERAL_OF.match(text, span[0]) is not None
        if (several or not told) and not any(
            _WITH.search(text[span[1] : who.start]) for who in following
        ):
            yield span
    yield from _somebody(text, start, end, whos)
    for one in _SEVERAL_NAMED.finditer(text, start, end):
        yield one.span("who")
    for one in _SOME_ANSWERED.finditer(text, start, end):
        # With nearly all of them it is what is called the total of the country.
        if _FEW.fullmatch(one["many"]):
            yield one.span("who")
    for one in _INSIDE.finditer(text, start, end):
        yield one.span("who") if one["who"] else one.span("kind")
    along = _NEXT_DOOR.match(text, start, end)
    if along is not None:
        yield along.span("who")
    for one in _THOSE.finditer(text, start, end):
        among = _AMONG.search(text, max(start, one.start() - 12), one.start("who"))
        named_then = next((who for who in whos if who.start >= one.end()), None)
        # "The most of the forces that answered", "of those that answered, Essex": of one of them.
        first = named_then and _THEN.fullmatch(text, one.end(), named_then.start)
        if among and not first and not _MOST_OF.search(text[start : one.start("who")]):
            yield one.span("who")


def _somebody(
    text: str, start: int, end: int, whos: Sequence[WhoMention]
) -> Iterator[tuple[int, int]]:
    """``the neighbouring force``, where no name follows it."""
    for one in _SOMEBODY.finditer(text, start, end):
        named_then = next((who for who in whos if one.end() <= who.start < end), None)
        if named_then is None or not _TOLD.fullmatch(text, one.end(), named_then.start):
            yield one.span("who")


def _one_force(
    text: str, start: int, end: int, whos: Sequence[WhoMention]
) -> Iterator[tuple[int, int]]:
    """``the force with the most offences``, where a sentence opens with it and names it not."""
    for one in _ONE_FORCE.finditer(text, start, end):
        following = next((who for who in whos if who.start >= one.end()), None)
        told = following is not None and _TOLD.fullmatch(text, one.end(), following.start)
        if not told and _OPENS.fullmatch(text, start, one.start()):
            yield one.span("who")


def _others(text: str, start: int, whos: Sequence[WhoMention]) -> Iterator[tuple[int, int]]:
    """``every force but Essex``, ``Essex's neighbours``, ``elsewhere in the country``."""
    for one in whos:
        before = text[max(start, one.start - _FAR_BACK) : one.start]
        area = one.kind in {"force", "area"} and not _ITS_OFFENCES.match(text, one.end)
        for pattern in (_BUT, _BORDERING, _PART_OF_AREA) if area else (_BUT, _BORDERING):
            found = pattern.search(before)
            # "Greater London" is London itself.
            if found is not None and (found[0].split(), one.text) != (["greater"], "London"):
                yield one.start - len(before) + found.start(), one.end
        such = _SUCH_AS.search(before)
        if such is not None and _SUBJECT.match(text, one.end):
            yield one.start - len(before) + such.start(), one.end
        beside = _NEIGHBOURS.match(text, max(one.start, one.end - 2)) or _NEIGHBOURS.match(
            text, one.end
        )
        beside = beside or _AND_BEYOND.match(text, one.end)
        if beside is not None and one.kind in {"force", "area", "group"}:
            yield one.start, beside.end()
        if one.kind in {"rest", "each"}:
            yield from _rest(one, text, start, whos)
    for own in _ITS_NEIGHBOURS.finditer(text, start):
        yield own.span("who")


def _rest(
    one: WhoMention, text: str, start: int, whos: Sequence[WhoMention]
) -> Iterator[tuple[int, int]]:
    before = text[max(start, one.start - _FAR_BACK) : one.start]
    following = next((who for who in whos if who.start >= one.end), None)
    if _COMPARED.search(before):
        return
    said = one.text.lower()
    within = following is not None and said == "elsewhere"
    if within and following and _ELSEWHERE.fullmatch(text, one.end, following.start):
        yield one.start, following.end
        return
    nobody = one.subject is None or one.kind == "each" or "rest" in said
    counted = _SUBJECT.match(text, one.end) or (one.kind == "rest" and _IN_REST.search(before))
    if nobody and counted and said != "the average":
        yield one.start, one.end


__all__ = ["strangers"]
