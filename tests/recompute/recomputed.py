"""All figures of all communities and half-years, computed again from the stored rows alone.

Written from the half-year instrument of 30 November 2026 by an engineer who had neither written nor read the measures:
each function quotes the sentence that it applies. A rule is changed in three places: in the text, in the measure and
here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.recompute import meetings, research, residents, sectors, services, strategies, training
from tests.recompute.half_years import CommunityHalfYear, get_community_half_years
from tests.recompute.indicators import RecomputedIndicator, compute_indicators
from tests.recompute.ratings import (
    COUNTS,
    NOT_APPLICABLE,
    SAMPLES,
    Number,
    RecomputedFigure,
    get_rating,
    make_override,
    override_counts,
)
from tests.recompute.raw_rows import read_raw_rows

RULES: Mapping[str, Callable[[CommunityHalfYear], RecomputedFigure]] = {
    "meets_consistently": meetings.compute_meets_consistently,
    "diverse_participation": meetings.compute_diverse_participation,
    "research_done": research.compute_research_done,
    "focus_chosen": research.compute_focus_chosen,
    "stakeholder_meetings": sectors.compute_stakeholder_meetings,
    "sector_breadth": sectors.compute_sector_breadth,
    "engagement_events": sectors.compute_engagement_events,
    "access_known": residents.compute_access_known,
    "risks_known": residents.compute_risks_known,
    "ready_to_refer": services.compute_ready_to_refer,
    "strategies_implemented": strategies.compute_strategies_implemented,
    "leaders_in_development": training.compute_leaders_in_development,
    "professionals_trained": training.compute_professionals_trained,
    "resources_identified": services.compute_resources_identified,
}
# Community, half-year and part.
Key = tuple[int, str, str]


def compute_figure(at: CommunityHalfYear, part: str) -> RecomputedFigure:
    """“For one that does not take part every part is not applicable”."""
    if not at.takes_part:
        return NOT_APPLICABLE
    figure = RULES[part](at)
    return replace(figure, rating=get_rating(figure, part, at))


def get_counting_figures(
    half_years: Iterable[CommunityHalfYear], figures: Mapping[Key, RecomputedFigure]
) -> dict[Key, RecomputedFigure]:
    """The override instead of the computed value, where that counts. One is made when its survey is submitted."""
    counting = dict(figures)
    for at in half_years:
        rounds = {row.id for row in at.raw_rows.rounds if row.half_year == at.half_year}
        for submission in at.get_rows("submissions"):
            if submission.round_id in rounds and submission.state in ("submitted", "accepted"):
                for answer in at.get_rows("answers", submission_id=submission.id):
                    key = (*at.key, answer.part)
                    reviews = at.get_rows("override_reviews", answer_id=answer.id)
                    choice = reviews[0].counts if reviews else None
                    if answer.decision == "overridden":
                        override = make_override(answer, at)
                        if override_counts(figures[key], override, choice):
                            counting[key] = override
    return counting


@dataclass(frozen=True)
class Recomputed:
    """``figures`` from the records alone, ``counting`` with the overrides that count, ``indicators`` of these by
    community and half-year, ``places`` as (office, community) by id.

    ``breakdowns``, by the community's code, half-year and part: events by kind, meetings by the sectors present.
    """

    figures: Mapping[Key, RecomputedFigure]
    counting: Mapping[Key, RecomputedFigure]
    indicators: Mapping[tuple[int, str], Mapping[str, RecomputedIndicator]]
    joint: list[dict[str, Any]]
    places: Mapping[int, tuple[str, str]]
    breakdowns: Mapping[tuple[str, str, str], Mapping[str, int]]
    # Item 11 by profession, of each community and half-year.
    people_by_profession: Mapping[tuple[int, str], Mapping[str, training.Bounds]]
    # Of items 6 and 7 the change since the first survey, by community, half-year and part.
    changes: Mapping[Key, residents.Change | None]
    # Beside item 6, of each community and half-year.
    prompted: Mapping[tuple[int, str], residents.Numbers | None]

    @cached_property
    def _by_office(self) -> dict[tuple[str, str, str], dict[str, RecomputedFigure]]:
        by_office: dict[tuple[str, str, str], dict[str, RecomputedFigure]] = defaultdict(dict)
        for (community_id, half_year, part), figure in self.counting.items():
            office, slug = self.places[community_id]
            by_office[office, half_year, part][slug] = figure
        return by_office

    def of_office(self, office: str, half_year: str, part: str) -> dict[str, RecomputedFigure]:
        return self._by_office.get((office, half_year, part), {})

    def get_id(self, slug: str) -> int:
        return next(number for number, (_office, code) in self.places.items() if code == slug)

    def half_years(self, *offices: str) -> list[str]:
        return sorted({half_year for office, half_year, _part in self._by_office if office in offices})

    def get_summed(self, offices: Sequence[str], half_year: str, part: str) -> dict[str, RecomputedFigure]:
        """Those whose parts are added up: “An override that is a bare percentage, and a part that is not applicable,
        enter no sum”.
        """
        return {
            slug: figure
            for office in offices
            for slug, figure in self.of_office(office, half_year, part).items()
            if figure.is_known and figure.percentage is None
        }

    def count_overrides(self, offices: Sequence[str], half_year: str, part: str) -> int:
        """“A sum that contains overrides says how many”."""
        return sum(figure.overridden for figure in self.get_summed(offices, half_year, part).values())

    def together(self, offices: Sequence[str], half_year: str, part: str) -> tuple[Fraction | None, int, int]:
        """“Sum numerators and denominators … never average percentages”; for how many it is known, and of how many.
        “Joint events once over communities”.
        """
        summed = self.get_summed(offices, half_year, part)
        request = sum(
            figure.state != "not_applicable"
            for office in offices
            for figure in self.of_office(office, half_year, part).values()
        )
        if part in SAMPLES:
            return *_pool_surveys(list(summed.values())), request
        if not summed:
            return None, 0, request
        number = _add(figure.numerator for figure in summed.values())
        if part not in COUNTS:
            denominator = _add(figure.denominator for figure in summed.values())
            return 100 * number / denominator, len(summed), request
        computed = {slug for slug, figure in summed.items() if not figure.overridden}
        repeated = sum(
            max(
                len(computed & {self.places[community_id][1] for community_id in event["communities"]}) - 1, 0
            )
            for event in self.joint
            if (event["half_year"], event["part"]) == (half_year, part)
        )
        return number - repeated, len(summed), request


def _pool_surveys(surveys: Sequence[RecomputedFigure]) -> tuple[Fraction | None, int]:
    """“Surveys pool only with the same version and method, weighted by population; otherwise list”: the percentage and
    how many are in it. Hidden ones are left out.
    """
    pooled = [figure for figure in surveys if figure.population and not figure.is_about_few]
    if len({figure.survey for figure in pooled}) != 1:
        return None, len(surveys)
    shares = (figure.population * (figure.value or Fraction(0)) for figure in pooled)
    people = sum(figure.population for figure in pooled)
    return sum(shares, Fraction(0)) / people, len(pooled)


def _add(numbers: Iterable[Number | None]) -> Fraction:
    return sum((Fraction(number or 0) for number in numbers), Fraction(0))


def recompute(cursor: Any) -> Recomputed:
    """Everything again; the cursor must be of a login that sees every community."""
    raw_rows = read_raw_rows(cursor)
    half_years = list(get_community_half_years(raw_rows))
    figures = {(*at.key, part): compute_figure(at, part) for at in half_years for part in RULES}
    counting = get_counting_figures(half_years, figures)
    requests = [at for at in half_years if at.takes_part]
    return Recomputed(
        figures=figures,
        counting=counting,
        indicators={at.key: compute_indicators(at, counting) for at in half_years},
        joint=sectors.get_joint_events(requests),
        places={row.id: (raw_rows.offices[row.office_id], row.slug) for row in raw_rows.communities.values()},
        breakdowns=sectors.get_breakdowns(requests),
        changes={
            (*at.key, part): change
            for at in requests
            for part, change in residents.compute_changes(at).items()
        },
        prompted={at.key: residents.compute_prompted(at) for at in requests},
        people_by_profession={at.key: training.compute_people_by_profession(at) for at in requests},
    )
