"""Joint events: share an event, answer, and withdraw."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.actions.joint import (
    accept_share,
    decline_share,
    leave_joint_event,
    reconsider_share,
    share_event,
    withdraw_share,
)
from events.forms.joint import AnswerForm, ShareForm
from events.joint import get_partners
from events.models import Event, EventStatus, JointShare
from events.views.lookups import event_url, find_event
from events.words import format_event_time
from tfc.text.punctuation import sentences


@community_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def event_share(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Share this event with another community; the page also lists those that have it already."""
    event = find_event(event_id)
    if event.status == EventStatus.CANCELLED:
        messages.warning(request, _("This event was canceled."))
        return redirect(event_url(request, event))
    informed_ids = {partner.other.pk for partner in get_partners(event)}
    if request.method == "POST":
        # Sending the form twice must succeed like the first time, so communities that have the event are offered too.
        form = ShareForm(request.POST, place=request.community)
    else:
        form = ShareForm(place=request.community, informed_ids=informed_ids)
    if request.method == "POST" and form.is_valid():
        other = form.community()
        try:
            share_event(community=request.community, event=event, other=other, by=request.user)
        except ValidationError as error:
            form.show(error)
        else:
            messages.success(request, _("%(community)s can now answer.") % {"community": other.name})
            return redirect(event_url(request, event))
    return _share_page(request, event, form)


def _share_page(request: CommunityRequest, event: Event, form: ShareForm) -> HttpResponse:
    context = {
        "event": event,
        "when": format_event_time(event),
        "form": form,
        "detail_url": event_url(request, event),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "events/joint_share.html", context, status=status)


@community_view(Role.LEADER)
@require_POST
def event_leave(request: CommunityRequest, event_id: int) -> HttpResponse:
    event = find_event(event_id)
    leave_joint_event(community=request.community, event=event, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(event_url(request, event))


@community_view(Role.LEADER)
@require_POST
def share_withdraw(request: CommunityRequest, joint_id: int) -> HttpResponse:
    share = get_object_or_404(JointShare, pk=joint_id, community=request.community, holds=True)
    try:
        withdraw_share(community=request.community, share=share, by=request.user)
    except ValidationError as error:
        messages.error(request, sentences(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect(reverse("events:event-detail", args=[request.community.slug, share.event_id]))


@community_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def joint_answer(request: CommunityRequest, asked_id: int) -> HttpResponse:
    """Show what another community shared, and accept it: “yes, it is this event of ours”."""
    share = _get_share(request, asked_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, share=share)
    if request.method == "POST" and form.is_valid():
        try:
            event = accept_share(
                community=request.community,
                share=share,
                event=form.chosen(),
                client_id=form.cleaned_data["client_id"],
                by=request.user,
            )
        except ValidationError as error:
            form.show(error)
        else:
            messages.success(request, _("Saved."))
            return redirect(event_url(request, event))
    context = {"share": share, "when": format_event_time(share), "form": form}
    return render(request, "events/joint_answer.html", context, status=422 if form.errors else 200)


@community_view(Role.LEADER)
@require_POST
def joint_decline(request: CommunityRequest, asked_id: int) -> HttpResponse:
    share = _get_share(request, asked_id)
    decline_share(community=request.community, share=share, by=request.user)
    undo = reverse("events:joint-reconsider", args=[request.community.slug, share.pk])
    message = _("%(community)s sees that it is not a joint event.") % {"community": share.community.name}
    messages.success(request, message, extra_tags=undo)
    return redirect(reverse("events:event-list", args=[request.community.slug]))


@community_view(Role.LEADER)
@require_POST
def joint_reconsider(request: CommunityRequest, asked_id: int) -> HttpResponse:
    share = _get_share(request, asked_id)
    reconsider_share(community=request.community, share=share, by=request.user)
    return redirect(reverse("events:joint-answer", args=[request.community.slug, share.pk]))


def _get_share(request: CommunityRequest, asked_id: int) -> JointShare:
    """Return the share of another community with this one, or 404."""
    shares = JointShare.objects.said_to(request.community).select_related("community")
    return get_object_or_404(shares, pk=asked_id)
