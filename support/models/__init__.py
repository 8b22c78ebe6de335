"""Local services, readiness to refer, and support numbers. No data about the people supported."""

from support.models.public import INTEREST_DAYS, Interest, PublicProfile, TownPicture
from support.models.readiness import Pathway, PathwayCheck
from support.models.services import (
    DOUBTS,
    ConfirmationQuerySet,
    ConfirmationWay,
    DirectoryImport,
    Need,
    OpeningHours,
    Outcome,
    Reply,
    Service,
    ServiceConfirmation,
    ServiceKind,
    ServiceQuerySet,
)
from support.models.tallies import (
    FEWEST_IN_TOTAL,
    KEPT_MONTHS,
    OfferedKind,
    SupportOffered,
    SupportTally,
    SupportTotal,
    TallyNeed,
    TallyPurge,
)

__all__ = [
    "DOUBTS",
    "FEWEST_IN_TOTAL",
    "INTEREST_DAYS",
    "KEPT_MONTHS",
    "ConfirmationQuerySet",
    "ConfirmationWay",
    "DirectoryImport",
    "Interest",
    "Need",
    "OfferedKind",
    "OpeningHours",
    "Outcome",
    "Pathway",
    "PathwayCheck",
    "PublicProfile",
    "Reply",
    "Service",
    "ServiceConfirmation",
    "ServiceKind",
    "ServiceQuerySet",
    "SupportOffered",
    "SupportTally",
    "SupportTotal",
    "TallyNeed",
    "TallyPurge",
    "TownPicture",
]
