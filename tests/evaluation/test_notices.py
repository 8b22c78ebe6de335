"""Notifications around a half-year: thirty, seven and one day before the survey closes, and about the rhythm of
meetings."""

import datetime as dt

import pytest

from communities.actions import confirm_roster
from communities.models import Cadence, Community, Membership, Role, Stage
from communities.notices import DueNotice
from evaluation.actions.decisions import return_submission
from evaluation.models import Round, Submission
from evaluation.notices import due, due_in_office
from events.models import MemberPresence
from tests.base import World, within
from tests.evaluation.rounds_world import H1, add_event, fill_town, hand_in, make_round

# Los Angeles, noon.
LAST = dt.datetime(2026, 7, 31, 19, tzinfo=dt.UTC)


def codes(community: Community, days_before: int = 60) -> list[str]:
    return [due_notice.kind.code for due_notice in get_due_notices(community, days_before)]


def get_due_notices(community: Community, days_before: int) -> list[DueNotice]:
    with within(community):
        return due(community, LAST - dt.timedelta(days=days_before))


@pytest.fixture
def round_(world: World) -> Round:
    round_ = make_round(world.usa)
    for community in (world.hill, world.dale):
        with within(community):
            confirm_roster(half_year=H1, by=world[f"{community.slug}-coordinator"])
    return round_


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (31, "survey_open"),
        (30, "survey_closes_30"),
        (8, "survey_closes_30"),
        (7, "survey_closes_7"),
        (2, "survey_closes_7"),
        (1, "survey_closes_1"),
        (0, "survey_closes_1"),
        (-5, "survey_closes_1"),
    ],
)
def test_the_survey_is_open_then_due_before_its_day_and_stays_due(
    world: World, round_: Round, days: int, code: str
):
    assert codes(world.hill, days) == [code]
    assert codes(world.moor, days) == []


def test_the_survey_is_due_until_submitted_and_again_when_returned(world: World, round_: Round):
    fill_town(world, world.hill)
    hand_in(world.hill, round_, world["hill-coordinator"])
    gap = ["meeting_gap"]
    assert (codes(world.hill, 1), codes(world.dale, 1)) == (gap, ["survey_closes_1"])
    with within(world.usa):
        [notice] = due_in_office(world.usa, LAST)
        page = f"/office/usa/submissions/?round={round_.half_year}"
        assert (notice.kind.code, notice.path) == ("survey_submitted", page)
        # Also after the half-year was closed: it waits until it is accepted or returned.
        Round.objects.update(closed_at=LAST)
        assert [notice.path for notice in due_in_office(world.usa, LAST)] == [page]
        Round.objects.update(closed_at=None)
        return_submission(
            submission=Submission.objects.get(), reason="Check it again.", by=world["usa-staff"]
        )
        assert due_in_office(world.usa, LAST) == []
    assert codes(world.hill, 1) == ["survey_closes_1", "survey_returned", *gap]
    assert {due_notice.least for due_notice in get_due_notices(world.hill, 1)[:2]} == {Role.COORDINATOR}


def test_each_waits_since_the_day_on_which_it_was_due_and_never_before_the_half_year_was_opened(
    world: World, round_: Round
):
    with within(world.usa):
        Round.objects.update(opened_at=LAST - dt.timedelta(days=20))
    since = [get_due_notices(world.hill, days)[0].since for days in (15, 6, -3)]
    assert list(map(str, since)) == [
        "2026-07-11 19:00:00+00:00",
        "2026-07-24 09:00:00-07:00",
        "2026-07-30 09:00:00-07:00",
    ]


def test_nobody_is_asked_who_takes_no_part_or_after_the_round_is_closed(world: World, round_: Round):
    with within(world.usa):
        Community.objects.filter(pk=world.dale.pk).update(stage=Stage.AWARENESS)
    assert codes(world.dale, 1) == []
    with within(world.usa):
        Round.objects.update(closed_at=LAST)
    assert codes(world.hill, 1) == []


def test_the_teams_list_waits_until_it_is_confirmed(world: World):
    make_round(world.usa)
    survey_open, due_notice = get_due_notices(world.hill, 60)
    assert (survey_open.kind.code, survey_open.path) == ("survey_open", "/c/hill/survey/2026-H1/")
    assert (due_notice.kind.code, due_notice.path, due_notice.least) == (
        "roster_waits",
        "/c/hill/team/confirm/2026-H1/",
        Role.COORDINATOR,
    )
    with within(world.hill):
        confirm_roster(half_year=H1, by=world["hill-coordinator"])
    assert get_due_notices(world.hill, 60) == [survey_open]


def test_a_gap_is_due_at_a_quarter_more_than_the_rhythm_and_again_after_the_next_meeting(world: World):
    """Every two weeks: 14 days and 3.5 more, from the last meeting of enough members."""
    coordinator, noon = world["hill-coordinator"], dt.datetime(2026, 5, 1, 19, tzinfo=dt.UTC)
    with within(world.hill):
        Cadence.objects.create(kind="fortnight", declared_on=dt.date(2026, 4, 1), by=coordinator)
        for day, members in ((0, 3), (10, 2), (30, 3)):
            meeting = add_event(world.hill, noon + dt.timedelta(days=day), by=coordinator)
            for membership in Membership.objects.filter(community=world.hill)[:members]:
                MemberPresence.objects.create(event=meeting, membership=membership)
        gaps = [due(world.hill, noon + dt.timedelta(days=day)) for day in (17, 18, 29, 30, 47, 48)]
    keys = [[notice.key for notice in gap] for gap in gaps]
    assert keys == [[], ["2026-05-01"], ["2026-05-01"], [], [], ["2026-05-31"]]
    # Due since the day on which the gap was too long, whenever it is checked.
    assert [[str(notice.since) for notice in gap] for gap in gaps[1:3]] == [["2026-05-19 09:00:00-07:00"]] * 2
