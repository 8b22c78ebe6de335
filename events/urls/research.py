from django.urls import URLPattern, path

from events.views.research import research_event_link, research_event_unlink, research_events
from events.views.research_page import research

EVENTS = "c/<slug:community>/research/<int:research_id>/methods/<int:method_id>/events/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/research/", research, name="research"),
    path(EVENTS, research_events, name="research-events"),
    path(EVENTS + "<int:event_id>/link/", research_event_link, name="research-event-link"),
    path(EVENTS + "<int:event_id>/unlink/", research_event_unlink, name="research-event-unlink"),
]
