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

from communities.audit.versions import get_requested_version
from communities.models import Role
from communities.place_views import PlaceAccess, PlaceRequest, get_place_url, place_view
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


def _campaigns(desk: PlaceAccess) -> CampaignQuerySet:
    campaigns = Campaign.objects.owned_by(desk.place).not_deleted().with_stage(timezone.localdate())
    # An office reads no organizations, and its own campaigns have none.
    return campaigns.select_related("community", "decider") if desk.community else campaigns


@place_view("events:campaign-", Role.MEMBER)
@require_safe
def campaign_list(request: PlaceRequest) -> HttpResponse:
    campaigns = list(_campaigns(request.desk).newest_first()[:AT_MOST])
    desk = request.desk
    ended = (*WON, Stage.NOT_ACHIEVED)
    groups = [
        (_("In progress"), [campaign for campaign in campaigns if campaign.stage not in ended]),
        (_("Won"), [campaign for campaign in campaigns if campaign.stage in WON]),
        (
            Stage.NOT_ACHIEVED.label,
            [campaign for campaign in campaigns if campaign.stage == Stage.NOT_ACHIEVED],
        ),
    ]
    context = {
        "groups": [{"title": title, "rows": [_row(row) for row in rows]} for title, rows in groups if rows],
        "requests": CampaignShare.objects.waiting_for(desk.place),
        "deleted": _list_deleted(desk) if desk.may_record else [],
        "desk": desk,
        "import_url": get_place_url(desk.place, "communities:import-list"),
        "is_cut": len(campaigns) == AT_MOST,
    }
    return render(request, "events/campaign_list.html", context)


def _row(campaign: Campaign) -> dict[str, Any]:
    return {"campaign": campaign, "meta": campaign.summary}


def _list_deleted(desk: PlaceAccess) -> list[DeletedRecord]:
    deleted = Campaign.objects.owned_by(desk.place).in_trash().order_by("-deleted_at", "-id")[:TRASH_SIZE]
    return [
        DeletedRecord(
            title=campaign.title,
            meta=str(campaign.get_kind_display()),
            record=campaign,
            restore_url=desk.url("restore", campaign.pk),
        )
        for campaign in deleted
    ]


@place_view("events:campaign-", Role.MEMBER)
@require_safe
def campaign_detail(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(request.desk), pk=campaign_id)
    totals = get_totals(campaign)
    context = {
        "campaign": campaign,
        "timeline": get_timeline(campaign),
        "totals": [total for total in totals if total.unit != campaign.target_unit],
        "target": get_target(campaign, totals),
        "partners": _list_organizations(campaign),
        "communities": list_partners(campaign),
        "desk": request.desk,
        "has_ended": campaign.stage in (Stage.IN_FORCE, Stage.NOT_ACHIEVED),
    }
    return render(request, "events/campaign_detail.html", context)


def _list_organizations(campaign: Campaign) -> list[dict[str, str]]:
    """Return the organizations that take part; those of an office are names without a page."""
    if campaign.community is None:
        return [{"name": name, "url": ""} for name in campaign.partner_names.splitlines()]
    partners = campaign.partners.select_related("organization").order_by("organization__name", "id")
    slug = campaign.community.slug
    return [
        {
            "name": partner.organization.name,
            "url": reverse("stakeholders:organization-detail", args=[slug, partner.organization_id]),
        }
        for partner in partners
    ]


