"""How each table of events and trainings is isolated (terms: `tfc.tenancy_operations`).

These are the operations of this app's first migration; a later table has them in the migration that creates it.
"""

from communities.audit.tables import first_audited
from tfc import auditing
from tfc.sharing import IsolateBetween
from tfc.tenancy_operations import IsolateCommunity, IsolateOffice

OPERATIONS = [
    IsolateCommunity("EventSeries"),
    IsolateCommunity("Event"),
    IsolateCommunity("EventChange"),
    IsolateCommunity("OrganizationPresence"),
    IsolateCommunity("ConstituencyPresence"),
    IsolateCommunity("MemberPresence"),
    IsolateCommunity("InvitedPresence", figures=""),
    IsolateCommunity("Headcount"),
    IsolateCommunity("Output"),
    IsolateOffice("OfficeUnit"),
    IsolateCommunity("ResearchEvent"),
    IsolateCommunity("EvidenceEvent"),
    # The office reads campaigns and their stages for its achievements, but not what a community deleted.
    IsolateCommunity("Campaign", office="read", office_where="deleted_at IS NULL", owned=True),
    IsolateCommunity("CampaignStage", office="read", owned=True),
    IsolateCommunity("CampaignOutput", office="read", owned=True),
    IsolateCommunity("CampaignPartner", figures=""),
    IsolateCommunity("CampaignEvent"),
    IsolateOffice("HistoricalActivity"),
    # Not read by the figures: joint events are identified by the key on the events.
    IsolateBetween("JointShare", other="other", shown_when="NOT in_trash"),
    IsolateBetween("CampaignShare", other="other", shown_when="NOT in_trash", owned=True),
    # The public calendar
    IsolateCommunity("PublicEvent", office="read", figures=""),
    IsolateCommunity("CalendarLink", figures=""),
    IsolateCommunity("GuestCount", figures=""),
    IsolateCommunity("GuestTicket", figures=""),
    # An office's own events, and its trainings
    IsolateOffice("OfficeEvent", figures="", communities=""),
    IsolateOffice("OfficeOutput", figures="", communities=""),
    IsolateOffice("OfficeTraining"),
    IsolateOffice("TrainingLine", figures="", communities="update"),
    IsolateCommunity("TrainingSignUp", office="read"),
    IsolateCommunity("TrainingAttendance", office="write", community="read", restorable=True),
    IsolateCommunity("LeaderGoal", figures=""),
    auditing.audit(first_audited("events")),
]
