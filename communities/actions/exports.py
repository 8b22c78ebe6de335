"""Taking many records along as a file: so many a day, and never without a trace."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import AnyBulkExport, BulkExport, Community, Office, OfficeBulkExport, User

DAY = dt.timedelta(days=1)
TOO_MANY = _(
    "You downloaded %(count)s files with personal details in the last 24 hours. That is the daily limit. "
    "Try again tomorrow."
)
BUSY = _("Your other files are still being made. Wait for them, and try again.")


def get_export_model(place: Community | Office) -> type[AnyBulkExport]:
    return BulkExport if isinstance(place, Community) else OfficeBulkExport


def check_quota(*, place: Community | Office, among: Collection[str], by: User) -> None:
    """In the place's scope, before a file is made; ValidationError where this person reached the limit of a day.

    ``among``: the codes of the files that are limited. A person's files are made one after the other, so that each is
    counted before the next.
    """
    _take_turn(by)
    taken = get_export_model(place)._default_manager.filter(by=by, what__in=among).since(timezone.now() - DAY)
    if taken.count() >= settings.EXPORTS_A_DAY:
        raise ValidationError(TOO_MANY, params={"count": settings.EXPORTS_A_DAY})


def _take_turn(by: User) -> None:
    """Until the transaction ends, that is until the file is made and noted."""
    try:
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)
    except OperationalError as error:
        # Not within the time that this login waits for a lock.
        raise ValidationError(BUSY) from error


@transaction.atomic
def note_export(*, place: Community | Office, what: str, by: User) -> AnyBulkExport:
    """In the same scope, once the file is made. The audit writes it down as well."""
    return get_export_model(place)._default_manager.create(what=what, by=by)
