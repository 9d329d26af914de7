"""Writes docs/reference from the code: commands, settings, figures, claims, HTTP, ledger, policy.

python tools/reference.py          # write
python tools/reference.py --check  # exit 1 if a page is out of date
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import click
import msgspec

from beholden.cli import main
from beholden.config import Setting, sections, settings
from beholden.figures import Limits as AnswerLimits
from beholden.figures import State, Value, offence_name
from beholden.figures.core import offences
from beholden.figures.core.claims.grammar._forms import FORMS
from beholden.figures.core.claims.judging.wrong_ways import CLASSES
from beholden.figures.core.claims.report import MEANINGS, VERDICTS
from beholden.figures.core.marks import MARKS, shown
from beholden.figures.layouts import LAYOUTS
from beholden.gate import GuardSettings, RetentionSettings, When, default_policy_text
from beholden.gate import statements as of_gate
from beholden.gate.statements import StatedDecision, StatedHour, _Lowered, _Policy, _Reinstated
from beholden.ledger import statements as of_ledger
from beholden.ledger.core import (
    _text,
    bundles,
    checkpoint,
    commitment,
    cosignature,
    evidence,
    hashing,
    keys,
    note,
    proofs,
    receipt,
    tiles,
    tlog_proof,
    witnessing,
)
from beholden.ledger.core import policy as trust_policy
from beholden.ledger.statements import _Correction, _Erasure, _Expiry, _Gap, _KeyRotated
from beholden.lists import statements as of_lists
from beholden.lists.statements import _ALLOW_LIST, _KINDS
from beholden.lists.statements import _Stated as ListChange
from beholden.media import Limits
from beholden.media.core import UnscannableCode
from beholden.regulator import MirrorSettings, RegulatorSettings
from beholden.regulator import loading as regulator_loading
from beholden.regulator.core import LogRef, Provider, Service, Surface, Tolerances
from beholden.regulator.core import regimes as regulator_regimes
from beholden.regulator.core.regimes import (
    Category,
    Duty,
    LegalState,
    Period,
    Regime,
    Risk,
    Threshold,
)
from beholden.regulator.loading import RegisterFile
from beholden.regulator.regimes import shipped_text
from beholden.transparency.core import (
    INDICATORS,
    TABLES,
    VIEWS,
    Indicator,
    TransparencyReport,
)
from beholden.transparency.core import encoding as of_report_files
from beholden.transparency.core import views as of_views
from beholden.web.application import all_endpoints
from beholden.web.endpoint import Endpoint
from beholden.web.openapi import document
from beholden.web.problems import CODES

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
_NOTICE = "<!-- Made by `make docs` from the code; do not edit by hand. -->\n"


def commands() -> str:
    """Every command's help, as the command prints it."""
    lines = [_NOTICE, "# Commands", ""]
    for path, command in _walk(("beholden",), main):
        context = click.Context(command, info_name=" ".join(path), terminal_width=92)
        context.max_content_width = 92
        help_text = command.get_help(context).replace(str(Path.home()), "~")
        lines += [f"## `{' '.join(path)}`", "", "```text", help_text, "```", ""]
    return "\n".join(lines)


def codes() -> str:
    """Codes of what cannot be scanned, and the limits behind them."""
    lines = [_NOTICE, "# Files that cannot be scanned", ""]
    lines += ["A policy rule names these codes under `when.unscannable`.", ""]
    lines += [f"* `{code}`" for code in get_args(UnscannableCode)]
    lines += ["", "## Limits", "", "| Limit | Default |", "| --- | ---: |"]
    defaults = Limits()
    lines += [f"| `{name}` | {getattr(defaults, name):,} |" for name in defaults.__struct_fields__]
    lines += ["", "```text", _plain(Limits.__doc__), "```", ""]
    return "\n".join(lines)


