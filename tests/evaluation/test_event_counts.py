"""What the page of an event says it counts for is what the figures count."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from communities.actions import declare_cadence
from communities.models import Cadence, CadenceKind, Community, Membership, Stage, StageChange
from evaluation.event_counts import get_event_counts
from evaluation.figures import compute
from events.counts import Attendance
from events.event_page import get_attendance
from events.models import Event, EventStatus
from tests.base import World, within
from tests.evaluation.figures.random_community import Chance, scatter_town
from tests.evaluation.figures.records import H1
from tests.events.base import log, url
from tfc.periods import HalfYear

# Parts whose receipt has an event exactly when it counts for them.
EXACT = (
    "meets_consistently",
    "stakeholder_meetings",
    "sector_breadth",
    "engagement_events",
    "leaders_in_development",
)


def get_disagreements(world: World, seed: int) -> tuple[set[tuple[str, int]], set[str]]:
    """Return the parts and events about which page and receipts disagree, and the parts for which an event counts."""
    town = world.hill
    scatter_town(world, Chance(seed))
    figures = compute([town], H1)[town.pk]
    first = Cadence.objects.order_by("declared_on").values_list("declared_on", flat=True).first() or date.max
    disagreements, counted = set(), set()
    for event in Event.objects.held().filter(local_day__range=(H1.first_day, H1.last_day)):
        counts = get_event_counts(town, event, get_attendance(event))
        shown = {count.part.code for count in counts if not count.reason}
        for code in EXACT:
            entries = figures[code].receipt["records"].get("events.event", ())
            is_counted = event.pk in {entry[0] for entry in entries}
            # The windows of a rhythm begin with its declaration.
            is_early = code == "meets_consistently" and event.local_day < first
            if (code in shown) != is_counted and not is_early:
                disagreements.add((code, event.pk))
            if is_counted:
                counted.add(code)
    return disagreements, counted


def test_it_says_what_the_receipts_say(world: World):
    counted: set[str] = set()
    for seed in range(6):
        with within(world.hill), transaction.atomic():
            disagreements, parts = get_disagreements(world, seed)
            assert (seed, disagreements) == (seed, set())
            counted |= parts
            transaction.set_rollback(True)
    assert counted == set(EXACT)


def test_a_meeting_says_at_once_why_it_does_not_count(world: World, signed_in):
    yesterday = timezone.localdate(timezone=world.hill.zone) - timedelta(days=1)
    with within(world.hill):
        declare_cadence(
            community=world.hill, kind=CadenceKind.MONTH, declared_on=yesterday, by=world["hill-coordinator"]
        )
        leader = Membership.objects.get(user=world["hill-leader"]).pk
        event = log(world, yesterday, Attendance(memberships=(leader,)))
        assert event.status == EventStatus.HELD
    page = " ".join(signed_in("hill-leader").get(url(f"{event.pk}/")).content.decode().split())
    assert "Counts for" in page
    assert "1 of 3 members. Invite 2 more." in page
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.CANDIDATE)
    counts = signed_in("hill-leader").get(url(f"{event.pk}/")).context["counts"]
    assert {count.reason for count in counts} == {
        "It counts once your office moves your community to the stage “Leadership team”."
    }


def test_a_planned_event_counts_for_nothing_yet(world: World, signed_in):
    yesterday = timezone.localdate(timezone=world.hill.zone) - timedelta(days=1)
    with within(world.hill):
        event = log(world, yesterday)
        Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)
    assert signed_in("hill-leader").get(url(f"{event.pk}/")).context["counts"] == []


@pytest.mark.parametrize("days", [1000, 0])
def test_a_first_rhythm_counts_since_the_half_year_or_the_community_began(world: World, signed_in, days: int):
    today = timezone.localdate(timezone=world.hill.zone)
    since = today - timedelta(days=days)
    with within(world.hill):
        StageChange.objects.create(
            office=world.usa, stage=world.hill.stage, since=since, reason="Begun", by=world["usa-staff"]
        )
    form = signed_in("hill-coordinator").get("/c/hill/settings/cadence/").context["form"]
    assert form["declared_on"].value() == max(HalfYear.from_day(today).first_day, since)
