"""What happened and who came."""

from events.models.attendance import (
    AgeBand,
    Constituency,
    ConstituencyPresence,
    Dimension,
    Headcount,
    MemberPresence,
    OrganizationPresence,
    Output,
    OutputUnit,
    Profession,
)
from events.models.calendar import CalendarLink, GuestCount, GuestTicket, Occasion, PublicEvent
from events.models.changes import Deed, EventChange
from events.models.events import Event, EventKind, EventSeries, EventStatus, Hosting
from events.models.history import HistoricalActivity
from events.models.links import EvidenceEvent, ResearchEvent

__all__ = [
    "AgeBand",
    "CalendarLink",
    "Constituency",
    "ConstituencyPresence",
    "Deed",
    "Dimension",
    "Event",
    "EventChange",
    "EventKind",
    "EventSeries",
    "EventStatus",
    "EvidenceEvent",
    "GuestCount",
    "GuestTicket",
    "Headcount",
    "HistoricalActivity",
    "Hosting",
    "MemberPresence",
    "Occasion",
    "OrganizationPresence",
    "Output",
    "OutputUnit",
    "Profession",
    "PublicEvent",
    "ResearchEvent",
]
