"""Samples of joint events: Hill and Dale invite each other, and neither answers."""

import uuid
from typing import Any

from communities.models import Community, User
from events.actions.saving import COPIED
from events.models import Campaign, CampaignShare, Event, JointShare
from tests.base import World, within


def of_community(community: Community, event: Event, by: User) -> dict[str, Any]:
    """Return the ids; nothing if the office has no other community."""
    other = Community.objects.filter(office=community.office).exclude(pk=community.pk).first()
    if other is None:
        return {"joint_id": 0}
    copied = {name: getattr(event, name) for name in COPIED} | {"title": "x", "place": "x"}
    share = JointShare.objects.create(
        office_id=community.office_id,
        other=other,
        joint_key=uuid.uuid4(),
        event=event,
        declared_by=by,
        **copied,
    )
    _share_campaign(community, other, by)
    return {"joint_id": share.pk}


def _share_campaign(community: Community, other: Community | None, by: User) -> None:
    """Invite another community, or without one the office."""
    CampaignShare.objects.create(
        office_id=community.office_id, other=other, joint_key=uuid.uuid4(), campaign=Campaign.objects.get(), title="x",
        goal="x", kind="petition", decider_name="x", target=2000, target_unit="signatures", declared_by=by,
        stages=[{"stage": "adopted", "on": "2026-03-03", "evidence": "x", "evidence_on": None}],
    )  # fmt: skip


def add_joint_samples(world: World, ids: dict[str, dict[str, Any]]) -> None:
    """Return what each was invited to, after both invited."""
    for community in (world.hill, world.dale, world.moor):
        with within(community):
            share = JointShare.objects.said_to(community).first()
            campaign_share = CampaignShare.objects.sent_to(community).first()
            _ask_office(community, world[f"{community.slug}-coordinator"])
        ids[community.slug]["asked_id"] = share.pk if share else 0
        ids[community.slug]["campaign_share_id"] = campaign_share.pk if campaign_share else 0
    for office in (world.usa, world.uk, world.oasis):
        with within(office):
            office_share = CampaignShare.objects.sent_to(office).first()
        ids[office.slug]["campaign_share_id"] = office_share.pk if office_share else 0


def _ask_office(community: Community, by: User) -> None:
    """Invite the office to the campaign that the community shared with another one, or to its own."""
    shared = CampaignShare.objects.filter(community=community).first()
    if shared is None:
        _share_campaign(community, None, by)
    else:
        shared.pk, shared.other = None, None
        shared.save()
