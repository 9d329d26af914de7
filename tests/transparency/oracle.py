"""Every indicator counted again, slowly and without SQL, from the statements themselves.

It shares nothing with what it is held against but the names of the indicators.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from beholden.transparency.core import NOT_NAMED, Window

_DONE = {"allowed": "allow", "held": "hold", "blocked": "block"}


def counts_of(stated: Iterable[bytes], window: Window) -> dict[str, Any]:
    """By key of figure: a count, or numerator and denominator.

    Args:
        stated: valid statements in the order of the log, all opened.
        window: the days.
    """
    texts = [json.loads(one) for one in stated]
    found: dict[str, Any] = defaultdict(int)
    days = [window.first + timedelta(days=n) for n in range(window.days)]
    named = {day.isoformat() for day in days}
    hours = _hours(texts, named)
    _uploads(found, hours)
    _decisions(found, texts, named)
    _events(found, texts, named)
    found["hours-stated"] = len(hours)
    for name in hours:
        found[f"hours-stated-by-day[{name[:10]}]"] += 1
    found["share-hours-stated"] = (len(hours), 24 * len(days))
    for name in ("held", "blocked"):
        found[f"share-{name}"] = (found[f"uploads-{name}"], found["uploads-checked"])
    return found


def _hours(texts: list[dict[str, Any]], days: set[str]) -> dict[str, tuple[int, dict[str, Any]]]:
    """Each hour's latest statement, with its number."""
    by_hour: dict[str, dict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for one in texts:
        if one["kind"] == "gate.hour" and one["hour"][:10] in days:
            parts = one.get("corrects", "").split(":")
            number = 1 if parts == [""] else int(parts[2]) + 1 if len(parts) > 2 else 2
            by_hour[one["hour"]][number].append(one)
    chosen = {}
    for name, numbers in by_hour.items():
        newest = numbers[max(numbers)]
        forms = {
            json.dumps([sorted(map(json.dumps, one[part])) for part in ("counts", "matches")])
            for one in newest
        }
        if len(forms) == 1:
            chosen[name] = (max(numbers), newest[0])
    return chosen


def _uploads(found: dict[str, Any], hours: dict[str, tuple[int, dict[str, Any]]]) -> None:
    for name, (number, one) in hours.items():
        found["hours-corrected"] += number > 1
        shadow = False
        for line in one["counts"]:
            done = line["outcome"] if line["mode"] == "enforce" else "allow"
            count, surface = line["count"], line.get("surface") or NOT_NAMED
            for key in ("checked", *(key for key, value in _DONE.items() if value == done)):
                found[f"uploads-{key}"] += count
                found[f"uploads-{key}-by-surface[{surface}]"] += count
                found[f"uploads-{key}-by-day[{name[:10]}]"] += count
                if key in {"held", "blocked"}:
                    found[f"uploads-{key}-by-rule[{line['rule']}]"] += count
            if line["mode"] == "shadow":
                shadow |= count > 0
                if line["would_be"] != "allow":
                    found[f"uploads-would-{line['would_be']}"] += count
        found["hours-in-shadow-mode"] += shadow
        for line in one["matches"]:
            found["matches"] += line["count"]
            found[f"matches-by-list[{line['list']}]"] += line["count"]
            found[f"matches-by-kind[{line['kind']}]"] += line["count"]


def _decisions(found: dict[str, Any], texts: list[dict[str, Any]], days: set[str]) -> None:
    seen = set()
    for one in texts:
        if one["kind"] != "gate.decision" or not _within(one["time"], days):
            continue
        if one["id"] in seen:
            continue
        seen.add(one["id"])
        done = one["outcome"] if one["mode"] == "enforce" else "allow"
        lists = [match["list"] for match in one.get("matched", [])]
        aside = [match["list"] for match in one.get("set_aside", [])]
        drill = any(name.startswith("drill") for name in lists + aside)
        if one["would_be"] != "allow":
            found["decisions-opened"] += 1
            policy = one["policy"]
            found[f"decisions-by-policy[{policy['version']} ({policy['digest'][:12]})]"] += 1
            if one.get("unscannable"):
                found["decisions-unscannable"] += 1
                found[f"decisions-unscannable-by-code[{one['unscannable']}]"] += 1
        for key in ("held", "blocked"):
            found[f"decisions-{key}"] += done == _DONE[key]
            found[f"decisions-{key}-without-drills"] += done == _DONE[key] and not drill
        if one["mode"] == "shadow" and one["would_be"] != "allow":
            found[f"decisions-would-{one['would_be']}"] += 1
        if drill:
            found["drills"] += 1
            found[f"drills-by-outcome[{done}]"] += 1
        stopped = one["would_be"] != "allow"
        found["decisions-set-aside"] += bool(aside) and stopped
        for name in set(aside) if stopped else ():
            found[f"decisions-set-aside-by-list[{name}]"] += 1


def _events(found: dict[str, Any], texts: list[dict[str, Any]], days: set[str]) -> None:
    named = {
        "gate.policy": "policy-changes",
        "gate.entry-lowered": "entries-lowered",
        "gate.entry-reinstated": "entries-reinstated",
        "lists.allow-list-changed": "allow-list-changes",
        "ledger.correction": "statements-corrected",
        "ledger.erasure": "erasures",
        "ledger.key-rotated": "keys-rotated",
    }
    events = [
        one
        for one in texts
        if one["kind"] not in {"gate.decision", "gate.hour"}
        and _within(one.get("time") or one["at"], days)
    ]
    kinds = Counter(one["kind"] for one in events)
    for kind, key in named.items():
        found[key] += kinds[kind]
    for kind, count in kinds.items():
        if kind.startswith("lists.edition-"):
            found["edition-changes"] += count
            found[f"edition-changes-by-action[{kind.removeprefix('lists.edition-')}]"] += count
    for one in events:
        if one["kind"] == "ledger.expiry":
            found["entries-expired"] += sum(last - first + 1 for first, last in one["ranges"])
        if one["kind"] == "ledger.gap":
            found["entries-lost"] += one["lost"]


def _within(time: str, days: set[str]) -> bool:
    return datetime.fromisoformat(time).astimezone(UTC).date().isoformat() in days
