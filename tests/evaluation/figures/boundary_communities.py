"""Communities whose records lie exactly on the limits of the rules, or a day or a person beside them. In Hill's
scope."""

from datetime import date, timedelta
from typing import Any

from communities.models import Cadence, RosterConfirmation
from evaluation.actions.figures import DECLARABLE
from evaluation.models import Declaration
from events.models import EventKind
from tests.base import World
from tests.evaluation.figures.help_records import call, confirmation, languages, pathway, service
from tests.evaluation.figures.random_community import new_leaders
from tests.evaluation.figures.records import H1, came, counted, event, organization, profile, sat_down
from tests.evaluation.figures.research_records import (
    decision,
    evidence,
    finding,
    focus,
    full_research,
    strategy,
)

LAST = H1.last_day


def back(days: int) -> str:
    """Return the day so many days before the half-year's last."""
    return (LAST - timedelta(days=days)).isoformat()


def windows_that_end_on_the_first_and_the_last_day(world: World) -> None:
    for day in ("2025-12-26", back(6)):
        Cadence.objects.create(kind="week", declared_on=date.fromisoformat(day), by=world["hill-leader"])
    team = [world["hill-member"], world["hill-leader"], world["hill-coordinator"]]
    for day in ("2025-12-26", "2026-01-02", LAST.isoformat()):
        came(event(world.hill, EventKind.TEAM_MEETING, day), *team)
    came(event(world.hill, EventKind.TEAM_MEETING, "2026-02-03"), *team[:2])
    event(world.hill, EventKind.TEAM_MEETING, "2026-03-10")


def _diverse(world: World, heads: int, **groups: int) -> None:
    profile("gender", female=400, male=550, another=50)
    counted(event(world.hill, EventKind.TEAM_MEETING, "2026-03-01", people_present=heads), "gender", **groups)


def just_enough_is_recorded_and_just_represented(world: World) -> None:
    _diverse(world, 50, female=6, male=23, another=1)


def one_too_many_is_unrecorded(world: World) -> None:
    _diverse(world, 51, female=6, male=23, another=1)


def twenty_are_recorded(world: World) -> None:
    _diverse(world, 20, female=4, male=16, another=0)


def nineteen_are_recorded(world: World) -> None:
    _diverse(world, 19, female=4, male=15, another=0)


def a_team_meeting_has_no_outcome(world: World) -> None:
    twenty_are_recorded(world)
    event(world.hill, EventKind.TEAM_MEETING, "2026-03-02", status="planned")


def tables_of_two_of_one_and_of_nobody(world: World) -> None:
    consumers, media = organization("Buyers", "consumers"), organization("Paper", "media")
    for bodies, groups in (
        ([media], ("youth",)),
        ([], ("youth", "parents")),
        ([consumers], ("consumers",)),
        ([consumers, media], ("consumers",)),
        ([], ()),
    ):
        meeting = event(world.hill, EventKind.STAKEHOLDER_MEETING, LAST.isoformat())
        sat_down(meeting, *bodies, constituencies=groups)
    event(world.hill, EventKind.STAKEHOLDER_MEETING, "2026-01-01", status="planned")


def _focuses(number: int) -> None:
    full_research()
    why: dict[str, Any] = {"decision": decision(LAST.isoformat()), "finding": finding()}
    for _ in range(number):
        focus(**why)


def two_focuses(world: World) -> None:
    _focuses(2)


def three_focuses(world: World) -> None:
    _focuses(3)


def nothing_is_signed_away(world: World) -> None:
    """Declare everything as none where that is possible."""
    languages("en")
    _sign(world)


def _sign(world: World) -> None:
    for part in DECLARABLE:
        Declaration.objects.create(half_year=str(H1), part=part, by=world["hill-coordinator"])


def all_that_is_signed_away_is_there(world: World) -> None:
    _sign(world)
    _focuses(1)
    tables_of_two_of_one_and_of_nobody(world)
    words_of_184_and_185_days(world)
    event(world.hill, EventKind.CAMPAIGN, "2026-03-01", hosting="hosted")
    event(world.hill, EventKind.STAKEHOLDER_TRAINING, "2026-03-01", people_present=0)


