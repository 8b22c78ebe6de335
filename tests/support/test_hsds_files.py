"""The directory as HSDS 3: its content and format, and what is never in it."""

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.hsds.tables import COLUMNS
from support.models import Service
from tests.base import World, within
from tests.standards import hsds_json_faults, hsds_table_faults, package_faults
from tests.support.directory_base import upload
from tests.support.services_base import SECRET, ask_service, days_ago, make, services, span
from tfc.csv_text import guard_cell, unguard_cell

EXPORT = services("hill", "export/")


@pytest.fixture
def some(world: World):
    hill = world.hill
    hill.city, hill.region = "Hill", "California"
    hill.save(update_fields=["city", "region"])
    full = make(
        hill,
        "=Safe House",
        kinds=["counseling", "housing"],
        description="Beds.\r\nFor a night, or a month.",
        eligibility="Women, 中文 también",
        ineligibility="No pets",
        intake="-call first",
        coverage="Hill",
        phone="+1 626-555-0142",
        website="https://hope.example",
        email="mailbox@hope.example",
        address="1 Main Street, CA 91101",
        address_is_public=True,
        is_public=True,
        confirmed_on=days_ago(hill, 3),
        hours=[*(span(day, "09:00", "17:00") for day in range(5)), span(5, "22:00", "06:00")],
    )
    hidden = make(
        hill, "Shelter", address=SECRET, email="desk@hope.example", is_public=True, always_open=True
    )
    bare = make(hill, "Bare", kinds=[], languages=[])
    make(world.dale, "Dale House")
    return full, hidden, bare


def json_file(client, query: str = "?all=1"):
    response = client.get(EXPORT + "json/" + query)
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def zip_file(client, query: str = "?all=1") -> zipfile.ZipFile:
    response = client.get(EXPORT + "csv/" + query)
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(response.content))


