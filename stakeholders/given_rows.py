"""Contributions and organizations of a community as plain rows, for the sums of stakeholders.giving."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from stakeholders.giving import Gift, Partner
from stakeholders.models import Contribution, Organization, Tie


@dataclass(frozen=True)
class NamedPartner(Partner):
    id: int = 0
    name: str = ""


def gifts_of(contributions: "QuerySet[Contribution]") -> list[Gift]:
    """One query."""
    fields = ("kind", "sector", "amount", "currency", "received_on")
    return [Gift(*row) for row in contributions.order_by().values_list(*fields)]


def new_ties() -> list[NamedPartner]:
    """All new ties of the register, the latest first: one query, inside the community's scope."""
    rows = Organization.objects.kept().filter(tie=Tie.NEW)
    found = [
        NamedPartner(
            one.sector, one.tie, one.met_on, timezone.localtime(one.created_at).date(), one.pk, one.name
        )
        for one in rows.only("sector", "tie", "met_on", "created_at", "name")
    ]
    return sorted(found, key=lambda one: (one.since, one.id), reverse=True)
