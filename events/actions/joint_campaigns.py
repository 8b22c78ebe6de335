"""Joint campaigns of several communities, or of communities and their office: one shares the campaign, and each other
one answers for itself.

As for joint events (`events.actions.joint`), what is shared is a row of ``CampaignShare``, and ``joint_key`` says that
it is one campaign.
"""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from communities.models import Community, Office, User
from events.actions.campaigns import add_campaign, add_stage, get_shared_values, lock_campaign, update_shares
from events.models import Campaign, CampaignShare


def is_accepted(share: CampaignShare) -> bool:
    """Return whether the other community has accepted what this row tells it."""
    return CampaignShare.objects.filter(
        community=share.other_id, other=share.community_id, joint_key=share.joint_key, holds=True
    ).exists()


@transaction.atomic
def share_campaign(*, campaign: Campaign, other: Community | Office, by: User) -> None:
    """Share the campaign with another community of the office, or with the office. Sharing it twice changes nothing."""
    stored = lock_campaign(campaign)
    office_id = other.office_id if isinstance(other, Community) else other.pk
    if office_id != stored.office_id or _get_community_id(other) == stored.community_id:
        raise ValidationError({"other": _("Choose another community of your office.")})
    if stored.joint_key is None:
        stored.joint_key = uuid4()
        stored.save(update_fields=["joint_key"])
    _declare(stored, other, stored.joint_key, by)


def _get_community_id(place: Community | Office) -> int | None:
    """Return None for the office, as in the columns of a share."""
    return place.pk if isinstance(place, Community) else None


@transaction.atomic
def accept_campaign(
    *,
    place: Community | Office,
    share: CampaignShare,
    campaign: Campaign | None,
    by: User,
    client_id: UUID | None = None,
) -> Campaign:
    """Accept a share and link it to ``campaign``; with None, add one as it was shared."""
    current = CampaignShare.objects.sent_to(place).filter(pk=share.pk).first()
    if current is None:
        raise ValidationError(_("The other community withdrew its request."))
    stored = lock_campaign(
        Campaign.objects.owned_by(place).not_deleted().filter(joint_key=current.joint_key).first()
        or campaign
        or _copy(current, by, client_id)
    )
    if stored.joint_key not in (None, current.joint_key):
        raise ValidationError({"campaign": _("This is already a joint campaign.")})
    if stored.joint_key is None:
        stored.joint_key = current.joint_key
        stored.save(update_fields=["joint_key"])
    _declare(stored, current.sender, current.joint_key, by)
    return stored


@transaction.atomic
def decline_campaign(*, place: Community | Office, share: CampaignShare, by: User) -> None:
    """Answer that this is no joint campaign; an answer that was given before stays."""
    CampaignShare.objects.get_or_create(
        other_id=share.community_id,
        joint_key=share.joint_key,
        community=place if isinstance(place, Community) else None,
        defaults={"office_id": share.office_id, "holds": False, "declared_by": by},
    )


@transaction.atomic
def leave_joint_campaign(*, campaign: Campaign, by: User) -> None:
    """Make the campaign count for itself again; communities that had accepted it see "no"."""
    stored = lock_campaign(campaign)
    for share in CampaignShare.objects.filter(campaign=stored):
        if not is_accepted(share):
            share.delete()
            continue
        share.holds, share.campaign, share.counts_all, share.declared_by = False, None, False, by
        share.title = share.goal = share.kind = share.decider_name = share.target_unit = ""
        share.target = None
        share.stages = []
        share.save()
    stored.joint_key, stored.counts_all = None, False
    stored.save(update_fields=["joint_key", "counts_all"])


@transaction.atomic
def claim_total(*, campaign: Campaign, counts_all: bool, by: User) -> None:
    """Store whether the outputs that this community records are those of all communities of a joint campaign, or its
    own part. ValidationError if another already records those of all, also one that joined through a third.
    """
    stored = lock_campaign(campaign)
    if stored.joint_key is None:
        return
    stored.counts_all = counts_all
    try:
        with transaction.atomic():
            stored.save(update_fields=["counts_all"])
    except IntegrityError as error:
        raise ValidationError(_get_claimed_text(stored, stored.joint_key)) from error
    update_shares(stored)


def _get_claimed_text(campaign: Campaign, key: UUID) -> str:
    """Return the sentence with the name of who claims the total, if this community or office may know it."""
    claims = Campaign.objects.filter(joint_key=key, counts_all=True).exclude(pk=campaign.pk)
    shares = CampaignShare.objects.sent_to(campaign.community or campaign.office)
    claim = claims.first() or shares.filter(joint_key=key, counts_all=True).first()
    if claim is None:
        return _(
            "Another participant already counts the outputs of all communities. Record only your own part."
        )
    text = _("%(community)s already counts the outputs of all communities. Record only your own part.")
    return text % {"community": (claim.community or claim.office).name}


def _declare(campaign: Campaign, other: Community | Office, key: UUID, by: User) -> None:
    owner = {"community_id": campaign.community_id, "office_id": campaign.office_id}
    row: dict[str, Any] = owner | {"other_id": _get_community_id(other), "joint_key": key}
    stored = CampaignShare.objects.filter(**row).first()
    if stored is not None and stored.campaign_id == campaign.pk:
        return
    values = {"holds": True, "campaign": campaign, "in_trash": False, "declared_by": by}
    CampaignShare.objects.update_or_create(**row, defaults=values | get_shared_values(campaign))


def _copy(share: CampaignShare, by: User, client_id: UUID | None) -> Campaign:
    """Add a campaign at the stages of the shared one."""
    stages = [
        values | {name: dt.date.fromisoformat(values[name]) for name in ("on", "evidence_on") if values[name]}
        for values in share.stages
    ]
    names = ("title", "goal", "kind", "decider_name", "target", "target_unit")
    fields = {name: getattr(share, name) for name in names}
    campaign = add_campaign(**fields, first_stage=stages[0], by=by, client_id=client_id)
    for values in stages[campaign.stages.count() :]:
        add_stage(campaign=campaign, by=by, **values)
    return campaign
