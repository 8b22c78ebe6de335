"""A half-year survey as its pages show it: each part with what was computed, what she answered, and what is left."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from communities.models import Community, User
from communities.models.communities import TAKES_PART
from evaluation.figure_queries.receipt_changes import ReceiptChanges
from evaluation.figure_queries.receipts import canonical, thresholds_in
from evaluation.instrument import PARTS, Item, Part, item
from evaluation.measures import Measurement, Rating, unknown
from evaluation.models import Answer, AnswerDraft, Decision, Figure, Round, Submission
from evaluation.rollups.since import changes_since_stored
from evaluation.wording import value_text
from evaluation.wording_changes import changed_since_text
from evaluation.wording_ratings import why_rated
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.periods import HalfYear

# What of a figure is confirmed: when one of these changes, she is asked to look again.
SEEN = ("state", "numerator", "denominator", "lower", "upper", "interval", "reason")


class Status(StrEnum):
    """LOOK_AGAIN: it was answered, and the computed figure changed since."""

    TO_ANSWER = "to_answer"
    LOOK_AGAIN = "look_again"
    CONFIRMED = "confirmed"
    OVERRIDDEN = "overridden"


def round_for(community: Community, half_year: HalfYear) -> Round | None:
    """The round of the community's home office for a half-year, open or closed; None when there is none."""
    return next(iter(_round_of(community.office_id, str(half_year))), None)


def open_round_for(community: Community) -> Round | None:
    """The newest round that the community's home office has open."""
    return Round.objects.open().filter(office_id=community.office_id).newest_first().first()


def get_figure_snapshot(measured: Measurement) -> dict[str, Any]:
    """What is kept with an answer of the figure that it answers, as plain data."""
    data = measured.as_json()
    return {name: data[name] for name in SEEN}


def fingerprint(measured: Measurement) -> str:
    """A short text that changes with `seen_of`: a form carries it, so that nobody confirms what she did not see."""
    return hashlib.sha256(canonical(get_figure_snapshot(measured)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Entry:
    """One part in one community's survey. ``measured`` is the computed figure, whatever was answered; ``since`` what
    became of the records behind it since it was locked."""

    part: Part
    measured: Measurement
    figure: Figure | None
    answer: Answer | None
    draft: AnswerDraft | None = None
    since: ReceiptChanges | None = None

    @property
    def decision(self) -> str:
        return self.answer.decision if self.answer else Decision.OPEN

    @property
    def revision(self) -> int:
        """Of the answer; 0 while there is none."""
        return self.answer.revision if self.answer else 0

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.measured)

    @property
    def changed(self) -> bool:
        """The figure is another one than she answered. What an answer does not remember did not change."""
        if self.answer is None or self.answer.computed is None:
            return False
        return self.answer.computed != get_figure_snapshot(self.measured)

    @property
    def before(self) -> Measurement | None:
        """The figure that she answered, where it changed since."""
        if self.answer is None or self.answer.computed is None or not self.changed:
            return None
        return Measurement.from_json({**self.answer.computed, "unit": self.part.unit, "details": {}})

    @property
    def since_text(self) -> str:
        """What `since` says in words, empty where nothing changed."""
        return changed_since_text(self.since) if self.since else ""

    @property
    def rating(self) -> Rating:
        """Of the computed figure, as stored with it."""
        return Rating(self.figure.rating) if self.figure else Rating.UNKNOWN

    @property
    def why(self) -> str:
        """Where the line is, or what holds the rating down: by what the figure was rated then."""
        if self.figure is None:
            return ""
        return why_rated(self.part, self.measured, self.rating, thresholds_in(self.figure.receipt))

    @property
    def what_changed(self) -> str:
        """In a sentence, why its answer has to be looked at again; empty where nothing changed."""
        if self.before is None:
            return ""
        old, new = value_text(self.before), value_text(self.measured)
        if old == new:
            text = _(
                "The records behind your answer to %(label)s, “%(title)s”, have changed. Look at it again."
            )
        elif self.decision == Decision.OVERRIDDEN:
            text = _(
                "The figure beside your own one for %(label)s, “%(title)s”, has changed: %(old)s → "
                "%(new)s. Look at it again."
            )
        else:
            text = _(
                "The figure that you confirmed for %(label)s, “%(title)s”, has changed: %(old)s → %(new)s. "
                "Look at it again."
            )
        return text % {"label": self.part.label, "title": self.part.title, "old": old, "new": new}

    @property
    def status(self) -> Status:
        if self.decision == Decision.OPEN:
            return Status.TO_ANSWER
        return Status.LOOK_AGAIN if self.changed else Status(self.decision)

    @property
    def is_done(self) -> bool:
        return self.status in (Status.CONFIRMED, Status.OVERRIDDEN)


@dataclass(frozen=True)
class RoundSurvey:
    """A community's survey of a round; no submission while nobody started it."""

    community: Community
    round: Round
    submission: Submission | None

    @property
    def is_editable(self) -> bool:
        if self.submission is None:
            return self.round.is_open and self.community.stage in TAKES_PART
        return self.round.is_open and self.submission.is_editable


@dataclass(frozen=True)
class Survey(RoundSurvey):
    """The fourteen entries in the order of the instrument."""

    entries: Sequence[Entry]

    @cached_property
    def items(self) -> list[tuple[Item, list[Entry]]]:
        by_item = groupby(self.entries, lambda entry: entry.part.item)
        return [(item(number), list(entries)) for number, entries in by_item]

    @property
    def done(self) -> int:
        return sum(entry.is_done for entry in self.entries)

    @property
    def question_count(self) -> int:
        return len(self.entries)

    @property
    def left(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.is_done]

    @property
    def next(self) -> Entry | None:
        """What to look at now: an answer whose figure changed since, or else the first question that is open."""
        changed = (entry for entry in self.entries if entry.status == Status.LOOK_AGAIN)
        return next(changed, None) or next(iter(self.left), None)

    @property
    def is_complete(self) -> bool:
        return not self.left

    def entry(self, code: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.part.code == code), None)

    def next_open(self, code: str) -> Entry | None:
        """The next question that needs an answer, from the one after this part's on and then from the first."""
        place = next(at for at, entry in enumerate(self.entries) if entry.part.code == code)
        following = [*self.entries[place + 1 :], *self.entries[:place]]
        return next((entry for entry in following if not entry.is_done), None)


