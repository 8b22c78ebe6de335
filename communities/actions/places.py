"""Writes of an office about its communities; its scope is open."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions.invitations import invite, resend_invitation
from communities.models import (
    Community,
    Invitation,
    Office,
    Role,
    SetupProgress,
    SetupStep,
    Stage,
    StageChange,
    User,
)
from communities.models.communities import valid_time_zone


@transaction.atomic
def create_community(
    *,
    office: Office,
    name: str,
    slug: str,
    time_zone: str,
    by: User,
    city: str = "",
    region: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    stage: Stage = Stage.CANDIDATE,
    since: date | None = None,
    coordinator_email: str = "",
) -> Community:
    """Create a community and, with an email address, the invitation of its first coordinator.

    Sent twice, it returns the existing community. ValidationError if another one has the slug.
    """
    community, is_new = Community.objects.get_or_create(
        slug=slug,
        defaults={
            "office": office,
            "name": name,
            "city": city,
            "region": region,
            "time_zone": time_zone,
            "latitude": latitude,
            "longitude": longitude,
            "stage": stage,
        },
    )
    if not is_new and (community.office_id != office.pk or community.name != name):
        raise ValidationError({"slug": _("Another community has this web address. Choose a different one.")})
    if is_new:
        since = since or timezone.localdate(timezone=community.zone)
        StageChange.objects.create(
            community=community, office=office, stage=stage, since=since, reason=_FIRST, by=by
        )
    if coordinator_email:
        invite_coordinator(community=community, email=coordinator_email, by=by)
    return community


# Stored, so not translated: the text is the same in every language.
_FIRST = "Added to TraffickFree."


def invite_coordinator(*, community: Community, email: str, by: User) -> Invitation:
    """Invite a coordinator, or send a waiting invitation again."""
    waiting = Invitation.objects.waiting().filter(
        community=community, email__iexact=email.strip(), role=Role.COORDINATOR
    )
    if (invitation := waiting.first()) and invitation.has_expired:
        return resend_invitation(invitation=invitation, by=by)
    return invite(community=community, email=email, role=Role.COORDINATOR, by=by)


@transaction.atomic
def change_stage(*, community: Community, stage: Stage, since: date, reason: str, by: User) -> StageChange:
    """Store the community's next stage from a day on. The days of its history only increase."""
    locked = Community.objects.select_for_update().get(pk=community.pk)
    if locked.stage == stage:
        raise ValidationError({"stage": _("Choose a different stage.")})
    if since > timezone.localdate(timezone=locked.zone):
        raise ValidationError({"since": _("Enter a date that is not in the future.")})
    last = StageChange.objects.filter(community=locked).order_by("-since", "-pk").first()
    if last and since < last.since:
        message = _("The current stage began on %(day)s. Enter that date or a later one.")
        raise ValidationError({"since": ValidationError(message, params={"day": last.since.isoformat()})})
    locked.stage = stage
    locked.save(update_fields=["stage"])
    return StageChange.objects.create(
        community=locked, office_id=locked.office_id, stage=stage, since=since, reason=reason, by=by
    )


class TimeZoneChangedError(Exception):
    """Another person changed the time zone since it was read; nothing was written."""


@transaction.atomic
def change_time_zone(*, community: Community, time_zone: str, shown_time_zone: str, by: User) -> bool:
    """Correct the community's time zone; return True if it changed. Stored records keep their own time zone.

    ``shown_time_zone``: the zone that the person had read; TimeZoneChangedError if it has changed since.
    """
    locked = Community.objects.select_for_update().get(pk=community.pk)
    if locked.time_zone == time_zone:
        return False
    if locked.time_zone != shown_time_zone:
        raise TimeZoneChangedError
    valid_time_zone(time_zone)
    locked.time_zone = time_zone
    locked.save(update_fields=["time_zone"])
    return True


def record_setup(
    *, community: Community, done: Collection[SetupStep], using: str = "default"
) -> SetupProgress:
    """Store the steps that are done now; run by a program, with the figures login or in the community's scope."""
    progress, _is_new = SetupProgress.objects.using(using).update_or_create(
        community_id=community.pk,
        defaults={
            "office_id": community.office_id,
            "done": [step.value for step in SetupStep if step in done],
            "counted_at": timezone.now(),
        },
    )
    return progress
