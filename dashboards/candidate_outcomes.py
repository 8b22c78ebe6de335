"""The outcomes of an office's decisions about candidates, from frozen scores, stages and figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Prefetch

from communities.models import Candidate, Community, Criterion, FormationDecision, Office
from dashboards.formation_outcome import Number, Pairs, mean, pairs, ranks, stage_place
from evaluation.figure_visibility import mask_figure
from evaluation.figures import get_overrides
from evaluation.measures import Measurement
from evaluation.models import Figure, Round
from tfc.disclosure import Reader

REGULARITY = "meets_consistently"


@dataclass(frozen=True)
class Outcome:
    """A decided candidate: the mean of its frozen scores, and its outcome if it started. ``regularity`` is None if no
    figure is stored.
    """

    candidate: Candidate
    decision: FormationDecision
    scores: dict[str, Fraction | None]
    regularity: Measurement | None

    @property
    def community(self) -> Community | None:
        return self.candidate.community

    @property
    def total(self) -> Fraction | None:
        return (
            sum(scores, Fraction(0))
            if (scores := [v for v in self.scores.values() if v is not None])
            else None
        )

    @property
    def place(self) -> int | None:
        return stage_place(self.community.stage) if self.community else None

    @property
    def regularity_share(self) -> Number | None:
        """Return the share of meeting windows kept; None if not known."""
        if self.regularity is None or self.regularity.value is None:
            return None
        return Fraction(self.regularity.value)


@dataclass(frozen=True)
class OutcomeRow:
    outcome: Outcome
    score_rank: int | None
    stage_rank: int | None
    regularity_rank: int | None


@dataclass(frozen=True)
class Comparison:
    """``criterion`` is None for the total of all three."""

    criterion: Criterion | None
    with_stage: Pairs
    with_regularity: Pairs


@dataclass(frozen=True)
class CandidateOutcomes:
    round: Round | None
    rows: Sequence[OutcomeRow]
    comparisons: Sequence[Comparison]
    not_started: Sequence[Outcome]


def look_back(office: Office) -> CandidateOutcomes:
    """Return the outcomes of all decided candidates. Seven queries, in the office's scope."""
    round_ = Round.objects.opened().filter(office=office).newest_first().first()
    figures = _regularity(office, round_) if round_ else {}
    outcomes = [_outcome(candidate, figures) for candidate in _list_decided_candidates(office)]
    started = [outcome for outcome in outcomes if outcome.community]
    started.sort(key=lambda outcome: (-(outcome.total or 0), outcome.candidate.name))
    return CandidateOutcomes(
        round_, _rows(started), _compare(started), [outcome for outcome in outcomes if not outcome.community]
    )


def _list_decided_candidates(office: Office) -> list[Candidate]:
    decisions = Prefetch("decisions", FormationDecision.objects.select_related("by"))
    decided = Candidate.objects.filter(office=office, decisions__isnull=False).distinct()
    return list(
        decided.select_related("community").prefetch_related("assessments", decisions).order_by("name")
    )


def _regularity(office: Office, round_: Round) -> dict[int, Measurement]:
    figures = Figure.objects.for_office(office.pk).for_half_year(round_.period).of_part(REGULARITY)
    overrides = get_overrides([round_.period])
    return {
        figure.community_id: mask_figure(figure.effective(overrides), figure.definition, Reader.NETWORK)
        for figure in figures.without_receipts()
    }


def _outcome(candidate: Candidate, figures: dict[int, Measurement]) -> Outcome:
    frozen = list(candidate.assessments.all())
    return Outcome(
        candidate=candidate,
        decision=list(candidate.decisions.all())[-1],
        scores={code: mean([assessment.scores[code] for assessment in frozen]) for code in Criterion.values},
        regularity=figures.get(candidate.community_id) if candidate.community_id else None,
    )


def _rows(started: Sequence[Outcome]) -> list[OutcomeRow]:
    by_score = ranks([outcome.total for outcome in started])
    by_stage = ranks([outcome.place for outcome in started])
    by_regularity = ranks([outcome.regularity_share for outcome in started])
    return [OutcomeRow(*row) for row in zip(started, by_score, by_stage, by_regularity, strict=True)]


def _compare(started: Sequence[Outcome]) -> list[Comparison]:
    places, regularity_shares = (
        [outcome.place for outcome in started],
        [outcome.regularity_share for outcome in started],
    )
    columns: list[tuple[Criterion | None, list[Fraction | None]]] = [
        (None, [outcome.total for outcome in started])
    ]
    columns += [(criterion, [outcome.scores[criterion] for outcome in started]) for criterion in Criterion]
    return [
        Comparison(criterion, pairs(scores, places), pairs(scores, regularity_shares))
        for criterion, scores in columns
    ]
