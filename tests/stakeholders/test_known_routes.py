"""Known routes of an office, and a candidate on the map with them."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from communities.models import Candidate
from stakeholders.models import KnownRoute
from stakeholders.routes import RoutePlace, get_distance, parse_places
from tests.base import World, within

LIST = "/office/usa/routes/"
DESERT = "Los Angeles, 34.05, -118.24\nBlythe, 33.61, -114.60"
NEW = {
    "name": "Interstate 10", "source": "County report 2024", "places": DESERT,
    "client_id": "7f1f3b1e-0000-4000-8000-000000000002",
}  # fmt: skip


def get_text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def route(world: World, signed_in) -> KnownRoute:
    for _time in range(2):
        assert signed_in("usa-staff").post(f"{LIST}new/", NEW).status_code == 302
    with within(world.usa):
        return KnownRoute.objects.get()


def make_candidate(world: World, **values: Any) -> str:
    with within(world.usa):
        candidate = Candidate.objects.create(
            **{"name": "Riverside", "proposed_by": "x", "created_by": world["usa-staff"]} | values
        )
    return f"/office/usa/candidates/{candidate.pk}/"


def test_places_are_read_from_lines():
    assert parse_places("Blythe, 33.61, -114.60\n\nKöln; 50,94; 6,96") == [
        RoutePlace("Blythe", 33.61, -114.60), RoutePlace("Köln", 50.94, 6.96),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["Blythe", "Blythe, 33.61", "Blythe, north, -114", "Blythe, 133, 0", ", 1, 2"]
)
def test_a_line_that_is_not_understood_is_named(line: str):
    with pytest.raises(ValidationError, match="Line 2: enter a place"):
        parse_places(f"Los Angeles, 34.05, -118.24\n{line}")


def test_a_distance_is_to_the_line_and_not_to_its_places():
    places = parse_places(DESERT)
    assert get_distance(34.05, -118.24, places) == pytest.approx(0, abs=0.01)
    assert get_distance(33.9533, -117.3962, places) == pytest.approx(0.3, abs=2)
    # Fresno to Los Angeles is about 205 miles.
    assert get_distance(36.74, -119.77, places) == pytest.approx(205, abs=5)


def test_staff_add_change_and_delete_a_route(world: World, signed_in, route: KnownRoute):
    staff, page = signed_in("usa-staff"), f"{LIST}{route.pk}/"
    assert "Los Angeles, Blythe · County report 2024" in get_text(staff.get(LIST))
    wrong = staff.post(page, NEW | {"places": "Blythe", "revision": route.revision})
    assert wrong.status_code == 422
    assert "Line 1: enter a place" in get_text(wrong)
    assert staff.post(page, NEW | {"name": "I-10", "revision": route.revision}).status_code == 302
    assert staff.post(page, NEW | {"name": "I-11", "revision": route.revision}).status_code == 409
    assert "I-10" in get_text(staff.get("/office/usa/search/?q=county"))
    assert b"I-10" in b"".join(staff.get("/office/usa/exports/routes.csv").streaming_content)
    staff.post(f"{page}delete/")
    assert staff.get(page).status_code == 404
    staff.post(f"{page}restore/")
    assert staff.get(page).status_code == 200


def test_communities_and_other_offices_do_not_read_it(world: World, signed_in, route: KnownRoute):
    assert signed_in("uk-staff").get(LIST).status_code == 404
    assert signed_in("oasis-staff").get(f"{LIST}new/").status_code == 302
    for place in (world.hill, world.uk):
        with within(place):
            assert not KnownRoute.objects.exists()


def test_a_candidate_is_shown_with_the_routes_in_words_and_on_a_map(
    world: World, signed_in, route: KnownRoute
):
    page = make_candidate(world, latitude=Decimal("33.9533"), longitude=Decimal("-117.3962"))
    text = get_text(signed_in("usa-staff").get(page))
    assert "1 known route passes within 25 miles." in text
    assert "Source: County report 2024" in text
    assert 'aria-label="Riverside and the known routes"' in text
    assert 'class="tf-map__route"' in text
    far = make_candidate(world, name="Fresno", latitude=Decimal("36.74"), longitude=Decimal("-119.77"))
    text = get_text(signed_in("usa-staff").get(far))
    assert "No known route passes within 25 miles." in text
    assert "miles away" in text


def test_without_a_position_or_a_route_the_page_says_what_is_missing(world: World, signed_in):
    page = make_candidate(world)
    text = get_text(signed_in("usa-staff").get(page))
    assert "Your office has named no route yet." in text
    assert 'href="/office/usa/routes/new/"' in text
    signed_in("usa-staff").post(f"{LIST}new/", NEW)
    text = get_text(signed_in("usa-staff").get(page))
    assert "The map needs the position of the town." in text
    assert "tf-map__route" not in text


def test_a_position_is_both_coordinates_or_none(world: World, signed_in):
    page = make_candidate(world)
    data = {"name": "Riverside", "proposed_by": "x", "latitude": "33.95", "longitude": ""}
    wrong = signed_in("usa-staff").post(f"{page}edit/", data)
    assert wrong.status_code == 422
    assert "Enter both, or neither." in get_text(wrong)
    assert signed_in("usa-staff").post(f"{page}edit/", data | {"longitude": "-117.39"}).status_code == 302
    with within(world.usa):
        assert Candidate.objects.get().latitude == Decimal("33.95")


def test_a_route_that_is_no_longer_understood_stops_no_page(world: World, signed_in, route: KnownRoute):
    with within(world.usa):
        KnownRoute.objects.update(places="somewhere")
    page = make_candidate(world, latitude=Decimal("33.9533"), longitude=Decimal("-117.3962"))
    text = get_text(signed_in("usa-staff").get(page))
    assert "Source: County report 2024" in text
    assert "tf-map__route" not in text
    assert signed_in("usa-staff").get(LIST).status_code == 200
