"""Items 6 and 7: what residents know, from the closed surveys of the half-year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import hypot, sqrt

from tests.recompute.half_years import CommunityHalfYear, get_days
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


# Version and method.
Pool = tuple[int, str]
GetNumbers = Callable[[CommunityHalfYear, Row], Numbers]


@dataclass(frozen=True)
class NumberedPool:
    pool: Pool
    totals: list[Row]
    numbers: Numbers


@dataclass(frozen=True)
class Change:
    """In percentage points, since ``half_year``, in which the numbers were ``first``."""

    half_year: str
    first: Numbers
    difference: float
    interval: tuple[float, float]

    @property
    def direction(self) -> str:
        """More or fewer only where the interval leaves out none."""
        lower, upper = self.interval
        return "increase" if lower > 0 else "decrease" if upper < 0 else "no_clear_change"


def compute_access_known(at: CommunityHalfYear) -> RecomputedFigure:
    """6: “knows / valid (%, Wilson 95 %)”."""
    return _compute(at, get_access_numbers)


def compute_risks_known(at: CommunityHalfYear) -> RecomputedFigure:
    """7: “knows / valid (%, Wilson)”."""
    return _compute(at, get_risks_numbers)


def _compute(at: CommunityHalfYear, get_numbers: GetNumbers) -> RecomputedFigure:
    """Unknown with “no survey in the period, or n < 30”, and “only from 10 valid answers on”."""
    chosen = _choose_pool(at, get_numbers)
    if chosen is None or chosen.numbers.valid < _get_least_valid(at):
        return UNKNOWN
    knows, unjudged, valid = chosen.numbers.knows, chosen.numbers.unjudged, chosen.numbers.valid
    interval = (get_wilson_interval(knows, valid)[0], get_wilson_interval(knows + unjudged, valid)[1])
    figure = make_value(knows, knows + unjudged, valid)
    return replace(figure, interval=interval, survey=chosen.pool, population=_get_population(at))


def _get_population(at: CommunityHalfYear) -> int:
    people: Counter[str] = Counter()
    for row in at.get_rows("population_profile"):
        people[row.dimension] += row.people
    return max(people.values(), default=0)


def _get_least_valid(at: CommunityHalfYear) -> int:
    return max(at.thresholds["survey_answers"], SMALLEST_RESULT)


def _choose_pool(at: CommunityHalfYear, get_numbers: GetNumbers) -> NumberedPool | None:
    """Of surveys that do not pool, the page does not name the one that counts; it is the one with the most valid
    answers, and then the newer version.
    """
    pools = [
        (numbered.numbers.valid, sum(total.answers for total in totals), pool[0], numbered)
        for pool, totals in _get_pools(at, at.half_year).items()
        for numbered in [NumberedPool(pool, totals, _add(get_numbers(at, total) for total in totals))]
    ]
    return max(pools, key=lambda pool: pool[:3])[3] if pools else None


def _add(numbers: Iterable[Numbers]) -> Numbers:
    rows = [(survey.knows, survey.unjudged, survey.valid) for survey in numbers]
    return Numbers(*map(sum, zip(*rows, strict=True)))


def compute_prompted(at: CommunityHalfYear) -> Numbers | None:
    """6: “Prompted shown separately, never rated”: of the surveys that the item counts. None without such a survey."""
    chosen = _choose_pool(at, get_access_numbers)
    return _add(get_prompted_numbers(at, total) for total in chosen.totals) if chosen else None


def compute_changes(at: CommunityHalfYear) -> dict[str, Change | None]:
    """Of items 6 and 7. The page asks for that of item 7; 6 is followed by the same rule."""
    return {
        "access_known": _compute_change(at, get_access_numbers),
        "risks_known": _compute_change(at, get_risks_numbers),
    }


def _compute_change(at: CommunityHalfYear, get_numbers: GetNumbers) -> Change | None:
    """“Change against the community's first survey of the same instrument version and method (Newcombe)”; None with
    “no comparable survey”. Unjudged answers count “all of them as no” at one end and “all as yes” at the other.
    """
    chosen = _choose_pool(at, get_numbers)
    if chosen is None or chosen.numbers.valid < _get_least_valid(at):
        return None
    for half_year in sorted({row.half_year for row in at.get_rows("survey_totals")}):
        totals = _get_pools(at, half_year).get(chosen.pool)
        if half_year < at.half_year and totals:
            first = _add(get_numbers(at, total) for total in totals)
            if first.valid >= _get_least_valid(at):
                return _compare(half_year, first, chosen.numbers)
    return None


def _compare(half_year: str, first: Numbers, now: Numbers) -> Change:
    lower = get_newcombe_interval((now.knows, now.valid), (first.knows + first.unjudged, first.valid))[0]
    upper = get_newcombe_interval((now.knows + now.unjudged, now.valid), (first.knows, first.valid))[1]
    difference = 100 * (now.knows / now.valid - first.knows / first.valid)
    return Change(half_year, first, difference, (lower, upper))


def _get_pools(at: CommunityHalfYear, half_year: str) -> dict[Pool, list[Row]]:
    """“Surveys pool only with the same version and method”. A survey has totals once it was closed, and keeps them
    while it is open again.
    """
    pools = defaultdict(list)
    for total in at.get_rows("survey_totals", half_year=half_year):
        for survey in at.get_rows("surveys", id=total.wave_id):
            if total.last_on <= at.as_of:
                pools[survey.version, survey.sampling].append(total)
    return pools


def get_access_numbers(at: CommunityHalfYear, total: Row) -> Numbers:
    """Unjudged answers: “the lower bound counts all of them as no, the upper all as yes”; each answer to one of the two
    questions as if it were of another person.
    """
    answers = _get_answers(at, total)
    if answers:
        return count_access(answers)
    return Numbers(total.access_knows, total.access_unclear, total.access_valid)


def get_risks_numbers(at: CommunityHalfYear, total: Row) -> Numbers:
    answers = _get_answers(at, total)
    return count_risks(answers) if answers else Numbers(total.risks_knows, 0, total.risks_valid)


def get_prompted_numbers(at: CommunityHalfYear, total: Row) -> Numbers:
    """“Only from 10 valid answers on, in every breakdown”."""
    answers = _get_answers(at, total)
    if not answers:
        return Numbers(total.prompted_knows, 0, total.prompted_valid)
    numbers = _count_both([(answer.route_prompted, answer.hotline_prompted) for answer in answers])
    return numbers if numbers.valid >= SMALLEST_RESULT else Numbers(0, 0, 0)


def _get_answers(at: CommunityHalfYear, total: Row) -> list[Row]:
    """The single answers that are in the results. After a year they are deleted, and the results stay."""
    first_day, last_day = get_days(total.half_year)
    answers = [
        answer
        for answer in at.get_rows("survey_answers", wave_id=total.wave_id)
        if answer.counted and first_day <= answer.day <= last_day
    ]
    return answers if len(answers) == total.answers else []


def get_wilson_interval(knows: int, valid: int) -> tuple[float, float]:
    share = knows / valid
    middle = share + Z**2 / (2 * valid)
    half_width = Z * sqrt(share * (1 - share) / valid + Z**2 / (4 * valid**2))
    factor = 1 + Z**2 / valid
    return 100 * (middle - half_width) / factor, 100 * (middle + half_width) / factor


def get_newcombe_interval(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    """Of the difference first − second of two shares (knows, valid), in percentage points: method 10 of R. G.
    Newcombe, Statistics in Medicine 17 (1998) 873–890.
    """
    shares = [100 * knows / valid for knows, valid in (first, second)]
    (lower, upper), (lower_2, upper_2) = get_wilson_interval(*first), get_wilson_interval(*second)
    difference = shares[0] - shares[1]
    return (
        difference - hypot(shares[0] - lower, upper_2 - shares[1]),
        difference + hypot(upper - shares[0], shares[1] - lower_2),
    )


def count_access(answers: list[Row]) -> Numbers:
    """6: “names a working route … and the hotline”; don't know “is valid, a refusal of either question is not”."""
    return _count_both([(answer.route_unprompted, answer.hotline_unprompted) for answer in answers])


def _count_both(answers: list[tuple[str, str]]) -> Numbers:
    valid = [codes for codes in answers if "refused" not in codes]
    knows = [codes for codes in valid if set(codes) == {"right"}]
    unjudged = sum(codes.count("unclear") for codes in valid)
    return Numbers(len(knows), min(unjudged, len(valid) - len(knows)), len(valid))


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
