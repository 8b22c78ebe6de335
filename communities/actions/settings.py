"""Settings and numbers that a community declares; its scope is open."""

import logging
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import (
    Cadence,
    CadenceKind,
    Community,
    PopulationProfile,
    RequiredLanguage,
    User,
    Workforce,
)
from communities.population_csv import Group, check_sums

logger = logging.getLogger(__name__)

EARLIEST = date(2000, 1, 1)
A_YEAR = timedelta(days=366)


@transaction.atomic
def declare_cadence(*, community: Community, kind: CadenceKind, declared_on: date, by: User) -> Cadence:
    """Store how often the team plans to meet from a day on; a second declaration for the same day
    corrects the first.
    """
    latest = timezone.localdate(timezone=community.zone) + A_YEAR
    if not EARLIEST <= declared_on <= latest:
        raise ValidationError({"declared_on": _("Enter a date from 2000 on, at most a year ahead.")})
    cadence, _is_new = Cadence.objects.update_or_create(
        declared_on=declared_on, defaults={"kind": kind, "by": by}
    )
    return cadence


@transaction.atomic
def set_language(*, community: Community, language: str, by: User) -> None:
    """Set the language of messages to people who chose none; "" for the office's language."""
    if language and language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("These pages are not shown in this language.")})
    community.language = language
    community.save(update_fields=["language"])


@transaction.atomic
def set_required_languages(
    *, languages: Collection[str], by: User, was: Collection[str] | None = None
) -> list[str]:
    """Replace the list. ``was`` is the list that ``by`` saw; ValidationError "changed" if it has changed since."""
    rows = RequiredLanguage.objects.select_for_update().order_by("language")
    stored = set(rows.values_list("language", flat=True))
    wanted = set(languages)
    if was is not None and set(was) != stored and wanted != stored:
        raise ValidationError(_("Another person changed this. Check it, then save again."), code="changed")
    RequiredLanguage.objects.exclude(language__in=wanted).delete()
    RequiredLanguage.objects.bulk_create(
        [RequiredLanguage(language=code) for code in sorted(wanted - stored)], ignore_conflicts=True
    )
    logger.info("required languages set by user %s", by.pk)
    return sorted(wanted)


@transaction.atomic
def replace_profile(
    *, groups: Sequence[Group], source: str, year: int, by: User | None = None
) -> list[PopulationProfile]:
    """Replace the whole population profile; ValidationError if its dimensions have different sums.

    The same profile again changes nothing: otherwise the office would read that a submitted survey's records changed.
    """
    check_sums(groups)
    new = [
        PopulationProfile(
            dimension=group.dimension, group=group.group, people=group.people, source=source, year=year
        )
        for group in groups
    ]
    stored = list(PopulationProfile.objects.order_by("pk"))
    if list(map(_get_profile_content, stored)) == list(map(_get_profile_content, new)):
        return stored
    PopulationProfile.objects.all().delete()
    rows = PopulationProfile.objects.bulk_create(new)
    logger.info("population profile replaced by %s", f"user {by.pk}" if by else "a command")
    return rows


def _get_profile_content(row: PopulationProfile) -> tuple[str, str, int, str, int]:
    return row.dimension, row.group, row.people, row.source, row.year


MOST = 10_000_000


@transaction.atomic
def set_workforce(*, profession: str, people: int, source: str, year: int, by: User) -> Workforce:
    """Store the number, replacing the previous one."""
    if not 1 <= people <= MOST:
        raise ValidationError({"people": _("Enter a whole number, 1 or more.")})
    if year > timezone.now().year:
        raise ValidationError({"year": _("Enter a year that is not in the future.")})
    values = {"people": people, "source": source, "year": year, "by": by}
    same = Workforce.objects.filter(profession=profession, **values).first()
    # Sent twice: nothing changes, and the author stays.
    return same or Workforce.objects.update_or_create(profession=profession, defaults=values)[0]
