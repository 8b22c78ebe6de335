"""The check-in page of an event: a code that guests scan, and how many have checked in."""

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.actions.guests import SetAsideMeanwhileError, include_guests, leave_out_guests
from events.check_in import closes_at, is_open, make_check_in_token, opens_at
from events.forms.guests import SetAsideForm
from events.guests import get_guest_totals
from events.models import Event, EventStatus, Occasion
from events.views.lookups import event_url, find_event
from events.words import format_event_time, moment_words
from tfc.registry import reverse_page


@community_view(Role.LEADER)
@require_safe
def event_check_in(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Show the code and its address; outside its time, when it opens or closed."""
    event = find_event(event_id)
    now = timezone.now()
    context = {
        "event": event,
        "when": format_event_time(event),
        "is_open": is_open(event, now),
        "is_cancelled": event.status == EventStatus.CANCELLED,
        "is_over": now > closes_at(event),
        "opens": moment_words(opens_at(event), event.zone),
        "closes": moment_words(closes_at(event), event.zone),
        "people": get_guest_totals(event)[Occasion.THERE],
        "address": build_check_in_url(request, event),
        "detail_url": event_url(request, event),
        "code_url": event_url(request, event, "check-in-code"),
        "here_url": event_url(request, event, "check-in"),
    }
    return render(request, "events/event_check_in.html", context)


def build_check_in_url(request: CommunityRequest, event: Event) -> str:
    path = reverse_page("check-in", request.community.slug, make_check_in_token(event))
    return settings.SITE_URL + path


@community_view(Role.COORDINATOR)
@require_POST
def event_guests(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Include or leave out the people who were set aside, depending on the pressed button."""
    event = find_event(event_id)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one."))
        return redirect(event_url(request, event))
    is_left_out = form.cleaned_data["then"] == SetAsideForm.LEAVE_OUT
    settle = leave_out_guests if is_left_out else include_guests
    try:
        settle(event=event, shown_count=form.cleaned_data["shown_version"], by=request.user)
    except SetAsideMeanwhileError:
        messages.error(request, _("The number has changed since you opened this page. Check it again."))
    else:
        messages.success(request, _("Saved."))
    return redirect(event_url(request, event))


@community_view(Role.LEADER)
@require_safe
def event_check_in_code(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Return the address as a QR code, black on white in every theme, since some phones cannot read
    an inverted one.
    """
    code = segno.make(build_check_in_url(request, find_event(event_id)), error="m", micro=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", scale=8, border=4, light="#fff", dark="#000")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
