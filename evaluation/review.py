"""What an office sees of a community's survey: figures, overrides, numbers of records, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.models import Community, Office
from communities.models.communities import CommunityQuerySet
from communities.thresholds import Thresholds, thresholds_for
from evaluation.comparison import choose_comparison, similar_text
from evaluation.custom.round_questions import AnsweredQuestion, get_answered_questions
from evaluation.figure_queries.round_membership import get_expected_communities
from evaluation.figure_visibility import (
    get_visible_tables,
    is_override_shown,
    mask_figure,
    mask_rated_figure,
)
from evaluation.figures import get_override
from evaluation.instrument import PARTS, Part, Unit
from evaluation.measures import Measurement, Override, Rating, State, effective, rate
from evaluation.measures.measured import exact, replace_by, sure
from evaluation.models import Answer, Comparison, Decision, Figure, Round, Submission, SubmissionState
from evaluation.remarks import Conversation
from evaluation.survey import get_measurement
from evaluation.wording import in_unit, part_of_whole_text, value_text
from tfc.disclosure import Reader
from tfc.number_text import number_text, percent_text, round_percent
from tfc.text.punctuation import join_bracketed, join_title

NOT_STARTED = "not_started"
SURVEY_STATES: Mapping[str, Any] = {NOT_STARTED: gettext_lazy("Not started"), **dict(SubmissionState.choices)}
# In the order in which an office processes them.
STATES = (
    SubmissionState.SUBMITTED,
    SubmissionState.RETURNED,
    SubmissionState.DRAFT,
    NOT_STARTED,
    SubmissionState.ACCEPTED,
)


@dataclass(frozen=True)
class CommunitySurvey:
    """One community in a round; ``submission`` is None if it has not started its survey."""

    community: Community
    submission: Submission | None

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else NOT_STARTED


def get_community_surveys(office: Office, round_: Round) -> list[CommunitySurvey]:
    """Return every expected community of this round with its survey; in the office's scope, in two queries."""
    submissions = {
        submission.community_id: submission
        for submission in Submission.objects.filter(office=office, round=round_)
    }
    return [
        CommunitySurvey(community, submissions.get(community.pk))
        for community in get_round_communities(office, round_)
    ]


def get_round_communities(office: Office, round_: Round) -> CommunityQuerySet:
    """Return the communities expected in a round, by name; see `get_expected_communities`."""
    return get_expected_communities(office.pk, round_.period).by_name()


@dataclass(frozen=True)
class ReviewRow:
    """``measured`` is the computed figure and ``computed_rating`` its rating; ``rating`` that of the value that
    counts.

    ``own_rating``: of the override; ``reviewed``: the office decided which value counts.
    """

    part: Part
    measured: Measurement
    answer: Answer | None
    computed_rating: Rating
    rating: Rating
    own_rating: Rating | None
    overridden: bool
    reviewed: bool
    own_is_shown: bool
    version: int
    records: int
    change: str
    comparison: Comparison | None = None
    # What changed since the survey was returned, in sentences, and the remarks; set by the review page.
    resubmitted: Sequence[str] = ()
    conversation: Conversation | None = None

    @property
    def is_override(self) -> bool:
        return self.answer is not None and self.answer.decision == Decision.OVERRIDDEN

    @property
    def median_text(self) -> str:
        """Return the median of similar communities in words; empty where too few are known."""
        median = self.comparison.median if self.comparison else None
        if median is None:
            return ""
        return _("similar communities: median %(median)s") % {
            "median": in_unit(float(median), self.part.unit)
        }

    @property
    def similar_text(self) -> str:
        return similar_text(self.part.unit, self.comparison)


