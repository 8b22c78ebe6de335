"""The register as a page shows it: a keyset page of organizations, grouped by sector."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import ngettext

from communities.models import Community, Role
from stakeholders.models import Organization, OrganizationQuerySet, Sector, Strategy, TieKind
from tfc import keyset
from tfc.compiled_queries import CompiledQuery
from tfc.query_params import row_number
from tfc.text import punctuation

PAGE_SIZE = 15


class OrganizationRow(NamedTuple):
    """A list row of an organization."""

    organization: Organization
    url: str
    meta: str
    contacts: str
    has_strategy: bool


@dataclass(frozen=True)
class RegisterPage:
    """Up to PAGE_SIZE rows in register order, and the ids from which the next and previous pages begin, if any."""

    rows: list[Organization]
    before: int | None
    after: int | None

    @property
    def sectors(self) -> list[tuple[Sector, list[Organization]]]:
        grouped = groupby(self.rows, key=lambda row: row.sector)
        return [(Sector(code), list(rows)) for code, rows in grouped]

    def get_rows_by_sector(self, community: Community) -> list[tuple[Sector, list[OrganizationRow]]]:
        return [(sector, build_rows(community, organizations)) for sector, organizations in self.sectors]


def register_page(
    organizations: OrganizationQuerySet, *, after: str = "", before: str = "", size: int = PAGE_SIZE
) -> RegisterPage:
    """Return the page after or before the organization with the id; an invalid id is ignored."""
    ordered = organizations.in_register_order()
    if (mark := _mark(before)) and (
        ahead := keyset.get_page_before(ordered.before(mark).reverse(), size)
    ).rows:
        return _page(ahead)
    if (mark := _mark(after)) and (following := keyset.get_page_after(ordered.after(mark), size)).rows:
        return _page(following)
    return _page(keyset.from_start(ordered, size))


def get_first_page(role: Role) -> RegisterPage:
    """Return the first page without a filter, the usual case."""
    return _page(keyset.slice_first_page(_first(role)(), PAGE_SIZE))


@cache
def _first(role: Role) -> CompiledQuery[Organization]:
    return CompiledQuery(
        lambda: annotate_for_list(Organization.objects.not_deleted(), role).in_register_order()[
            : PAGE_SIZE + 1
        ]
    )


def annotate_for_list(organizations: OrganizationQuerySet, role: Role) -> OrganizationQuerySet:
    """Annotate ``contact_count`` of the contacts that the role may see, and whether a strategy is running
    (``is_busy``).
    """
    visible = Q(contacts__deleted_at=None)
    visible &= Q() if role >= Role.LEADER else Q(contacts__may_be_listed=True)
    strategies = Strategy.objects.running().filter(organization=OuterRef("pk"))
    return organizations.annotate(contact_count=Count("contacts", filter=visible), is_busy=Exists(strategies))


def build_rows(community: Community, organizations: Iterable[Any]) -> list[OrganizationRow]:
    """Return the list rows. The organizations are those of `annotate_for_list`."""
    return [
        OrganizationRow(
            organization,
            reverse("stakeholders:organization-detail", args=[community.slug, organization.pk]),
            " · ".join((str(TieKind(organization.tie).label), *_languages(organization))),
            ngettext("%(count)s contact", "%(count)s contacts", organization.contact_count)
            % {"count": organization.contact_count},
            organization.is_busy,
        )
        for organization in organizations
    ]


def _languages(organization: Organization) -> list[str]:
    return [punctuation.listed(organization.language_names)] if organization.languages else []


def _page(page_slice: keyset.Slice[Organization]) -> RegisterPage:
    return RegisterPage(
        rows=page_slice.rows,
        before=page_slice.rows[0].pk if page_slice.has_previous else None,
        after=page_slice.rows[-1].pk if page_slice.has_next else None,
    )


def _mark(text: str) -> Organization | None:
    """Return the organization at which a page begins, also if it is in the trash by now."""
    number = row_number(text)
    return Organization.objects.in_register_order().filter(pk=number).first() if number is not None else None


def unknown_sectors(counts: dict[str, int]) -> list[Sector]:
    """Return the sectors without an organization in the register."""
    return [Sector(code) for code in Sector.values if not counts.get(code)]
