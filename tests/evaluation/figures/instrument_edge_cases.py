"""Small records at the edges of the instrument's rules, with the expected figures.

In Hill's scope, from January to June 2026 in Los Angeles time.
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from communities.models import Cadence, Membership, Role, RolePeriod, RosterConfirmation
from events.models import EventKind
from stakeholders.models import StrategyAssessment
from tests.base import LONG_AGO, World, make_user
from tests.evaluation.figures.help_records import (
    answered,
    call,
    confirmation,
    languages,
    pathway,
    service,
    wave,
)
from tests.evaluation.figures.records import H1, came, counted, event, event_at, organization, sat_down
from tests.evaluation.figures.research_records import evidence, finding, method, research, strategy

ZONE = ZoneInfo("America/Los_Angeles")
LAST = H1.last_day


def start_campaigns_around_both_local_midnights(world: World) -> None:
    """On the first and last day of the half-year, and a minute outside."""
    for moment in ("2025-12-31 23:59", "2026-01-01 00:00", "2026-06-30 23:59", "2026-07-01 00:00"):
        event_at(world.hill, EventKind.CAMPAIGN, datetime.fromisoformat(moment).replace(tzinfo=ZONE))


def keep_the_time_zone_in_which_an_event_was_entered(world: World) -> None:
    """New Year's Eve in New York, in 2026 there while Hill still has three hours of 2025."""
    start = datetime(2026, 1, 1, 0, 30, tzinfo=ZoneInfo("America/New_York"))
    event_at(world.hill, EventKind.CAMPAIGN, start, time_zone="America/New_York")


def promote_leaders_after_59_and_60_days(world: World) -> None:
    """Each was a leader for 40 days and a coordinator since; Hill's own two leaders have led for years."""
    for days in (59, 60):
        person = make_user(f"promoted-{days}")
        membership = Membership.objects.create(
            community=world.hill, user=person, role=Role.COORDINATOR, started_at=LONG_AGO
        )
        began = LAST - timedelta(days=days)
        promoted = began + timedelta(days=40)
        periods = ((Role.LEADER, began, promoted), (Role.COORDINATOR, promoted, None))
        for role, started_on, ended_on in periods:
            RolePeriod.objects.create(
                membership=membership, user=person, role=role, started_on=started_on, ended_on=ended_on
            )
        came(event(world.hill, EventKind.LEADERSHIP_TRAINING, "2026-06-01"), person)
    RosterConfirmation.objects.create(half_year=str(H1), by=world["hill-coordinator"])


def seat_two_churches(world: World) -> None:
    churches = [organization(name, "faith_ngos") for name in ("First Church", "Second Church")]
    sat_down(event(world.hill, EventKind.STAKEHOLDER_MEETING, "2026-03-01"), *churches)


def seat_consumers_alone(world: World) -> None:
    """As an organization and as a constituency they count once."""
    buyers = organization("Buyers", "consumers")
    sat_down(
        event(world.hill, EventKind.STAKEHOLDER_MEETING, "2026-03-01"), buyers, constituencies=("consumers",)
    )


def seat_a_constituency_of_consumers_with_a_newspaper(world: World) -> None:
    """Two sectors: consumers are both, and youth are none."""
    paper = organization("Paper", "media")
    meeting = event(world.hill, EventKind.COMMUNITY_WORKSHOP, "2026-03-01")
    sat_down(meeting, paper, constituencies=("consumers", "youth"))


def invite_an_organization_this_half_year(world: World) -> None:
    """One first came in this half-year; another was there the day before it and was invited."""
    new, known_one = organization("New", "media"), organization("Known", "media")
    sat_down(event(world.hill, EventKind.EDUCATION, "2026-01-01"), new, known_one)
    sat_down(event(world.hill, EventKind.EDUCATION, "2025-12-31"), known_one)
    for group_member in (new, known_one):
        StrategyAssessment.objects.create(
            organization=group_member, on=date(2026, 2, 1), by=world["hill-leader"]
        )