def policy() -> str:
    """Conditions of rules, settings of guard and retention, and the file that ships."""
    lines = [_NOTICE, "# Policy file", "", "## Conditions of a rule (`[rules.when]`)", ""]
    lines += [f"* `{field.name}`: {_type(field.type)}" for field in msgspec.structs.fields(When)]
    lines += ["", "```text", _plain(When.__doc__), "```", "", "## Guard (`[guard]`)", ""]
    guard = GuardSettings()
    lines += [f"* `{name}` = {getattr(guard, name)}" for name in guard.__struct_fields__]
    lines += ["", "```text", _plain(GuardSettings.__doc__), "```", ""]
    lines += ["## What is kept (`[retention]`)", ""]
    retention = RetentionSettings()
    lines += [
        f"* `{name}` = {_toml(getattr(retention, name))}" for name in retention.__struct_fields__
    ]
    lines += ["", "```text", _plain(RetentionSettings.__doc__), "```", ""]
    lines += ["## The policy that ships", "", "```toml", default_policy_text().rstrip(), "```", ""]
    return "\n".join(lines)


def configuration() -> str:
    """Every setting: type, bounds, default, environment variable and what it is for."""
    lines = [_NOTICE, "# Configuration", ""]
    lines += [
        "Settings stand in a TOML file: the one named with `--config`, else by `$BEHOLDEN_CONFIG`,",
        "else `beholden.toml` in the data folder if it exists. Environment variables win over the",
        "file. A name or a value that is not known is refused; `beholden config check` names every",
        "problem with its line, `beholden config show` every value and where it comes from.",
        "",
        "```toml",
        "[server]",
        'listen = "127.0.0.1:8787"',
        "workers = 2",
        "```",
        "",
    ]
    for section, about in sections().items():
        lines += [f"## `[{section}]`", "", about, ""]
        for setting in settings().values():
            if setting.section == section:
                lines += _setting(setting)
    return "\n".join(lines)


def http() -> str:
    """Every path: what it needs, takes and answers; the codes of problems."""
    described = document(all_endpoints())
    schemas = described["components"]["schemas"]
    lines = [_NOTICE, "# HTTP interface", "", described["info"]["description"], ""]
    lines += [
        "A running service gives the same for programs, with every type and example, at",
        "`/openapi.json`. Send a key as `Authorization: Bearer bh_...`, or as Basic's password.",
        "Fields and parameters that are not named here are refused.",
        "",
    ]
    lines += ["| Path | Scope | |", "| --- | --- | --- |"]
    for one in all_endpoints():
        lines += [f"| `{one.method} {one.path}` | {one.scope or 'no key'} | {one.summary} |"]
    shown: set[str] = set()
    for one in all_endpoints():
        lines += _path(one, described["paths"][one.path][one.method.lower()], schemas, shown)
    lines += ["", "## Problems", "", "Each is `application/problem+json` (RFC 9457) with a `code`:"]
    lines += ["", "| Code | Status | |", "| --- | --- | --- |"]
    for code, meaning in CODES.items():
        lines += [f"| `{code}` | {_joined(meaning.statuses)} | {meaning.sentence} |"]
    return "\n".join([*lines, ""])


def figures() -> str:
    """Layouts, offences, what stands for a missing number, marks, and the limits of an answer."""
    lines = [_NOTICE, "# Figures", "", "## Layouts that are read", ""]
    lines += ["| Layout | What an answer of it looks like |", "| --- | --- |"]
    lines += [f"| `{one.NAME}` | {one.SENTENCE} |" for one in LAYOUTS]
    lines += [
        "",
        "## Offences",
        "",
        "| Name | Offences | Home Office codes |",
        "| --- | --- | --- |",
    ]
    total = ", ".join(code for one in offences.IMAGE_SET for code in offences.codes(one))
    for one in (offences.IIOC_TOTAL, *offences.IMAGE_SET, offences.SEXUAL_COMMUNICATION):
        lines += [f"| `{one}` | {offence_name(one)} | {_joined(offences.codes(one)) or total} |"]
    lines += ["", "## States", "", "What a cell says: a count, or one of six kinds of absence.", ""]
    lines += ["| State | Printed as |", "| --- | --- |"]
    for state in State:
        count = {State.COUNTED: 767, State.ZERO: 0}.get(state)
        lines += [f"| `{state}` | {shown(Value(state, count))} |"]
    lines += ["", "## Marks", "", "| Mark | Meaning |", "| --- | --- |"]
    lines += [f"| [{mark}] | {meaning} |" for mark, meaning in MARKS.items()]
    lines += ["", "## Limits of one answer", "", "| Limit | Default |", "| --- | ---: |"]
    limits = AnswerLimits()
    lines += [f"| `{name}` | {getattr(limits, name):,} |" for name in limits.__struct_fields__]
    lines += ["", "```text", _plain(AnswerLimits.__doc__), "```", ""]
    return "\n".join(lines)


