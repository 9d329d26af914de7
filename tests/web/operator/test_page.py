"""The operator's page says the right thing, to everybody, whatever names it is given."""

from __future__ import annotations

import html as entities
import random
import re
from datetime import timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from beholden.web.operator import (
    ASSETS,
    HourCount,
    OperatorState,
    Problem,
    render,
)
from tests.support.pages import Browser, chromium, faults_in_text, validity_faults
from tests.web.operator import states

NONCE = "bm9uY2U"
every_state = pytest.mark.parametrize("name", sorted(states.ALL))


def page(state: OperatorState) -> str:
    return render(state, NONCE)


def words(html: str) -> str:
    """What a reader reads, tags gone and spaces single."""
    body = html[html.index("<body") :]
    return entities.unescape(" ".join(re.sub(r"<[^>]*>", " ", body).split()))


def changed(state: OperatorState, **fields: object) -> OperatorState:
    return msgspec.structs.replace(state, **fields)


@every_state
def test_every_page_is_sound_as_text(name: str) -> None:
    assert faults_in_text(page(states.ALL[name]()), NONCE) == []


@every_state
def test_every_page_is_valid_html(name: str, tmp_path: Path) -> None:
    assert validity_faults(page(states.ALL[name]()), tmp_path) == []


@every_state
def test_every_page_is_accessible_and_fits_the_window_in_a_real_browser(
    name: str, browser: Browser
) -> None:
    assert browser.look(page(states.ALL[name]()), ASSETS).faults == ()


def test_the_browser_check_would_find_what_it_forbids(browser: Browser) -> None:
    bad = (
        page(states.fresh())
        .replace("<main", '<p style="width: 2000px"><img src="/nowhere.png"></p><main')
        .replace(".main", ".other")
    )
    said = " ".join(browser.look(bad, ASSETS).faults)
    assert "which is nowhere" in said
    assert "axe image-alt" in said
    assert "Content Security Policy" in said


def test_the_check_of_text_would_find_what_it_forbids() -> None:
    bad = (
        '<html><head><title></title></head><body><h2 id="a" id="b">x</h2><p onclick="x">'
        '<a href="#nowhere">x</a><table><tr><th>x</th></tr></table><script>1</script>'
        '<b id="c"></b><b id="c"></b></body></html>'
    )
    said = "\n".join(faults_in_text(bad, NONCE))
    for fault in (
        "no language", "titles", "must be h1", "twice", "onclick", "nothing has the id nowhere",
        "without caption", "without scope", "without the nonce", "id c is there 2 times",
        "closes nothing", "no doctype",
    ):  # fmt: skip
        assert fault in said, fault


def test_a_missing_browser_is_a_skip_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match="chromium is not installed"), chromium():
        pass


@every_state
def test_the_page_needs_no_script_and_loads_nothing_but_its_own_assets(name: str) -> None:
    html = page(states.ALL[name]())
    assert "<script" not in html
    assert "style=" not in html
    loaded = set(re.findall(r'<link [^>]*href="([^"]*)"', html))
    assert loaded == set(ASSETS)
    assert "http://" not in html
    assert "https://" not in html


def test_readiness_and_what_to_do_come_first() -> None:
    html = page(states.broken())
    said = words(html)
    assert "<title>Not ready: 3 problems - Beholden, operator's page</title>" in html
    first = said.index("Not ready: 3 problems")
    assert said.index("The disk of the store is full") > first
    assert said.index("Enforcing:") > said.index("Code worker_dead")
    for later in ("At a glance", "Decisions per hour", "Lists"):
        assert said.index(later) > said.index("Worker 1 has not answered")


@pytest.mark.parametrize(
    ("ready", "problems", "says"),
    [
        (True, 0, "Ready"),
        (True, 1, "Ready, with 1 problem"),
        (True, 2, "Ready, with 2 problems"),
        (False, 1, "Not ready: 1 problem"),
        (False, 0, "Not ready"),
    ],
)
def test_the_standing_is_said_in_words(ready: bool, problems: int, says: str) -> None:
    found = tuple(Problem(f"code_{place}", "Do this.") for place in range(problems))
    html = page(changed(states.busy(), ready=ready, problems=found))
    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert words(f"<body>{heading}").split(maxsplit=1)[1] == says


def test_not_ready_without_a_reason_says_where_to_look() -> None:
    assert "Read the last lines of the service's log" in words(
        page(changed(states.busy(), ready=False, problems=()))
    )