def end_strategies_on_both_sides_of_twelve_months(world: World) -> None:
    """One ran on the first day of the twelve months; the other had ended."""
    for name, ended_on in (("Ran", date(2025, 7, 1)), ("Over", date(2025, 6, 30))):
        result = strategy(
            organization(name, "media"),
            world["hill-leader"],
            ("implementing", "2024-01-01"),
            ended_on=ended_on,
        )
        evidence(result, "2026-01-01")


def finish_fieldwork_before_the_second_method(world: World) -> None:
    """Fieldwork on 1 March, the second method on 2 March; ranking and check are in order."""
    result = research(
        steps={"design": "2026-02-01", "fieldwork": "2026-03-01", "ranked_findings": "2026-04-01"}
    )
    method(result, "interview", "2026-02-01")
    method(result, "mapping", "2026-03-02")
    finding(checked_on=date(2026, 4, 1))


def _hear(people: int) -> None:
    result = research(steps={"design": "2026-02-01", "fieldwork": "2026-03-01"})
    method(result, "interview", "2026-02-01", people_heard=people - 1)
    method(result, "observation", "2026-02-01", people_heard=None, places_observed=1)


def hear_exactly_five(world: World) -> None:
    _hear(5)


def hear_only_four(world: World) -> None:
    _hear(4)


def check_a_finding_before_it_was_ranked(world: World) -> None:
    result = research(
        steps={"design": "2026-02-01", "ranked_findings": "2026-04-01", "community_check": "2026-05-01"}
    )
    assert result.pk
    finding(checked_on=date(2026, 3, 31))


def confirm_and_call_exactly_184_days_ago(world: World) -> None:
    """A shelter on the 184th day, a helpline on the 185th; food covers no cell."""
    languages("en")
    for kind, days in (("housing", 184), ("crisis", 185), ("food", 1)):
        day = (LAST - timedelta(days=days)).isoformat()
        result = service(kind, "en", entered="2025-01-01")
        confirmation(result, day)
        pathway(result, world.hill, world["hill-leader"])
        call(result, day, "physical en", "psychological en")


def call_again_in_vain(world: World) -> None:
    """The latest call counts, though an earlier one succeeded."""
    languages("en")
    result = service("housing", "en", "2026-06-01")
    pathway(result, world.hill, world["hill-leader"])
    call(result, "2026-05-01", "physical en")
    call(result, "2026-06-01", answered=False)


def declare_a_cadence_in_the_middle(world: World) -> None:
    """Monthly from the last day of January: periods end on 27 February, 30 March, 29 April and 30 May. Weekly from
    June: the current period is dropped, and four weeks end."""
    for kind, declared_on in (("month", date(2026, 1, 31)), ("week", date(2026, 6, 1))):
        Cadence.objects.create(kind=kind, declared_on=declared_on, by=world["hill-leader"])
    team = [world["hill-member"], world["hill-leader"], world["hill-coordinator"]]
    for day in ("2026-01-30", "2026-02-27", "2026-03-30", "2026-03-31", "2026-06-07", "2026-06-29"):
        came(event(world.hill, EventKind.TEAM_MEETING, day), *team)


def leave_professions_empty(world: World) -> None:
    """Of thirty people twenty are police and four teachers; all four of the second training were entered."""
    first = event(world.hill, EventKind.STAKEHOLDER_TRAINING, "2026-03-01", people_present=30)
    counted(first, "profession", police=20, teachers=4)
    second = event(world.hill, EventKind.STAKEHOLDER_TRAINING, "2026-04-01", people_present=12)
    counted(second, "profession", police=5, prosecutors=2, judges=0, first_responders=1)


def enter_all_professions_without_counting_the_people(world: World) -> None:
    """All four professions are known, however many others attended."""
    training = event(world.hill, EventKind.STAKEHOLDER_TRAINING, "2026-03-01", people_present=None)
    counted(training, "profession", police=5, prosecutors=2, judges=0, first_responders=1)


