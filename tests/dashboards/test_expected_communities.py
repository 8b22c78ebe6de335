"""The figures of an office's home page and its list of attention speak of the communities that a half-year asks."""

import datetime as dt

from django.utils import timezone

from communities.models import Stage, StageChange
from dashboards.attention.facts import get_attention_facts
from dashboards.attention.half_years import count_half_years
from evaluation.rollups.events import refresh_events
from events.models import EventKind
from tests.base import World, within
from tests.dashboards.test_dashboard import H1, add_meeting, refresh, round_

__all__ = ["round_"]


def count(world: World) -> dict[str, object]:
    for town in (world.hill, world.dale):
        with within(town):
            refresh_events([town], H1, using="default")
    with within(world.usa):
        return count_half_years(world.usa, using="default")[str(H1)]


def change_stage(world: World, stage: Stage, since: dt.date) -> None:
    """Dale has this stage from a day on, and now."""
    world.dale.stage = stage
    world.dale.save(update_fields=["stage"])
    with within(world.dale):
        StageChange.objects.create(
            office_id=world.usa.pk, stage=stage, since=since, reason="x", by=world["usa-staff"]
        )


def test_of_the_communities_that_met_only_those_that_take_part_are_counted(world: World, round_):
    """Dale meets, but has no leadership team yet, so that the page would say "2 of 1"."""
    for town in (world.hill, world.dale):
        add_meeting(town, "Evening", kind=EventKind.TEAM_MEETING)
    assert count(world)["met"] == 2
    change_stage(world, Stage.AWARENESS, dt.date(2024, 1, 1))
    assert count(world)["met"] == 1


def test_figures_that_nobody_computed_are_not_known(world: World, round_):
    add_meeting(world.hill, "Evening")
    refresh(world.hill)
    counts = count(world)
    assert counts["applicable"] == 28
    refresh(world.dale)
    assert count(world)["applicable"] == 28


def test_no_survey_is_due_of_a_half_year_at_whose_end_a_community_slept(world: World, round_):
    """Dale began in February, slept from May and acts again since August."""
    for stage, month in ((Stage.ACTING, 2), (Stage.DORMANT, 5), (Stage.ACTING, 8)):
        change_stage(world, stage, dt.date(2026, month, 1))
    with within(world.usa):
        facts = get_attention_facts([world.hill, world.dale], timezone.now(), using="default")
    assert [len(facts[town.pk].surveys) for town in (world.hill, world.dale)] == [1, 0]
