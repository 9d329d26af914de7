"""A checkpoint is published with the word of enough witnesses, or not; none of them is trusted."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from beholden.ledger.core.checkpoint import Checkpoint, parse_checkpoint
from beholden.ledger.core.cosignature import cosign
from beholden.ledger.core.keys import COSIGNATURE, VerifierKey, generate
from beholden.ledger.core.note import parse_note
from beholden.ledger.core.policy import parse_policy
from beholden.ledger.errors import ExchangeError, LedgerError, PolicyError
from beholden.ledger.identity import verifiers
from beholden.ledger.models import Answer
from beholden.ledger.publisher import Outcome, asker
from beholden.ledger.witness import Witness
from beholden.store import Store
from tests.ledger.house import House, database, seed
from tests.support.http_peer import answer, peer
from tests.support.small_disk import filled
from tests.web.test_witness import serving

NOW = 1_800_000_000
ANOTHER = Checkpoint("other.example/log", 1, bytes(32)).encode()
Reply = Callable[[bytes], Answer]


class Witnesses:
    """Real witnesses, asked without a network; what they say can be replaced."""

    def __init__(self, house: House, folder: Path, count: int, quorum: str) -> None:
        self.house = house
        self.folder = folder
        self.names = [f"w{number}" for number in range(count)]
        self.own = {
            name: Witness.create(folder / name, f"{name}.example", seed(50 + number))
            for number, name in enumerate(self.names)
        }
        for one in self.own.values():
            one.trust(verifiers(house.identity())[0])
        self.says: dict[str, Reply] = {}
        self.asked: list[tuple[str, bytes]] = []
        self._lock = threading.Lock()
        self.trust({name: one.key for name, one in self.own.items()}, quorum)

    def trust(self, keys: dict[str, VerifierKey], quorum: str) -> None:
        lines = [f"witness {name} {key.text} http://{name}/base/" for name, key in keys.items()]
        lines += [f"group enough {quorum} {' '.join(keys)}", "quorum enough"]
        self.house.trust_file.write_text("".join(f"{line}\n" for line in lines))

    def ask(self, url: str, body: bytes) -> Answer:
        name = url.removeprefix("http://").partition("/")[0]
        assert url == f"http://{name}/base/add-checkpoint"
        with self._lock:
            self.asked.append((name, body.split(b"\n")[0]))
        if (reply := self.says.get(name)) is not None:
            return reply(body)
        return self.really(name, body)

    def really(self, name: str, body: bytes) -> Answer:
        reply = self.own[name].add_checkpoint(body, now=NOW)
        return Answer(reply.status, reply.content_type, reply.body)

    def publish(self) -> Outcome:
        return self.house.publisher(self.ask).publish(self.house.state().checkpoint)

    def lines(self) -> list[str]:
        """What the witnesses were asked since the last time: name and old size."""
        found = [f"{name} {line.decode()}" for name, line in self.asked]
        self.asked.clear()
        return sorted(found)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store = Store(database(tmp_path / "beholden.db"))
    house = House(tmp_path / "ledger", store)
    house.name()
    house.grow(5, "a")
    yield house
    store.close()


@pytest.fixture
def one(house: House, tmp_path: Path) -> Witnesses:
    """One witness, which is the quorum."""
    return Witnesses(house, tmp_path / "witnesses", 1, "all")


@pytest.fixture
def three(house: House, tmp_path: Path) -> Witnesses:
    """Three witnesses, of which two are enough."""
    return Witnesses(house, tmp_path / "witnesses", 3, "2")


def nobody(url: str, body: bytes) -> Answer:
    raise AssertionError(f"{url} was asked")


def fails(_: bytes) -> Answer:
    raise ExchangeError("nobody answers.")


def says(status: int, body: bytes = b"", kind: str = "text/plain") -> Reply:
    return lambda _: Answer(status, kind, body)


def sized(text: bytes) -> Reply:
    return says(409, text, "text/x.tlog.size")


# The quorum.


def test_without_a_policy_nobody_is_asked_and_the_own_signature_is_enough(house: House) -> None:
    publisher = house.publisher(nobody)
    assert publisher.published_size() == 0
    assert publisher.publish(house.state().checkpoint) == Outcome((), {}, published=True)
    assert house.published() == house.signed()
    assert publisher.published_size() == 5
    assert not (house.folder / "witnesses.json").exists()


def test_a_witness_without_an_address_is_not_asked(house: House) -> None:
    key = generate("w.example", seed(9), COSIGNATURE).key
    house.trust_file.write_text(f"witness w {key.text}\nquorum none\n")
    assert house.publisher(nobody).publish(house.state().checkpoint).published


def test_a_checkpoint_is_published_with_the_cosignatures_that_it_was_given(
    three: Witnesses,
) -> None:
    outcome = three.publish()
    assert outcome == Outcome(("w0", "w1", "w2"), {}, published=True)
    note = three.house.published_file.read_bytes()
    verified = three.house.trust().check(note)
    assert dict(verified.witnesses) == dict.fromkeys(three.names, NOW)
    assert (verified.checkpoint, verified.checkpoint.size) == (three.house.signed(), 5)


def test_enough_is_enough_and_the_missing_one_is_named(three: Witnesses) -> None:
    three.says["w1"] = fails
    outcome = three.publish()
    assert (outcome.published, outcome.cosigned_by) == (True, ("w0", "w2"))
    assert outcome.problems == {
        "witness:w1": "Witness w1 could not be asked: nobody answers.",
    }


def test_too_few_publish_nothing_and_what_was_published_stays(three: Witnesses) -> None:
    three.says |= dict.fromkeys(("w1", "w2"), fails)
    outcome = three.publish()
    assert (outcome.published, outcome.halted) == (False, False)
    assert set(outcome.problems) == {"witness:w1", "witness:w2", "quorum"}
    assert "not published yet" in outcome.problems["quorum"]
    assert not three.house.published_file.exists()
    three.says.clear()
    assert three.publish().published
    before = three.house.published_file.read_bytes()
    three.house.grow(5, "b")
    three.says |= dict.fromkeys(("w1", "w2"), fails)
    assert not three.publish().published
    assert three.house.published_file.read_bytes() == before
    three.says.clear()
    assert three.publish().published
    assert three.house.published().size == 10


def test_the_policy_is_read_anew_each_time(one: Witnesses) -> None:
    assert one.publish().published
    one.house.trust_file.write_text("quorum none\nquorum none\n")
    before = one.house.published_file.read_bytes()
    with pytest.raises(PolicyError):
        one.publish()
    assert one.house.published_file.read_bytes() == before
    one.house.trust_file.unlink()
    one.lines()
    assert one.publish().cosigned_by == ()
    assert one.lines() == []


def test_a_full_disk_leaves_the_older_checkpoint_whole(small_disk: Path, tmp_path: Path) -> None:
    store = Store(database(tmp_path / "x.db"))
    house = House(small_disk / "ledger", store)
    house.name()
    house.grow(2, "a")
    house.publish()
    before = house.published_file.read_bytes()
    house.grow(2, "b")
    with filled(small_disk), pytest.raises(OSError, match="space"):
        house.publish()
    assert house.published_file.read_bytes() == before
    house.publish()
    assert house.published().size == 4
    store.close()


# What a witness knows.


def test_a_witness_is_asked_from_where_it_stood(one: Witnesses) -> None:
    one.publish()
    one.house.grow(4, "b")
    one.publish()
    assert one.publish().published
    assert one.lines() == ["w0 old 0", "w0 old 5", "w0 old 9"]


@pytest.mark.parametrize(
    "memory",
    [
        None,
        b"",
        b"{",
        b"\xff",
        b"[]",
        b'{"w0": "x"}',
        b'{"w0": -7}',
        b'{"w0": 4}',
        b'{"w0": 999999999999}',
        b'{"w0": 18446744073709551615}',
        b'{"other": 3}',
    ],
)
def test_a_memory_that_is_lost_wrong_or_damaged_only_costs_a_question(
    one: Witnesses, memory: bytes | None
) -> None:
    one.publish()
    one.house.grow(300, "b")
    path = one.house.folder / "witnesses.json"
    if memory is None:
        path.unlink()
    else:
        path.write_bytes(memory)
    assert one.publish().published
    one.lines()
    one.house.grow(1, "c")
    assert one.publish().published
    assert one.lines() == ["w0 old 305"]


def test_a_memory_that_cannot_be_written_is_no_problem(one: Witnesses) -> None:
    (one.house.folder / "witnesses.json").mkdir()
    assert one.publish() == Outcome(("w0",), {}, published=True)


def test_a_witness_that_is_behind_gets_the_proof_from_where_it_is(
    one: Witnesses, tmp_path: Path
) -> None:
    one.publish()
    shutil.copytree(one.folder / "w0", tmp_path / "older")
    one.house.grow(300, "b")
    one.publish()
    one.own["w0"] = Witness.open(tmp_path / "older")
    one.house.grow(1, "c")
    one.lines()
    assert one.publish().published
    assert one.lines() == ["w0 old 305", "w0 old 5"]


def test_a_witness_that_saw_more_than_there_is_ends_all_publishing(one: Witnesses) -> None:
    early = one.house.state().checkpoint
    one.house.grow(3, "b")
    one.publish()
    before = one.house.published_file.read_bytes()
    outcome = one.house.publisher(one.ask).publish(early)
    assert (outcome.published, outcome.halted) == (False, True)
    assert "8 entries" in outcome.problems["witness:w0"]
    assert "repair --from" in outcome.problems["witness:w0"]
    assert one.house.published_file.read_bytes() == before


@pytest.mark.parametrize(("others", "stops"), [(["w2"], False), (["w1", "w2"], True)])
def test_witnesses_of_another_history_are_said_and_stop_only_what_lacks_a_quorum(
    three: Witnesses, tmp_path: Path, others: list[str], stops: bool
) -> None:
    """One alone, mistaken or bought, must not stop a log that enough others confirm."""
    store = Store(database(tmp_path / "other.db"))
    other = House(tmp_path / "other", store)
    other.name()
    other.grow(5, "other")
    request = b"old 0\n\n" + other.state().checkpoint
    for name in others:
        assert three.own[name].add_checkpoint(request, now=NOW).status == 200
    outcome = three.publish()
    assert (outcome.published, outcome.halted) == (not stops, stops)
    assert three.house.published_file.exists() != stops
    for name in others:
        assert "another history" in outcome.problems[f"witness:{name}"]
    store.close()


def test_more_witnesses_than_threads_are_all_asked(house: House, tmp_path: Path) -> None:
    many = Witnesses(house, tmp_path / "witnesses", 20, "all")
    assert many.publish().cosigned_by == tuple(many.names)


# What a witness may say.


def forged(body: bytes) -> Answer:
    """A cosignature by another key with the witness's name."""
    note = parse_note(body.partition(b"\n\n")[2])
    other = generate("w0.example", seed(99), COSIGNATURE)
    return Answer(200, "text/plain", cosign(note.text, other, NOW).encode())


