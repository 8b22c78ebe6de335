"""Data links: created by coordinators and staff, shown once, masked, rate-limited and revoked."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from communities.data_lists import get_lists
from communities.models import DataLink, Membership, OfficeDataLink
from events.models import Event, Headcount
from stakeholders.models import Organization
from tests.base import World, sign_in, within
from tests.events.base import days_ago, log
from tests.matrix.samples import Samples
from tfc.lists import Kind
from tfc.tokens import hash_token

EVENTS = "/c/hill/exports/events/"


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def make(client: Client, path: str = EVENTS, **values: str) -> str:
    response = client.post(path, {"purpose": "Council", **values})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    address = re.search(r"http://[^<\s]+(/data/[^<\s]+\.csv)", page)
    assert address
    assert [f'data-copy="address-{number}"' in page for number in (1, 2)] == [True, True]
    assert "js/copy.js" in page
    assert "we keep only its fingerprint" in page
    return address[1]


def body(response: Any) -> str:
    """Read the response to the end, which closes the file."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200, content
    return content.decode("utf-8-sig")


def status(client: Client, path: str, **headers: str) -> int:
    response: Any = client.get(path, headers=headers)
    b"".join(response.streaming_content if response.streaming else ())
    return response.status_code


@pytest.fixture
def coordinator(world: World) -> Client:
    return sign_in(Client(), world["hill-coordinator"])


def test_a_program_reads_the_list_without_account_or_cookie(world: World, coordinator: Client):
    with within(world.hill):
        log(world, days_ago(world.hill, 3), title="Three neighbors", note="Between us")
        event = log(world, days_ago(world.hill, 2), title="A crowd")
        Event.objects.filter(title="Three neighbors").update(people_present=3)
        Event.objects.filter(pk=event.pk).update(people_present=30)
    with within(world.dale):
        Organization.objects.create(name="Dale's own", sector="media")
    path = make(coordinator)
    program = Client()
    response = program.get(path)
    csv_text = body(response)
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "Three neighbors" in csv_text
    assert "Between us" not in csv_text
    assert ",,hidden," in csv_text
    assert ",30,value," in csv_text
    rows = json.loads(body(program.get(path.replace(".csv", ".json"))))["rows"]
    assert {row["title"]: row["people_present"] for row in rows} == {"Three neighbors": None, "A crowd": 30}
    assert program.post(path).status_code == 405
    with within(world.hill):
        link = DataLink.objects.get()
    assert link.last_used_on == timezone.localdate(timezone=world.hill.zone)
    assert link.token_hash == hash_token(path.split("/")[2].removesuffix(".csv"))
    page = coordinator.get(EVENTS).content.decode()
    assert "Council" in page
    assert path.split("/")[2][:20] not in page


def test_a_program_with_the_current_rows_gets_304(world: World, coordinator: Client):
    path = make(coordinator)
    first = Client().get(path)
    tag = first["ETag"]
    assert body(first)
    again = Client().get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    with within(world.hill):
        log(world, days_ago(world.hill, 3))
    assert status(Client(), path, **{"If-None-Match": tag}) == 200


def test_taken_back_over_foreign_and_wrong_links_look_alike(world: World, coordinator: Client):
    path = make(coordinator)
    token = path.split("/")[2].removesuffix(".csv")
    dead = [
        f"/data/c{world.dale.pk}-{token.split('-', 1)[1]}.csv",
        f"/data/o{world.usa.pk}-{token.split('-', 1)[1]}.csv",
        f"/data/{token[:-1]}.csv",
        f"/data/{token}.xlsx",
        "/data/c999999999999999999-" + "x" * 43 + ".csv",
        "/data/c1%00-" + "x" * 43 + ".csv",
        "/data/x.csv",
    ]
    first = Client().get(dead[0])
    for address in dead:
        response = Client().get(address)
        assert (response.status_code, response.content) == (404, first.content), address
        assert not response.cookies
    with within(world.hill):
        DataLink.objects.update(expires_on=dt.date(2026, 1, 1))
    assert status(Client(), path) == 404
    with within(world.hill):
        DataLink.objects.update(expires_on=None)
        number = DataLink.objects.get().pk
    assert status(Client(), path) == 200
    assert coordinator.post(EVENTS, {"revoke": number}).status_code == 302
    assert status(Client(), path) == 404
    shown_page = coordinator.get(EVENTS, follow=True).content.decode()
    assert "Saved." in shown_page
    with within(world.hill), timezone.override(world.hill.zone):
        gone_on = date_format(timezone.localdate(DataLink.objects.get().revoked_at), "DATE_FORMAT")
    assert f"Revoked on {gone_on}" in shown_page
    assert 'name="revoke"' not in shown_page
    for wrong in (number + 1, "9" * 30, "x", "\0"):
        assert coordinator.post(EVENTS, {"revoke": wrong}).status_code == 404


