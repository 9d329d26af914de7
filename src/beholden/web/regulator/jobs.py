"""Work that takes longer than a page should: one at a time for each service, few in all.

The page that starts one waits a moment for it, because most are done by then. Results are
kept by whoever does the work; here is only whether it runs, and why it failed.

    job = jobs.start("example", "A. Tester", work)    # or JobsBusyError
    job.wait(10)
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from beholden.regulator import RegulatorError
from beholden.web import log

_AT_ONCE = 2


class JobsBusyError(Exception):
    """Nothing was started; the message says why."""


class Job:
    """One piece of work. ``target`` is where its result can be seen, once it is done.

    ``problem`` says why there is none, by lines; ``error`` is the error behind it, where it was
    one of those that are expected.
    """

    def __init__(self, key: str, by: str, began: datetime) -> None:
        self.key = key
        self.by = by
        self.began = began
        self.target = ""
        self.problem = ""
        self.error: Exception | None = None
        self._over = threading.Event()

    @property
    def over(self) -> bool:
        """Whether it is done, or failed."""
        return self._over.is_set()

    def wait(self, seconds: float) -> bool:
        """Waits for the end; says whether it came."""
        return self._over.wait(seconds)

    def run(self, work: Callable[[], str], expected: tuple[type[Exception], ...]) -> None:
        """Does the work in this thread and notes how it ended."""
        try:
            self.target = work()
        except expected as error:
            self.problem, self.error = str(error), error
        except Exception as error:  # noqa: BLE001 - a thread has nobody who would hear of it
            log.get_log().error(
                "job failed", code=type(error).__name__, places=log.places_of(error)
            )
            self.problem = "It failed for a reason that is in the server's log. Nothing was kept."
        finally:
            self._over.set()


class Jobs:
    """All work of one server.

    Args:
        clock: returns the time with its zone.
        expected: errors whose message is for the person.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        expected: tuple[type[Exception], ...] = (RegulatorError,),
    ) -> None:
        self._clock = clock
        self._expected = expected
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def start(self, key: str, by: str, work: Callable[[], str]) -> Job:
        """Starts work in a thread of its own; ``work`` returns where its result can be seen.

        Raises:
            JobsBusyError: There is some for this key already, or enough in all.
        """
        with self._lock:
            running = [one for one in self._jobs.values() if not one.over]
            if any(one.key == key for one in running):
                raise JobsBusyError("One of this service is running. Wait for its end.")
            if len(running) >= _AT_ONCE:
                raise JobsBusyError(
                    f"{len(running)} reconciliations are running; more would slow all of them. Try "
                    "again in a minute."
                )
            job = Job(key, by, self._clock())
            self._jobs[key] = job
        threading.Thread(
            target=job.run, args=(work, self._expected), name=f"job {key}", daemon=True
        ).start()
        return job

    def find(self, key: str) -> Job | None:
        """The newest work for a key."""
        return self._jobs.get(key)
