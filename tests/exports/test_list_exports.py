"""Every list of every app as a file: readable by libhxl and openpyxl, with the right role, in few queries."""

import io
import json
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.data_lists import get_lists
from communities.models import Role
from events.models import Event
from stakeholders.models import Contribution, Organization, Sector
from support.models import Service
from tests.base import World, begin_session, within
from tests.events.base import days_ago, log
from tests.matrix.samples import Samples
from tests.standards import hxl_faults


def body(response: Any) -> bytes:
    """Read the response to the end, which closes the file."""
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content)


def status(client: Client, path: str) -> int:
    response: Any = client.get(path)
    b"".join(response.streaming_content if response.streaming else ())
    return response.status_code


def test_every_list_is_read_by_libhxl_and_by_openpyxl(
    world: World, samples: Samples, hxl: Any, settings: Any
):
    """The lists have one row of everything, in the community and the office."""
    settings.EXPORTS_A_DAY = 1000
    filled = 0
    for place, prefix, person, foreign in (
        (world.hill, "/c/hill", "hill-coordinator", b"Canary-dale"),
        (world.usa, "/office/usa", "usa-staff", b"Canary-moor"),
    ):
        client = samples.signed_in(person)
        for code in get_lists(place):
            content = body(client.get(f"{prefix}/exports/{code}.csv"))
            source = hxl.data(io.BytesIO(content), hxl.InputOptions(allow_local=True)).cache()
            rows = list(source)
            filled += bool(rows)
            assert hxl_faults(hxl, content) == [], code
            data = json.loads(body(client.get(f"{prefix}/exports/{code}.json")))
            assert [field["tag"] for field in data["fields"]] == [
                column.display_tag for column in source.columns
            ]
            assert len(data["rows"]) == data["count"] == len(rows)
            book = openpyxl.load_workbook(io.BytesIO(body(client.get(f"{prefix}/exports/{code}.xlsx"))))
            assert book.worksheets[0].max_row == len(rows) + 1
            assert foreign not in content
    assert filled > 25


def test_it_shows_each_role_its_lists_and_refuses_the_others(world: World, samples: Samples):
    member, coordinator = samples.signed_in("hill-member"), samples.signed_in("hill-coordinator")
    page = member.get("/c/hill/exports/").content.decode()
    for code, exported_list in get_lists(world.hill).items():
        assert (f'"/c/hill/exports/{code}/"' in page) is (exported_list.least <= Role.MEMBER)
        wanted = 200 if exported_list.least <= Role.MEMBER else 403
        assert status(member, f"/c/hill/exports/{code}.csv") == wanted
        assert status(member, f"/c/hill/exports/{code}/") == wanted
        assert status(coordinator, f"/c/hill/exports/{code}/") == 200
    stranger = samples.signed_in("stranger")
    for path in ("/c/hill/exports/", "/c/hill/exports/events/", "/c/hill/exports/events.csv"):
        assert status(stranger, path) == 404
    for path in ("events.pdf", "nothing.csv", "nothing/"):
        assert status(member, f"/c/hill/exports/{path}") == 404


def test_a_file_asks_for_a_fresh_login_and_is_not_kept(world: World, samples: Samples, client: Client):
    begin_session(client, world["hill-member"])
    assert status(client, "/c/hill/exports/events.csv") == 302
    response = samples.signed_in("hill-member").get("/c/hill/exports/events.csv")
    assert body(response)
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith('attachment; filename="hill-events-')


def test_findings_come_without_the_note_of_where(world: World, samples: Samples):
    client = samples.signed_in("hill-coordinator")
    result = body(client.get("/c/hill/exports/findings.csv"))
    assert b"Canary-hill-finding-summary" in result
    assert b"Canary-hill-findinglocation" not in result


def test_confidential_addresses_are_in_no_file(world: World, samples: Samples):
    client = samples.signed_in("hill-coordinator")
    with within(world.hill):
        Service.objects.update(address="Hidden street 1", address_is_public=False)
    assert b"Hidden street" not in body(client.get("/c/hill/exports/services.csv"))
    with within(world.hill):
        Service.objects.update(address_is_public=True)
    assert b"Hidden street" in body(client.get("/c/hill/exports/services.csv"))


def test_filters_of_the_page_carry_over(world: World, samples: Samples):
    client = samples.signed_in("hill-leader")
    with within(world.hill):
        Organization.objects.create(name="Gazette", sector=Sector.MEDIA, created_by=world["hill-leader"])
        Organization.objects.create(
            name="High school", sector=Sector.SCHOOLS, created_by=world["hill-leader"]
        )
    page = client.get("/c/hill/exports/organizations/?sector=schools").content.decode()
    assert '"/c/hill/exports/organizations.csv?sector=schools"' in page
    result = body(client.get("/c/hill/exports/organizations.csv?sector=schools"))
    assert b"High school" in result
    assert b"Gazette" not in result
    for wrong in ("sector=nonsense", "text=%00", "half_year=10000-H1&kind=x"):
        name = "events" if "kind" in wrong else "organizations"
        assert status(client, f"/c/hill/exports/{name}.csv?{wrong}") == 200
    page = client.get("/c/hill/events/?kind=awareness").content.decode()
    assert '"/c/hill/exports/events/?kind=awareness"' in page


def asked_for(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        if response.streaming:
            body(response)
    return len(queries)


@pytest.mark.parametrize("place", ["hill", "usa"])
def test_it_asks_as_many_queries_for_many_rows_as_for_few(
    place: str, world: World, samples: Samples, settings: Any
):
    settings.EXPORTS_A_DAY = 1000
    town = place == "hill"
    prefix, person = ("/c/hill", "hill-coordinator") if town else ("/office/usa", "usa-staff")
    client = samples.signed_in(person)
    paths = [f"{prefix}/exports/{code}.json" for code in get_lists(world.hill if town else world.usa)]
    paths.append(f"{prefix}/exports/")
    few = {path: asked_for(client, path) for path in paths}
    by = world["hill-coordinator"]
    with within(world.hill):
        for number in range(3):
            log(world, days_ago(world.hill, number + 1), title=f"Event {number}")
            organization = Organization.objects.create(name=f"More {number}", sector="media", created_by=by)
            Contribution.objects.create(
                kind="money", sector="media", organization=organization, what="x", received_on="2026-03-03"
            )
    assert {path: asked_for(client, path) for path in paths} == few
    with within(world.hill):
        assert Event.objects.count() > 3
