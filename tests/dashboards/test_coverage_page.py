"""The service gaps page counts as items 8 and 12 do."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communities.models import PopulationProfile, RequiredLanguage
from dashboards.service_gaps import GRID_PARTS
from evaluation.actions.figures import refresh_figures
from evaluation.figure_queries.support import NOWHERE
from evaluation.measures import Pathway, Service, ready_to_refer, resources_identified
from support.coverage import Call, Offer, build_grid
from support.models import Need, ServiceKind
from tests.base import World, within
from tests.events.base import check_door, queries
from tests.support.public_base import get_text
from tests.support.services_base import ask_service, days_ago, make
from tfc.periods import HalfYear

URL = "/c/hill/service-gaps/"
DAY, DAYS = dt.date(2026, 6, 30), 184
LANGUAGES = ("en", "es", "zh")


def need_in(world: World, *languages: str) -> None:
    with within(world.hill):
        for language in languages:
            RequiredLanguage.objects.create(language=language)


class TestPage:
    def test_every_member_may_read_it(self, world: World, signed_in):
        need_in(world, "en")
        for name in ("hill-member", "hill-leader", "hill-coordinator"):
            assert signed_in(name).get(URL).status_code == 200
        assert signed_in("hill-member").post(URL).status_code == 405

    def test_it_is_not_there_for_others(self, world: World, client: Client):
        check_door(client, world, URL, role="member")

    def test_it_shows_what_is_found_and_what_to_do_first(self, world: World, signed_in):
        need_in(world, "en", "es")
        make(world.hill, "Beds", languages=["en"], confirmed_on=days_ago(world.hill, 3))
        make(
            world.hill,
            "Talks",
            kinds=["counseling"],
            languages=["es"],
            confirmed_on=days_ago(world.hill, 185),
        )
        make(world.dale, "Dale House", confirmed_on=days_ago(world.dale, 3))
        response = signed_in("hill-leader").get(URL)
        context, page = response.context, get_text(response)
        assert (context["covered"], context["covered_bounds"]) == ("1 of 8", "at most 2")
        assert context["first"].title == "Counseling help in English"
        assert "These services do not speak English. Ask whether they can get an interpreter:" in page
        assert "Ask the congregations in your network" in page
        assert "item 12 is at most “Partly met”" in page
        assert "Dale House" not in page
        # Its sums are those of items 8 and 12, with links to their receipts once these are computed.
        assert context["receipts"] == {}
        now = HalfYear.from_day(timezone.localdate(timezone=world.hill.zone))
        with within(world.hill):
            refresh_figures([world.hill], now)
        page = signed_in("hill-leader").get(URL).content.decode()
        for part in GRID_PARTS:
            assert f'href="/c/hill/figures/{now}/{part}/"' in page

    def test_it_leads_to_an_answer_that_waits(self, world: World, signed_in):
        need_in(world, "en")
        beds = make(world.hill, "Beds", languages=["en"], confirmed_on=days_ago(world.hill, 3))
        ask_service(world, beds, reply="changed", replied_on=days_ago(world.hill, 1))
        response = signed_in("hill-leader").get(URL)
        assert response.context["covered"] == "0 of 4"
        assert "Read the answer first:" in get_text(response)

    def test_it_weighs_by_the_communitys_profile(self, world: World, signed_in):
        with within(world.hill):
            for language, people in (("en", 900), ("es", 100), ("zh", 1)):
                PopulationProfile.objects.create(
                    dimension="language", group=language, people=people, source="Census", year=2020
                )
        make(world.hill, languages=["en"], confirmed_on=days_ago(world.hill, 3))
        context = signed_in("hill-member").get(URL).context
        # One in a thousand is less than five percent: Chinese is not required. 900 of 4,000 are 22.5 percent.
        assert [row.language for row in context["rows"]] == ["English", "Spanish"]
        assert context["grid"].speaker_weighted_percent == 22

    def test_nothing_recorded_is_not_known_and_never_zero(self, world: World, signed_in):
        need_in(world, "en")
        page = get_text(signed_in("hill-member").get(URL))
        assert "No services recorded yet." in page
        assert "No pathways written yet." in page
        assert "0 of 4" not in page

    @pytest.mark.parametrize(("name", "may"), [("hill-leader", False), ("hill-coordinator", True)])
    def test_it_says_where_the_languages_are_declared(self, signed_in, name: str, may: bool):
        page = get_text(signed_in(name).get(URL))
        assert "In which languages must help be found?" in page
        assert ("/c/hill/settings/languages/" in page) is may
        assert ("Ask a coordinator to choose them" in page) is not may

    def test_it_takes_the_same_number_of_queries(self, world: World, signed_in):
        need_in(world, "en")
        client = signed_in("hill-member")
        make(world.hill)
        query_count = queries(client, URL)
        need_in(world, "es", "zh")
        for number in range(6):
            make(world.hill, f"House {number}", confirmed_on=days_ago(world.hill, number * 50))
        assert queries(client, URL) == query_count


DATES = st.none() | st.integers(-2, 400).map(lambda days: DAY - dt.timedelta(days=days))
CELLS = st.tuples(st.sampled_from([need.value for need in Need]), st.sampled_from(LANGUAGES))
CALLS = st.builds(Call, DATES.filter(bool), st.booleans(), st.frozensets(CELLS))
OFFERS = st.builds(
    Offer,
    id=st.integers(1, 99),
    name=st.just("Service"),
    kinds=st.frozensets(st.sampled_from(ServiceKind.values), min_size=1, max_size=4),
    languages=st.frozensets(st.sampled_from(LANGUAGES), min_size=1),
    confirmed_on=DATES,
    begun=st.just(True),
    written=st.booleans(),
    contact_trained=st.booleans(),
    call=st.none() | CALLS,
    doubted=st.booleans(),
)


@given(st.lists(OFFERS, min_size=1, max_size=5), st.sets(st.sampled_from(LANGUAGES), min_size=1))
def test_it_counts_as_items_8_and_12_do(offers: list[Offer], languages: set[str]):
    required = sorted(languages)
    grid = build_grid(required, offers, {}, DAY, DAYS)
    services = [
        Service(offer.needs, offer.languages, offer.confirmed_on, offer.kinds, doubted=offer.doubted)
        for offer in offers
    ]
    result = resources_identified(required, services, DAY)
    assert (result.numerator, result.upper) == (grid.covered, grid.covered + grid.unconfirmed)
    assert result.capped == grid.lacks_indispensable
    pathways = [
        Pathway(
            *cell,
            written=offer.written,
            contact_trained=offer.contact_trained,
            latest_call_on=offer.call.on if offer.call else None,
            latest_call_succeeded=offer.call is not None and offer.call.accepts_cell(cell),
            doubted=offer.doubted,
        )
        for offer in offers
        for cell in offer.referral_cells or [NOWHERE]
    ]
    ready = ready_to_refer(required, pathways, DAY)
    assert (ready.numerator, ready.upper) == (grid.working, grid.working + grid.untested)
