"""Every write of events; each runs in the community's scope, is atomic, and records the user.

Broken rules raise ValidationError keyed by field; a stale revision raises ConflictError.
"""

from events.actions.endings import cancel_event, delete_event, reopen_event, restore_event
from events.actions.historical import load_historical_activities
from events.actions.planning import plan_event, update_event
from events.actions.recording import hold_event, log_meeting, record_event
from events.actions.saving import ConflictError, Details
from events.actions.series import change_series, plan_series
from events.counts import Attendance, NewOrganization, OutputLine
from events.event_time import EventTime

__all__ = [
    "Attendance",
    "ConflictError",
    "Details",
    "EventTime",
    "NewOrganization",
    "OutputLine",
    "cancel_event",
    "change_series",
    "delete_event",
    "hold_event",
    "load_historical_activities",
    "log_meeting",
    "plan_event",
    "plan_series",
    "record_event",
    "reopen_event",
    "restore_event",
    "update_event",
]
