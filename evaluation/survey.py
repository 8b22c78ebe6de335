"""A half-year survey as its pages show it: each part with its computed figure, its answer, and what is still open."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from communities.models import Community, User
from evaluation.figure_queries.receipt_changes import ReceiptChanges
from evaluation.figure_queries.receipts import canonical, thresholds_in
from evaluation.instrument import PARTS, Item, Part, item
from evaluation.measures import Measurement, Rating, State, unknown
from evaluation.models import Answer, AnswerDraft, Decision, Figure, Round, Submission
from evaluation.rollups.staleness import changes_since_stored
from evaluation.wording import value_text
from evaluation.wording_changes import changed_since_text
from evaluation.wording_ratings import explain_rating
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.periods import HalfYear

# The fields that an answer confirms: when one of these changes, the answer must be checked again.
SEEN = ("state", "numerator", "denominator", "lower", "upper", "interval", "reason")


class Status(StrEnum):
    """LOOK_AGAIN: it was answered, and the computed figure changed since."""

    TO_ANSWER = "to_answer"
    LOOK_AGAIN = "look_again"
    CONFIRMED = "confirmed"
    OVERRIDDEN = "overridden"


def round_for(community: Community, half_year: HalfYear) -> Round | None:
    """Return the round of the community's home office for a half-year, open or closed; None when there is none, or the
    community did not take part in it.
    """
    return next(iter(_round_of(community.office_id, str(half_year), community.pk)), None)


def open_round_for(community: Community) -> Round | None:
    """Return the newest open round of the community's home office."""
    rounds = Round.objects.open().filter(office_id=community.office_id)
    return rounds.asking(community.pk).newest_first().first()


def get_figure_snapshot(measured: Measurement) -> dict[str, Any]:
    """Return, as plain data, the figure to store with the answer to it."""
    data = measured.as_json()
    return {name: data[name] for name in SEEN}


def fingerprint(measured: Measurement) -> str:
    """Return a short hash of `get_figure_snapshot`: a form carries it, so that a changed figure cannot be confirmed
    unseen.
    """
    return hashlib.sha256(canonical(get_figure_snapshot(measured)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Entry:
    """One part in one community's survey. ``measured`` is the computed figure, regardless of the answer; ``since`` is
    what changed in the records behind it since it was frozen.
    """

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
        """Return the answer's revision; 0 without an answer."""
        return self.answer.revision if self.answer else 0

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.measured)

    @property
    def changed(self) -> bool:
        """Return True if the figure differs from the one that was answered; False if the answer stores no figure."""
        if self.answer is None or self.answer.computed is None:
            return False
        return self.answer.computed != get_figure_snapshot(self.measured)

    @property
    def before(self) -> Measurement | None:
        """Return the figure that was answered, if it changed since."""
        if self.answer is None or self.answer.computed is None or not self.changed:
            return None
        return Measurement.from_json({**self.answer.computed, "unit": self.part.unit, "details": {}})

    @property
    def since_text(self) -> str:
        """Return `since` in words, empty if nothing changed."""
        return changed_since_text(self.since) if self.since else ""

    @property
    def rating(self) -> Rating:
        """Return the rating stored with the computed figure."""
        return Rating(self.figure.rating) if self.figure else Rating.UNKNOWN

    @property
    def why(self) -> str:
        """Explain the thresholds, or what limits the rating, by the thresholds of the time of rating."""
        if self.figure is None:
            return ""
        return explain_rating(self.part, self.measured, self.rating, thresholds_in(self.figure.receipt))

    @property
    def what_changed(self) -> str:
        """Return a sentence on why the answer must be checked again; empty if nothing changed."""
        if self.before is None:
            return ""
        old, new = value_text(self.before), value_text(self.measured)
        if old == new:
            text = _("Records behind %(label)s, “%(title)s”, have changed. Check your answer.")
        elif self.decision == Decision.OVERRIDDEN:
            text = _(
                "The computed figure for %(label)s, “%(title)s”, has changed: %(old)s → %(new)s. Check your "
                "override."
            )
        else:
            text = _(
                "The figure for %(label)s, “%(title)s”, has changed: %(old)s → %(new)s. Check your answer."
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

    @property
    def is_unknown_left(self) -> bool:
        """Return True for an open question whose figure is unknown: these are confirmed together."""
        return self.status == Status.TO_ANSWER and self.measured.state == State.UNKNOWN


@dataclass(frozen=True)
class RoundSurvey:
    """A community's survey of a round; no submission before it is started."""

    community: Community
    round: Round
    submission: Submission | None

    @property
    def is_editable(self) -> bool:
        return self.round.is_open and (self.submission is None or self.submission.is_editable)


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
    def unknown_left(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_unknown_left]

    @property
    def next(self) -> Entry | None:
        """Return the next entry to check: an answer whose figure changed, else the first open question; None if only
        `unknown_left` are left.
        """
        changed = (entry for entry in self.entries if entry.status == Status.LOOK_AGAIN)
        first = next((entry for entry in self.left if not entry.is_unknown_left), None)
        return next(changed, None) or first

    @property
    def is_complete(self) -> bool:
        return not self.left

    def entry(self, code: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.part.code == code), None)

    def are_adjacent(self, code: str, following: Entry) -> bool:
        """Return True if this entry is the one after that of the code."""
        codes = [entry.part.code for entry in self.entries]
        return codes[codes.index(code) + 1 :][:1] == [following.part.code]

    def next_open(self, code: str) -> Entry | None:
        """Return the next question that needs an answer, starting after this part and continuing from the first; None
        if only `unknown_left` are left.
        """
        place = next(at for at, entry in enumerate(self.entries) if entry.part.code == code)
        following = [*self.entries[place + 1 :], *self.entries[:place]]
        return next((entry for entry in following if not (entry.is_done or entry.is_unknown_left)), None)


def get_survey(community: Community, round_: Round, by: User | None = None) -> Survey:
    """Return the survey, in the community's scope, in five queries; ``by`` adds that person's drafts."""
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


_round_of = CompiledQuery(
    lambda: Round.objects.opened().filter(office=parameter(0), half_year=parameter(1)).asking(parameter(2))
)
_submission_of = CompiledQuery(lambda: Submission.objects.filter(community=parameter(0), round=parameter(1)))


def with_since(survey: Survey) -> Survey:
    """Add what changed behind frozen figures; a survey that is not submitted has none."""
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
    """Return the stored figure as measured; unknown if none is stored yet."""
    return unknown(part.unit, "nothing_recorded") if figure is None else figure.to_measured()


def to_look_at(figures: Mapping[str, Figure], answers: Mapping[str, Answer]) -> Entry | None:
    """Return the first answer whose figure has changed."""
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