@place_view("events:campaign-", Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_add(request: PlaceRequest) -> HttpResponse:
    form = NewCampaignForm(request.POST or None, place=request.desk.place)
    if form.is_bound and form.is_valid():
        try:
            campaign = actions.add_campaign(by=request.user, **form.get_values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(request.desk.url("detail", campaign.pk))
    context = {"form": form, "back_url": request.desk.url("list")}
    return render(request, "events/campaign_form.html", context, status=422 if form.is_bound else 200)


@place_view("events:campaign-", Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(request.desk), pk=campaign_id)
    return change_page(
        request,
        CampaignForm(
            request.POST or None,
            instance=get_requested_version(request, campaign),
            place=request.desk.place,
        ),
        partial(actions.edit_campaign, campaign=campaign),
        partial(get_object_or_404, _campaigns(request.desk), pk=campaign_id),
        template="events/campaign_form.html",
        context={"campaign": campaign, "back_url": request.desk.url("detail", campaign.pk)},
        done_url=request.desk.url("detail", campaign.pk),
        shown=lambda stored: {"stored": _row(stored)},
    )


@place_view("events:campaign-", Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_stage(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    """Record the next stage, with its day and evidence."""
    campaign = get_object_or_404(_campaigns(request.desk), pk=campaign_id)
    form = StageForm(request.POST or None, initial={"stage": _get_next_stage(campaign)})
    if form.is_bound and form.is_valid():
        try:
            actions.add_stage(campaign=campaign, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            stage = STAGE_NAMES[form.cleaned_data["stage"]]
            messages.success(request, _("It is now “%(rung)s”.") % {"rung": stage})
            return redirect(request.desk.url("detail", campaign.pk))
    context = {"form": form, "campaign": campaign, "back_url": request.desk.url("detail", campaign.pk)}
    return render(request, "events/campaign_stage.html", context, status=422 if form.is_bound else 200)


def _get_next_stage(campaign: Campaign) -> Stage:
    stages = list(Stage)
    return stages[min(stages.index(Stage(campaign.stage or Stage.PLANNED)) + 1, len(stages) - 1)]


@place_view("events:campaign-", Role.LEADER)
@require_POST
def campaign_stage_remove(request: PlaceRequest, campaign_id: int, stage_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(request.desk), pk=campaign_id)
    actions.remove_stage(campaign=campaign, stage_id=stage_id, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(request.desk.url("detail", campaign.pk))


@place_view("events:campaign-", Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_output_add(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(request.desk), pk=campaign_id)
    form = CampaignOutputForm(request.POST or None, country=request.desk.office.country)
    if form.is_bound and form.is_valid():
        actions.add_outputs(campaign=campaign, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(request.desk.url("detail", campaign.pk))
    return _part_page(request, campaign, form, _("Add outputs"), template="events/campaign_outputs.html")


@place_view("events:campaign-", Role.LEADER)
@require_POST
def campaign_output_remove(request: PlaceRequest, campaign_id: int, output_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(request.desk), pk=campaign_id)
    for output in campaign.outputs.filter(pk=output_id):
        actions.remove_output(output=output, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(request.desk.url("detail", campaign.pk))


@place_view("events:campaign-", Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_event_add(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    """Make an event that was recorded already part of the campaign; an office's own campaign has none."""
    campaign = get_object_or_404(_campaigns(request.desk), pk=campaign_id)
    form = CampaignEventForm(request.POST or None, campaign=campaign)
    if form.is_bound and form.is_valid():
        actions.set_campaign(events=[form.cleaned_data["event"]], campaign=campaign, by=request.user)
        messages.success(request, _("Saved."))
        return redirect(request.desk.url("detail", campaign.pk))
    return _part_page(request, campaign, form, _("Add an existing event"))


def _part_page(
    request: PlaceRequest,
    campaign: Campaign,
    form: Any,
    title: str,
    *,
    template: str = "events/campaign_part.html",
) -> HttpResponse:
    context = {
        "form": form,
        "campaign": campaign,
        "title": title,
        "back_url": request.desk.url("detail", campaign.pk),
    }
    status = 422 if form.is_bound else 200
    return render(request, template, context, status=status)


@place_view("events:campaign-", Role.LEADER)
@require_POST
def campaign_event_remove(request: PlaceRequest, campaign_id: int, event_id: int) -> HttpResponse:
    campaign = get_object_or_404(_campaigns(request.desk), pk=campaign_id)
    events = Event.objects.filter(campaignevents__campaign=campaign, pk=event_id)
    actions.set_campaign(events=list(events), campaign=None, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(request.desk.url("detail", campaign.pk))


@place_view("events:campaign-", Role.LEADER)
@require_POST
def campaign_delete(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.owned_by(request.desk.place), pk=campaign_id)
    actions.delete_campaign(campaign=campaign, by=request.user)
    undo_url = request.desk.url("restore", campaign.pk)
    return redirect_deleted(request, request.desk.url("list"), undo_url=undo_url)


@place_view("events:campaign-", Role.LEADER)
@require_POST
def campaign_restore(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.owned_by(request.desk.place), pk=campaign_id)
    actions.restore_campaign(campaign=campaign, by=request.user)
    return redirect_restored(request, request.desk.url("detail", campaign.pk))
