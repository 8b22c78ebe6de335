"""Forms for events. The rules are those of the actions; a form shows their errors at its fields."""

from events.forms.attendance import AttendanceForm
from events.forms.filters import EventFilterForm
from events.forms.meeting import MeetingForm
from events.forms.planning import CancelForm, EditForm, PlanForm
from events.forms.recording import RecordForm

__all__ = [
    "AttendanceForm",
    "CancelForm",
    "EditForm",
    "EventFilterForm",
    "MeetingForm",
    "PlanForm",
    "RecordForm",
]
