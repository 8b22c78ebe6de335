"""Today's suggestion for pages: the ranking, its findings, and what was left out."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db import models
from django.utils.translation import gettext_lazy as _

from stakeholders.focus_chart import Bar, Segment, bars, get_color, letters
from stakeholders.horizon import horizon
from stakeholders.influence import resolve_weights, weight_rows
from stakeholders.models import Finding, FindingStatus, FocusDecision, FocusStakeholder, Sector, Verdict
from stakeholders.scores import (
    PLACES,
    ExclusionReason,
    Fact,
    Ranking,
    SectorScore,
    Term,
    rank,
    ranking_from_json,
    ranking_to_json,
)
from stakeholders.vulnerabilities import Text, Vulnerability, catalogue_with, get_own_rows
from tfc.batched_queries import evaluate_together

# The most findings listed for a sector; the others are summarized in a line.
MAX_LISTED_FINDINGS = 12


@dataclass(frozen=True)
class CurrentSuggestion:
    """``findings``: all that are not in the trash, by id, whether they count or not; ``vulnerabilities``: by code;
    ``months``: for how long a finding counts; ``weights_changed_at``: when the office last set or removed a number.
    """

    ranking: Ranking
    findings: Mapping[int, Finding]
    vulnerabilities: Mapping[str, Vulnerability]
    months: int
    weights_changed_at: dt.datetime | None

    def get_title(self, finding: Finding) -> Text:
        return get_vulnerability_title(finding.vulnerability, self.vulnerabilities)

    def left_out(self) -> list[tuple[str, list[Finding]]]:
        """Return the findings that do not count, by reason, each newest first."""
        ordered = sorted(
            self.ranking.left_out, key=lambda exclusion: list(ExclusionReason).index(exclusion.why)
        )
        return [
            (
                why,
                sorted(
                    (self.findings[exclusion.finding] for exclusion in group),
                    key=lambda finding: (finding.observed_on, finding.pk),
                )[::-1],
            )
            for why, group in groupby(ordered, key=lambda exclusion: exclusion.why)
        ]


def get_current_suggestion(day: dt.date) -> CurrentSuggestion:
    """Return today's suggestion; two queries."""
    months = horizon(day).finding_months
    finding_rows, weights, own = Finding.objects.not_deleted(), weight_rows(), get_own_rows()
    evaluate_together(finding_rows, weights, own)
    findings = {finding.pk: finding for finding in finding_rows}
    ranking = rank(map(build_fact, findings.values()), resolve_weights(weights), day, months)
    changed_at = max((weight.set_at for weight in weights), default=None)
    return CurrentSuggestion(ranking, findings, catalogue_with(own), months, changed_at)


def build_fact(finding: Finding) -> Fact:
    return Fact(
        id=finding.pk,
        vulnerability=finding.vulnerability,
        severity=finding.severity,
        confidence=finding.confidence,
        observed_on=finding.observed_on,
        is_open=finding.status == FindingStatus.OPEN,
    )


def get_vulnerability_title(code: str, vulnerabilities: Mapping[str, Vulnerability]) -> Text:
    """Return the title of a vulnerability; its code if it is unknown."""
    vulnerability = vulnerabilities.get(code)
    return vulnerability.title if vulnerability else code


@dataclass(frozen=True)
class RankedFinding:
    """A finding in the chart. Without a letter it belongs to the rest; ``finding`` is None if it was deleted."""

    term: Term
    title: Text
    letter: str
    color: str
    finding: Finding | None


@dataclass(frozen=True)
class SectorRow:
    """A sector of the chart. ``parts``: the segments of its bar, each with its finding, or None for the shared last
    segment. ``more``: findings that are not listed, ``more_points`` their points.
    """

    bar: Bar
    label: Text
    parts: tuple[tuple[Segment, RankedFinding | None], ...]
    is_suggested: bool
    is_tied: bool
    listed_findings: tuple[RankedFinding, ...]
    more: int
    more_points: int


@dataclass(frozen=True)
class Picture:
    """``legend``: the findings with a letter; ``rest``: how many have none."""

    rows: tuple[SectorRow, ...]
    legend: tuple[RankedFinding, ...]
    rest: int

    @property
    def table(self) -> list[tuple[SectorRow, list[int]]]:
        """Return the points of each letter for each sector, and last those of findings without a letter."""
        columns = [*(ranked_finding.letter for ranked_finding in self.legend), *([""] if self.rest else [])]
        row_points = [(row, {part.letter: part.points for part in row.bar.segments}) for row in self.rows]
        return [(row, [points.get(letter, 0) for letter in columns]) for row, points in row_points]


