"""One worker process: everything that its requests share.

The event loop does the matching and deciding, a fraction of a millisecond each;
decoding runs in confined processes, recording in one committing thread. Nothing waits
without a bound: bodies, hashing and recording each refuse what does not fit.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import Counter, deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from beholden.access import Key, KeyStore, Refusal, Scope, verify
from beholden.app import Beholden, Live, Snapshot
from beholden.config import Config
from beholden.gate import (
    CheckError,
    Decision,
    GateError,
    Idempotency,
    KeyReusedError,
    Recorded,
    RecordError,
    Submission,
)
from beholden.ledger import STALE_SECONDS, LedgerError, SequencerStatus, read_status
from beholden.media import HashPool, Limits, MediaError
from beholden.store import StoreError
from beholden.web import log, metrics
from beholden.web.board import Post, WorkerPost, encode_post
from beholden.web.bodies import Bodies
from beholden.web.bridge import Bridge
from beholden.web.problems import Problem, busy

if TYPE_CHECKING:
    from beholden.media.core import HashOutcome
    from beholden.web.endpoint import Call, Endpoint
    from beholden.web.shared import Shared

T = TypeVar("T")

ITEMS_AT_ONCE = 32
"""Items of one request that are worked on in the event loop; more go to a thread."""
WATCH_SECONDS = 0.25
_KEYS_EVERY = 4
_POST_EVERY = 4
_PURGE_SECONDS = 3600.0
_PURGE_RETRY_SECONDS = 300.0
_UNKNOWN_KEY_PAUSE_SECONDS = 0.1
_CHALLENGES = (
    (b"www-authenticate", b'Bearer realm="beholden"'),
    (b"www-authenticate", b'Basic realm="beholden", charset="UTF-8"'),
)
_LATENCIES_KEPT = 300
_FAULTS_KEPT = 20
_RECORDER_TROUBLE_SECONDS = 10.0
_RECORD_TOO_LATE = (
    "The store did not say in time that it keeps a decision. Nobody was answered, though it may "
    "be kept. Look whether the database hangs."
)


class Worker:
    """What the requests of one process share."""

    def __init__(self, config: Config, data: Path, number: int, shared: Shared) -> None:
        self.config = config
        self.number = number
        self.shared = shared
        self.app = Beholden(data, config)
        self.bodies = Bodies(config.server.max_body_memory_bytes, config.server.body_seconds)
        self.in_flight = 0
        self.list_jobs = 0
        self.hashing = 0
        self.stopping = False
        self.log = log.get_log().bind(worker=number)
        self._audit = log.get_audit().bind(worker=number)
        self._started = datetime.now(UTC)
        self._latencies: dict[str, deque[float]] = {}
        self._answered: dict[str, int] = {}
        self._faults: dict[str, Post] = {}
        self._record_failed_at = -_RECORDER_TROUBLE_SECONDS
        self._keys: dict[str, Key] = {}
        self._keys_read_at = 0.0
        self._key_lock = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._bridge = Bridge()
        self._aged: set[str] = set()
        self.sequencer: SequencerStatus | None = None
        self._children: dict[str, tuple[object, object]] = {}

    # Life.

    async def start(self) -> None:
        """Opens everything; returns when requests can be served.

        Raises:
            BeholdenError of a room: It cannot start; the message says what to do.
        """
        decode = self.config.decode
        self.pool = HashPool(
            workers=decode_workers(self.config), limits=limits_of(self.config), exact=decode.exact
        )
        warm = [self.pool.submit(b"") for _ in range(self.pool.workers)]
        # The supervisor verified every byte before it forked this process.
        self.live = Live(self.app, self.pool, verify=False)
        self.key_store = KeyStore(self.app.store, self.app.secret, self._now)
        self._read_keys()
        self.app.guard.refresh()
        _ = self.app.recorder
        # The first upload must not wait for the start of the decode workers.
        await asyncio.gather(*(self._bridge.wait(future) for future in warm))
        self._post()
        self._tasks.append(asyncio.create_task(self._watch()))
        if self.number == 1:
            self._tasks.append(asyncio.create_task(self._purge_hourly()))

    async def stop(self) -> None:
        """Finishes what was accepted, then closes everything."""
        self.stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._in_thread(self._close)

    def _close(self) -> None:
        self.app.recorder.close()
        self.pool.close()
        self.app.store.close()

    # Requests.

    async def authenticate(self, text: str, scope: Scope) -> Key:
        """The key that was sent.

        Raises:
            Problem: 401 no or no valid key, 403 a key without this scope.
        """
        found = verify(text, self._keys, self.app.secret, self._now())
        if isinstance(found, Refusal) and found.code == "unknown":
            await self._look_for_new_keys()
            found = verify(text, self._keys, self.app.secret, self._now())
        if isinstance(found, Refusal):
            raise Problem(
                401,
                "no_valid_key",
                "Send an API key: Authorization: Bearer bh_... (or as the password of Basic). "
                f"{found.sentence}",
                close=True,
                headers=_CHALLENGES,
            )
        if scope not in found.scopes:
            raise Problem(
                403,
                "scope_missing",
                f'This key lacks the scope "{scope}". Use another, or create one that has it.',
                close=True,
            )
        return found

    def take(self, key: Key | None, checks: int) -> None:
        """Takes checks from the key's rate.

        Raises:
            Problem: 429 with the time after which they may be made.
        """
        if key is None or key.checks_per_second is None:
            return
        wait = self.shared.take(key.id, key.checks_per_second, checks)
        if wait > 0:
            raise Problem(
                429,
                "rate_limited",
                f"This key may make {key.checks_per_second:g} checks a second. Wait.",
                retry_seconds=wait,
                close=False,
            )

    def admit_upload(self) -> None:
        """Refuses an upload before it is read, if too many wait for hashing already.

        Raises:
            Problem: 429.
        """
        if self.hashing >= self.pool.workers + self.config.decode.queue:
            raise busy(f"{self.hashing} uploads wait to be hashed. Try again.", close=True)

    async def hash(self, data: bytes) -> HashOutcome:
        """Hashes one upload in a decode worker.

        Raises:
            Problem: 429 too many wait, 503 it took too long or no decode worker starts.
        """
        self.admit_upload()
        loop = asyncio.get_running_loop()
        future = self.pool.submit(data)
        self.hashing += 1
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._hashed))
        try:
            async with asyncio.timeout(self.config.server.answer_seconds):
                return await self._bridge.wait(future)
        except TimeoutError:
            self.fault("hashing_slow", "An upload waited too long to be hashed; it was refused.")
            raise Problem(
                503, "too_slow", "Hashing took too long. There is no decision.", retry_seconds=2
            ) from None
        except MediaError as error:
            self.fault("decoder_unavailable", str(error))
            raise Problem(
                503,
                "decoder_unavailable",
                "No decode worker can be started. There is no decision: do not accept the upload.",
                retry_seconds=5,
            ) from None

    def _hashed(self) -> None:
        self.hashing -= 1

    async def record(
        self,
        decisions: tuple[Decision, ...],
        snapshot: Snapshot,
        answer: bytes,
        idempotency: Idempotency | None,
        key: Key | None,
    ) -> Recorded:
        """Returns when the decisions are durable, or were recorded earlier under the same key.

        Each leaves a statement of its own, whatever the outcome, where ``key`` may ask for
        receipts: a drill must be able to prove that its picture was let through.

        Raises:
            Problem: 422 the idempotency key belongs to another request, 503 not recorded.
        """
        try:
            stated = key is not None and "receipts" in key.scopes
            submission = Submission(decisions, snapshot.policy, answer, idempotency, stated)
            submit = self.app.recorder.submit
            # The rows of a batch are made before they are queued, which takes a while.
            future = (
                submit(submission)
                if len(decisions) <= ITEMS_AT_ONCE
                else await self._in_thread(submit, submission)
            )
            async with asyncio.timeout(self.config.server.answer_seconds):
                recorded = await self._bridge.wait(future)
        except KeyReusedError as error:
            raise Problem(422, "key_reused", str(error), path="header.idempotency-key") from None
        except TimeoutError:
            raise self._not_recorded(RecordError(_RECORD_TOO_LATE)) from None
        except RecordError as error:
            raise self._not_recorded(error) from None
        if recorded.replayed:
            metrics.replays.inc()
            return recorded
        for lowered in recorded.lowered:
            self.fault(
                "entry_lowered",
                f'Entry "{lowered.entry}" of list "{lowered.list}" was lowered from block to '
                f"hold: {lowered.reason}",
            )
        self._count(decisions)
        return recorded

    def _not_recorded(self, error: RecordError) -> Problem:
        self._record_failed_at = time.monotonic()
        self.fault("not_recorded", str(error))
        return Problem(
            503,
            "busy" if error.busy else "not_recorded",
            "The decision could not be recorded, so there is none: do not accept the upload. "
            "Try again.",
            retry_seconds=1 if error.busy else 5,
        )

    def idempotency(
        self, call: Call, *parts: str | None, content: Callable[[], str]
    ) -> Idempotency | None:
        """The idempotency key of a call, bound to the API key that sent it.

        Args:
            call: The request.
            parts: What else makes it the same request.
            content: Gives a digest of what was sent.

        Raises:
            Problem: The header is no key.
        """
        raw = call.header(b"idempotency-key")
        if raw is None:
            return None
        text = raw.decode("latin-1")
        if not (1 <= len(text) <= 255 and text.isascii() and text.isprintable()):  # noqa: PLR2004
            raise Problem(
                422,
                "invalid_field",
                "An idempotency key has 1 to 255 printable ASCII characters.",
                path="header.idempotency-key",
            )
        owner = call.key.key_id if call.key is not None else ""
        secret = self.app.secret
        request = "\n".join([call.endpoint.path, *(repr(part) for part in parts), content()])
        return Idempotency(
            key_mac=secret.mac("idempotency key", f"{owner}:{text}"),
            fingerprint=secret.mac("idempotent request", request),
            expires=self._now() + timedelta(hours=self.config.server.idempotency_hours),
        )

    # State.

    def problems(self) -> dict[str, str]:
        """What keeps the service from its job, by code; those of ``not_ready`` first."""
        found: dict[str, str] = {}
        if time.monotonic() - self._record_failed_at < _RECORDER_TROUBLE_SECONDS:
            found["not_recorded"] = (
                "Decisions could not be recorded in the last seconds. See the last errors."
            )
        snapshot = self.live.current
        if not snapshot.lists.protects:
            found["no_list"] = (
                "No list is active, so nothing can match. Add one: beholden lists add ... "
                "--activate."
            )
        found.update(self.live.problems)
        now = self._now()
        found.update(self._ledger_problems(now))
        for one in snapshot.stale(now, self.config.lists.stale_after_days):
            found[f"list_stale:{one.edition.list}"] = (
                f"The active edition of list {one.edition.list} is "
                f"{(now - one.edition.created_at).days} days old, more than "
                f"{self.config.lists.stale_after_days}: fetch a newer one from its supplier."
            )
        return found

    def ledger_words(self) -> str:
        """How far the log has come, for the operator's page."""
        ledger, said = self.config.ledger, self.sequencer
        if not ledger.enabled:
            return "off"
        if not ledger.sequence:
            return "kept on another machine"
        if said is None:
            return "not written yet"
        return f"{said.size:,} entries, the published checkpoint covers {said.published:,}"

    def _ledger_problems(self, now: datetime) -> dict[str, str]:
        """What keeps statements out of the log; they wait in the database meanwhile."""
        ledger = self.config.ledger
        if not (ledger.enabled and ledger.sequence):
            return {}
        said = self.sequencer
        if said is not None and not said.is_stale(now):
            return {f"ledger:{code}": sentence for code, sentence in said.problems.items()}
        if (now - self._started).total_seconds() < STALE_SECONDS:
            return {}
        return {
            "ledger:stopped": "The sequencer does not say how it is: statements wait in the "
            "database and are not in the log. See the log of the service for its last fault."
        }

    @property
    def is_ready(self) -> bool:
        """Whether uploads may be sent here."""
        return not self.stopping and not {"not_recorded", "no_list"} & self.problems().keys()

    def fault(self, code: str, sentence: str) -> None:
        """Something an operator should know of: logged, counted, on the operator's page."""
        metrics.faults.labels(code).inc()
        earlier = self._faults.pop(code, None)
        self._faults[code] = Post(
            at=self._now(), code=code, message=sentence, count=(earlier.count if earlier else 0) + 1
        )
        while len(self._faults) > _FAULTS_KEPT:
            del self._faults[next(iter(self._faults))]
        self.log.warning("fault", code=code, says=sentence)

    def fault_of(self, error: Exception, where: str) -> None:
        """An error that nobody foresaw; its text may quote content and is not kept."""
        name = type(error).__name__
        self.fault("internal", f"{name} while serving {where}. The log says where it passed.")
        self.log.error("unforeseen", error=name, endpoint=where, places=log.places_of(error))

    def observe(self, endpoint: Endpoint, status: int, took: float, key: Key | None) -> None:
        """Counts one request."""
        name = endpoint.path
        child = self._children.get(name)
        if child is None:
            child = (metrics.seconds.labels(name), {})
            self._children[name] = child
            self._latencies[name] = deque(maxlen=_LATENCIES_KEPT)
            self._answered[name] = 0
        histogram, by_status = child
        histogram.observe(took)  # type: ignore[attr-defined]
        counter = by_status.get(status)  # type: ignore[attr-defined]
        if counter is None:
            counter = metrics.requests.labels(name, str(status))
            by_status[status] = counter  # type: ignore[index]
        counter.inc()
        self._latencies[name].append(took)
        self._answered[name] += 1
        if status >= 400 or endpoint.audited or self.config.log.requests:  # noqa: PLR2004 - HTTP's own bound
            (self._audit if endpoint.audited else self.log).info(
                "request",
                method=endpoint.method,
                endpoint=name,
                status=status,
                ms=round(took * 1000, 2),
                key=key.key_id if key else None,
            )

    def _count(self, decisions: tuple[Decision, ...]) -> None:
        outcomes = Counter((decision.would_be, decision.mode) for decision in decisions)
        for labels, count in outcomes.items():
            metrics.decisions.labels(*labels).inc(count)
        for decision in decisions:
            if decision.matches:
                pairs = {(m.list, m.kind) for m in decision.matches if m.role == "match"}
                for pair in pairs:
                    metrics.matches.labels(*pair).inc()

    # Background.

    async def _watch(self) -> None:
        turn = 0
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            turn += 1
            # Each by itself: trouble with one must not keep a revoked key alive.
            if turn % _KEYS_EVERY == 0:
                await self._watched(self._read_keys)
            await self._watched(self.app.guard.refresh)
            await self._watched(self._take_up_changes)
            if turn % _POST_EVERY == 0:
                await self._watched(self._look_at_sequencer)
                self._post()

    async def _watched(self, job: Callable[[], object]) -> None:
        try:
            await self._in_thread(job)
        except (StoreError, GateError, LedgerError, OSError) as error:
            self.fault("watch_failed", str(error))
        except Exception as error:  # noqa: BLE001 - the watch must go on
            self.fault_of(error, "the watch")

    def _take_up_changes(self) -> None:
        before = dict(self.live.problems)
        if self.live.refresh():
            editions = [f"{e.list} {e.edition}" for e in self.live.current.lists.editions]
            self.log.info(
                "in force", editions=editions, policy=self.live.current.policy.version,
                mode=self.live.current.policy.mode,
            )  # fmt: skip
        for code, sentence in self.live.problems.items():
            if before.get(code) != sentence:
                self.fault(code, sentence)

    def _look_at_sequencer(self) -> None:
        self.sequencer = read_status(self.app.ledger.folder)

    async def _look_for_new_keys(self) -> None:
        """A key made a moment ago works at once; strangers cannot make this costly."""
        came = time.monotonic()
        async with self._key_lock:
            if self._keys_read_at > came:
                return
            # All who come meanwhile wait here and are served by this one reading.
            await asyncio.sleep(self._keys_read_at + _UNKNOWN_KEY_PAUSE_SECONDS - came)
            self._keys_read_at = time.monotonic()
            with contextlib.suppress(StoreError, TimeoutError):
                async with asyncio.timeout(self.config.server.answer_seconds):
                    await self._in_thread(self._read_keys)

    def _read_keys(self) -> None:
        self._keys = {key.key_id: key for key in self.key_store.read_all()}

    def _post(self) -> None:
        now = self._now()
        active = {one.edition.list for one in self.live.current.active}
        for name in self._aged - active:
            metrics.list_age_days.labels(name).set(0)
        self._aged = active
        for one in self.live.current.active:
            metrics.list_age_days.labels(one.edition.list).set((now - one.edition.created_at).days)
        metrics.in_flight.set(self.in_flight)
        metrics.hashing.set(self.hashing)
        metrics.body_bytes.set(self.bodies.held_bytes)
        if self.sequencer is not None:
            metrics.ledger_entries.set(self.sequencer.size)
            metrics.ledger_published.set(self.sequencer.published)
        metrics.ready.labels(str(self.number)).set(self.is_ready)
        self.shared.post(
            self.number,
            encode_post(
                WorkerPost(
                    number=self.number,
                    pid=os.getpid(),
                    started=self._started,
                    posted=now,
                    ready=self.is_ready,
                    in_flight=self.in_flight,
                    decode_workers=self.pool.workers,
                    lists=tuple(f"{e.list} {e.edition}" for e in self.live.current.lists.editions),
                    answered=dict(self._answered),
                    seconds={name: tuple(kept) for name, kept in self._latencies.items()},
                    faults=tuple(self._faults.values()),
                )
            ),
        )

    async def _purge_hourly(self) -> None:
        while True:
            pause = _PURGE_SECONDS
            try:
                proofs = await self._in_thread(
                    self.app.purge, self._now(), self.live.current.policy
                )
                self.log.info("purged", deleted={proof.what: proof.deleted for proof in proofs})
            except asyncio.CancelledError:
                raise
            except (StoreError, GateError) as error:
                self.fault("purge_failed", str(error))
                pause = _PURGE_RETRY_SECONDS
            except Exception as error:  # noqa: BLE001 - the next hour must come
                self.fault_of(error, "the purge")
            await asyncio.sleep(pause)

    async def _in_thread(self, job: Callable[..., T], *arguments: object) -> T:
        return await asyncio.to_thread(job, *arguments)

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC)


def decode_workers(config: Config) -> int:
    """Decode processes of one web worker."""
    if config.decode.workers:
        return config.decode.workers
    return max(1, len(os.sched_getaffinity(0)) // config.server.workers)


def limits_of(config: Config) -> Limits:
    """What one upload may cost."""
    decode = config.decode
    return Limits(
        max_bytes=config.server.max_image_bytes,
        max_pixels=decode.max_pixels,
        max_frames=decode.max_frames,
        sampled_frames=decode.sampled_frames,
        max_seconds=decode.max_seconds,
        max_memory_bytes=decode.max_memory_bytes,
    )


def refuse_gate_error(error: GateError) -> Problem:
    """A gate error as the caller hears it."""
    if isinstance(error, CheckError):
        return Problem(422, "cannot_be_judged", str(error))
    return Problem(
        503, "no_decision", "There is no decision: do not accept the upload.", retry_seconds=5
    )
