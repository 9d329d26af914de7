"""From the plain tables of a policy file to its types, collecting every problem.

Nothing stops at the first problem: an operator should see all of them at once.
What the types cannot say (a rule that never fires) is ``gate.core.policy_checks``.

    reader = PolicyReader()
    policy = reader.policy(tomllib.loads(text))  # None if anything was refused
    reader.problems
"""

from __future__ import annotations

import difflib
from datetime import UTC, date, datetime, time
from typing import Any, get_args

import msgspec

from beholden.gate.core.guard import ACCOUNTS_KEPT
from beholden.gate.core.models import Mode, Outcome
from beholden.gate.core.policy import (
    ANY,
    GuardSettings,
    Policy,
    RetentionSettings,
    Rule,
    When,
)
from beholden.gate.core.policy_checks import PathPart, Problem, problems
from beholden.matching.core import HashKind
from beholden.media.core import UnscannableCode

Table = dict[str, Any]
Path = tuple[PathPart, ...]

RULES_AT_MOST = 200
"""More rules than a person can keep in view; it also bounds the pairwise check."""
TEXT_AT_MOST = 500
"""Characters of one text."""
KEPT_DAYS_AT_MOST = 3650
"""Days that anything may be kept: no record of people is kept for ever."""
ALLOWED_HOURS_AT_MOST = 720
"""Hours that decisions on allowed uploads may be kept."""
BITS = 256
"""Bits of a PDQ hash, so the largest distance there is."""

_TOP_KEYS = ("version", "mode", "default", "guard", "retention", "rules")
_RULE_KEYS = ("name", "decision", "set_by", "set_at", "reason", "when")
_WHEN_KEYS = tuple(field.name for field in msgspec.structs.fields(When))
_GUARD_KEYS = tuple(field.name for field in msgspec.structs.fields(GuardSettings))
_RETENTION_KEYS = tuple(field.name for field in msgspec.structs.fields(RetentionSettings))
_OUTCOMES: tuple[str, ...] = get_args(Outcome)
_CODES: tuple[str, ...] = (*get_args(UnscannableCode), ANY)


