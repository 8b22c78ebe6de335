"""Stored before any scope: offices, communities, and the people with their accounts."""

from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from communities.hotlines import SUGGESTIONS
from communities.models import Community, Membership, Office, Role, StaffMembership, User
from demo.people import STAFF_NAMES, Person
from demo.plan import Plan, Town
from demo.sign_ins import PASSWORD, STAFF
from tfc.logins import ACCOUNTS, use_login

OFFICES: tuple[dict[str, Any], ...] = (
    {"slug": "usa", "name": "Oasis USA", "country": "US", "hotlines": [SUGGESTIONS["US"]]},
    {"slug": "uk", "name": "Oasis UK", "country": "GB", "hotlines": [SUGGESTIONS["GB"]]},
    {"slug": "oasis", "name": "Oasis", "country": "GB", "is_international": True},
)


def store_offices() -> dict[str, Office]:
    """The offices by slug, each with its account; what is there stays as it is."""
    people = store_users([(STAFF_NAMES[slug], email) for slug, email in STAFF.items()])
    with transaction.atomic():
        offices = {}
        for fields in OFFICES:
            slug = fields["slug"]
            offices[slug], _made = Office.objects.get_or_create(
                slug=slug,
                defaults={
                    **fields,
                    "contact_email": f"privacy@{slug}.example",
                    "hotlines_confirmed_on": datetime.now(UTC).date() if "hotlines" in fields else None,
                },
            )
            StaffMembership.objects.get_or_create(office=offices[slug], user=people[STAFF[slug]])
        return offices


def store_communities(plan: Plan, offices: dict[str, Office]) -> dict[str, Community]:
    """The communities by slug with the people of their teams."""
    joined = [(town, person) for town in plan.towns for person in _get_joined_people(town, plan.now)]
    users = store_users([(person.name, person.email) for _town, person in joined])
    with transaction.atomic():
        made = [_make_community(town, offices, plan) for town in plan.towns]
        Community.objects.bulk_create(made, ignore_conflicts=True)
        stored = Community.objects.filter(slug__in=[community.slug for community in made])
        communities = {community.slug: community for community in stored}
        memberships = [
            _make_membership(communities[town.place.slug], users[person.email], person, plan.now)
            for town, person in joined
        ]
        Membership.objects.bulk_create(memberships, ignore_conflicts=True)
    return communities


def _get_joined_people(town: Town, now: datetime) -> list[Person]:
    """Those who belong to the team by now; the three whose accounts are printed always do."""
    return [
        person
        for number, person in enumerate(town.people)
        if number < len(Role) or person.joined <= now.date()
    ]


def _get_current_role(person: Person, now: datetime) -> Role:
    """The printed accounts hold the role that is in their address, however early the demo is loaded."""
    reached = [role for role, since, _until in person.roles if since <= now.date()]
    return next((role for role in Role if person.email.startswith(f"{role.name.lower()}@")), reached[-1])


def _make_community(town: Town, offices: dict[str, Office], plan: Plan) -> Community:
    place = town.place
    stage = [stage for stage, since in place.stages if since <= plan.now.date()] or [place.stages[0][0]]
    names = ("name", "slug", "city", "region", "latitude", "longitude", "time_zone")
    fields = {name: getattr(place, name) for name in names}
    return Community(office=offices[place.office], stage=stage[-1], **fields)


def store_users(people: list[tuple[str, str]]) -> dict[str, User]:
    """Accounts by email address, which is verified.

    By the login of accounts, which alone gives people an address: outside of any scope.
    """
    emails = [email for _name, email in people]
    with use_login(ACCOUNTS), transaction.atomic():
        existing = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
        made = User.objects.bulk_create(
            User(
                name=name, email=email, password=_hash_password(),
                # Coordinators enter one; 555-0100 to 555-0199 belong to nobody.
                phone=f"+1 626-555-01{number % 100:02}" if email.startswith("coordinator@") else "",
            )
            for number, (name, email) in enumerate(people)
            if email not in existing
        )  # fmt: skip
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made
        )
        return {user.email: user for user in User.objects.filter(email__in=emails)}


@cache
def _hash_password() -> str:
    """One hash serves all accounts: the password is no secret, and hashing takes a third of a second."""
    return make_password(PASSWORD)


def _make_membership(community: Community, user: User, person: Person, now: datetime) -> Membership:
    left = person.left if person.left and person.left <= now.date() else None
    return Membership(
        community=community,
        user=user,
        role=_get_current_role(person, now),
        started_at=min(_noon(person.joined), now),
        ended_at=_noon(left) if left else None,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
