"""Trainings of the office of Hill and Dale, for tests."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from communities.models import Membership, User
from events.actions import EventTime
from events.actions import trainings as actions
from events.models import OfficeTraining, TrainingLine, TrainingSignUp
from tests.base import World, within

HILL = "/c/hill/team/trainings/"
OFFICE = "/office/usa/trainings/"


def offered(world: World, *, days: int = 10, **values: Any) -> OfficeTraining:
    """Create a training in so many days, or in the past, with 20 places for all communities."""
    day = timezone.localdate() + dt.timedelta(days=days)
    when = EventTime(day=day, starts=dt.time(9), ends=dt.time(12), zone=ZoneInfo("America/Los_Angeles"))
    inputs: dict[str, Any] = {
        "topic": "research",
        "title": "Asking well",
        "places": 20,
        "place": "Town hall",
        "when": when,
    }
    with within(world.usa):
        return actions.offer_training(
            office=world.usa, offer=actions.Offer(**inputs | values), by=world["usa-staff"]
        )


def signed_up(world: World, training: OfficeTraining, *names: str) -> list[TrainingSignUp]:
    """Register each person in the scope of their own community."""
    return [_sign_up(world, training, world[name]) for name in names]


def _sign_up(world: World, training: OfficeTraining, user: User) -> TrainingSignUp:
    membership = Membership.objects.current().select_related("community").get(user=user)
    with within(membership.community):
        return actions.sign_up(
            community=membership.community, training=training, membership=membership, by=user
        )


def recorded(world: World, training: OfficeTraining, *there: TrainingSignUp) -> None:
    with within(world.usa):
        actions.record_training(
            training=training, there=[person.pk for person in there], by=world["usa-staff"]
        )


def line(world: World, training: OfficeTraining) -> list[int]:
    with within(world.usa):
        return TrainingLine.objects.get(training=training).numbers
