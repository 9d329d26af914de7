from __future__ import annotations

import re

import pytest

from beholden.gate import (
    PolicyError,
    RetentionSettings,
    default_policy,
    parse_policy,
    read_policy,
)
from beholden.gate.policy_file import BYTES_AT_MOST
from tests.gate.support import NOON

GOOD = """\
version = "1"
mode = "enforce"
default = "allow"

[[rules]]
name = "copies"
decision = "block"
set_by = "A. Lead"
set_at = 2026-11-22T13:00:00+01:00
[rules.when]
kinds = ["sha256"]
"""

# Old line of GOOD, what replaces it, and the place and part of the message that must come.
REFUSED = [
    ('version = "1"', "version = 2026-11-22", 1, "version", "put quotes around it"),
    ('version = "1"', "version = 1", 1, "version", "Expected text in quotes, found 1."),
    ('version = "1"', 'version = " "', 1, "version", "not blank"),
    ('version = "1"\n', "", 1, "version", "Missing. Add version."),
    ('mode = "enforce"', 'mode = "enforced"', 2, "mode", 'Did you mean "enforce"?'),
    ('mode = "enforce"\n', "", 1, "mode", 'Missing. Add mode: "enforce", "shadow".'),
    ('default = "allow"', 'default = "drop"', 3, "default", '"allow", "hold", "block"'),
    ('default = "allow"', 'default = "allow"\nlimit = 3', 4, "limit", "Unknown key. Known here"),
    ("[[rules]]", "[rules]", 5, "rules", "Write [[rules]] over each."),
    ("[[rules]]", "[guard]\nfactors = 3\n[[rules]]", 6, "guard.factors", 'mean "factor"'),
    ("[[rules]]", "[guard]\nfactor = 0.5\n[[rules]]", 6, "guard.factor", "1 to 1000, found 0.5"),
    ("[[rules]]", "[guard]\nfactor = nan\n[[rules]]", 6, "guard.factor", "found nan"),
    ("[[rules]]", "[guard]\nfactor = '9'\n[[rules]]", 6, "guard.factor", "a number, found text"),
    ("[[rules]]", "[guard]\nmin_accounts = 1\n[[rules]]", 6, "guard.min_accounts", "from 2 to"),
    ("[[rules]]", "[guard]\nmin_accounts = 9.5\n[[rules]]", 6, "guard.min_accounts", "found 9.5"),
    ("[[rules]]", "guard = 3\n[[rules]]", 5, "guard", "Expected a table, found 3."),
    ("[[rules]]", "[retention]\nblock_day = 3\n[[rules]]", 6, "retention.block_day", "block_days"),
    ("[[rules]]", "[retention]\nhold_days = 0\n[[rules]]", 6, "retention.hold_days", "from 1 to"),
    ("[[rules]]", "[retention]\nsha256 = 1\n[[rules]]", 6, "retention.sha256", "true or false"),
    (
        "[[rules]]",
        "[retention]\nallowed_hours = 721\n[[rules]]",
        6,
        "retention.allowed_hours",
        "a whole number from 0 to 720, found 721",
    ),
    ("[[rules]]", "retention = 3\n[[rules]]", 5, "retention", "Expected a table, found 3."),
    ('name = "copies"', "name = true", 6, "rules[0].name", "found true"),
    ('name = "copies"', 'name = "a\\nb"', 6, "rules[0].name", "one line of text"),
    ('name = "copies"\n', "", 5, "rules[0].name", "Missing."),
    ('name = "copies"', 'name = "default"', 6, "rules[0].name", "is built in"),
    ('name = "copies"', 'name = "x"\nnames = 1', 7, "rules[0].names", 'Did you mean "name"?'),
    ('name = "copies"', 'name = "x"\nversion = 1', 7, "rules[0].version", "top of the file"),
    ('name = "copies"', 'name = "x"\nkinds = []', 7, "rules[0].kinds", "under [rules.when]"),
    ('decision = "block"', 'decision = "delete"', 7, "rules[0].decision", "is not one of"),
    ('decision = "block"', 'decision = "allow"', 7, "rules[0].decision", "allow-list"),
    ('set_by = "A. Lead"\n', "", 5, "rules[0].set_by", "Missing."),
    ("set_at = 2026-11-22T13:00:00+01:00\n", "", 5, "rules[0].set_at", "Missing. Write when"),
    ("+01:00", "", 9, "rules[0].set_at", "has no zone"),
    ("2026-11-22T13:00:00+01:00", "2026-11-22", 9, "rules[0].set_at", "Expected a time"),
    ("2026-11-22T13:00:00+01:00", '"today"', 9, "rules[0].set_at", "found text"),
    ("2026-11-22T13", "0001-01-01T00", 9, "rules[0].set_at", "out of range"),
    ('kinds = ["sha256"]', "", 10, "rules[0].when", "at least one condition"),
    ('[rules.when]\nkinds = ["sha256"]', "", 5, "rules[0].when", "at least one condition"),
    ('[rules.when]\nkinds = ["sha256"]', "when = 3", 10, "rules[0].when", "Expected a table"),
    ('["sha256"]', '"sha256"', 11, "rules[0].when.kinds", 'a list like ["..."], found text'),
    ('["sha256"]', "[]", 11, "rules[0].when.kinds", "An empty list never holds."),
    ('["sha256"]', '[\n"md5",\n"sha2"\n]', 13, "rules[0].when.kinds[1]", 'mean "sha256"'),
    ('["sha256"]', "[{}]", 11, "rules[0].when.kinds[0]", "found a table"),
    ("kinds =", "kind =", 11, "rules[0].when.kind", 'Did you mean "kinds"?'),
    ("kinds =", "max_distance = -1\nkinds =", 11, "rules[0].when.max_distance", "0 to 256"),
    ("kinds =", "max_distance = true\nkinds =", 11, "rules[0].when.max_distance", "found true"),
    ("kinds =", "max_distance = 31.0\nkinds =", 11, "rules[0].when.max_distance", "found 31.0"),
    (
        "kinds =",
        f"max_distance = {10**40}\nkinds =",
        11,
        "rules[0].when.max_distance",
        "very large",
    ),
    ("kinds =", "labels = {}\nkinds =", 11, "rules[0].when.labels", "at least one label"),
    ("kinds =", "labels = 3\nkinds =", 11, "rules[0].when.labels", "Expected a table"),
    ("kinds =", "labels.'a b' = 'A'\nkinds =", 11, 'rules[0].when.labels."a b"', "found text"),
    ("kinds =", "low_quality = false\nkinds =", 11, "rules[0].when.low_quality", "Only true"),
    ("kinds =", "surfaces = [3]\nkinds =", 11, "rules[0].when.surfaces[0]", "found 3"),
    ("kinds =", "unscannable = ['torn']\nkinds =", 11, "rules[0].when.unscannable[0]", "not one"),
    ("kinds =", "unscannable = ['*']\nkinds =", 11, "rules[0].when.unscannable", "two rules"),
]