def claims() -> str:
    """Verdicts and classes of error of the checker, and the grammar of numbers."""
    lines = [_NOTICE, "# Claims in an article", ""]
    lines += ["How to use it: [Checking the numbers in an article](../figures/checking.md).", ""]
    lines += ["## Verdicts", "", "| Verdict | Shown as | Meaning |", "| --- | --- | --- |"]
    lines += [f"| `{one}` | {word} | {MEANINGS[one]} |" for one, word in VERDICTS.items()]
    lines += ["", "## Classes", "", "Why a number differs, or why nobody can tell.", ""]
    lines += ["| Class | Meaning |", "| --- | --- |"]
    lines += [f"| `{name}` | {sentence} |" for name, sentence in CLASSES.items()]
    lines += [
        "",
        "## Ways of saying a number",
        "",
        'Each may be qualified ("almost", "more than", "about") where that makes sense.',
        "",
        "| Form | Kind | Meaning | Examples |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {form.name} | {form.shape} | {form.meaning} | "
        f"{_joined([one.phrase for one in form.examples], '; ')} |"
        for form in FORMS
    ]
    return "\n".join([*lines, ""])


_FORMATS: tuple[ModuleType, ...] = (
    _text, commitment, hashing, proofs, tiles, bundles, keys, note, checkpoint, cosignature,
    trust_policy, receipt, tlog_proof, evidence, witnessing,
)  # fmt: skip


def transparency() -> str:
    """Indicators with their queries, the tables and views that these read, the report's file."""
    lines = [_NOTICE, "# The transparency report", ""]
    lines += [
        "`beholden transparency build` makes one, `beholden transparency check` makes it again:",
        "see [commands](commands.md). Each figure is counted by the query below, over",
        "views that any DuckDB can make over the opened statements.",
        "",
        "## Indicators",
        "",
    ]
    for one in INDICATORS.values():
        if not one.not_measured:
            lines += [f"### `{one.id}`", "", *_indicator(one), ""]
    lines += ["## Not measured", "", "| Indicator | Why there is no figure | Asked by |"]
    lines += ["| --- | --- | --- |"]
    lines += [
        f"| {one.title} (`{one.id}`) | {one.not_measured} | {_joined(one.asked_by, '; ')} |"
        for one in INDICATORS.values()
        if one.not_measured
    ]
    lines += ["", "## Tables", "", "Parquet files of these names, one row as said.", ""]
    for table in TABLES:
        lines += [f"### `{table.name}`", "", f"{table.about}.", ""]
        lines += ["| Column | Type | Holds |", "| --- | --- | --- |"]
        lines += [f"| `{one.name}` | {one.type} | {one.about} |" for one in table.columns]
        lines += [""]
    lines += ["## Views", "", *_prose(_paragraphs(of_views)), "", "```sql"]
    for view in VIEWS:
        lines += [f"-- {view.about}", f"{view.statement};", ""]
    lines[-1] = "```"
    lines += ["", "## The file", "", *_prose(_paragraphs(of_report_files)), "", "Its fields:", ""]
    return "\n".join([*lines, *_stated(TransparencyReport), ""])


