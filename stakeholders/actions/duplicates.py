"""Record that two organizations that look alike are different."""

from django.db import transaction

from communities.models import User
from stakeholders.models import DistinctPair, Organization


@transaction.atomic
def tell_apart(*, organization: Organization, other: Organization, by: User) -> None:
    """Stop suggesting the two as duplicates; calling it again changes nothing."""
    first, second = sorted((organization.pk, other.pk))
    DistinctPair.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by})


@transaction.atomic
def take_back_apart(*, organization: Organization, other: Organization, by: User) -> None:
    first, second = sorted((organization.pk, other.pk))
    DistinctPair.objects.filter(first_id=first, second_id=second).delete()
