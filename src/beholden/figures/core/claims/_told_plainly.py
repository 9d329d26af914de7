"""Whether words behind a number say nothing but what is counted, where and when.

A count that fits may still be told of something else: "1,809 online grooming offences", "three
per cent of all UK households". What may stand there is listed; anything else makes it doubtful.

    plainly(" offences in Kent last year", "child abuse image offences")  # True
    plainly(" offences ended without a charge", "child abuse image offences")  # False
"""

from __future__ import annotations

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging._by_words import words as telling_words
from beholden.figures.core.claims.models import Claim, Measure

STOP = lazily(
    r"[,.;:()\u2013\u2014!?]|\s(?:and|or|but|while|which|that\sis|compared|against(?=\s(?:the\s)?\d)|up"
    r"|to(?=\s(?:a|an|one|about|around|\d))|down|than|from|as|when|where|so|if|because)\s"
)
_WORDS = lazily(r"(?<![A-Za-z])[a-z]+")
_PLAIN = frozenset(
    word
    for line in (
        "offences crimes cases incidents reports such of these those them in the for by across",
        "during over year years last same period time recorded logged reported registered counted",
        "dealt with between together combined all total altogether overall jointly both two three",
        "four five six seven eight nine ten forces force counties areas police constabularies was",
        "were is are had have a an at on more to it this that being been added up s its our",
        "taking making sharing distributing possessing possession",
        "april march january december months twelve latest financial whole full put",
        "earlier before previous preceding ago",
    )
    for word in line.split()
)
_OF_A_WHOLE = frozenset(
    word
    for line in (
        "national regional nationwide countrywide region country county area figure number tally",
        "count sum caseload workload falls fell took place here throughout patch books table own",
        "everything everywhere nationally locally written ones came now investigate home his her",
        "happened occurred belongs belong",
        "one lot there ours about around roughly nearly almost north south east west",
    )
    for word in line.split()
)
_BESIDE_ITS_NAME = frozenset({"sexual", "sex", "indecent", "child", "children", "against", "crime"})
_ALL_CRIME = lazily(
    r"\b(?:all|total\sfor\sall)\s(?:recorded\s|reported\s|police\s)*(?:crimes?|reports|incidents)\b"
)
# "Were recorded by officers here", "came to light in Kent": no officers are counted.
_BY_WHOM = lazily(
    r"\b(?:(?:recorded|logged|investigated|dealt\swith)\sby\s(?:the\s)?(?:officers|detectives)"
    r"|came\sto\slight)\b"
)
_WHOLE_AHEAD = lazily(
    r"\b(?:share|part|portion|slice)\sof\s(?P<whole>[^,.;:\d]{1,60}?)\s(?:is|was|stands|stood|came)\b"
)


def plainly(text: str, name: str) -> bool:
    """Whether the words behind a count, up to the next clause, are all known to change nothing.

    Args:
        text: What stands behind it. Names, which are capitalised, are not asked about.
        name: What the series is called.
    """
    return _known(STOP.split(text)[0], name, _PLAIN)


def of_a_plain_whole(claim: Claim) -> bool:
    """Whether a share of a larger area is one of what is counted there, not of its people."""
    if claim.measure is not Measure.SHARE or claim.group is None:
        return True
    if _ALL_CRIME.search(claim.after):
        return False
    ahead = _WHOLE_AHEAD.search(claim.before)
    after = _BY_WHOM.sub(" ", claim.after)
    told = [STOP.split(after)[0], ahead["whole"] if ahead is not None else ""]
    return all(_known(each, claim.series_name, _PLAIN | _OF_A_WHOLE) for each in told)


def _known(text: str, name: str, plain: frozenset[str]) -> bool:
    counted = telling_words(name)
    found = _WORDS.findall(text)
    own = {word for word in found if telling_words(word) and telling_words(word) <= counted}
    return (plain | own | (_BESIDE_ITS_NAME if own else frozenset())).issuperset(found)


__all__ = ["STOP", "of_a_plain_whole", "plainly"]
