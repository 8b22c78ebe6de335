"""The cost of a page compared with a bare one, and of the middle of a list compared with its start."""

from uuid import uuid4

from tests.bench.client import Answer, Visitor
from tests.bench.compare import Ask, Visit, compare
from tests.bench.result_rows import ResultRow, number_row
from tests.bench.servers import Stage
from tests.bench.visitors import Person

STAFF_VISITS = 2
# The allowed ratio to a bare Django page.
LIST, OTHER_PAGE = 2.0, 3.0


def bare_list(visitor: Visitor, who: Person, _turn: int) -> Answer:
    return visitor.get(f"/{who.community}/")


def bare_detail(visitor: Visitor, who: Person, turn: int) -> Answer:
    return visitor.get(f"/{who.community}/{who.event(turn)}/")


def bare_create(visitor: Visitor, who: Person, _turn: int) -> Answer:
    data = {
        "title": "Bench",
        "kind": "team_meeting",
        "starts_at": "2026-10-01 19:00",
        "ends_at": "2026-10-01 20:00",
        "time_zone": "America/Los_Angeles",
        "place": "Library",
        "note": "",
    }
    return visitor.post(f"/{who.community}/new/", data)


def of_community(path: str) -> Ask:
    """Return a page of the visitor's community; ``{event}`` is one of its events, in turn."""

    def ask(visitor: Visitor, who: Person, turn: int) -> Answer:
        return visitor.get(f"/c/{who.slug}/" + path.format(event=who.event(turn), middle=who.middle))

    return ask


def of_office(path: str) -> Ask:
    def ask(visitor: Visitor, who: Person, _turn: int) -> Answer:
        return visitor.get(f"/office/{who.slug}/{path}")

    return ask


def help_page(visitor: Visitor, who: Person, _turn: int) -> Answer:
    return visitor.get(f"/p/{who.slug}/help/")


def record_event(visitor: Visitor, who: Person, _turn: int) -> Answer:
    data = {
        "client_id": str(uuid4()),
        "day": "2026-10-01",
        "starts": "19:00",
        "place": "Library",
        "note": "",
        "people_present": "12",
        # A second meeting on one day would first be asked about.
        "another": "on",
    }
    return visitor.post(f"/c/{who.slug}/events/log/", data)


EVENTS = of_community("events/")
MIDDLE = of_community("events/?status=held&at={middle}")
HELD = of_community("events/?status=held")
ORGANIZATIONS = of_community("organizations/")
EVENT = of_community("events/{event}/")
OFFICE_PAGES = (
    ("office home", ""),
    ("office figures, 25 communities shown", "figures/"),
    ("office figures, sorted by one item", "figures/?sort=meets_consistently"),
    ("office figures, sorted by one indicator", "figures/?sort=stakeholder_engagement"),
    ("office figures, sorted by age", "figures/?sort=age"),
    ("one item in all communities", "parts/stakeholder_meetings/"),
    ("needs attention", "attention/"),
    ("missing records", "missing-records/"),
    ("data quality of an office", "data-quality/"),
    ("review of surveys", "submissions/"),
    ("candidates", "candidates/"),
    ("receipt of a sum", "figures/?receipt=stakeholder_meetings"),
)
QUESTION = of_community("survey/2026-H2/diverse_participation/")


def measure(stage: Stage) -> list[ResultRow]:
    """Measure the most visited pages of a community, and the public page."""

    def compare_pages(name: str, goal: float, ask: Ask, bare: Ask, *, answers: int = 200) -> ResultRow:
        ours = Visit(stage.ours, stage.coordinators, ask, answers)
        return compare(name, goal, ours, Visit(stage.bare, stage.coordinators, bare, answers))

    return [
        compare_pages("event list", LIST, EVENTS, bare_list),
        compare_pages("organization list", LIST, ORGANIZATIONS, bare_list),
        compare_pages("event detail", OTHER_PAGE, EVENT, bare_detail),
        compare_pages("survey question", OTHER_PAGE, QUESTION, bare_detail),
        compare_pages("community home", OTHER_PAGE, of_community(""), bare_list),
        compare_pages("public help page", OTHER_PAGE, help_page, bare_detail),
        _weight(stage),
        # The last one: it leaves stale marks, with which pages compute figures until a worker has run.
        compare_pages("record an event", OTHER_PAGE, record_event, bare_create, answers=302),
    ]


def of_the_office(stage: Stage) -> list[ResultRow]:
    """Measure the pages of an office that read something of all its communities."""

    def compare_path(name: str, path: str) -> ResultRow:
        ours = Visit(stage.ours, [stage.staff] * STAFF_VISITS, of_office(path))
        return compare(name, OTHER_PAGE, ours, Visit(stage.bare, stage.coordinators, bare_list))

    return [compare_path(name, path) for name, path in OFFICE_PAGES]


def _weight(stage: Stage) -> ResultRow:
    """Return the bytes that the help page transfers; fonts and style sheet are cached or optional."""
    pages = [help_page(stage.ours.visitor(coordinator), coordinator, 0) for coordinator in stage.coordinators]
    kilobytes = [len(page.body) / 1000 for page in pages]
    return number_row("public help page, kB compressed", 50, kilobytes, f"{max(kilobytes):,.1f} kB at most")


def in_the_middle(stage: Stage) -> list[ResultRow]:
    """Compare a page in the middle of a community's history with the first page."""
    middle = Visit(stage.ours, stage.coordinators, MIDDLE)
    return [compare("middle page of events", 1.2, middle, Visit(stage.ours, stage.coordinators, HELD))]