def review_rows(
    submission: Submission, comparisons: Mapping[tuple[str, str, str], Comparison] | None = None
) -> list[ReviewRow]:
    """Return the fourteen parts, in the office's scope; a draft's answers are left out, since they are not submitted
    yet. ``comparisons``: the medians of the office's communities, by key.
    """
    period = submission.round.period
    thresholds = thresholds_for(submission.office_id, period)
    both = Figure.objects.for_communities([submission.community_id])
    now = both.for_half_year(period).by_part()
    before = both.for_half_year(period.previous()).without_receipts().by_part()
    answers: dict[str, Answer] = {}
    if submission.state != SubmissionState.DRAFT:
        answers = {answer.part: answer for answer in submission.answers.with_choice().select_related("by")}
    rows = []
    for part in PARTS:
        figure, answer = now.get(part.code), answers.get(part.code)
        computed = get_measurement(figure, part)
        own: Override | None = get_override(answer) if answer else None
        counts = effective(computed, own)
        rating = _rating(figure, part, counts, thresholds)
        computed_rating = Rating(figure.rating) if figure else rate(part, computed, thresholds)
        rows.append(
            ReviewRow(
                part=part,
                measured=mask_figure(computed, part, Reader.NETWORK),
                answer=answer,
                computed_rating=mask_rated_figure(
                    computed, computed_rating, part, thresholds, Reader.NETWORK
                ).rating,
                rating=mask_rated_figure(counts, rating, part, thresholds, Reader.NETWORK).rating,
                own_rating=rate(part, replace_by(computed, own), thresholds) if own else None,
                reviewed=bool(own and own.reviewed),
                overridden=counts.overridden,
                own_is_shown=is_override_shown(computed, part, Reader.NETWORK),
                version=figure.definition_version if figure else part.version,
                records=records_in(figure, part),
                change=change_text(part, figure, before.get(part.code)),
                comparison=choose_comparison(
                    comparisons or {}, str(period), part.code, submission.community.stage
                ),
            )
        )
    return rows


def get_custom_answers(
    submission: Submission, more: Sequence[QuerySet[Any, Any]] = ()
) -> list[AnsweredQuestion]:
    """Return the custom questions with the answers that the office may see; a draft's are left out.

    One query, which also reads ``more``.
    """
    visible_submission = None if submission.state == SubmissionState.DRAFT else submission
    return get_answered_questions(
        submission.round.period, submission.office_id, visible_submission, Reader.NETWORK, more=more
    )


def _rating(figure: Figure | None, part: Part, counts: Measurement, thresholds: Thresholds) -> Rating:
    """Return the rating stored with the figure, so that later thresholds change nothing; rate an override again."""
    if figure is None or counts.overridden:
        return rate(part, counts, thresholds)
    return Rating(figure.rating)


def own_value_text(part: Part, answer: Answer) -> str:
    """Return the value of an override: "6", or "83% (5 of 6)"."""
    own = sure(exact(answer.override_value))
    if part.unit != Unit.PERCENT:
        return number_text(own)
    numerator, whole = exact(answer.override_numerator), exact(answer.override_denominator)
    if numerator is None or whole is None:
        return percent_text(own)
    return join_bracketed(percent_text(own), part_of_whole_text(numerator, whole))


def records_in(figure: Figure | None, part: Part) -> int:
    """Return the number of records in the receipt, which is all that the office may know."""
    records = figure.receipt.get("records", {}) if figure else {}
    return sum(len(records[table]) for table in get_visible_tables(records, part, Reader.NETWORK))


def change_text(part: Part, now: Figure | None, before: Figure | None) -> str:
    """Return text such as "up from 60%", as the office may see it; empty without a figure for the half-year before."""
    if now is None or before is None:
        return ""
    if now.definition_version != before.definition_version:
        return _("Counted differently before")
    new, old = (mask_figure(figure.to_measured(), part, Reader.NETWORK) for figure in (now, before))
    if new.value is None or old.value is None:
        if new.state == old.state and old.state != State.HIDDEN:
            return ""
        return join_title(_("Before"), value_text(old))
    difference = Fraction(new.value) - Fraction(old.value)
    if part.unit == Unit.PERCENT:
        # Of the percentages as shown, so that the difference matches them.
        difference = Fraction(round_percent(new.value) - round_percent(old.value))
    return _change(part, difference, old) if difference else _("As before")


def _change(part: Part, difference: Fraction, old: Measurement) -> str:
    more = difference > 0
    size = abs(difference)
    if part.unit == Unit.PERCENT:
        points = int(size)
        sentence = (
            ngettext(
                "%(size)s point up from last time (%(value)s)",
                "%(size)s points up from last time (%(value)s)",
                points,
            )
            if more
            else ngettext(
                "%(size)s point down from last time (%(value)s)",
                "%(size)s points down from last time (%(value)s)",
                points,
            )
        )
        return sentence % {"size": number_text(points), "value": value_text(old)}
    sentence = (
        _("%(size)s more than last time (%(value)s)")
        if more
        else _("%(size)s fewer than last time (%(value)s)")
    )
    return sentence % {"size": number_text(size), "value": value_text(old)}
