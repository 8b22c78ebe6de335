"""Deciding which value of an overridden part counts: by rule at submission, by the office at acceptance."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.models import User
from communities.thresholds import thresholds_for
from evaluation.figures import get_override
from evaluation.measures import Rating, override_counts
from evaluation.models import Answer, CountingValue, Decision, Figure, OverrideReview, Submission


def decide_counting_values(submission: Submission) -> None:
    """Store with each override whether it counts until the office decides: the value with the lower rating counts.

    In the community's scope, when the figures are frozen; ``submission`` must have its round loaded.
    """
    period = submission.round.period
    thresholds = thresholds_for(submission.office_id, period)
    figures = Figure.objects.for_half_year(period).for_communities([submission.community_id]).by_part()
    for answer in submission.answers.filter(decision=Decision.OVERRIDDEN).with_choice():
        override, figure = get_override(answer), figures.get(answer.part)
        if override is None or figure is None:
            continue
        counts = override_counts(
            figure.definition, figure.to_measured(), Rating(figure.rating), override, thresholds
        )
        value = CountingValue.OVERRIDE if counts else CountingValue.COMPUTED
        Answer.objects.filter(pk=answer.pk).update(counts=value)


def get_overrides_to_review(submission: Submission) -> list[Answer]:
    """Return the overrides on which the office decides when it accepts."""
    answers = submission.answers.filter(decision=Decision.OVERRIDDEN).with_choice()
    return [answer for answer in answers if get_override(answer) is not None]


def review_overrides(*, submission: Submission, choices: Mapping[str, str], by: User) -> None:
    """Store the office's choice for each override, by part; ValidationError by part where one is missing."""
    answers = get_overrides_to_review(submission)
    missing = [answer.part for answer in answers if choices.get(answer.part) not in CountingValue.values]
    if missing:
        raise ValidationError({part: _("Choose one.") for part in missing})
    withdraw_reviews(submission)
    OverrideReview.objects.bulk_create(
        OverrideReview(
            community_id=answer.community_id,
            office_id=answer.office_id,
            submission=submission,
            answer=answer,
            counts=choices[answer.part],
            by=by,
        )
        for answer in answers
    )


def withdraw_reviews(submission: Submission) -> None:
    """Delete the earlier reviews of a survey; the office decides again when it accepts it again."""
    submission.reviews.all().delete()
