"""Contributions and organizations of a community as plain rows, for the sums of stakeholders.contribution_sums."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from stakeholders.contribution_sums import Gift, Partner
from stakeholders.models import Contribution, Organization, TieKind


@dataclass(frozen=True)
class NamedPartner(Partner):
    id: int = 0
    name: str = ""


def get_gifts(contributions: "QuerySet[Contribution]") -> list[Gift]:
    """One query."""
    fields = ("kind", "sector", "amount", "currency", "received_on")
    return [Gift(*row) for row in contributions.order_by().values_list(*fields)]


def get_new_ties() -> "QuerySet[Organization]":
    """All new ties of the register."""
    rows = Organization.objects.not_deleted().filter(tie=TieKind.NEW)
    return rows.only("sector", "tie", "met_on", "created_at", "name")


def get_new_partners(rows: Iterable[Organization]) -> list[NamedPartner]:
    """The latest first."""
    partners = [
        NamedPartner(
            organization.sector,
            organization.tie,
            organization.met_on,
            timezone.localtime(organization.created_at).date(),
            organization.pk,
            organization.name,
        )
        for organization in rows
    ]
    return sorted(partners, key=lambda partner: (partner.since, partner.id), reverse=True)
