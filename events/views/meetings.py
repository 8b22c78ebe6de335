"""Log a team meeting that was held."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.actions import log_meeting
from events.forms import MeetingForm
from events.models import Event, EventKind
from events.proposals import LAST, propose
from events.words import when_words
from tfc.prepared import Prepared, given

# So many past meetings make a habit.
HABIT = 6
JUST_PLANNED = timedelta(days=14)


@community_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def meeting_log(request: CommunityRequest) -> HttpResponse:
    """One short page, filled in as usual; ``?from=`` fills it in in another way (events.proposals)."""
    if request.method == "POST":
        form = MeetingForm(request.POST, community=request.community)
        if form.is_valid():
            try:
                event = log_meeting(
                    details=form.details(),
                    attendance=form.attendance(),
                    client_id=form.cleaned_data["client_id"],
                    by=request.user,
                )
            except ValidationError as error:
                form.show(error)
            else:
                return _recorded(request, event)
        return _page(request, form, _past(), status=422)
    past, source = _past(), request.GET.get("from")
    proposed = propose(request.community, past, source)
    form = MeetingForm(community=request.community, initial=proposed.initial)
    return _page(request, form, past, told=proposed.told, offers_last=bool(past) and source != LAST)


def _past() -> list[Event]:
    """The last team meetings, newest first."""
    return _newest_meetings()


def _page(
    request: CommunityRequest,
    form: MeetingForm,
    past: list[Event],
    *,
    told: str = "",
    offers_last: bool = False,
    status: int = 200,
) -> HttpResponse:
    # Older ones wait in the list; somebody who logs a meeting now hardly means one of last spring.
    lately = timezone.now() - JUST_PLANNED
    waiting = next(iter(_waiting(timezone.now(), lately)), None)
    context = {
        "form": form,
        "told": told,
        "offers_last": offers_last,
        "known_places": list(dict.fromkeys(event.place for event in past if event.place)),
        "waiting": waiting,
        "waiting_when": when_words(waiting) if waiting else "",
    }
    return render(request, "events/meeting_log.html", context, status=status)


_newest_meetings: Prepared[Event] = Prepared(
    lambda: Event.objects.held().filter(kind=EventKind.TEAM_MEETING).newest_first()[:HABIT]
)
_waiting: Prepared[Event] = Prepared(
    lambda: (
        Event.objects.unresolved(given(0))
        .filter(kind=EventKind.TEAM_MEETING, starts_at__gt=given(1))
        .soonest_first()[:1]
    )
)


def _recorded(request: CommunityRequest, event: Event) -> HttpResponse:
    place = [request.community.slug, event.pk]
    messages.success(
        request, _("The meeting is recorded."), extra_tags=reverse("events:event-delete", args=place)
    )
    return redirect("events:event-detail", *place)