def test_shadow_mode_is_said_and_changes_the_words_of_the_figures() -> None:
    shadow, enforcing = words(page(states.shadow())), words(page(states.busy()))
    assert "Shadow mode: every upload is let through" in shadow
    assert "would be blocked in 24 hours" in shadow
    assert "would be blocked" not in enforcing
    assert "Enforcing: what the policy says" in enforcing


def test_names_of_others_stay_text() -> None:
    html = page(states.broken())
    assert states.HOSTILE not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "{{ 7 * 7 }}" in html
    assert "49" not in re.findall(r"<bdi[^>]*>(.*?)</bdi>", html)


def test_characters_that_hide_or_turn_are_shown_as_codes() -> None:
    html = page(states.broken())
    assert r"safe\u202egpj.exe\u0000\ud800" in html
    html.encode()
    assert "\u202e" not in html
    assert "\x00" not in html


def test_the_chart_and_its_table_count_the_same_24_hours() -> None:
    html = page(states.broken())
    assert "2 decisions; most in the hour from 18:00 UTC (1). Held: 1. Blocked: 1." in html
    (table,) = re.findall(r'aria-label="Decisions per hour as a table".*?</table>', html, re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)[1:]
    assert len(rows) == 24
    assert "(so far)" in rows[0]
    assert sum(int(re.findall(r"<td[^>]*>([\d,]+)</td>", row)[-1]) for row in rows) == 2
    assert html.count('<rect class="bar-') - len(("allow", "hold", "block")) == 2 * 2


def test_the_page_does_not_depend_on_the_order_or_zone_of_its_hours() -> None:
    state = states.busy()
    hours = [
        HourCount(h.hour.astimezone(timezone(timedelta(hours=9))), h.allow, h.hold, h.block)
        for h in state.hours
    ]
    random.Random(7).shuffle(hours)  # noqa: S311 - no secret
    assert page(changed(state, hours=tuple(hours))) == page(state)


def test_a_day_without_uploads_says_so_instead_of_an_empty_chart() -> None:
    html = page(states.fresh())
    assert "No upload was decided in the last 24 hours." in html
    assert "<svg" not in html


def test_every_empty_table_is_a_sentence() -> None:
    said = words(page(states.fresh()))
    for sentence in (
        "No error since the start.",
        "No upload matched in the last 7 days.",
        "There is no list, so nothing can match.",
        "Nothing was answered yet.",
        "No worker has reported.",
    ):
        assert sentence in said


def test_a_stale_or_inactive_list_is_marked_in_words() -> None:
    html = page(states.broken())
    tags = re.findall(r'<strong class="govuk-tag[^>]*>\s*(.*?)\s*</strong>', html)
    assert tags == ["Not active", "Stale", "In force"]


def test_numbers_have_separators_and_stand_to_the_right() -> None:
    html = page(states.busy())
    assert re.search(r'govuk-table__cell--numeric">1,204,551</td>', html)
    assert "1204551" not in html


def test_times_are_utc_for_people_and_for_machines() -> None:
    east = timezone(timedelta(hours=-5))
    html = page(changed(states.busy(), now=states.NOW.astimezone(east)))
    assert '<time datetime="2026-11-23T03:12:45Z">23 Nov 2026, 03:12:45 UTC</time>' in html


def test_a_clock_that_went_back_is_said_and_breaks_nothing() -> None:
    state = states.broken()
    assert "04:12:45 UTC , no time" in words(page(state))
    late = msgspec.structs.replace(state.faults[0], at=states.NOW + timedelta(minutes=1))
    assert "in the future by this machine's clock" in words(page(changed(state, faults=(late,))))


def test_lowered_entries_are_counted_in_full_and_shown_in_part() -> None:
    said = words(page(states.broken()))
    assert "120 ! lowered entries" in said
    assert "And 100 more: beholden lists status" in said
    assert "beholden lists reinstate LIST ENTRY" in said
    assert "And" not in words(page(states.busy()))


def test_workers_in_different_states_of_the_lists_are_told_apart() -> None:
    assert "different states of the lists" in words(page(states.broken()))
    assert "different states of the lists" not in words(page(states.busy()))


@every_state
def test_the_same_state_gives_the_same_page(name: str) -> None:
    assert page(states.ALL[name]()) == page(states.ALL[name]())
