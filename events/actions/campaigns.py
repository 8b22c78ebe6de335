"""Every write of campaigns: their stages with evidence, the organizations that take part, and their events."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import User
from events.counts import OutputLine
from events.models import (
    STAGE_NAMES,
    WON,
    Campaign,
    CampaignEvent,
    CampaignOutput,
    CampaignPartner,
    CampaignShare,
    CampaignStage,
    Event,
    Stage,
)
from stakeholders.actions.saving import add_row, edit_row, mark_row, trash_unchanged
from stakeholders.models import Organization
from tfc.sent_before import SentBeforeError

STAGES = tuple(Stage)


@transaction.atomic
def add_campaign(
    *,
    first_stage: dict[str, Any],
    partners: Collection[Organization] = (),
    by: User,
    client_id: UUID | None = None,
    **fields: Any,
) -> Campaign:
    """Add a campaign with its first stage; sending the same ``client_id`` twice returns the existing one."""
    check_stage(None, **first_stage)
    campaign = add_row(Campaign, by, client_id, fields)
    if not campaign.stages.exists():
        CampaignStage.objects.create(campaign=campaign, by=by, **first_stage)
        _set_partners(campaign, partners)
    return campaign


@transaction.atomic
def edit_campaign(
    *, campaign: Campaign, partners: Collection[Organization] = (), by: User, revision: int, **fields: Any
) -> None:
    """Change a campaign; SavedMeanwhileError for a stale ``revision``."""
    edit_row(campaign, revision, fields)
    _set_partners(campaign, partners)
    update_shares(campaign)


def _set_partners(campaign: Campaign, partners: Collection[Organization]) -> None:
    if campaign.community_id is None:
        return
    campaign.partners.exclude(organization__in=partners).delete()
    stored = set(campaign.partners.values_list("organization_id", flat=True))
    added = [organization for organization in partners if organization.pk not in stored]
    CampaignPartner.objects.bulk_create(
        CampaignPartner(campaign=campaign, organization=organization) for organization in added
    )


def lock_campaign(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)


@transaction.atomic
def add_stage(*, campaign: Campaign, by: User, **fields: Any) -> None:
    """Add the next stage; the same one twice is stored once. ValidationError by field for one that cannot follow."""
    campaign = lock_campaign(campaign)
    newest = campaign.stages.order_by("id").last()
    if newest is not None and all(getattr(newest, name) == value for name, value in fields.items()):
        return
    check_stage(newest, **fields)
    CampaignStage.objects.create(campaign=campaign, by=by, **fields)
    update_shares(campaign)


@transaction.atomic
def remove_stage(*, campaign: Campaign, stage_id: int, by: User) -> None:
    """Remove the newest stage, which was a mistake; the first one stays. Nothing happens if it is gone already."""
    campaign = lock_campaign(campaign)
    stages = list(campaign.stages.order_by("-id")[:2])
    if len(stages) == 2 and stages[0].pk == stage_id:
        stages[0].delete()
        update_shares(campaign)


def check_stage(
    newest: CampaignStage | None,
    *,
    stage: str,
    on: dt.date,
    evidence: str = "",
    link: str = "",
    evidence_on: dt.date | None = None,
    lesson: str = "",
) -> None:
    """ValidationError by field for a stage that cannot follow the ``newest`` one, or that lacks what shows it."""
    if newest is not None:
        _check_order(newest, stage, on)
    if stage in WON and not evidence and not link:
        raise ValidationError({"evidence": _("Enter what shows it, or a link.")})
    if stage == Stage.NOT_ACHIEVED and not lesson:
        raise ValidationError({"lesson": _("Enter what you learned.")})
    if evidence_on is not None and evidence_on < on:
        text = _("The evidence is dated before this stage. Enter a date on or after %(day)s.")
        raise ValidationError({"evidence_on": text % {"day": date_format(on)}})


def _check_order(newest: CampaignStage, stage: str, on: dt.date) -> None:
    values = {"stage": STAGE_NAMES[newest.stage], "day": date_format(newest.on)}
    if newest.stage == Stage.NOT_ACHIEVED:
        text = _("This campaign has ended. To continue it, remove its last stage first.")
        raise ValidationError({"stage": text})
    if STAGES.index(Stage(stage)) <= STAGES.index(Stage(newest.stage)):
        text = _(
            "It is already “%(stage)s”, and a stage never goes backwards. If that was a mistake, remove the last stage."
        )
        raise ValidationError({"stage": text % values})
    if stage == Stage.NOT_ACHIEVED and newest.stage in WON:
        raise ValidationError({"stage": _("It was won on %(day)s. Remove that stage first.") % values})
    if on < newest.on:
        text = _("It has been “%(stage)s” since %(day)s. Enter this date or a later one.")
        raise ValidationError({"on": text % values})


@transaction.atomic
def set_campaign(*, events: Collection[Event], campaign: Campaign | None, by: User) -> None:
    """Make the events part of the campaign, or of none; an event is part of one at most."""
    CampaignEvent.objects.filter(event__in=events).exclude(campaign=campaign).delete()
    if campaign is not None:
        CampaignEvent.objects.bulk_create(
            [CampaignEvent(event=event, campaign=campaign) for event in events], ignore_conflicts=True
        )


@transaction.atomic
def add_output(*, campaign: Campaign, by: User, **fields: Any) -> CampaignOutput:
    """Add what the campaign reached outside of its events; the same row twice is stored once."""
    same = lock_campaign(campaign).outputs.filter(**fields).first()
    return same or CampaignOutput.objects.create(campaign=campaign, **fields)


@transaction.atomic
def add_outputs(
    *,
    campaign: Campaign,
    on: dt.date,
    outputs: Iterable[OutputLine],
    by: User,
    client_id: UUID | None = None,
) -> None:
    """Add what the campaign reached on a day outside of its events. Sending the same ``client_id`` twice stores it
    once; SentBeforeError if it stored other outputs.
    """
    rows = [{"on": on, **vars(line)} for line in outputs]
    stored = lock_campaign(campaign).outputs.filter(client_id=client_id).order_by("pk").values(*rows[0])
    if client_id and (sent := list(stored)):
        if sent != rows:
            raise SentBeforeError
        return
    CampaignOutput.objects.bulk_create(
        [CampaignOutput(campaign=campaign, client_id=client_id, **row) for row in rows]
    )


@transaction.atomic
def remove_output(*, output: CampaignOutput, by: User) -> None:
    output.delete()


@transaction.atomic
def delete_campaign(*, campaign: Campaign, by: User) -> None:
    """Move a campaign to the trash; of a joint one, another may then count the outputs of all."""
    Campaign.objects.filter(pk=campaign.pk, counts_all=True).update(counts_all=False)
    mark_row(campaign, deleted=True)
    update_shares(Campaign.objects.get(pk=campaign.pk))


@transaction.atomic
def take_back_campaigns(
    *,
    by: User,
    made: Mapping[int, int],
    new: Collection[int],
    stages: Collection[int],
    outputs: Collection[int],
) -> set[int]:
    """Undo an import to the campaigns of {id: revision}: those that are ``new`` go to the trash if nothing was recorded
    since; from the others these stages and outputs are removed. Return the ids of those that are undone.
    """
    later_stages = CampaignStage.objects.filter(campaign=OuterRef("pk")).exclude(pk__in=stages)
    later_outputs = CampaignOutput.objects.filter(campaign=OuterRef("pk")).exclude(pk__in=outputs)
    unchanged = Campaign.objects.filter(~Exists(later_stages), ~Exists(later_outputs))
    gone = trash_unchanged(unchanged, {pk: made[pk] for pk in new})
    for campaign in Campaign.objects.not_deleted().filter(pk__in=set(made).difference(new)):
        campaign.outputs.filter(pk__in=outputs).delete()
        added = campaign.stages.filter(pk__in=stages)
        for stage in added.order_by("-id"):
            remove_stage(campaign=campaign, stage_id=stage.pk, by=by)
        if not added.exists():
            gone.add(campaign.pk)
    return gone


@transaction.atomic
def restore_campaign(*, campaign: Campaign, by: User) -> None:
    mark_row(campaign, deleted=False)
    update_shares(Campaign.objects.get(pk=campaign.pk))


def update_shares(campaign: Campaign) -> None:
    """Update the copies of a joint campaign that other communities read; after every change of it or its stages."""
    if campaign.joint_key is not None:
        shares = CampaignShare.objects.filter(campaign=campaign)
        shares.update(in_trash=campaign.deleted_at is not None, **get_shared_values(campaign))


def update_shares_with_decider(organization: Organization) -> None:
    """Update the copies of the joint campaigns that the organization decides: they have its name."""
    for campaign in Campaign.objects.filter(decider=organization).exclude(joint_key=None):
        update_shares(campaign)


def get_shared_values(campaign: Campaign) -> dict[str, Any]:
    """Return what another community may know of the campaign."""
    names = ("title", "goal", "kind", "target", "target_unit", "counts_all")
    return {name: getattr(campaign, name) for name in names} | {
        "decider_name": campaign.decided_by,
        "stages": [_get_stage_values(stage) for stage in campaign.stages.order_by("id")],
    }


def _get_stage_values(stage: CampaignStage) -> dict[str, Any]:
    values = {
        name: getattr(stage, name) for name in ("stage", "on", "evidence", "link", "evidence_on", "lesson")
    }
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()
    }
