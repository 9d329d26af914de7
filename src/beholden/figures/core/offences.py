"""What was counted: offences by the Home Office's codes and by the wording that forces use.

A code decides before any wording does. The whole of class 86 is not a count of
child-image offences, and adult extreme material never is.

    match_wording("Possession of indecent photo of child").offence  # "iioc_possession"
"""

from beholden.figures.core._offence_codes import (
    ADULT,
    CLASS_86,
    IIOC_TOTAL,
    IMAGE_SET,
    POSSESSION,
    PROHIBITED,
    SEXUAL_COMMUNICATION,
    TAKE,
    Code,
    codes,
    definition,
    find_codes,
    name,
    parse_code,
)
from beholden.figures.core._offence_words import WordingMatch, match_wording

__all__ = [
    "ADULT",
    "CLASS_86",
    "IIOC_TOTAL",
    "IMAGE_SET",
    "POSSESSION",
    "PROHIBITED",
    "SEXUAL_COMMUNICATION",
    "TAKE",
    "Code",
    "WordingMatch",
    "codes",
    "definition",
    "find_codes",
    "match_wording",
    "name",
    "parse_code",
]
