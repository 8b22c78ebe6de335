"""Taking many records along as a file: so many a day, and never without a trace."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import AnyBulkExport, BulkExport, Community, Office, OfficeBulkExport, User

DAY = dt.timedelta(days=1)
TOO_MANY = _(
    "You took %(count)s files along within a day, which is as many as one person may. Go on tomorrow."
)


def exports_of(place: Community | Office) -> type[AnyBulkExport]:
    return BulkExport if isinstance(place, Community) else OfficeBulkExport


def check_quota(*, place: Community | Office, by: User) -> None:
    """In the place's scope, before the file is made; ValidationError where this person took enough along for a day.

    Files asked for at the very same moment do not see each other: as many more as there are threads that serve.
    """
    taken = exports_of(place)._default_manager.filter(by=by).since(timezone.now() - DAY)
    if taken.count() >= settings.EXPORTS_A_DAY:
        raise ValidationError(TOO_MANY, params={"count": settings.EXPORTS_A_DAY})


@transaction.atomic
def note_export(*, place: Community | Office, what: str, by: User) -> AnyBulkExport:
    """In the same scope, once the file is made."""
    return exports_of(place)._default_manager.create(what=what, by=by)
