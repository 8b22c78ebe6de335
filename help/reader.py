"""Who reads a guide, and to which of the reader's own pages its links lead."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from communities.models import Community, Office, Role
from help.catalogue import of_role


@dataclass(frozen=True)
class Reader:
    """``role``: in the community. All empty for whoever is not signed in, or is in no place yet."""

    community: Community | None = None
    role: Role | None = None
    office: Office | None = None
    is_signed_in: bool = False

    def url_of(self, page: str) -> str:
        """The reader's own page of this name; empty where there is none, or where its door would stay shut."""
        kind, least = _door(page)
        if kind == "community" and self.community and (self.role or 0) >= least:
            return reverse(page, args=[self.community.slug])
        if kind == "office" and self.office and _fits(page, self.office):
            return reverse(page, args=[self.office.slug])
        if kind == "international":
            return reverse(page) if self.office and self.office.is_international else ""
        if kind == "everyone" or (kind == "signed-in" and self.is_signed_in):
            return reverse(page)
        return ""

    @property
    def guide(self) -> str:
        """The code of the guide that is the reader's own; empty for whoever has none. A sample town makes nobody a
        coordinator who works in an office."""
        is_only_tried = self.office and self.community and self.community.office.is_sample
        if self.role and not is_only_tried:
            return of_role(self.role).code
        if self.office:
            return "international" if self.office.is_international else "staff"
        return ""


def reader_of(request: HttpRequest) -> Reader:
    """By the place that ``?from=`` names, if it is the reader's own; else where the reader may do most."""
    user = request.user
    if not user.is_authenticated:
        return Reader()
    wanted = request.GET.get("from", "")
    memberships = list(user.roles.memberships)
    named = [one for one in memberships if one.community.slug == wanted]
    offices = [one.office for one in user.roles.staff]
    office = next((one for one in offices if one.slug == wanted), None) or next(iter(offices), None)
    best = max(named or _real(memberships), key=lambda one: one.role, default=None)
    if best is None:
        return Reader(office=office, is_signed_in=True)
    return Reader(best.community, Role(best.role), office, is_signed_in=True)


def _real(memberships: Iterable[Any]) -> list[Any]:
    """A sample town is nobody's place while there is another one."""
    own = [one for one in memberships if not one.community.office.is_sample]
    return own or list(memberships)


def _fits(page: str, office: Office) -> bool:
    """The international office has no communities of its own, and so few of an office's pages."""
    return not office.is_international or page in OF_INTERNATIONAL


OF_INTERNATIONAL = frozenset(
    {"reports:office-report-list", "communities:office-team", "library:office-announcement-list"}
)


@cache
def _door(page: str) -> tuple[str, int]:
    """Whom the page's own door admits: what kind of place, and the least role. Account pages are not ours."""
    if page.startswith(("account_", "mfa_")):
        return "signed-in", 0
    for kwargs in ({}, {"community": "a"}, {"office": "a"}):
        with suppress(NoReverseMatch):
            view: Any = resolve(reverse(page, kwargs=kwargs)).func
            kind, least = view.admits
            return str(kind), int(least or 0)
    raise LookupError(page)
