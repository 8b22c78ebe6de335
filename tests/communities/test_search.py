"""Search: by any word, in any script, and only in readable records."""

import logging
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Candidate, Target
from evaluation.models import Round
from events.models import Event
from library.actions.announcements import announce
from residents.models import AwarenessWave
from stakeholders.models import (
    Contact,
    Contribution,
    Finding,
    FindingLocation,
    Organization,
    Partnership,
    Sector,
    Strategy,
)
from support.models import Service
from tests.activity.test_feed import NOW
from tests.base import World, sign_in, within
from tests.library.base import make_material, make_story
from tests.thorough import sample

pytestmark = pytest.mark.django_db
HILL = "/c/hill/search/"
LINKS = re.compile(r'<li class="tf-row">.*?<a href="([^"]+)">(.*?)</a>(.*?)</li>', re.DOTALL)


def meeting(title: str = "", **more: object) -> Event:
    fields = {"kind": "team_meeting", "starts_at": NOW, "ends_at": NOW, "time_zone": "America/Los_Angeles"}
    return Event.objects.create(title=title, status="held", **{**fields, **more})


@pytest.fixture
def town(world: World) -> World:
    by = world["hill-leader"]
    with within(world.hill, coordinator=True):
        meeting("Café en la biblioteca", note="We spoke of the harbor.", place="Calle Peñón")
        paper = Organization.objects.create(name="The Harbor Gazette", sector=Sector.MEDIA)
        Contact.objects.create(organization=paper, name="Rosa Listed", role="editor", may_be_listed=True)
        Contact.objects.create(organization=paper, name="Rosa Hidden", role="editor")
        Strategy.objects.create(organization=paper, title="Print the hotline", purpose="raise_awareness")
        finding = Finding.objects.create(
            vulnerability="wage_theft", summary="Told at the harbor", severity=3, confidence=3, method="interview",
            observed_on=NOW.date(),
        )  # fmt: skip
        FindingLocation.objects.create(finding=finding, note="behind Zanzibar", written_by=by)
        Service.objects.create(name="Night shelter", provider="Harbor Aid", address="7 Zanzibar Road")
        announce(by=by, audience="own", title="Harbor day", text="Bring a chair", from_on=NOW.date())
    make_material(world.hill, by, "国家反人口贩卖热线海报", summary="harbor")
    make_story(world.hill, by, "How the harbor woke up")
    with within(world.dale):
        Organization.objects.create(name="The Dale Harbor", sector=Sector.MEDIA)
    return world


def search(client: Client, query: str, url: str = HILL, **more: str) -> dict[str, str]:
    """Return title (without highlighting) → URL of all results."""
    page = client.get(url, {"q": query, **more})
    assert page.status_code == 200, page
    text = page.content.decode()
    return {re.sub("<[^>]+>", "", title): address for address, title, _rest in LINKS.findall(text)}


def test_it_finds_every_kind_of_record_by_a_word_of_it(town: World, signed_in):
    result = search(signed_in("hill-leader"), "harbor")
    assert set(result) == {
        "Café en la biblioteca", "The Harbor Gazette", "Print the hotline", "Wages are withheld or cut",
        "Night shelter", "国家反人口贩卖热线海报", "How the harbor woke up", "Harbor day",
    }  # fmt: skip
    client = signed_in("hill-leader")
    assert all(client.get(address).status_code == 200 for address in result.values())


@pytest.mark.parametrize(
    ("query", "title"),
    sample(
        [
            ("cafe", "Café en la biblioteca"),
            ("CAFÉ penon", "Café en la biblioteca"),
            ("热线", "国家反人口贩卖热线海报"),
            ("Ｇａｚｅｔｔｅ", "The Harbor Gazette"),
            ("wages", "Wages are withheld or cut"),
            ("hill-coord", "hill-coordinator"),
            ("media gazette", "The Harbor Gazette"),
            ("announcements", "Announcements"),
            ("residents hotline", "6 Know where to find help"),
        ],
        first=3,
    ),
)
def test_it_finds_in_any_writing(town: World, signed_in, query: str, title: str):
    result = search(signed_in("hill-leader"), query)
    assert title in result, result


