"""Items 6 and 7: what residents know, from the closed surveys of the half-year."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import sqrt

from tests.recompute.half_years import CommunityHalfYear
from tests.recompute.ratings import UNKNOWN, RecomputedFigure, make_value
from tests.recompute.raw_rows import Row

SMALLEST_RESULT = 10
# Of the standard normal distribution, for 95 %.
Z = 1.959963984540054
RIGHT_RISKS = {"debts", "no_home", "violence", "online_offer", "no_papers", "addiction"}
DISTRACTORS = {"sports_club", "car_park", "contract", "relatives"}


@dataclass(frozen=True)
class Numbers:
    knows: int
    unjudged: int
    valid: int


def compute_access_known(at: CommunityHalfYear) -> RecomputedFigure:
    """6: “knows / valid (%, Wilson 95 %)”."""
    return _compute(at, get_access_numbers)


def compute_risks_known(at: CommunityHalfYear) -> RecomputedFigure:
    """7: “knows / valid (%, Wilson)”."""
    return _compute(at, get_risks_numbers)


def _compute(
    at: CommunityHalfYear, get_numbers: Callable[[CommunityHalfYear, Row], Numbers]
) -> RecomputedFigure:
    """Unknown with “no survey in the period, or n < 30”, and “only from 10 valid answers on”. Of surveys that do not
    pool, the page does not name the one that counts; it is the one with the most valid answers, and then the newer
    version.
    """
    pools = [
        (sum(numbers.valid for numbers in pool), sum(total.answers for total in totals), version, pool)
        for (version, _sampling), totals in _get_pools(at).items()
        for pool in [[get_numbers(at, total) for total in totals]]
    ]
    valid, _answers, _version, surveys = max(pools, key=lambda pool: pool[:3], default=(0, 0, 0, []))
    if valid < max(at.thresholds["survey_answers"], SMALLEST_RESULT):
        return UNKNOWN
    knows, unjudged = sum(survey.knows for survey in surveys), sum(survey.unjudged for survey in surveys)
    interval = (get_wilson_interval(knows, valid)[0], get_wilson_interval(knows + unjudged, valid)[1])
    return replace(make_value(knows, knows + unjudged, valid), interval=interval)


def _get_pools(at: CommunityHalfYear) -> dict[tuple[int, str], list[Row]]:
    """“Surveys pool only with the same version and method”. A survey has totals once it was closed, and keeps them
    while it is open again.
    """
    pools = defaultdict(list)
    for total in at.get_rows("survey_totals", half_year=at.half_year):
        for survey in at.get_rows("surveys", id=total.wave_id):
            if total.last_on <= at.as_of:
                pools[survey.version, survey.sampling].append(total)
    return pools


def get_access_numbers(at: CommunityHalfYear, total: Row) -> Numbers:
    """Unjudged answers: “the lower bound counts all of them as no, the upper all as yes”."""
    answers = _get_answers(at, total)
    if answers:
        return count_access(answers)
    return Numbers(total.access_knows, total.access_unclear, total.access_valid)


def get_risks_numbers(at: CommunityHalfYear, total: Row) -> Numbers:
    answers = _get_answers(at, total)
    return count_risks(answers) if answers else Numbers(total.risks_knows, 0, total.risks_valid)


def _get_answers(at: CommunityHalfYear, total: Row) -> list[Row]:
    """The single answers that are in the results. After a year they are deleted, and the results stay."""
    answers = [
        answer
        for answer in at.get_rows("survey_answers", wave_id=total.wave_id)
        if answer.counted and at.first_day <= answer.day <= at.last_day
    ]
    return answers if len(answers) == total.answers else []


def get_wilson_interval(knows: int, valid: int) -> tuple[float, float]:
    """In percent."""
    share = knows / valid
    middle = share + Z**2 / (2 * valid)
    half_width = Z * sqrt(share * (1 - share) / valid + Z**2 / (4 * valid**2))
    whole = 1 + Z**2 / valid
    return 100 * (middle - half_width) / whole, 100 * (middle + half_width) / whole


def count_access(answers: list[Row]) -> Numbers:
    """6: “names a working route … and the hotline”; don't know “is valid, a refusal of either question is not”."""
    given = [(answer.route_unprompted, answer.hotline_unprompted) for answer in answers]
    valid = [codes for codes in given if "refused" not in codes]
    knows = [codes for codes in valid if set(codes) == {"right"}]
    unjudged = [codes for codes in valid if "unclear" in codes]
    return Numbers(len(knows), len(unjudged), len(valid))


def count_risks(answers: list[Row]) -> Numbers:
    """7: “correct definition and ≥ 2 right risks with ≤ 1 distractor”."""
    valid = [answer for answer in answers if answer.definition != "refused" and "refused" not in answer.risks]
    knows = [
        answer
        for answer in valid
        if answer.definition == "right"
        and len(RIGHT_RISKS & set(answer.risks)) >= 2
        and len(DISTRACTORS & set(answer.risks)) <= 1
    ]
    return Numbers(len(knows), 0, len(valid))
