"""From a folder of answers to a published release, step by step, each step on disk.

    figures = Figures(Path("answers"), clock=utc_now)
    figures.read()
    figures.check("4f1c09ab12", "confirm", by="A. Reader")
    figures.build(ReleaseId("2018-09"), published=date(2018, 9, 13))

Everything made lies in ``_beholden/`` of the folder; the answers are never
written to. Checks and releases are append-only.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from beholden._durable import PUBLIC_FILE, replace_file
from beholden.figures import _shelf
from beholden.figures._answers import Tick, read_answers
from beholden.figures._checks import CheckFile
from beholden.figures._excerpt import Excerpt
from beholden.figures._files import digest_of_file
from beholden.figures._making import release_of
from beholden.figures.core.assembly import Assembly, Pending, assemble
from beholden.figures.core.checks import Action, Check, Item, entered, identify, placed, summary
from beholden.figures.core.forces import NO_RESIDENTS, Registry
from beholden.figures.core.models import (
    Force,
    ForceCode,
    OffenceId,
    Period,
    Place,
    Reading,
    Release,
    ReleaseId,
    Source,
    Unit,
    Value,
)
from beholden.figures.core.offences import (
    IIOC_TOTAL,
    IMAGE_SET,
    SEXUAL_COMMUNICATION,
    match_wording,
)
from beholden.figures.core.releasing import encode
from beholden.figures.core.splits import Splits, publishable_splits
from beholden.figures.errors import (
    CheckError,
    FiguresError,
    FolderError,
    ReleaseError,
    UnknownError,
)
from beholden.figures.folder import LIST, OWN, SETTINGS, Answer, answers_of
from beholden.figures.models import Built, ReadAnswer, Readings
from beholden.figures.publishing import publish
from beholden.figures.reading import Limits
from beholden.figures.registry import load_registry
from beholden.figures.settings import Settings, read_settings

_READINGS = "readings.json"
_CHECKS = "checks.jsonl"


class Figures:
    """One folder of answers."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        registry: Registry | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.folder = folder
        self.registry = load_registry() if registry is None else registry
        self._clock = clock
        self._limits = Limits() if limits is None else limits
        self._own = folder / OWN
        self._checks = CheckFile(self._own / _CHECKS)

    @property
    def settings(self) -> Settings:
        """What ``figures.toml`` says.

        Raises:
            FolderError: It is refused.
        """
        return read_settings(self.folder / SETTINGS, self.registry)

    def read(self, tick: Tick = lambda _done, _of, _name: None) -> Readings:
        """Reads every answer and keeps what was read; the answers stay as they are.

        A file that cannot be read is in the result with its error; the others are read.

        Raises:
            FolderError: The folder, its list or its settings are not as they should be.
        """
        answers = answers_of(self.folder, self.registry)
        self.settings  # noqa: B018 - its problems are better said before a long reading
        readings = read_answers(self.folder, answers, self.registry, self._limits, tick)
        encoded = msgspec.json.encode(readings, order="deterministic")
        with self._writing():
            replace_file(
                self._own / _READINGS, msgspec.json.format(encoded, indent=1), mode=PUBLIC_FILE
            )
        return readings

    def readings(self) -> Readings:
        """What the last ``read`` found.

        Raises:
            FolderError: Nothing was read yet, or the file is damaged.
        """
        path = self._own / _READINGS
        again = f"Run `beholden figures read {self.folder}`."
        if not path.exists():
            raise FolderError(f"{self.folder}: nothing has been read yet. {again}")
        try:
            return msgspec.json.decode(path.read_bytes(), type=Readings)
        except msgspec.DecodeError:
            raise FolderError(f"{path} is damaged. {again}") from None

    def assembly(self, readings: Readings | None = None) -> Assembly:
        """What may be published of the readings, and what waits for a person."""
        readings = self.readings() if readings is None else readings
        received = {one.file: one.received for one in readings.answers}
        return assemble(self._items(readings), self.checks(), received, self._populations())

    def _populations(self) -> dict[ForceCode, int]:
        """People by force, of those with an area that people live in."""
        return {
            force.code: max(force.populations.items())[1]
            for force in self.registry.forces
            if force.populations and force.code != NO_RESIDENTS
        }

    def silent(self, readings: Readings | None = None) -> tuple[ReadAnswer, ...]:
        """Files of which nothing was understood and of which nobody has entered anything."""
        readings = self.readings() if readings is None else readings
        typed = {
            source.file
            for check in self._checks.all()
            if check.entered is not None
            for source in check.entered.sources
        }
        return tuple(one for one in readings.answers if one.silent and one.file not in typed)

    def excerpts(self) -> dict[str, Excerpt]:
        """What stands around each reading in its file, by the reading's id.

        Of a number that a person entered nothing can be shown but where it stands.
        """
        readings = self.readings()
        typed = {
            item.id: Excerpt(", ".join(f"{s.file} {placed(s.place)}" for s in item.reading.sources))
            for item in self._items(readings)
        }
        return typed | {one.item.id: one.excerpt for a in readings.answers for one in a.items}

    def find_force(self, name: str) -> Force:
        """The force of that name, alias or code.

        Raises:
            UnknownError: There is none; names the nearest.
        """
        force = self.registry.find(name)
        if force is None:
            near = self.registry.suggestions(name)
            hint = f"Did you mean {near[0]}?" if near else "`beholden figures forces` lists them."
            raise UnknownError(f"There is no force {name!r}. {hint}")
        return force

    def find_offence(self, text: str) -> OffenceId:
        """The offence of that id, code or wording.

        Raises:
            UnknownError: There is none.
        """
        wanted = text.strip()
        if wanted in {IIOC_TOTAL, *IMAGE_SET, SEXUAL_COMMUNICATION}:
            return OffenceId(wanted)
        found = match_wording(wanted)
        if found is None or not found.certain:
            raise UnknownError(
                f"There is no offence {text!r}. Give a code, as 86/2, or {IIOC_TOTAL} for all."
            )
        return found.offence

    def pending(self) -> tuple[Pending, ...]:
        """The readings that wait for a person."""
        return self.assembly().pending

    def checks(self) -> dict[str, Check]:
        """The newest check of each reading."""
        return self._checks.newest()

    def _items(self, readings: Readings) -> tuple[Item, ...]:
        """What was read, and what people typed from files that no program can read."""
        digests = {one.file: one.digest for one in readings.answers}
        return readings.items + entered(self._checks.all(), digests)

    def check(
        self,
        id_: str,
        action: Action,
        *,
        by: str,
        why: str = "",
        value: Value | None = None,
        force: ForceCode | None = None,
        period: Period | None = None,
        offence: OffenceId | None = None,
    ) -> Check:
        """Keeps what a person says of one reading.

        Raises:
            CheckError: There is no such reading, or the check does not fit it.
        """
        item = self._item(id_)
        changed = value is not None or force or period or offence
        if not by.strip():
            raise CheckError("by: a check needs the name of the person who answers for it.")
        if action == "correct" and not changed:
            raise CheckError("value: a correction needs a value, force, period or offence.")
        if action != "confirm" and not why.strip():
            raise CheckError(f"why: to {action} a reading, say why; it is published.")
        if action != "correct" and changed:
            raise CheckError(f"value: to {action} takes no new value. Use correct.")
        return self._keep(
            Check(
                id=item.id,
                action=action,
                by=" ".join(by.split()),
                at=self._now(),
                shown=summary(item.reading),
                why=" ".join(why.split()),
                value=value,
                force=force,
                period=period,
                offence=offence,
            )
        )

    def enter(
        self,
        file: str,
        value: Value,
        period: Period,
        *,
        by: str,
        why: str,
        offence: OffenceId = IIOC_TOTAL,
        force: ForceCode | None = None,
        place: Place = Place(),  # noqa: B008 - frozen
    ) -> Check:
        """Keeps a number that a person read in a file and no program can.

        Raises:
            CheckError: There is no such file, or it is not said whose number it is.
        """
        answers = {one.file: one for one in self.readings().answers}
        answer = answers.get(file)
        if answer is None or not answer.digest:
            raise CheckError(f"file: {file!r} is none of the files that were read.")
        of = force or answer.force
        if of is None:
            raise CheckError("force: nobody says whose answer this is. Give --force.")
        if not by.strip() or not why.strip():
            raise CheckError("why: say where in the file the number stands; it is published.")
        source = Source(file, answer.digest, place)
        reading = Reading(of, period, offence, Unit.OFFENCES, value, (source,), "entered-by-hand")
        [item] = identify([reading])
        return self._keep(
            Check(
                id=item.id,
                action="enter",
                by=" ".join(by.split()),
                at=self._now(),
                shown=summary(reading),
                why=" ".join(why.split()),
                entered=reading,
            )
        )

    def _keep(self, check: Check) -> Check:
        with self._writing():
            self._checks.keep(check)
        return check

    def _now(self) -> str:
        at = self._clock().astimezone(UTC).isoformat(timespec="seconds")
        return at.replace("+00:00", "Z")

    def releases(self) -> tuple[Release, ...]:
        """Every release, the oldest first, with its chain verified.

        Raises:
            ReleaseError: One is damaged, or was changed after it was published.
        """
        return _shelf.releases(self._own / "releases")

    def release(self, id_: str | None = None) -> Release:
        """The newest release, or the one of that id.

        Raises:
            ReleaseError: There is none.
        """
        releases = self.releases()
        if not releases:
            raise ReleaseError(
                f"{self.folder}: there is no release yet. Run `beholden figures build "
                f"{self.folder}`."
            )
        if id_ is None:
            return releases[-1]
        for release in releases:
            if release.id == id_:
                return release
        known = ", ".join(release.id for release in releases)
        raise ReleaseError(f"There is no release {id_!r}. There are: {known}.")

    def build(self, id_: ReleaseId | None = None, published: date | None = None) -> Built:
        """Builds a release from what is certain or confirmed, and the site of all releases.

        The same release again only renders anew; a release that exists is never
        changed.

        Args:
            id_: The release's name; the year and month of publication by default.
            published: Its day; today by default.

        Raises:
            ReleaseError: It exists with other content, or a release after it does.
            FolderError: Answers changed since they were read.
        """
        readings = self.readings()
        self._unchanged(readings)
        day = self._clock().date() if published is None else published
        name = ReleaseId(f"{day:%Y-%m}") if id_ is None else id_
        _shelf.check_name(name)
        settings = self.settings
        assembly = self.assembly(readings)
        splits = self._splits(readings, assembly, settings)
        with self._writing():
            older = self.releases()
            before = [one for one in older if one.id != name]
            existing = next((one for one in older if one.id == name), None)
            previous = _previous(before, existing)
            release = release_of(
                name=name,
                day=day,
                settings=settings,
                answers=answers_of(self.folder, self.registry),
                readings=readings,
                assembly=assembly,
                splits=splits.published,
                previous=previous,
            )
            if existing is None:
                if previous is not None and previous.published > day:
                    raise ReleaseError(
                        f"published: {day} is before release {previous.id} of "
                        f"{previous.published}. Releases follow one another."
                    )
                _shelf.add(self._own / "releases", release, self.registry)
            elif encode(existing) != encode(release):
                raise ReleaseError(
                    f"Release {name} is published and stays as it is. What changed since goes "
                    "into a new one: give another --release."
                )
            site = publish(self._own, self.releases(), self.registry, settings)
        data = self._own / "releases" / name / "data"
        known = {one.force for one in assembly.observations if one.value.known}
        not_asked = tuple(sorted(known - set(settings.asked)))
        return Built(release, existing is None, assembly, data, site, splits.held, not_asked)

    def _splits(self, readings: Readings, assembly: Assembly, settings: Settings) -> Splits:
        if not settings.publish_splits:
            return Splits((), ())
        received = {one.file: one.received for one in readings.answers}
        return publishable_splits(self._items(readings), self.checks(), received, assembly)

    def _item(self, id_: str) -> Item:
        items = {one.id: one for one in self._items(self.readings())}
        found = [one for key, one in items.items() if key.startswith(id_)] if id_ else []
        if len(found) != 1:
            many = "more than one reading" if found else "no reading"
            raise CheckError(
                f"There is {many} {id_!r}. `beholden figures review {self.folder}` lists them."
            )
        return found[0]

    def _unchanged(self, readings: Readings) -> None:
        """The folder must be what was read: a build never mixes old readings with new files."""
        answers = {one.file: one for one in answers_of(self.folder, self.registry) if one.file}
        read = {one.file: one for one in readings.answers}
        now, was = answers.keys(), {file: one.digest for file, one in read.items()}
        changed = sorted(now ^ was.keys())
        changed += [
            f"What {LIST} says of {file}"
            for file in sorted(now & was.keys())
            if _said_of(answers[file]) != _said_of(read[file])
        ]
        changed += [
            file
            for file in sorted(now & was.keys())
            if was[file] and digest_of_file(self.folder / file) != was[file]
        ]
        if changed:
            raise FolderError(
                f"{changed[0]} is new, gone or changed since the answers were read. "
                f"Run `beholden figures read {self.folder}` again."
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time in this folder."""
        self._own.mkdir(exist_ok=True)
        with (self._own / "lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FiguresError(
                    f"Another command is writing to {self._own}. Try again when it is done."
                ) from None
            yield


def _said_of(one: Answer | ReadAnswer) -> tuple[object, ...]:
    return (one.force, one.received, one.asked, one.origin)


def _previous(before: Sequence[Release], existing: Release | None) -> Release | None:
    if existing is None:
        return before[-1] if before else None
    return next((one for one in before if one.id == existing.previous), None)
