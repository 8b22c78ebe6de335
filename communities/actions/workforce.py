"""The number of people of a profession in the community; the community's scope is open."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import User, Workforce

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
