"""Storing, freezing, declaring, overriding and pooling figures."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from communities.models import Community
from communities.thresholds import Thresholds
from evaluation.actions.figures import (
    DECLARABLE,
    declare_none,
    freeze_figures,
    refresh_figures,
    unfreeze_figures,
    withdraw_declaration,
)
from evaluation.figure_queries.receipt_changes import changes_between
from evaluation.figures import Computed, compute, get_override, get_overrides
from evaluation.instrument import PARTS, part
from evaluation.models import Answer, Declaration, Figure, Round, Submission
from events.models import Event
from tests.base import World, within
from tests.evaluation.figures.records import H1, counted, event, profile, stakeholder_meetings
from tfc.periods import HalfYear

MEETINGS = "stakeholder_meetings"


def refreshed(community: Community) -> int:
    with within(community):
        return refresh_figures([community], H1)


def stored(community: Community, code: str = MEETINGS) -> Figure:
    with within(community):
        return Figure.objects.for_half_year(H1).get(part=code)


def fresh(community: Community, code: str = MEETINGS) -> Computed:
    with within(community):
        return compute([community], H1)[community.pk][code]


def test_it_stores_every_part_once_and_then_only_what_changed(world: World):
    stakeholder_meetings(world.hill, 2)
    assert refreshed(world.hill) == len(PARTS)
    assert refreshed(world.hill) == 0
    before = stored(world.hill, "engagement_events").computed_at
    with within(world.hill):
        Event.objects.latest("id").delete()
    # The meetings, their breadth, and the organizations last seen at them.
    assert refreshed(world.hill) == 2
    assert stored(world.hill).value == 1
    assert stored(world.hill, "engagement_events").computed_at == before


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("details", {}),
        ("joint", {"a key": 1}),
        ("rating", "not_met"),
        ("as_of", date(2020, 1, 1)),
        ("definition_version", 99),
        ("receipt_hash", "0" * 64),
    ],
)
def test_a_figure_that_differs_from_the_records_is_stored_again(world: World, name: str, other: object):
    stakeholder_meetings(world.hill, 2)
    refreshed(world.hill)
    was = getattr(stored(world.hill), name)
    with within(world.hill):
        Figure.objects.for_half_year(H1).filter(part=MEETINGS).update(**{name: other})
    assert refreshed(world.hill) == 1
    assert getattr(stored(world.hill), name) == was != other


def test_it_stores_no_headcount_of_a_group_where_the_office_reads(world: World):
    with within(world.hill):
        profile("gender", male=500, female=500)
        meeting = event(world.hill, "team_meeting", "2026-02-01", people_present=30)
        counted(meeting, "gender", male=3, female=27)
    refreshed(world.hill)
    (row,) = stored(world.hill, "diverse_participation").details["dimensions"]
    assert (row["groups_represented"], row["groups_asked"], row["recorded"]) == (1, 2, 30)
    # 1 − ½ Σ|p − q| of two groups gives the number of people of each.
    assert {"groups", "similarity"}.isdisjoint(row)
    assert "groups" in fresh(world.hill, "diverse_participation").measured.details["dimensions"][0]


def test_what_is_stored_is_what_was_computed(world: World):
    stakeholder_meetings(world.hill, 2)
    refreshed(world.hill)
    with within(world.hill):
        computed = compute([world.hill], H1)[world.hill.pk]
        figures = Figure.objects.for_half_year(H1).by_part()
    assert {code: figure.to_measured().as_json() for code, figure in figures.items()} == {
        code: computed_figure.measured.as_json() for code, computed_figure in computed.items()
    }
    assert {code: figure.receipt_hash for code, figure in figures.items()} == {
        code: computed_figure.receipt_hash for code, computed_figure in computed.items()
    }
    breadth = figures["sector_breadth"]
    assert [breadth.numerator, breadth.denominator, breadth.value] == [2, 8, 25]
    assert (breadth.as_of, breadth.definition_version) == (date(2026, 6, 30), 2)


def test_an_unknown_figure_is_stored_without_a_number(world: World):
    refreshed(world.hill)
    figure = stored(world.hill)
    assert (figure.value, figure.numerator, figure.reason) == (None, None, "nothing_recorded")


def test_a_frozen_figure_says_what_changed_since(world: World):
    meetings = stakeholder_meetings(world.hill, 3)
    refreshed(world.hill)
    with within(world.hill):
        freeze_figures(world.hill, H1)
        meetings[0].save()
        Event.objects.filter(pk=meetings[1].pk).update(deleted_at=meetings[1].created_at)
    stakeholder_meetings(world.hill, 1)
    assert refreshed(world.hill) == 0
    figure = stored(world.hill)
    assert figure.value == 3
    assert figure.frozen
    changes = changes_between([figure.receipt], [fresh(world.hill).receipt])
    # Added: a meeting with two organizations of its own.
    assert (changes.added, changes.corrected, changes.removed) == (3, 1, 1)


def test_nothing_changed_since_is_false(world: World):
    stakeholder_meetings(world.hill, 1)
    refreshed(world.hill)
    assert not changes_between([stored(world.hill).receipt], [fresh(world.hill).receipt])


def test_a_meeting_that_is_settled_later_was_corrected(world: World):
    planned = stakeholder_meetings(world.hill, 2)[0]
    with within(world.hill):
        Event.objects.filter(pk=planned.pk).update(status="planned")
    refreshed(world.hill)
    assert stored(world.hill).upper == 2
    with within(world.hill):
        Event.objects.filter(pk=planned.pk).update(status="held")
    changes = changes_between([stored(world.hill).receipt], [fresh(world.hill).receipt])
    assert (changes.added, changes.corrected, changes.removed) == (0, 1, 0)


def test_an_unfrozen_figure_follows_the_records_again(world: World):
    refreshed(world.hill)
    with within(world.usa):
        assert freeze_figures(world.hill, H1) == len(PARTS)
        assert freeze_figures(world.hill, H1) == 0
    stakeholder_meetings(world.hill, 1)
    with within(world.usa):
        assert unfreeze_figures(world.hill, H1) == len(PARTS)
    refreshed(world.hill)
    assert stored(world.hill).value == 1


def declare(world: World, code: str = MEETINGS, half_year: HalfYear = H1) -> Declaration:
    return declare_none(community=world.hill, half_year=half_year, part=code, by=world["hill-coordinator"])


def test_it_signs_that_there_was_none(world: World):
    with within(world.hill):
        assert declare(world) == declare(world)
        assert Declaration.objects.get().by == world["hill-coordinator"]
    figure = stored(world.hill)
    assert figure.state == "declared_zero"
    assert [figure.value, figure.upper] == [0, 0]


def test_it_takes_the_signature_back(world: World):
    def withdraw() -> bool:
        return withdraw_declaration(
            community=world.hill, half_year=H1, part=MEETINGS, by=world["hill-coordinator"]
        )

    with within(world.hill):
        declare(world)
        assert withdraw()
        assert not withdraw()
    assert stored(world.hill).state == "unknown"


@pytest.mark.parametrize("code", [part.code for part in PARTS if part.code not in DECLARABLE])
def test_it_signs_only_for_what_can_be_none(world: World, code: str):
    with within(world.hill), pytest.raises(ValidationError) as refused:
        declare(world, code)
    assert refused.value.code == "not_declarable"


def test_it_signs_nothing_ahead_and_nothing_that_is_locked(world: World):
    with within(world.hill):
        with pytest.raises(ValidationError) as ahead:
            declare(world, half_year=HalfYear(2093, 1))
        refresh_figures([world.hill], H1)
        freeze_figures(world.hill, H1)
        with pytest.raises(ValidationError) as locked:
            declare(world)
        assert not Declaration.objects.exists()
    assert (ahead.value.code, locked.value.code) == ("not_begun", "locked")


def override(
    world: World, community: Community, code: str, value: str, state: str = "submitted", **more: Any
) -> Answer:
    with within(world.usa):
        round_, _made = Round.objects.get_or_create(half_year=str(H1), defaults={"due_on": date(2026, 7, 31)})
    with within(community):
        submission = Submission.objects.create(office=world.usa, round=round_, state=state)
        return Answer.objects.create(
            office=world.usa,
            submission=submission,
            part=code,
            decision="overridden",
            override_value=Decimal(value),
            reason="from our notebook",
            **more,
        )


def test_an_override_replaces_an_unknown_figure_and_is_marked(world: World):
    stakeholder_meetings(world.dale, 2)
    for town in (world.hill, world.dale):
        refreshed(town)
    override(world, world.hill, MEETINGS, "3", counts="override")
    override(world, world.dale, MEETINGS, "9")
    with within(world.usa):
        overrides = get_overrides([H1])
        figures = Figure.objects.for_office(world.usa.pk).of_part(MEETINGS).order_by("community_id")
        hill, dale = figures
        pooled = figures.pooled(overrides)[MEETINGS]
    settings = Thresholds(targets={MEETINGS: 3})
    assert (hill.effective(overrides).value, hill.effective(overrides).overridden) == (3, True)
    assert hill.rated(settings, overrides) == "met"
    # Dale's figures were computed, so they stay.
    assert (dale.effective(overrides).value, dale.effective(overrides).overridden) == (2, False)
    assert dale.rated(settings, overrides) == dale.rating
    assert (pooled.measured.value, pooled.value_count, pooled.applicable, pooled.overridden) == (5, 2, 2, 1)


def test_a_draft_replaces_nothing(world: World):
    override(world, world.hill, MEETINGS, "3", state="draft")
    with within(world.usa):
        assert get_overrides([H1]) == {}


@pytest.mark.parametrize(
    ("code", "value", "numbers"),
    [
        (MEETINGS, "3.00", (3, None, False)),
        ("sector_breadth", "75", (75, 100, True)),
        ("meets_consistently", "50", (50, 100, True)),
    ],
)
def test_a_coordinators_percentage_stays_a_percentage(world: World, code: str, value: str, numbers: tuple):
    override_parts = get_override(override(world, world.hill, code, value))
    assert override_parts is not None
    assert (override_parts.numerator, override_parts.denominator, override_parts.percent_only) == numbers


def test_a_share_is_overridden_by_its_parts(world: World):
    parts: dict[str, Any] = {"override_numerator": Decimal(3), "override_denominator": 5}
    override_parts = get_override(override(world, world.hill, "research_done", "60", **parts))
    assert override_parts is not None
    assert (override_parts.numerator, override_parts.denominator, override_parts.percent_only) == (
        3,
        5,
        False,
    )


def test_it_takes_only_an_overriding_value(world: World):
    answer = override(world, world.hill, MEETINGS, "3")
    answer.decision = "confirmed"
    assert get_override(answer) is None


def test_an_event_of_two_communities_is_counted_once_together(world: World):
    key = uuid.uuid4()
    for town, number in ((world.hill, 2), (world.dale, 3)):
        meetings = stakeholder_meetings(town, number)
        with within(town):
            Event.objects.filter(pk=meetings[0].pk).update(joint_key=key)
        refreshed(town)
    assert stored(world.hill).receipt["joint_keys"] == {
        str(stored(world.hill).receipt["records"]["events.event"][0][0]): str(key)
    }
    with within(world.usa):
        pooled = Figure.objects.for_office(world.usa.pk).for_half_year(H1).without_receipts().pooled()
    assert set(pooled) == {part.code for part in PARTS}
    assert pooled[MEETINGS].measured.value == 4
    assert (pooled["engagement_events"].value_count, pooled["engagement_events"].applicable) == (0, 2)
    breadth = pooled["sector_breadth"].measured
    assert (breadth.numerator, breadth.denominator) == (4, 16)


def test_it_does_not_add_up_different_half_years(world: World):
    with within(world.hill):
        for half_year in (H1, H1.previous()):
            refresh_figures([world.hill], half_year)
        with pytest.raises(ValueError, match="2025-H2, 2026-H1"):
            Figure.objects.pooled()


def test_a_figure_knows_its_definition(world: World):
    refreshed(world.hill)
    figure = stored(world.hill)
    assert (figure.definition, figure.period) == (part(MEETINGS), H1)