def of_another_text(body: bytes) -> Answer:
    """The right key's cosignature of something else."""
    own = generate("w0.example", seed(50), COSIGNATURE)
    return Answer(200, "text/plain", cosign(ANOTHER, own, NOW).encode())


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (says(403, b"who are you\n"), "refused (403: who are you). It does not know this log's"),
        (says(404), "refused (404: no reason given). It does not know this log"),
        (says(400, b"old\n"), "refused (400: old)"),
        (says(500, b"<html>\x1b[31m\x00" + b"x" * 900), "refused (500: <html>?[31m?xxx"),
        (says(503, b"\xff\xfe"), "refused (503: "),
        (says(301), "refused (301"),
        (says(200), "Witness w0"),
        (says(200, b"garbage\n"), "Witness w0"),
        (says(200, b"\xff\n"), "Witness w0"),
        (says(200, "— w0.example !!!!\n".encode()), "Witness w0"),
        (forged, "without a signature by the key of the trust policy"),
        (of_another_text, "is not one that this key made"),
        (sized(b"5"), "another size with every request"),
        (sized(b"3\n"), "another size with every request"),
        (sized(b"-1"), "refused (409"),
        (sized(b"many"), "refused (409"),
        (sized(b""), "refused (409"),
        (sized("٣".encode()), "refused (409"),
        (sized(b"9" * 5_000), "refused (409"),
        (says(409, b"7"), "refused (409"),
        (fails, "could not be asked"),
    ],
)
def test_whatever_a_witness_says_is_a_sentence_and_never_a_signature(
    one: Witnesses, reply: Reply, said: str
) -> None:
    one.says["w0"] = reply
    outcome = one.publish()
    assert (outcome.published, outcome.halted, outcome.cosigned_by) == (False, False, ())
    sentence = outcome.problems["witness:w0"]
    assert said in sentence
    assert sentence.isprintable()
    assert sentence.startswith("Witness w0")
    assert len(sentence) < 600
    one.says.clear()
    assert one.publish().published


