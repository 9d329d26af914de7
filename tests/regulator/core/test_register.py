"""What may stand in the register is what its law knows; every problem has its field."""

from __future__ import annotations

from typing import Any

import pytest

from beholden.regulator.core import LogRef, Provider, Surface, Tolerances
from beholden.regulator.core.register import provider_problems, service_problems, state_problems
from tests.regulator.entries import HOSTILE, LOG, PROVIDER, SERVICE, regime, service


def fields(**changes: Any) -> dict[str, str]:
    found = service_problems(
        service(**changes), providers=["example-co"], regime=regime(), regimes=["orchard"]
    )
    return {".".join(map(str, one.path)): one.message for one in found}


def test_a_whole_entry_has_no_problem() -> None:
    assert provider_problems(PROVIDER) == []
    assert fields() == {}
    assert fields(state="bound", category="A", duties=("match-hashes", "report-yearly")) == {}
    assert fields(log=LOG, monthly_users=12_000, users_source="its report") == {}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"id": "Example"}, "id", "lower-case"),
        ({"id": "../x"}, "id", "is no id"),
        ({"provider": "exmple-co"}, "provider", 'Did you mean "example-co"?'),
        ({"state": "bund"}, "state", 'Did you mean "bound"?'),
        ({"category": "Q"}, "category", "Known: A."),
        ({"risks": ("known-image",)}, "risks.0", 'Did you mean "known-images"?'),
        ({"duties": ("match-hash",)}, "duties.0", 'Did you mean "match-hashes"?'),
        ({"duties": ("match-hashes",)}, "duties.0", 'in the state "found"'),
        ({"state": "bound", "duties": ("report-yearly",)}, "duties.0", "category A"),
        ({"risks": ("known-images",) * 2}, "risks.1", "stands twice"),
        ({"surfaces": (Surface(id="a", name="A"),) * 2}, "surfaces.1.id", "stands twice"),
        ({"surfaces": (Surface(id=HOSTILE, name="A"),)}, "surfaces.0.id", "control"),
        ({"website": "javascript:alert(1)"}, "website", "https://"),
        ({"monthly_users": 5}, "users_source", "where the number"),
        ({"monthly_users": -5, "users_source": "x"}, "monthly_users", "from 0"),
        ({"tolerances": Tolerances(third_party_per_cent="1 %")}, "tolerances.third_party_per_cent",
         "as text"),
        ({"tolerances": Tolerances(third_party_per_cent="101")}, "tolerances.third_party_per_cent",
         "as text"),
        ({"log": LogRef(origin="", url="https://x", policy="x")}, "log.origin", "one line"),
        ({"log": LogRef(origin="o", url="file:///etc", policy="x")}, "log.url", "address"),
        ({"name": "x" * 201}, "name", "200"),
    ],
)  # fmt: skip
def test_each_problem_is_named_with_its_field_and_what_to_do(
    changes: dict[str, Any], field: str, words: str
) -> None:
    assert words in fields(**changes)[field]


def test_an_unknown_law_is_named_and_the_rest_is_still_checked() -> None:
    found = service_problems(
        service(regime="orchid", name=""), providers=[], regime=None, regimes=["orchard"]
    )
    messages = {one.path[0]: one.message for one in found}
    assert set(messages) == {"name", "provider", "regime"}
    assert 'Did you mean "orchard"?' in messages["regime"]


def test_a_provider_is_checked_too() -> None:
    found = provider_problems(Provider(id="-x", name="", website="ftp://x", country="a\x00"))
    assert [one.path for one in found] == [("id",), ("name",), ("country",), ("website",)]


def test_a_state_follows_only_states_that_the_law_names() -> None:
    law = regime()
    assert state_problems(service(state="bound"), SERVICE, law) == []
    assert state_problems(service(state="found"), SERVICE, law) == []
    (problem,) = state_problems(service(state="released"), SERVICE, law)
    assert problem.path == ("state",)
    assert "states that do: bound" in problem.message
    # Under another law, or from a state that the law knows no more, nothing can be said.
    assert state_problems(service(state="released"), service(regime="other"), law) == []
    assert state_problems(service(state="released"), service(state="gone"), law) == []
