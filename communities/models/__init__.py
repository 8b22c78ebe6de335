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
    AnyDigestDay,
    AnyNotice,
    DigestDay,
    Notice,
    NoticeGroup,
    NoticeSetting,
    OfficeDigestDay,
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
from communities.models.visits import (
    AnyRecentRecord,
    AnyVisit,
    LastVisit,
    OfficeLastVisit,
    OfficeRecentRecord,
    RecentRecord,
)

__all__ = [
    "TAKES_PART",
    "AnyBulkExport",
    "AnyDataLink",
    "AnyDigestDay",
    "AnyNotice",
    "AnyRecentRecord",
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
    "DigestDay",
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
    "Notice",
    "NoticeGroup",
    "NoticeSetting",
    "Office",
    "OfficeBulkExport",
    "OfficeDataLink",
    "OfficeDigestDay",
    "OfficeLastVisit",
    "OfficeNotice",
    "OfficeRecentRecord",
    "OutgoingMail",
    "Owner",
    "Pairing",
    "PersonRequest",
    "PersonRequestKind",
    "PopulationProfile",
    "RecentRecord",
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
