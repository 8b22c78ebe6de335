"""Every write of trainings for leaders: the office's in its scope, those of a community and its leaders in theirs.

Sign-ups, withdrawals and changes of a training lock its line first, so that they run one after the other.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, Membership, Office, User
from events.event_time import EventTime, check_when
from events.models import (
    EventStatus,
    LeaderGoal,
    OfficeTraining,
    TrainingAttendance,
    TrainingLine,
    TrainingSignUp,
)
from stakeholders.actions.saving import add_row, mark_row
from tfc.text.punctuation import listed


class TrainingChangedError(Exception):
    """The training was saved by another request after this form was opened; ``stored`` is the
    training as it is now.
    """

    def __init__(self, stored: OfficeTraining) -> None:
        super().__init__("the training was changed meanwhile")
        self.stored = stored


TYPED = ("topic", "title", "places", "description", "language", "place", "online_link")
OFFERED = (*TYPED, "starts_at", "ends_at", "time_zone", "chosen")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What an office types about a training. ``chosen``: the communities it is for; empty for all."""

    topic: str
    title: str
    when: EventTime
    places: int
    description: str = ""
    language: str = "en"
    place: str = ""
    online_link: str = ""
    chosen: Collection[Community] = field(default_factory=list)

    def put(self, training: OfficeTraining) -> None:
        training.starts_at, training.ends_at = check_when(self.when, timezone.now(), held=False)
        training.time_zone = self.when.zone.key
        for name in TYPED:
            setattr(training, name, getattr(self, name))
        training.chosen = sorted(community.pk for community in self.chosen)


@transaction.atomic
def offer_training(*, office: Office, offer: Offer, by: User) -> OfficeTraining:
    """Create a training; the same one sent twice in a row by one person, as by a double click, is created once."""
    Office.objects.select_for_update().get(pk=office.pk)
    training = OfficeTraining(office=office, created_by=by)
    offer.put(training)
    newest = OfficeTraining.objects.filter(office=office, created_by=by).order_by("-id").first()
    if newest and all(getattr(newest, name) == getattr(training, name) for name in OFFERED):
        return newest
    training.save()
    TrainingLine.objects.create(office=office, training=training)
    return training


@transaction.atomic
def change_training(*, training: OfficeTraining, offer: Offer, revision: int, by: User) -> OfficeTraining:
    """Change a planned training; TrainingChangedError for a stale ``revision``. People who have a place do not lose
    it.
    """
    stored, line = _lock_training(training)
    if stored.revision != revision:
        raise TrainingChangedError(stored)
    if not stored.is_planned:
        raise ValidationError(_("This training was already held or canceled."))
    _check_places(offer, taken=min(len(line.numbers), stored.places))
    _check_chosen(offer, stored)
    offer.put(stored)
    stored.save()
    return stored


def _check_places(offer: Offer, *, taken: int) -> None:
    if offer.places < taken:
        message = ngettext(
            "%(count)s person already has a place. Offer at least as many.",
            "%(count)s people already have a place. Offer at least as many.",
            taken,
        )
        raise ValidationError({"places": message % {"count": taken}})


def _check_chosen(offer: Offer, stored: OfficeTraining) -> None:
    """Check that no community with a sign-up is left out: people who signed up must still be able to read about the
    training.
    """
    if not offer.chosen:
        return
    towns = Community.objects.filter(
        pk__in=TrainingSignUp.objects.in_line().filter(training=stored).values("community")
    )
    left_out = towns.exclude(pk__in=[community.pk for community in offer.chosen]).order_by("name")
    if left_out:
        message = _("People there have signed up. Keep these communities: %(communities)s.")
        raise ValidationError(
            {"chosen": message % {"communities": listed(community.name for community in left_out)}}
        )


@transaction.atomic
def cancel_training(*, training: OfficeTraining, reason: str, by: User) -> OfficeTraining:
    """Cancel a training with a reason, which the people who signed up can read."""
    stored, _line = _lock_training(training)
    if stored.status == EventStatus.HELD:
        raise ValidationError(_("Attendance is already recorded, so it was held."))
    stored.status, stored.cancel_reason = EventStatus.CANCELLED, reason
    stored.save()
    return stored