def _indicator(one: Indicator) -> list[str]:
    words = {"hours": "sealed hours", "statements": "single statements", "": "the window"}
    rows = [
        f"{one.title}. Unit: {one.unit}{f', by {one.by}' if one.by else ''}.",
        "",
        f"* Population: {one.population}",
        f"* Counted from: {words[one.counted_from]}",
        f"* Method: {one.method}",
        f"* Time: {one.counting_time}",
    ]
    if one.hides_small:
        rows.append("* Small numbers are hidden")
    if one.asked_by:
        rows.append(f"* Asked by: {_joined(one.asked_by, '; ')}")
    return [*rows, "", "```sql", one.query, "```"]


STATED: dict[ModuleType, dict[str, type[msgspec.Struct]]] = {
    of_gate: {
        "gate.decision/1": StatedDecision,
        "gate.hour/1": StatedHour,
        "gate.policy/1": _Policy,
        "gate.entry-lowered/1": _Lowered,
        "gate.entry-reinstated/1": _Reinstated,
    },
    of_lists: {f"{kind}/1": ListChange for kind in (*_KINDS.values(), _ALLOW_LIST)},
    of_ledger: {
        "ledger.key-rotated/1": _KeyRotated,
        "ledger.correction/1": _Correction,
        "ledger.erasure/1": _Erasure,
        "ledger.expiry/1": _Expiry,
        "ledger.gap/1": _Gap,
    },
}
"""The form of every kind of statement, by the module that makes it."""


def ledger() -> str:
    """Formats of the ledger's documents and files, and what is in each kind of statement."""
    lines = [_NOTICE, "# Formats of the ledger", ""]
    lines += [
        "What each of them is for: [what the ledger proves](../ledger/what-it-proves.md). They are",
        "those of C2SP (tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature, tlog-witness,",
        "tlog-proof, tlog-policy) over the hashing of RFC 6962, so programs by others read them;",
        "receipts, openings and evidence are our own. `||` joins bytes.",
        "",
    ]
    for module in _FORMATS:
        lines += _format(module)
    lines += ["## Statements", "", "An opening shows one of these."]
    for module, kinds in STATED.items():
        lines += ["", *_prose(_paragraphs(module)[1:])[:-1]]
        forms: dict[type[msgspec.Struct], list[str]] = {}
        for kind, form in kinds.items():
            forms.setdefault(form, []).append(kind)
        for form, names in forms.items():
            lines += ["", f"### {_joined([f'`{one}`' for one in names])}", ""]
            lines += _stated(form)
    return "\n".join([*lines, ""])


def _format(module: ModuleType) -> list[str]:
    first, *paragraphs = _paragraphs(module)
    return [f"## {first.rstrip('.')}", "", *_prose(paragraphs)]


def _paragraphs(module: ModuleType) -> list[str]:
    text = (module.__doc__ or "").strip().replace("``", "`").replace("::\n", ":\n")
    return text.split("\n\n")


def _prose(paragraphs: list[str]) -> list[str]:
    """A docstring's paragraphs; what is indented is shown as it stands."""
    lines: list[str] = []
    for paragraph in paragraphs:
        if paragraph.startswith("    "):
            shown = [line.removeprefix("    ") for line in paragraph.splitlines()]
            if lines and lines[-2] == "```":
                lines[-2:] = ["", *shown, "```", ""]
            else:
                lines += ["```text", *shown, "```", ""]
        else:
            # Two stars of a power would begin bold text.
            lines += [*paragraph.replace("2**", r"2\*\*").splitlines(), ""]
    return lines


def _stated(form: type[msgspec.Struct], indent: str = "") -> list[str]:
    lines = []
    for field in msgspec.structs.fields(form):
        words, inner = _in_words(field.type)
        may_lack = (
            ", or left out" if form.__struct_config__.omit_defaults and not field.required else ""
        )
        lines += [f"{indent}* `{field.name}`: {words}{may_lack}"]
        if inner is not None:
            lines += _stated(inner, indent + "  ")
    return lines


