"""The listening groups of a research, and the other events in which it listened to people."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.places import back_to
from events.actions.evidence import link_event, unlink_event
from events.event_page import research_links_of
from events.models import Event, EventKind, EventStatus, ResearchEvent
from events.models.events import EventQuerySet
from events.views.lookups import event_url
from events.words import EventRow, Words, day_words
from stakeholders.models import ResearchMethod
from stakeholders.views.research import find_research, research_url
from stakeholders.views.research_methods import find_method, methods_url

# The number of events offered; a search finds the others.
MOST_OFFERED = 10


class SearchForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


def get_research_links(request: CommunityRequest, event: Event) -> list[dict[str, str]]:
    """Return the researches that an event is part of: {question, url}; one query."""
    researches = {link.method.research.pk: link.method.research for link in research_links_of(event.pk)}
    return [
        {"question": str(research), "url": research_url(request, research)}
        for research in researches.values()
    ]


def get_linked_events(
    request: CommunityRequest, methods: list[ResearchMethod]
) -> dict[int, list[dict[str, Any]]]:
    """Return the events of each method that are not in the trash, by its id: {event, title, when, url}, newest first;
    one query.
    """
    links = ResearchEvent.objects.filter(method__in=methods, event__deleted_at=None).select_related("event")
    events_by_method: dict[int, list[dict[str, Any]]] = {method.pk: [] for method in methods}
    for link in links.order_by("-event__starts_at", "-event_id"):
        event = link.event
        events_by_method[link.method_id].append(
            {
                "event": event,
                "title": str(event),
                "when": day_words(event.local_day),
                "url": event_url(request, event),
            }
        )
    return events_by_method


def _can_be_linked() -> EventQuerySet:
    return Event.objects.not_deleted().exclude(status=EventStatus.CANCELLED)


@community_view(Role.MEMBER)
@require_safe
def research_events(request: CommunityRequest, research_id: int, method_id: int) -> HttpResponse:
    research = find_research(research_id)
    method = find_method(research, method_id)
    form = SearchForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    linked = get_linked_events(request, [method])[method.pk]
    may_record = request.role >= Role.LEADER
    plan = reverse("events:event-plan", args=[request.community.slug])
    row_builder = Words(request.community)
    context = {
        "research": research,
        "method": method,
        "linked": [row_builder.row(entry["event"]) for entry in linked],
        "form": form,
        "narrowed": bool(text) or not form.is_valid(),
        "offered": _list_offered_events(method, text, row_builder) if may_record and form.is_valid() else [],
        "most": MOST_OFFERED,
        "may_record": may_record,
        "back_url": methods_url(request, research),
        "plan_url": f"{plan}?{urlencode({'kind': EventKind.LISTENING_GROUP.value})}",
    }
    status = 200 if form.is_valid() else 422
    return render(request, "events/research_events.html", context, status=status)


def _list_offered_events(method: ResearchMethod, text: str, row_builder: Words) -> list[EventRow]:
    """Return events that can be linked: listening groups first, then held, then planned ones, each newest first."""
    there = ResearchEvent.objects.filter(method=method)
    events = _can_be_linked().exclude(pk__in=there.values("event")).matching(text)
    first = Case(
        When(kind=EventKind.LISTENING_GROUP, then=Value(0)),
        When(status=EventStatus.HELD, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    events = events.order_by(first, "-starts_at", "-id")[:MOST_OFFERED]
    return [row_builder.row(event) for event in events]


@community_view(Role.LEADER)
@require_POST
def research_event_link(
    request: CommunityRequest, research_id: int, method_id: int, event_id: int
) -> HttpResponse:
    method = find_method(find_research(research_id), method_id)
    event = get_object_or_404(_can_be_linked(), pk=event_id)
    link_event(method=method, event=event, by=request.user)
    undo = _page(request, method, "research-event-unlink", event)
    messages.success(request, _("Saved."), extra_tags=undo)
    return back_to(request, _page(request, method, "research-events"))


@community_view(Role.LEADER)
@require_POST
def research_event_unlink(
    request: CommunityRequest, research_id: int, method_id: int, event_id: int
) -> HttpResponse:
    method = find_method(find_research(research_id), method_id)
    event = get_object_or_404(Event, pk=event_id)
    unlink_event(method=method, event=event, by=request.user)
    undo = _page(request, method, "research-event-link", event)
    messages.success(request, _("Saved."), extra_tags=undo)
    return back_to(request, _page(request, method, "research-events"))


def _page(request: CommunityRequest, method: ResearchMethod, name: str, *event: Event) -> str:
    ids = [method.research_id, method.pk, *(linked_event.pk for linked_event in event)]
    return reverse(f"events:{name}", args=[request.community.slug, *ids])
