"""The writers during a fault, and what is stored of their records."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg2

from dev.cluster.ledger import WriteLog
from tests.drill import stored_records
from tests.drill.form_filling import get_forms
from tests.drill.installation import Installation
from tests.drill.visitor import Visitor
from tests.drill.writers import (
    AnswerWriter,
    EventWriter,
    FileWriter,
    HeadcountWriter,
    ImportWriter,
    ReportWriter,
    Writer,
)
from tfc.console import StackError

TOWN, OTHER = "pasadena", "boyle-heights"
RESIDENTS = 3
IMPORTING = 12
WITH_COORDINATORS = (
    "SELECT c.slug FROM communities_community c JOIN communities_user u "
    "ON u.email = 'coordinator@' || c.slug || '.example' ORDER BY c.id LIMIT %s"
)


class Crew:
    """Writers of each kind, all at once. ``run`` is the prefix of all names that they write."""

    def __init__(self, installation: Installation, run: str) -> None:
        self.installation, self.run = installation, run
        front = installation.front
        self.writers: list[Writer] = [
            EventWriter(front, f"leader@{TOWN}.example", TOWN, f"{run} events"),
            EventWriter(front, f"coordinator@{OTHER}.example", OTHER, f"{run} events"),
            HeadcountWriter(front, f"coordinator@{TOWN}.example", TOWN, f"{run} headcounts"),
            report_writer(installation, run),
            ImportWriter(front, towns(installation, IMPORTING), f"{run} imports"),
            FileWriter(front, f"coordinator@{TOWN}.example", TOWN, f"{run} files"),
        ]
        wave = open_wave(installation, TOWN, f"{run} answers")
        self.writers += [
            AnswerWriter(front, TOWN, f"{run} answers {number}", wave) for number in range(RESIDENTS)
        ]

    def start(self) -> None:
        for writer in self.writers:
            writer.prepare()
        for writer in self.writers:
            writer.start()

    def stop(self) -> None:
        """Let each writer finish its current record."""
        for writer in self.writers:
            writer.stopped.set()
        for writer in self.writers:
            writer.join(180)

    def until_all_wrote(self, since: float, seconds: float) -> bool:
        """Return True if each kind had a write acknowledged that was sent after ``since``."""
        end = time.monotonic() + seconds
        kinds = {writer.kind for writer in self.writers}
        while kinds:
            for writer in self.writers:
                if any(sent >= since for sent, _at, _refused in list(writer.acks)):
                    kinds.discard(writer.kind)
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True

    def delayed_since(self, moment: float) -> list[float]:
        """Return when the writes were acknowledged that had been refused before, since ``moment``."""
        return [
            at
            for writer in self.writers
            for _sent, at, refused in list(writer.acks)
            if refused and at >= moment
        ]

    def written(self) -> Iterator[tuple[list[WriteLog], list[str]]]:
        """Return by kind: the ledgers, and the names of what is stored."""
        for kind, there in self._stored().items():
            yield [writer.ledger for writer in self.writers if writer.kind == kind], there

    def _stored(self) -> dict[str, list[str]]:
        ask, run = self.installation, f"{self.run} %s%%"
        orders = [name for writer in self.writers if writer.kind == "reports" for name in writer.ledger.sent]
        counted = run % "headcounts"
        return {
            "events": stored_records.names(ask, stored_records.EVENTS, run % "events"),
            "headcounts": stored_records.names(ask, stored_records.EVENTS, counted)
            + stored_records.names(ask, stored_records.HEADCOUNTS, counted),
            "answers": stored_records.names(ask, stored_records.ANSWERS, f"{self.run} answers"),
            "reports": stored_records.names(ask, stored_records.REPORTS, orders),
            "imports": stored_records.names(ask, stored_records.ORGANIZATIONS, run % "imports"),
            "files": stored_records.names(ask, stored_records.VERSIONS, run % "files"),
        }

    def faults(self) -> list[str]:
        results = [f"{writer.name}: {fault}" for writer in self.writers for fault in writer.broken()]
        results += [f"{writer.name} gave up {fault}" for writer in self.writers for fault in writer.gave_up]
        results += [f"{writer.name} never ended" for writer in self.writers if writer.is_alive()]
        results += [
            f"{note}: its file is not as it was sent"
            for note in stored_records.files_amiss(self.installation, f"{self.run} files%")
        ]
        return results


def towns(installation: Installation, number: int) -> list[str]:
    return [slug for (slug,) in installation.ask(WITH_COORDINATORS, number)]


def report_writer(installation: Installation, run: str) -> ReportWriter:
    def waiting() -> int | None:
        try:
            return len(stored_records.open_jobs(installation))
        except (StackError, psycopg2.Error):
            return None

    return ReportWriter(installation.front, f"coordinator@{TOWN}.example", TOWN, f"{run} reports", waiting)


def open_wave(installation: Installation, slug: str, name: str) -> str:
    """Open a residents' survey today and return the code of its URL. Its place identifies it."""
    visitor = Visitor(installation.front)
    visitor.sign_in(f"coordinator@{slug}.example")
    path = f"/c/{slug}/residents-survey/new/"
    form = next(form for form in get_forms(visitor.get(path).text) if "quota" in form.names)
    today = datetime.now(tz=UTC).date()
    dates = {"starts_on": str(today - timedelta(days=1)), "ends_on": str(today + timedelta(days=9))}
    answer = visitor.send(path, form.filled({"place": name, "quota": "5000", **dates}))
    result = installation.ask("SELECT code FROM residents_awarenesswave WHERE place = %s", name)
    if not result:
        raise StackError(f"The survey for residents could not be opened: {path} answers {answer.status}.")
    return str(result[0][0])
