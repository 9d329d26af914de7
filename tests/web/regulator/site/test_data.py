"""What machines read: tables, data and feeds say what the pages say."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.web.regulator.site import page_of
from beholden.web.regulator.site._shelf import Shelf
from beholden.web.regulator.site._tables import differences_csv, figures_csv
from beholden.web.regulator.site._words import in_per_cent, share
from tests.web.regulator import samples

ATOM = "{http://www.w3.org/2005/Atom}"


def rows(path: Path) -> list[dict[str, str]]:
    return read(path.read_bytes())


def read(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode(), newline="")))


def test_the_table_of_all_holds_every_figure_of_every_current_card(sample: Path) -> None:
    current = Shelf(samples.sample_publications()).current
    columns = ("service", "number", "key", "recomputed")
    found = [tuple(row[each] for each in columns) for row in rows(sample / "data.csv")]
    assert found == [
        (one.service, str(one.number), figure.key, figure.recomputed)
        for one in current
        for figure in one.card.figures
    ]


def test_the_data_of_a_service_hold_every_card_that_was_ever_public(sample: Path) -> None:
    data = msgspec.json.decode((sample / "services/pictures/data.json").read_bytes())
    assert [one["number"] for one in data["scorecards"]] == [4, 3, 2, 1]
    assert [one["state"] for one in data["scorecards"]] == [*["published"] * 3, "withdrawn"]
    assert data["scorecards"][-1]["reason"] == "The mirror was of another log."
    assert not {key for one in data["scorecards"] for key in one if key.endswith("_by")}


def test_the_table_of_differences_has_sizes_and_causes(sample: Path) -> None:
    (first, _) = rows(sample / "services/pictures/4/differences.csv")
    assert (first["one"], first["other"], first["by"]) == ("216", "261", "45")
    assert "Two digits changed places" in first["causes"]


@given(
    per_cent=st.decimals(-(10**6), 10**6, places=2).map(str) | st.just(""),
    share=st.decimals(0, 1, places=8).map("{:f}".format),
)
def test_a_number_of_ours_is_a_number_in_the_tables_too(per_cent: str, share: str) -> None:
    body = samples.card("pictures", "Example Pictures", date(2026, 10, 1), "differs")
    body = msgspec.structs.replace(
        body,
        differences=(msgspec.structs.replace(body.differences[0], by=-45, per_cent=per_cent),),
        figures=(msgspec.structs.replace(body.figures[4], low=share, high=share),),
    )
    one = samples.publication(body, 1)
    (difference,) = read(differences_csv([one]))
    assert (difference["by"], difference["per_cent"]) == ("-45", per_cent)
    (figure,) = read(figures_csv([one]))
    assert (figure["low"], figure["high"]) == (share, share)


@pytest.mark.parametrize("text", ["-14.94+cmd", "=1", "+1,5", "-\u0661", "-1e5", "--1", "-1\n=2"])
def test_what_is_no_number_is_text_also_where_one_is_expected(text: str) -> None:
    body = samples.card("pictures", "Example Pictures", date(2026, 10, 1), "differs")
    made = msgspec.structs.replace(body.differences[0], per_cent=text)
    one = samples.publication(msgspec.structs.replace(body, differences=(made,)), 1)
    (found,) = read(differences_csv([one]))
    assert found["per_cent"].startswith("'")


@pytest.mark.parametrize("name", ["figures.csv", "differences.csv"])
def test_no_cell_is_a_formula(hostile: Path, name: str) -> None:
    for row in rows(hostile / "services/odd/1" / name):
        assert not [cell for cell in row.values() if re.match(r"[=@]|[+-](?!\d)", cell)]


@pytest.mark.parametrize("site", ["sample", "hostile", "empty", "long"])
def test_a_feed_is_sound_and_its_entries_lead_to_pages(
    site: str, request: pytest.FixtureRequest
) -> None:
    place: Path = request.getfixturevalue(site)
    for path in place.rglob("feed.xml"):
        feed = ET.fromstring(path.read_bytes())  # noqa: S314 - our own file
        ids = [each.text for each in feed.iter(f"{ATOM}id")]
        assert len(set(ids)) == len(ids)
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) <= 50
        assert bool(entries) == (site != "empty")
        for entry in entries:
            link = entry.find(f"{ATOM}link")
            assert link is not None
            target = link.get("href", "").removeprefix(samples.SETTINGS.base_url)
            assert (place / target).is_file()
        times = [each.findtext(f"{ATOM}updated", "") for each in entries]
        assert times == sorted(times, reverse=True)


def test_a_feed_tells_of_withdrawals_with_the_reason(sample: Path) -> None:
    text = (sample / "services/pictures/feed.xml").read_text()
    assert "Withdrawn: Example Pictures" in text
    assert "The mirror was of another log." in text


def test_a_feed_without_an_address_of_the_site_has_relative_links() -> None:
    settings = msgspec.structs.replace(samples.SETTINGS, base_url="")
    page = page_of("services/chat/feed.xml", samples.sample_publications(), settings)
    assert page is not None
    assert b'href="../../services/chat/1/"' in page.content


def test_the_current_card_is_about_the_latest_days_and_not_the_last_one_published() -> None:
    publications = samples.sample_publications()
    late = samples.publication(publications[0].card, 9, days=200)
    current = Shelf([*publications, late]).services["pictures"].current
    assert current is not None
    assert current.number == 4


def test_a_correction_that_was_withdrawn_corrects_nothing() -> None:
    publications = [
        one
        if one.number != 4
        else samples.publication(one.card, 4, days=38, corrects=3, withdrawn="Wrong again.")
        for one in samples.sample_publications()
    ]
    current = Shelf(publications).services["pictures"].current
    assert current is not None
    assert current.number == 3


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_in_per_cent_keeps_what_it_is_a_share_of(part: int, whole: int) -> None:
    part = min(part, whole)
    said = in_per_cent(f"{part / whole:.6f} ({part:,} of {whole:,})")
    assert said.endswith(f"% ({part:,} of {whole:,})")


@given(st.text(max_size=40))
def test_words_that_are_no_share_stay_as_they_are(text: str) -> None:
    if not re.search(r"\d", text):
        assert in_per_cent(text) == text
        assert share(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [("0", "0%"), ("1", "100%"), ("0.971062", "97.1%"), ("0.00002859", "0.00286%"), ("2", "2")],
)
def test_a_bound_is_printed_with_digits_that_say_something(text: str, said: str) -> None:
    assert share(text) == said
