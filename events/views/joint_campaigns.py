"""Joint campaigns: share a campaign, answer, leave, and say whose outputs are counted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.actions import joint_campaigns as actions
from events.forms.joint import ShareForm
from events.forms.joint_campaigns import CampaignAnswerForm
from events.models import Campaign, CampaignShare
from events.views.campaigns import campaign_url, list_url
from tfc.text.punctuation import sentences


def _find(campaign_id: int) -> Campaign:
    return get_object_or_404(Campaign.objects.not_deleted(), pk=campaign_id)


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
            return redirect(campaign_url(request, campaign))
    context = {"form": form, "campaign": campaign, "back_url": campaign_url(request, campaign)}
    return render(request, "events/campaign_share.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_POST
def campaign_leave(request: CommunityRequest, campaign_id: int) -> HttpResponse:
    campaign = _find(campaign_id)
    actions.leave_joint_campaign(campaign=campaign, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(campaign_url(request, campaign))


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
    return redirect(campaign_url(request, campaign))


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
            return redirect(campaign_url(request, campaign))
    context = {"form": form, "share": share}
    return render(request, "events/campaign_answer.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_POST
def campaign_decline(request: CommunityRequest, campaign_share_id: int) -> HttpResponse:
    share = _get_share(request, campaign_share_id)
    actions.decline_campaign(community=request.community, share=share, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(list_url(request))


def _get_share(request: CommunityRequest, number: int) -> CampaignShare:
    shares = CampaignShare.objects.sent_to(request.community).select_related("community")
    return get_object_or_404(shares, pk=number)
