"""Joint campaigns: share a campaign, answer, leave, and say whose outputs are counted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.models import Role
from communities.place_views import PlaceAccess, PlaceRequest, place_view
from events.actions import joint_campaigns as actions
from events.campaigns import Total
from events.forms.joint_campaigns import CampaignAnswerForm, CampaignShareForm
from events.models import Campaign, CampaignShare
from tfc.text.punctuation import sentences


def _find(desk: PlaceAccess, campaign_id: int) -> Campaign:
    return get_object_or_404(Campaign.objects.owned_by(desk.place).not_deleted(), pk=campaign_id)


@place_view("events:campaign-", Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_share(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    campaign = _find(request.desk, campaign_id)
    form = CampaignShareForm(request.POST or None, place=request.desk.place)
    if form.is_bound and form.is_valid():
        other = form.recipient()
        try:
            actions.share_campaign(campaign=campaign, other=other, by=request.user)
        except ValidationError as error:
            form.show(error)
        else:
            messages.success(request, _("%(community)s can now answer.") % {"community": other.name})
            return redirect(request.desk.url("detail", campaign.pk))
    context = {"form": form, "campaign": campaign, "back_url": request.desk.url("detail", campaign.pk)}
    return render(request, "events/campaign_share.html", context, status=422 if form.is_bound else 200)


@place_view("events:campaign-", Role.LEADER)
@require_POST
def campaign_leave(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    campaign = _find(request.desk, campaign_id)
    actions.leave_joint_campaign(campaign=campaign, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(request.desk.url("detail", campaign.pk))


@place_view("events:campaign-", Role.LEADER)
@require_POST
def campaign_total(request: PlaceRequest, campaign_id: int) -> HttpResponse:
    """Say that this community's outputs are those of all, or only its own part."""
    campaign = _find(request.desk, campaign_id)
    try:
        actions.claim_total(
            campaign=campaign, counts_all=request.POST.get("counts_all") == "yes", by=request.user
        )
    except ValidationError as error:
        messages.error(request, sentences(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect(request.desk.url("detail", campaign.pk))


@place_view("events:campaign-", Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_answer(request: PlaceRequest, campaign_share_id: int) -> HttpResponse:
    """Show what another community shared, and accept it."""
    share = _get_share(request, campaign_share_id)
    form = CampaignAnswerForm(request.POST or None, place=request.desk.place)
    if form.is_bound and form.is_valid():
        try:
            campaign = actions.accept_campaign(
                place=request.desk.place, share=share, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.show(error)
        else:
            messages.success(request, _("Saved."))
            return redirect(request.desk.url("detail", campaign.pk))
    target = Total(share.target_unit, share.target, at_least=False) if share.target else None
    context = {"form": form, "share": share, "target": target, "desk": request.desk}
    return render(request, "events/campaign_answer.html", context, status=422 if form.is_bound else 200)


@place_view("events:campaign-", Role.LEADER)
@require_POST
def campaign_decline(request: PlaceRequest, campaign_share_id: int) -> HttpResponse:
    share = _get_share(request, campaign_share_id)
    actions.decline_campaign(place=request.desk.place, share=share, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(request.desk.url("list"))


def _get_share(request: PlaceRequest, number: int) -> CampaignShare:
    return get_object_or_404(CampaignShare.objects.sent_to(request.desk.place), pk=number)
