"""Errors for refused survey steps: one type for each rule, so that pages can respond to each differently."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluation.instrument import Part
from evaluation.instrument import part as part_of
from evaluation.models import Answer, Submission
from tfc.periods import HalfYear


class SurveyError(ValidationError):
    """A rule of the survey forbids the step; ``code`` names the rule, the message is for the user."""


class IllegalStepError(SurveyError):
    """The survey's state does not allow this step. ``submission`` is its current row."""

    def __init__(self, submission: Submission, message: str) -> None:
        super().__init__(message, "illegal_step")
        self.submission = submission


class SavedMeanwhileError(SurveyError):
    """Another person answered since the form was rendered; ``answer`` is theirs."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(_("Another person has answered this question."), "saved_meanwhile")
        self.answer = answer
        self.parts = [part_of(answer.part)]


class FigureChangedError(SurveyError):
    """The computed figures of ``parts`` differ from those that were shown."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__(_("A figure has changed. Check it again."), "figure_changed")
        self.parts = parts


class IncompleteError(SurveyError):
    """The questions of ``parts`` are not answered yet."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__(_("Some questions are not answered yet."), "incomplete")
        self.parts = parts


class NotEndedError(SurveyError):
    """The half-year has not ended, and no reason for closing early was given."""

    def __init__(self, half_year: HalfYear) -> None:
        day = date_format(half_year.last_day, "DATE_FORMAT")
        super().__init__(
            _("This half-year has not ended. Its last day is %(day)s.") % {"day": day}, "not_ended"
        )
