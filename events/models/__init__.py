"""Models of events and attendance."""

from events.models.attendance import (
    AgeBand,
    Constituency,
    ConstituencyPresence,
    Dimension,
    Headcount,
    InvitedPresence,
    MemberPresence,
    OfficeUnit,
    OrganizationPresence,
    Output,
    OutputUnit,
    Profession,
)
from events.models.calendar import CalendarLink, GuestCount, GuestTicket, Occasion, PublicEvent
from events.models.campaigns import (
    STAGE_NAMES,
    WON,
    Campaign,
    CampaignEvent,
    CampaignKind,
    CampaignOutput,
    CampaignPartner,
    CampaignStage,
    Stage,
)
from events.models.changes import EventAction, EventChange
from events.models.events import Event, EventKind, EventSeries, EventStatus, HistoricalActivity, Hosting
from events.models.joint import JointShare
from events.models.joint_campaigns import CampaignShare
from events.models.links import EvidenceEvent, ResearchEvent
from events.models.office_events import OfficeEvent, OfficeEventRole, OfficeOutput
from events.models.trainings import (
    LeaderGoal,
    OfficeTraining,
    TrainingAttendance,
    TrainingLine,
    TrainingSignUp,
    TrainingTopic,
)

__all__ = [
    "STAGE_NAMES",
    "WON",
    "AgeBand",
    "CalendarLink",
    "Campaign",
    "CampaignEvent",
    "CampaignKind",
    "CampaignOutput",
    "CampaignPartner",
    "CampaignShare",
    "CampaignStage",
    "Constituency",
    "ConstituencyPresence",
    "Dimension",
    "Event",
    "EventAction",
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
    "InvitedPresence",
    "JointShare",
    "LeaderGoal",
    "MemberPresence",
    "Occasion",
    "OfficeEvent",
    "OfficeEventRole",
    "OfficeOutput",
    "OfficeTraining",
    "OfficeUnit",
    "OrganizationPresence",
    "Output",
    "OutputUnit",
    "Profession",
    "PublicEvent",
    "ResearchEvent",
    "Stage",
    "TrainingAttendance",
    "TrainingLine",
    "TrainingSignUp",
    "TrainingTopic",
]
