"""Models of accounts, places and their administration."""

from communities.models.audit import AuditDay, AuditDetails, AuditEntry, Verb
from communities.models.communities import (
    TAKES_PART,
    Cadence,
    CadenceKind,
    Community,
    Office,
    PopulationProfile,
    RequiredLanguage,
    RosterConfirmation,
    Stage,
    StageChange,
)
from communities.models.data_links import AnyDataLink, DataLink, OfficeDataLink
from communities.models.exports import AnyBulkExport, BulkExport, OfficeBulkExport
from communities.models.formation import (
    Candidate,
    CandidateMove,
    CandidateStage,
    Criterion,
    FormationDecision,
    SiteAssessment,
    Verdict,
)
from communities.models.imports import (
    ImportBatch,
    ImportFile,
    ImportJob,
    ImportMapping,
    ImportRow,
    ImportState,
    RowOutcome,
)
from communities.models.invitations import Invitation
from communities.models.mail import OutgoingMail
from communities.models.notices import (
    AnyMorning,
    AnyNotice,
    Morning,
    Notice,
    NoticeGroup,
    NoticeSetting,
    OfficeMorning,
    OfficeNotice,
    Weekday,
)
from communities.models.people import (
    Membership,
    Role,
    RolePeriod,
    StaffMembership,
    User,
)
from communities.models.person_requests import PersonRequest, PersonRequestKind
from communities.models.retention import RetentionCount
from communities.models.setup import Pairing, SetupProgress, SetupStep
from communities.models.targets import Direction, Measure, Owner, Target, Workforce
from communities.models.thresholds import ThresholdSetting
from communities.models.visits import AnyOpened, AnyVisit, LastVisit, OfficeLastVisit, OfficeOpened, Opened

__all__ = [
    "TAKES_PART",
    "AnyBulkExport",
    "AnyDataLink",
    "AnyMorning",
    "AnyNotice",
    "AnyOpened",
    "AnyVisit",
    "AuditDay",
    "AuditDetails",
    "AuditEntry",
    "BulkExport",
    "Cadence",
    "CadenceKind",
    "Candidate",
    "CandidateMove",
    "CandidateStage",
    "Community",
    "Criterion",
    "DataLink",
    "Direction",
    "FormationDecision",
    "ImportBatch",
    "ImportFile",
    "ImportJob",
    "ImportMapping",
    "ImportRow",
    "ImportState",
    "Invitation",
    "LastVisit",
    "Measure",
    "Membership",
    "Morning",
    "Notice",
    "NoticeGroup",
    "NoticeSetting",
    "Office",
    "OfficeBulkExport",
    "OfficeDataLink",
    "OfficeLastVisit",
    "OfficeMorning",
    "OfficeNotice",
    "OfficeOpened",
    "Opened",
    "OutgoingMail",
    "Owner",
    "Pairing",
    "PersonRequest",
    "PersonRequestKind",
    "PopulationProfile",
    "RequiredLanguage",
    "RetentionCount",
    "Role",
    "RolePeriod",
    "RosterConfirmation",
    "RowOutcome",
    "SetupProgress",
    "SetupStep",
    "SiteAssessment",
    "StaffMembership",
    "Stage",
    "StageChange",
    "Target",
    "ThresholdSetting",
    "User",
    "Verb",
    "Verdict",
    "Weekday",
    "Workforce",
]
