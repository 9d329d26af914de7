"""Kills the service under load, again and again; what was answered must be on record and in
the log, and what a receipt promised must be kept.

python -m tests.web.crash_loop --rounds 50
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
from pathlib import Path
from typing import Literal

from tests.cli.support import activate, invoke, pdq_row
from tests.web.load import LISTED, Ledger, Load, Receipts, check_log, url_of
from tests.web.support import Service, eventually, make_key, service

Victim = Literal["worker", "sequencer", "supervisor", "everything"]
VICTIMS: tuple[Victim, ...] = ("worker", "sequencer", "supervisor", "everything")
_LEAST, _MOST = 20, 200


def name_log(data: Path) -> None:
    """Names the log: in no name there are no receipts."""
    assert invoke("ledger", "init", "--origin", "example.org/log", "--data", data).code == 0


def crash_round(
    data: Path, key: str, ledger: Ledger, victim: Victim, *, workers: int, kills: int = 1
) -> None:
    """Starts the service, loads it, kills a part of it; fails if anything is lost."""
    survives = victim in {"worker", "sequencer"}
    with service(data, workers=workers) as running:
        with (
            Load(lambda: running.address, key, ledger=ledger) as load,
            Receipts(lambda: running.address, key, ledger) as receipts,
        ):
            for _ in range(kills if survives else 1):
                load.wait_for(random.randint(_LEAST, _MOST))  # noqa: S311 - any moment will do
                _kill(running, victim, workers)
            if survives:
                load.wait_for(_LEAST)
            load.stop()
            receipts.stop()
        if survives:
            assert running.stop() == 0
        eventually(lambda: not _group_lives(running), "every process has ended")
    ledger.check_against(url_of(data))
    check_log(data, ledger)


def _kill(running: Service, victim: Victim, workers: int) -> None:
    if victim == "everything":
        os.killpg(running.process.pid, signal.SIGKILL)
    elif victim == "supervisor":
        running.process.kill()
    elif victim == "sequencer":
        killed = running.sequencer()
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: running.sequencer() != killed, "a fresh sequencer takes over")
    else:
        killed = random.choice(running.workers())  # noqa: S311
        os.kill(killed, signal.SIGKILL)
        eventually(
            lambda: killed not in (now := running.workers()) and len(now) == workers,
            "a fresh worker takes over",
        )


def _group_lives(running: Service) -> bool:
    running.process.poll()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.process.pid, 0)
        return True
    return False


def main() -> int:
    """Runs rounds of all kinds and says what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    rounds = parser.parse_args().rounds
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="bh-crash-") as folder:
        data = Path(folder) / "data"
        activate(data, [pdq_row(LISTED)])
        name_log(data)
        key = make_key(data, "check", "receipts")
        for number in range(rounds):
            victim = VICTIMS[number % len(VICTIMS)]
            crash_round(data, key, ledger, victim, workers=1 + number // len(VICTIMS) % 2)
            sys.stdout.write(
                f"round {number + 1}: killed {victim}; so far {len(ledger.acted)} held or blocked "
                f"and {ledger.allowed} allowed were answered, none is lost; all "
                f"{len(ledger.receipts)} receipts and proofs hold; "
                f"{ledger.unanswered} unanswered, statuses {dict(ledger.statuses)}\n"
            )
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
