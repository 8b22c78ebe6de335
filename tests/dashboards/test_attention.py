"""Which communities need attention: the rules, and what the worker stores."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from communities.models import Community, Role, RolePeriod, Stage, StageChange
from dashboards.actions.attention import refresh_attention
from dashboards.attention.reasons import Facts, SurveyFacts
from dashboards.attention.rules import FoundReason, count_points, find_reasons
from dashboards.models import CommunityAttention, OfficeSummary
from evaluation.models import QualityCount, Round, StandingRollup, Submission
from events.models import Event, EventKind, EventStatus
from tests.base import COMMITTED, World, within
from tfc.periods import HalfYear

DAY = dt.date(2026, 11, 30)
WELL = Facts(
    today=DAY, began=dt.date(2024, 1, 1), last_meeting=dt.date(2026, 11, 20), coordinators=1, leaders=3
)
DUE = dt.date(2026, 11, 15)


def days_ago(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


def find_codes(limits=None, **changes) -> dict[str, str]:
    facts = Facts(**{**vars(WELL), **changes})
    return {
        reason.code: reason.describe(DAY).replace("\xa0", " ") for reason in find_reasons(facts, limits or {})
    }


def test_a_community_that_does_well_has_no_reason():
    assert find_codes() == {}


@pytest.mark.parametrize(
    ("changes", "code", "text"),
    [
        ({"last_meeting": days_ago(106)}, "silent", "no meeting for 106 days"),
        ({"last_meeting": None, "began": days_ago(100)}, "silent", "no meeting yet, 100 days after it began"),
        ({"coordinators": 0, "leaders": 0}, "no_coordinator", "no coordinator"),
        ({"leaders": 1}, "lone_coordinator", "the coordinator leads alone"),
        (
            {"surveys": [SurveyFacts("2026-H1", "draft", DUE)]},
            "survey_overdue",
            "survey was due on Nov. 15, 2026",
        ),
        (
            {"surveys": [SurveyFacts("2026-H1", "not_started", DUE, closed_on=DAY)]},
            "survey_overdue",
            "survey for January to June 2026 never submitted",
        ),
        (
            {"surveys": [SurveyFacts("2026-H2", "not_started", DAY + dt.timedelta(days=14))]},
            "survey_not_started",
            "survey not started, due on Dec. 14, 2026",
        ),
        (
            {"surveys": [SurveyFacts("2026-H1", "returned", DUE, days_ago(14))]},
            "unanswered",
            "survey returned on Nov. 16, 2026 and not submitted again",
        ),
        (
            {"ratings": {"focus_chosen": "not_met", "meets_consistently": "not_met"}},
            "failing",
            "not met: Meets consistently, Focus chosen",
        ),
        (
            {"ratings": {"focus_chosen": "not_met_or_partly"}, "earlier": {"focus_chosen": "met"}},
            "falling",
            "worse than the half-year before: Focus chosen",
        ),
        ({"unconfirmed": 2}, "unconfirmed", "2 local services or pathways not confirmed for half a year"),
        (
            {
                "ratings": dict.fromkeys(
                    ("awareness_and_prevention", "participation_and_inclusion", "ownership_and_leadership"),
                    "not_enough_data",
                )
            },
            "unknown",
            "3 of 5 indicators cannot be rated, as records are missing",
        ),
    ],
)
def test_each_reason_with_its_words(changes, code: str, text: str):
    assert find_codes(**changes) == {code: text}


@pytest.mark.parametrize(
    "changes",
    [
        {"last_meeting": days_ago(99)},
        {"surveys": [SurveyFacts("2026-H2", "draft", DAY)]},
        {"surveys": [SurveyFacts("2026-H2", "submitted", DUE), SurveyFacts("2026-H1", "accepted", DUE)]},
        {"surveys": [SurveyFacts("2026-H1", "returned", DUE, days_ago(13))]},
        {"surveys": [SurveyFacts("2026-H2", "not_started", DAY + dt.timedelta(days=15))]},
        {"ratings": {"focus_chosen": "not_met"}},
        {"ratings": {"engagement_events": "not_met", "professionals_trained": "not_met"}, "is_running": True},
        # What is not known may be as good as before.
        {"ratings": {"focus_chosen": "unknown"}, "earlier": {"focus_chosen": "met"}},
        {"ratings": {"focus_chosen": "partly"}, "earlier": {"focus_chosen": "partly_or_met"}},
        {"ratings": {"focus_chosen": "hidden"}, "earlier": {"focus_chosen": "met"}},
    ],
)
def test_what_is_no_reason(changes):
    assert find_codes(**changes) == {}


def test_an_office_chooses_its_limits():
    silent = {"last_meeting": days_ago(60)}
    assert find_codes({"silent": (True, 60)}, **silent) == {"silent": "no meeting for 60 days"}
    assert find_codes({"silent": (False, 60)}, **silent) == {}


@pytest.mark.parametrize(
    ("changes", "since"),
    [
        ({"last_meeting": days_ago(106)}, days_ago(6)),
        ({"coordinators": 0, "leaders": 0, "coordinator_left": days_ago(40)}, days_ago(40)),
        ({"coordinators": 0, "leaders": 0}, WELL.began),
        ({"leaders": 1, "alone_since": days_ago(9)}, days_ago(9)),
        ({"surveys": [SurveyFacts("2026-H1", "draft", DUE)]}, DUE + dt.timedelta(days=1)),
        ({"surveys": [SurveyFacts("2026-H1", "returned", DUE, days_ago(15))]}, days_ago(1)),
        (
            {"surveys": [SurveyFacts("2026-H2", "not_started", DAY, opened_on=days_ago(20))]},
            days_ago(14),
        ),
        ({"surveys": [SurveyFacts("2026-H2", "not_started", DAY, opened_on=days_ago(3))]}, days_ago(3)),
        ({"unconfirmed": 1, "unconfirmed_since": days_ago(12)}, days_ago(12)),
        (
            {
                "ratings": {"focus_chosen": "not_met", "sector_breadth": "not_met"},
                "rated_since": days_ago(70),
            },
            days_ago(70),
        ),
    ],
)
def test_a_reason_holds_since_the_day_of_its_facts(changes, since: dt.date):
    [reason] = find_reasons(Facts(**{**vars(WELL), **changes}), {})
    assert reason.since == since


def test_a_rating_of_a_half_year_that_runs_holds_since_it_was_first_seen():
    failing = Facts(**{**vars(WELL), "ratings": {"focus_chosen": "not_met", "sector_breadth": "not_met"}})
    [reason] = find_reasons(failing, {}, [FoundReason("failing", days_ago(40), {})])
    assert reason.since == days_ago(40)
    [reason] = find_reasons(failing, {})
    assert (reason.since, count_points([reason])) == (DAY, 3)


@pytest.fixture
def quiet(world: World) -> World:
    """Hill held its last event long ago and Dale yesterday; both take part."""
    now = timezone.now()
    Community.objects.filter(office=world.usa).update(stage=Stage.ACTING)
    for town, days in ((world.hill, 106), (world.dale, 1)):
        # Days of the town: its clock may have changed since, which moves a meeting near midnight to another day.
        held_at = timezone.localtime(now, town.zone) - dt.timedelta(days=days)
        with within(town):
            Event.objects.create(
                kind=EventKind.TEAM_MEETING, status=EventStatus.HELD, starts_at=held_at, ends_at=held_at,
                time_zone=town.time_zone,
            )  # fmt: skip
            StageChange.objects.create(
                office=world.usa, stage=Stage.ACTING, since=(now - dt.timedelta(days=400)).date(), reason="x",
                by=world["usa-staff"],
            )  # fmt: skip
    return world


def without_coordinator(world: World, day: dt.date | None) -> None:
    with within(world.hill):
        RolePeriod.objects.filter(role=Role.COORDINATOR).update(ended_on=day)


def refreshed(world: World) -> dict[str, list[str]]:
    refresh_attention([world.usa], using="figures")
    with within(world.usa):
        rows = CommunityAttention.objects.ranked().select_related("community")
        return {row.community.slug: [reason["code"] for reason in row.reasons] for row in rows}


@COMMITTED
def test_the_worker_stores_reasons_and_takes_them_back(quiet: World):
    without_coordinator(quiet, dt.date(2026, 1, 1))
    codes = refreshed(quiet)
    assert codes["hill"][:2] == ["no_coordinator", "silent"]
    assert "silent" not in codes.get("dale", [])
    with within(quiet.usa):
        assert list(OfficeSummary.objects.get().attention.values()) == [len(codes)]
        CommunityAttention.objects.update(assigned_to=quiet["usa-staff"])
    without_coordinator(quiet, None)
    with within(quiet.hill):
        Event.objects.update(starts_at=timezone.now(), ends_at=timezone.now())
    assert "hill" not in refreshed(quiet) or refreshed(quiet)["hill"] == ["lone_coordinator"]
    with within(quiet.usa):
        assert not CommunityAttention.objects.filter(points=0).exclude(assigned_to=None).exists()


@COMMITTED
def test_surveys_ratings_and_services_are_read(quiet: World):
    half_year = HalfYear.from_day(timezone.now().date())
    yesterday = timezone.now().date() - dt.timedelta(days=3)
    with within(quiet.usa):
        round_ = Round.objects.create(half_year=str(half_year), due_on=yesterday, opened_at=timezone.now())
    with within(quiet.dale):
        Submission.objects.create(office=quiet.usa, round=round_, state="submitted")
        QualityCount.objects.create(
            office=quiet.usa,
            counts={"service_unconfirmed": 2, "pathway_uncalled": 1},
            counted_at=timezone.now(),
        )
        StandingRollup.objects.create(
            office=quiet.usa,
            half_year=str(half_year),
            ratings={"focus_chosen": "not_met", "sector_breadth": "not_met"},
        )
    codes = refreshed(quiet)
    assert codes["dale"] == ["failing", "unconfirmed"]
    assert "survey_overdue" in codes["hill"]
    with within(quiet.usa):
        Round.objects.update(closed_at=timezone.now())
    assert "survey_overdue" in refreshed(quiet)["hill"]


@COMMITTED
def test_a_dormant_community_is_left_alone(quiet: World):
    assert "hill" in refreshed(quiet)
    Community.objects.filter(pk=quiet.hill.pk).update(stage=Stage.DORMANT)
    assert "hill" not in refreshed(quiet)


@COMMITTED
def test_the_command_prints_a_line_for_each_community(quiet: World):
    without_coordinator(quiet, dt.date(2026, 1, 1))
    output = StringIO()
    call_command("attention", office="usa", format="json", stdout=output)
    lines = [json.loads(line) for line in output.getvalue().splitlines()]
    assert (lines[0]["community"], lines[0]["rank"]) == ("hill", 1)
    assert lines[0]["reasons"][1] == {
        "code": "silent",
        "since": (timezone.localdate(timezone=quiet.hill.zone) - dt.timedelta(days=6)).isoformat(),
        "words": "no meeting for 106 days",
    }
