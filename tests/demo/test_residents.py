"""The demo's residents' surveys: the plan as plain data, and the resulting figures."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoDbBlocker

from communities.models import Community
from demo.load import load
from demo.plan import Plan, make_plan
from demo.residents import WavePlan
from evaluation.figures import compute
from evaluation.models import PublicTable
from residents.models import AwarenessAnswer, AwarenessWave, Sampling
from residents.questionnaire import CODES, check_risks
from residents.tallies import AnswerRow, Pool, Tallies, tally
from stakeholders.models import InfluenceWeight, OwnVulnerability, Sector
from tests.base import within
from tests.row_sets import committed
from tfc.periods import HalfYear

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
H1 = HalfYear(2026, 1)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(NOW)


def waves(plan: Plan, slug: str) -> list[WavePlan]:
    return next(town for town in plan.towns if town.place.slug == slug).waves


def counted(wave: WavePlan) -> Tallies:
    rows = [
        AnswerRow(
            1,
            wave.sampling,
            answer.route_unprompted,
            answer.hotline_unprompted,
            answer.route_prompted,
            answer.hotline_prompted,
            answer.definition,
            answer.risks,
        )
        for answer in wave.answers
    ]
    return tally(Pool(1, wave.sampling), rows)


def test_pasadena_asks_from_door_to_door_each_half_year_and_more_and_more_is_known(plan: Plan):
    results = [wave for wave in waves(plan, "pasadena") if wave.sampling == Sampling.DOOR_TO_DOOR]
    half_years = [str(HalfYear.from_day(result.starts_on)) for result in results]
    assert half_years == ["2024-H1", "2024-H2", "2025-H1", "2025-H2", "2026-H1", "2026-H2"]
    assert all(60 <= len(result.answers) <= 120 for result in results)
    for get_answer in (lambda answer: answer.access, lambda answer: answer.risks):
        shares = [get_answer(counted(result)).knows / get_answer(counted(result)).valid for result in results]
        assert shares == sorted(shares)
        assert shares[-1] - shares[0] > 0.25


def test_elsewhere_some_asked_fewer_than_thirty_at_an_event(plan: Plan):
    events = [
        wave
        for town in plan.towns
        if town.place.slug != "pasadena"
        for wave in town.waves
        if wave.sampling == Sampling.EVENT
    ]
    assert len(events) >= 4
    assert all(0 < len(wave.answers) < 30 for wave in events)


def test_in_oakland_so_few_know_that_it_is_not_shown_outside(plan: Plan):
    [wave] = waves(plan, "oakland")
    assert 1 <= counted(wave).access.knows <= 4
    assert counted(wave).access.valid >= 30


def test_every_answer_is_one_of_the_survey_and_none_is_of_tomorrow(plan: Plan):
    answers = [answer for town in plan.towns for wave in town.waves for answer in wave.answers]
    codes = {
        getattr(answer, name)
        for answer in answers
        for name in (
            "route_unprompted",
            "hotline_unprompted",
            "route_prompted",
            "hotline_prompted",
            "definition",
        )
    }
    assert codes == set(CODES)
    for answer in answers:
        check_risks(list(answer.risks))
    assert len({answer.client_id for answer in answers}) == len(answers)
    for town in plan.towns:
        for wave in town.waves:
            assert all(wave.starts_on <= answer.day <= wave.ends_on for answer in wave.answers)


def test_a_wave_that_runs_has_the_answers_so_far(plan: Plan):
    running = waves(plan, "pasadena")[4]
    then = datetime.combine(running.starts_on + timedelta(days=8), NOW.time(), UTC)
    earlier = waves(make_plan(then), "pasadena")
    assert [wave.starts_on for wave in earlier] == [wave.starts_on for wave in waves(plan, "pasadena")[:5]][
        : len(earlier)
    ]
    so_far = next(wave for wave in earlier if wave.code == running.code)
    assert 0 < len(so_far.answers) < len(running.answers)
    assert set(so_far.answers) < set(running.answers)


@pytest.fixture
def two_towns(plan: Plan, serving_login: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The communities are committed, since another login reads what reports contain."""
    towns = [town for town in plan.towns if town.place.slug in ("pasadena", "oakland")]
    with django_db_blocker.unblock(), committed(lambda: load(replace(plan, towns=towns), lambda line: None)):
        yield


@pytest.mark.thorough
def test_loaded_they_give_pasadena_its_four_figures(two_towns: None):
    pasadena, oakland = (
        Community.objects.select_related("office").get(slug=slug) for slug in ("pasadena", "oakland")
    )
    with within(pasadena):
        result = compute([pasadena], H1)[pasadena.pk]
        assert AwarenessAnswer.objects.filter(wave__sampling="door_to_door").count() > 6 * 60
        assert AwarenessWave.objects.count() == 7
        public = PublicTable.objects.newest_first()[0]
        [fair] = [group for group in public.content["groups"] if group["sampling"] == Sampling.EVENT]
    assert (public.half_year, fair["rows"][0]["knows"], fair["rows"][0]["last"]) == ("2026-H1", None, 10)
    for code in ("access_known", "risks_known", "ready_to_refer", "resources_identified"):
        assert result[code].measured.state == "value", code
        assert result[code].measured.numerator, code
    access = result["access_known"].measured.details
    assert (access["method"], access["convenience"], access["change"]["half_year"]) == (
        "door_to_door",
        False,
        "2024-H1",
    )
    assert access["change"]["direction"] == "increase"
    assert [other["method"] for other in access["others"]] == ["event"]
    with within(oakland):
        assert compute([oakland], H1)[oakland.pk]["access_known"].measured.numerator in range(1, 5)
    with within(pasadena.office):
        [own] = OwnVulnerability.objects.all()
        weighed = InfluenceWeight.objects.filter(vulnerability=own.code).values_list("sector", flat=True)
        assert set(weighed) == set(Sector)
