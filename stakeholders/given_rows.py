"""Contributions and organizations of a community as plain rows, for the sums of stakeholders.contribution_sums."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from stakeholders.contribution_sums import Gift, Partner
from stakeholders.models import Contribution, Organization, Tie


@dataclass(frozen=True)
class NamedPartner(Partner):
    id: int = 0
    name: str = ""


def gifts_of(contributions: "QuerySet[Contribution]") -> list[Gift]:
    """One query."""
    fields = ("kind", "sector", "amount", "currency", "received_on")
    return [Gift(*row) for row in contributions.order_by().values_list(*fields)]


def tie_rows() -> "QuerySet[Organization]":
    """All new ties of the register."""
    rows = Organization.objects.kept().filter(tie=Tie.NEW)
    return rows.only("sector", "tie", "met_on", "created_at", "name")


def ties_in(rows: Iterable[Organization]) -> list[NamedPartner]:
    """The latest first."""
    found = [
        NamedPartner(
            one.sector, one.tie, one.met_on, timezone.localtime(one.created_at).date(), one.pk, one.name
        )
        for one in rows
    ]
    return sorted(found, key=lambda one: (one.since, one.id), reverse=True)
