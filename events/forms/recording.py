"""Who came to an event, planned or held."""

from typing import Any

from communities.models import Community
from events.actions.attendance import attendance_of
from events.forms.attendance import AttendanceForm, attendance_initial
from events.forms.base import RevisionForm
from events.models import Event


class RecordForm(RevisionForm, AttendanceForm):
    def __init__(self, *args: Any, community: Community, event: Event) -> None:
        recorded = attendance_of(event)
        super().__init__(
            *args,
            community=community,
            kind=event.kind,
            recorded=recorded,
            initial={**attendance_initial(recorded), "revision": event.revision},
        )
        self.order_fields(["people_present", "members"])
