"""Offices: created by the operator of the server; their staff change the privacy notice and confirm hotlines."""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.team import start_staff_membership
from communities.models import Office, User
from tfc.logins import ACCOUNTS, use_login


def open_office(*, staff_name: str, staff_email: str, **about: Any) -> Office:
    """Create an office and its first staff member, who invites all others.

    The new person has no password: they sign in with a code by email and then set up the second factor. The address
    counts as verified, since an operator gave it.
    """
    office = Office(**about)
    office.full_clean()
    user = User.objects.filter(email__iexact=staff_email).first() or _account(staff_name, staff_email)
    with transaction.atomic():
        office.save()
        start_staff_membership(office=office, user=user)
    return office


@transaction.atomic
def set_privacy(*, office: Office, by: User, contact_email: str, **texts: str) -> Office:
    """Store the privacy notice, in the office's scope. ``texts``: the office's own texts, by field of Office."""
    stored = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    stored.contact_email = contact_email
    for name, text in texts.items():
        setattr(stored, name, text)
    stored.save(update_fields=["contact_email", *texts])
    return stored


@transaction.atomic
def confirm_hotlines(
    *, office: Office, hotlines: Sequence[dict[str, Any]], emergency_number: str, by: User
) -> Office:
    """Store hotlines and emergency number as confirmed today, in the office's scope."""
    if not hotlines:
        raise ValidationError(_("Enter at least one hotline."))
    stored = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    stored.hotlines, stored.emergency_number = list(hotlines), emergency_number
    stored.hotlines_confirmed_on = timezone.localdate()
    stored.save(update_fields=["hotlines", "emergency_number", "hotlines_confirmed_on"])
    return stored


def _account(name: str, email: str) -> User:
    """Create the account by the accounts login, the only one that may store an address. If creating the office then
    fails, the account is used by the next attempt.
    """
    with use_login(ACCOUNTS), transaction.atomic():
        user = User(email=User.objects.normalize_email(email), name=name)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user
