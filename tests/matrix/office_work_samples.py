"""Samples of an office's own work: an event with an output, a partnership, and a grant with its parts."""

from datetime import UTC, date, datetime
from typing import Any

from communities.models import Community, Office, User
from dashboards.models import AttentionRule, CommunityAttention, FollowUp, OfficeSummary, RecordRequest
from evaluation.models import DeliverableLink
from events.models import Campaign, CampaignOutput, CampaignStage, OfficeEvent, OfficeOutput
from stakeholders.models import Deliverable, Grant, KnownRoute, OfficePartnership, SubGrant
from tests.matrix import import_samples

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def of_office(office: Office, staff: User) -> dict[str, Any]:
    event = OfficeEvent.objects.create(
        kind="awareness", role="held", title="x", on=date(2026, 3, 2), place="x", people=60, at_least=True,
        created_by=staff,
    )  # fmt: skip
    OfficeOutput.objects.create(event=event, unit="items", quantity=160, at_least=True, what="x")
    partnership = OfficePartnership.objects.create(
        kind="coalition",
        name="x",
        role="member",
        partner_name="x",
        starts_on=date(2026, 1, 1),
        created_by=staff,
    )
    grant = Grant.objects.create(
        title="x", funder="x", number="x", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), amount=900,
        currency="USD", note="x", created_by=staff,
    )  # fmt: skip
    deliverable = Deliverable.objects.create(
        grant=grant, title="x", quantity=9, unit="x", due_on=date(2026, 12, 31), created_by=staff
    )
    DeliverableLink.objects.create(deliverable=deliverable, measure="events")
    return {
        **_make_campaign(staff),
        **import_samples.of_place(office, staff),
        "follow_up_id": _need_attention(office, staff),
        "route_id": KnownRoute.objects.create(
            name="x", source="x", places="x, 34, -118\nx, 35, -119", created_by=staff
        ).pk,
        "check": "no_profile",
        "office_event_id": event.pk,
        "own_partnership_id": partnership.pk,
        "grant_id": grant.pk,
        "deliverable_id": deliverable.pk,
        "sub_grant_id": _pass_on(office, grant, staff),
    }


def _make_campaign(staff: User) -> dict[str, Any]:
    campaign = Campaign.objects.create(
        title="x", kind="petition", goal="x", decider_name="x", partner_names="x", target=2000,
        target_unit="signatures", created_by=staff,
    )  # fmt: skip
    stages = [
        CampaignStage.objects.create(
            campaign=campaign, stage=stage, on=date(2026, 1, 8), by=staff, evidence="x"
        )
        for stage in ("planned", "asked")
    ]
    output = CampaignOutput.objects.create(
        campaign=campaign, on=date(2026, 1, 9), unit="signatures", quantity=700, what="x"
    )
    return {"campaign_id": campaign.pk, "stage_id": stages[-1].pk, "output_id": output.pk}


def _need_attention(office: Office, staff: User) -> int:
    """Create what the pages about attention read; return the last follow-up, 0 at an office without communities."""
    number = 0
    AttentionRule.objects.create(code="silent", limit=120, by=staff)
    OfficeSummary.objects.create(computed_at=NOON)
    for community in Community.objects.filter(office=office):
        CommunityAttention.objects.create(
            community=community, points=5, since=date(2026, 3, 2), computed_at=NOON, assigned_to=staff,
            reasons=[{"code": "no_coordinator", "since": "2026-03-02", "values": {}}],
        )  # fmt: skip
        number = FollowUp.objects.create(
            community=community, kind="call", note="x", assigned_to=staff, by=staff
        ).pk
        RecordRequest.objects.create(office=office, community=community, code="no_profile", by=staff)
    return number


def _pass_on(office: Office, grant: Grant, staff: User) -> int:
    """Create a sub-grant to each community; return the last one, 0 at an office without communities."""
    number = 0
    for community in Community.objects.filter(office=office):
        number = SubGrant.objects.create(
            grant=grant, recipient=community, amount=100, currency="USD", on=date(2026, 2, 1), purpose="x",
            created_by=staff,
        ).pk  # fmt: skip
    return number
