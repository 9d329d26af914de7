from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import RetentionSettings, kept
from beholden.gate.core import instant, microseconds
from tests.gate.support import HASH, NOON, account_key, decision, laws, outcomes

settings = st.builds(
    RetentionSettings,
    block_days=st.integers(1, 3650),
    hold_days=st.integers(1, 3650),
    sha256=st.booleans(),
    account=st.booleans(),
    allowed_hours=st.integers(0, 720),
    counters_days=st.integers(1, 3650),
)
decisions = st.builds(
    decision,
    number=st.integers(0, 10_000),
    would_be=outcomes,
    account=st.none() | st.sampled_from(["user-7", "user-8"]),
    sha256=st.none() | st.just(HASH),
)


@laws
@given(decisions, settings)
def test_what_is_kept_expires_and_bears_no_account_of_its_own(one: Any, retention: Any):
    keeping = kept(one, retention, account_key)
    if one.would_be == "allow" and not retention.allowed_hours:
        assert keeping is None
        return
    assert keeping is not None
    span = {
        "block": timedelta(days=retention.block_days),
        "hold": timedelta(days=retention.hold_days),
        "allow": timedelta(hours=retention.allowed_hours),
    }[one.would_be]
    assert instant(keeping.expires_us) == one.time + span
    form = keeping.decision
    assert form.account in (None, account_key(one.account or ""))
    assert (form.account is None) == (one.account is None or not retention.account)
    assert form.sha256 == (one.sha256 if retention.sha256 else None)
    plain = msgspec.structs.replace(form, account=one.account, sha256=one.sha256)
    assert plain == one, "nothing else is changed"


@laws
@given(decisions, settings)
def test_what_is_kept_depends_on_nothing_but_decision_and_policy(one: Any, retention: Any):
    assert kept(one, retention, account_key) == kept(one, retention, account_key)


@laws
@given(st.integers(-(10**15), 10**16))
def test_moments_and_microseconds_are_the_same_thing(us: int):
    assert microseconds(instant(us)) == us


def test_shadow_decisions_are_kept_by_what_they_would_have_been():
    shadowed = decision(1, "block", outcome="allow", mode="shadow", time=NOON)
    keeping = kept(shadowed, RetentionSettings(), account_key)
    assert keeping is not None
    assert instant(keeping.expires_us) == NOON + timedelta(days=365)
