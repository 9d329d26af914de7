"""Words that say of whom an article speaks, as readable tables.

Everything is in plain words: lower case, no hyphens, ``&`` as ``and``. Names of places
are in ``places.csv``, names of forces in ``forces.csv``.
"""

from __future__ import annotations

from typing import Literal

from beholden.figures.core._number_words import words_of

Kind = Literal["force", "area", "part", "group", "uk", "anaphor", "rest", "each", "stranger"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DIRECTIONS = _words(
    "north south east west mid central northern southern eastern western"
    " northeast northwest southeast southwest"
)
SMALL = _words(
    "a an and at by in le la of on of off over sur the under upon with y & nr"
    " total totals figure figures number numbers tally count"
)

_ANAPHORS = """
the force; the force area; the forces area; the police force; the local force; this force
local force; our local force; our county force
our force; the constabulary; the county; the county force; this county; our county
the whole county; the entire county; the whole of the county; county wide; countywide; force wide
the region; this region; our region; the whole region; region wide; regionwide; the wider region
the area; this area; our area; the local area; the policing area; the police area; the same area
local area; the force region; the city; this city; our city; the town; this town; our town
the borough; the district; the island; the province; the principality; the capital; citywide
the whole force; the whole force area
locally; local police; local officers; local forces; its; the metropolis; the three counties
the regional total; the regional figure; the regional number; the regional tally; the regional count
"""
_UK = """
nationally; nationwide; nation wide; countrywide; country wide; across the country
throughout the country; around the country; round the country; up and down the country
in the country; of the country; the whole country; the entire country; the country as a whole
the whole of the country; across the nation; in the nation; the nation; the country; this country
the national total; the national figure; the national figures; national figures; national total
all 44 forces; all 45 forces; all 46 forces; all 44 police forces; all 45 police forces
all 46 police forces; the national number; a national level; at a national level
at the national level; at national level; on the national level; on a national level
at the uk level; at uk level
across the board nationally
all four nations
"""
_REST_OF_THE_UK = """
the rest of the country; the rest of the uk; the rest of britain; the rest of the united kingdom
rest of the country; rest of the uk; the national average; the uk average; national average
uk average; the average for the uk; the average across the uk; the average for the country
the national rate; the national trend; the national picture; national trend; national trends
the national increase; the national rise; the average nationally; the average across the country
the british average; the average in the uk; national levels; the uk rate; the uk wide average
other parts of the country; other parts of the uk; the average in the country
"""
_REST = """
elsewhere; other forces; other police forces; any other force; any other police force
every other force; all other forces; the other forces; all the other forces; other areas
any other area; other regions; any other region; every other region; other counties
any other county
other parts of the region; the rest of the region; the rest of the county; other constabularies
neighbouring forces; neighbouring counties; neighbouring areas; neighbouring police forces
any other constabulary; any other welsh force; other welsh forces
the rest of england; the rest of wales; the rest of scotland
the rest of yorkshire; the rest of england and wales; the rest of northern ireland; other cities
the regional average; the english average; the welsh average; the average; similar forces
the average force; forces elsewhere; other local forces; any other part of the country
any other part of the uk; other forces in the region; other forces across the region
the rest of the south east; the rest of the south west; the rest of the north east
the rest of the north west; the rest of the east of england; the rest of the east midlands
the rest of the west midlands; the rest of the midlands; the rest of london; the rest of the force
"""
_EACH = """
each force; every force; each police force; every police force; each of the forces; per force
each region; every region; each area; every area; each county; each constabulary; by force
each of the police forces; each of the four forces; each of the three forces; force by force
"""


def _listed(text: str) -> list[str]:
    return [name.strip() for line in text.strip().splitlines() for name in line.split(";")]


REST_OF_THE_UK = frozenset(_listed(_REST_OF_THE_UK))
"""What other places are compared with where all of the United Kingdom is meant."""

PLAIN_WORDS: tuple[tuple[str, Kind], ...] = (
    *((words, "anaphor") for words in _listed(_ANAPHORS)),
    *((words, "uk") for words in _listed(_UK)),
    *((words, "rest") for words in _listed(_REST)),
    *((words, "rest") for words in _listed(_REST_OF_THE_UK)),
    *((words, "each") for words in _listed(_EACH)),
)
"""Words that are no names, and what they are."""

UK_NAMES = (
    "uk", "united kingdom", "britain", "uk wide", "britain wide",
    "whole of the uk", "across uk", "whole uk", "great britain and northern ireland",
    "united kingdom of great britain and northern ireland",
)  # fmt: skip

GREAT_BRITAIN = ("great britain", "mainland britain", "the british mainland", "gb")
"""Names of the country without Northern Ireland, of which "Britain" alone is not one."""

OTHER_GROUP_NAMES: dict[str, tuple[str, ...]] = {
    "east of england": (
        "east", "east region", "eastern region", "eastern england", "east england",
        "eastern counties", "east of england region", "east of the country", "the eastern area",
    ),
    "yorkshire and the humber": (
        "yorkshire and humber", "yorkshire and humberside", "yorks and humber",
        "yorkshire and humber region", "yorkshire and the humber region", "yorks and the humber",
    ),
    "west midlands": ("wider west midlands",),
    "london": ("london region",),
    "england and wales": ("england wales", "wales and england"),
    "england": ("english forces", "english police forces"),
    "wales": (
        "cymru", "welsh total", "welsh figure", "welsh figures", "welsh forces",
        "welsh police forces", "four welsh forces", "four welsh police forces",
        "welsh offences", "welsh crimes", "welsh cases", "welsh number", "welsh numbers",
        "welsh tally", "welsh count", "any welsh force", "any welsh police force",
        "every welsh force",
    ),
    "north east": ("northeast", "north eastern region"),
    "north west": ("northwest",),
    "south east": ("southeast",),
    "south west": ("southwest", "south western region"),
}  # fmt: skip
BARE_DIRECTIONS = frozenset({"east", "north", "south"})

SEVERAL: dict[str, tuple[str, ...]] = {
    "Yorkshire": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "Yorks": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "Yorkshire region": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "three Yorkshire forces": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "Yorkshire's three forces": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "three Yorkshire police forces": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "North, South and West Yorkshire": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "South, West and North Yorkshire": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "West, South and North Yorkshire": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "North, West and South Yorkshire": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "West, North and South Yorkshire": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "South, North and West Yorkshire": ("North Yorkshire", "South Yorkshire", "West Yorkshire"),
    "South and West Yorkshire": ("South Yorkshire", "West Yorkshire"),
    "West and South Yorkshire": ("South Yorkshire", "West Yorkshire"),
    "North and West Yorkshire": ("North Yorkshire", "West Yorkshire"),
    "North and South Wales": ("North Wales", "South Wales"),
    "South and North Wales": ("North Wales", "South Wales"),
    "North and South Yorkshire": ("North Yorkshire", "South Yorkshire"),
    "East Anglia": ("Norfolk", "Suffolk", "Cambridgeshire"),
    "East Anglian region": ("Norfolk", "Suffolk", "Cambridgeshire"),
    "Midlands": (
        "Derbyshire", "Nottinghamshire", "Lincolnshire", "Leicestershire", "Northamptonshire",
        "West Midlands Police", "Staffordshire", "West Mercia", "Warwickshire",
    ),
    "West Country": (),
    "Home Counties": (),
    "North of England": (),
    "South of England": (),
    "West of England": (),
    "North": (),
    "South": (),
    "Northern England": (),
    "Southern England": (),
    "Central England": (),
}  # fmt: skip
"""Several forces together, by the names of the press; nobody says which where none is listed."""

BEFORE_AN_OTHER = _words(
    "duke duchess earl countess prince princess marquess bishop archbishop dean university bank "
    "church mayor baron baroness lord lady sheriff treaty college battle mp mps"
)  # fmt: skip
"""Before "of": "the Duke of Sussex" and "the Church of England" are no places."""

BEFORE_A_NAME = _words(
    "new nhs sport historic natural health bbc itv radio heart visit hms arts creative network "
    "mr mrs ms miss dr sir dame lord lady prof professor judge justice cllr councillor rev pc dc "
    "ds di dci dsi det sgt sergeant inspector insp supt superintendent detective"
)  # fmt: skip
"""Right before: "New England", "BBC Essex", "Mr Kent"."""

FIRST_NAMES = _words(
    "adam alan alice andrew andy ann anna anne anthony ben brian burt carol caroline catherine "
    "charles charlie charlotte chris christine christopher claire clare colin craig daniel dave "
    "david debbie diane donna elizabeth emily emma eric frank gareth gary geoff george gordon "
    "graham hannah harry heather helen henry ian jack jackie james jane janet jason jeremy jim "
    "jo joanna joanne joe john jonathan julia julie karen kate katherine kathryn keith kelly ken "
    "kevin laura lauren lee linda lisa louise lucy luke margaret maria martin mary matt matthew "
    "michael michelle mike natalie neil nick nicola nigel paddy pat patricia paul peter phil "
    "philip rachel rebecca richard rob robert roger rory ruth sally sam samantha sandra sara sarah "
    "sharon simon sophie stephanie stephen steve steven stuart sue susan tim tina tom tony tracey "
    "tracy victoria vicky wendy william"
)  # fmt: skip
"""Common first names: what follows one is a surname."""

AFTER_A_NAME = _words(
    "live online post mail echo gazette news chronicle star standard guardian mercury express "
    "telegraph times herald argus advertiser observer journal examiner evening courier messenger "
    "press citizen reporter independent daily today world mirror leader "
    "road street avenue lane close drive way court university college school academy hospital "
    "airport fc cathedral castle prison station office grid analytica internet building water "
    "fire ambulance air rovers united wanderers athletic albion town hotspur racecourse "
    "crown magistrates safeguarding trains railway royals castle terrace crescent square "
    "free trent free trent itchen parkway house hall"
)  # fmt: skip
"""Right after, with a capital: "Yorkshire Post", "Oxford Street", "Southwark Crown Court"."""

AFTER_A_COUNCIL = _words("council councillor councillors fc hall football court stadium")
AFTER_UK = _words(
    "safer council government parliament border law laws home charity charities crown citizen "
    "leading social telecoms council's legislation"
)  # fmt: skip
"""Right after "UK", whatever the case: "UK Safer Internet Centre", "the UK Government"."""

PREPOSITIONS = _words(
    "in across around near throughout from within outside of at over covering for"
)
SO_MANY_FORCES = (
    rf"\b(?:the|these|those|all)\s+(?:{words_of(2, 10)})\s+(?:\w+\s+)?"
    r"(?:forces|counties|areas|constabularies)\b"
)
"""Words for forces told before, as part of an expression: "over the four forces"."""
