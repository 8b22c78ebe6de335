"""Adding an event as evidence of a strategy."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.actions.evidence import add_event_evidence
from events.forms.evidence import EventEvidenceForm
from events.models import Event
from events.strategies import MOST_EVENTS, events_to_show
from stakeholders.catalogue import get_strategy_title
from stakeholders.views.strategies import find_strategy, strategy_url


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_event_add(request: CommunityRequest, strategy_id: int) -> HttpResponse:
    strategy = find_strategy(strategy_id, running=True)
    offered = events_to_show(strategy, timezone.localdate())[:MOST_EVENTS]
    form = EventEvidenceForm(request.POST or None, events=offered)
    if form.is_bound and form.is_valid():
        fields = dict(form.cleaned_data)
        event = get_object_or_404(Event, pk=fields.pop("event"))
        try:
            add_event_evidence(strategy=strategy, event=event, by=request.user, **fields)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(strategy_url(request, strategy))
    context = {
        "form": form,
        "title": get_strategy_title(strategy),
        "strategy": strategy,
        "back_url": strategy_url(request, strategy),
        "has_events": bool(offered) or form.is_bound,
        "most": MOST_EVENTS,
    }
    return render(request, "events/evidence_event_form.html", context, status=422 if form.is_bound else 200)
