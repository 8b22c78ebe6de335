"""The median of similar communities: what it includes, who sees it, and that it names nobody."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from charts import PeerQuartiles, build_point, trend
from communities.models import Community, Office, Stage
from evaluation.actions.comparisons import refresh_comparisons
from evaluation.actions.rounds import close_round
from evaluation.comparison import choose_comparison, similar_text, summarize_peers
from evaluation.instrument import Unit, part
from evaluation.measures import Measurement, build_not_applicable, unknown
from evaluation.measures.measured import Number, count, share
from evaluation.models import Comparison, Figure, Group, Round
from tests.base import World, make_community, within
from tfc.periods import HalfYear

H1 = HalfYear(2026, 1)
NOON = datetime(2026, 7, 3, 12, tzinfo=UTC)
MEETINGS, KNOWS = "stakeholder_meetings", "access_known"


def _decimal(number: Number | None) -> Decimal | None:
    return None if number is None else Decimal(int(number))


def store(
    community: Community, code: str, measured: Measurement, half_year: str = str(H1), version: int = 1
) -> None:
    with within(community):
        Figure.objects.create(
            office_id=community.office_id, half_year=half_year, part=code, state=measured.state.value,
            unit=measured.unit.value, numerator=_decimal(measured.numerator), denominator=measured.denominator,
            lower=_decimal(measured.lower), upper=_decimal(measured.upper), interval=measured.interval,
            details=dict(measured.details),
            rating="unknown" if measured.value is None else "met", reason=measured.reason,
            definition_version=version, receipt_hash="0" * 64, computed_at=NOON, as_of=date(2026, 6, 30),
        )  # fmt: skip


def towns_with(office: Office, numbers: list[int | None], stage: Stage = Stage.ACTING) -> list[Community]:
    """Return a community for each number of meetings; None without one."""
    results = []
    for index, number in enumerate(numbers):
        town = make_community(office, f"{stage.value.replace('_', '-')}-{index}")
        Community.objects.filter(pk=town.pk).update(stage=stage)
        measured = unknown(Unit.COUNT, "nothing_recorded") if number is None else count(number, upper=number)
        store(town, MEETINGS, measured)
        results.append(town)
    return results


def refresh(office: Office) -> None:
    with within(office):
        refresh_comparisons(office_id=office.pk, half_year=H1)


def compared(office: Office, group: Group = Group.ALL, code: str = MEETINGS) -> Comparison:
    with within(office):
        return Comparison.objects.get(part=code, group=group)


def test_the_middle_is_a_place_and_who_was_not_asked_has_none():
    quartiles = summarize_peers(
        [*(count(number, upper=number) for number in (1, 2, 3, 4, 100)), unknown(Unit.COUNT, "nothing_recorded"),
         build_not_applicable(Unit.COUNT)]
    )  # fmt: skip
    assert (quartiles.low, quartiles.median, quartiles.high) == (Decimal(2), Decimal(3), Decimal(4))
    assert (quartiles.value_count, quartiles.expected_count) == (5, 6)


def test_below_five_there_is_no_middle():
    quartiles = summarize_peers([share(1, 2)] * 4)
    assert (quartiles.median, quartiles.value_count, quartiles.expected_count) == (None, 4, 4)


def test_between_two_numbers_that_are_the_same_there_is_nothing():
    def get_comparison(low: int, high: int) -> str:
        comparison = Comparison(
            group=Group.AT_WORK,
            expected_count=8,
            value_count=7,
            low=Decimal(low),
            median=Decimal(100),
            high=Decimal(high),
        )
        return similar_text(Unit.PERCENT, comparison)

    assert get_comparison(80, 100) == (
        "Communities at work: median 100% (middle 50%: 80% to 100%). Known for 7 of 8."
    )
    assert get_comparison(100, 100) == (
        "Communities at work: median 100%, exactly this for half or more. Known for 7 of 8."
    )


@pytest.mark.django_db
class TestStored:
    def test_it_compares_those_in_one_stretch_and_else_all(self, world: World):
        towns_with(world.usa, [2, 4, 6, 8, 10])
        towns_with(world.usa, [0, 0, None], Stage.DISCOVERING)
        refresh(world.usa)
        at_work, starting, everybody = (
            compared(world.usa, group) for group in (Group.AT_WORK, Group.STARTING, Group.ALL)
        )
        assert (at_work.median, at_work.value_count, at_work.expected_count) == (Decimal(6), 5, 5)
        assert (starting.median, starting.value_count, starting.expected_count) == (None, 2, 3)
        assert (everybody.median, everybody.value_count, everybody.expected_count) == (Decimal(4), 7, 8)
        rows = {
            (figure.half_year, figure.part, figure.group): figure for figure in (at_work, starting, everybody)
        }
        assert choose_comparison(rows, str(H1), MEETINGS, Stage.SHARING) == at_work
        assert choose_comparison(rows, str(H1), MEETINGS, Stage.LEADERSHIP_TEAM) == everybody

    def test_small_numbers_never_enter(self, world: World):
        towns = [make_community(world.usa, f"town-{index}") for index in range(6)]
        for index, town in enumerate(towns):
            knows = 2 if index == 0 else 10 * index
            store(
                town,
                KNOWS,
                share(knows, 60, interval=(0.0, 100.0), details={"version": "1", "method": "paper"}),
            )
        refresh(world.usa)
        result = compared(world.usa, code=KNOWS)
        assert (result.value_count, result.expected_count) == (5, 6)
        # Of 10, 20, 30, 40 and 50 of 60: the 2 of 60 would have moved it.
        assert result.median == Decimal("50.0000")

    def test_an_older_definition_is_not_compared(self, world: World):
        towns = towns_with(world.usa, [2, 4, 6, 8, 10])
        with within(towns[0]):
            Figure.objects.update(definition_version=2)
        refresh(world.usa)
        result = compared(world.usa)
        assert (result.definition_version, result.value_count, result.median) == (2, 1, None)

    def test_communities_read_that_of_their_office_and_write_none(self, world: World):
        towns_with(world.usa, [2, 4, 6, 8, 10])
        refresh(world.usa)
        with within(world.hill):
            assert Comparison.objects.filter(part=MEETINGS, group=Group.ALL).count() == 1
            assert Comparison.objects.update(median=1) == 0
        with within(world.moor):
            assert Comparison.objects.count() == 0

    def test_closing_the_round_is_the_last_time(self, world: World):
        towns = towns_with(world.usa, [2, 4, 6, 8, 10])
        with within(world.usa):
            round_ = Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31), opened_at=NOON)
            close_round(round_id=round_.pk, by=world["usa-staff"])
        assert compared(world.usa).median == 6
        before = compared(world.usa).computed_at
        refresh(world.usa)
        assert compared(world.usa).computed_at == before, "the same is not stored again"
        assert len(towns) == 5


@pytest.mark.django_db
class TestPage:
    def test_it_shows_ones_own_figures_next_to_the_median(self, world: World, signed_in):
        towns_with(world.usa, [2, 4, 6, 8])
        store(world.hill, MEETINGS, count(9, upper=9))
        store(world.hill, MEETINGS, count(7, upper=7), half_year="2025-H2")
        refresh(world.usa)
        response = signed_in("hill-member").get("/c/hill/figures/")
        page = response.content.decode()
        shown = {part.part.code: part for part in response.context["overview"].parts}[MEETINGS]
        assert (shown.middle, shown.now.measured.value) == ("6", 9)
        assert "Known for 5 of 5" in page
        assert "tf-chart-median" in shown.chart.svg
        assert shown.chart.rows[0][-1] == "Too few to compare"
        # No figure of another community is shown.
        assert "acting-0" not in page.lower()

    def test_it_says_why_there_is_nothing_to_compare_with(self, world: World, signed_in):
        store(world.hill, MEETINGS, count(9, upper=9))
        refresh(world.usa)
        page = signed_in("hill-member").get("/c/hill/figures/").content.decode()
        assert "Too few to compare: known for 1 of 1." in page
        with within(world.hill):
            Figure.objects.update(definition_version=2)
        page = signed_in("hill-member").get("/c/hill/figures/").content.decode()
        assert "Nothing to compare with yet." in page
        assert "Nothing yet" in signed_in("dale-member").get("/c/dale/figures/").content.decode()

    def test_it_is_for_members_alone_and_asks_as_often_for_many_half_years(
        self, world: World, signed_in, django_assert_max_num_queries
    ):
        assert signed_in("dale-coordinator").get("/c/hill/figures/").status_code == 404
        client = signed_in("hill-member")
        for half_year in ("2024-H1", "2024-H2", "2025-H1", "2025-H2"):
            store(world.hill, MEETINGS, count(9, upper=9), half_year=half_year)
            with django_assert_max_num_queries(18):
                client.get("/c/hill/figures/")
        chart = client.get(f"/c/hill/figures/?chart={MEETINGS}&as=csv")
        assert chart.status_code == 200
        assert client.get("/c/hill/figures/?chart=none&as=csv").status_code == 404


def test_a_chart_shows_others_behind_ones_own():
    points = [build_point("2025-H1", share(1, 2)), build_point("2025-H2", share(2, 2))]
    drawn = trend("x", "Title", points, Unit.PERCENT, peers=[None, PeerQuartiles(20, 40, 60, "40%, of 7")])
    assert (drawn.svg.count("tf-chart-middle"), drawn.small.count("tf-chart-median")) == (1, 1)
    assert [row[-1] for row in drawn.rows] == ["Too few to compare", "40%, of 7"]
    assert [column.cells for column in drawn.data if column.code == "similar_median"] == [["", "40"]]
    assert part(MEETINGS).unit == Unit.COUNT
