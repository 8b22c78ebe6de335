"""Data lists of the office's custom questions: a row for each question, community and half-year."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from communities.models import Community
from evaluation.custom.results import get_all_results
from evaluation.custom.round_questions import AnsweredQuestion, get_answered_questions
from evaluation.measures import State
from evaluation.models import CustomKind, Round, Submission
from tfc.lists import Field, Kind, ListExport, ListRequest, code_fields

STATES = [
    ("value", _("Value")),
    ("declared_zero", _("Declared zero")),
    ("unknown", _("Unknown")),
    ("not_applicable", _("Does not apply")),
    ("hidden", _("Not shown")),
]


@dataclass(frozen=True)
class _QuestionRow:
    half_year: str
    community: Community
    answered: AnsweredQuestion

    @property
    def answer_text(self) -> str | None:
        """Return the answer of a choice or a text; numbers have their own columns."""
        is_said = self.answered.measured is None and self.answered.state == State.VALUE
        return self.answered.text if is_said else None


def _list_own_rows(list_request: ListRequest) -> Iterator[_QuestionRow]:
    surveys = {
        submission.round_id: submission
        for submission in Submission.objects.filter(community=list_request.place)
    }
    for round_ in Round.objects.opened().filter(office_id=list_request.place.office_id).newest_first():
        survey = surveys.get(round_.pk)
        for question_answer in get_answered_questions(
            round_.period, round_.office_id, survey, list_request.reader, by_link=list_request.by_link
        ):
            yield _QuestionRow(round_.half_year, list_request.place, question_answer)


def _list_office_rows(list_request: ListRequest) -> Iterator[_QuestionRow]:
    for round_ in Round.objects.opened().filter(office=list_request.place).newest_first():
        for _question, results in get_all_results(list_request.place, round_):
            for row in results.rows:
                yield _QuestionRow(round_.half_year, row.community, row.answered)


FIELDS = (
    Field("half_year", "#meta+half_year+code", _("Half-year"), Kind.CODE),
    Field("community", "#loc+name", _("Community"), Kind.TEXT, "community.name"),
    Field("community_code", "#loc+code", _("Community code"), Kind.CODE, "community.slug"),
    Field("question", "#indicator+code", _("Question number"), Kind.CODE, "answered.question.code"),
    Field("question_title", "#indicator+name", _("Question"), Kind.TEXT, "answered.question.version.title"),
    Field("version", "#meta+version+num", _("Question version"), Kind.COUNT, "answered.question.version.number"),
    *code_fields("kind", "#indicator+type", _("Kind of answer"), CustomKind.choices, "answered.question.item.kind"),
    *code_fields("state", "#status+figure", _("Status"), STATES, "answered.state.value"),
    Field("value", "#indicator+value+num", _("Value"), Kind.NUMBER, "answered.measured.value",
          _("A number, or percent from 0 to 100; empty is never 0")),
    Field("numerator", "#indicator+numerator+num", _("Numerator"), Kind.NUMBER, "answered.measured.numerator"),
    Field("denominator", "#indicator+denominator+num", _("Denominator"), Kind.NUMBER, "answered.measured.denominator"),
    Field("answer", "#description+answer", _("Answer in words"), Kind.TEXT, "answer_text", leaves=False),
)  # fmt: skip

OWN_QUESTIONS = ListExport(
    code="own-questions",
    title=_("Custom questions"),
    about=_("The office's custom questions, with the answers of each half-year"),
    may_be_linked=True,
    get_rows=_list_own_rows,
    fields=FIELDS,
)
OFFICE_OWN_QUESTIONS = ListExport(
    code="own-questions",
    title=_("Custom questions"),
    about=_("Your custom questions, with each community's submitted answers"),
    may_be_linked=True,
    get_rows=_list_office_rows,
    fields=FIELDS,
)
