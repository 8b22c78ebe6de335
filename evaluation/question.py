"""One question of a half-year survey, read without the other thirteen, and the records behind its figure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from communities.models import Community, User
from evaluation.figure_queries.receipts import EVENTS, count_receipt_records
from evaluation.instrument import PARTS, Part
from evaluation.models import Answer, AnswerDraft, Figure, Round
from evaluation.record_kinds import in_reading_order, record_kind
from evaluation.rollups.staleness import changes_since_stored
from evaluation.survey import Entry, RoundSurvey, get_measurement, get_submission
from events.models import Event
from events.words import EventRow, Words
from tfc.compiled_queries import CompiledQuery, parameter

SHOWN_EVENTS = 5


@dataclass(frozen=True)
class Question(RoundSurvey):
    entry: Entry

    @property
    def before(self) -> Part | None:
        return PARTS[self._place - 1] if self._place else None

    @property
    def after(self) -> Part | None:
        return next(iter(PARTS[self._place + 1 :]), None)

    @property
    def _place(self) -> int:
        return PARTS.index(self.entry.part)


def get_question(community: Community, round_: Round, part: Part, by: User | None = None) -> Question:
    """Return the question, in the community's scope, in four queries; ``by`` adds that person's draft."""
    submission = get_submission(community, round_)
    figure = next(iter(_figure_of(community.pk, round_.half_year, part.code)), None)
    answer = draft = None
    if submission is not None:
        answers = Answer.objects.filter(submission=submission, part=part.code)
        answer = answers.select_related("by").first()
        if by:
            draft = AnswerDraft.objects.filter(submission=submission, part=part.code, by=by).first()
    entry = Entry(part, get_measurement(figure, part), figure, answer, draft)
    return Question(community, round_, submission, entry)


_figure_of = CompiledQuery(
    lambda: Figure.objects.filter(community=parameter(0), half_year=parameter(1), part=parameter(2))
)


def with_since(question: Question) -> Question:
    """Add what changed behind the figure since it was frozen; see `evaluation.survey.with_since`."""
    entry = question.entry
    if entry.figure is None or not entry.figure.frozen:
        return question
    since = changes_since_stored(question.community, question.round.period)
    return replace(question, entry=replace(entry, since=since.get(entry.part.code)))


@dataclass(frozen=True)
class FigureRecords:
    """The records behind a figure: the newest events, and the number of records, in total and by kind."""

    events: Sequence[EventRow]
    records: int
    considered: int
    kinds: Sequence[tuple[str, int]] = ()

    @property
    def more(self) -> int:
        return self.records - len(self.events)


def get_figure_records(community: Community, figure: Figure | None) -> FigureRecords:
    """Return the records from the figure's receipt; only for its own community."""
    receipt = figure.receipt if figure else {}
    records, considered = receipt.get("records", {}), receipt.get("considered", {})
    ids = [entry[0] for entry in records.get(EVENTS, [])]
    row_builder = Words(community)
    newest = Event.objects.filter(pk__in=ids).newest_first()[:SHOWN_EVENTS] if ids else ()
    events = [row_builder.row(event) for event in newest]
    kinds = [
        (record_kind(table), count_receipt_records(table, records[table]))
        for table in in_reading_order(records)
    ]
    return FigureRecords(events, _count_records(records), _count_records(considered), kinds)


def _count_records(records: dict[str, Any]) -> int:
    return sum(count_receipt_records(table, entries) for table, entries in records.items())