def _in_words(kind: Any) -> tuple[str, type[msgspec.Struct] | None]:
    """A type in words, and the struct in it if there is one."""
    plain = {
        str: "text", int: "whole number", float: "number", bool: "true or false", datetime: "time",
        date: "day", bytes: "base64",
    }  # fmt: skip
    parts = [one for one in get_args(kind) if one not in {type(None), Ellipsis}]
    match get_origin(kind):
        case None if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return "object", kind
        case None:
            return plain[getattr(kind, "__supertype__", kind)], None
        case origin if origin is Literal:
            return _joined([f"`{one}`" for one in parts], " or "), None
        case origin if origin in {tuple, list} and len(parts) == 1:
            words, inner = _in_words(parts[0])
            return f"list of {words}", inner
        case origin if origin is tuple:
            return f"{len(parts)} of {_in_words(parts[0])[0]}", None
        case _:  # an annotated or optional type
            return _in_words(parts[0])


def regulator() -> str:
    """A regulator's files: settings, laws, the register; and the law that ships."""
    lines = [_NOTICE, "# Files of a regulator", ""]
    lines += [
        "All three are TOML, read strictly: a field that is not named here, a value of another",
        "type or a name that leads nowhere is refused, and every problem of a file is said at once",
        "with its line. Ids in addresses have lower-case letters, digits and hyphens between.",
        "",
        "## Settings (`regulator.toml` in the data folder)",
        "",
        *_file_fields(RegulatorSettings),
        "",
        "```text",
        _plain(RegulatorSettings.__doc__),
        "",
        _plain(MirrorSettings.__doc__),
        "```",
        "",
        "## Register file (`beholden regulator register load`)",
        "",
        *_prose(_paragraphs(regulator_loading)[1:-1]),
        *_file_fields(RegisterFile),
        "",
        "```text",
        *(f"{one.__name__}: {_plain(one.__doc__)}\n" for one in _REGISTER),
        "```",
        "",
        "## Law (`regimes/ID.toml` in the data folder)",
        "",
        *_prose(_paragraphs(regulator_regimes)[1:-1]),
        *_file_fields(Regime),
        "",
        "```text",
        *(f"{one.__name__}: {_plain(one.__doc__)}\n" for one in _LAW),
        "```",
        "",
        "## The law that ships",
        "",
        "```toml",
        shipped_text("uk-osa").rstrip(),
        "```",
        "",
    ]
    return "\n".join(lines)


_REGISTER = (Provider, Service, Surface, LogRef, Tolerances)
_LAW = (Regime, LegalState, Threshold, Category, Risk, Duty, Period)


def _file_fields(form: type[msgspec.Struct], indent: str = "") -> list[str]:
    """Every field of a file's form, by the name that it has there."""
    lines = []
    for field in msgspec.structs.fields(form):
        words, inner = _in_words(field.type)
        may_lack = "" if field.required else " (may be left out)"
        lines += [f"{indent}* `{field.encode_name}`: {words}{may_lack}"]
        if inner is not None:
            lines += _file_fields(inner, indent + "  ")
    return lines


PAGES = {
    "claims.md": claims,
    "commands.md": commands,
    "configuration.md": configuration,
    "figures.md": figures,
    "http.md": http,
    "ledger.md": ledger,
    "policy.md": policy,
    "regulator.md": regulator,
    "transparency.md": transparency,
    "unscannable.md": codes,
}


def _path(
    one: Endpoint, said: dict[str, Any], schemas: dict[str, Any], shown: set[str]
) -> list[str]:
    lines = ["", f"## `{one.method} {one.path}`", "", said["description"], ""]
    if one.query is not None:
        lines += [_sentences(one.query), ""]
    lines += [
        f"* {'Header' if parameter['in'] == 'header' else 'Query'} `{parameter['name']}`"
        f"{' (required)' if parameter['required'] else ''}: {_schema(parameter['schema'])}"
        for parameter in said["parameters"]
        if parameter["in"] != "path"
    ]
    for body in one.bodies:
        lines += [f"* Body `{body.content_type}`"]
        if body.form_fields:
            lines[-1] += f": one file, and the fields {_joined(body.form_fields)} if you like"
        elif body.type is bytes:
            continue
        elif body.type.__name__ in shown:
            lines[-1] += f": `{body.type.__name__}`, as above"
        else:
            shown.add(body.type.__name__)
            lines[-1] += f": `{body.type.__name__}`. {_sentences(body.type)}"
            lines += _fields(schemas[body.type.__name__], schemas, "  ")
    answers = [
        f"{status} {kind if isinstance(kind, str) else _type_name(kind)}"
        for status, kind in one.answers.items()
    ]
    lines += [f"* Answers {_joined(answers)}"]
    return [*lines, f"* Problems {_joined(one.problems)}"] if one.problems else lines


