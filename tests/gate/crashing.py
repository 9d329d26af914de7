"""A process that records without end and says each id once it is told that it is durable.

python -m tests.gate.crashing sqlite:///beholden.db PREFIX
"""

from __future__ import annotations

import os
import secrets
import sys
import threading
from datetime import UTC, datetime

from beholden.gate import Idempotency, StoreRecorder, Submission, decision_id
from beholden.store import Store
from tests.gate.support import account_key, decision, policy

THREADS = 8


def main(url: str) -> None:
    store = Store(url)
    recorder = StoreRecorder(store, account_key)
    under = policy()

    def record_on() -> None:
        while True:
            now = datetime.now(UTC)
            acted = decision(1, "block", id=decision_id(now, secrets.token_bytes(10)), time=now)
            allowed = decision(2, "allow", id=decision_id(now, secrets.token_bytes(10)), time=now)
            key = secrets.token_hex(32)
            asked = Idempotency(key, "f", now.replace(year=now.year + 1))
            recorder.submit(Submission((acted, allowed), under, acted.id.encode(), asked)).result()
            # One write of a short line to a pipe is whole or not there at all.
            os.write(1, f"{acted.id} {key}\n".encode())

    threads = [threading.Thread(target=record_on, daemon=True) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    threads[0].join()


if __name__ == "__main__":
    main(sys.argv[1])
