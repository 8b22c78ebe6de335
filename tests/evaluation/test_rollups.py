"""Stale marks, roll-ups and totals with the figures' login, as in a worker."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.actions import change_time_zone
from communities.models import Community
from evaluation.actions.submissions import submit_survey
from evaluation.actions.thresholds import set_threshold
from evaluation.figure_queries.sums import pool_stored_figures
from evaluation.figures import compute
from evaluation.measures.achievements import Amount, Reach, Results
from evaluation.models import EventRollup, FigureTotal, Refresh, Round, StaleMark, StandingRollup
from evaluation.rollups import triggers
from evaluation.rollups.grid import activity_grid
from evaluation.rollups.recompute import recompute_stale_figures, refresh
from evaluation.rollups.staleness import flag_due_communities
from events.actions.campaigns import add_campaign, set_campaign
from events.models import Event, Output
from tests.base import COMMITTED, World, within
from tests.evaluation.figures.records import H1, stakeholder_meetings
from tests.evaluation.recorded_grid import activity_grid_from_records
from tests.evaluation.rounds_world import answer_all, fill_town, override
from tests.row_sets import stored_world

pytestmark = COMMITTED
FIGURES = "figures"


def open_round(world: World) -> None:
    with within(world.usa):
        Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31), opened_at="2026-06-15T00:00Z")


def event(town: Community, **fields: object) -> Event:
    noon = datetime(2026, 3, 3, 20, tzinfo=UTC)
    return Event.objects.create(
        community=town,
        **{"kind": "awareness", "status": "held", "starts_at": noon, "ends_at": noon, **fields},
        time_zone=town.time_zone,
    )


def test_it_follows_the_records_in_figures_roll_ups_and_totals():
    world = stored_world()
    open_round(world)
    # Team members and the round itself left marks as well.
    assert recompute_stale_figures() == 3
    key = uuid4()
    with within(world.hill):
        event(world.hill, joint_key=key, sponsored_by_oasis=True)
        event(world.hill, hosting="facilitated")
        # In the community's time zone this is the last evening of the half-year.
        night = datetime(2026, 7, 1, 5, tzinfo=UTC)
        event(world.hill, kind="education", starts_at=night, ends_at=night)
    with within(world.dale):
        event(world.dale, joint_key=key, hosting="co_hosted")
    stakeholder_meetings(world.dale, 2)
    assert recompute_stale_figures() == 2
    assert not StaleMark.objects.using(FIGURES).exists()
    with within(world.usa):
        grid = activity_grid(world.usa.pk)
        assert grid == activity_grid_from_records(world.usa.pk)
        result = grid[str(H1), "awareness"]
        assert (result.held, result.joint, result.communities, result.facilitated, result.sponsored) == (
            2,
            1,
            2,
            1,
            1,
        )
        assert grid[str(H1), "education"].held == 1
        sums = pool_stored_figures(world.usa.pk, H1, None, {})
        totals = FigureTotal.objects.for_office(world.usa.pk).for_half_year(H1).by_code()
        assert {code: totals[code].pooled for code in sums} == sums
        assert sums["stakeholder_meetings"].measured.numerator == 2
        assert sum(totals["engagement_events"].ratings.values()) == 2
        assert sums["engagement_events"].measured.numerator == 3
        assert totals["participation_and_inclusion"].ratings
    assert recompute_stale_figures() == 0


def test_what_is_killed_in_between_leaves_its_marks_and_nothing_else():
    world = stored_world()
    open_round(world)
    recompute_stale_figures()
    with within(world.hill):
        event(world.hill)
    with transaction.atomic(using=FIGURES):
        refresh([world.hill.pk])
        assert EventRollup.objects.using(FIGURES).exists()
        transaction.set_rollback(True, using=FIGURES)
    assert not EventRollup.objects.using(FIGURES).exists()
    marks = StaleMark.objects.using(FIGURES)
    assert [(mark.community_id, mark.kind, mark.half_year) for mark in marks] == [
        (world.hill.pk, "events", "2026-H1")
    ]
    with transaction.atomic(using=FIGURES):
        # Marks locked by another worker are skipped without waiting.
        list(marks.select_for_update())
        with ThreadPoolExecutor(1) as second:
            assert second.submit(in_thread, recompute_stale_figures).result(timeout=60) == 1
    assert recompute_stale_figures() == 1
    assert EventRollup.objects.using(FIGURES).get().held == 1


def test_it_counts_again_where_an_office_corrects_a_time_zone():
    world = stored_world()
    open_round(world)
    recompute_stale_figures()
    with within(world.usa):
        change_time_zone(
            community=world.hill,
            time_zone="America/New_York",
            shown_time_zone=world.hill.time_zone,
            by=world["usa-staff"],
        )
    marks = StaleMark.objects.using(FIGURES)
    assert [(mark.community_id, mark.kind) for mark in marks] == [(world.hill.pk, "records")]
    recompute_stale_figures()
    # The same zone again is no change.
    with within(world.usa):
        assert not change_time_zone(
            community=world.hill, time_zone="America/New_York", shown_time_zone="", by=world["usa-staff"]
        )
    assert not marks.filter(kind="records").exists()


def test_it_marks_whatever_wrote_and_takes_the_old_half_year_along():
    world = stored_world()
    with within(world.hill):
        first = event(world.hill)
        event(world.hill)
    recompute_stale_figures()
    moved = datetime(2025, 9, 1, 20, tzinfo=UTC)
    with within(world.hill):
        Event.objects.filter(pk=first.pk).update(starts_at=moved, ends_at=moved)
    recompute_stale_figures()
    rows = EventRollup.objects.using(FIGURES)
    assert {(row.half_year, row.held) for row in rows} == {("2025-H2", 1), ("2026-H1", 1)}
    with within(world.hill):
        Event.objects.update(deleted_at=moved)
    recompute_stale_figures()
    assert not rows.all().exists()


def test_a_changed_output_changes_the_sums_that_the_office_reads_without_small_numbers():
    world = stored_world()
    with within(world.hill):
        fair = event(world.hill, people_present=40)
        event(world.hill, people_present=3)
        Output.objects.create(event=fair, unit="items", quantity=60, at_least=True)
    recompute_stale_figures()
    rows = EventRollup.objects.using(FIGURES)
    assert Results.from_json(rows.get().results) == Results(
        Reach(40, 40, at_least=True, events=2), {"items": Amount(60, at_least=True, records=1)}
    )
    with within(world.hill):
        Output.objects.update(quantity=70)
    recompute_stale_figures()
    assert Results.from_json(rows.get().results).outputs["items"].value == 70


def test_an_event_that_is_linked_to_a_campaign_changes_the_sums_that_the_office_reads():
    world = stored_world()
    with within(world.hill):
        fair = event(world.hill)
        Output.objects.create(event=fair, unit="items", quantity=60)
        campaign = add_campaign(
            title="Rule", kind="policy", goal="A rule", first_stage={"stage": "asked", "on": date(2026, 1, 1)},
            by=world["hill-leader"],
        )  # fmt: skip
    recompute_stale_figures()
    rows, items = EventRollup.objects.using(FIGURES), {"items": Amount(60, records=1)}
    for linked in (campaign, None):
        with within(world.hill):
            set_campaign(events=[fair], campaign=linked, by=world["hill-leader"])
        recompute_stale_figures()
        expected = {"campaigns": {campaign.pk: items}} if linked else {"outputs": items}
        assert Results.from_json(rows.get().results) == Results(Reach(unrecorded=1), **expected)


def test_it_finds_and_repairs_differences_from_the_records():
    world = stored_world()
    open_round(world)
    with within(world.hill):
        event(world.hill)
    with within(world.dale):
        event(world.dale, kind="education")
    assert verified() == "Roll-ups and totals match the records.\n"
    EventRollup.objects.using(FIGURES).filter(community=world.hill).update(held=5)
    EventRollup.objects.using(FIGURES).filter(community=world.dale).delete()
    FigureTotal.objects.using(FIGURES).filter(code="engagement_events").update(value_count=9)
    StandingRollup.objects.using(FIGURES).filter(community=world.dale).update(ratings={})
    wrong = {str(H1): {"meets_consistently": [7, 0, 0]}}
    Refresh.objects.using(FIGURES).filter(community=world.hill).update(since_stored=wrong)
    with pytest.raises(CommandError, match="Differences"):
        verified()
    result = verified("--repair")
    assert "Hill, 2026-H1, awareness: " in result
    assert "Hill, 2026-H1, meets_consistently: [7, 0, 0] is stored, nothing follows." in result
    assert "Dale, 2026-H1, education: nothing is stored" in result
    assert "Oasis USA, 2026-H1, engagement_events: " in result
    assert verified() == "Roll-ups and totals match the records.\n"


def in_thread(work: Callable[[], int]) -> int:
    try:
        return work()
    finally:
        connections.close_all()


def verified(*options: str) -> str:
    string_io = StringIO()
    call_command("verify_rollups", *options, stdout=string_io)
    return string_io.getvalue()


def test_every_table_that_a_measure_reads_leaves_a_mark():
    world = stored_world()
    with CaptureQueriesContext(connections[FIGURES]) as queries:
        compute([world.hill], H1, using=FIGURES)
    read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname ~ '^mark_' GROUP BY 1"
        )
        marking = dict(cursor.fetchall())
    assert len(read) > 20
    assert read - marking.keys() == set()
    assert set(marking) == {*triggers.RECORDS, *triggers.BY_HALF_YEAR, *triggers.OF_OFFICE}
    assert set(marking.values()) == {3}


def test_a_planned_event_that_is_over_is_looked_at_again():
    world = stored_world()
    open_round(world)
    with within(world.hill):
        event(world.hill, status="planned", starts_at=timezone.now(), ends_at=timezone.now())
    recompute_stale_figures()
    assert flag_due_communities() == 0
    Refresh.objects.using(FIGURES).update(refreshed_at=timezone.now() - timedelta(seconds=90))
    with within(world.hill):
        Event.objects.update(starts_at=timezone.now() - timedelta(minutes=1), ends_at=timezone.now())
    StaleMark.objects.using(FIGURES).all().delete()
    assert flag_due_communities() == 1
    assert flag_due_communities() == 0
    assert recompute_stale_figures() == 1


def test_a_target_set_after_submission_reaches_the_stored_rating_of_an_override():
    world, code = stored_world(), "stakeholder_meetings"
    open_round(world)
    fill_town(world, world.hill)
    by = world["hill-coordinator"]
    with within(world.usa):
        round_ = Round.objects.get()
    submission = answer_all(world.hill, round_, by)
    with within(world.hill):
        override(submission, code, by, "1")
        submit_survey(submission=submission, community=world.hill, by=by)
    recompute_stale_figures()
    ratings = StandingRollup.objects.using(FIGURES).filter(community=world.hill, half_year=str(H1))
    assert ratings.get().ratings[code] == "not_rated"
    with within(world.usa):
        set_threshold(
            office=world.usa, code=f"target:{code}", value=4, half_year=round_.period, by=world["usa-staff"]
        )
    recompute_stale_figures()
    assert ratings.get().ratings[code] == "not_met"
    assert (
        FigureTotal.objects.using(FIGURES).get(office=world.usa, half_year=str(H1), code=code).overridden == 1
    )