def test_a_false_signature_spoils_nothing_that_others_signed(three: Witnesses) -> None:
    """In the note it would: whoever knows its key refuses all of it."""
    own = generate("w1.example", seed(51), COSIGNATURE)
    false = cosign(ANOTHER, own, NOW).encode()
    three.says["w1"] = says(200, false)
    outcome = three.publish()
    assert (outcome.published, outcome.cosigned_by) == (True, ("w0", "w2"))
    assert set(outcome.problems) == {"witness:w1"}
    assert len(three.house.trust().check(three.house.published_file.read_bytes()).witnesses) == 2


def test_only_422_and_a_larger_size_halt(one: Witnesses) -> None:
    halts = {status for status in range(200, 600) if one_says(one, says(status, b"x")).halted}
    assert halts == {422}
    assert one_says(one, sized(b"6")).halted


def test_where_no_quorum_is_asked_for_a_witness_of_another_history_still_stops_publishing(
    one: Witnesses,
) -> None:
    """Without a quorum nobody else could confirm this log after a roll-back."""
    text = one.house.trust_file.read_text().replace("quorum enough", "quorum none")
    one.house.trust_file.write_text(text)
    refused = one_says(one, says(422, b"another root"))
    assert (refused.published, refused.halted) == (False, True)
    assert not one.house.published_file.exists()
    busy = one_says(one, says(503))
    assert (busy.published, busy.halted) == (True, False)


