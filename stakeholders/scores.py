"""Ranking of the sectors by findings: severity × confidence × influence, summed for each sector. Pure.

The sum has whole numbers and each of its terms is stored, so that a page can show how it was calculated.
``influence.current_weights()`` reads the weights in force.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from stakeholders.influence import Weights, current_weights
from stakeholders.models import Sector
from stakeholders.research_steps import FINDING_MONTHS, is_fresh

__all__ = [
    "ExclusionReason",
    "Fact",
    "LeftOut",
    "Ranking",
    "SectorScore",
    "Term",
    "current_weights",
    "rank",
    "ranking_from_json",
    "ranking_to_json",
]

# A suggestion has one or two sectors; more would be no focus.
PLACES = 2


@dataclass(frozen=True)
class Fact:
    """The parts of a finding that count. ``severity`` and ``confidence`` are 1 to 5."""

    id: int
    vulnerability: str
    severity: int
    confidence: int
    observed_on: dt.date
    is_open: bool = True


@dataclass(frozen=True)
class Term:
    """The points of one finding for one sector. ``influence`` is 1 to 3: with 0 there is no term."""

    finding: int
    vulnerability: str
    severity: int
    confidence: int
    influence: int

    @property
    def product(self) -> int:
        return self.severity * self.confidence * self.influence


@dataclass(frozen=True)
class SectorScore:
    """``terms``: the largest first."""

    sector: str
    terms: tuple[Term, ...]

    @property
    def total(self) -> int:
        return sum(term.product for term in self.terms)


class ExclusionReason(StrEnum):
    """Why a finding does not count."""

    NOT_OPEN = "not_open"
    STALE = "stale"
    LATER = "later"
    NO_WEIGHTS = "no_weights"


@dataclass(frozen=True)
class LeftOut:
    finding: int
    why: ExclusionReason


@dataclass(frozen=True)
class Ranking:
    """All eight sectors, the highest first and of equals in the order of the sectors.

    ``suggested``: up to two sectors. ``tied``: those that share the last place of the suggestion if there is not room
    for all of them; people choose between them, so none of them is suggested.
    """

    as_of: dt.date
    scores: tuple[SectorScore, ...]
    left_out: tuple[LeftOut, ...]
    suggested: tuple[str, ...]
    tied: tuple[str, ...]

    @property
    def counted(self) -> tuple[int, ...]:
        """Return the findings in any score."""
        return tuple(sorted({term.finding for score in self.scores for term in score.terms}))


def rank(facts: Iterable[Fact], weights: Weights, as_of: dt.date, months: int = FINDING_MONTHS) -> Ranking:
    """Return the ranking, whatever the order of the facts. ``months``: for how long a finding counts."""
    ordered = sorted(facts, key=lambda fact: fact.id)
    reasons = {fact.id: _get_exclusion_reason(fact, weights, as_of, months) for fact in ordered}
    counting = [fact for fact in ordered if reasons[fact.id] is None]
    scores = [SectorScore(sector, _terms(counting, weights, sector)) for sector in Sector.values]
    # A stable sort: equals stay in the order of the sectors.
    ranked = tuple(sorted(scores, key=lambda score: -score.total))
    suggested, tied = choose_suggested_sectors(ranked)
    left_out = tuple(LeftOut(finding, why) for finding, why in reasons.items() if why is not None)
    return Ranking(as_of, ranked, left_out, suggested, tied)


def choose_suggested_sectors(ranked: Sequence[SectorScore]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (suggested, tied) of scores with the highest first.

    Suggested are the two highest above zero, or only the first, if the second has less than half of it.
    """
    totals = [score.total for score in ranked if score.total > 0]
    if not totals:
        return (), ()
    places = PLACES if len(totals) > 1 and 2 * totals[1] >= totals[0] else 1
    last = totals[places - 1]
    sharing = tuple(score.sector for score in ranked if score.total == last)
    above = tuple(score.sector for score in ranked if score.total > last)
    if len(above) + len(sharing) > places:
        return above, sharing
    return above + sharing, ()


def _get_exclusion_reason(
    fact: Fact, weights: Weights, as_of: dt.date, months: int
) -> ExclusionReason | None:
    if not fact.is_open:
        return ExclusionReason.NOT_OPEN
    if fact.observed_on > as_of:
        return ExclusionReason.LATER
    if not is_fresh(fact.observed_on, as_of, months):
        return ExclusionReason.STALE
    if fact.vulnerability not in weights:
        return ExclusionReason.NO_WEIGHTS
    return None


def _terms(facts: Iterable[Fact], weights: Weights, sector: str) -> tuple[Term, ...]:
    terms = [
        Term(fact.id, fact.vulnerability, fact.severity, fact.confidence, influence)
        for fact in facts
        if (influence := weights[fact.vulnerability].get(sector, 0))
    ]
    return tuple(sorted(terms, key=lambda term: (-term.product, term.finding)))


def ranking_to_json(ranking: Ranking) -> dict[str, Any]:
    """Return the ranking as JSON for a decision (``FocusDecision.suggestion``)."""
    return {
        "as_of": ranking.as_of.isoformat(),
        "scores": [
            {
                "sector": score.sector,
                "score": score.total,
                "findings": [
                    {
                        "id": term.finding,
                        "vulnerability": term.vulnerability,
                        "severity": term.severity,
                        "confidence": term.confidence,
                        "influence": term.influence,
                        "product": term.product,
                    }
                    for term in score.terms
                ],
            }
            for score in ranking.scores
        ],
        "suggested": list(ranking.suggested),
        "tied": list(ranking.tied),
        "left_out": [{"id": exclusion.finding, "why": str(exclusion.why)} for exclusion in ranking.left_out],
    }


def ranking_from_json(stored_ranking: Mapping[str, Any]) -> Ranking | None:
    """Return the stored ranking; None if a decision was recorded without one."""
    if not stored_ranking:
        return None
    scores = tuple(
        SectorScore(
            score["sector"],
            tuple(
                Term(
                    term["id"], term["vulnerability"], term["severity"], term["confidence"], term["influence"]
                )
                for term in score["findings"]
            ),
        )
        for score in stored_ranking["scores"]
    )
    left_out = tuple(
        LeftOut(exclusion["id"], ExclusionReason(exclusion["why"]))
        for exclusion in stored_ranking["left_out"]
    )
    as_of = dt.date.fromisoformat(stored_ranking["as_of"])
    return Ranking(as_of, scores, left_out, tuple(stored_ranking["suggested"]), tuple(stored_ranking["tied"]))
