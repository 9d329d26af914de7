"""Sessions end when they should, never come from a browser, and cannot grow without end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from beholden.web.regulator.attempts import AttemptLimits, Attempts
from beholden.web.regulator.sessions import SessionLimits, Sessions
from tests.web.regulator.support import Ticks

LIMITS = SessionLimits(idle_seconds=10, whole_seconds=25, of_one_person=2, of_all=4)
TRIES = AttemptLimits(of_one=3, seconds_each=10, of_all=5, seconds_each_of_all=2, addresses=4)


def test_a_session_ends_after_a_time_without_a_request() -> None:
    ticks = Ticks()
    sessions = Sessions(ticks, LIMITS)
    id_, _ = sessions.begin("A. Reader", "key")
    ticks.now += 9
    assert sessions.find(id_) is not None
    ticks.now += 9
    assert sessions.find(id_) is not None
    ticks.now += 10
    assert sessions.find(id_) is None


def test_a_session_ends_at_its_time_however_busy_it_is() -> None:
    ticks = Ticks()
    sessions = Sessions(ticks, LIMITS)
    id_, _ = sessions.begin("A. Reader", "key")
    for _ in range(5):
        ticks.now += 4
        assert sessions.find(id_) is not None
    ticks.now += 5
    assert sessions.find(id_) is None
    assert len(sessions) == 0


def test_an_id_that_a_browser_made_up_opens_nothing() -> None:
    sessions = Sessions(Ticks(), LIMITS)
    for id_ in ("", "chosen", "x" * 10_000, "\udcff", "\0"):
        assert sessions.find(id_) is None
    assert len(sessions) == 0


def test_ids_and_tokens_are_never_the_same_twice() -> None:
    sessions = Sessions(Ticks(), SessionLimits(of_one_person=1000, of_all=1000))
    made = [sessions.begin("A. Reader", "key") for _ in range(500)]
    assert len({id_ for id_, _ in made} | {one.token for _, one in made}) == 1000


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("begin"), st.sampled_from("abc")),
            st.tuples(st.just("find"), st.integers(0, 20)),
            st.tuples(st.just("end"), st.integers(0, 20)),
            st.tuples(st.just("wait"), st.integers(1, 12)),
        ),
        max_size=40,
    )
)
def test_sessions_are_those_that_a_list_of_everybody_would_keep(
    steps: list[tuple[str, str | int]],
) -> None:
    """The oracle keeps all in a list, and looks through the whole of it at every step."""
    ticks = Ticks()
    sessions = Sessions(ticks, LIMITS)
    made: list[str] = []
    alive: list[tuple[str, str, float, float]] = []
    for kind, value in steps:
        if kind == "wait":
            ticks.now += float(value)
        now = ticks.now
        alive = [one for one in alive if now - one[3] < 10 and now - one[2] < 25]
        if kind == "begin":
            own = [one for one in alive if one[1] == value]
            if len(own) == 2:
                alive.remove(own[0])
            if len(alive) == 4:
                alive.pop(0)
            id_, _ = sessions.begin(str(value), "key")
            made.append(id_)
            alive.append((id_, str(value), now, now))
        elif made and kind in {"find", "end"}:
            id_ = made[int(value) % len(made)]
            known = next((one for one in alive if one[0] == id_), None)
            if kind == "find":
                found = sessions.find(id_)
                assert (found and found.name) == (known and known[1])
            else:
                sessions.end(id_)
            if known is not None:
                alive.remove(known)
                if kind == "find":
                    alive.append((*known[:3], now))
    assert {id_ for id_ in made if sessions.find(id_)} == {one[0] for one in alive}


def test_an_address_has_so_many_attempts_and_gets_them_back_one_by_one() -> None:
    ticks = Ticks()
    attempts = Attempts(ticks, TRIES)
    assert [attempts.wait_for("a") for _ in range(3)] == [0, 0, 0]
    assert attempts.wait_for("a") == 10
    assert attempts.wait_for("b") == 0
    ticks.now += 10
    assert attempts.wait_for("a") == 0
    assert attempts.wait_for("a") == 10


def test_all_addresses_together_have_a_bound() -> None:
    ticks = Ticks()
    attempts = Attempts(ticks, TRIES)
    assert [attempts.wait_for(str(one)) for one in range(5)] == [0] * 5
    assert attempts.wait_for("another") == 2
    ticks.now += 2
    assert attempts.wait_for("another") == 0


def test_who_signed_in_has_all_attempts_again() -> None:
    attempts = Attempts(Ticks(), TRIES)
    attempts.wait_for("a")
    attempts.wait_for("a")
    attempts.forgive("a")
    assert [attempts.wait_for("a") for _ in range(3)] == [0, 0, 0]


def test_addresses_are_not_remembered_without_end() -> None:
    ticks = Ticks()
    attempts = Attempts(ticks, TRIES)
    for one in range(100):
        ticks.now += 2
        attempts.wait_for(str(one))
    assert len(attempts._full) <= 4
