"""Why there is no number, each reason in its own words, and what a reader can do about it.

No answer, a refusal, a number not held, a suppressed one and a blank are five
different things; none of them is a nought.
"""

from __future__ import annotations

from beholden.figures.core.models import NONE_AT_HAND, Force, Observation, Release, State

_ACTS = {
    "FOIA 2000": ("Freedom of Information Act", "the Information Commissioner"),
    "FOI(S)A 2002": (
        "Freedom of Information (Scotland) Act",
        "the Scottish Information Commissioner",
    ),
}


def reason(observation: Observation | None, *, asked: bool) -> str:
    """Why there is no count, as a table says it: ``refused (s.12)``."""
    if observation is None:
        return "not in this release" if asked else "not asked"
    value = observation.value
    if value.reason == NONE_AT_HAND:
        return "no answer at hand"
    if value.state is State.BLANK and value.reason:
        return value.reason
    words = {
        State.COUNTED: "",
        State.ZERO: "",
        State.BLANK: "left blank",
        State.SUPPRESSED: "too small to print",
        State.NOT_HELD: "not held",
        State.REFUSED: "refused",
        State.NO_ANSWER: "no answer",
    }[value.state]
    return f"{words} ({value.reason})" if words and value.reason else words


def sentence(force: Force, year: str, observation: Observation | None, *, asked: bool) -> str:
    """Why the count of a force in a year is missing, as a sentence."""
    name = force.official_name
    if observation is None:
        if asked:
            return (
                f"{name} was asked, but this release holds no number of it for {year} "
                "and does not say why."
            )
        return f"{name} was not asked for {year}."
    # A blank with a reason is our own gap, not something that the force left out.
    if observation.value.state is State.BLANK and observation.value.reason:
        return f"No number of {name} for {year} can be given: {observation.value.reason}."
    if observation.value.reason == NONE_AT_HAND:
        return f"No answer of {name} for {year} is at hand."
    why = f" ({observation.value.reason})" if observation.value.reason else ""
    return {
        State.COUNTED: "",
        State.ZERO: "",
        State.BLANK: (
            f"The answer of {name} leaves the place for {year} blank{why}; a blank is not zero."
        ),
        State.SUPPRESSED: (
            f"The number of {name} for {year} is too small to be printed{why}, "
            "so that nobody can be recognised by it."
        ),
        State.NOT_HELD: f"{name} answered that it does not hold the number for {year}{why}.",
        State.REFUSED: f"{name} refused to give the number for {year}{why}.",
        State.NO_ANSWER: f"{name} has not answered for {year}{why}.",
    }[observation.value.state]


def what_to_do(force: Force, observation: Observation | None) -> str:
    """What a reader can do where a number is missing."""
    act, commissioner = _ACTS.get(force.law, _ACTS["FOIA 2000"])
    name = force.official_name
    if observation is None or observation.value.reason == NONE_AT_HAND:
        return (
            f"Anyone can ask {name} under the {act}, in writing, how many offences it recorded "
            "from 1 April to 31 March."
        )
    state = observation.value.state
    if state is State.BLANK and observation.value.reason:
        return "A later release may hold the number, once whoever publishes this has settled it."
    if state is State.REFUSED and "12" in observation.value.reason:
        return (
            f"The refusal is about the cost of finding the number: anyone can ask {name} "
            "again for fewer years or one offence code at a time."
        )
    return {
        State.COUNTED: "",
        State.ZERO: "",
        State.BLANK: f"Anyone can ask {name} whether the blank stands for none or for not known.",
        State.SUPPRESSED: (
            f"Anyone can ask {name} for several years together, which need not be suppressed."
        ),
        State.NOT_HELD: f"Anyone can ask {name} which offence codes it does hold numbers for.",
        State.REFUSED: (
            f"Anyone can ask {name} to review the refusal and, after that, complain to "
            f"{commissioner}."
        ),
        State.NO_ANSWER: (
            f"The {act} sets a time within which {name} must answer; whoever asked can complain "
            f"to {commissioner}."
        ),
    }[state]


def was_asked(release: Release, force: Force) -> bool:
    """Whether a force was asked for this release."""
    return force.code in release.asked


def law_apart(force: Force) -> str:
    """A caveat for Scotland and Northern Ireland; empty for the others."""
    if force.nation not in {"Scotland", "Northern Ireland"}:
        return ""
    law = " and another freedom-of-information law" if force.law == "FOI(S)A 2002" else ""
    return (
        f"{force.nation} has other offences and other counting rules{law} than England and "
        "Wales; its number is shown apart and should not be ranked with theirs."
    )
