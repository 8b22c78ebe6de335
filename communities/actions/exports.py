"""Exports of many records as a file: limited per day and always recorded."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import AnyBulkExport, BulkExport, Community, Office, OfficeBulkExport, User

DAY = dt.timedelta(days=1)
TOO_MANY = _("You downloaded %(count)s files with personal details in the last 24 hours. Try again tomorrow.")
BUSY = _("Your other files are still being made. Try again when they are ready.")


def get_export_model(place: Community | Office) -> type[AnyBulkExport]:
    return BulkExport if isinstance(place, Community) else OfficeBulkExport


def check_quota(*, place: Community | Office, among: Collection[str], by: User) -> None:
    """Check the daily limit in the place's scope, before a file is made; ValidationError if this person reached it.

    ``among``: the codes of the limited files. A person's files are made one after the other, so that each is counted
    before the next.
    """
    _take_turn(by)
    taken = get_export_model(place)._default_manager.filter(by=by, what__in=among).since(timezone.now() - DAY)
    if taken.count() >= settings.EXPORTS_A_DAY:
        raise ValidationError(TOO_MANY, params={"count": settings.EXPORTS_A_DAY})


def _take_turn(by: User) -> None:
    """Lock the person's row until the transaction ends, that is until the file is made and recorded."""
    try:
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)
    except OperationalError as error:
        # Another export held the lock longer than this login's lock timeout.
        raise ValidationError(BUSY) from error


@transaction.atomic
def note_export(*, place: Community | Office, what: str, by: User) -> AnyBulkExport:
    """Record the export in the same scope, after the file is made. The audit log records it as well."""
    return get_export_model(place)._default_manager.create(what=what, by=by)
