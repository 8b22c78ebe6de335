"""Stored before any scope: offices, communities, and the people with their accounts."""

from datetime import UTC, date, datetime, time
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from communities.models import Community, Membership, Office, Role, StaffMembership, User
from demo.people import STAFF_NAMES, Person
from demo.places import Place
from demo.plan import OFFICES, Plan, Town
from demo.sign_ins import PASSWORD, STAFF
from tfc.logins import ACCOUNTS, served_by


def store_offices() -> dict[str, Office]:
    """The offices by slug, each with its account; what is there stays as it is."""
    people = store_users([(STAFF_NAMES[slug], email) for slug, email in STAFF.items()])
    with transaction.atomic():
        return _offices(people)


def _offices(people: dict[str, User]) -> dict[str, Office]:
    offices = {}
    for plan in OFFICES:
        offices[plan.slug], _made = Office.objects.get_or_create(
            slug=plan.slug,
            defaults={
                "name": plan.name,
                "country": plan.country,
                "hotline": plan.hotline,
                "contact_email": f"privacy@{plan.slug}.example",
                "is_international": plan.is_international,
            },
        )
        StaffMembership.objects.get_or_create(office=offices[plan.slug], user=people[STAFF[plan.slug]])
    return offices


def store_communities(plan: Plan, offices: dict[str, Office]) -> dict[str, Community]:
    """The communities by slug with everybody who belongs to them."""
    users = store_users([(one.name, one.email) for town in plan.towns for one in joined(town, plan.now)])
    with transaction.atomic():
        return _communities(plan, offices, users)


def _communities(plan: Plan, offices: dict[str, Office], users: dict[str, User]) -> dict[str, Community]:
    Community.objects.bulk_create(
        [_community(town, offices, plan) for town in plan.towns], ignore_conflicts=True
    )
    slugs = [town.place.slug for town in plan.towns]
    communities = {one.slug: one for one in Community.objects.filter(slug__in=slugs)}
    Membership.objects.bulk_create(
        [
            _membership(communities[town.place.slug], users[one.email], one, plan.now)
            for town in plan.towns
            for one in joined(town, plan.now)
        ],
        ignore_conflicts=True,
    )
    return communities


def joined(town: Town, now: datetime) -> list[Person]:
    """Who belongs to the team by now; the three whose accounts are printed always do."""
    return [one for number, one in enumerate(town.people) if number < len(Role) or one.joined <= now.date()]


def role_now(person: Person, now: datetime) -> Role:
    """The printed accounts hold the role that is in their address, however early the demo is loaded."""
    reached = [role for role, since, _until in person.roles if since <= now.date()]
    return next((role for role in Role if person.email.startswith(f"{role.name.lower()}@")), reached[-1])


def _community(town: Town, offices: dict[str, Office], plan: Plan) -> Community:
    place: Place = town.place
    stage = [stage for stage, since in place.stages if since <= plan.now.date()] or [place.stages[0][0]]
    return Community(
        office=offices[place.office],
        name=place.name,
        slug=place.slug,
        city=place.city,
        region=place.region,
        latitude=place.latitude,
        longitude=place.longitude,
        time_zone=place.time_zone,
        stage=stage[-1],
    )


def store_users(people: list[tuple[str, str]]) -> dict[str, User]:
    """Accounts by e-mail address, which is verified.

    By the login of accounts, which alone gives somebody an address: outside of any scope.
    """
    with served_by(ACCOUNTS), transaction.atomic():
        return _stored(people, _hash_password())


@cache
def _hash_password() -> str:
    """One hash serves all accounts: the password is no secret, and hashing takes a third of a second."""
    return make_password(PASSWORD)


def _stored(people: list[tuple[str, str]], password: str) -> dict[str, User]:
    known = set(
        User.objects.filter(email__in=[email for _name, email in people]).values_list("email", flat=True)
    )
    new = [User(name=name, email=email, password=password) for name, email in people if email not in known]
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=user, email=user.email, verified=True, primary=True)
            for user in User.objects.bulk_create(new)
        ]
    )
    return {user.email: user for user in User.objects.filter(email__in=[email for _name, email in people])}


def _membership(community: Community, user: User, person: Person, now: datetime) -> Membership:
    left = person.left if person.left and person.left <= now.date() else None
    return Membership(
        community=community,
        user=user,
        role=role_now(person, now),
        started_at=min(_noon(person.joined), now),
        ended_at=_noon(left) if left else None,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