def test_a_link_ends_with_the_role_of_its_maker(world: World, coordinator: Client):
    path = make(coordinator)
    Membership.objects.filter(user=world["hill-coordinator"]).update(role=2)
    assert status(Client(), path) == 404


def test_errors_are_next_to_the_fields(world: World, coordinator: Client):
    response = coordinator.post(EVENTS, {"purpose": "", "expires_on": "2020-01-01"})
    shown_page = response.content.decode()
    assert response.status_code == 422
    assert "Choose today or a later day." in shown_page
    assert "2020-01-01" in shown_page
    for wrong in ({"purpose": "x\0"}, {"purpose": "x", "expires_on": "10000-01-01"}, {"purpose": "x" * 121}):
        assert coordinator.post(EVENTS, wrong).status_code == 422
    with within(world.hill):
        assert not DataLink.objects.exists()


def test_only_coordinators_and_staff_make_links_and_never_to_lists_of_persons(world: World, samples: Samples):
    for person in ("hill-member", "hill-leader"):
        client = samples.signed_in(person)
        assert client.post(EVENTS, {"purpose": "x"}).status_code == 403
        assert 'name="purpose"' not in client.get(EVENTS).content.decode()
    coordinator = samples.signed_in("hill-coordinator")
    for code in ("contacts", "team", "findings", "headcounts", "professionals", "pathways", "checks"):
        assert coordinator.post(f"/c/hill/exports/{code}/", {"purpose": "x"}).status_code == 403
    assert samples.signed_in("oasis-staff").post("/office/usa/exports/communities/").status_code == 403
    staff = samples.signed_in("usa-staff")
    assert staff.post("/office/usa/exports/candidates/", {"purpose": "x"}).status_code == 403
    csv_text = body(Client().get(make(staff, "/office/usa/exports/communities/")))
    assert "Dale" in csv_text
    assert "Moor" not in csv_text
    with within(world.uk):
        assert OfficeDataLink.objects.count() == 1


def test_making_one_asks_for_a_fresh_login_and_taking_back_does_not(world: World, samples: Samples):
    with within(world.hill):
        number = DataLink.objects.get().pk
    old = sign_in(Client(), world["hill-coordinator"], at=timezone.now().timestamp() - 3600)
    assert old.post(EVENTS, {"purpose": "x"}).headers["Location"].startswith("/accounts/")
    assert old.post(EVENTS, {"revoke": number}).headers["Location"] == EVENTS
    with within(world.hill):
        assert DataLink.objects.get().revoked_at


def test_every_list_that_can_be_linked_hides_what_stays_at_home(world: World, samples: Samples):
    """Notes, phones and reasons are in no link, and numbers of people only if large or zero."""
    coordinator = samples.signed_in("hill-coordinator")
    with within(world.hill):
        Headcount.objects.update(people=2)
        Event.objects.update(people_present=2)
    for code, exported_list in get_lists(world.hill).items():
        if not exported_list.may_be_linked:
            continue
        cache.clear()
        path = make(coordinator, f"/c/hill/exports/{code}/").replace(".csv", ".json")
        csv_text = body(Client().get(path))
        columns = {field["code"] for field in json.loads(csv_text)["fields"]}
        assert columns & {field.code for field in exported_list.fields if not field.leaves} == set()
        people = [field.code for field in exported_list.fields if field.kind is Kind.PEOPLE and field.leaves]
        for row in json.loads(csv_text)["rows"]:
            assert all(row[name] is None or row[name] not in range(1, 5) or not _are_people(row)
                       for name in people), code  # fmt: skip
        for word in ("event-note", "organization-note", "organization-phone", "findinglocation", "contact"):
            assert f"Canary-hill-{word}" not in csv_text, code
        assert "Canary-dale" not in csv_text


def _are_people(row: dict[str, object]) -> bool:
    return row.get("unit", "contacts") in ("contacts", "attendance")


def test_a_link_is_asked_so_often_and_no_more(
    world: World, coordinator: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("activity.views.data.MOST_OF_A_LINK", 2)
    monkeypatch.setattr("activity.views.data.MOST_UNKNOWN", 2)
    path = make(coordinator)
    assert [status(Client(), path) for _each in range(3)] == [200, 200, 429]
    refused = Client().get(path)
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "Too many requests" in refused.content.decode()
    unknown = "/data/c1-" + "x" * 43 + ".csv"
    assert [status(Client(), unknown) for _each in range(3)] == [404, 404, 429]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert status(elsewhere, unknown) == 404
