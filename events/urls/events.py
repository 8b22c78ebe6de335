from django.urls import URLPattern, path

from events.views.calendar import (
    calendar_feed,
    calendar_link,
    calendar_link_revoke,
    event_calendar,
    event_ics,
)
from events.views.check_in import event_check_in, event_check_in_code, event_guests
from events.views.details import event_detail
from events.views.endings import event_cancel, event_delete, event_reopen, event_restore
from events.views.lists import event_list, event_trash
from events.views.meetings import meeting_log
from events.views.planning import event_edit, event_plan
from events.views.recording import event_record

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/events/", event_list, name="event-list"),
    path("c/<slug:community>/events/log/", meeting_log, name="meeting-log"),
    path("c/<slug:community>/events/plan/", event_plan, name="event-plan"),
    path("c/<slug:community>/events/bin/", event_trash, name="event-bin"),
    path("c/<slug:community>/events/calendar/", event_calendar, name="event-calendar"),
    path("c/<slug:community>/events/calendar/link/", calendar_link, name="calendar-link"),
    path("c/<slug:community>/events/calendar/link/end/", calendar_link_revoke, name="calendar-link-revoke"),
    # Without an account: the token is the key.
    path("p/<slug:community>/calendar/<str:token>/events.ics", calendar_feed, name="calendar-feed"),
    path("c/<slug:community>/events/<int:event_id>/event.ics", event_ics, name="event-ics"),
    path("c/<slug:community>/events/<int:event_id>/check-in/", event_check_in, name="event-check-in"),
    path(
        "c/<slug:community>/events/<int:event_id>/check-in/code.svg",
        event_check_in_code,
        name="event-check-in-code",
    ),
    path("c/<slug:community>/events/<int:event_id>/guests/", event_guests, name="event-guests"),
    path("c/<slug:community>/events/<int:event_id>/", event_detail, name="event-detail"),
    path("c/<slug:community>/events/<int:event_id>/edit/", event_edit, name="event-edit"),
    path("c/<slug:community>/events/<int:event_id>/record/", event_record, name="event-record"),
    path("c/<slug:community>/events/<int:event_id>/cancel/", event_cancel, name="event-cancel"),
    path("c/<slug:community>/events/<int:event_id>/reopen/", event_reopen, name="event-reopen"),
    path("c/<slug:community>/events/<int:event_id>/delete/", event_delete, name="event-delete"),
    path("c/<slug:community>/events/<int:event_id>/restore/", event_restore, name="event-restore"),
]