@pytest.mark.parametrize(("old", "new", "line", "path", "message"), REFUSED)
def test_a_refusal_names_line_path_and_what_to_do(old, new, line, path, message):
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(PolicyError) as refused:
        parse_policy(text.encode(), "p.toml")
    found = [(problem.line, problem.path) for problem in refused.value.problems]
    assert (line, path) in found
    problem = refused.value.problems[found.index((line, path))]
    assert message in problem.message
    assert f"p.toml:{line}: {path}: {problem.message}" in str(refused.value).split("\n")


def test_a_good_file_gives_its_policy_with_times_in_utc():
    policy = parse_policy(GOOD.encode())
    assert policy.rules[0].set_at == NOON
    assert str(policy.rules[0].set_at.tzinfo) == "UTC"
    assert policy.guard.min_accounts == 20


def test_what_is_kept_can_be_written_and_what_is_not_said_has_its_default():
    text = GOOD.replace(
        "[[rules]]", "[retention]\nblock_days = 9\nsha256 = false\nallowed_hours = 0\n[[rules]]", 1
    )
    assert parse_policy(text.encode()).retention == RetentionSettings(block_days=9, sha256=False)
    assert parse_policy(GOOD.encode()).retention == RetentionSettings()
    assert default_policy().retention == RetentionSettings()


