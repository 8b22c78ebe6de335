"""Samples of the calendar (secret link, check-in code, guests, the office's copy) and of joint organizers."""

import uuid
from datetime import date
from typing import Any

from communities.models import Community, Membership, Role
from events.check_in import make_check_in_token
from events.models import (
    CalendarLink,
    Campaign,
    CampaignEvent,
    CampaignOutput,
    CampaignPartner,
    CampaignStage,
    Event,
    GuestCount,
    GuestTicket,
    InvitedPresence,
    Occasion,
    PublicEvent,
)
from stakeholders.models import Organization, Partnership
from tfc.tokens import hash_token


def of_community(community: Community, event: Event, token: str) -> dict[str, Any]:
    """``event`` becomes public; the feed has the same token as the other links."""
    Event.objects.filter(pk=event.pk).update(is_public=True)
    PublicEvent.objects.create(
        office_id=community.office_id, event=event, kind=event.kind, status=event.status, title="x", place="x",
        starts_at=event.starts_at, ends_at=event.ends_at, time_zone=event.time_zone,
    )  # fmt: skip
    member = Membership.objects.get(community=community, role=Role.MEMBER)
    CalendarLink.objects.create(membership=member, token_hash=hash_token(token))
    for occasion in Occasion:
        GuestCount.objects.create(event=event, occasion=occasion, people=7)
        GuestTicket.objects.create(event=event, occasion=occasion, client_id=uuid.uuid4())
    partnership = Partnership.objects.create(
        kind="coalition", name="x", role="member", partner_name="x", starts_on=date(2026, 1, 1)
    )
    return {
        "check_in": make_check_in_token(event),
        "partnership_id": partnership.pk,
        **_make_campaign(event, member),
    }


def _make_campaign(event: Event, member: Membership) -> dict[str, Any]:
    organization = Organization.objects.first()
    assert organization is not None
    campaign = Campaign.objects.create(
        title="x", kind="petition", goal="x", target=2000, target_unit="signatures",
        is_public=True,
    )  # fmt: skip
    stages = [
        CampaignStage.objects.create(
            campaign=campaign, stage=stage, on=day, by=member.user, evidence="x", lesson="x"
        )
        for stage, day in (("planned", date(2026, 1, 1)), ("adopted", date(2026, 2, 1)))
    ]
    CampaignPartner.objects.create(campaign=campaign, organization=organization)
    CampaignEvent.objects.create(campaign=campaign, event=event)
    InvitedPresence.objects.create(event=event, invitation=1)
    output = CampaignOutput.objects.create(
        campaign=campaign, on=date(2026, 1, 9), unit="signatures", quantity=700, what="x"
    )
    return {"campaign_id": campaign.pk, "stage_id": stages[-1].pk, "output_id": output.pk}
