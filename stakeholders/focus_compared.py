"""What differs between a suggestion as it stood when the community decided, and the one of today. Pure."""

from dataclasses import dataclass

from stakeholders.scores import Ranking, Term, Why


@dataclass(frozen=True)
class Gone:
    """A finding that counted then. ``why``: None where it was deleted, or nobody can change it any more."""

    term: Term
    why: Why | None


@dataclass(frozen=True)
class Changed:
    """A finding whose severity or confidence was corrected since."""

    then: Term
    now: Term


@dataclass(frozen=True)
class Reweighed:
    """A weight that the office changed since. 0: this vulnerability counted for nothing in the sector."""

    vulnerability: str
    sector: str
    then: int
    now: int


@dataclass(frozen=True)
class Moved:
    """A sector's score then and now."""

    sector: str
    then: int
    now: int


@dataclass(frozen=True)
class Differences:
    moved: tuple[Moved, ...]
    added: tuple[Term, ...]
    gone: tuple[Gone, ...]
    changed: tuple[Changed, ...]
    reweighed: tuple[Reweighed, ...]

    def __bool__(self) -> bool:
        return any((self.moved, self.added, self.gone, self.changed, self.reweighed))


def differences(then: Ranking, now: Ranking) -> Differences:
    before, after = _findings(then), _findings(now)
    why = {one.finding: one.why for one in now.left_out}
    both = [one for one in before if one in after]
    return Differences(
        moved=_moved(then, now),
        added=tuple(term for one, term in after.items() if one not in before),
        gone=tuple(Gone(term, why.get(one)) for one, term in before.items() if one not in after),
        changed=tuple(
            Changed(before[one], after[one]) for one in both if _levels(before[one]) != _levels(after[one])
        ),
        reweighed=_reweighed(then, now),
    )


def _findings(ranking: Ranking) -> dict[int, Term]:
    """One term of each finding that counted, by the finding's number."""
    found = {term.finding: term for score in ranking.scores for term in score.terms}
    return dict(sorted(found.items()))


def _levels(term: Term) -> tuple[int, int]:
    return term.severity, term.confidence


def _moved(then: Ranking, now: Ranking) -> tuple[Moved, ...]:
    today = {score.sector: score.total for score in now.scores}
    moved = [Moved(score.sector, score.total, today[score.sector]) for score in then.scores]
    return tuple(one for one in moved if one.then != one.now)


def _reweighed(then: Ranking, now: Ranking) -> tuple[Reweighed, ...]:
    """Of vulnerabilities that counted both times, so that every pair's weight is known both times."""
    before, after = _weights(then), _weights(now)
    known = {code for code, _ in before} & {code for code, _ in after}
    pairs = sorted(pair for pair in before.keys() | after.keys() if pair[0] in known)
    found = [Reweighed(*pair, before.get(pair, 0), after.get(pair, 0)) for pair in pairs]
    return tuple(one for one in found if one.then != one.now)


def _weights(ranking: Ranking) -> dict[tuple[str, str], int]:
    return {
        (term.vulnerability, score.sector): term.influence for score in ranking.scores for term in score.terms
    }