def one_says(one: Witnesses, reply: Reply) -> Outcome:
    one.says["w0"] = reply
    return one.publish()


def test_lines_of_strangers_under_a_cosignature_are_not_published(one: Witnesses) -> None:
    def more(body: bytes) -> Answer:
        real = one.really("w0", body)
        return real._replace(body=real.body + forged(body).body + real.body)

    one.says["w0"] = more
    assert one.publish().published
    note = parse_note(one.house.published_file.read_bytes())
    assert len(note.signatures) == 2


def test_a_witness_whose_key_is_another_than_the_policys_does_not_count(one: Witnesses) -> None:
    one.trust({"w0": generate("w0.example", seed(77), COSIGNATURE).key}, "all")
    outcome = one.publish()
    assert not outcome.published
    assert "Compare the key" in outcome.problems["witness:w0"]


def test_damaged_tiles_are_a_problem_of_the_proof_and_no_exception(one: Witnesses) -> None:
    one.publish()
    one.house.grow(300, "b")
    shutil.rmtree(one.house.folder / "tile")
    outcome = one.publish()
    assert not outcome.published
    assert "verify" in outcome.problems["witness:w0"]


# Over HTTP.


def asked(url: str, seconds: float = 0.4) -> Answer:
    return asker(seconds)(f"{url}/add-checkpoint", b"old 0\n\nnote\n")


