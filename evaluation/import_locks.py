"""Half-years with a submitted survey: later imports do not change their figures."""

from evaluation.models import Submission, SubmissionState
from tfc.periods import HalfYear

HANDED_IN = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)


def handed_in() -> set[HalfYear]:
    """Return the submitted half-years of the community in scope."""
    rounds = Submission.objects.filter(state__in=HANDED_IN).values_list("round__half_year", flat=True)
    return {HalfYear.parse(half_year) for half_year in rounds}
