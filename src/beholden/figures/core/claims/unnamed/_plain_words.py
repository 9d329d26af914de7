"""Whether a clause speaks of nothing but numbers, times, areas and what is told of them.

"Nationally it was 23 per cent" says nothing of its own: it goes on from what the text counts. A
single word from outside ("staff", "bicycles", "respondents") may be what is counted, so that the
list is of what is let through, never of what is kept out.

    tells_only_numbers("so that was 275 ahead of us")  # True
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily

_WORD = lazily(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LET_THROUGH = _listed(  # Articles, pronouns, prepositions, conjunctions, auxiliaries.
    """
    a an the and or but so yet also too then than now again still just only about around
    some in on at of off for by with between within across into onto out over under above below per
    as from to up down since until during after before later earlier ago next last past first second
    third final is are was were be been being has have had having do does did it its that this these
    those they them their theirs there here we our ours us you your i my he she his her who whom
    which what where when while whereas although though because since how both all each every either
    other others another one ones two three four five six seven eight nine ten eleven twelve
    thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
    eighty ninety hundred hundreds thousand thousands million half halves quarter quarters thirds
    fifth fifths sixth sixths seventh eighth eighths ninth tenth tenths twelfth once twice thrice
    double doubled doubling treble trebled triple tripled quadrupled halved times time fold dozen
    same such more most less least fewer few many much any very well even ever already meanwhile
    however likewise similarly indeed actually overall altogether together alone apart combined
    respectively therefore thus hence roughly nearly almost approximately exactly precisely barely
    hardly merely fairly quite rather slightly sharply steeply modestly marginally largely
    little bit far away near nearby close enough like unlike
    it's that's there's he's she's we're they're i'm you're we've they've i've it'll that'd
    """
) | _listed(  # What is said of numbers.
    """
    number numbers figure figures total totals totalled totalling count counts counted tally
    sum sums
    rise rises rising risen rose increase increases increased increasing growth grow grows
    grew grown
    climb climbs climbed jump jumps jumped leap leaps leapt surge surged soar soared spike spiked
    add adds added adding extra additional further plus fall falls falling fallen fell drop drops
    dropped decrease decreases decreased decline declines declined dip dips dipped slump slumped
    change changes changed difference gap share shares proportion part percentage percent per cent
    cents pc rate average averages averaged mean day days daily week weeks weekly month months
    monthly year years yearly annual annually hour hours hourly minute minutes previous previously
    preceding prior following period compared comparison comparing against versus vs higher lower
    larger smaller bigger greater worse better highest lowest largest smallest biggest steeper
    steepest ahead behind short make makes made making come comes came coming work works worked
    out equal equals equivalent amount amounts amounted meaning put puts stand stands stood standing
    reach reaches reached go goes going went gone take takes took taken account accounts accounted
    contribute contributed record records recorded recording log logs logged see sees saw seen
    register registered report reported handle handled deal dealt investigate investigated
    offence offences crime crimes case cases force forces police constabulary county counties
    country countries nation nations national nationally nationwide region regions regional
    area areas local locally uk kingdom united british britain whole rest lot terms way say says
    said saying point exact round rounded rounds rounding pace speed step steps worth span stretch
    neighbour neighbours neighbouring neighbour's border boundary water door north south east west
    northern southern eastern western bottom top size big small large steep sharp modest
    know ask asked asking grant call called true worth heard hear expressed mark passed
    noted note remember mind
    firstly secondly thirdly lastly finally gives give gave get gets got corresponding
    calculator arithmetic
    correct right side shade entire touch looking look sure yes true false
    own responsible basis tally's figure's single itself himself extra beyond toward towards around
    answer answers reply replies sheet table list row column line
    """
)
_ADDED = lazily(
    r"\bif\s+(?:you|we|i)\s+(?:put|add|throw|take|include|count|round|like|do)\b", re.IGNORECASE
)
_SPEAKER = lazily(
    r"^\W*(?:\[[\d:.]{4,12}\]\s*)?(?:[A-Z][A-Z ]{1,20}|Presenter|Host|Guest|Reporter|Q|A)\s?:\s"
)
"""Who speaks in an interview, at the beginning of a line."""
_ABBREVIATED = _listed("s d ll m re ve st nd rd th")


def tells_only_numbers(text: str) -> bool:
    """Whether every word of a text is one that names nothing else that could be counted.

    Args:
        text: A sentence or a clause, names of areas and of times already taken out.
    """
    bare = _ADDED.sub(" ", _SPEAKER.sub(" ", text))
    return all(
        _let_through(one[0].casefold().replace("\u2019", "'")) for one in _WORD.finditer(bare)
    )


def _let_through(word: str) -> bool:
    return word in _LET_THROUGH or word in _ABBREVIATED or word.removesuffix("'s") in _LET_THROUGH


__all__ = ["tells_only_numbers"]
