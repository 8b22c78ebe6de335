"""Campaigns: list, page with timeline, add, edit, the next stage, outputs, events, delete."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version
from communities.models import Role
from communities.trash import DeletedRecord
from events.actions import campaigns as actions
from events.campaigns import get_target, get_timeline, get_totals, list_partners
from events.forms.campaigns import (
    CampaignEventForm,
    CampaignForm,
    CampaignOutputForm,
    NewCampaignForm,
    StageForm,
)
from events.models import STAGE_NAMES, WON, Campaign, CampaignShare, Event, Stage
from events.models.campaigns import CampaignQuerySet
from stakeholders.views.changing import change_page, redirect_deleted, redirect_restored

# More than a community ever has; the newest are shown.
AT_MOST = 200
# The most recently deleted; older ones are still in the database, but rarely needed.
TRASH_SIZE = 10


def _campaigns() -> CampaignQuerySet:
    return Campaign.objects.not_deleted().with_stage(timezone.localdate()).select_related("decider")


def campaign_url(request: CommunityRequest, campaign: Campaign) -> str:
    return reverse("events:campaign-detail", args=[request.community.slug, campaign.pk])


def list_url(request: CommunityRequest) -> str:
    return reverse("events:campaign-list", args=[request.community.slug])


@community_view(Role.MEMBER)
@require_safe
def campaign_list(request: CommunityRequest) -> HttpResponse:
    campaigns = list(_campaigns().newest_first()[:AT_MOST])
    may_record = request.role >= Role.LEADER
    ended = (*WON, Stage.NOT_ACHIEVED)
    groups = [
        (_("Running"), [campaign for campaign in campaigns if campaign.stage not in ended]),
        (_("Won"), [campaign for campaign in campaigns if campaign.stage in WON]),
        (
            Stage.NOT_ACHIEVED.label,
            [campaign for campaign in campaigns if campaign.stage == Stage.NOT_ACHIEVED],
        ),
    ]
    context = {
        "groups": [{"title": title, "rows": [_row(row) for row in rows]} for title, rows in groups if rows],
        "requests": CampaignShare.objects.waiting_for(request.community),
        "deleted": _list_deleted(request) if may_record else [],
        "may_record": may_record,
        "is_cut": len(campaigns) == AT_MOST,
    }
    return render(request, "events/campaign_list.html", context)


def _row(campaign: Campaign) -> dict[str, Any]:
    return {"campaign": campaign, "meta": campaign.summary}


def _list_deleted(request: CommunityRequest) -> list[DeletedRecord]:
    deleted = Campaign.objects.in_trash().order_by("-deleted_at", "-id")[:TRASH_SIZE]
    return [
        DeletedRecord(
            title=campaign.title,
            meta=str(campaign.get_kind_display()),
            record=campaign,
            restore_url=reverse("events:campaign-restore", args=[request.community.slug, campaign.pk]),
        )
        for campaign in deleted
    ]


@community_view(Role.MEMBER)
@require_safe
def campaign_detail(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(), pk=campaign_id)
    totals = get_totals(campaign)
    context = {
        "campaign": campaign,
        "timeline": get_timeline(campaign, request.community.slug),
        "totals": [total for total in totals if total.unit != campaign.target_unit],
        "target": get_target(campaign, totals),
        "partners": campaign.partners.select_related("organization").order_by("organization__name", "id"),
        "communities": list_partners(campaign),
        "may_record": request.role >= Role.LEADER,
        "has_ended": campaign.stage in (Stage.IN_FORCE, Stage.NOT_ACHIEVED),
    }
    return render(request, "events/campaign_detail.html", context)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_add(request: CommunityRequest) -> HttpResponse:
    form = NewCampaignForm(request.POST or None, community=request.community)
    if form.is_bound and form.is_valid():
        try:
            campaign = actions.add_campaign(by=request.user, **form.get_values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(campaign_url(request, campaign))
    context = {"form": form, "back_url": list_url(request)}
    return render(request, "events/campaign_form.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(), pk=campaign_id)
    return change_page(
        request,
        CampaignForm(
            request.POST or None,
            instance=get_requested_version(request, campaign),
            community=request.community,
        ),
        partial(actions.edit_campaign, campaign=campaign),
        partial(get_object_or_404, _campaigns(), pk=campaign_id),
        template="events/campaign_form.html",
        context={"campaign": campaign, "back_url": campaign_url(request, campaign)},
        done_url=campaign_url(request, campaign),
        shown=lambda stored: {"stored": _row(stored)},
    )


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_stage(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    """Record the next stage, with its day and evidence."""
    campaign = get_object_or_404(_campaigns(), pk=campaign_id)
    form = StageForm(request.POST or None, initial={"stage": _get_next_stage(campaign)})
    if form.is_bound and form.is_valid():
        try:
            actions.add_stage(campaign=campaign, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            stage = STAGE_NAMES[form.cleaned_data["stage"]]
            messages.success(request, _("It is now “%(rung)s”.") % {"rung": stage})
            return redirect(campaign_url(request, campaign))
    context = {"form": form, "campaign": campaign, "back_url": campaign_url(request, campaign)}
    return render(request, "events/campaign_stage.html", context, status=422 if form.is_bound else 200)


def _get_next_stage(campaign: Campaign) -> Stage:
    stages = list(Stage)
    return stages[min(stages.index(Stage(campaign.stage or Stage.PLANNED)) + 1, len(stages) - 1)]


@community_view(Role.LEADER)
@require_POST
def campaign_stage_remove(request: CommunityRequest, campaign_id: int, stage_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(), pk=campaign_id)
    actions.remove_stage(campaign=campaign, stage_id=stage_id, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(campaign_url(request, campaign))


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_output_add(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(), pk=campaign_id)
    form = CampaignOutputForm(request.POST or None, community=request.community)
    if form.is_bound and form.is_valid():
        actions.add_output(campaign=campaign, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(campaign_url(request, campaign))
    return _part_page(request, campaign, form, _("Add an output"))


@community_view(Role.LEADER)
@require_POST
def campaign_output_remove(request: CommunityRequest, campaign_id: int, output_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(), pk=campaign_id)
    for output in campaign.outputs.filter(pk=output_id):
        actions.remove_output(output=output, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(campaign_url(request, campaign))


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_event_add(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    """Make an event that was recorded already part of the campaign."""
    campaign = get_object_or_404(_campaigns(), pk=campaign_id)
    form = CampaignEventForm(request.POST or None, campaign=campaign)
    if form.is_bound and form.is_valid():
        actions.set_campaign(events=[form.cleaned_data["event"]], campaign=campaign, by=request.user)
        messages.success(request, _("Saved."))
        return redirect(campaign_url(request, campaign))
    return _part_page(request, campaign, form, _("Add an existing event"))


def _part_page(request: CommunityRequest, campaign: Campaign, form: Any, title: str) -> HttpResponse:
    context = {
        "form": form,
        "campaign": campaign,
        "title": title,
        "back_url": campaign_url(request, campaign),
    }
    status = 422 if form.is_bound else 200
    return render(request, "events/campaign_part.html", context, status=status)


@community_view(Role.LEADER)
@require_POST
def campaign_event_remove(request: CommunityRequest, campaign_id: int, event_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(), pk=campaign_id)
    events = Event.objects.filter(campaignevents__campaign=campaign, pk=event_id)
    actions.set_campaign(events=list(events), campaign=None, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(campaign_url(request, campaign))


@community_view(Role.LEADER)
@require_POST
def campaign_delete(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    actions.delete_campaign(campaign=campaign, by=request.user)
    undo_url = reverse("events:campaign-restore", args=[request.community.slug, campaign.pk])
    return redirect_deleted(request, list_url(request), undo_url=undo_url)


@community_view(Role.LEADER)
@require_POST
def campaign_restore(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    actions.restore_campaign(campaign=campaign, by=request.user)
    return redirect_restored(request, campaign_url(request, campaign))
