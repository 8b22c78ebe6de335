"""The communities expected in a round with the state of their survey, read together as a page needs them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, Subquery

from communities.models import Community, Office
from communities.models.communities import CommunityQuerySet
from evaluation.models import Round, Submission, SubmissionState, SubmissionStep
from evaluation.remarks import DISCUSSED
from evaluation.review import NOT_STARTED, STATES, get_round_communities

MISSING = (NOT_STARTED, SubmissionState.DRAFT, SubmissionState.RETURNED)
# The URL value for all states without a submitted survey.
ALL_MISSING = "missing"
# And for surveys with a conversation about a question that is not resolved.
OPEN_REMARKS = "remarks"


def in_state(office: Office, round_: Round, state: str) -> CommunityQuerySet:
    """Return the communities in this state, or in every one; each has ``survey_id``, ``survey_state`` and
    ``submitted_at``, None without a survey, and ``has_remarks``: whether a remark on it is open.
    """
    surveys = Submission.objects.filter(round=round_, community=OuterRef("pk"))
    discussed = SubmissionStep.objects.filter(submission__round=round_, submission__state__in=DISCUSSED)
    towns = get_round_communities(office, round_).annotate(
        survey_id=Subquery(surveys.values("pk")),
        survey_state=Subquery(surveys.values("state")),
        submitted_at=Subquery(surveys.values("submitted_at")),
        has_remarks=Exists(discussed.open_remarks().filter(community=OuterRef("pk"))),
    )
    if state == OPEN_REMARKS:
        return towns.filter(has_remarks=True)
    if state == ALL_MISSING:
        return towns.filter(Q(survey_state=None) | Q(survey_state__in=MISSING))
    if state == NOT_STARTED:
        return towns.filter(survey_state=None)
    if state:
        return towns.filter(survey_state=state) if state in STATES else towns.none()
    return towns


def get_survey_state(town: Community) -> str:
    """Return the state of a community that `in_state` read."""
    return town.survey_state or NOT_STARTED  # type: ignore[attr-defined]


def group_by_state(towns: Iterable[Community]) -> list[tuple[str, list[Community]]]:
    """Group by state, in the order in which an office processes them."""
    by_state: dict[str, list[Community]] = {}
    for town in towns:
        by_state.setdefault(get_survey_state(town), []).append(town)
    return [(state, by_state[state]) for state in STATES if state in by_state]