def leave_own_words_unjudged(world: World) -> None:
    """Leave the own words of residents without a judgment."""
    survey = wave(starts_on=H1.first_day, ends_on=LAST)
    for people, codes in (
        (10, {}),
        (10, {"route_unprompted": "unclear"}),
        (10, {"hotline_unprompted": "dont_know"}),
        (10, {"route_unprompted": "unclear", "hotline_unprompted": "wrong"}),
        (5, {"route_unprompted": "unclear", "hotline_unprompted": "refused"}),
    ):
        answered(survey, people, **codes)


def ask_again_after_surveys_of_other_kinds(world: World) -> None:
    """Compared with the first of the same version and method with thirty valid answers: 12 of 30 a year before, with
    six texts to judge. With the options shown, five did not know and one refused."""
    before = H1.previous()
    year_before, earliest = before.previous(), before.previous().previous()
    too_few = wave(starts_on=earliest.first_day, ends_on=earliest.last_day)
    answered(too_few, 29, on="2024-09-01")
    other_method = wave("event", starts_on=earliest.first_day, ends_on=earliest.last_day)
    answered(other_method, 60, on="2024-09-01")
    first = wave(starts_on=year_before.first_day, ends_on=year_before.last_day)
    answered(first, 12, on="2025-03-01")
    answered(first, 6, on="2025-03-01", route_unprompted="unclear", definition="wrong")
    answered(first, 12, on="2025-03-01", route_unprompted="wrong", risks=["debts"])
    later = wave(starts_on=before.first_day, ends_on=before.last_day)
    answered(later, 40, on="2025-09-01")
    again = wave(starts_on=H1.first_day, ends_on=LAST)
    answered(again, 35)
    answered(again, 5, hotline_unprompted="wrong", hotline_prompted="dont_know", definition="wrong")
    answered(again, 1, hotline_prompted="refused", risks=["refused"])


# Numerator, denominator and maximum, or the state, by part.
PAGE_EDGES: dict[Any, dict[str, tuple[int | float, int | None, int | float] | str]] = {
    start_campaigns_around_both_local_midnights: {"engagement_events": (2, None, 2)},
    keep_the_time_zone_in_which_an_event_was_entered: {"engagement_events": (1, None, 1)},
    promote_leaders_after_59_and_60_days: {"leaders_in_development": (1, 3, 1)},
    seat_two_churches: {"stakeholder_meetings": (0, None, 0), "sector_breadth": (0, 8, 0)},
    seat_consumers_alone: {"stakeholder_meetings": (0, None, 0), "sector_breadth": (0, 8, 0)},
    seat_a_constituency_of_consumers_with_a_newspaper: {
        "stakeholder_meetings": (1, None, 1),
        "sector_breadth": (2, 8, 2),
    },
    invite_an_organization_this_half_year: {"strategies_implemented": (0, 1, 0)},
    end_strategies_on_both_sides_of_twelve_months: {"strategies_implemented": (0, 1, 0)},
    finish_fieldwork_before_the_second_method: {"research_done": (4, 5, 4)},
    hear_exactly_five: {"research_done": (3, 5, 3)},
    hear_only_four: {"research_done": (2, 5, 2)},
    check_a_finding_before_it_was_ranked: {"research_done": (2, 5, 2)},
    confirm_and_call_exactly_184_days_ago: {"ready_to_refer": (1, 4, 2), "resources_identified": (1, 4, 2)},
    call_again_in_vain: {"ready_to_refer": (0, 4, 0)},
    declare_a_cadence_in_the_middle: {"meets_consistently": (4, 8, 4)},
    leave_professions_empty: {"professionals_trained": (23, None, 34)},
    enter_all_professions_without_counting_the_people: {"professionals_trained": (8, None, 8)},
    leave_own_words_unjudged: {"access_known": (10, 40, 30)},
    ask_again_after_surveys_of_other_kinds: {"access_known": (36, 41, 36), "risks_known": (35, 40, 35)},
}
