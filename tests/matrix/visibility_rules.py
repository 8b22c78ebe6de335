"""Who may open each URL, and whose canaries each person may see, derived from decorators and sharing rules."""

from communities.models import Role, SetupProgress, StageChange, Target
from evaluation.models import (
    AcceptedVersion,
    Answer,
    CustomAnswer,
    EventRollup,
    Figure,
    OverrideReview,
    QualityCount,
    StandingRollup,
    Submission,
    SubmissionStep,
)
from events.models import Campaign, CampaignOutput, CampaignShare, CampaignStage, PublicEvent
from library.models import CommentReport
from reports.models import Report, ReportFile, ReportShare
from residents.models import TurnedAway
from stakeholders.models import BriefingStatus, Partnership, SharedEvidence, SpotCheck
from tests.base import tenant_models
from tests.matrix.people_samples import INVITED, MODEL, may_see_person
from tfc.sharing import SharedModel

PERSONS = (
    *(f"hill-{role.name.lower()}" for role in Role),
    "dale-coordinator",
    "moor-coordinator",
    "usa-staff",
    "uk-staff",
    "oasis-staff",
    "stranger",
)
# What a page without access rule shows of the community in its URL. A link is a key: its holder reads its content.
TOLD_TO_ALL = {
    # The inviting person, and nobody else of the place.
    "invitations/<str:token>/": ("user", "invitation"),
    "p/<slug:community>/": ("publicprofile", "campaign"),
    "p/<slug:community>/confirm/<str:token>/": ("service",),
    # Of the office: the certificate's subject, never the person.
    "p/<slug:community>/certificates/<str:code>/": ("officetraining",),
    # Titles and places; tests/support/test_public_event.py checks that nothing else of an event is public.
    "p/<slug:community>/calendar/<str:token>/events.ics": ("event",),
    "p/<slug:community>/events/<int:event_id>/": ("event",),
    "p/<slug:community>/events/<int:event_id>/event.ics": ("event",),
    # The link's list; tests/exports/test_data_links.py checks its columns.
    "data/<str:data_token>.<slug:file_format>": ("event",),
}
HOME = {"hill": "usa", "dale": "usa", "moor": "uk"}
# Its staff visit every office.
GUEST, OFFICES = "oasis", {"usa", "uk", "oasis"}
# What an office may read of its communities; tests/test_isolation_catalog.py fails for any other such policy.
OFFICE_READS = {
    model._meta.model_name
    for model in (
        Answer,
        BriefingStatus,
        Campaign,
        CampaignOutput,
        CampaignShare,
        CampaignStage,
        CommentReport,
        CustomAnswer,
        EventRollup,
        Figure,
        Partnership,
        PublicEvent,
        QualityCount,
        Report,
        ReportFile,
        ReportShare,
        SetupProgress,
        SharedEvidence,
        SpotCheck,
        StageChange,
        StandingRollup,
        TurnedAway,
        Submission,
        SubmissionStep,
        AcceptedVersion,
        OverrideReview,
        Target,
    )
}
# Shared by the two communities of one office in the samples.
TOLD_TO_EACH_OTHER = {"campaignshare", "jointshare"}
# Never shown by an office to its communities.
OFFICE_KEEPS = {
    "report",
    "reportfile",
    "reporttext",
    "reportshare",
    "candidate",
    "candidatemove",
    "siteassessment",
    "formationdecision",
    "figuretotal",
    "officenotice",
    "officelastvisit",
    "officerecentrecord",
    "officedatalink",
    "officebulkexport",
    "officeevent",
    "officeoutput",
    "officepartnership",
    "grant",
    "deliverable",
    "knownroute",
    "followup",
}

# Never shown to anyone in the samples.
OWN_ALONE = {model._meta.model_name for model in tenant_models() if issubclass(model, SharedModel)}


def may(
    kind: str, role: Role | None, person: str, tenant: str, verb: str, *, guests_write: bool = False
) -> int:
    """Return 200 with access (the view may still answer differently), or else the decorator's status."""
    place, _, held_role = person.partition("-")
    if kind in ("everyone", "signed-in"):
        return 200
    if kind == "international":
        return 200 if person == "oasis-staff" else 404
    if kind == "office":
        if person == f"{tenant}-staff":
            return 200
        guest = person == "oasis-staff"
        return (200 if guests_write or verb in ("get", "head", "options") else 403) if guest else 404
    if place != tenant:
        return 404
    return 200 if Role[held_role.upper()] >= (role or 0) else 403


def may_see(canary: str, person: str) -> bool:
    _, owner, model, column = canary.split("-", 3)
    place = person.partition("-")[0]
    if model == MODEL:
        return may_see_person(owner, column, person, HOME.get(owner, owner))
    if model in ("archiverun", "findinglocation", "interest", "ownwords"):
        return person == f"{owner}-coordinator"
    if model == INVITED:
        return person in (
            f"{owner}-coordinator",
            f"{owner}-staff",
            f"{GUEST}-staff" if owner in OFFICES else "",
        )
    office = HOME.get(owner, owner)
    if person == "oasis-staff":
        return owner == office or model in OFFICE_READS
    if model in TOLD_TO_EACH_OTHER and {place, owner} == {"hill", "dale"}:
        return True
    if place == owner:
        return True
    if person.endswith("-staff"):
        return place == office and (owner == office or model in OFFICE_READS)
    # A member reads what the home office set for all: rounds, thresholds, earlier results.
    home = HOME.get(place)
    return owner == home and model not in OFFICE_KEEPS | OWN_ALONE


def is_for_all(route: str, tenant: str, canary: str) -> bool:
    """Return True if it is shown to everyone, signed in or not."""
    _, owner, model, _ = canary.split("-", 3)
    return owner in (tenant, HOME.get(tenant)) and model in TOLD_TO_ALL.get(route, ())


def join_canary(canary: tuple[str, str]) -> str:
    return "-".join(("Canary", *canary))
