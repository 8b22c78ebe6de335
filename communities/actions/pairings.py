"""Pairing an experienced community with a new one; the office's scope is open."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Pairing, User


@transaction.atomic
def pair_communities(
    *, newcomer: Community, mentor: Community, since: date, reason: str, by: User
) -> Pairing:
    """Pair a new community with its mentor. ValidationError if it already has one: only one at a time is allowed."""
    locked = Community.objects.select_for_update().get(pk=newcomer.pk)
    running = Pairing.objects.running().filter(newcomer=locked).first()
    if running and (running.mentor_id, running.since) == (mentor.pk, since):
        return running
    if running:
        raise ValidationError({"mentor": _("This community already has a mentor. End that pairing first.")})
    if mentor.pk == newcomer.pk:
        raise ValidationError({"mentor": _("Choose another community as the mentor.")})
    if since > timezone.localdate() + timedelta(days=1):
        raise ValidationError({"since": _("Enter a date that is not in the future.")})
    return Pairing.objects.create(
        office_id=locked.office_id, newcomer=locked, mentor=mentor, since=since, reason=reason, by=by
    )


@transaction.atomic
def end_pairing(*, pairing: Pairing, until: date, by: User) -> Pairing:
    """End the pairing; the row stays as a record. Ending it again changes nothing."""
    locked = Pairing.objects.select_for_update().get(pk=pairing.pk)
    if locked.until is not None:
        return locked
    if until < locked.since:
        raise ValidationError({"until": _("Enter an end after the start.")})
    if until > timezone.localdate() + timedelta(days=1):
        raise ValidationError({"until": _("Enter a date that is not in the future.")})
    locked.until = until
    locked.save(update_fields=["until"])
    return locked


def count_joint_events(*, pairing: Pairing, keys: Collection[UUID], using: str = "default") -> None:
    """Store the keys of the events that both share; run by a program, with the figures login or in
    the office's scope.
    """
    Pairing.objects.using(using).filter(pk=pairing.pk).update(
        joint_keys=sorted(keys), counted_at=timezone.now()
    )
