"""Who reads the demo's figures."""

from allauth.mfa.models import Authenticator
from django.test import Client

from communities.models import StaffMembership
from tests.base import sign_in
from tfc.logins import ACCOUNTS, served_by


def staff(client: Client, office: str) -> Client:
    """As staff of the office, proven by a second factor."""
    user = StaffMembership.objects.filter(office__slug=office)[0].user
    with served_by(ACCOUNTS):
        Authenticator.objects.get_or_create(user=user, type="totp", data={"secret": "GEZDGNBVGY3TQOJQ"})
    return sign_in(client, user)
