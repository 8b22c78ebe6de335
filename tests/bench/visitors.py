"""The visitors: coordinators of communities all over the set and a member of staff, each with a session."""

import time
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from communities.models import Membership, Role, StaffMembership, User
from events.keyset import Cursor
from events.models import Event
from tests.base import as_stored
from tests.bench.scale import OFFICE
from tfc.tenancy import community_scope

# Enough that no page is cached for one community only, few enough to visit all in each repetition.
VISITED = 20
BARE_BACKEND = "django.contrib.auth.backends.ModelBackend"
SOME_EVENTS = 200


@dataclass(frozen=True)
class Person:
    """A signed-in person; ``events`` are some of the place's, ``middle`` a page in the middle of the list."""

    session: str
    bare_session: str
    slug: str
    community: int
    office: int
    events: tuple[int, ...] = ()
    middle: str = ""

    def event(self, turn: int) -> int:
        """Return one of the events, in turn; 0 without events."""
        return self.events[turn % len(self.events)] if self.events else 0


def coordinators() -> list[Person]:
    """Return coordinators of :data:`VISITED` communities with a history, evenly spread over the set."""
    memberships = (
        Membership.objects.current()
        .filter(
            role=Role.COORDINATOR, community__stage__in=("acting", "sharing"), community__office__slug=OFFICE
        )
        .select_related("user", "community")
        .order_by("community_id", "user_id")
        .distinct()
    )
    by_community = {membership.community_id: membership for membership in memberships}
    every = list(by_community.values())
    chosen = every[:: max(1, len(every) // VISITED)][:VISITED]
    return [_coordinator(coordinator) for coordinator in chosen]


def _coordinator(membership: Membership) -> Person:
    town = membership.community
    with community_scope(town.pk, town.office_id, coordinator=True):
        events_held = Event.objects.held().newest_first()
        events = tuple(events_held.values_list("pk", flat=True)[:SOME_EVENTS])
        middle = Cursor.at("after", events_held[events_held.count() // 2])
    return Person(*sessions(membership.user), town.slug, town.pk, town.office_id, events, str(middle))


def staff() -> Person:
    """Return staff of the office with all communities."""
    staff_membership = (
        StaffMembership.objects.current().filter(office__slug=OFFICE).select_related("user", "office").first()
    )
    if staff_membership is None:
        raise LookupError("The demo has no staff.")
    return Person(
        *sessions(staff_membership.user), staff_membership.office.slug, 0, staff_membership.office_id
    )


def sessions(user: User) -> tuple[str, str]:
    """Return sessions at our server and at the bare server, whose ways to sign in differ."""
    return sign_in(user, settings.AUTHENTICATION_BACKENDS[0]), sign_in(user, BARE_BACKEND)


def sign_in(user: User, backend: str) -> str:
    """Return a session as after signing in by ``backend``, without the slow hash of a password."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = as_stored(user).get_session_auth_hash()
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": user.email}
    ]
    session.save()
    return str(session.session_key)
