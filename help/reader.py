"""The reader of a help page, and the pages that its links open for them."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from communities.models import Community, Office, Role
from help.guides import get_office_guide, get_role_guide


@dataclass(frozen=True)
class Reader:
    """``role``: in the community. All are empty for visitors without an account or place."""

    community: Community | None = None
    role: Role | None = None
    office: Office | None = None
    is_signed_in: bool = False

    def get_url(self, page: str) -> str:
        """Return the reader's page with this URL name; empty if there is none or it is not allowed."""
        kind, least = _get_admission(page)
        if kind == "community" and self.community and (self.role or 0) >= least:
            return reverse(page, args=[self.community.slug])
        if kind == "office" and self.office and _has_page(self.office, page):
            return reverse(page, args=[self.office.slug])
        if kind == "international":
            return reverse(page) if self.office and self.office.is_international else ""
        if kind == "everyone" or (kind == "signed-in" and self.is_signed_in):
            return reverse(page)
        return ""

    @property
    def guide(self) -> str:
        """Return the code of the reader's guide, or empty.

        Office staff who try a sample community keep their office guide.
        """
        is_only_tried = self.office and self.community and self.community.office.is_sample
        if self.role and not is_only_tried:
            return get_role_guide(self.role).code
        if self.office:
            return get_office_guide(is_international=self.office.is_international).code
        return ""


def get_reader(request: HttpRequest) -> Reader:
    """Return the reader in the place of ``?from=``, if it is theirs; otherwise in their highest role."""
    user = request.user
    if not user.is_authenticated:
        return Reader()
    wanted = request.GET.get("from", "")
    memberships = list(user.roles.memberships)
    wanted_here = [member for member in memberships if member.community.slug == wanted]
    offices = sorted((staff.office for staff in user.roles.staff), key=lambda office: office.slug != wanted)
    office = next(iter(offices), None)
    best = max(wanted_here or _without_samples(memberships), key=lambda member: member.role, default=None)
    if best is None:
        return Reader(office=office, is_signed_in=True)
    return Reader(best.community, Role(best.role), office, is_signed_in=True)


def _without_samples(memberships: Iterable[Any]) -> list[Any]:
    """Return memberships outside sample communities, or all if there are no others."""
    real = [member for member in memberships if not member.community.office.is_sample]
    return real or list(memberships)


def _has_page(office: Office, page: str) -> bool:
    """Return True if the office has the page.

    The international office has no communities and therefore few of an office's pages.
    """
    return not office.is_international or page in INTERNATIONAL_PAGES


INTERNATIONAL_PAGES = frozenset(
    {
        "communities:office-audit",
        "communities:office-import-list",
        "communities:office-retention",
        "communities:office-team",
        "communities:privacy-edit",
        "events:office-event-list",
        "events:office-campaign-list",
        "library:office-announcement-list",
        "library:office-item-trash",
        "library:office-material-list",
        "library:office-report-list",
        "library:office-story-list",
        "reports:office-report-list",
        "stakeholders:grant-list",
        "stakeholders:office-partnership-list",
    }
)


@cache
def _get_admission(page: str) -> tuple[str, int]:
    """Return whom the page's access decorator admits: the kind of place, and the lowest role.

    Account pages belong to allauth. Raises LookupError if no URL has this name.
    """
    if page.startswith(("account_", "mfa_")):
        return "signed-in", 0
    for kwargs in ({}, {"community": "a"}, {"office": "a"}):
        with suppress(NoReverseMatch):
            view: Any = resolve(reverse(page, kwargs=kwargs)).func
            kind, least = view.admits
            return str(kind), int(least or 0)
    raise LookupError(page)