@pytest.mark.parametrize("query", sample(["biblioteka", "gazete", "shelterr"], first=1))
def test_it_finds_what_is_nearly_right_only_where_nothing_is_right(town: World, signed_in, query: str):
    page = signed_in("hill-leader").get(HILL, {"q": query}).content.decode()
    assert "No exact match. Similar results:" in page
    assert "<mark>" in page


@pytest.mark.parametrize("query", sample(["%", "_", "\\", "';--", '"><script>', "100%", "a_b"], first=3))
def test_it_takes_signs_for_signs(town: World, signed_in, query: str):
    page = signed_in("hill-leader").get(HILL, {"q": query})
    assert page.status_code == 200
    assert b"<script>" not in page.content.replace(b"<script ", b"")
    assert search(signed_in("hill-leader"), query) == {}


def test_it_looks_neither_into_location_notes_nor_into_addresses(town: World, signed_in):
    for person in ("hill-member", "hill-coordinator"):
        assert search(sign_in(Client(), town[person]), "zanzibar") == {}


def test_it_shows_a_contact_to_a_member_only_who_agreed_to_be_listed(town: World):
    assert set(search(sign_in(Client(), town["hill-member"]), "rosa")) == {"Rosa Listed"}
    assert set(search(sign_in(Client(), town["hill-leader"]), "rosa")) == {"Rosa Listed", "Rosa Hidden"}


def test_it_stays_in_the_place(town: World):
    assert set(search(sign_in(Client(), town["dale-member"]), "harbor", "/c/dale/search/")) == {
        "The Dale Harbor"
    }
    assert sign_in(Client(), town["dale-member"]).get(HILL, {"q": "harbor"}).status_code == 404


def test_a_target_for_residents_answers_is_found_in_its_community_alone(town: World):
    with within(town.hill):
        for measure, code, note in (("part", "access_known", "lantern one"), ("events", "", "lantern two")):
            Target.objects.create(
                owner="community", community=town.hill, measure=measure, code=code, note=note, baseline_value=0,
                baseline_on=NOW.date(), goal_value=10, due_on=date(NOW.year + 1, 1, 1), by=town["hill-leader"],
            )  # fmt: skip
    assert len(search(sign_in(Client(), town["hill-member"]), "lantern")) == 2
    office = (
        sign_in(Client(), town["usa-staff"]).get("/office/usa/search/", {"q": "lantern"}).content.decode()
    )
    assert ("lantern</mark> one" in office, "lantern</mark> two" in office) == (False, True)


def test_it_offers_a_member_no_page_that_is_closed_to_members(town: World):
    assert "Audit log" in search(sign_in(Client(), town["hill-coordinator"]), "audit log")
    assert "Audit log" not in search(sign_in(Client(), town["hill-member"]), "audit log")


def test_it_shows_and_highlights_the_matching_words(town: World, signed_in):
    page = signed_in("hill-leader").get(HILL, {"q": "HARBOR"}).content.decode()
    assert "The <mark>Harbor</mark> Gazette" in page
    assert '<span class="tf-search__match-reason">We spoke of the <mark>harbor</mark>.</span>' in page


def test_it_shows_five_of_a_kind_and_all_where_one_asks(town: World, signed_in):
    with within(town.hill):
        for number in range(7):
            meeting(f"Walk {number}")
    client = signed_in("hill-leader")
    page = client.get(HILL, {"q": "walk"}).content.decode()
    assert 'href="/c/hill/search/?q=walk&amp;in=events">All 7<' in page
    assert [title for title in search(client, "walk") if title.startswith("Walk")] == [
        f"Walk {number}" for number in (6, 5, 4, 3, 2)
    ]
    assert len(search(client, "walk", **{"in": "events"})) == 7


def test_it_puts_first_what_has_the_words_in_its_title(town: World, signed_in):
    with within(town.hill):
        meeting("Picnic", note="biblioteca", starts_at=NOW.replace(month=4), ends_at=NOW.replace(month=4))
    assert next(iter(search(signed_in("hill-leader"), "biblioteca"))) == "Café en la biblioteca"


def test_a_number_leads_to_the_record_that_has_it(town: World, signed_in):
    with within(town.hill):
        event = meeting("Numbered", pk=987654)
    with within(town.dale):
        meeting("Of others", pk=987655)
    client = signed_in("hill-member")
    assert client.get(HILL, {"q": "#987654"})["Location"] == f"/c/hill/events/{event.pk}/"
    assert search(client, "987655") == {}
    assert "<h2" in client.get(HILL, {"q": "987654"}, headers={"HX-Request": "true"}).content.decode()