class PolicyReader:
    """Reads one policy; ``problems`` fills as it goes."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def policy(self, table: Table) -> Policy | None:
        """Reads the whole file's table; returns None if there is any problem."""
        self._known_keys(table, (), _TOP_KEYS)
        plain = {
            "version": self._text(table, (), "version"),
            "mode": self._choice(table, (), "mode", get_args(Mode)),
            "default": self._choice(table, (), "default", _OUTCOMES),
            "guard": self._guard(table.get("guard", {})),
            "retention": self._retention(table.get("retention", {})),
        }
        rules = self._rules(table.get("rules", []))
        self.problems += problems(rules)
        if self.problems:
            return None
        return msgspec.convert({**plain, "rules": rules}, Policy)

    def _guard(self, table: Any) -> GuardSettings:
        path: Path = ("guard",)
        if not self._is_table(table, path):
            return GuardSettings()
        self._known_keys(table, path, _GUARD_KEYS)
        default = GuardSettings()
        return GuardSettings(
            window_hours=self._number(table, path, "window_hours", 1, 720) or default.window_hours,
            min_accounts=self._whole(table, path, "min_accounts", 2, ACCOUNTS_KEPT)
            or default.min_accounts,
            factor=self._number(table, path, "factor", 1, 1_000) or default.factor,
        )

    def _retention(self, table: Any) -> RetentionSettings:
        path: Path = ("retention",)
        if not self._is_table(table, path):
            return RetentionSettings()
        self._known_keys(table, path, _RETENTION_KEYS)
        days = {
            key: self._whole(table, path, key, 1, KEPT_DAYS_AT_MOST)
            for key in ("block_days", "hold_days", "counters_days")
        }
        given = {
            **days,
            "allowed_hours": self._whole(table, path, "allowed_hours", 0, ALLOWED_HOURS_AT_MOST),
            "sha256": self._flag(table, path, "sha256"),
            "account": self._flag(table, path, "account"),
        }
        known = {key: value for key, value in given.items() if value is not None}
        return msgspec.convert(known, RetentionSettings)

    def _rules(self, items: Any) -> list[Rule | None]:
        if not isinstance(items, list):
            self._refuse(("rules",), "Rules are a list of tables. Write [[rules]] over each.")
            return []
        if len(items) > RULES_AT_MOST:
            self._refuse(("rules",), f"{len(items)} rules; at most {RULES_AT_MOST} are read.")
            return []
        return [self._rule(item, ("rules", index)) for index, item in enumerate(items)]

    def _rule(self, table: Any, path: Path) -> Rule | None:
        if not self._is_table(table, path):
            return None
        before = len(self.problems)
        self._known_keys(table, path, _RULE_KEYS)
        plain = {
            "name": self._text(table, path, "name"),
            "decision": self._choice(table, path, "decision", _OUTCOMES),
            "set_by": self._text(table, path, "set_by"),
            "set_at": self._moment(table, path, "set_at"),
            "reason": self._text(table, path, "reason", required=False),
            "when": self._when(table, path),
        }
        return msgspec.convert(plain, Rule) if len(self.problems) == before else None

    def _when(self, rule: Table, rule_path: Path) -> When | None:
        path = (*rule_path, "when")
        table = rule.get("when", {})
        if not self._is_table(table, path):
            return None
        before = len(self.problems)
        self._known_keys(table, path, _WHEN_KEYS)
        if "low_quality" in table and table["low_quality"] is not True:
            self._refuse((*path, "low_quality"), "Only true has a meaning. Else leave it out.")
        plain = {
            "kinds": self._texts(table, path, "kinds", get_args(HashKind)),
            "lists": self._texts(table, path, "lists"),
            "max_distance": self._whole(table, path, "max_distance", 0, BITS),
            "action_hints": self._texts(table, path, "action_hints"),
            "labels": self._labels(table, path),
            "surfaces": self._texts(table, path, "surfaces"),
            "unscannable": self._texts(table, path, "unscannable", _CODES),
            "low_quality": "low_quality" in table,
        }
        return msgspec.convert(plain, When) if len(self.problems) == before else None

    def _labels(self, table: Table, path: Path) -> dict[str, tuple[str, ...]]:
        path = (*path, "labels")
        labels = table.get("labels", {})
        if not self._is_table(labels, path):
            return {}
        if "labels" in table and not labels:
            self._refuse(path, "Name at least one label, or leave the key out.")
        return {key: self._texts(labels, path, key) for key in labels}

    def _texts(
        self, table: Table, path: Path, key: str, options: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        if key not in table:
            return ()
        items, path = table[key], (*path, key)
        if not isinstance(items, list):
            self._refuse(path, f'Expected a list like ["..."], found {_found(items)}.')
            return ()
        if not items:
            self._refuse(path, "An empty list never holds. Name at least one, or leave it out.")
        for index, item in enumerate(items):
            self._check_text(item, (*path, index), options)
        return tuple(items)

    def _text(self, table: Table, path: Path, key: str, *, required: bool = True) -> str | None:
        return self._choice(table, path, key, (), required=required)

    def _choice(
        self, table: Table, path: Path, key: str, options: tuple[str, ...], *, required: bool = True
    ) -> str | None:
        if key not in table:
            if required:
                choices = f": {_listed(options)}" if options else ""
                self._refuse((*path, key), f"Missing. Add {key}{choices}.")
            return None
        return table[key] if self._check_text(table[key], (*path, key), options) else None

    def _check_text(self, value: Any, path: Path, options: tuple[str, ...]) -> bool:
        if not isinstance(value, str):
            self._refuse(path, f"Expected text in quotes, found {_found(value)}.")
        elif options and value not in options:
            close = difflib.get_close_matches(value, options, 1)
            hint = f' Did you mean "{close[0]}"?' if close else ""
            self._refuse(path, f'"{value}" is not one of {_listed(options)}.{hint}')
        elif not value.strip() or not value.isprintable() or len(value) > TEXT_AT_MOST:
            self._refuse(
                path,
                f"Expected one line of text, not blank, of at most {TEXT_AT_MOST} characters.",
            )
        else:
            return True
        return False

    def _whole(self, table: Table, path: Path, key: str, least: int, most: int) -> int | None:
        value = table.get(key, least)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            wanted = f"Expected a whole number from {least} to {most}"
            self._refuse((*path, key), f"{wanted}, found {_found(value)}.")
            return None
        return value if key in table else None

    def _number(self, table: Table, path: Path, key: str, least: int, most: int) -> float | None:
        value = table.get(key, least)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._refuse((*path, key), f"Expected a number, found {_found(value)}.")
            return None
        if not least <= value <= most:
            self._refuse((*path, key), f"Expected {least} to {most}, found {value}.")
            return None
        return float(value) if key in table else None

    def _flag(self, table: Table, path: Path, key: str) -> bool | None:
        value = table.get(key)
        if key in table and not isinstance(value, bool):
            self._refuse((*path, key), f"Expected true or false, found {_found(value)}.")
        return value if isinstance(value, bool) else None

    def _moment(self, table: Table, path: Path, key: str) -> datetime | None:
        example = f"Write when it was set, with its zone: {key} = 2026-11-22T09:00:00Z."
        value = table.get(key)
        if value is None:
            self._refuse((*path, key), f"Missing. {example}")
        elif not isinstance(value, datetime):
            self._refuse((*path, key), f"Expected a time, found {_found(value)}. {example}")
        elif value.tzinfo is None:
            self._refuse((*path, key), f"The time has no zone. {example}")
        else:
            try:
                return value.astimezone(UTC)
            except OverflowError:
                self._refuse((*path, key), f"The year is out of range. {example}")
        return None

    def _is_table(self, value: Any, path: Path) -> bool:
        if not isinstance(value, dict):
            self._refuse(path, f"Expected a table, found {_found(value)}.")
        return isinstance(value, dict)

    def _known_keys(self, table: Table, path: Path, known: tuple[str, ...]) -> None:
        for key in table:
            if key in known:
                continue
            close = difflib.get_close_matches(key, known, 1)
            if known == _RULE_KEYS and key in _WHEN_KEYS:
                hint = "It belongs under [rules.when]."
            elif known != _TOP_KEYS and key in _TOP_KEYS:
                hint = "It belongs at the top of the file, before the first [table]."
            elif close:
                hint = f'Did you mean "{close[0]}"?'
            else:
                hint = f"Known here: {', '.join(known)}."
            self._refuse((*path, key), f"Unknown key. {hint}")

    def _refuse(self, path: Path, message: str) -> None:
        self.problems.append(Problem(path, message))


def _listed(options: tuple[str, ...]) -> str:
    return ", ".join(f'"{option}"' for option in options)


def _found(value: Any) -> str:
    names = {bool: str(value).lower(), list: "a list", dict: "a table", float: str(value)}
    if isinstance(value, str):
        return "text"
    if isinstance(value, datetime | date | time):
        return "a date or time (put quotes around it to make it text)"
    if isinstance(value, int) and not isinstance(value, bool):
        # str() of an int of thousands of digits is refused by Python itself.
        return str(value) if abs(value) < 10**12 else "a very large number"
    return names[type(value)]