def _type_name(kind: type) -> str:
    return "JSON" if kind is dict else f"`{kind.__name__}`"


def _sentences(kind: type) -> str:
    return " ".join((kind.__doc__ or "").replace("``", "`").split())


def _fields(schema: dict[str, Any], schemas: dict[str, Any], indent: str) -> list[str]:
    lines = []
    for name, field in schema["properties"].items():
        items = field.get("items", {})
        required = " (required)" if name in schema.get("required", ()) else ""
        lines += [f"{indent}* `{name}`{required}: {_schema(field)}"]
        if "$ref" in items:
            inner = schemas[items["$ref"].rpartition("/")[2]]
            lines[-1] += f". {' '.join(inner['description'].replace('``', '`').split())}"
            lines += _fields(inner, schemas, indent + "  ")
    return lines


def _schema(schema: dict[str, Any]) -> str:
    """A schema in words; what may be null may be left out, which is said elsewhere."""
    given = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    merged = {**(given[0] if len(given) == 1 else {}), **schema}
    kind = merged.get("format") or merged.get("type") or "object"
    if "enum" in merged:
        kind = _joined([f"`{one}`" for one in merged["enum"] if one is not None], " or ")
    bounds = [
        f"{words} {merged[key]:,}"
        for key, words in (
            ("minimum", "from"), ("maximum", "to"), ("maxLength", "up to"), ("minItems", "from"),
            ("maxItems", "to"),
        )
        if key in merged
    ]  # fmt: skip
    unit = " characters" if "maxLength" in merged else ""
    default = merged.get("default")
    parts = [f"{kind}{' ' if bounds else ''}{' '.join(bounds)}{unit}"]
    if default is not None and default != ():
        parts.append(f"default `{default if isinstance(default, str) else _toml(default)}`")
    said = f". {merged['description']}" if "description" in merged else ""
    return ", ".join(parts) + said


def _joined(parts: Iterable[object], comma: str = ", ") -> str:
    return comma.join(map(str, parts))


def _setting(setting: Setting) -> list[str]:
    default = setting.default
    shown = str(default).lower() if isinstance(default, bool) else default
    accepted: str = setting.kind
    if setting.choices:
        accepted = "one of " + ", ".join(f"`{choice}`" for choice in setting.choices)
    elif setting.least is not None and setting.most is not None:
        accepted += f" from {setting.least:,} to {setting.most:,}"
    return [
        f"### `{setting.path}`",
        "",
        setting.description,
        "",
        f"* Accepts: {accepted}",
        f"* Default: {f'`{shown}`' if shown != '' else 'empty'}",
        f"* Environment: `{setting.environment}`",
        "",
    ]


def _walk(
    path: tuple[str, ...], command: click.Command
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if (child := command.get_command(context, name)) is not None:
                yield from _walk((*path, name), child)


def _plain(docstring: str | None) -> str:
    lines = (docstring or "").strip().splitlines()
    return "\n".join(line.removeprefix("    ") for line in lines).replace("``", "`")


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _type(kind: object) -> str:
    text = str(kind).replace("typing.", "")
    known = {"<class 'bool'>": "true or false", "int | None": "whole number"}
    if "dict" in text:
        return "table of label to list of values"
    return known.get(text, "list")


def run() -> int:
    """Writes or checks every page; returns the exit status."""
    check = "--check" in sys.argv[1:]
    outdated = [
        name
        for name, make in PAGES.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != make()
    ]
    for name in outdated:
        if check:
            sys.stderr.write(f"docs/reference/{name} is out of date: run make docs\n")
        else:
            (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
    return 1 if check and outdated else 0


if __name__ == "__main__":
    sys.exit(run())
