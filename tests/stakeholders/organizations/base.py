"""Helpers for the tests of an organization's page and of merging."""

import datetime as dt
from typing import Any

from django.apps import apps

from communities.models import AuditDay, AuditDetails, AuditEntry, User
from events.models import Event, EventKind, OrganizationPresence
from stakeholders.models import (
    Briefing,
    BriefingShare,
    Contact,
    Contribution,
    Evidence,
    FocusDecision,
    FocusStakeholder,
    Organization,
    OrganizationMerge,
    Sector,
    Strategy,
    StrategyAssessment,
    StrategyStep,
    TrustInvitation,
    TrustRound,
)
from tfc.tenancy import GLOBAL_TABLES

DAY = dt.date(2026, 3, 3)
# The audit log itself grows by merging and undoing; nobody here may read its seals.
NOT_A_RECORD = (OrganizationMerge, AuditDay, AuditDetails, AuditEntry)


def organization(
    name: str = "Dove Street School", sector: str = Sector.SCHOOLS, **fields: Any
) -> Organization:
    """Create an organization in the open scope, which everything here needs."""
    return Organization.objects.create(name=name, sector=sector, **fields)


def meeting(day: dt.date, *present: Organization, status: str = "held", **fields: Any) -> Event:
    starts = dt.datetime.combine(day, dt.time(20), dt.UTC)
    values = {"kind": EventKind.STAKEHOLDER_MEETING, "title": "", "time_zone": "America/Los_Angeles"} | fields
    event = Event.objects.create(status=status, starts_at=starts, ends_at=starts, **values)
    for participant in present:
        OrganizationPresence.objects.create(event=event, organization=participant)
    return event


def strategy(organization: Organization, by: User, *steps: tuple[str, dt.date], **fields: Any) -> Strategy:
    strategy = Strategy.objects.create(
        organization=organization, **{"title": "Posters", "purpose": "mitigate"} | fields
    )
    for rung, day in steps or (("pledged", DAY),):
        StrategyStep.objects.create(strategy=strategy, rung=rung, on=day, by=by)
    return strategy


def everything(organization: Organization, by: User, day: dt.date = DAY) -> None:
    """Create a row of each kind that belongs to an organization."""
    Contact.objects.create(organization=organization, name=f"Ana of {organization.name}", may_be_listed=True)
    Contact.objects.create(organization=organization, name=f"Kim of {organization.name}")
    result = strategy(organization, by, ("pledged", day), ("implementing", day))
    Evidence.objects.create(strategy=result, kind="link", on=day, what="A photo", link="https://x.example")
    StrategyAssessment.objects.create(organization=organization, on=day, by=by)
    Contribution.objects.create(
        organization=organization,
        sector=organization.sector,
        kind="money",
        amount=120,
        currency="USD",
        what="Gift",
        received_on=day,
    )
    briefing = Briefing.objects.create(title="Wages", audience="mayor")
    BriefingShare.objects.create(
        briefing=briefing,
        organization=organization,
        recipient="The mayor",
        shared_on=day,
        answered_on=day,
        answer="Thanks",
        followed_on=day,
        outcome="A hearing",
    )
    decision = FocusDecision.objects.create(verdict="accepted", decided_on=day)
    FocusStakeholder.objects.create(
        decision=decision,
        sector=organization.sector,
        organization=organization,
        ended_on=day,
        end_reason="Done",
    )


def invited(organization: Organization, year: int) -> TrustInvitation:
    round_ = TrustRound.objects.get_or_create(year=year, defaults={"closes_on": DAY})[0]
    return TrustInvitation.objects.create(
        round=round_, organization=organization, token_hash=f"{organization.pk:064}"
    )


def dump() -> dict[str, list[dict[str, Any]]]:
    """Return every row of tenant tables in the scope, except records of the changes themselves."""
    results = {}
    for model in apps.get_models():
        meta = model._meta
        if meta.db_table in GLOBAL_TABLES or model in NOT_A_RECORD:
            continue
        names = [
            concrete_field.attname
            for concrete_field in meta.concrete_fields
            if concrete_field.name not in ("revision", "updated_at")
        ]
        results[meta.label] = list(model._default_manager.order_by("pk").values(*names))
    return results