def words_of_184_and_185_days(world: World) -> None:
    """A service confirmed just in time, one a day too late, one withdrawn, and check calls alike."""
    languages("en")
    cells = {
        "housing": "physical",
        "counseling": "psychological",
        "spiritual_care": "spiritual",
        "legal": "social",
    }
    for (kind, need), days in zip(cells.items(), (184, 185, 3, 4), strict=True):
        result = service(kind, "en", back(days), entered=back(300))
        pathway(
            result,
            world.hill,
            world["hill-leader"],
            contact_trained_on=LAST if need == "social" else date(2026, 1, 2),
        )
        call(result, back(days), f"{need} en")
        if kind == "spiritual_care":
            confirmation(result, LAST.isoformat(), reply="changed")


def evidence_and_presence_of_twelve_months(world: World) -> None:
    for name, on in (("a", "2025-06-30"), ("b", "2025-06-29")):
        shown, present = organization(f"Shown {name}", "media"), organization(f"Present {name}", "schools")
        result = strategy(shown, world["hill-leader"], ("implementing", "2025-01-01"))
        evidence(result, on)
        sat_down(event(world.hill, EventKind.EDUCATION, on), present)


def _found(day: str) -> None:
    result = full_research()
    type(finding()).objects.all().update(observed_on=day)
    assert result.pk


def a_finding_of_24_months(world: World) -> None:
    _found("2024-06-30")


def a_finding_older_than_24_months(world: World) -> None:
    _found("2024-06-29")


def nobody_was_at_the_training(world: World) -> None:
    event(world.hill, EventKind.STAKEHOLDER_TRAINING, "2026-03-01", people_present=0)


def leaders_of_59_60_and_61_days(world: World) -> None:
    """Two leaders have led for years, and two of these three count as well."""
    leaders = new_leaders(world, [59, 60, 61])
    RosterConfirmation.objects.create(half_year=str(H1), by=world["hill-coordinator"])
    came(event(world.hill, EventKind.LEADERSHIP_TRAINING, "2026-03-01"), *leaders)


# Expected numerator, denominator and maximum by part; other parts are only compared.
EDGES: dict[Any, dict[str, tuple[int | float, int | None, int | float] | str]] = {
    windows_that_end_on_the_first_and_the_last_day: {"meets_consistently": (3, 26, 4)},
    just_enough_is_recorded_and_just_represented: {"diverse_participation": (3, 3, 3)},
    one_too_many_is_unrecorded: {"diverse_participation": "unknown"},
    twenty_are_recorded: {"diverse_participation": (2, 3, 2)},
    nineteen_are_recorded: {"diverse_participation": "unknown"},
    a_team_meeting_has_no_outcome: {"diverse_participation": (2, 3, 3)},
    tables_of_two_of_one_and_of_nobody: {"stakeholder_meetings": (3, None, 5), "sector_breadth": (2, 8, 8)},
    two_focuses: {"focus_chosen": (1, 1, 1)},
    three_focuses: {"focus_chosen": (0.5, 1, 0.5)},
    nothing_is_signed_away: dict.fromkeys((*DECLARABLE, "sector_breadth", "focus_chosen"), "declared_zero"),
    all_that_is_signed_away_is_there: dict.fromkeys(
        (*DECLARABLE, "sector_breadth", "focus_chosen"), "unknown"
    ),
    words_of_184_and_185_days: {"resources_identified": (2, 4, 4), "ready_to_refer": (2, 4, 4)},
    evidence_and_presence_of_twelve_months: {"strategies_implemented": (1, 3, 2)},
    a_finding_of_24_months: {"research_done": (5, 5, 5)},
    a_finding_older_than_24_months: {"research_done": (4, 5, 4)},
    nobody_was_at_the_training: {"professionals_trained": (0, None, 0)},
    leaders_of_59_60_and_61_days: {"leaders_in_development": (2, 4, 2)},
}
