"""A test world: two communities of one office, a third abroad, and a person in every role."""

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from django.utils.crypto import get_random_string

from communities.models import Community, Membership, Office, Role, RolePeriod, StaffMembership, Stage, User
from tfc.logins import ACCOUNTS, use_login
from tfc.sessions import SessionStore
from tfc.tenancy import GLOBAL_TABLES, community_scope, office_scope
from tfc.tokens import sign_session_key

LOGINS = ["default", "owner", "figures", "public", "office", "accounts", "links"]
# For tests that need committed rows (threads, workers, other logins). Teardown empties the tables as the owner.
COMMITTED = pytest.mark.django_db(transaction=True, databases=LOGINS)

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass
class World:
    usa: Office
    uk: Office
    oasis: Office
    hill: Community
    dale: Community
    moor: Community
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, name: str) -> User:
        """``world["hill-coordinator"]``, ``world["usa-staff"]``, ``world["stranger"]``."""
        return self.people[name]


def make_world() -> World:
    """Hill and Dale belong to the USA office, Moor to the UK office; nobody is in two places."""
    usa = Office.objects.create(
        name="Oasis USA",
        slug="usa",
        country="US",
        **confirmed("1-888-373-7888"),
    )
    uk = Office.objects.create(
        name="Oasis UK",
        slug="uk",
        country="GB",
        **confirmed("08000 121 700"),
    )
    oasis = Office.objects.create(name="Oasis", slug="oasis", country="GB", is_international=True)
    world = World(
        usa=usa,
        uk=uk,
        oasis=oasis,
        hill=make_community(usa, "hill"),
        dale=make_community(usa, "dale"),
        moor=make_community(uk, "moor", "Europe/London"),
    )
    for community in (world.hill, world.dale, world.moor):
        for role in Role:
            name = f"{community.slug}-{role.name.lower()}"
            world.people[name] = add_member(community, name, role)
    for office in (usa, uk, oasis):
        world.people[f"{office.slug}-staff"] = add_staff(office, f"{office.slug}-staff")
    world.people["stranger"] = make_user("stranger")
    return world


def hotline(number: str) -> dict[str, Any]:
    """Return a hotline as an office stores it."""
    return {
        "name": "Oasis", "number": number, "text_number": "", "always_open": True, "hours": "", "url": "",
        "languages": ["en"],
    }  # fmt: skip


def confirmed(number: str) -> dict[str, Any]:
    """Return the fields of an office that has confirmed this hotline."""
    return {"hotlines": [hotline(number)], "hotlines_confirmed_on": date(2026, 1, 7)}


def make_community(office: Office, slug: str, time_zone: str = "America/Los_Angeles") -> Community:
    return Community.objects.create(
        office=office, name=slug.title(), slug=slug, time_zone=time_zone, stage=Stage.ACTING
    )


def make_user(name: str, *, second_factor: bool = False) -> User:
    user = User.objects.create_user(f"{name}@example.org", "traffickfree-demo", name=name)
    with use_login(ACCOUNTS):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if second_factor:
            Authenticator.objects.create(user=user, type="totp", data={"secret": "GEZDGNBVGY3TQOJQ"})
    return user


def add_member(community: Community, name: str, role: Role) -> User:
    user = make_user(name, second_factor=role == Role.COORDINATOR)
    membership = Membership.objects.create(community=community, user=user, role=role, started_at=LONG_AGO)
    with within(community):
        RolePeriod.objects.create(membership=membership, user=user, role=role, started_on=date(2024, 1, 1))
    return user


def add_staff(office: Office, name: str) -> User:
    user = make_user(name, second_factor=True)
    StaffMembership.objects.create(office=office, user=user)
    return user


def within(tenant: Community | Office, *, coordinator: bool = False) -> AbstractContextManager[None]:
    if isinstance(tenant, Office):
        return office_scope(tenant.pk)
    return community_scope(tenant.pk, tenant.office_id, coordinator=coordinator)


def as_stored(user: User) -> User:
    """Return the user with the password hash and session counter, against which sessions are checked."""
    with use_login(ACCOUNTS):
        return User.objects.get(pk=user.pk)


def keep(user: User) -> None:
    """Save the user, with a new password through the only login that may store it."""
    with use_login(ACCOUNTS):
        user.save()


def begin_session(client: Client, user: User, **more: object) -> None:
    """Sign in without a recorded login time; ``more`` is added to the session.

    The session equals that of `login`, with two queries instead of nineteen, since nearly every test of a page starts
    here.
    """
    session = SessionStore()
    with use_login(ACCOUNTS):
        begun: dict[str, object] = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: as_stored(user).get_session_auth_hash(),
            **more,
        }
        row = Session(
            session_key=sign_session_key(get_random_string(25)),
            session_data=session.encode(begun),
            expire_date=session.get_expiry_date(),
        )
        Session.objects.bulk_create([row])
    client.cookies[settings.SESSION_COOKIE_NAME] = row.session_key


def sign_in(client: Client, user: User, *, at: float | None = None) -> Client:
    """Sign in as allauth does, with the time of the login, which the access decorators check."""
    begin_session(
        client, user, account_authentication_methods=[{"method": "password", "at": at or time.time()}]
    )
    return client


def tenant_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.db_table not in GLOBAL_TABLES]
