"""Who belongs where."""

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
from communities.models.formation import (
    Candidate,
    CandidateMove,
    CandidateStage,
    Criterion,
    FormationDecision,
    SiteAssessment,
    Verdict,
)
from communities.models.people import (
    Invitation,
    Membership,
    Role,
    RolePeriod,
    StaffMembership,
    User,
)
from communities.models.setup import Pairing, SetupProgress, SetupStep

__all__ = [
    "TAKES_PART",
    "Cadence",
    "CadenceKind",
    "Candidate",
    "CandidateMove",
    "CandidateStage",
    "Community",
    "Criterion",
    "FormationDecision",
    "Invitation",
    "Membership",
    "Office",
    "Pairing",
    "PopulationProfile",
    "RequiredLanguage",
    "Role",
    "RolePeriod",
    "RosterConfirmation",
    "SetupProgress",
    "SetupStep",
    "SiteAssessment",
    "StaffMembership",
    "Stage",
    "StageChange",
    "User",
    "Verdict",
]
