"""The views that every query of an indicator reads, as SQL over the tables of ``rows``.

Anyone with DuckDB, the Parquet files of the opened statements and this text can count every
figure again::

    CREATE TABLE report_window (first DATE, last DATE);    -- the report's, both within
    -- the statements of ``VIEWS``, in order
    -- then the query of an indicator

Laws:

* Of an hour the statement with the highest number counts. Two of this number that count
  differently leave the hour in conflict: it is not stated.
* What was decided in shadow mode was not done: ``done`` is ``allow``.
* A decision counts once, by the first entry that states its id.
* It is a drill if a list matched whose name starts with ``drill``, also one that was set aside.
"""

from __future__ import annotations

from typing import Final

import msgspec

__all__ = ["VIEWS", "View"]


class View(msgspec.Struct, frozen=True):
    """A view: what it holds, and its query."""

    name: str
    about: str
    query: str

    @property
    def statement(self) -> str:
        """The SQL that makes it."""
        return f"CREATE VIEW {self.name} AS {self.query}"


_NEWEST = """
SELECT hour, number, min(entry) AS entry, count(DISTINCT digest) AS versions
FROM opened_hours, report_window
WHERE hour >= first AND hour < last + INTERVAL 1 DAY
GROUP BY hour, number
QUALIFY number = max(number) OVER (PARTITION BY hour)""".strip()

VIEWS: Final = (
    View(
        "newest_hours",
        "hours of the window, by the statement with the highest number: `hour`, `number`, "
        "`entry`, `versions` (how many statements of this number differ)",
        _NEWEST,
    ),
    View(
        "hours",
        "those of them that are stated in one way: `hour`, `day`, `number`, `entry`",
        "SELECT hour, CAST(hour AS DATE) AS day, number, entry FROM newest_hours "
        "WHERE versions = 1",
    ),
    View(
        "uploads",
        "counts of uploads in those hours: `hour`, `day`, `surface`, `rule`, `mode`, `outcome`, "
        "`would_be`, `count`, and `done` (`outcome`, but `allow` in shadow mode)",
        "SELECT hour, day, surface, rule, mode, outcome, would_be, "
        "CASE mode WHEN 'enforce' THEN outcome ELSE 'allow' END AS done, count "
        "FROM opened_hour_counts JOIN hours USING (entry)",
    ),
    View(
        "upload_matches",
        "counts of matches in those hours: `hour`, `day`, `list`, `kind`, `would_be`, `count`",
        "SELECT hour, day, list, kind, would_be, count "
        "FROM opened_hour_matches JOIN hours USING (entry)",
    ),
    View(
        "decisions",
        "decisions of the window, each once: the columns of `opened_decisions`, `day`, `done`, "
        "and `drill` (whether a list matched whose name starts with `drill`)",
        "SELECT opened.*, CAST(time AS DATE) AS day, "
        "CASE mode WHEN 'enforce' THEN outcome ELSE 'allow' END AS done, "
        "entry IN (SELECT entry FROM opened_decision_matches "
        "WHERE starts_with(list, 'drill')) AS drill "
        "FROM opened_decisions AS opened, report_window "
        "WHERE time >= first AND time < last + INTERVAL 1 DAY "
        "QUALIFY row_number() OVER (PARTITION BY id ORDER BY entry) = 1",
    ),
    View(
        "decision_matches",
        "matches of those decisions: the columns of `opened_decision_matches`",
        "SELECT * FROM opened_decision_matches WHERE entry IN (SELECT entry FROM decisions)",
    ),
    View(
        "events",
        "other statements whose time is in the window: the columns of `opened_events`, `day`",
        "SELECT opened.*, CAST(time AS DATE) AS day FROM opened_events AS opened, report_window "
        "WHERE time >= first AND time < last + INTERVAL 1 DAY",
    ),
)
"""The views, each after those that it reads."""
