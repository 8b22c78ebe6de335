"""The readers of the demo's figures and files."""

from allauth.mfa.models import Authenticator
from django.test import Client

from communities.models import Community, Membership, Role, StaffMembership, User
from tests.base import sign_in
from tfc.logins import ACCOUNTS, use_login


def staff(client: Client, office: str) -> Client:
    """Sign in as office staff, with a second factor."""
    return _sign_in(client, StaffMembership.objects.filter(office__slug=office)[0].user)


def coordinator(client: Client, community: Community) -> Client:
    """Sign in as a coordinator of the community, with a second factor."""
    current = Membership.objects.current().filter(community=community, role=Role.COORDINATOR)
    return _sign_in(client, current.select_related("user").order_by("pk")[0].user)


def _sign_in(client: Client, user: User) -> Client:
    with use_login(ACCOUNTS):
        Authenticator.objects.get_or_create(user=user, type="totp", data={"secret": "GEZDGNBVGY3TQOJQ"})
    return sign_in(client, user)
