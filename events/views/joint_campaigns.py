"""Joint campaigns: share a campaign, answer, leave, and say whose outputs are counted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.actions import joint_campaigns as actions
from events.forms.joint import ShareForm
from events.forms.joint_campaigns import CampaignAnswerForm
from events.models import Campaign, CampaignShare
from tfc.text.punctuation import sentences


def list_partners(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the communities with which the campaign is shared, with their own row as ``answer``; one query."""
    if campaign.joint_key is None:
        return []
    rows = CampaignShare.objects.filter(joint_key=campaign.joint_key).select_related("community", "other")
    answers = {row.community_id: row for row in rows if row.community_id != campaign.community_id}
    own_rows = [row for row in rows if row.campaign_id == campaign.pk]
    return [
        {"other": row.other, "answer": answers.get(row.other_id)}
        for row in sorted(own_rows, key=lambda row: row.other.name)
    ]


def _find(campaign_id: int) -> Campaign:
    return get_object_or_404(Campaign.objects.not_deleted(), pk=campaign_id)


def _detail_url(request: CommunityRequest, campaign: Campaign) -> str:
    return reverse("events:campaign-detail", args=[request.community.slug, campaign.pk])


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_share(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    campaign = _find(campaign_id)
    form = ShareForm(request.POST or None, community=request.community, informed_ids=set())
    if form.is_bound and form.is_valid():
        other = form.community()
        try:
            actions.share_campaign(
                community=request.community, campaign=campaign, other=other, by=request.user
            )
        except ValidationError as error:
            form.show(error)
        else:
            messages.success(request, _("%(community)s can now answer.") % {"community": other.name})
            return redirect(_detail_url(request, campaign))
    context = {"form": form, "campaign": campaign, "back_url": _detail_url(request, campaign)}
    return render(request, "events/campaign_share.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_POST
def campaign_leave(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    campaign = _find(campaign_id)
    actions.leave_joint_campaign(campaign=campaign, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(_detail_url(request, campaign))


@community_view(Role.LEADER)
@require_POST
def campaign_total(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    """Say that this community's outputs are those of all, or only its own part."""
    campaign = _find(campaign_id)
    try:
        actions.claim_total(
            campaign=campaign, counts_all=request.POST.get("counts_all") == "yes", by=request.user
        )
    except ValidationError as error:
        messages.error(request, sentences(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect(_detail_url(request, campaign))


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_answer(request: CommunityRequest, campaign_share_id: int) -> HttpResponse:
    """Show what another community shared, and accept it."""
    share = _get_share(request, campaign_share_id)
    form = CampaignAnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            campaign = actions.accept_campaign(
                community=request.community, share=share, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.show(error)
        else:
            messages.success(request, _("Saved."))
            return redirect(_detail_url(request, campaign))
    context = {"form": form, "share": share}
    return render(request, "events/campaign_answer.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_POST
def campaign_decline(request: CommunityRequest, campaign_share_id: int) -> HttpResponse:
    share = _get_share(request, campaign_share_id)
    actions.decline_campaign(community=request.community, share=share, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(reverse("events:campaign-list", args=[request.community.slug]))


def _get_share(request: CommunityRequest, number: int) -> CampaignShare:
    shares = CampaignShare.objects.sent_to(request.community).select_related("community")
    return get_object_or_404(shares, pk=number)
