"""A hundred people at once: 80 look for help and answer surveys, 20 coordinators record events, one requests reports.

Every page is searched for texts of other communities.
"""

import argparse
import http.client
import re
import secrets
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from random import Random

from dev.cluster.browser import Answer
from dev.cluster.ledger import compare_with_stored
from dev.layout import BUILD
from tests.drill import results, stored_records
from tests.drill.crew import TOWN, open_wave, report_writer, towns
from tests.drill.faults import Scene
from tests.drill.installation import Installation
from tests.drill.visitor import Visitor
from tests.drill.writers import AnswerWriter, EventWriter, Writer
from tfc.console import say

VISITORS, COORDINATORS, ANSWERING = 80, 20, 4
# Seconds between two pages, for reading and typing.
READS, TYPES = (6.0, 14.0), (3.0, 9.0)
FINE = {200, 302}
CANARY = re.compile(r"zq(\d+)qz")
TOWNS = "SELECT id, slug FROM communities_community WHERE slug = ANY(%s)"
PUBLISHED = (
    "SELECT c.slug FROM communities_community c WHERE EXISTS "
    "(SELECT FROM support_publicprofile p WHERE p.community_id = c.id) ORDER BY c.id"
)
# Columns for each community's canary, which only its own people must see.
PLANTED = (
    ("events_event", "place", 160),
    ("stakeholders_organization", "name", 160),
    ("stakeholders_contact", "name", 120),
    ("support_service", "name", 160),
)