def build_picture(
    ranking: Ranking, vulnerabilities: Mapping[str, Vulnerability], findings: Mapping[int, Finding]
) -> Picture:
    """Return the chart. ``findings``: those not in the trash, which have a page to link to."""
    letter_of = letters(ranking)

    def build_ranked_finding(term: Term) -> RankedFinding:
        letter = letter_of.get(term.finding, "")
        title = get_vulnerability_title(term.vulnerability, vulnerabilities)
        return RankedFinding(term, title, letter, get_color(letter), findings.get(term.finding))

    drawn = {bar.sector: bar for bar in bars(ranking)}
    legend = {term.finding: build_ranked_finding(term) for score in ranking.scores for term in score.terms}
    return Picture(
        rows=tuple(
            _row(score, drawn[score.sector], ranking, map(build_ranked_finding, score.terms))
            for score in ranking.scores
        ),
        legend=tuple(legend[finding] for finding in letter_of),
        rest=len(legend) - len(letter_of),
    )


def _row(score: SectorScore, bar: Bar, ranking: Ranking, findings: Iterable[RankedFinding]) -> SectorRow:
    ranked_findings = tuple(findings)
    of_letter = {
        ranked_finding.letter: ranked_finding for ranked_finding in ranked_findings if ranked_finding.letter
    }
    return SectorRow(
        bar=bar,
        label=Sector(score.sector).label,
        parts=tuple((part, of_letter.get(part.letter)) for part in bar.segments),
        is_suggested=score.sector in ranking.suggested,
        is_tied=score.sector in ranking.tied,
        listed_findings=ranked_findings[:MAX_LISTED_FINDINGS],
        more=len(ranked_findings[MAX_LISTED_FINDINGS:]),
        more_points=sum(
            ranked_finding.term.product for ranked_finding in ranked_findings[MAX_LISTED_FINDINGS:]
        ),
    )


def has_suggestion(ranking: Ranking) -> bool:
    """Return whether there is a suggestion, including several sectors that are tied."""
    return bool(ranking.suggested or ranking.tied)


def follows_suggestion(ranking: Ranking, sectors: Iterable[str], together: int) -> bool:
    """Return whether all ``sectors`` are among the suggested or tied ones.

    ``together``: the number of focus stakeholders including the current ones; more than two is more than was
    suggested.
    """
    chosen = set(sectors)
    return bool(chosen) and together <= PLACES and chosen <= {*ranking.suggested, *ranking.tied}


class Outcome(models.TextChoices):
    """How a decision relates to its suggestion."""

    FOLLOWED = "followed", _("Suggestion accepted")
    PARTLY = "partly", _("Suggestion partly followed")
    AGAINST = "against", _("Chosen against the suggestion")
    UNSUGGESTED = "unsuggested", _("Chosen without a suggestion")
    REJECTED = "rejected", _("Suggestion rejected")


def get_outcome(decision: FocusDecision, focuses: Iterable[FocusStakeholder]) -> Outcome:
    """Return the outcome. ``focuses``: those chosen with it. Without any, or without a stored suggestion, the verdict
    is returned.
    """
    if decision.verdict == Verdict.REJECTED:
        return Outcome.REJECTED
    then, sectors = ranking_from_json(decision.suggestion), [focus.sector for focus in focuses]
    if then is None or not sectors:
        return Outcome.FOLLOWED
    if not has_suggestion(then):
        return Outcome.UNSUGGESTED
    if follows_suggestion(then, sectors, len(sectors)):
        return Outcome.FOLLOWED
    return Outcome.PARTLY if {*sectors} & {*then.suggested, *then.tied} else Outcome.AGAINST


def fingerprint(ranking: Ranking, focuses: Iterable[FocusStakeholder]) -> str:
    """Return a hash that changes with the suggestion and the current focuses, but not with the day: the basis of a
    decision.
    """
    suggestion = {key: value for key, value in ranking_to_json(ranking).items() if key != "as_of"}
    current = sorted((focus.pk, focus.revision) for focus in focuses)
    return hashlib.sha256(json.dumps([suggestion, current]).encode()).hexdigest()[:16]
