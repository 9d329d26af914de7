"""One value, from a file or from a text of the environment, against its setting.

checked(settings()["server.workers"], 0)  # raises ValueError("Expected a whole number ...")
"""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime, time
from typing import Any

from beholden.config._settings import Setting, Value

TEXT_AT_MOST = 1000
"""Characters of one text."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,19}(?:_[0-9]{1,19}){0,8}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:_[0-9]{1,40})*(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?")
_FLAGS = {"true": True, "false": False}


def from_text(setting: Setting, text: str) -> Value:
    """The value that a text of the environment or of the command line means.

    Raises:
        ValueError: With a sentence that says what to write.
    """
    value: Value = text
    if setting.kind == "true or false":
        value = _FLAGS.get(text.lower(), text)
    elif setting.kind == "whole number" and _WHOLE.fullmatch(text):
        value = int(text)
    elif setting.kind == "number" and _NUMBER.fullmatch(text):
        value = float(text)
    return checked(setting, value)


def checked(setting: Setting, value: Any) -> Value:
    """The value, if its type and its bounds are those of the setting.

    Raises:
        ValueError: With a sentence that says what to write; never with a text's content,
            which may be a password, unless there is a choice.
    """
    if setting.kind == "true or false":
        if isinstance(value, bool):
            return value
        raise ValueError(f"Expected true or false, found {_found(value)}.")
    if setting.kind == "text":
        return _text(setting, value)
    return _number(setting, value)


def _number(setting: Setting, value: Any) -> int | float:
    whole = setting.kind == "whole number"
    least, most = setting.least or 0, setting.most or 0
    good = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not good or not least <= value <= most:
        raise ValueError(f"Expected {wanted(setting)}, found {_found(value)}.")
    return int(value) if whole else float(value)


def _text(setting: Setting, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"Expected text in quotes, found {_found(value)}.")  # noqa: TRY004
    if setting.choices and value not in setting.choices:
        close = difflib.get_close_matches(value, setting.choices, 1)
        hint = f' Did you mean "{close[0]}"?' if close else ""
        raise ValueError(f"Expected {wanted(setting)}.{hint}")
    if value and (not value.isprintable() or len(value) > TEXT_AT_MOST or value != value.strip()):
        raise ValueError(
            f"Expected one line of text of at most {TEXT_AT_MOST} characters, without blanks "
            "around it."
        )
    if not value and setting.default:
        raise ValueError(f'Empty. Leave it out to have "{setting.default}".')
    return value


def wanted(setting: Setting) -> str:
    """What a setting accepts, in words."""
    if setting.choices:
        return ", ".join(f'"{choice}"' for choice in setting.choices[:-1]) + (
            f' or "{setting.choices[-1]}"'
        )
    if setting.least is None or setting.most is None:
        return setting.kind
    return f"a {setting.kind} from {setting.least:,} to {setting.most:,}"


def _found(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "text" if value else "nothing"
    if isinstance(value, datetime | date | time):
        return "a date or time (put quotes around it to make it text)"
    if isinstance(value, int):
        # str() of an int of thousands of digits is refused by Python itself.
        return str(value) if abs(value) < 10**15 else "a very large number"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return str(value)
