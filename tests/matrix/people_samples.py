"""Canaries in the name and email address of everyone with a role, and who may read them."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress

from communities.models import User
from tests.base import World
from tfc.logins import ACCOUNTS, use_login

MODEL, INVITED = "user", "invitation"
TOLD_TO_THE_OFFICE = ("name_coordinator", "email_coordinator", "name_member")


def name_people(world: World) -> Iterator[tuple[str, str]]:
    """Return (place's slug, canary) of each. They sign in by session, whatever their address is."""
    for person, user in world.people.items():
        place, _, role = person.partition("-")
        if not role:
            continue
        user.name = f"Canary-{place}-{MODEL}-name_{role}"
        user.email = f"canary-{place}-{MODEL}-email_{role}@x.example"
        with use_login(ACCOUNTS):
            User.objects.filter(pk=user.pk).update(name=user.name, email=user.email)
            EmailAddress.objects.filter(user=user).update(email=user.email)
        yield place, user.name
        yield place, f"Canary-{place}-{MODEL}-email_{role}"


def is_own(person: str, owner: str, column: str) -> bool:
    """Return True for the person's own name and address."""
    return f"{owner}-{column.rpartition('_')[2]}" == person and column.startswith(f"{MODEL}-")


def may_see_person(owner: str, column: str, person: str, home: str) -> bool:
    """People of a community see its names, coordinators its addresses; its office and guests there see contacts and
    names on certificates. ``home``: the office of ``owner``."""
    place, _, role = person.partition("-")
    if is_own(person, owner, f"{MODEL}-{column}"):
        return True
    if place == owner:
        return column.startswith("name_") or role in ("coordinator", "staff")
    if place not in (home, "oasis"):
        return False
    # A PDF continues the line after the name.
    return owner == home or column.startswith(TOLD_TO_THE_OFFICE)
