from django.urls import URLPattern, path

from support.views.public import accessibility, find_help, interest, privacy, public_home, safety
from support.views.public_edit import (
    interest_delete,
    interest_list,
    interest_set_aside,
    public_edit,
    public_preview,
)
from support.views.public_events import check_in, public_event, public_event_ics, public_events_ics

PUBLIC = "p/<slug:community>/"
INSIDE = "c/<slug:community>/"

urlpatterns: list[URLPattern] = [
    path(PUBLIC, public_home, name="public-home"),
    path(PUBLIC + "help/", find_help, name="find-help"),
    path(PUBLIC + "safety/", safety, name="safety"),
    path(PUBLIC + "privacy/", privacy, name="privacy"),
    path(PUBLIC + "accessibility/", accessibility, name="accessibility"),
    path(PUBLIC + "help-us/", interest, name="interest"),
    path(PUBLIC + "events/<int:event_id>/", public_event, name="public-event"),
    path(PUBLIC + "events/<int:event_id>/event.ics", public_event_ics, name="public-event-ics"),
    path(PUBLIC + "events/all.ics", public_events_ics, name="public-events-ics"),
    path(PUBLIC + "here/<str:check_in>/", check_in, name="check-in"),
    path(INSIDE + "public-page/", public_edit, name="public-edit"),
    path(INSIDE + "public-page/preview/", public_preview, name="public-preview"),
    path(INSIDE + "interested/", interest_list, name="interest-list"),
    path(INSIDE + "interested/set-aside/", interest_set_aside, name="interest-set-aside"),
    path(INSIDE + "interested/<int:interest_id>/delete/", interest_delete, name="interest-delete"),
]
