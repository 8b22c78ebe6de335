"""Public events: one page each with RSVP, calendar files, and check-in.

The forms have no CSRF cookie, as in the residents' survey: another site could send nothing through a visitor that it
cannot send itself, and a cookie would identify the phone.
"""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import PublicRequest, public_view
from events.actions.guests import GuestCountOutcome, count_guests
from events.check_in import find_event_by_token, is_open
from events.feeds import feed
from events.models import Event, EventStatus, Occasion
from events.words import format_event_time
from support.forms.public import ComingForm, GuestForm, HereForm
from support.models import PublicProfile
from support.public_events import coming_events
from support.public_pages import render_public_page, require_published

GONE, TOO_MANY = 410, 429


@csrf_exempt
@public_view()
@require_published
@require_http_methods(["GET", "HEAD", "POST"])
def public_event(request: PublicRequest, profile: PublicProfile, event_id: int) -> HttpResponse:
    event = _find(event_id)
    may_come = event.status == EventStatus.PLANNED and not event.has_begun
    context = {
        "event": event,
        "when": format_event_time(event),
        "is_cancelled": event.status == EventStatus.CANCELLED,
        "may_come": may_come,
    }
    if not may_come:
        return render_public_page(request, "public/event.html", context, has_pages=True)
    form = ComingForm(request.POST if request.method == "POST" else None, subject=event.pk)
    return _show_guest_page(request, "public/event.html", context, form, event, Occasion.COMING)


@csrf_exempt
@public_view()
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: PublicRequest, check_in: str) -> HttpResponse:
    """Check in by the code at the event, public or not; outside its time, the page says only that."""
    event = find_event_by_token(check_in)
    if event is None:
        raise Http404
    if not is_open(event, timezone.now()):
        return render_public_page(request, "public/check_in_closed.html", {}, status=GONE)
    context = {"event": event, "when": format_event_time(event)}
    form = HereForm(request.POST if request.method == "POST" else None, subject=event.pk)
    return _show_guest_page(request, "public/check_in.html", context, form, event, Occasion.THERE)


def _find(event_id: int) -> Event:
    event = Event.objects.public().without_note().filter(pk=event_id).first()
    if event is None:
        raise Http404
    return event


def _show_guest_page(
    request: PublicRequest,
    template: str,
    context: dict[str, Any],
    form: GuestForm,
    event: Event,
    occasion: Occasion,
) -> HttpResponse:
    """Render the page; ``state`` after a submission: thanks, sent (before), hasty or full. Programs too get thanks."""
    state, status = "", 200
    if form.is_bound:
        state, status = _state(request, form, event, occasion)
    return render_public_page(request, template, context | {"form": form, "state": state}, status=status)


def _state(request: PublicRequest, form: GuestForm, event: Event, occasion: Occasion) -> tuple[str, int]:
    if not form.is_valid():
        return "", 422
    if form.is_trapped:
        return "thanks", 200
    if form.was_hasty:
        return "hasty", 422
    counted = count_guests(
        event=event,
        occasion=occasion,
        people=form.cleaned_data["people"],
        client_id=form.form_id,
        sender=form.get_sender(request),
    )
    if counted == GuestCountOutcome.SENT_BEFORE:
        return "sent", 200
    return ("full", TOO_MANY) if counted == GuestCountOutcome.FULL else ("thanks", 200)


@public_view()
@require_published
@require_safe
def public_event_ics(request: PublicRequest, profile: PublicProfile, event_id: int) -> HttpResponseBase:
    event = _find(event_id)
    town = request.community
    return feed(
        request, town, Event.objects.without_note().filter(pk=event.pk), f"{town.slug}-{event.pk}.ics"
    )


@public_view()
@require_published
@require_safe
def public_events_ics(request: PublicRequest, profile: PublicProfile) -> HttpResponseBase:
    """Return a calendar of all upcoming events, to subscribe to."""
    return feed(request, request.community, coming_events(), f"{request.community.slug}-events.ics")