@dataclass
class Results:
    """A person's results: milliseconds by kind of page, statuses, and faults."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    own: int = 0


class Person(threading.Thread):
    """A person who only reads; ``paths`` belong to the community with the id ``community``."""

    def __init__(
        self, visitor: Visitor, community: int, paths: list[tuple[str, str]], pause: tuple[float, float]
    ) -> None:
        super().__init__(daemon=True)
        self.visitor, self.community, self.paths, self.pause = visitor, community, paths, pause
        self.seen = Results()
        self.stopped = threading.Event()
        self.chance = Random(secrets.randbits(32))

    def run(self) -> None:
        self.stopped.wait(self.chance.uniform(0, self.pause[1]))
        while not self.stopped.is_set():
            kind, path = self.chance.choice(self.paths)
            look(self, kind, path)
            self.stopped.wait(self.chance.uniform(*self.pause))


def look(person: Person, kind: str, path: str) -> None:
    began = time.perf_counter()
    try:
        answer = person.visitor.get(path)
    except (OSError, http.client.HTTPException) as error:
        person.seen.errors.append(f"{path}: {type(error).__name__}")
        return
    person.seen.took[kind].append((time.perf_counter() - began) * 1000)
    judge(person.seen, person.community, path, answer)


def judge(counts: Results, community: int, path: str, answer: Answer) -> None:
    counts.statuses[answer.status] += 1
    if answer.status not in FINE:
        counts.errors.append(f"{path}: {answer.status}")
    whose = {int(number) for number in CANARY.findall(answer.text)}
    counts.own += community in whose
    if others := whose - {community}:
        counts.leaks.append(f"{path} of {community} shows words of {sorted(others)}")


def drill(scene: Scene, options: argparse.Namespace) -> bool:
    """Return True without errors and leaks, and if everything acknowledged is stored once."""
    installation = scene.installation
    say(f"\n── A hundred people for {options.minutes:g} minutes")
    run = f"hundred {secrets.token_hex(3)}"
    people = _people(installation)
    writers = _writers(installation, run)
    everybody: list[Person | Writer] = [*people, *writers]
    for visitor in everybody:
        visitor.start()
    time.sleep(options.minutes * 60)
    for visitor in everybody:
        visitor.stopped.set()
    for visitor in everybody:
        visitor.join(120)
    return _told(installation, run, people, writers, options.minutes)


def _people(installation: Installation) -> list[Person]:
    slugs = towns(installation, COORDINATORS)
    public = [slug for (slug,) in installation.ask(PUBLISHED)]
    numbers = {slug: number for number, slug in installation.ask(TOWNS, [*slugs, *public])}
    for number in set(numbers.values()):
        _plant(installation, number)
    results = []
    for place in range(COORDINATORS):
        slug, visitor = slugs[place % len(slugs)], Visitor(installation.front)
        visitor.sign_in(f"coordinator@{slug}.example")
        paths = _inside(visitor, f"/c/{slug}/")
        results.append(Person(visitor, numbers[slug], paths, TYPES))
    for place in range(VISITORS - ANSWERING):
        slug = public[place % len(public)]
        results.append(
            Person(
                Visitor(installation.front),
                numbers[slug],
                _inside(Visitor(installation.front), f"/p/{slug}/"),
                READS,
            )
        )
    return results


def _plant(installation: Installation, community: int) -> None:
    """Write a canary into rows of each community, once."""
    word = f" zq{community}qz"
    for table, column, longest in PLANTED:
        installation.ask(
            f"UPDATE {table} SET {column} = left({column}, %s) || %s "
            f"WHERE id IN (SELECT id FROM {table} WHERE community_id = %s ORDER BY id DESC LIMIT 30) "
            f"AND position('qz' in {column}) = 0",
            longest - len(word), word, community,
        )  # fmt: skip


def _inside(visitor: Visitor, home: str) -> list[tuple[str, str]]:
    place = "public" if home.startswith("/p/") else "coordinator"
    linked = sorted(set(re.findall(rf'href="({home}[^"#?]*/)"', visitor.get(home).text)) - {home})
    return [
        (f"{place}: home", home),
        *((f"{place}: {path.removeprefix(home).split('/')[0]}", path) for path in linked),
    ]


def _writers(installation: Installation, run: str) -> list[Writer]:
    """Return the writers: some of the eighty answer surveys, some of the twenty record, one requests reports."""
    front = installation.front
    wave = open_wave(installation, TOWN, f"{run} answers")
    slugs = towns(installation, COORDINATORS)
    results: list[Writer] = [
        AnswerWriter(front, TOWN, f"{run} answers {number}", wave) for number in range(ANSWERING)
    ]
    results += [
        EventWriter(front, f"coordinator@{slug}.example", slug, f"{run} events") for slug in slugs[1:9]
    ]
    for result in results:
        result.pause = 6.0
    results.append(report_writer(installation, run))
    for result in results:
        result.prepare()
    return results


def _told(
    installation: Installation, run: str, people: list[Person], writers: list[Writer], minutes: float
) -> bool:
    took: dict[str, list[float]] = defaultdict(list)
    for person in people:
        for kind, values in person.seen.took.items():
            took[kind] += values
    errors = [text for person in people for text in person.seen.errors]
    errors += [text for writer in writers for text in (*writer.broken(), *writer.gave_up)]
    refused = sum(writer.ledger.refused for writer in writers)
    leaks = [text for person in people for text in person.seen.leaks]
    verdicts = _compared(installation, run, writers)
    lost = [name for verdict in verdicts for name in (*verdict.lost, *verdict.doubled)]
    rows = [("page", "asked", "p50", "p95", "p99"), *(_row(kind, took[kind]) for kind in sorted(took))]
    page_count = sum(map(len, took.values()))
    own = sum(person.seen.own for person in people)
    say("\n" + results.aligned([(*row, "") for row in rows]))
    say(
        f"\n  {VISITORS} visitors and {COORDINATORS} coordinators, {minutes:g} minutes: {page_count} pages, "
        f"{sum(verdict.acknowledged for verdict in verdicts)} writes, {refused} sent again, {len(errors)} errors, "
        f"{len(leaks)} leaks ({own} pages showed their own word), {len(lost)} lost or doubled"
    )
    for text in [*errors[:5], *leaks[:5], *lost[:5]]:
        say(f"  {text}")
    well = not (errors or leaks or lost or refused) and own > 0
    results.keep(BUILD / "drill.json", "hundred-users", {
        "minutes": minutes, "pages": page_count, "errors": errors, "leaks": leaks, "lost": lost, "refused": refused,
        "milliseconds": {kind: _row(kind, values)[1:] for kind, values in took.items()},
    })  # fmt: skip
    return well


def _compared(installation: Installation, run: str, writers: list[Writer]) -> list:
    end = time.monotonic() + 120
    while stored_records.open_jobs(installation) and time.monotonic() < end:
        time.sleep(0.5)
    orders = [name for writer in writers if writer.kind == "reports" for name in writer.ledger.sent]
    there = {
        "events": stored_records.names(installation, stored_records.EVENTS, f"{run} events%"),
        "answers": stored_records.names(installation, stored_records.ANSWERS, f"{run} answers"),
        "reports": stored_records.names(installation, stored_records.REPORTS, orders),
    }
    return [
        compare_with_stored([writer.ledger for writer in writers if writer.kind == kind], kind_counts)
        for kind, kind_counts in there.items()
    ]


def _row(kind: str, values: list[float]) -> tuple[str, ...]:
    ordered = sorted(values)
    shares = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99))
    return (kind, str(len(ordered)), *(f"{value:.0f} ms" for value in shares))