def test_every_condition_can_be_written():
    conditions = (
        'lists = ["iwf", "*"]\nmax_distance = 0\naction_hints = ["block"]\n'
        'labels = { category = ["A", "B"] }\nsurfaces = ["avatar"]\nlow_quality = true\n'
    )
    when = parse_policy((GOOD + conditions).encode()).rules[0].when
    assert when.labels == {"category": ("A", "B")}
    assert when.max_distance == 0
    assert when.low_quality


def test_an_unknown_key_in_the_second_rule_gives_its_own_line():
    second = GOOD[GOOD.index("[[rules]]") :].replace("copies", "more") + "max_distence = 3\n"
    with pytest.raises(PolicyError) as refused:
        parse_policy((GOOD + second).encode(), "p.toml")
    (problem,) = refused.value.problems
    assert problem.line == 19
    assert problem.path == "rules[1].when.max_distence"


def test_all_problems_are_reported_at_once_in_order_of_lines():
    text = GOOD.replace("enforce", "on").replace("sha256", "sha2").replace("block", "drop")
    with pytest.raises(PolicyError) as refused:
        parse_policy(text.encode(), "p.toml")
    assert [problem.line for problem in refused.value.problems] == [2, 7, 11]


def test_rules_are_compared_even_where_another_rule_is_broken():
    rule = GOOD[GOOD.index("[[rules]]") :]
    text = GOOD + rule.replace("sha256", "sha2").replace("copies", "b") + rule
    with pytest.raises(PolicyError) as refused:
        parse_policy(text.encode())
    messages = {problem.path: problem.message for problem in refused.value.problems}
    assert "already that of rules[0]" in messages["rules[2].name"]
    assert "can never fire: rules[0]" in messages["rules[2].when"]
    assert "sha2" in messages["rules[1].when.kinds[0]"]


def test_a_time_without_seconds_or_other_bad_syntax_gives_its_line():
    for text, line in ((GOOD.replace("13:00:00+01:00", "13"), 9), (GOOD + 'x = "', 12)):
        with pytest.raises(PolicyError, match="not valid TOML") as refused:
            parse_policy(text.encode())
        assert refused.value.problems[0].line == line


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"\xef\xbb\xbf" + GOOD.encode(), 1, "byte order mark"),
        (b"# fine\n# \xff\n", 2, "not valid UTF-8"),
        (GOOD.encode("utf-16"), 1, "not valid UTF-8"),
        (b"#" * (BYTES_AT_MOST + 1), None, "over 1 MiB"),
        (b"x = " + b"[" * 100_000, None, "nested too deeply"),
        (b"x = " + b"9" * 5_000, None, "not valid TOML"),
        (b"x = 1\rmode = 2", 1, "not valid TOML"),
    ],
)
def test_bytes_that_are_no_policy_are_refused_in_plain_words(data, line, message):
    with pytest.raises(PolicyError, match=re.escape(message)) as refused:
        parse_policy(data, "p.toml")
    assert refused.value.problems[0].line == line


def test_windows_line_ends_are_read_and_keep_their_line_numbers():
    windows = GOOD.replace("\n", "\r\n").encode()
    assert parse_policy(windows).digest == parse_policy(GOOD.encode()).digest
    with pytest.raises(PolicyError) as refused:
        parse_policy(windows.replace(b"sha256", b"sha2"), "p.toml")
    assert refused.value.problems[0].line == 11


def test_too_many_rules_are_refused():
    rule = GOOD[GOOD.index("[[rules]]") :]
    with pytest.raises(PolicyError, match="at most 200"):
        parse_policy((GOOD + rule * 200).encode())


def test_an_empty_file_lists_what_is_missing():
    with pytest.raises(PolicyError) as refused:
        parse_policy(b"", "p.toml")
    assert {problem.path for problem in refused.value.problems} == {"version", "mode", "default"}


def test_a_file_is_read_and_a_missing_one_says_so(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(GOOD)
    assert read_policy(path).version == "1"
    for wrong in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(PolicyError, match="cannot be read"):
            read_policy(wrong)