def test_a_request_says_what_it_is_and_the_answer_comes_back_whole() -> None:
    with peer([answer(b"body", 409, b"content-type: text/x.tlog.size")]) as (url, requests):
        assert asked(url, 60) == Answer(409, "text/x.tlog.size", b"body")
    (request,) = requests
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /add-checkpoint HTTP/1.1\r\n")
    assert b"content-type: text/plain; charset=utf-8" in head.lower()
    assert body == b"old 0\n\nnote\n"


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("pieces", "hold", "said"),
    [
        ([], False, "http"),
        ([], True, "0.4 s"),
        ([b"garbage\r\n\r\n"], False, "http"),
        ([HEAD + b"content-length: 100\r\n\r\nshort"], False, "http"),
        ([HEAD + b"content-length: 100\r\n\r\nshort"], True, "0.4 s"),
        ([answer(bytes(70_000))], False, "more than 65,536"),
        ([CHUNKED, *[b"4000\r\n" + bytes(0x4000) + b"\r\n"] * 9], False, "more than 65,536"),
        ([answer(gzip.compress(bytes(9_000_000)), 200, b"content-encoding: gzip")], False,
         "compressed"),
        ([HEAD + b"x: " + b"y" * 300_000], False, "http"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_whole_short_and_plain_is_none(
    pieces: list[bytes], hold: bool, said: str
) -> None:
    with peer(pieces, hold=hold) as (url, _), pytest.raises(ExchangeError, match=said):
        asked(url, 0.4 if hold else 60)


@pytest.mark.parametrize("part", [HEAD + b"content-length: 5000\r\n\r\n", HEAD + b"x: "])
def test_a_peer_that_trickles_is_given_up(part: bytes) -> None:
    """In the head as in the body: each single byte comes in time."""
    with (
        peer([part, *[b"x"] * 5_000], pause=0.02) as (url, _),
        pytest.raises(ExchangeError, match="whole answer within"),
    ):
        asked(url)


def test_a_redirect_is_not_followed() -> None:
    with peer([answer(b"", 200)]) as (other, never):
        with peer([answer(b"", 307, b"location: " + other.encode())]) as (url, _):
            assert asked(url, 60).status == 307
        assert never == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://nowhere.invalid", "ftp://x", "http://[", "nonsense"]
)
def test_an_address_where_nobody_is_is_an_error_with_the_address(url: str) -> None:
    with pytest.raises(LedgerError, match="add-checkpoint"):
        asked(url, 60)


def test_a_real_witness_over_http_cosigns_and_publishes(house: House, tmp_path: Path) -> None:
    witness = Witness.create(tmp_path / "w", "w.example", seed(60))
    witness.trust(verifiers(house.identity())[0])
    with serving(tmp_path / "w") as running:
        house.trust_file.write_text(
            f"witness w {witness.key.text} http://{running.address}\nquorum w\n"
        )
        ask = asker(60)
        for more in (0, 4, 300):
            if more:
                house.grow(more, f"b{more}")
            outcome = house.publisher(ask).publish(house.state().checkpoint)
            assert outcome == Outcome(("w",), {}, published=True)
        origin = hashlib.sha256(house.signed().origin.encode()).hexdigest()
        shown = running.client.get(f"/{origin}/checkpoint")
        assert parse_checkpoint(parse_note(shown.content).text) == house.signed()
        (house.folder / "witnesses.json").unlink()
        house.grow(1, "c")
        assert house.publisher(ask).publish(house.state().checkpoint).published
    policy = parse_policy(
        f"log {verifiers(house.identity())[0].text}\n{house.trust_file.read_text()}".encode()
    )
    assert policy.check(house.published_file.read_bytes()).checkpoint.size == 310
    # The witness is gone: a problem, and what was published stays.
    house.grow(1, "d")
    outcome = house.publisher(asker(5)).publish(house.state().checkpoint)
    assert "could not be asked" in outcome.problems["witness:w"]
    assert house.published().size == 310
