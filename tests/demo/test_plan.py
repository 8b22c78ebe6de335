"""The demo's plan as plain data, without a database."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from communities.census import read_census_rows
from communities.models import Role
from demo.calendar import LAST
from demo.places import build_places
from demo.plan import Plan, Town, make_plan
from demo.sign_ins import get_demo_email
from evaluation.models import SubmissionState
from events.models import EventKind, EventStatus
from tfc.periods import HalfYear

MOMENTS = [
    datetime(2026, 11, 25, 12, tzinfo=UTC),
    datetime(2026, 7, 1, 3, tzinfo=UTC),
    datetime(2025, 2, 14, tzinfo=UTC),
    datetime(2023, 6, 1, tzinfo=UTC),
    datetime(2028, 1, 1, tzinfo=UTC),
]
NOW = MOMENTS[0]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(NOW)


def town(plan: Plan, slug: str) -> Town:
    return next(town for town in plan.towns if town.place.slug == slug)


def test_it_is_the_same_at_every_making(plan: Plan):
    assert make_plan(NOW) == plan


def test_it_has_24_communities_in_the_usa_and_3_in_the_uk(plan: Plan):
    assert Counter(town.place.office for town in plan.towns) == {"usa": 24, "uk": 3}
    states = Counter(town.place.region for town in plan.towns[:14])
    assert states == {"California": 6, "Colorado": 2, "Ohio": 3, "Florida": 3}
    assert {row["place"] for row in read_census_rows("places.csv")} == {
        town.place.name for town in plan.towns[:24]
    }


def test_its_slugs_are_the_names_in_lower_case_with_hyphens(plan: Plan):
    slugs = [town.place.slug for town in plan.towns]
    assert {"pasadena", "boyle-heights", "san-diego", "south-los-angeles"} < set(slugs)
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("place", build_places(), ids=lambda place: place.slug)
def test_every_profile_sums_to_the_population(place):
    population = {row["place"]: int(row["population"]) for row in read_census_rows("places.csv")}
    for dimension in ("gender", "race", "age_band"):
        people = sum(place.get_people_by_group(dimension).values())
        assert people == (population[place.name] if place.office == "usa" else 0)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_it_holds_nothing_in_the_future(now: datetime):
    plan = make_plan(now)
    for town in plan.towns:
        held_events = [event for event in town.events if event.status == EventStatus.HELD]
        assert all(event.ends_at <= now for event in held_events)
        assert all(
            event.status == EventStatus.PLANNED
            for event in town.events
            if event.starts_at > now + timedelta(days=4)
        )
        assert all(step.at <= now for survey in town.surveys for step in survey.steps)
        coming = [event for event in town.events if event.status != EventStatus.HELD]
        assert all(event.turnout.people_present is None and not event.turnout.members for event in coming)


def test_a_later_moment_changes_nothing_of_what_was_over(plan: Plan):
    earlier = make_plan(NOW - timedelta(days=100))
    for before, after in zip(earlier.towns, plan.towns, strict=True):
        over = [event for event in before.events if event.ends_at <= earlier.now]
        assert [event for event in after.events if event.ends_at <= earlier.now] == over


def test_it_covers_six_half_years_and_leaves_the_last_one_open(plan: Plan):
    assert [str(round_.half_year) for round_ in plan.rounds] == [
        "2024-H1", "2024-H2", "2025-H1", "2025-H2", "2026-H1", "2026-H2",
    ]  # fmt: skip
    assert [round_.closed_at is None for round_ in plan.rounds] == [False] * 5 + [True]


def test_it_has_a_team_of_three_to_eight_with_the_printed_accounts(plan: Plan):
    for town in plan.towns:
        assert 3 <= len(town.people) <= 8
        assert [person.email for person in town.people[:3]] == [
            get_demo_email(role, town.place.slug) for role in reversed(Role)
        ]
        assert [person.role for person in town.people[:3]] == list(reversed(Role))


def test_it_adds_up_who_came(plan: Plan):
    for event in (event for town in plan.towns for event in town.events):
        came = event.turnout
        assert came.people_present is not None or not came.headcounts
        for groups in came.headcounts.values():
            assert sum(groups.values()) <= (came.people_present or 0)
        assert len(came.members) <= (came.people_present if came.people_present is not None else 8)


def test_only_team_members_attended(plan: Plan):
    for town in plan.towns:
        for event in town.events:
            day = event.starts_at.date()
            assert all(town.people[number].is_in_team(day) for number in event.turnout.members)


def test_it_has_all_kinds_of_events_in_every_state(plan: Plan):
    events = [event for town in plan.towns for event in town.events]
    assert {event.kind for event in events} == set(EventKind)
    assert {event.status for event in events} == set(EventStatus)
    forgotten = [event for event in events if event.status == EventStatus.PLANNED and event.ends_at < NOW]
    coming = [event for event in events if event.status == EventStatus.PLANNED and event.ends_at > NOW]
    assert min(len(forgotten), len(coming)) > 20
    assert any(event.deleted for event in events)


def test_joint_events_carry_one_key_in_each_community(plan: Plan):
    keys = Counter(event.joint_key for town in plan.towns for event in town.events if event.joint_key)
    assert sorted(keys.values()) == [2, 2, 3]


def test_pasadena_waits_to_be_asked_and_was_accepted_before(plan: Plan):
    surveys = town(plan, "pasadena").surveys
    assert [survey.half_year for survey in surveys] == [round_.half_year for round_ in plan.rounds][:-1]
    assert {survey.state for survey in surveys} == {SubmissionState.ACCEPTED}


def test_it_shows_surveys_in_every_state(plan: Plan):
    states = {
        is_open: Counter(
            survey.state
            for town in plan.towns
            for survey in town.surveys
            if (survey.half_year == LAST) is is_open
        )
        for is_open in (False, True)
    }
    closed, opened = states[False], states[True]
    assert closed[SubmissionState.ACCEPTED] > 0.8 * closed.total()
    assert set(closed) == set(SubmissionState)
    assert set(opened) == {SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.RETURNED}


def trainings(town: Town, half_year: HalfYear) -> list:
    kind = EventKind.STAKEHOLDER_TRAINING
    return [
        event for event in town.events if event.kind == kind and half_year.contains(event.starts_at.date())
    ]


def test_one_declaration_is_true_and_one_is_contradicted_by_a_record(plan: Plan):
    honest, wrong = town(plan, "san-francisco"), town(plan, "toledo")
    assert honest.declared == [(HalfYear(2025, 2), "professionals_trained")]
    assert trainings(honest, HalfYear(2025, 2)) == []
    assert wrong.declared == [(HalfYear(2026, 1), "professionals_trained")]
    assert [training.status for training in trainings(wrong, HalfYear(2026, 1))] == [EventStatus.HELD]


def test_it_names_nobody_outside_example_addresses(plan: Plan):
    for town in plan.towns:
        contacts = [contact for organization in town.organizations for contact in organization.contacts]
        addresses = [person.email for person in town.people] + [contact.email for contact in contacts]
        assert all(address == "" or address.endswith(".example") for address in addresses)


def test_its_findings_do_not_contradict_themselves(plan: Plan):
    """A finding's method is one that the research used, and its sources support its confidence
    (stakeholders.scale_labels)."""
    researches = [
        research for town in plan.towns for research in town.discovery.researches if research.findings
    ]
    assert researches
    for research in researches:
        heard = {method: people for method, _, people in research.methods}
        assert len(heard) >= 2
        for finding in research.findings:
            assert finding.confidence < 5 or finding.checked_on
            assert finding.confidence != 3 or (finding.people_heard or 0) > 1
            assert (finding.people_heard or 0) <= (heard[finding.text.method] or 0)
