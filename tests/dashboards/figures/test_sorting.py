"""The order of an office's communities, which the database makes, is that of the values that the page shows."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Community, Stage, StageChange
from dashboards.board_parts import A_PAGE
from dashboards.models import PinnedCommunity
from evaluation.instrument import INDICATORS, PARTS, Part, Rule, Unit
from evaluation.measures import Measurement, Rating, build_not_applicable, unknown
from evaluation.measures.measured import count, share
from evaluation.models import Answer, Figure, Round, Submission
from evaluation.review import STATES
from tests.base import World, make_community, within
from tests.dashboards.figures.test_comparison import H1, MEETINGS, store
from tests.dashboards.figures.test_office import NOON, URL, names
from tests.evaluation.rounds_world import refresh_office

pytestmark = pytest.mark.django_db
SURVEY = {"version": "1", "method": "paper"}
# Of 60 residents: the first and the last are hidden.
KNOWING = (2, 20, 30, 45, 58)
STAGES = (Stage.ACTING, Stage.PLANNING, Stage.SHARING, Stage.ACTING)
DAYS = (date(2020, 1, 1), None, date(2026, 2, 1), date(2023, 6, 1), date(2020, 1, 1))


def measure(part: Part, number: int) -> Measurement:
    if number % 7 == 6:
        return unknown(part.unit, "nothing_recorded")
    if number % 11 == 10:
        return build_not_applicable(part.unit)
    if part.rule == Rule.INTERVAL:
        knows = KNOWING[number % len(KNOWING)]
        return share(knows, 60, interval=(float(knows), float(knows + 10)), details=SURVEY)
    return share(number % 3, 3) if part.unit == Unit.PERCENT else count(number % 5, upper=9, unit=part.unit)


def rate(measured: Measurement, ratings: Iterator[Rating]) -> Rating:
    """Return the next of the ratings for a figure that has a value."""
    return next(ratings) if measured.has_value else Rating(measured.state.value)


@pytest.fixture
def office(world: World) -> World:
    """Nine communities with all kinds of figures, ratings, stages, surveys and ages; one of them has no figure."""
    with within(world.usa):
        round_ = Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31), opened_at=NOON)
    towns = [world.hill, world.dale, *(make_community(world.usa, f"town-{number}") for number in range(7))]
    ratings = cycle(
        (Rating.MET, Rating.PARTLY, Rating.NOT_MET, Rating.PARTLY_OR_MET, Rating.NOT_MET_OR_PARTLY)
    )
    for at, town in enumerate(towns):
        Community.objects.filter(pk=town.pk).update(stage=STAGES[at % len(STAGES)])
        for position, part in enumerate(PARTS if at < 8 else ()):
            measured = measure(part, 17 * at + position)
            store(town, part.code, measured)
            with within(town):
                Figure.objects.filter(part=part.code).update(rating=rate(measured, ratings))
        with within(town):
            if (state := STATES[at % len(STATES)]) != "not_started":
                survey = Submission.objects.create(office=world.usa, round=round_, state=state)
            if day := DAYS[at % len(DAYS)]:
                StageChange.objects.create(
                    office=world.usa, stage=STAGES[at % len(STAGES)], since=day, reason="x", by=world["usa-staff"]
                )  # fmt: skip
            if state in ("submitted", "accepted"):
                Answer.objects.create(
                    office=world.usa, submission=survey, part=MEETINGS, decision="overridden", override_value=at + 1,
                    counts="override" if at else "computed", by=world["hill-coordinator"],
                )  # fmt: skip
    with within(world.usa):
        refresh_office(towns, H1)
    return world


def get_value(row: Any, sort: str) -> Any:
    """Return what the page shows of the row."""
    if sort == "stage":
        return Stage.values.index(row.community.stage)
    if sort == "survey":
        return STATES.index(row.listed.survey)
    if sort == "age":
        return row.listed.since and -row.listed.since.toordinal()
    scores = {result.indicator.code: result.rating.score for result in row.indicators}
    return (
        scores[sort] if sort in scores else {part.part.code: part.measured.value for part in row.parts}[sort]
    )


FIGURES = [*(indicator.code for indicator in INDICATORS), *(part.code for part in PARTS)]


@pytest.mark.parametrize("query", ["", "&mentor=none"])
def test_the_order_follows_the_values_shown(office: World, signed_in, query: str):
    client = signed_in("usa-staff")
    all_equal = []
    for sort in (*FIGURES, "stage", "survey", "age"):
        for order in ("down", "up"):
            page = client.get(f"{URL}?sort={sort}&order={order}{query}")
            rows = page.context["overview"].rows
            shown = [(get_value(row, sort), row.community.name) for row in rows]
            sign = -1 if order == "down" else 1
            expected = sorted(shown, key=lambda pair: (pair[0] is None, sign * (pair[0] or 0), pair[1]))
            assert (shown, len(shown)) == (expected, 9), (sort, order)
            if len({value for value, _name in shown if value is not None}) < 2:
                all_equal.append(sort)
    # An order of equal values would prove nothing.
    assert all_equal == []


def test_pages_go_on_where_the_one_before_ended_and_pinned_communities_come_first(office: World, signed_in):
    more = [make_community(office.usa, f"more-{number:02}") for number in range(A_PAGE)]
    Community.objects.filter(pk__in=[town.pk for town in more]).update(stage=Stage.ACTING)
    with within(office.usa):
        refresh_office([office.hill, *more], H1)
        PinnedCommunity.objects.create(user=office["usa-staff"], community=more[-1])
    client = signed_in("usa-staff")
    for query in ("sort=stage", "sort=resources_and_networks", "sort=access_known", "sort=name&order=down"):
        first, second = (client.get(f"{URL}?{query}&page={page}") for page in (1, 2))
        assert (len(names(first)), len(names(second))) == (A_PAGE, 9), query
        assert (names(first)[0], len({*names(first), *names(second)})) == (more[-1].slug, A_PAGE + 9), query


@pytest.mark.parametrize(
    "sort", ["stage", "age", "survey", "stakeholder_engagement", "access_known", MEETINGS]
)
def test_sums_of_all_are_read_and_not_added_up(office: World, signed_in, sort: str):
    client = signed_in("usa-staff")
    by_name = client.get(URL).context["overview"]
    with CaptureQueriesContext(connection) as queries:
        overview = client.get(f"{URL}?sort={sort}").context["overview"]
    assert (overview.sums, overview.total, overview.selected) == (by_name.sums, 9, None)
    assert overview.sums[0][1]
    assert not any("SUM(" in query["sql"] for query in queries.captured_queries)
