"""The board of candidates, the next step of each, and differences between assessors: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import (
    Candidate,
    CandidateMove,
    CandidateStage,
    Criterion,
    FormationDecision,
    Office,
    SiteAssessment,
    User,
    Verdict,
)
from communities.models.formation import ENOUGH, HIGHEST

# Assessors whose scores differ by this much should talk before a decision.
APART = 2
MOST = HIGHEST * len(Criterion)

SHORT = {
    Criterion.ROUTES: gettext_lazy("Routes"),
    Criterion.LEADERS: gettext_lazy("Leaders"),
    Criterion.NETWORKS: gettext_lazy("Networks"),
}
# What each number means, so that independent assessors score consistently.
SCALE: dict[Criterion, tuple[Any, ...]] = {
    Criterion.ROUTES: (
        gettext_lazy("We looked: no known route nearby."),
        gettext_lazy("A route is rumored in the region."),
        gettext_lazy("A known route crosses the region."),
        gettext_lazy("A known route passes the town."),
        gettext_lazy("A known route runs through the town, with public cases."),
    ),
    Criterion.LEADERS: (
        gettext_lazy("We asked: nobody wants to lead."),
        gettext_lazy("One person is interested."),
        gettext_lazy("Two or three people are willing."),
        gettext_lazy("A small group meets and shares the work."),
        gettext_lazy("A group with results here, and time for years to come."),
    ),
    Criterion.NETWORKS: (
        gettext_lazy("We looked: nobody works against trafficking here."),
        gettext_lazy("Single people, or one past event."),
        gettext_lazy("One or two organizations work on it."),
        gettext_lazy("Several organizations work on it and know each other."),
        gettext_lazy("They meet regularly and have plans."),
    ),
}


def get_assessment_fields(scores: dict[Criterion, tuple[int, str, str]]) -> dict[str, Any]:
    """Return the columns of an assessment from score, reason and evidence by criterion."""
    return {
        f"{code}_{name}": value
        for code, answers in scores.items()
        for name, value in zip(("score", "reason", "evidence"), answers, strict=True)
    }


@dataclass(frozen=True)
class Line:
    """One criterion over all assessments that the reader may see; ``assessor_scores``: assessors and scores."""

    criterion: Criterion
    assessor_scores: Sequence[tuple[User, int]]

    @property
    def scores(self) -> list[int]:
        return [score for _by, score in self.assessor_scores]

    @property
    def gap(self) -> int:
        return max(self.scores) - min(self.scores) if self.scores else 0

    @property
    def is_apart(self) -> bool:
        return self.gap >= APART


def compare(assessments: Sequence[SiteAssessment]) -> list[Line]:
    return [
        Line(criterion, [(assessment.assessor, assessment.scores[criterion]) for assessment in assessments])
        for criterion in Criterion
    ]


@dataclass(frozen=True)
class Card:
    """A candidate as one person may see it. ``visible_assessments``: those that this person may read."""

    candidate: Candidate
    visible_assessments: Sequence[SiteAssessment]
    scored: int
    moves: Sequence[CandidateMove]
    decisions: Sequence[FormationDecision]
    reader: User

    @property
    def last_move(self) -> CandidateMove | None:
        return self.moves[-1] if self.moves else None

    @property
    def decision(self) -> FormationDecision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def mine(self) -> SiteAssessment | None:
        return next(
            (
                assessment
                for assessment in self.visible_assessments
                if assessment.assessor_id == self.reader.pk
            ),
            None,
        )

    @property
    def lines(self) -> list[Line]:
        return compare(self.visible_assessments)

    @property
    def is_apart(self) -> bool:
        return any(line.is_apart for line in self.lines)

    @property
    def total(self) -> float | None:
        """Return the mean total of all assessors, of at most MOST; None before the decision."""
        if self.decision is None or not self.visible_assessments:
            return None
        return sum(assessment.total for assessment in self.visible_assessments) / len(
            self.visible_assessments
        )

    @property
    def may_decide(self) -> bool:
        if self.candidate.community_id:
            return False
        return self.candidate.is_decided or (self.scored >= ENOUGH and self.mine is not None)

    @property
    def next_step(self) -> str:
        """Return one sentence on what would move this candidate forward, for this reader."""
        if self.candidate.stage == CandidateStage.PROPOSED:
            return _("Visit the place.")
        if self.candidate.stage == CandidateStage.DECIDED:
            return self._after_decision()
        if self.scored < ENOUGH:
            return _("One more person must score it.") if self.mine else _("Score it.")
        return self._before_decision()

    def _before_decision(self) -> str:
        if self.mine is None:
            return _("Score it.")
        return _("Discuss the differences, then decide.") if self.is_apart else _("Decide.")

    def _after_decision(self) -> str:
        if self.decision and self.decision.verdict == Verdict.NOT_NOW:
            return _("Decide again if something changes.")
        return ""


@dataclass(frozen=True)
class Column:
    stage: CandidateStage
    cards: Sequence[Card]


def board(office: Office, reader: User) -> list[Column]:
    """Return all candidates of an office by stage, the longest there first; the number of queries is constant."""
    cards = [build_card(candidate, reader) for candidate in _with_everything(office, reader)]
    cards.sort(key=lambda card: (card.last_move.on.isoformat() if card.last_move else "", card.candidate.pk))
    return [
        Column(stage, _in_order(stage, [card for card in cards if card.candidate.stage == stage]))
        for stage in CandidateStage
    ]


def _in_order(stage: CandidateStage, cards: list[Card]) -> list[Card]:
    """Return the cards in display order: decided candidates latest first."""
    return cards[::-1] if stage == CandidateStage.DECIDED else cards


def find(office: Office, candidate_id: int, reader: User) -> Card | None:
    candidate = _with_everything(office, reader).filter(pk=candidate_id).first()
    return build_card(candidate, reader) if candidate else None


def _with_everything(office: Office, reader: User) -> Any:
    visible_assessments = SiteAssessment.objects.seen_by(reader).select_related("assessor")
    return (
        Candidate.objects.filter(office=office)
        .select_related("community", "created_by")
        .annotate(scored=Count("assessments"))
        .prefetch_related(
            Prefetch("assessments", visible_assessments, to_attr="visible_assessments"),
            Prefetch("moves", CandidateMove.objects.select_related("by")),
            Prefetch("decisions", FormationDecision.objects.select_related("by")),
        )
    )


def build_card(candidate: Any, reader: User) -> Card:
    return Card(
        candidate=candidate,
        visible_assessments=candidate.visible_assessments,
        scored=candidate.scored,
        moves=list(candidate.moves.all()),
        decisions=list(candidate.decisions.all()),
        reader=reader,
    )
