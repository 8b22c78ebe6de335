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
from communities.models.people import (
    Invitation,
    Membership,
    Role,
    RolePeriod,
    StaffMembership,
    User,
)

__all__ = [
    "TAKES_PART",
    "Cadence",
    "CadenceKind",
    "Community",
    "Invitation",
    "Membership",
    "Office",
    "PopulationProfile",
    "RequiredLanguage",
    "Role",
    "RolePeriod",
    "RosterConfirmation",
    "StaffMembership",
    "Stage",
    "StageChange",
    "User",
]
