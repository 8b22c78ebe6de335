"""The place of the current page: that of its access decorator, or otherwise one of the reader's own, so that the help
and the 404 page keep their navigation.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpRequest

from communities.models import Community, Office, Role, User

# Pages without a place of their own, read in between.
IN_BETWEEN = frozenset(
    {
        "activity:shortcuts",
        "help:glossary",
        "help:guide",
        "help:guide-detail",
        "help:tour",
        "help:tour-step",
        "help:translation",
        "help:whats-new",
    }
)


class CurrentPlace(NamedTuple):
    """``role``: in a community, if the reader has one."""

    place: Community | Office | None = None
    role: Role | None = None


def get_current_place(request: HttpRequest) -> CurrentPlace:
    """Return the current place; runs no queries beyond those of the place switcher."""
    if place := getattr(request, "community", None) or getattr(request, "office", None):
        return CurrentPlace(place, getattr(request, "role", None))
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return CurrentPlace()
    kind, _slash, rest = request.path.lstrip("/").partition("/")
    slug = rest.partition("/")[0]
    match = request.resolver_match
    if kind == "c":
        return next((option for option in _towns(user) if _slug(option) == slug), CurrentPlace())
    if kind == "office":
        return next((option for option in _offices(user) if _slug(option) == slug), CurrentPlace())
    if match is not None and match.view_name in IN_BETWEEN:
        return _own(user, request.GET.get("from", ""))
    return CurrentPlace()


def _own(user: User, wanted: str) -> CurrentPlace:
    """Return the named place, or else the one that a guide's links use: where the reader has the most rights."""
    towns, offices = list(_towns(user)), list(_offices(user))
    if named := next((option for option in (*towns, *offices) if _slug(option) == wanted), None):
        return named
    real = [
        option
        for option in towns
        if isinstance(option.place, Community) and not option.place.office.is_sample
    ]
    first = max(real, key=lambda option: option.role or 0, default=None)
    return first or next(iter((*offices, *towns)), CurrentPlace())


def _towns(user: User) -> Iterable[CurrentPlace]:
    return (
        CurrentPlace(membership.community, Role(membership.role)) for membership in user.roles.memberships
    )


def _offices(user: User) -> Iterable[CurrentPlace]:
    return (CurrentPlace(membership.office) for membership in user.roles.staff)


def _slug(option: CurrentPlace) -> str:
    return option.place.slug if option.place else ""
