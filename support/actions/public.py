"""Writing the texts of the public pages and the inquiries of people who want to help."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Community, User
from support.models import INTEREST_DAYS, Interest, PublicProfile
from tfc.deletion_log import tell_purge
from tfc.rate_limit import Sender, exceeds_limit, is_suspicious
from tfc.sent_before import SentForm

TEXT_FIELDS = ("about_en", "about_es", "about_zh")
PROFILE_FIELDS = (*TEXT_FIELDS, "picture", "show_achievements")


class EditedMeanwhileError(Exception):
    """The texts were saved or the number of messages changed since they were read; nothing was written."""


@transaction.atomic
def save_profile(
    *, community: Community, content: dict[str, Any], is_published: bool, expected_version: str, by: User
) -> PublicProfile:
    """Save the texts and the picture. ``expected_version``: the version on the screen, from `get_profile_version`.

    ValidationError if the pages become public while the office has no hotline.
    """
    stored = PublicProfile.objects.select_for_update().first()
    if get_profile_version(stored) != expected_version:
        raise EditedMeanwhileError
    profile = stored or PublicProfile()
    if is_published and not (profile.is_published or community.office.hotlines):
        raise ValidationError(_("Your office has not confirmed a hotline yet. Ask your office."))
    for name in PROFILE_FIELDS:
        setattr(profile, name, content[name])
    profile.is_published, profile.updated_by = is_published, by
    profile.save()
    return profile


def get_profile_version(profile: PublicProfile | None) -> str:
    return profile.updated_at.isoformat() if profile else ""


# Messages above this number per community and day are set aside; twice as many again are stored.
DAILY_INTEREST_LIMIT = 100


def submit_interest(
    *, name: str, reach: str, message: str, client_id: UUID, day: dt.date, sender: Sender
) -> bool:
    """Store a message from a visitor, in a community scope that may not read stored messages. Safe to repeat.

    Returns False if so many are set aside that no more are stored. SentBeforeError if this form sent another message.
    A repeated one does not count toward the limits.
    """
    sent_form = SentForm(client_id, name, reach, message)
    if sent_form.was_sent():
        return True
    interest = Interest(name=name, reach=reach, message=message, client_id=client_id, on=day)
    interest.is_set_aside = is_suspicious(DAILY_INTEREST_LIMIT, sender) or exceeds_limit(
        f"{sender.form}:day", DAILY_INTEREST_LIMIT
    )
    if interest.is_set_aside and exceeds_limit(f"{sender.form}:set-aside", 2 * DAILY_INTEREST_LIMIT):
        return False
    Interest.objects.bulk_create([interest], ignore_conflicts=True)
    sent_form.remember()
    return True


@transaction.atomic
def include_interests(*, expected_count: int, by: User) -> None:
    """Include the messages that were set aside. Raises EditedMeanwhileError if their number has changed."""
    Interest.objects.filter(pk__in=_lock_set_aside(expected_count)).update(is_set_aside=False)


@transaction.atomic
def delete_set_aside_interests(*, expected_count: int, by: User) -> int:
    """Delete permanently the messages that were set aside; return their number.

    Raises as `include_interests`.
    """
    numbers = _lock_set_aside(expected_count)
    tell_purge("support.interest", numbers)
    return Interest.objects.filter(pk__in=numbers).delete()[0]


def _lock_set_aside(expected_count: int) -> list[int]:
    rows = Interest.objects.select_for_update().filter(is_set_aside=True)
    numbers = [row.pk for row in rows]
    if len(numbers) != expected_count:
        raise EditedMeanwhileError
    return numbers


def delete_interest(*, interest: Interest) -> None:
    """Delete an inquiry permanently: personal data of volunteers does not go to the trash."""
    tell_purge("support.interest", [interest.pk])
    interest.delete()


def purge_interest(*, today: dt.date) -> int:
    """Delete inquiries older than thirty days, in a coordinator's scope; return their number."""
    old = Interest.objects.filter(on__lte=today - dt.timedelta(days=INTEREST_DAYS))
    tell_purge("support.interest", old.values_list("pk", flat=True))
    return old.delete()[0]
