"""Lists of people, places and stages (`communities.data_lists`)."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from communities.models import (
    Candidate,
    CandidateStage,
    Community,
    FormationDecision,
    Membership,
    Role,
    SiteAssessment,
    Stage,
    StageChange,
    Verdict,
)
from tfc.lists import Field, Kind, ListExport, ListRequest, code_fields

TITLE = _("Team and places")
POSITION = 6


def _team(list_request: ListRequest) -> QuerySet[Membership]:
    return (
        Membership.objects.current()
        .filter(community=list_request.place)
        .select_related("user")
        .order_by("user__name", "pk")
    )


TEAM = ListExport(
    code="team",
    title=_("Team"),
    about=_("People with role and email address."),
    has_personal_details=True,
    least=Role.COORDINATOR,
    get_rows=_team,
    fields=(
        Field("name", "#contact+name", _("Name"), Kind.TEXT, "user.name"),
        Field("email", "#contact+email", _("Email address"), Kind.TEXT, "user.email"),
        Field("role", "#contact+role+code", _("Role"), Kind.CODE, lambda row: Role(row.role).name.lower(),
              _("member, leader or coordinator")),
        Field("since", "#date+start", _("Since"), Kind.DATE, "started_at"),
    ),
)  # fmt: skip


def _stages(list_request: ListRequest) -> QuerySet[StageChange]:
    return StageChange.objects.select_related("community").order_by("community__name", "since", "pk")


STAGES = ListExport(
    code="stages",
    title=_("Stages"),
    about=_("Stage history of each community."),
    may_be_linked=True,
    kept_back=("reason",),
    get_rows=_stages,
    fields=(
        Field("community", "#loc+name", _("Community"), Kind.TEXT, "community.name"),
        Field("community_code", "#loc+code", _("Code"), Kind.CODE, "community.slug"),
        *code_fields("stage", "#status+stage", _("Stage"), Stage.choices),
        Field("since", "#date+start", _("Since"), Kind.DATE),
        Field("reason", "#description+reason", _("Reason"), Kind.TEXT, leaves=False),
    ),
)


def _communities(list_request: ListRequest) -> QuerySet[Community]:
    newest = StageChange.objects.filter(community=OuterRef("pk")).order_by("-since", "-pk")
    since = Subquery(newest.values("since")[:1])
    return (
        Community.objects.filter(office=list_request.place).annotate(stage_since=since).order_by("name", "pk")
    )


COMMUNITIES = ListExport(
    code="communities",
    title=_("Communities"),
    about=_("Communities with place and stage."),
    may_be_linked=True,
    get_rows=_communities,
    fields=(
        Field("community", "#loc+name", _("Community"), Kind.TEXT, "name"),
        Field("community_code", "#loc+code", _("Code"), Kind.CODE, "slug"),
        Field("city", "#loc+city+name", _("City"), Kind.TEXT),
        Field("region", "#adm1+name", _("State or region"), Kind.TEXT),
        Field("time_zone", "#meta+time_zone", _("Time zone"), Kind.CODE),
        *code_fields("stage", "#status+stage", _("Stage"), Stage.choices),
        Field("stage_since", "#date+start", _("In this stage since"), Kind.DATE),
    ),
)  # fmt: skip


def _candidates(list_request: ListRequest) -> QuerySet[Candidate]:
    """Return candidates with scores only after the decision: before that, assessors do not see each other's scores."""
    decisions = FormationDecision.objects.filter(candidate=OuterRef("pk")).order_by("-pk")
    return (
        Candidate.objects.filter(office=list_request.place)
        .annotate(
            verdict=Subquery(decisions.values("verdict")[:1]),
            decided_on=Subquery(decisions.values("decided_on")[:1]),
        )
        .prefetch_related("assessments")
        .order_by("name", "pk")
    )


def _total(row: Candidate) -> float | None:
    assessments: list[SiteAssessment] = list(row.assessments.all()) if row.verdict else []  # type: ignore[attr-defined]
    return sum(assessment.total for assessment in assessments) / len(assessments) if assessments else None


CANDIDATES = ListExport(
    code="candidates",
    title=_("Candidates"),
    about=_("Candidates with scores and decisions."),
    get_rows=_candidates,
    fields=(
        Field("place", "#loc+name", _("Place"), Kind.TEXT, "name"),
        Field("region", "#adm1+name", _("State or region"), Kind.TEXT),
        *code_fields("stage", "#status+candidate", _("Stage"), CandidateStage.choices),
        *code_fields("decision", "#status+decision", _("Decision"), Verdict.choices, "verdict"),
        Field("decided_on", "#date+decision", _("Decided on"), Kind.DATE),
        Field("score", "#indicator+score+num", _("Score"), Kind.NUMBER, _total,
              _("0 to 12, the mean of the scores; empty until the decision")),
    ),
)  # fmt: skip

COMMUNITY_LISTS = (TEAM, STAGES)
OFFICE_LISTS = (COMMUNITIES, STAGES, CANDIDATES)