def get_survey(community: Community, round_: Round, by: User | None = None) -> Survey:
    """In the community's scope, in five queries; ``by`` adds what that person typed and did not save."""
    submission = get_submission(community, round_)
    figures = Figure.objects.filter(community=community, half_year=round_.half_year)
    stored = {figure.part: figure for figure in figures}
    answers: dict[str, Answer] = {}
    drafts: dict[str, AnswerDraft] = {}
    if submission is not None:
        answer_rows = Answer.objects.with_choice().filter(submission=submission).select_related("by")
        answers = {answer.part: answer for answer in answer_rows}
        if by:
            drafts = {draft.part: draft for draft in AnswerDraft.objects.filter(submission=submission, by=by)}
    entries = [
        Entry(
            part,
            get_measurement(stored.get(part.code), part),
            stored.get(part.code),
            *_get_answer_and_draft(part, answers, drafts),
        )
        for part in PARTS
    ]
    return Survey(community, round_, submission, entries)


def get_submission(community: Community, round_: Round) -> Submission | None:
    return next(iter(_submission_of(community.pk, round_.pk)), None)


_round_of = CompiledQuery(lambda: Round.objects.opened().filter(office=parameter(0), half_year=parameter(1)))
_submission_of = CompiledQuery(lambda: Submission.objects.filter(community=parameter(0), round=parameter(1)))


def with_since(survey: Survey) -> Survey:
    """With what changed behind its locked figures; of one that is not handed in there are none."""
    locked = {entry.part.code for entry in survey.entries if entry.figure is not None and entry.figure.frozen}
    if not locked:
        return survey
    since = changes_since_stored(survey.community, survey.round.period)
    locked_changes = {code: changes for code, changes in since.items() if code in locked}
    return replace(
        survey,
        entries=[replace(entry, since=locked_changes.get(entry.part.code)) for entry in survey.entries],
    )


def get_measurement(figure: Figure | None, part: Part) -> Measurement:
    """The stored figure as measured; unknown where none is stored yet."""
    return unknown(part.unit, "nothing_recorded") if figure is None else figure.to_measured()


def to_look_at(figures: Mapping[str, Figure], answers: Mapping[str, Answer]) -> Entry | None:
    """The first answer whose figure is another one now."""
    for part in PARTS:
        if part.code not in answers:
            continue
        figure = figures.get(part.code)
        entry = Entry(part, get_measurement(figure, part), figure, answers[part.code])
        if entry.status == Status.LOOK_AGAIN:
            return entry
    return None


def _get_answer_and_draft(
    part: Part, answers: dict[str, Answer], drafts: dict[str, AnswerDraft]
) -> tuple[Answer | None, AnswerDraft | None]:
    return answers.get(part.code), drafts.get(part.code)
