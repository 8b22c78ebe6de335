"""Differences between the suggestion at the time of a decision and today's. Pure."""

from dataclasses import dataclass

from stakeholders.scores import ExclusionReason, Ranking, Term


@dataclass(frozen=True)
class RemovedFinding:
    """A finding that counted then. ``why``: None if it was deleted, or if no sector has influence on it any more."""

    term: Term
    why: ExclusionReason | None


@dataclass(frozen=True)
class CorrectedFinding:
    """A finding whose severity or confidence was corrected since."""

    then: Term
    now: Term


@dataclass(frozen=True)
class WeightChange:
    """A weight that the office changed since; 0: this vulnerability did not count in the sector."""

    vulnerability: str
    sector: str
    then: int
    now: int


@dataclass(frozen=True)
class ScoreChange:
    """A sector's score then and now."""

    sector: str
    then: int
    now: int


@dataclass(frozen=True)
class Differences:
    moved: tuple[ScoreChange, ...]
    added: tuple[Term, ...]
    gone: tuple[RemovedFinding, ...]
    changed: tuple[CorrectedFinding, ...]
    reweighed: tuple[WeightChange, ...]

    def __bool__(self) -> bool:
        return any((self.moved, self.added, self.gone, self.changed, self.reweighed))


def compare_rankings(then: Ranking, now: Ranking) -> Differences:
    before, after = _findings(then), _findings(now)
    why = {exclusion.finding: exclusion.why for exclusion in now.left_out}
    both = [finding for finding in before if finding in after]
    return Differences(
        moved=_list_score_changes(then, now),
        added=tuple(term for finding, term in after.items() if finding not in before),
        gone=tuple(
            RemovedFinding(term, why.get(finding)) for finding, term in before.items() if finding not in after
        ),
        changed=tuple(
            CorrectedFinding(before[finding], after[finding])
            for finding in both
            if _levels(before[finding]) != _levels(after[finding])
        ),
        reweighed=_list_weight_changes(then, now),
    )


def _findings(ranking: Ranking) -> dict[int, Term]:
    """Return one term of each finding that counted, by finding id."""
    terms = {term.finding: term for score in ranking.scores for term in score.terms}
    return dict(sorted(terms.items()))


def _levels(term: Term) -> tuple[int, int]:
    return term.severity, term.confidence


def _list_score_changes(then: Ranking, now: Ranking) -> tuple[ScoreChange, ...]:
    today = {score.sector: score.total for score in now.scores}
    moved = [ScoreChange(score.sector, score.total, today[score.sector]) for score in then.scores]
    return tuple(score_change for score_change in moved if score_change.then != score_change.now)


def _list_weight_changes(then: Ranking, now: Ranking) -> tuple[WeightChange, ...]:
    """Return the changed weights of vulnerabilities that counted both times, so that every weight
    is known both times.
    """
    before, after = _weights(then), _weights(now)
    shared_codes = {code for code, _ in before} & {code for code, _ in after}
    pairs = sorted(pair for pair in before.keys() | after.keys() if pair[0] in shared_codes)
    weight_changes = [WeightChange(*pair, before.get(pair, 0), after.get(pair, 0)) for pair in pairs]
    return tuple(weight_change for weight_change in weight_changes if weight_change.then != weight_change.now)


def _weights(ranking: Ranking) -> dict[tuple[str, str], int]:
    return {
        (term.vulnerability, score.sector): term.influence for score in ranking.scores for term in score.terms
    }
