"""One network's log, put together by hand: folder, database and clock.

house = House(tmp_path / "ledger", store, Clock())
house.name()
house.put("a", "b")
house.run()             # sequences all that waits, and signs
house.logged()          # ["a", "b"], as the files say
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from beholden.ledger._state import State, read_state
from beholden.ledger.core.checkpoint import Checkpoint, open_checkpoint
from beholden.ledger.core.note import parse_note
from beholden.ledger.core.policy import TrustPolicy
from beholden.ledger.identity import Identity, create, load, signers, verifiers
from beholden.ledger.log import Log
from beholden.ledger.outbox import Kept, Statements
from beholden.ledger.publisher import Outcome, Publisher
from beholden.ledger.reader import LogReader
from beholden.ledger.sequencer import CHECKPOINT_FILE, Reconciled, Sequencer
from beholden.ledger.service import Ledger
from beholden.ledger.storage import FolderStorage
from beholden.ledger.trust import trust_of
from beholden.store import Store
from tests.ledger.core.slow_tree import SlowTree, leaf
from tests.ledger.stores import Clock, outbox_over, statement

ORIGIN = "network.example/decisions"


def seed(number: int) -> bytes:
    """The seed of a key; every number is another one."""
    return bytes([number]) * 32


class House:
    """The parts of one log, each made anew for every use, as a restart would."""

    def __init__(self, folder: Path, store: Store, clock: Clock | None = None) -> None:
        self.folder = folder
        self.store = store
        self.clock = clock or Clock()
        self.outbox = outbox_over(store, self.clock)
        self.statements = Statements(store)

    def now(self) -> int:
        return int(self.clock().timestamp())

    def name(
        self, origin: str = ORIGIN, *, named: bool = True, instance: str = "one", number: int = 1
    ) -> Identity:
        return create(
            self.folder, origin, named=named, instance=instance, seed=seed(number), now=self.now()
        )

    def identity(self) -> Identity:
        found = load(self.folder)
        assert found is not None
        return found

    def put(self, *ids: str) -> None:
        """Statements, each in a transaction of its own."""
        for one in ids:
            self.outbox.put([statement(one)])

    @contextmanager
    def sequencer(self, store: Store | None = None) -> Iterator[Sequencer]:
        with Log.open(self.folder, create=True) as log:
            yield self.over(log, store)

    def over(self, log: Log, store: Store | None = None) -> Sequencer:
        """A sequencer of this log."""
        return Sequencer(
            folder=self.folder,
            log=log,
            store=store or self.store,
            statements=Statements(store or self.store),
            outbox=self.outbox,
            now=self.now,
        )

    def run(self) -> Reconciled:
        """A start, all that waits, and a stop."""
        with self.sequencer() as sequencer:
            done = sequencer.reconcile()
            while sequencer.step().taken:
                pass
        return done

    def grow(self, count: int, label: str = "s") -> None:
        """So many statements more, in the log."""
        self.outbox.put([statement(f"{label}{number:06d}") for number in range(count)])
        self.run()

    def state(self) -> State:
        with self.store.reading() as connection:
            found = read_state(connection)
        assert found is not None
        return found

    def signed(self) -> Checkpoint:
        """What was signed last, its signature verified."""
        identity = self.identity()
        return open_checkpoint(self.state().checkpoint, identity.origin, verifiers(identity))

    def entries(self) -> list[bytes]:
        """The entries of the signed tree, as the files give them; none if nothing was signed."""
        if not self.state().checkpoint:
            return []
        signed = self.signed()
        found = list(LogReader(self.folder, signed.size, signed.root).entries(0, signed.size))
        assert SlowTree([leaf(entry) for entry in found]).head(0, len(found)) == signed.root
        return found

    def logged(self) -> list[str]:
        """Ids in the order of the log; every entry has its row, and every row its place."""
        entries = self.entries()
        rows = list(self.statements.openings(0, len(entries)))
        assert [row.log_index for row in rows] == list(range(len(entries)))
        assert [row.leaf for row in rows] == entries
        return [row.id for row in rows]

    def kept(self, statement_id: str) -> Kept:
        found = self.statements.find(statement_id)
        assert found is not None
        return found

    # Publishing.

    @property
    def trust_file(self) -> Path:
        return self.folder / "trust.txt"

    @property
    def published_file(self) -> Path:
        return self.folder / CHECKPOINT_FILE

    def trust(self) -> TrustPolicy:
        return trust_of(self.folder, self.trust_file)

    def publisher(self, ask: object = None) -> Publisher:
        return Publisher(self.folder, FolderStorage(self.folder), self.trust, ask)  # type: ignore[arg-type]

    def publish(self) -> Outcome:
        """Publishes what was signed last; no witness may be asked."""
        return self.publisher().publish(self.state().checkpoint)

    def published(self) -> Checkpoint:
        return self.trust().check(self.published_file.read_bytes()).checkpoint

    def ledger(self) -> Ledger:
        return Ledger(self.folder, self.store, self.outbox, trust=self.trust, clock=self.clock)

    def key_texts(self) -> tuple[str, ...]:
        """The keys that sign now."""
        return tuple(one.key.text for one in signers(self.folder, self.identity(), self.now()))


def signers_of(note: bytes) -> set[str]:
    """Names and ids of the signatures below a note."""
    return {f"{one.name}+{one.key_id.hex()}" for one in parse_note(note).signatures}


@cache
def _empty() -> bytes:
    """An embedded database with its tables, which take half a second to make."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/x.db")
        store.prepare()
        store.tidy()
        store.close()
        return (Path(folder) / "x.db").read_bytes()


def database(path: Path) -> str:
    """The address of a new embedded database with its tables."""
    path.write_bytes(_empty())
    return f"sqlite:///{path}"


def copied(store: Store, path: Path) -> Store:
    """A copy of an embedded database as it is now."""
    store.tidy()
    assert store.path is not None
    path.write_bytes(store.path.read_bytes())
    return Store(f"sqlite:///{path}")
