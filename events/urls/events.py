from django.urls import URLPattern, path

from events.views.details import event_detail
from events.views.endings import event_cancel, event_delete, event_reopen, event_restore
from events.views.lists import event_bin, event_list
from events.views.meetings import meeting_log
from events.views.planning import event_edit, event_plan
from events.views.recording import event_record

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/events/", event_list, name="event-list"),
    path("c/<slug:community>/events/log/", meeting_log, name="meeting-log"),
    path("c/<slug:community>/events/plan/", event_plan, name="event-plan"),
    path("c/<slug:community>/events/bin/", event_bin, name="event-bin"),
    path("c/<slug:community>/events/<int:event_id>/", event_detail, name="event-detail"),
    path("c/<slug:community>/events/<int:event_id>/edit/", event_edit, name="event-edit"),
    path("c/<slug:community>/events/<int:event_id>/record/", event_record, name="event-record"),
    path("c/<slug:community>/events/<int:event_id>/cancel/", event_cancel, name="event-cancel"),
    path("c/<slug:community>/events/<int:event_id>/reopen/", event_reopen, name="event-reopen"),
    path("c/<slug:community>/events/<int:event_id>/delete/", event_delete, name="event-delete"),
    path("c/<slug:community>/events/<int:event_id>/restore/", event_restore, name="event-restore"),
]