@transaction.atomic
def record_training(*, training: OfficeTraining, there: Collection[int], by: User) -> OfficeTraining:
    """Record that a training was held: of those in the line, the sign-ups with the ids ``there`` attended, the others
    did not.
    """
    stored, _line = _lock_training(training)
    if stored.status == EventStatus.CANCELLED:
        raise ValidationError(_("This training was canceled."))
    if not stored.has_begun:
        raise ValidationError(_("You can record attendance once it has begun."))
    for sign_up in TrainingSignUp.objects.in_line().filter(training=stored):
        TrainingAttendance.objects.update_or_create(
            sign_up=sign_up,
            defaults={"was_there": sign_up.pk in there, "recorded_by": by},
            create_defaults={
                "community_id": sign_up.community_id,
                "office_id": stored.office_id,
                "was_there": sign_up.pk in there,
                "recorded_by": by,
            },
        )
    stored.status = EventStatus.HELD
    stored.save()
    return stored


@transaction.atomic
def sign_up(
    *, community: Community, training: OfficeTraining, membership: Membership, by: User
) -> TrainingSignUp:
    """Add a member to the line, once; the line determines who has a place."""
    stored, line = _lock_training(training)
    there = TrainingSignUp.objects.in_line().filter(training=stored, membership=membership).first()
    if there is not None:
        return there
    if not stored.is_planned:
        raise ValidationError(_("This training was already held or canceled."))
    if membership.ended_at is not None:
        raise ValidationError(_("This person has left the team."))
    line.last += 1
    line.numbers = [*line.numbers, line.last]
    line.save()
    return TrainingSignUp.objects.create(
        office_id=community.office_id,
        training=stored,
        membership=membership,
        number=line.last,
        waited=len(line.numbers) > stored.places,
        signed_up_by=by,
    )


@transaction.atomic
def sign_up_team(
    *, community: Community, training: OfficeTraining, people: Collection[Membership], by: User
) -> list[TrainingSignUp]:
    """Sign up all of these people, or none."""
    return [
        sign_up(community=community, training=training, membership=membership, by=by) for membership in people
    ]


@transaction.atomic
def withdraw_sign_up(*, sign_up: TrainingSignUp, by: User) -> TrainingSignUp:
    """Remove a sign-up from the line; the person who has waited longest moves up, whichever community that is."""
    stored, line = _lock_training(sign_up.training)
    stored_sign_up = TrainingSignUp.objects.select_related("training").get(pk=sign_up.pk)
    if stored_sign_up.withdrawn_at is not None:
        return stored_sign_up
    if not stored.is_planned:
        raise ValidationError(_("This training was already held or canceled."))
    line.numbers = [number for number in line.numbers if number != stored_sign_up.number]
    line.save()
    stored_sign_up.withdrawn_at = timezone.now()
    stored_sign_up.save()
    return stored_sign_up


def _lock_training(training: OfficeTraining) -> tuple[OfficeTraining, TrainingLine]:
    """Lock the line, which every community may lock, then return the training as read under that lock."""
    line = TrainingLine.objects.select_for_update().get(training=training)
    return OfficeTraining.objects.get(pk=training.pk), line


@transaction.atomic
def add_goal(*, membership: Membership, by: User, client_id: UUID | None = None, **fields: Any) -> LeaderGoal:
    """Add a goal, written by the person or by a coordinator with them."""
    return add_row(LeaderGoal, by, client_id, {"membership": membership, **fields})


@transaction.atomic
def settle_goal(*, goal: LeaderGoal, done_on: dt.date | None, by: User) -> None:
    """Set the day on which a goal was reached; None: it is open."""
    goal.done_on = done_on
    goal.save()


@transaction.atomic
def delete_goal(*, goal: LeaderGoal, by: User) -> None:
    mark_row(goal, deleted=True)


@transaction.atomic
def restore_goal(*, goal: LeaderGoal, by: User) -> None:
    mark_row(goal, deleted=False)
