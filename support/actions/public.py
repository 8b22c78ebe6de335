"""The public pages: their words, and who wrote that they would like to help."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from communities.models import User
from support.models import INTEREST_DAYS, Interest, PublicProfile
from tfc.purges import tell_purge

WORDS = ("about_en", "about_es", "about_zh")


class EditedMeanwhileError(Exception):
    """Somebody else saved the words since they were read; nothing was written."""


@transaction.atomic
def save_profile(*, words: dict[str, str], is_published: bool, seen: str, by: User) -> PublicProfile:
    """``seen``: the version that was on the screen, as ``version_of`` gives it."""
    stored = PublicProfile.objects.select_for_update().first()
    if version_of(stored) != seen:
        raise EditedMeanwhileError
    profile = stored or PublicProfile()
    for name in WORDS:
        setattr(profile, name, words[name])
    profile.is_published, profile.updated_by = is_published, by
    profile.save()
    return profile


def version_of(profile: PublicProfile | None) -> str:
    return profile.updated_at.isoformat() if profile else ""


def leave_interest(*, name: str, reach: str, words: str, client_id: UUID, day: dt.date) -> None:
    """From outside, in the scope of the community, where nobody may read what lies there. Twice is once."""
    one = Interest(name=name, reach=reach, words=words, client_id=client_id, on=day)
    Interest.objects.bulk_create([one], ignore_conflicts=True)


def delete_interest(*, interest: Interest) -> None:
    """For good: there is no bin for what somebody wrote about themselves."""
    tell_purge("support.interest", [interest.pk])
    interest.delete()


def purge_interest(*, today: dt.date) -> int:
    """In a coordinator's scope: delete what lay there for thirty days. Returns how many."""
    old = Interest.objects.filter(on__lte=today - dt.timedelta(days=INTEREST_DAYS))
    tell_purge("support.interest", old.values_list("pk", flat=True))
    return old.delete()[0]