def rows(package: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = package.read(f"{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_has_the_hotlines_of_the_office_which_its_import_leaves_out(world: World, signed_in, some):
    client = signed_in("hill-leader")
    content = client.get(EXPORT + "json/?all=1").content
    hotline = json.loads(content)["contents"][-1]
    assert hotline["phones"] == [{**hotline["phones"][0], "number": "1-888-373-7888"}]
    assert hotline["assured_date"] == "2026-01-07"
    plan = upload(client, content, "x.json").context["plan"]
    assert (plan.added, plan.changed, plan.refused, plan.unchanged) == ([], [], [], 3)


def test_what_a_provider_takes_back_is_not_assured(world: World, signed_in, some):
    with within(world.hill):
        safe_house = Service.objects.get(name="=Safe House")
    ask_service(world, safe_house, reply="changed", replied_on=days_ago(world.hill, 0))
    content = json_file(signed_in("hill-leader"))["contents"][0]
    assert (content["name"], content.get("assured_date", "")) == ("=Safe House", "")


def test_a_file_that_is_made_when_asked_for_says_no_size(signed_in, some):
    page = signed_in("hill-leader").get(EXPORT).content.decode()
    assert page.count('<span class="tf-row-meta">ZIP · ') == 2
    assert page.count('<span class="tf-row-meta">JSON · ') == 2


class TestJson:
    def test_it_validates(self, signed_in, some):
        page = json_file(signed_in("hill-leader"))
        assert hsds_json_faults(page) == []
        assert [content["name"] for content in page["contents"]] == [
            "=Safe House",
            "Bare",
            "Shelter",
            "Oasis",
        ]

    def test_it_contains_everything_that_is_public(self, world: World, signed_in, some):
        content = json_file(signed_in("hill-leader"))["contents"][0]
        assert content["assured_date"] == days_ago(world.hill, 3).isoformat()
        assert (content["organization"]["name"], content["phones"][0]["number"]) == (
            "Hope Center",
            "+1 626-555-0142",
        )
        assert content["description"] == "Beds.\nFor a night, or a month."
        assert [(language["code"], language["name"]) for language in content["languages"]] == [
            ("en", "English"),
            ("es", "Spanish"),
        ]
        assert [(row["byday"], row["opens_at"], row["closes_at"]) for row in content["schedules"]] == [
            ("MO,TU,WE,TH,FR", "09:00", "17:00"),
            ("SA", "22:00", "06:00"),
        ]
        [address] = content["service_at_locations"][0]["location"]["addresses"]
        assert address["address_1"] == "1 Main Street, CA 91101"
        assert [address[name] for name in ("city", "state_province", "postal_code", "country")] == [
            "Hill",
            "California",
            "91101",
            "US",
        ]
        codes = [attribute["taxonomy_term"]["code"] for attribute in content["attributes"]]
        assert codes == ["housing", "counseling", "ineligible"]

    def test_it_says_nothing_where_nothing_is_known(self, signed_in, some):
        bare = json_file(signed_in("hill-leader"))["contents"][1]
        assert sorted(bare) == ["id", "name", "organization", "status"]

    def test_it_is_the_same_in_every_language_of_the_reader(self, world: World, signed_in, some):
        client = signed_in("hill-leader")
        english = json_file(client)
        world["hill-leader"].language = "es"
        world["hill-leader"].save(update_fields=["language"])
        assert json_file(signed_in("hill-leader")) == english


class TestTables:
    def test_it_is_a_data_package(self, signed_in, some):
        response = signed_in("hill-leader").get(EXPORT + "csv/?all=1")
        assert package_faults(response.content) == []

    def test_its_tables_are_those_of_the_standard(self, signed_in, some):
        package = zip_file(signed_in("hill-leader"))
        assert [fault for name in COLUMNS for fault in hsds_table_faults(name, rows(package, name))] == []

    def test_it_writes_for_spreadsheets(self, signed_in, some):
        package = zip_file(signed_in("hill-leader"))
        for name in COLUMNS:
            content = package.read(f"{name}.csv")
            assert content.startswith(b"\xef\xbb\xbf")
            assert content.count(b"\r\n") == len(rows(package, name)) + 1
        service = rows(package, "services")[0]
        assert (service["name"], service["application_process"]) == ("'=Safe House", "'-call first")
        assert rows(package, "phones")[0]["number"] == "+1 626-555-0142"

    def test_two_services_of_one_provider_share_it(self, signed_in, some):
        package = zip_file(signed_in("hill-leader"))
        assert [row["name"] for row in rows(package, "organizations")] == ["Hope Center", "Oasis"]
        hers = [row["organization_id"] for row in rows(package, "services") if row["name"] != "Oasis"]
        assert (len(hers), len(set(hers))) == (3, 1)


class TestWhatNeverLeaves:
    @pytest.mark.parametrize("query", ["", "?all=1"])
    def test_a_confidential_address_and_a_mailbox_are_in_neither_file(self, signed_in, some, query):
        client = signed_in("hill-coordinator")
        package = zip_file(client, query)
        texts = [package.read(name).decode() for name in package.namelist()]
        texts.append(json.dumps(json_file(client, query)))
        assert any("Shelter" in text for text in texts)
        for text in texts:
            for secret in (SECRET, "Canary", "mailbox@", "desk@"):
                assert secret not in text

    def test_it_gives_away_only_what_the_public_pages_show(self, signed_in, some):
        client = signed_in("hill-leader")
        assert [content["name"] for content in json_file(client, "")["contents"]] == [
            "=Safe House",
            "Shelter",
            "Oasis",
        ]
        page = client.get(EXPORT).content.decode()
        assert "Confidential addresses are never in these files." in page
        assert "ZIP · 2 services" in page

    def test_what_is_deleted_or_of_others_is_not_in_it(self, world: World, signed_in, some):
        client = signed_in("hill-leader")
        client.post(services("hill", f"{some[0].pk}/delete/"))
        names = [content["name"] for content in json_file(client)["contents"]]
        assert names == ["Bare", "Shelter", "Oasis"]


def test_it_knows_no_other_kind(signed_in):
    assert signed_in("hill-leader").get(EXPORT + "xml/").status_code == 404


def test_an_empty_directory_is_a_valid_file(world: World, signed_in):
    world.usa.hotlines = []
    world.usa.save()
    page = json_file(signed_in("hill-leader"))
    assert (page["empty"], page["total_items"]) == (True, 0)


@given(st.text(alphabet="'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20ab ", max_size=6))
def test_the_guard_against_formulas_is_taken_away_again(cell: str):
    result = guard_cell(cell)
    assert unguard_cell(result) == cell
    assert not result.startswith(tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"))


def test_the_days_are_dates(world: World, signed_in, some):
    services = [row for row in rows(zip_file(signed_in("hill-leader")), "services") if row["assured_date"]]
    days = {row["name"]: dt.date.fromisoformat(row["assured_date"]) for row in services}
    assert days == {"'=Safe House": days_ago(world.hill, 3), "Oasis": dt.date(2026, 1, 7)}
