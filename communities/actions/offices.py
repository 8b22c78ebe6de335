"""The first office of an installation, and each later one: whoever runs the server makes it."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from communities.actions.team import start_staff_membership
from communities.models import Office, User


@transaction.atomic
def open_office(*, staff_name: str, staff_email: str, **about: Any) -> Office:
    """An office and the first of its staff, who invites all others.

    The new person has no password: a code by e-mail lets in, and the second factor is set up then. The address counts
    as verified, since an operator gave it.
    """
    office = Office(**about)
    office.full_clean()
    office.save()
    user = User.objects.filter(email__iexact=staff_email).first()
    if user is None:
        user = User(email=User.objects.normalize_email(staff_email), name=staff_name)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    start_staff_membership(office=office, user=user)
    return office
