"""An office's communities × parts: filtered, sorted, pinned, summed, paginated."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Community, Pairing, Stage, StageChange
from dashboards.models import PinnedCommunity
from evaluation.figure_queries.sums import pool_stored_figures
from evaluation.figures import get_overrides
from evaluation.instrument import PARTS, Unit
from evaluation.measures.measured import build_declared_zero, count, share, unknown
from evaluation.models import Answer, Figure, Round, Submission
from tests.base import World, within
from tests.dashboards.figures.test_comparison import H1, KNOWS, MEETINGS, store, towns_with

URL = "/office/usa/figures/"
NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(world: World) -> Round:
    with within(world.usa):
        return Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31), opened_at=NOON)


def names(response) -> list[str]:
    return [row.community.slug for row in response.context["overview"].rows]


def test_it_sorts_by_a_figure_and_what_is_not_known_is_last_both_ways(world: World, round_: Round, signed_in):
    store(world.hill, MEETINGS, count(2, upper=2))
    store(world.dale, MEETINGS, unknown(Unit.COUNT, "nothing_recorded"))
    towns_with(world.usa, [5, 0])
    client = signed_in("usa-staff")
    assert names(client.get(URL)) == ["acting-0", "acting-1", "dale", "hill"]
    assert names(client.get(f"{URL}?sort={MEETINGS}")) == ["acting-0", "hill", "acting-1", "dale"]
    assert names(client.get(f"{URL}?sort={MEETINGS}&order=up")) == ["acting-1", "hill", "acting-0", "dale"]
    page = client.get(f"{URL}?sort={MEETINGS}&look=table")
    assert 'aria-sort="descending"' in page.content.decode()
    # Right after the name, visible without scrolling; and no column is lost.
    labels = [head["label"] for head in page.context["heads"]]
    assert (labels[:3], len(labels)) == (["Name", "4a", "Stage"], len(set(labels)))
    stages = page.content.decode().partition("<tbody>")[2].partition('data-label="Stage"')[0]
    assert ('data-label="4a"' in stages, 'data-label="1a"' in stages) == (True, False)
    for look in ("map", "indicators"):
        chart = client.get(f"{URL}?look={look}").context["overview"].charts[0]
        assert (len(chart.rows), chart.svg.count("tf-chart-unknown") > 0) == (4, look == "map")
    assert client.get(f"{URL}?sort=stakeholder_engagement").status_code == 200


def test_an_override_that_counts_is_sorted_by_and_pinned_communities_stay_first(
    world: World, round_: Round, signed_in
):
    store(world.hill, MEETINGS, count(9, upper=9))
    store(world.dale, MEETINGS, count(6, upper=6))
    pinned, _other = towns_with(world.usa, [1, 5])
    with within(world.hill):
        survey = Submission.objects.create(office=world.usa, round=round_, state="submitted")
        Answer.objects.create(
            office=world.usa, submission=survey, part=MEETINGS, decision="overridden", override_value=4,
            counts="override", by=world["hill-coordinator"],
        )  # fmt: skip
    with within(world.usa):
        PinnedCommunity.objects.create(user=world["usa-staff"], community=pinned)
    page = signed_in("usa-staff").get(f"{URL}?sort={MEETINGS}")
    assert names(page) == ["acting-0", "dale", "acting-1", "hill"]
    # The same order as where a filter is chosen, which sorts in Python.
    filtered = signed_in("usa-staff").get(f"{URL}?sort={MEETINGS}&mentor=none")
    assert names(filtered) == names(page)


def test_percentages_are_sorted_by_their_share(world: World, round_: Round, signed_in):
    store(world.hill, "meets_consistently", share(1, 2))
    store(world.dale, "meets_consistently", share(9, 10))
    store(towns_with(world.usa, [1])[0], "meets_consistently", share(3, 4))
    client = signed_in("usa-staff")
    assert names(client.get(f"{URL}?sort=meets_consistently")) == ["dale", "acting-0", "hill"]
    assert names(client.get(f"{URL}?sort=meets_consistently&order=up")) == ["hill", "acting-0", "dale"]


def test_the_map_of_indicators_names_what_is_not_met_whatever_is_unknown(
    world: World, round_: Round, signed_in
):
    store(world.hill, "meets_consistently", share(1, 10))
    with within(world.hill):
        Figure.objects.filter(part="meets_consistently").update(rating="not_met")
    page = signed_in("usa-staff").get(f"{URL}?look=indicators").content.decode()
    assert "1 of 3 known (Not met: 1a Meets consistently)" in page


def test_small_numbers_do_not_affect_the_order(world: World, round_: Round, signed_in):
    details = {"version": "1", "method": "paper"}
    store(world.hill, KNOWS, share(2, 60, interval=(0.0, 12.0), details=details))
    store(world.dale, KNOWS, share(30, 60, interval=(38.0, 62.0), details=details))
    client = signed_in("usa-staff")
    for order in ("up", "down"):
        assert names(client.get(f"{URL}?sort={KNOWS}&order={order}")) == ["dale", "hill"]
    assert names(client.get(f"{URL}?item={KNOWS}&state=hidden")) == ["hill"]
    assert "2 of 60" not in client.get(f"{URL}?look=table").content.decode()


def test_it_narrows_by_everything_that_the_form_asks_for(world: World, round_: Round, signed_in):
    store(world.hill, MEETINGS, build_declared_zero(Unit.COUNT))
    store(world.dale, MEETINGS, count(3, upper=3))
    Community.objects.filter(pk=world.dale.pk).update(region="Ohio", stage=Stage.PLANNING)
    with within(world.dale):
        Submission.objects.create(office=world.usa, round=round_, state="submitted")
        StageChange.objects.create(
            office=world.usa,
            stage="leadership_team",
            since=date(2020, 1, 1),
            reason="x",
            by=world["usa-staff"],
        )
    with within(world.usa):
        Pairing.objects.create(
            newcomer=world.dale, mentor=world.hill, since=date(2026, 1, 1), reason="x", by=world["usa-staff"]
        )
    client = signed_in("usa-staff")
    for query in ("stage=planning", "region=Ohio", "mentor=paired", "survey=submitted", "age=older"):
        assert names(client.get(f"{URL}?{query}")) == ["dale"], query
    for query in ("mentor=none", "age=unknown", "survey=not_started", f"item={MEETINGS}&state=declared_zero"):
        assert names(client.get(f"{URL}?{query}")) == ["hill"], query
    rated = f"item={MEETINGS}&state=met"
    for query in (
        rated,
        f"stage=planning&{rated}",
        f"region=Ohio&age=older&survey=submitted&{rated}&sort=age",
    ):
        assert "dale" in names(client.get(f"{URL}?{query}")), query
    none = client.get(f"{URL}?stage=candidate&age=older")
    assert "No results" in none.content.decode()
    # Each filter can be removed by itself.
    assert none.context["chosen"] == [
        ("Stage: Candidate", "age=older"),
        ("Age of the community: Three years or more", "stage=candidate"),
    ]
    for query, text in ((f"item={MEETINGS}", "Choose one."), ("state=met", "Choose one.")):
        half = client.get(f"{URL}?{query}")
        assert (names(half), half.context["chosen"]) == (["dale", "hill"], [])
        assert text in half.content.decode()
        assert half.context["overview"].form.query() == ""
    page = client.get(f"{URL}?stage=nowhere&page=99999&sort=%00&round=1999-H9")
    assert (page.status_code, names(page)) == (200, ["dale", "hill"])
    assert "Select a valid choice" in page.content.decode()
    # A view has the same URL, whatever else was typed and however a form sends it.
    assert (
        client.get(f"{URL}?stage=planning&region=&age=&sort=age&order=").url
        == f"{URL}?stage=planning&sort=age"
    )
    assert page.context["overview"].form.query() == ""
    assert client.get(f"{URL}?look=map&region=Ohio&x=1").context["overview"].form.query() == "region=Ohio"


def test_sums_are_those_of_the_figures_one_by_one(world: World, round_: Round, signed_in):
    towns = towns_with(world.usa, [5, 0, 7, None])
    store(world.hill, MEETINGS, unknown(Unit.COUNT, "nothing_recorded"))
    for town, (part, total) in zip(towns, [(1, 3), (2, 2), (0, 8), (5, 6)], strict=True):
        store(town, "sector_breadth", share(part, total))
    store(world.dale, "sector_breadth", unknown(Unit.PERCENT, "nothing_recorded"))
    with within(towns[0]):
        Figure.objects.filter(part=MEETINGS).update(joint={"a": 2}, capped=True)
    with within(towns[2]):
        Figure.objects.filter(part=MEETINGS).update(joint={"a": 2}, upper=None)
    with within(world.hill):
        survey = Submission.objects.create(office=world.usa, round=round_, state="submitted")
        Answer.objects.create(
            office=world.usa, submission=survey, part=MEETINGS, decision="overridden", override_value=4,
            counts="override", by=world["hill-coordinator"],
        )  # fmt: skip
    with within(world.usa):
        figures, overrides = Figure.objects.for_half_year(H1), get_overrides([H1])
        ids = list(figures.values_list("community_id", flat=True))
        pooled = pool_stored_figures(world.usa.pk, H1, ids, overrides)
        assert pooled == figures.pooled(overrides)
        assert (pooled[MEETINGS].measured.numerator, pooled[MEETINGS].value_count) == (14, 4)
        assert pool_stored_figures(world.usa.pk, H1, [towns[1].pk], overrides)[MEETINGS].value_count == 1
    page = signed_in("usa-staff").get(f"{URL}?stage=acting")
    sums = {part.code: part_sum for part, part_sum in page.context["overview"].sums if part_sum}
    assert (sums[MEETINGS].value_count, sums[MEETINGS].applicable) == (4, 5)
    assert len(page.context["overview"].sums) == len(PARTS)


def test_a_pin_is_personal(world: World, round_: Round, signed_in):
    client = signed_in("usa-staff")
    assert names(client.get(URL)) == ["dale", "hill"]
    answer = client.post(f"{URL}?look=table&x=1", {"pin": "hill"})
    assert (answer.status_code, answer.url) == (302, f"{URL}?look=table")
    again = client.post(URL, {"pin": "hill"}, follow=True)
    assert "Saved." in again.content.decode()
    for look in ("table", "map"):
        page = client.get(f"{URL}?look={look}")
        assert names(page) == ["hill", "dale"]
        assert "Unpin" in page.content.decode()
    assert page.context["overview"].charts[0].svg.count("tf-chart-own-words") == 1
    for bad in ({"pin": "moor"}, {"pin": "\x00"}, {"pin": ""}):
        assert client.post(URL, bad).status_code == 404
    assert names(signed_in("oasis-staff").get(URL)) == ["dale", "hill"]
    assert signed_in("oasis-staff").post(URL, {"pin": "dale"}).status_code == 403
    assert signed_in("uk-staff").get(URL).status_code == 404
    signed_in("usa-staff").post(URL, {"unpin": "hill"})
    with within(world.usa):
        assert PinnedCommunity.objects.count() == 0


def test_it_asks_as_often_for_many_communities_and_shows_25_a_page(world: World, round_: Round, signed_in):
    client = signed_in("usa-staff")
    requests = []
    for number in (2, 53):
        Community.objects.filter(slug__startswith="acting-").update(slug="old")
        towns = towns_with(world.usa, [*range(number)]) if number > 2 else towns_with(world.uk, [1])
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"{URL}?sort={MEETINGS}&look=table")
        requests.append(len(queries))
    assert requests[0] == requests[1]
    assert (len(page.context["overview"].rows), page.context["overview"].total) == (25, 55)
    last = client.get(f"{URL}?sort={MEETINGS}&page=3")
    assert names(last)[-2:] == ["dale", "hill"]
    assert "51 to 55 of 55 communities." in last.content.decode()
    assert len(towns) == 53


def test_the_international_office_is_led_to_the_page_of_all_offices(world: World, signed_in):
    client = signed_in("oasis-staff")
    assert client.get("/office/oasis/").url == "/international/"
    for path in ("/office/oasis/figures/", "/office/oasis/exports/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "To all offices" in page.content.decode()
    assert "To all offices" not in client.get("/office/usa/exports/").content.decode()


@pytest.mark.parametrize("query", ["2026-H1%00", "%00", "9999-H9", "x"])
def test_all_offices_are_shown_whatever_names_no_half_year(world: World, signed_in, query: str):
    assert signed_in("oasis-staff").get(f"/international/?round={query}").status_code == 200
