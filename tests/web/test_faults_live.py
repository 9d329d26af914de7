"""Editions and policy change under load: no request fails, each answer is true to what it names."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.cli.support import activate, hashes, jpeg, pdq_row, write_policy
from tests.web.support import Service, eventually, service
from tests.web.wire import Wire, hashes_request

FIRST, SECOND = 1, 2
BODY = (
    f'{{"items":[{{"pdq":"{hashes(jpeg(FIRST)).pdq}"}},{{"pdq":"{hashes(jpeg(SECOND)).pdq}"}}]}}'
).encode()
SWAPS = 3


class Live:
    """A service of two workers whose list has two editions, and clients that never pause."""

    def __init__(self, running: Service, editions: dict[int, str]) -> None:
        self.running = running
        self.editions = editions
        self.key = running.key("check", "lists", "read")
        self.answers: list[dict[str, Any]] = []
        self.trouble: list[object] = []

    @contextlib.contextmanager
    def loaded(self) -> Iterator[None]:
        """Checks without pause in the block; afterwards every answer is held to its word."""
        stopping = threading.Event()
        threads = [threading.Thread(target=self._ask, args=(stopping,)) for _ in range(4)]
        self.answers.clear()
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stopping.set()
            for thread in threads:
                thread.join()
        assert not self.trouble, self.trouble
        assert self.answers
        for answer in self.answers:
            self.is_true(answer)

    def is_true(self, answer: dict[str, Any]) -> None:
        """The outcomes are those of the edition and the mode that the answer names."""
        edition = edition_of(answer)
        assert edition in self.editions.values()
        acted = [one["would_be"] for one in answer["results"]]
        in_first = edition == self.editions[FIRST]
        assert acted == (["block", "allow"] if in_first else ["allow", "block"])
        for one in answer["results"]:
            shadow = answer["mode"] == "shadow"
            assert one["outcome"] == ("allow" if shadow else one["would_be"])

    def ask(self) -> dict[str, Any]:
        """One check over a connection of its own, so that any worker may answer."""
        with Wire(self.running.address) as wire:
            wire.send(hashes_request(self.key, BODY))
            answer = wire.answer()
            assert answer is not None
            assert answer.status == 200, answer
            found: dict[str, Any] = answer.json()
            return found

    def everywhere(self, holds: Any, what: str) -> None:
        """Waits until something holds of the answers of all workers."""
        eventually(lambda: all(holds(self._in_a_while()) for _ in range(20)), what)

    def _in_a_while(self) -> dict[str, Any]:
        # Asked at once, one worker may take all connections while the other is busy.
        time.sleep(0.05)
        return self.ask()

    def problems(self, code: str) -> list[bool]:
        """Whether each of some answers of /readyz names a problem."""
        found = []
        for _ in range(20):
            with self.running.client() as client:
                said = client.get("/readyz").json()
                found.append(code in {problem["code"] for problem in said["problems"]})
        return found

    def _ask(self, stopping: threading.Event) -> None:
        wire: Wire | None = None
        try:
            while not stopping.is_set():
                wire = wire or Wire(self.running.address)
                wire.send(hashes_request(self.key, BODY))
                answer = wire.answer()
                if answer is None or answer.status != 200:
                    self.trouble.append(answer)
                else:
                    self.answers.append(answer.json())
        except OSError as error:
            self.trouble.append(error)
        finally:
            if wire is not None:
                wire.close()


def edition_of(answer: dict[str, Any]) -> str:
    return next(str(one["edition"]) for one in answer["editions"] if one["list"] == "known")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    data = tmp_path_factory.mktemp("live") / "data"
    editions = {number: activate(data, [pdq_row(number)]) for number in (SECOND, FIRST)}
    with service(data, workers=2) as started:
        yield Live(started, editions)


@pytest.fixture
def client(live: Live) -> Iterator[httpx2.Client]:
    with live.running.client(live.key) as made:
        yield made


def test_editions_swap_and_return_under_load_and_every_answer_is_true_to_its_edition(
    live: Live, client: httpx2.Client
) -> None:
    with live.loaded():
        for _ in range(SWAPS):
            now = edition_of(live.ask())
            wanted = next(one for one in live.editions.values() if one != now)
            done = client.post("/v1/lists/known/activate", json={"edition": wanted})
            assert done.status_code == 200, done.text
            live.everywhere(lambda said, e=wanted: edition_of(said) == e, "the edition is in force")
        before = edition_of(live.ask())
        assert client.post("/v1/lists/known/rollback", json={}).status_code == 200
        live.everywhere(lambda said: edition_of(said) != before, "the one before is in force")
    named = Counter(map(edition_of, live.answers))
    assert set(named) == set(live.editions.values())


def replaced(path: Path, text: str) -> None:
    """Replaces a file as an editor does."""
    beside = path.with_suffix(".new")
    beside.write_text(text)
    os.replace(beside, path)  # noqa: PTH105 - said as it is meant


def test_a_policy_changes_under_load_and_every_answer_is_true_to_its_mode(live: Live) -> None:
    path = live.running.data / "policy.toml"
    modes = Counter[str]()
    with live.loaded():
        for mode in ("shadow", "enforce"):
            write_policy(live.running.data, ('mode = "enforce"', f'mode = "{mode}"'))
            live.everywhere(lambda said, m=mode: said["mode"] == m, f"mode {mode} is in force")
    modes.update(answer["mode"] for answer in live.answers)
    assert set(modes) == {"shadow", "enforce"}
    by_digest = {(one["policy"]["digest"], one["mode"]) for one in live.answers}
    assert len(by_digest) == len({digest for digest, _ in by_digest})
    path.unlink()


def test_a_broken_policy_keeps_the_one_before_in_force_and_is_named_until_it_is_mended(
    live: Live,
) -> None:
    path = live.running.data / "policy.toml"
    write_policy(live.running.data, ('mode = "enforce"', 'mode = "shadow"'))
    good = path.read_text()
    live.everywhere(lambda said: said["mode"] == "shadow", "shadow mode is in force")
    with live.loaded():
        for broken in ("mode = 3\n", "[[rules", "", "\x00"):
            replaced(path, broken)
            eventually(lambda: all(live.problems("policy_refused")), "every worker names it")
            assert {live.ask()["mode"] for _ in range(20)} == {"shadow"}
        replaced(path, good)
        eventually(lambda: not any(live.problems("policy_refused")), "it is no problem any more")
    assert {answer["mode"] for answer in live.answers} == {"shadow"}
    path.unlink()
    live.everywhere(lambda said: said["mode"] == "enforce", "the shipped policy is in force")


def test_a_list_whose_files_are_gone_stays_in_force_and_is_named_until_they_are_back(
    live: Live, tmp_path: Path
) -> None:
    folder, aside = live.running.data / "lists" / "known", tmp_path / "aside"
    before = edition_of(live.ask())
    with live.loaded():
        folder.rename(aside)
        eventually(lambda: all(live.problems("list_damaged")), "every worker names it")
        assert {edition_of(live.ask()) for _ in range(20)} == {before}
        aside.rename(folder)
        eventually(lambda: not any(live.problems("list_damaged")), "it is no problem any more")
    assert {edition_of(answer) for answer in live.answers} == {before}
