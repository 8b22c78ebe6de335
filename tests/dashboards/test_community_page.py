"""The page of a community that office staff read before a call."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Role, RolePeriod
from dashboards.actions.attention import refresh_attention
from dashboards.models import CommunityAttention, FollowUp, FollowUpKind
from evaluation.models import Round, StandingRollup, Submission, SubmissionStep
from events.models import Event, EventKind, EventStatus
from tests.base import COMMITTED, World, add_staff, sign_in, within

URL = "/office/usa/communities/hill/figures/"
LEFT = dt.date(2026, 3, 1)


@pytest.fixture
def called(world: World) -> World:
    """Hill is on the list; its survey was returned, and a colleague called."""
    with within(world.usa):
        CommunityAttention.objects.create(
            community=world.hill, points=5, since=LEFT, computed_at=timezone.now(),
            reasons=[{"code": "no_coordinator", "since": LEFT.isoformat(), "values": {}}],
            past_reasons=[{"code": "lone_coordinator", "since": "2025-05-01", "until": "2025-06-02", "values": {}}],
            summary={
                "last_meeting": "2026-02-03", "last_record": None,
                "months": {f"{timezone.localdate():%Y-%m}": [1, 2]},
            },
            assigned_to=world["usa-staff"],
        )  # fmt: skip
        round_ = Round.objects.create(half_year="2026-H1", due_on=LEFT, opened_at=timezone.now())
    with within(world.hill):
        survey = Submission.objects.create(office=world.usa, round=round_, state="returned")
        for state, reason in (("submitted", "We move house early."), ("returned", "Please look at item 3.")):
            SubmissionStep.objects.create(
                office=world.usa, submission=survey, state=state, reason=reason, by=world["usa-staff"]
            )
        StandingRollup.objects.create(
            office=world.usa, half_year="2026-H1", ratings={"ownership_and_leadership": "not_met"}
        )
    with within(world.usa):
        FollowUp.objects.create(
            community=world.hill, kind=FollowUpKind.CALL, note="She has a new number.", by=world["usa-staff"]
        )
    return world


def test_the_office_reads_on_one_page_what_it_needs_before_a_call(called: World, client: Client):
    text = sign_in(client, called["usa-staff"]).get(URL).content.decode().replace("\xa0", " ")
    for expected in (
        "No coordinator", "Assigned to usa-staff", "Please look at item 3.", "She has a new number.",
        "Last team meeting: Feb. 3, 2026", "hill-coordinator became coordinator", called["hill-coordinator"].email,
        "Needs attention: the coordinator leads alone", "Until June 2, 2025", "/office/usa/communities/hill/follow-up/",
    ):  # fmt: skip
        assert expected in text, expected
    # What the community wrote to explain an early survey.
    assert "We move house early." not in text


def test_the_page_has_events_by_month_and_ratings_by_half_year(called: World, client: Client):
    town = sign_in(client, called["usa-staff"]).get(URL).context["town"]
    assert (len(town.months), town.months[0][1:], town.months[1][1:]) == (12, (1, 2), (0, 0))
    assert {indicator.code: ratings for indicator, ratings in town.indicators}[
        "ownership_and_leadership"
    ] == [("2026-H1", "not_met")]


def test_the_page_has_coordinators_who_left_in_its_timeline_alone(called: World, client: Client):
    with within(called.hill):
        RolePeriod.objects.filter(role=Role.COORDINATOR).update(ended_on=LEFT)
    page = sign_in(client, called["usa-staff"]).get(URL)
    assert "hill-coordinator is no longer coordinator" in page.content.decode()
    assert page.context["town"].coordinators == []


def test_a_survey_that_was_submitted_again_has_no_open_remark(called: World, client: Client):
    with within(called.hill):
        SubmissionStep.objects.create(
            office=called.usa, submission=Submission.objects.get(), state="submitted", by=called["usa-staff"]
        )
    assert sign_in(client, called["usa-staff"]).get(URL).context["town"].remarks == []


def test_others_do_not_read_it(called: World):
    for person in ("uk-staff", "hill-coordinator"):
        assert sign_in(Client(), called[person]).get(URL).status_code == 404


def test_a_community_that_takes_no_part_has_a_page_without_attention(world: World, client: Client):
    page = sign_in(client, world["usa-staff"]).get(URL)
    assert (page.status_code, "Follow up" in page.content.decode()) == (200, False)


def test_the_list_of_communities_leads_to_it(called: World, client: Client):
    assert (
        f'href="{URL}"'
        in sign_in(client, called["usa-staff"]).get("/office/usa/communities/").content.decode()
    )


@COMMITTED
def test_the_worker_stores_events_and_past_reasons(world: World):
    colleague = add_staff(world.usa, "colleague")
    with within(world.hill):
        Event.objects.create(
            kind=EventKind.TEAM_MEETING, status=EventStatus.HELD, starts_at=timezone.now(), ends_at=timezone.now(),
            time_zone=world.hill.time_zone,
        )  # fmt: skip
        RolePeriod.objects.filter(role=Role.COORDINATOR).update(ended_on=LEFT)
    refresh_attention([world.usa], using="figures")
    with within(world.usa):
        CommunityAttention.objects.filter(community=world.hill).update(assigned_to=colleague)
    with within(world.hill):
        RolePeriod.objects.filter(role=Role.COORDINATOR).update(ended_on=None)
    refresh_attention([world.usa], using="figures")
    with within(world.usa):
        stored = CommunityAttention.objects.get(community=world.hill)
    today = timezone.localdate(timezone=world.hill.zone)
    assert stored.summary["months"] == {f"{today:%Y-%m}": [1, 0]}
    assert stored.summary["last_meeting"] == today.isoformat()
    assert [(past["code"], past["until"]) for past in stored.past_reasons] == [
        ("no_coordinator", today.isoformat())
    ]
