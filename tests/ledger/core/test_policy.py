"""Trust policies: who is relied on, and files that would mean less than they say."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.checkpoint import Checkpoint, sign_checkpoint
from beholden.ledger.core.cosignature import add_signatures, cosign
from beholden.ledger.core.keys import COSIGNATURE, SigningKey, generate, key_id_of
from beholden.ledger.core.note import parse_signatures
from beholden.ledger.core.policy import Group, TrustPolicy, Witness, parse_policy
from beholden.ledger.errors import (
    CheckpointError,
    LedgerError,
    LogSignatureError,
    OriginMismatchError,
    PolicyDuplicateError,
    PolicyKeyError,
    PolicyLineError,
    PolicyMemberError,
    PolicyNameError,
    PolicyOrderError,
    PolicyQuorumError,
    PolicyTextError,
    PolicyThresholdError,
    QuorumError,
    SignatureError,
    TooManySignaturesError,
    UnknownKeyError,
)
from tests.ledger.core.documents import (
    CHECKPOINT,
    CONFIRMED,
    FIRST,
    LOG,
    NEXT_LOG,
    ORIGIN,
    OTHER_LOG,
    SECOND,
    STRANGER,
    confirmed,
    policy,
)

TEXT = CHECKPOINT.encode()
SIGNED = sign_checkpoint(CHECKPOINT, LOG)
NAMES = "ABCDEF"
KEYS = {
    name: generate(f"{name.lower()}.example", name.encode() * 32, COSIGNATURE) for name in NAMES
}
LINES = {name: f"witness {name} {key.key.text}\n" for name, key in KEYS.items()}
LOG_LINE = f"log {LOG.key.text}\n"


def with_cosignatures(*witnesses: SigningKey, time: int = CONFIRMED) -> bytes:
    return add_signatures(SIGNED, [cosign(TEXT, one, time) for one in witnesses])


def policy_text(*lines: str, witnesses: str = "ABC") -> bytes:
    return (LOG_LINE + "".join(LINES[name] for name in witnesses) + "".join(lines)).encode()


def names_of(text: bytes, *names: str) -> list[str]:
    found = parse_policy(text).check(with_cosignatures(*(KEYS[name] for name in names)))
    return [name for name, _ in found.witnesses]


def satisfied(text: bytes, *names: str) -> bool:
    try:
        return names_of(text, *names) == sorted(names)
    except QuorumError:
        return False


def test_a_file_with_everything_is_read() -> None:
    first, second = KEYS["A"].key, KEYS["B"].key
    read = parse_policy(
        b"# whom we rely on \xff\n\n \t\n"
        + f"\tlog  {LOG.key.text}\thttps://network.example/ledger \n".encode()
        + f"log {OTHER_LOG.key.text}\n".encode()
        + f"witness Äther {first.text} https://a.example/\n".encode()
        + f"witness B {second.text}\n".encode()
        + "group both all Äther B\n  # and so\nquorum both\n".encode()
    )
    assert read.logs == (LOG.key, OTHER_LOG.key)
    assert read.log_urls == {LOG.key: "https://network.example/ledger"}
    assert read.witnesses == {"Äther": Witness(first, "https://a.example/"), "B": Witness(second)}
    assert read.groups == {"both": Group(2, ("Äther", "B"))}
    assert read.quorum == "both"
    assert parse_policy(read.encode()) == read


@pytest.mark.parametrize("quorum", ["both", "either", "a", "b", "none"])
def test_what_was_written_is_read(quorum: str) -> None:
    one = policy(quorum)
    assert parse_policy(one.encode()) == one
    assert parse_policy(one.encode().decode()) == one


def test_a_policy_of_32_logs_witnesses_and_groups_is_read() -> None:
    # At least so many, the format asks of every program.
    logs = [generate(f"log-{n}", bytes([n, 1]) * 16) for n in range(32)]
    witnesses = [generate(f"w-{n}", bytes([n, 2]) * 16, COSIGNATURE) for n in range(32)]
    lines = [f"log {key.key.text}" for key in logs]
    lines += [f"witness w{n} {key.key.text}" for n, key in enumerate(witnesses)]
    lines += ["group g0 any w0"]
    lines += [f"group g{n} all g{n - 1} w{n}" for n in range(1, 32)]
    read = parse_policy("\n".join([*lines, "quorum g31", ""]))
    text = Checkpoint("log-31", 9, CHECKPOINT.root)
    note = sign_checkpoint(text, logs[31])
    all_of_them = [cosign(text.encode(), one, 1) for one in witnesses]
    assert len(read.check(add_signatures(note, all_of_them)).witnesses) == 32
    with pytest.raises(QuorumError):
        read.check(add_signatures(note, all_of_them[1:]))


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ((), PolicyQuorumError),
        (("quorum none\n", "quorum none\n"), PolicyDuplicateError),
        (("quorum A\n", "quorum none\n"), PolicyDuplicateError),
        (("quorum\n",), PolicyLineError),
        (("quorum A B\n",), PolicyLineError),
        (("quorum D\n",), PolicyNameError),
        (("quorum a\n",), PolicyNameError),
        (("quorum g\n", "group g any A\n"), PolicyOrderError),
        (("Quorum none\n",), PolicyLineError),
        (("trust A\n", "quorum none\n"), PolicyLineError),
        (("log\n", "quorum none\n"), PolicyLineError),
        ((LOG_LINE, "quorum none\n"), PolicyDuplicateError),
        ((f"log {LOG.key.text} a b\n", "quorum none\n"), PolicyLineError),
        (("log abc\n", "quorum none\n"), PolicyKeyError),
        ((f"log {LOG.text}\n", "quorum none\n"), PolicyKeyError),
        ((f"log {STRANGER.key.text}\n", "quorum none\n"), PolicyKeyError),
        ((f"witness {STRANGER.key.text}\n", "quorum none\n"), PolicyLineError),
        ((f"witness S {OTHER_LOG.key.text}\n", "quorum none\n"), PolicyKeyError),
        ((f"witness none {STRANGER.key.text}\n", "quorum none\n"), PolicyNameError),
        ((f"witness A {STRANGER.key.text}\n", "quorum none\n"), PolicyDuplicateError),
        ((f"witness S {KEYS['A'].key.text}\n", "quorum none\n"), PolicyDuplicateError),
        (("group\n", "quorum none\n"), PolicyLineError),
        (("group g\n", "quorum none\n"), PolicyLineError),
        (("group g any\n", "quorum none\n"), PolicyThresholdError),
        (("group g all\n", "quorum none\n"), PolicyThresholdError),
        (("group g 0 A B\n", "quorum g\n"), PolicyThresholdError),
        (("group g -1 A B\n", "quorum g\n"), PolicyThresholdError),
        (("group g +1 A B\n", "quorum g\n"), PolicyThresholdError),
        (("group g 01 A B\n", "quorum g\n"), PolicyThresholdError),
        (("group g 3 A B\n", "quorum g\n"), PolicyThresholdError),
        (("group g 9999999999999 A B\n", "quorum g\n"), PolicyThresholdError),
        (("group g \N{ARABIC-INDIC DIGIT ONE} A B\n", "quorum g\n"), PolicyThresholdError),
        (("group g ALL A B\n", "quorum g\n"), PolicyThresholdError),
        (("group g A B\n", "quorum g\n"), PolicyThresholdError),
        (("group g any A D\n", "quorum g\n"), PolicyNameError),
        (("group g any none\n", "quorum g\n"), PolicyNameError),
        (("group none any A\n", "quorum none\n"), PolicyNameError),
        (("group A any B\n", "quorum A\n"), PolicyDuplicateError),
        (("group g any A\n", "group g any B\n", "quorum g\n"), PolicyDuplicateError),
        (("group g 2 A A\n", "quorum g\n"), PolicyMemberError),
        (("group g any A\n", "group h any A\n", "quorum g\n"), PolicyMemberError),
        (("group g any A\n", "group h 2 g A\n", "quorum h\n"), PolicyMemberError),
        (("group g any g\n", "quorum g\n"), PolicyOrderError),
        (("group g any h\n", "group h any g\n", "quorum g\n"), PolicyOrderError),
        (
            ("group g any A h\n", "group h any i\n", "group i any g\n", "quorum g\n"),
            PolicyOrderError,
        ),
        (("quorum none",), PolicyTextError),
        (("quorum none\r\n",), PolicyTextError),
        (("quorum none\0\n",), PolicyTextError),
        (("quorum none\x7f\n",), PolicyTextError),
        (("# \x1b[2J\n", "quorum none\n"), PolicyTextError),
        (("quorum \ud800\n",), PolicyTextError),
    ],
)
def test_a_policy_that_breaks_a_rule_is_refused_for_its_own_reason(
    lines: tuple[str, ...], error: type[LedgerError]
) -> None:
    text = (LOG_LINE + "".join(LINES[name] for name in "ABC") + "".join(lines)).encode(
        "utf-8", "surrogatepass"
    )
    with pytest.raises(error) as caught:
        parse_policy(text)
    assert type(caught.value) is error
    assert str(caught.value).isprintable()
    assert str(caught.value).endswith(".")


def test_a_reason_names_its_line() -> None:
    with pytest.raises(PolicyNameError, match=r"^Line 5: "):
        parse_policy(policy_text("quorum D\n"))


def test_who_saved_it_in_a_windows_editor_is_told_so() -> None:
    with pytest.raises(PolicyTextError, match=r"^Line 1: a Windows line end"):
        parse_policy(b"quorum none\r\n")
    with pytest.raises(PolicyTextError, match=r"^Line 2: a control character"):
        parse_policy(b"\n\0\n")


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(PolicyTextError):
        parse_policy(b"#" * 1_000_001)


def test_thousands_of_witnesses_are_read() -> None:
    lines = [
        f"witness w{n} {generate(f'w{n}', n.to_bytes(32, 'big'), COSIGNATURE).key.text}\n"
        for n in range(2_000)
    ]
    assert len(parse_policy("".join([*lines, "quorum w7\n"])).witnesses) == 2_000


def test_two_keys_with_one_name_and_id_are_refused() -> None:
    # Ids have four bytes, so such keys can be made; here the id is simply set.
    public = STRANGER.key.public
    twin = replace(
        STRANGER.key, key_id=key_id_of(STRANGER.name, COSIGNATURE, public), public=public
    )
    other = replace(twin, public=SECOND.key.public)
    with pytest.raises(PolicyKeyError):
        TrustPolicy((LOG.key,), {"a": Witness(twin), "b": Witness(other)})


def test_one_secret_is_not_listed_twice_as_log_and_witness() -> None:
    both = generate("both.example", LOG.seed, COSIGNATURE)
    with pytest.raises(PolicyDuplicateError):
        parse_policy(LOG_LINE + f"witness W {both.key.text}\nquorum W\n")


@pytest.mark.parametrize(
    "make",
    [
        lambda: TrustPolicy((LOG.key,), {}, {}, "nobody"),
        lambda: TrustPolicy((FIRST.key,)),
        lambda: TrustPolicy((LOG.key, LOG.key)),
        lambda: TrustPolicy((LOG.key,), {"a": Witness(LOG.key)}),
        lambda: TrustPolicy((LOG.key,), {"a b": Witness(FIRST.key)}),
        lambda: TrustPolicy((LOG.key,), {"a\n": Witness(FIRST.key)}),
        lambda: TrustPolicy((LOG.key,), {"": Witness(FIRST.key)}),
        lambda: TrustPolicy((LOG.key,), {"a": Witness(FIRST.key, "with space")}),
        lambda: TrustPolicy((LOG.key,), {"a": Witness(FIRST.key)}, {"g": Group(2, ("a",))}, "g"),
        lambda: TrustPolicy((LOG.key,), {}, {"g": Group(0, ())}, "g"),
    ],
)
def test_a_policy_made_in_python_obeys_the_same_rules(make: object) -> None:
    with pytest.raises(LedgerError):
        make()  # type: ignore[operator]


def test_a_policy_cannot_be_changed_after_it_was_checked() -> None:
    groups = {"g": Group(2, ("a", "b"))}
    witnesses = {"a": Witness(FIRST.key), "b": Witness(SECOND.key)}
    one = TrustPolicy((LOG.key,), witnesses, groups, "g")
    groups["g"] = Group(1, ("a",))
    with pytest.raises(QuorumError):
        one.check(with_cosignatures(FIRST))
    with pytest.raises(TypeError):
        one.groups["g"] = Group(1, ("a",))  # type: ignore[index]


def test_the_log_and_every_witness_are_named_with_their_times() -> None:
    found = policy().check(confirmed())
    assert found.checkpoint == CHECKPOINT
    assert found.key == LOG.key
    assert found.witnesses == (("a", CONFIRMED), ("b", CONFIRMED))


def test_the_quorum_none_asks_for_the_log_alone() -> None:
    assert policy("none").check(SIGNED).witnesses == ()


def test_without_the_logs_signature_no_quorum_is_enough() -> None:
    cosignatures = b"".join(cosign(TEXT, one, 1).encode() for one in (FIRST, SECOND))
    with pytest.raises(LogSignatureError):
        policy().check(TEXT + b"\n" + cosignatures)


def test_a_log_that_is_not_listed_is_not_relied_on() -> None:
    foreign = Checkpoint(OTHER_LOG.name, 9, CHECKPOINT.root)
    with pytest.raises(UnknownKeyError):
        policy("none").check(sign_checkpoint(foreign, OTHER_LOG))
    witnessed = add_signatures(
        sign_checkpoint(foreign, OTHER_LOG),
        [cosign(foreign.encode(), one, 1) for one in (FIRST, SECOND)],
    )
    with pytest.raises(LogSignatureError):
        policy().check(witnessed)


def test_a_listed_log_does_not_speak_for_another_listed_one() -> None:
    both = TrustPolicy((LOG.key, OTHER_LOG.key))
    own = parse_signatures(SIGNED.split(b"\n\n")[1])
    assert both.check(SIGNED).key == LOG.key
    foreign = Checkpoint(OTHER_LOG.name, 9, CHECKPOINT.root).encode()
    forged = foreign + b"\n" + own[0]._replace(blob=LOG.sign(foreign)).encode()
    with pytest.raises(LogSignatureError):
        both.check(forged)


def test_each_of_a_logs_keys_is_enough_while_one_replaces_the_other() -> None:
    one = TrustPolicy((LOG.key, NEXT_LOG.key))
    assert one.check(sign_checkpoint(CHECKPOINT, NEXT_LOG)).key == NEXT_LOG.key
    assert one.check(sign_checkpoint(CHECKPOINT, NEXT_LOG, LOG)).key == LOG.key


def test_the_origin_that_is_asked_for_is_the_only_one() -> None:
    both = TrustPolicy((LOG.key, OTHER_LOG.key))
    assert both.check(SIGNED, origin=ORIGIN).checkpoint == CHECKPOINT
    with pytest.raises(OriginMismatchError):
        both.check(SIGNED, origin=OTHER_LOG.name)


def test_strangers_confirm_nothing_and_disturb_nothing() -> None:
    data = with_cosignatures(STRANGER, FIRST)
    with pytest.raises(QuorumError):
        policy().check(data)
    assert policy("a").check(data).witnesses == (("a", CONFIRMED),)


def test_a_bad_signature_of_any_listed_witness_rejects_the_checkpoint() -> None:
    bad = cosign(Checkpoint(ORIGIN, 8, CHECKPOINT.root).encode(), SECOND, CONFIRMED)
    data = add_signatures(with_cosignatures(FIRST), [bad])
    for quorum in ("a", "either", "none"):
        with pytest.raises(SignatureError):
            policy(quorum).check(data)


def test_a_witness_that_signs_twice_counts_once() -> None:
    data = add_signatures(SIGNED, [cosign(TEXT, FIRST, time) for time in (1, 2)])
    with pytest.raises(QuorumError):
        policy().check(data)
    assert policy("either").check(data).witnesses == (("a", 2),)


def test_200_signatures_are_refused_and_16_accepted() -> None:
    strangers = [generate(f"s{n}", bytes([n]) * 32, COSIGNATURE) for n in range(200)]
    lines = [cosign(TEXT, one, 1) for one in strangers]
    assert policy("none").check(add_signatures(SIGNED, lines[:15])).checkpoint == CHECKPOINT
    with pytest.raises(TooManySignaturesError):
        policy("none").check(SIGNED + b"".join(one.encode() for one in lines))


def test_confirmations_from_before_a_time_do_not_count_after_it() -> None:
    data = confirmed(time=CONFIRMED)
    assert policy().check(data, since=CONFIRMED).witnesses
    with pytest.raises(QuorumError):
        policy().check(data, since=CONFIRMED + 1)
    mixed = add_signatures(
        SIGNED, [cosign(TEXT, FIRST, CONFIRMED), cosign(TEXT, SECOND, CONFIRMED + 1)]
    )
    assert policy("either").check(mixed, since=CONFIRMED + 1).witnesses == (("b", CONFIRMED + 1),)


def test_who_is_refused_learns_who_did_confirm() -> None:
    with pytest.raises(QuorumError, match='asks for "both", and "a" did'):
        policy().check(with_cosignatures(FIRST))
    with pytest.raises(QuorumError, match='asks for "both", and nobody did'):
        policy().check(SIGNED)


def test_who_asks_nobody_learns_no_time() -> None:
    with pytest.raises(QuorumError):
        policy("none").check(confirmed(), since=CONFIRMED)


def test_a_signed_text_that_is_no_checkpoint_is_refused() -> None:
    with pytest.raises(CheckpointError):
        policy("none").check(SIGNED.replace(b"\n9\n", b"\nnine\n"))


GROUPS = policy_text(
    "group X 2 A B C\n", "group Y any D E\n", "group Z all X Y\n", "quorum Z\n", witnesses=NAMES
)


@pytest.mark.parametrize(
    "names",
    [names for count in range(7) for names in combinations(NAMES, count)],
    ids="".join,
)
def test_nested_groups_ask_for_what_they_say(names: tuple[str, ...]) -> None:
    wanted = len(set("ABC") & set(names)) >= 2 and bool(set("DE") & set(names))
    assert satisfied(GROUPS, *names) is wanted


TREES = st.recursive(
    st.just(None),
    lambda below: st.lists(below, min_size=1, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_a_quorum_equals_the_count_from_the_leaves_up(data: st.DataObject) -> None:
    free = list(NAMES)
    lines: list[str] = []

    def build(tree: object) -> tuple[str, object] | None:
        """Names a tree's witnesses, writes its groups, and says when it is satisfied."""
        if tree is None:
            return (free[-1], free.pop()) if free else None
        assert isinstance(tree, list)
        below = [one for one in map(build, tree) if one is not None]
        if not below:
            return None
        need = data.draw(st.integers(1, len(below)))
        name = f"g{len(lines)}"
        lines.append(f"group {name} {need} {' '.join(one for one, _ in below)}\n")
        return name, (need, [rule for _, rule in below])

    def holds(rule: object, names: set[str]) -> bool:
        if isinstance(rule, str):
            return rule in names
        assert isinstance(rule, tuple)
        return bool(sum(holds(one, names) for one in rule[1]) >= rule[0])

    built = build(data.draw(TREES))
    assert built is not None
    name, rule = built
    names = data.draw(st.sets(st.sampled_from(NAMES)))
    text = policy_text(*lines, f"quorum {name}\n", witnesses=NAMES)
    assert satisfied(text, *sorted(names)) is holds(rule, names)
