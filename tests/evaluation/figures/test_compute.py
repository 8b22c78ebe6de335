"""Each part from real records, compared with numbers calculated by hand."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils import timezone

from communities.models import Cadence, Membership, Role, RolePeriod, RosterConfirmation, StageChange
from evaluation.explanations import explain
from evaluation.figures import Computed, compute
from evaluation.instrument import PARTS, Rule
from evaluation.models import Declaration
from events.models import Campaign, CampaignStage, Event, EventKind, EventStatus
from stakeholders.models import Organization
from tests.base import World, add_member, within
from tests.evaluation.figures.records import (
    H1,
    came,
    counted,
    event,
    organization,
    profile,
    sat_down,
    stakeholder_meetings,
)
from tfc.tenancy import ScopeError


def get_figures(community) -> dict[str, Computed]:
    with within(community):
        return compute([community], H1)[community.pk]


def win(world: World, day: str, *, deleted: bool = False) -> CampaignStage:
    """Record a campaign that was adopted on the day and is in force since; return the stage by which it was won."""
    campaign = Campaign.objects.create(
        title="Win", kind="policy", goal="A rule", deleted_at=timezone.now() if deleted else None
    )
    adopted, _in_force = (
        CampaignStage.objects.create(
            campaign=campaign, stage=stage, on=date.fromisoformat(day), by=world["hill-leader"]
        )
        for stage in ("adopted", "in_force")
    )
    return adopted


def numbers(computed: Computed) -> tuple:
    measured = computed.measured
    return measured.numerator, measured.denominator, measured.lower, measured.upper


def get_team(world: World) -> list:
    return [world[f"hill-{role}"] for role in ("member", "leader", "coordinator")]


def test_it_knows_nothing_of_a_community_without_records(world: World):
    figures = get_figures(world.hill)
    assert list(figures) == [part.code for part in PARTS]
    reasons = {code: figure.measured.reason for code, figure in figures.items()}
    assert reasons == {
        "meets_consistently": "no_cadence_declared",
        "diverse_participation": "no_profile",
        "research_done": "no_research",
        "focus_chosen": "research_unknown",
        "stakeholder_meetings": "nothing_recorded",
        "sector_breadth": "nothing_recorded",
        "engagement_events": "nothing_recorded",
        "access_known": "no_survey",
        "risks_known": "no_survey",
        "ready_to_refer": "no_required_language",
        "strategies_implemented": "nothing_engaged",
        "leaders_in_development": "roster_unconfirmed",
        "professionals_trained": "nothing_recorded",
        "resources_identified": "no_required_language",
    }
    counts = {part.code for part in PARTS if part.rule == Rule.TARGET}
    assert {figure.rating for code, figure in figures.items() if code not in counts} == {"unknown"}
    assert {figures[code].rating for code in counts} == {"not_rated"}


def test_it_counts_the_windows_in_which_enough_members_met(world: World):
    team = get_team(world)
    with within(world.hill):
        # Months from the 1st: January met, February only two members, March without outcome, April without attendance,
        # May none, June met on its last day.
        Cadence.objects.create(kind="month", declared_on=date(2026, 1, 1), by=team[2])
        january = event(world.hill, EventKind.TEAM_MEETING, "2026-01-31")
        came(january, *team)
        february = event(world.hill, EventKind.TEAM_MEETING, "2026-02-10")
        came(february, *team[:2])
        march = event(world.hill, EventKind.TEAM_MEETING, "2026-03-10", status=EventStatus.PLANNED)
        april = event(world.hill, EventKind.TEAM_MEETING, "2026-04-10")
        june = event(world.hill, EventKind.TEAM_MEETING, "2026-06-30")
        came(june, *team)
        cancelled = event(world.hill, EventKind.TEAM_MEETING, "2026-05-05", status=EventStatus.CANCELLED)
        came(cancelled, *team)
    meets_consistently = get_figures(world.hill)["meets_consistently"]
    assert numbers(meets_consistently) == (2, 6, 2, 4)
    assert meets_consistently.measured.value == Fraction(100, 3)
    assert meets_consistently.rating == "not_met_or_partly"
    assert meets_consistently.receipt["records"]["events.event"] == [[january.pk, 1], [june.pk, 1]]
    considered = [[event.pk, 1] for event in (february, march, april)]
    assert meets_consistently.receipt["considered"]["events.event"] == considered
    assert meets_consistently.measured.details["regularity"]["longest_gap"] == 150


def test_it_compares_attendance_with_the_population(world: World):
    with within(world.hill):
        profile("gender", male=500, female=500)
        profile("age_band", **{"0-14": 300, "15-19": 50, "20-24": 50, "25-44": 400, "45-64": 300, "65+": 200})
        first = event(world.hill, EventKind.TEAM_MEETING, "2026-02-01", people_present=20)
        counted(first, "gender", male=2, female=14)
        counted(first, "age_band", **{"25-44": 10, "45-64": 6, "0-14": 2})
        second = event(world.hill, EventKind.TEAM_MEETING, "2026-03-01", people_present=12)
        counted(second, "gender", male=2, female=10)
        counted(second, "age_band", **{"25-44": 8, "65+": 4})
        other = event(world.hill, EventKind.AWARENESS, "2026-03-02", people_present=50)
        counted(other, "gender", male=50)
    diverse_participation = get_figures(world.hill)["diverse_participation"]
    # Gender: 28 recorded, 4 men = 14 % of them, less than half of 50 %: 1 of 2. Could be 4 or 8 men of 32: 12.5 or 25
    # %, so at most both. Ages from 15 on: 28 recorded of 30 (two were children); 15-24 nobody (of 10 %), 25-44 18 (of
    # 40 %), 45-64 6 = 21 % (half of 30 % is 15 %), 65+ 4 = 14 % (half of 20 % is 10 %): 3 of 4; two more could be
    # 15-24: 2/30 = 6.7 %, more than 5 %.
    assert numbers(diverse_participation) == (4, 6, 4, 6)
    assert diverse_participation.receipt["records"]["events.event"] == [[first.pk, 1], [second.pk, 1]]


def test_anybody_may_have_been_at_a_meeting_without_attendance(world: World):
    with within(world.hill):
        profile("gender", male=500, female=500)
        counted(event(world.hill, EventKind.TEAM_MEETING, "2026-02-01"), "gender", male=12, female=12)
        without = event(world.hill, EventKind.TEAM_MEETING, "2026-03-01")
    uncertain = get_figures(world.hill)["diverse_participation"]
    assert numbers(uncertain) == (2, 2, 0, 2)
    assert uncertain.receipt["considered"]["events.event"] == [[without.pk, 1]]
    assert "1 meeting has no attendance" in " ".join(explain("diverse_participation", uncertain.measured))

    # Nobody came, and that is recorded.
    with within(world.hill):
        Event.objects.filter(pk=without.pk).update(people_present=0)
    assert numbers(get_figures(world.hill)["diverse_participation"]) == (2, 2, 2, 2)


def test_it_reads_past_ages_that_nobody_can_place(world: World):
    with within(world.hill):
        profile("gender", male=500, female=500)
        profile("age_band", adults=900, children=100)
        meeting = event(world.hill, EventKind.TEAM_MEETING, "2026-02-01", people_present=20)
        counted(meeting, "gender", male=10, female=10)
        counted(meeting, "age_band", grown_up=20)
    assert numbers(get_figures(world.hill)["diverse_participation"]) == (2, 2, 2, 2)


def test_it_counts_meetings_of_different_sectors(world: World):
    with within(world.hill):
        school, paper = organization("School", "schools"), organization("Paper", "media")
        church, chapel = organization("Church", "faith_ngos"), organization("Chapel", "faith_ngos")
        mixed = event(world.hill, EventKind.STAKEHOLDER_MEETING, "2026-01-01")
        sat_down(mixed, school, paper)
        churches = event(world.hill, EventKind.STAKEHOLDER_MEETING, "2026-02-01")
        sat_down(churches, church, chapel)
        with_youth = event(world.hill, EventKind.STAKEHOLDER_MEETING, "2026-03-01")
        sat_down(with_youth, church, constituencies=("youth",))
        unrecorded = event(world.hill, EventKind.STAKEHOLDER_MEETING, "2026-04-01")
        planned = event(world.hill, EventKind.STAKEHOLDER_MEETING, "2026-05-01", status="planned")
        workshop = event(world.hill, EventKind.COMMUNITY_WORKSHOP, "2026-05-02")
        sat_down(workshop, school, chapel)
        group = event(world.hill, EventKind.LISTENING_GROUP, "2026-05-03")
        sat_down(group, school)
        # Outreach, lessons and campaign actions do not count, whoever attended.
        for kind in (EventKind.CAMPAIGN, EventKind.EDUCATION, EventKind.AWARENESS):
            sat_down(event(world.hill, kind, "2026-05-04"), school, paper, chapel)
        event(world.hill, EventKind.AWARENESS, "2026-05-05", status="planned")
    all_figures = get_figures(world.hill)
    assert numbers(all_figures["stakeholder_meetings"]) == (3, None, 3, 5)
    assert numbers(all_figures["sector_breadth"]) == (3, 8, 3, 8)
    records = all_figures["stakeholder_meetings"].receipt["records"]
    assert records["events.event"] == [[mixed.pk, 1], [with_youth.pk, 1], [workshop.pk, 1]]
    assert records["stakeholders.organization"] == [
        [organization.pk, 1] for organization in (school, paper, church, chapel)
    ]
    considered = all_figures["stakeholder_meetings"].receipt["considered"]["events.event"]
    assert considered == [[organization.pk, 1] for organization in (churches, unrecorded, planned, group)]


def test_it_counts_engagement_events_by_kind_and_hosting(world: World):
    with within(world.hill):
        event(world.hill, EventKind.AWARENESS, "2026-01-01", sponsored_by_oasis=True)
        event(world.hill, EventKind.CAMPAIGN, "2026-02-01", hosting="co_hosted")
        event(world.hill, EventKind.CAMPAIGN, "2026-02-02", hosting="facilitated")
        event(world.hill, EventKind.EDUCATION, "2026-02-03", hosting="attended")
        event(world.hill, EventKind.LISTENING_GROUP, "2026-02-04", status="planned")
        event(world.hill, EventKind.TEAM_MEETING, "2026-02-05")
        wins = [win(world, "2026-02-06"), win(world, "2026-06-30")]
        win(world, "2026-07-01")
        win(world, "2026-02-07", deleted=True)
        deleted = event(world.hill, EventKind.CAMPAIGN, "2026-02-07")
        deleted.deleted_at = deleted.created_at
        deleted.save()
    engagement_events = get_figures(world.hill)["engagement_events"]
    assert numbers(engagement_events) == (3, None, 3, 4)
    details = engagement_events.measured.details
    assert {kind: number for kind, number in details["by_kind"].items() if number} == {
        "awareness": 1,
        "campaign": 2,
    }
    assert (details["oasis_sponsored"], details["campaigns_won"]) == (1, 2)
    considered = engagement_events.receipt["considered"]["events.campaignstage"]
    assert considered == [[stage.pk, 1] for stage in wins]


def test_it_asks_for_the_leaders_who_were_in_post_long_enough(world: World):
    leader, coordinator = world["hill-leader"], world["hill-coordinator"]
    add_member(world.hill, "new", Role.LEADER)
    gone = add_member(world.hill, "gone", Role.LEADER)
    with within(world.hill):
        # Promoted a week before the end, but a leader for two years.
        period = RolePeriod.objects.get(user=coordinator)
        RolePeriod.objects.create(
            membership=period.membership,
            user=coordinator,
            role=Role.COORDINATOR,
            started_on=date(2026, 6, 23),
        )
        RolePeriod.objects.filter(pk=period.pk).update(role=Role.LEADER, ended_on=date(2026, 6, 23))
        RolePeriod.objects.filter(user__name="new").update(started_on=date(2026, 5, 15))
        RolePeriod.objects.filter(user=gone).update(ended_on=date(2026, 6, 30))
        training = event(world.hill, EventKind.LEADERSHIP_TRAINING, "2026-03-01")
        came(training, leader, world["hill-member"])
        came(event(world.hill, EventKind.LEADERSHIP_TRAINING, "2025-12-31"), coordinator)
        RosterConfirmation.objects.create(half_year="2026-H1", by=coordinator)
    leaders_in_development = get_figures(world.hill)["leaders_in_development"]
    assert numbers(leaders_in_development) == (1, 2, 1, 1)
    assert leaders_in_development.measured.details["too_new"] == 1
    assert leaders_in_development.rating == "partly"


@pytest.mark.parametrize(
    ("periods", "is_asked"),
    [
        # Leader for 40 days, a break of a year, coordinator for 20: 60 days.
        ([(Role.LEADER, "2025-01-01", "2025-02-10"), (Role.COORDINATOR, "2026-06-10", None)], True),
        ([(Role.LEADER, "2025-01-01", "2025-02-09"), (Role.COORDINATOR, "2026-06-10", None)], False),
        # Days as a member do not count, and a day in both roles counts once.
        ([(Role.MEMBER, "2025-01-01", "2026-06-10"), (Role.LEADER, "2026-06-10", None)], False),
        ([(Role.LEADER, "2026-05-11", "2026-06-10"), (Role.COORDINATOR, "2026-05-21", None)], False),
        ([(Role.LEADER, "2026-05-01", "2026-06-10"), (Role.COORDINATOR, "2026-05-21", None)], True),
        # Former leaders do not count.
        ([(Role.LEADER, "2025-01-01", "2026-06-30")], False),
    ],
)
def test_days_as_leader_and_as_coordinator_add_up(world: World, periods: list, is_asked: bool):
    coordinator, leader = world["hill-coordinator"], world["hill-leader"]
    with within(world.hill):
        membership = RolePeriod.objects.get(user=coordinator).membership
        RolePeriod.objects.filter(user=coordinator).delete()
        for role, started_on, ended_on in periods:
            RolePeriod.objects.create(
                membership=membership, user=coordinator, role=role, started_on=started_on, ended_on=ended_on
            )
        RosterConfirmation.objects.create(half_year="2026-H1", by=leader)
    measured = get_figures(world.hill)["leaders_in_development"].measured
    assert measured.denominator == (2 if is_asked else 1)


def test_a_leadership_training_without_a_list_may_have_trained_anyone(world: World):
    with within(world.hill):
        event(world.hill, EventKind.LEADERSHIP_TRAINING, "2026-03-01")
        RosterConfirmation.objects.create(half_year="2026-H1", by=world["hill-coordinator"])
    assert numbers(get_figures(world.hill)["leaders_in_development"]) == (0, 2, 0, 2)


def test_a_person_with_a_second_membership_is_one_leader(world: World):
    leader = world["hill-leader"]
    with within(world.hill):
        came(event(world.hill, EventKind.LEADERSHIP_TRAINING, "2026-02-01"), leader)
        Membership.objects.filter(user=leader).update(ended_at="2026-03-01T00:00Z")
        RolePeriod.objects.filter(user=leader).update(ended_on=date(2026, 3, 1))
        again = Membership.objects.create(community=world.hill, user=leader, role=Role.LEADER)
        RolePeriod.objects.create(
            membership=again, user=leader, role=Role.LEADER, started_on=date(2026, 4, 1)
        )
        RosterConfirmation.objects.create(half_year="2026-H1", by=leader)
    assert numbers(get_figures(world.hill)["leaders_in_development"]) == (1, 2, 1, 1)


@pytest.mark.parametrize("people_present", [None, 9])
def test_a_training_where_nobody_counted_is_not_zero(world: World, people_present: int | None):
    with within(world.hill):
        event(world.hill, EventKind.STAKEHOLDER_TRAINING, "2026-01-10", people_present=people_present)
    measured = get_figures(world.hill)["professionals_trained"].measured
    assert (measured.state, measured.value, measured.reason) == ("unknown", None, "professions_unrecorded")


def test_organizations_of_the_last_twelve_months_are_engaged(world: World):
    with within(world.hill):
        recent, old = organization("School", "schools"), organization("Paper", "media")
        sat_down(event(world.hill, EventKind.AWARENESS, "2025-07-01"), recent)
        sat_down(event(world.hill, EventKind.AWARENESS, "2025-06-29"), old)
        deleted = event(world.hill, EventKind.AWARENESS, "2026-02-01")
        sat_down(deleted, old)
        Event.objects.filter(pk=deleted.pk).update(deleted_at=deleted.created_at)
    strategies_implemented = get_figures(world.hill)["strategies_implemented"]
    assert strategies_implemented.measured.reason == "none_assessed"
    assert strategies_implemented.receipt["records"] == {"stakeholders.organization": [[recent.pk, 1]]}


def declare(world: World, part: str, half_year: str = "2026-H1") -> None:
    with within(world.hill):
        Declaration.objects.create(half_year=half_year, part=part, by=world["hill-coordinator"])


def test_a_declared_zero_is_a_zero(world: World):
    declare(world, "stakeholder_meetings")
    all_figures = get_figures(world.hill)
    for code in ("stakeholder_meetings", "sector_breadth"):
        assert (all_figures[code].measured.state, all_figures[code].measured.value) == ("declared_zero", 0)
        assert list(all_figures[code].receipt["records"]) == ["evaluation.declaration"]
    assert all_figures["engagement_events"].measured.state == "unknown"


def test_what_was_signed_for_another_half_year_says_nothing_of_this_one(world: World):
    declare(world, "stakeholder_meetings", "2025-H2")
    with within(world.hill):
        RosterConfirmation.objects.create(half_year="2025-H2", by=world["hill-coordinator"])
    all_figures = get_figures(world.hill)
    assert all_figures["stakeholder_meetings"].measured.reason == "nothing_recorded"
    assert all_figures["leaders_in_development"].measured.reason == "roster_unconfirmed"


def test_a_declaration_contradicted_by_a_record_is_an_error(world: World):
    declare(world, "stakeholder_meetings")
    meetings = stakeholder_meetings(world.hill, 1)
    result = get_figures(world.hill)["stakeholder_meetings"]
    assert (result.measured.value, result.measured.reason) == (None, "declaration_contradicted")
    assert result.receipt["records"]["events.event"] == [[meetings[0].pk, 1]]


def test_it_is_known_to_be_none_when_only_one_sector_came(world: World):
    with within(world.hill):
        school = organization("School", "schools")
        sat_down(event(world.hill, EventKind.EDUCATION, "2026-02-01"), school)
    assert get_figures(world.hill)["stakeholder_meetings"].measured.reason == "nothing_recorded"
    with within(world.hill):
        sat_down(event(world.hill, EventKind.COMMUNITY_WORKSHOP, "2026-02-01"), school)
    assert numbers(get_figures(world.hill)["stakeholder_meetings"]) == (0, None, 0, 0)
    # It does not contradict the declaration of no stakeholder meeting.
    declare(world, "stakeholder_meetings")
    assert get_figures(world.hill)["stakeholder_meetings"].measured.state == "declared_zero"


@pytest.mark.parametrize("kind", [EventKind.STAKEHOLDER_TRAINING, EventKind.TEAM_MEETING])
def test_two_sectors_at_one_of_its_kinds_contradict_that_there_was_none(world: World, kind: str):
    declare(world, "stakeholder_meetings")
    with within(world.hill):
        both = organization("School", "schools"), organization("Paper", "media")
        sat_down(event(world.hill, kind, "2026-02-01"), *both)
    assert get_figures(world.hill)["sector_breadth"].measured.reason == "declaration_contradicted"


@pytest.mark.parametrize(
    ("changes", "is_asked"),
    [
        ([("awareness", "2026-01-01")], False),
        ([("awareness", "2026-01-01"), ("leadership_team", "2026-06-30")], True),
        ([("awareness", "2026-01-01"), ("leadership_team", "2026-07-01")], False),
        ([("acting", "2025-01-01"), ("dormant", "2026-03-01")], False),
        ([("acting", "2026-08-01")], False),
    ],
)
def test_it_asks_only_a_community_that_has_a_leadership_team(world: World, changes: list, is_asked: bool):
    with within(world.hill):
        for stage, since in changes:
            StageChange.objects.create(
                office=world.usa, stage=stage, since=since, reason="as agreed", by=world["usa-staff"]
            )
    all_figures = get_figures(world.hill)
    states = {figure.measured.state for figure in all_figures.values()}
    assert states == ({"unknown"} if is_asked else {"not_applicable"})
    if not is_asked:
        assert all_figures["research_done"].measured.reason == "before_leadership_team"
        assert all_figures["research_done"].rating == "not_applicable"


def test_it_knows_what_was_recorded_up_to_an_earlier_day(world: World):
    stakeholder_meetings(world.hill, 5)
    with within(world.hill):
        result = compute([world.hill], H1, as_of=date(2026, 2, 3))[world.hill.pk]["stakeholder_meetings"]
    assert (result.measured.value, result.receipt["as_of"]) == (3, "2026-02-03")


def test_the_receipt_says_what_was_asked(world: World):
    stakeholder_meetings(world.hill, 1)
    result = get_figures(world.hill)["stakeholder_meetings"]
    assert result.receipt["definition"] == {"code": "stakeholder_meetings", "version": 2, "instrument": 5}
    assert result.receipt["period"] == ["2026-01-01", "2026-06-30"]
    assert result.receipt["thresholds"] == {"met": 80, "partly": 40, "target": None}
    assert len(result.receipt_hash) == 64
    assert result.receipt_hash == get_figures(world.hill)["stakeholder_meetings"].receipt_hash


def test_a_record_that_changes_changes_the_receipt(world: World):
    meeting = stakeholder_meetings(world.hill, 1)[0]
    before = get_figures(world.hill)["stakeholder_meetings"]
    with within(world.hill):
        meeting.save()
        Organization.objects.get(name="School").save()
    after = get_figures(world.hill)["stakeholder_meetings"]
    assert after.measured == before.measured
    assert after.receipt["records"]["events.event"] == [[meeting.pk, 2]]
    assert after.receipt_hash != before.receipt_hash


def test_it_refuses_to_compute_if_policies_hide_the_records(world: World):
    with pytest.raises(ScopeError), within(world.usa):
        compute([world.hill], H1)
    with pytest.raises(ScopeError), within(world.hill):
        compute([world.hill, world.dale], H1)
    with pytest.raises(ScopeError):
        compute([world.hill], H1)
