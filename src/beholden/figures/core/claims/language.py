"""Whether a text is in English, told by its small words.

Every language spends a third of its words on articles, pronouns and the like, and these
are hardly shared. A text counts as something else only where another language's small
words clearly outnumber the English ones: short texts, lists and names count as English.

    english("Mae nifer y troseddau wedi codi yn y flwyddyn ddiwethaf yn ôl elusen.")  # False
"""

from __future__ import annotations

from collections import Counter

from beholden.figures.core.claims._lazily import lazily

_ENGLISH = """
    the of and to in that is was for on with as by at from were are be been have has had it its
    this which who will would there their they an or not but more than one said after last year
    he she his her we our you your about into over between all when some up out if what
"""
# Words that English has too are left out: "in", "am", "do", "to", "a", "on", "no".
_OTHERS = {
    "Welsh": """
        y yr yn ar i wedi mae maen oedd roedd bod ei eu gan am fel hyn hynny nad neu gyda dros rhag
        drwy wrth gyfer eich ein sydd sy o'r i'r a'r ôl heddlu nifer
        flwyddyn cael dim hefyd mewn nid fod ac oed
    """,
    "French": """
        le la les des du de et est une un dans pour que qui par sur au aux avec ne pas plus ce cette
        ces sont ont été leur il elle ils elles nous vous mais ou se sa son ses à
    """,
    "Polish": """
        w i z na do nie się jest że od przez oraz po za tym ale jak o dla ich jego jej był
        było były zostało roku które który która tak co przed przy bez już
        lub
    """,
    "German": """
        der die das und ist von zu mit den dem des ein eine einer einem einen nicht auf für im
        sich auch es aus bei nach wurde wurden werden haben hat sind als wie aber oder dass vom zum
        zur durch über
    """,
    "Spanish": """
        el la los las de del y en que un una es por con para se su al lo como más fue han ha son
        este esta pero o
    """,
    "Italian": """
        il lo la gli le di del della dei delle e è che un una per con non si da dal nel nella
        sono stato stati ha hanno più anche come ma
    """,
    "Portuguese": """
        o os as de do da dos das e em que um uma para com não se por no na foi mais são ao pela
        pelo
    """,
    "Dutch": """
        de het een en van op te dat die niet zijn is er aan met voor ook als bij naar werd
        worden heeft hebben wordt uit maar om
    """,
    "Romanian": """
        și de la în pe cu care este un o din nu mai sunt au fost pentru să ale prin
    """,
    "Irish": """
        an na agus ar i tá ní bhí le do go is seo sin mar ach nó chun leis ag
    """,
}
_SHARED = frozenset({"a", "is", "an", "on", "as", "do", "no", "die", "was", "who", "or", "has"})
_SMALL = {name: frozenset(words.split()) - _SHARED for name, words in _OTHERS.items()}
_OURS = frozenset(_ENGLISH.split())
_WORD = lazily(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_MOST_CHARACTERS = 200_000
_LEAST_WORDS = 12
_LEAST_SMALL = 4
_CLEARLY = 2
_FEW_LATIN = 0.5


def english(text: str) -> bool:
    """Whether a text is in English, or too short to tell."""
    words = [
        word.casefold().replace("\u2019", "'") for word in _WORD.findall(text[:_MOST_CHARACTERS])
    ]
    if len(words) < _LEAST_WORDS:
        return True
    if _in_other_letters(text[:_MOST_CHARACTERS]):
        return False
    counted = Counter(words)
    ours = sum(counted[word] for word in _OURS)
    most = max(sum(counted[word] for word in small) for small in _SMALL.values())
    return most < _LEAST_SMALL or most < _CLEARLY * ours


def _in_other_letters(text: str) -> bool:
    """Whether most letters are of another alphabet, whose small words are not listed here."""
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter < "\u0250" for letter in letters)
    return latin < _FEW_LATIN * len(letters)