def test_it_answers_letter_by_letter_with_the_results_alone(town: World, signed_in):
    part = signed_in("hill-leader").get(HILL, {"q": "gaz"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="found"' in part
    assert "hx-swap-oob" in part
    assert "2 results" in part


def test_it_asks_the_database_few_questions(town: World, signed_in):
    client = signed_in("hill-coordinator")
    client.get(HILL)
    for query in ("harbor", "gazete", "12"):
        with CaptureQueriesContext(connection) as queries:
            client.get(HILL, {"q": query})
        ours = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(ours) <= 12, ours


def test_it_writes_the_words_into_no_log(town: World, signed_in, caplog: pytest.LogCaptureFixture, settings):
    settings.SLOW_QUERY_MS = 0.0001
    with caplog.at_level(logging.DEBUG, logger="tfc"):
        signed_in("hill-leader").get(HILL, {"q": "unspeakable"})
        signed_in("hill-leader").get("/c/dale/search/", {"q": "unspeakable"})
    assert "unspeakable" not in caplog.text


def test_an_office_finds_its_own_and_its_communities(town: World, signed_in):
    with within(town.usa):
        Round.objects.create(half_year="2026-H1", due_on=NOW.date(), opened_at=NOW)
        Candidate.objects.create(name="Harborview", proposed_by="x", created_by=town["usa-staff"])
    client = signed_in("usa-staff")
    url = "/office/usa/search/"
    assert set(search(client, "harbor", url)) == {"Harborview"}
    assert set(search(client, "hill", url)) == {"Hill"}
    assert "January to June 2026" in search(client, "june 2026", url)
    assert "Thresholds" in search(client, "thresholds", url)
    for address in search(client, "june 2026", url).values():
        assert client.get(address).status_code == 200


@pytest.mark.thorough
def test_the_international_office_searches_all_offices_and_names_them(town: World, signed_in):
    with within(town.uk):
        Candidate.objects.create(name="Harborview", proposed_by="x", created_by=town["uk-staff"])
    client = signed_in("oasis-staff")
    url = "/international/search/"
    assert search(client, "harbor", url) == {"Harborview": search(client, "harborview", url)["Harborview"]}
    assert "Oasis UK" in client.get(url, {"q": "harbor"}).content.decode()
    assert set(search(client, "moor", url)) == {"Moor"}
    assert "Oasis USA" in search(client, "oasis", url)


@pytest.mark.thorough
def test_it_finds_partnerships_gifts_surveys_and_the_guide(town: World, signed_in):
    by, day = town["hill-leader"], NOW.date()
    with within(town.hill):
        partnership = Partnership.objects.create(
            kind="coalition", name="Quayside coalition", role="member", starts_on=day, created_by=by
        )
        gift = Contribution.objects.create(
            kind="goods", sector=Sector.MEDIA, what="Quayside posters", received_on=day, created_by=by
        )
        wave = AwarenessWave.objects.create(
            code="quay2345", version=1, sampling="street", place="Quayside", starts_on=day, ends_on=day, created_by=by
        )  # fmt: skip
    result = search(signed_in("hill-leader"), "quayside")
    assert result["Quayside coalition"] == f"/c/hill/partnerships/{partnership.pk}/"
    assert result["Quayside posters"] == f"/c/hill/contributions/{gift.pk}/"
    assert f"/c/hill/residents-survey/{wave.pk}/" in result.values()
    assert len(result) == 3
    # A member reads the lists and can change nothing.
    read = search(sign_in(Client(), town["hill-member"]), "quayside")
    assert read["Quayside coalition"] == "/c/hill/partnerships/"
    assert read["Quayside posters"] == "/c/hill/contributions/"
    office = search(signed_in("usa-staff"), "quayside", "/office/usa/search/")
    assert office == {"Quayside coalition": "/office/usa/communities/hill/figures/"}
    client = signed_in("hill-leader")
    assert {client.get(address).status_code for address in result.values()} == {200}
    guide = search(client, "baseline")
    assert any(address.startswith("/glossary/#") for address in guide.values()), guide
    steps = search(sign_in(Client(), town["hill-member"]), "open the home of your community")
    assert "/help/member/" in " ".join(steps.values())
