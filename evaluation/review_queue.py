"""The surveys of a half-year that wait for review, by the name of their community."""

from django.db.models import Q, QuerySet

from evaluation.models import Submission, SubmissionState


def get_neighbors(submission: Submission) -> tuple["QuerySet[Submission]", "QuerySet[Submission]"]:
    """Return the waiting survey before this one and the one after it, to be read together."""
    town = submission.community
    waiting = Submission.objects.filter(
        office=submission.office_id, round=submission.round_id, state=SubmissionState.SUBMITTED
    ).exclude(pk=submission.pk)
    later = Q(community__name__gt=town.name) | Q(community__name=town.name, community__gt=town.pk)
    earlier = waiting.exclude(later).order_by("-community__name", "-community")
    return earlier[:1], waiting.filter(later).order_by("community__name", "community")[:1]
