"""Importing a file of services: our own, which changes nothing, other programs', and invalid ones."""

import json
import uuid

import pytest
from django.utils import timezone

from support.hsds import reading
from support.models import Service
from tests.base import World, within
from tests.support.directory_base import (
    IMPORT,
    an_object,
    as_json,
    as_zip,
    confirm,
    everything,
    export,
    imports,
    only,
    read_in,
    upload,
)
from tests.support.services_base import (
    SECRET,
    again,
    ask_service,
    days_ago,
    get_hours,
    how_many,
    make,
    services,
    span,
)


@pytest.fixture
def some(world: World):
    hill = world.hill
    hill.city, hill.region = "Hill", "California"
    hill.save(update_fields=["city", "region"])
    make(
        hill,
        "=Safe House",
        kinds=["counseling", "housing"],
        languages=["zh", "en"],
        description="Beds.\r\nFor a night.",
        ineligibility="No pets",
        intake="-call first",
        phone="626 555 0142",
        email="desk@hope.example",
        address="1 Main Street",
        address_is_public=True,
        is_public=True,
        confirmed_on=days_ago(hill, 3),
        hours=[span(0, "09:00", "12:00"), span(0, "14:00", "17:00"), span(5, "22:00", "06:00")],
    )
    make(hill, "Shelter", address=SECRET, always_open=True, phone="no number at all")
    make(hill, "Whole week", hours=[span(day, "00:00", "00:00") for day in range(7)], kinds=[])
    make(hill, "Of another file", outside_id="their-id-7", coverage="Hill, Dale")


class TestOurOwnFileBack:
    @pytest.mark.parametrize(("kind", "name"), [("csv", "x.zip"), ("json", "x.json")])
    def test_it_changes_nothing(self, world: World, signed_in, some, kind: str, name: str):
        client = signed_in("hill-leader")
        before = everything(world.hill)
        response = upload(client, export(client, kind), name)
        plan = response.context["plan"]
        assert (plan.added, plan.changed, plan.refused, plan.unchanged) == ([], [], [], 4)
        assert "Nothing to change" in response.content.decode()
        page = confirm(client, response)
        assert page["Location"] == services("hill")
        assert everything(world.hill) == before
        assert imports(world) == []

    def test_both_files_have_the_same_content(self, signed_in, some):
        client = signed_in("hill-leader")
        texts = []
        for kind in ("csv", "json"):
            objects = reading.read_services(export(client, kind))
            texts.append(objects)
        assert [row["id"] for row in texts[0]] == [row["id"] for row in texts[1]]

    def test_it_is_imported_elsewhere_and_back_unchanged(self, world: World, signed_in, some):
        content = export(signed_in("hill-leader"), "csv")
        dale, url = signed_in("dale-leader"), services("dale", "import/")
        confirm(dale, upload(dale, content, "x.zip", url), url)
        assert how_many(world.dale) == 4
        with within(world.dale):
            assert not Service.objects.filter(address=SECRET).exists()
            assert not Service.objects.exclude(confirmed_on=None).exists()
            assert not Service.objects.filter(is_public=True).exists()
        again = upload(dale, content, "x.zip", url).context["plan"]
        assert (again.added, again.changed, again.refused, again.unchanged) == ([], [], [], 4)

    def test_it_takes_no_confidential_address_away(self, world: World, signed_in, some):
        client = signed_in("hill-leader")
        page = json.loads(export(client, "json"))
        for content in page["contents"]:
            content["description"] = "New words"
            content["service_at_locations"] = [{"location": {"addresses": [{"address_1": "2 Wrong Street"}]}}]
        read_in(client, json.dumps(page).encode())
        with within(world.hill):
            shelter = Service.objects.get(name="Shelter")
            house = Service.objects.get(name="=Safe House")
        assert (shelter.description, shelter.address) == ("New words", SECRET)
        # A public one is replaced, and stays confidential until changed.
        assert (house.address, house.address_is_public) == ("2 Wrong Street", False)

    @pytest.mark.parametrize(("email", "is_open"), [("desk@hope.example", True), ("new@hope.example", False)])
    def test_a_new_email_address_ends_the_link_in_the_email(
        self, world: World, signed_in, some, email: str, is_open: bool
    ):
        with within(world.hill):
            house = Service.objects.get(name="=Safe House")
        question = ask_service(world, house)
        client = signed_in("hill-leader")
        page = json.loads(export(client, "json"))
        [entry] = [content for content in page["contents"] if content["name"] == "=Safe House"]
        entry |= {"email": email, "description": "New words"}
        read_in(client, json.dumps(page).encode())
        ends = again(world, question).expires_at
        assert ends
        assert (ends > timezone.now()) == is_open


class TestAFileOfOthers:
    def test_it_shows_first_and_saves_on_confirmation(self, world: World, signed_in):
        client = signed_in("hill-leader")
        response = upload(client, as_json(an_object()))
        page = response.content.decode()
        assert "Night Line" in page
        assert "Skipped, not recognized: Elvish" in page
        assert how_many(world.hill) == 0
        confirm(client, response)
        service = only(world)
        assert (service.name, service.provider, service.kinds) == ("Night Line", "Line of Hope", ["crisis"])
        assert (service.languages, service.phone) == (["es", "hy"], "+1 626-555-0142")
        assert (service.address, service.email) == ("1 Main St, Hill", "desk@line.example")
        assert (service.address_is_public, service.is_public, service.confirmed_on) == (False, False, None)
        assert service.created_by_id == world["hill-leader"].pk
        assert get_hours(world.hill, service) == [span(0, "22:00", "06:00"), span(6, "22:00", "06:00")]

    def test_the_same_file_again_changes_nothing(self, world: World, signed_in):
        client = signed_in("hill-leader")
        read_in(client, as_json(an_object()))
        plan = upload(client, as_json(an_object())).context["plan"]
        assert (plan.is_empty, plan.unchanged) == (True, 1)

    def test_a_double_click_reads_it_in_once(self, world: World, signed_in):
        client = signed_in("hill-leader")
        response = upload(client, as_json(an_object()))
        confirm(client, response)
        confirm(client, response)
        assert (how_many(world.hill), len(imports(world))) == (1, 1)

    def test_it_shows_changes_field_by_field(self, world: World, signed_in):
        client = signed_in("hill-leader")
        read_in(client, as_json(an_object()))
        new = an_object(name="Night and Day Line", description="", schedules=[], phones=[{"number": "988"}])
        response = upload(client, as_json(new))
        [change] = response.context["plan"].changed
        assert change.fields == {
            "name": ("Night Line", "Night and Day Line"),
            "phone": ("+1 626-555-0142", "988"),
        }
        confirm(client, response)
        now = only(world)
        assert (now.name, now.phone, now.description) == ("Night and Day Line", "988", "Somebody listens.")
        assert len(get_hours(world.hill, now)) == 2

    def test_it_reads_plain_tables(self, world: World, signed_in):
        files: dict[str, str | bytes] = {
            "hsds/organization.csv": "id,name\no1,Line of Hope\n",
            "hsds/service.csv": "\ufeffid,organization_id,name,status\ns1,o1,Night Line,active\ns2,o1,Day Line,\n",
            "hsds/service_at_location.csv": "id,service_id,location_id\na1,s1,l1\n",
            "hsds/location.csv": "id,name\nl1,Here\n",
            "hsds/address.csv": "id,location_id,address_1,city,address_type\nx,l1,1 Main St,Hill,physical\n",
            "hsds/phone.csv": "id,location_id,number\np1,l1,626 555 0142\n",
            "hsds/language.csv": "id,service_id,name\ng1,s1,Spanish\n",
            "hsds/schedule.csv": "id,service_id,freq,byday,opens_at,closes_at\n"
            "h,s1,WEEKLY,MO,09:00-08:00,17:00-08:00\nm,s2,MONTHLY,1MO,09:00,17:00\n",
            "__MACOSX/._service.csv": b"\x00\xff",
        }
        client = signed_in("hill-leader")
        response = upload(client, as_zip(files), "x.zip")
        assert "Skipped: hours that vary by week or have over two times a day" in response.content.decode()
        confirm(client, response)
        with within(world.hill):
            night = Service.objects.get(name="Night Line")
            assert Service.objects.filter(name="Day Line", outside_id="s2").exists()
        assert (night.provider, night.languages, night.phone) == ("Line of Hope", ["es"], "+1 626-555-0142")
        assert (night.address, night.outside_id) == ("1 Main St, Hill", "s1")
        assert get_hours(world.hill, night) == [span(0, "09:00", "17:00")]

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"name": ""}, "The name or the provider is missing."),
            ({"organization": None}, "The name or the provider is missing."),
            ({"status": "defunct"}, "The file marks it as inactive."),
            ({"name": "x" * 161}, "“Name” has more than 160 characters."),
            ({"description": "a\0b"}, "“Description” has characters that are not text."),
            ({"id": "x" * 81}, "“id” has more than 80 characters."),
        ],
    )
    def test_it_refuses_with_a_sentence_each(self, world: World, signed_in, wrong, why: str):
        client = signed_in("hill-leader")
        good = an_object(id=str(uuid.uuid4()), name="Good")
        response = upload(client, as_json(an_object(**wrong), good))
        assert [row.reason for row in response.context["plan"].refused] == [why]
        assert why in response.content.decode()
        confirm(client, response)
        assert only(world).name == "Good"

    def test_it_refuses_known_services_with_another_id_duplicates_and_deleted_ones(
        self, world: World, signed_in
    ):
        make(world.hill, "night line", provider="Line of hope")
        make(world.hill, "Gone", outside_id="gone-1", deleted_at=timezone.now())
        twice = an_object(id="t", name="Twice")
        content = as_json(an_object(), twice, twice, an_object(id="gone-1", name="Gone"))
        plan = upload(signed_in("hill-leader"), content).context["plan"]
        assert [row.name for row in plan.added] == ["Twice"]
        assert {row.name: row.reason.partition(".")[0] for row in plan.refused} == {
            "Night Line": "You already list this service",
            "Twice": "The file has this id twice",
            "Gone": "This service is in the trash",
        }

    @pytest.mark.parametrize(
        "strange",
        [
            {"phones": "x", "languages": 3, "schedules": {}, "attributes": [1, None]},
            {
                "organization": {"name": "P"},
                "service_at_locations": [{"location": []}],
                "url": "javascript:x",
            },
            {"phones": [{"number": {"a": 1}}], "schedules": [{"opens_at": "99:99", "byday": 7}], "id": 7},
        ],
    )
    def test_it_is_not_upset_by_strange_values(self, world: World, signed_in, strange):
        read_in(signed_in("hill-leader"), as_json(an_object(**strange)))
        assert (only(world).name, only(world).website in ("", "https://line.example")) == ("Night Line", True)


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "This file is empty"),
            (b"{", "Choose a ZIP or JSON file"),
            (b"[" * 100_000, "Choose a ZIP or JSON file"),
            (b'"text"', "Choose a file with services."),
            (b"[]", "Choose a file with services."),
            ("[{}]".encode("utf-16"), "This file cannot be read. Save it as"),
            (b"PK\x03\x04 broken", "damaged or has a password"),
            (as_zip({"a.txt": "x"}), "ZIP file with services.csv"),
            (as_zip({"services.csv": "caf\xe9".encode("latin-1")}), "This file cannot be read. Save it as"),
            (as_zip({"services.csv": "eins,zwei\n1,2\n"}), "must have column names"),
            (as_zip({"services.csv": 'id,name\n1,"x'}), "Save services.csv as CSV again"),
            (as_zip({"services.csv": b"\0" * 26_000_000}), "This file is too large"),
            (as_zip({f"{number}.txt": "x" for number in range(61)}), "This file is too large"),
            (as_zip({"services.csv": "id,name\n" + "1,x\n" * 5_001}), "at most 5 MB and 5,000 services"),
            (b" " * 5_000_001, "at most 5 MB and 5,000 services"),
        ],
        ids=range(15),
    )
    def test_it_says_why_and_saves_nothing(self, world: World, signed_in, content: bytes, sentence: str):
        response = upload(signed_in("hill-leader"), content)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["file"]
        assert sentence in response.content.decode()
        assert how_many(world.hill) == 0

    def test_it_unpacks_no_more_than_the_limit(self, signed_in):
        content = bytearray(as_zip({"services.csv": b"id,name\n" + b"x" * 26_000_000}))
        real = (26_000_008).to_bytes(4, "little")
        while (at := content.find(real)) >= 0:
            content[at : at + 4] = (1_000).to_bytes(4, "little")
        response = upload(signed_in("hill-leader"), bytes(content))
        assert response.status_code == 422

    def test_it_asks_for_a_file(self, signed_in):
        response = signed_in("hill-leader").post(IMPORT, {})
        assert response.status_code == 422
        assert "Choose a file first" in response.content.decode()


@pytest.mark.parametrize("name", ["Night\ud800 Line", "\udfffNight Line\udc00\ud800"], ids=ascii)
def test_it_leaves_out_lone_surrogates(world: World, signed_in, name):
    """JSON can contain lone surrogates, which neither pages nor the database can store."""
    assert read_in(signed_in("hill-leader"), as_json(an_object(name=name))).status_code == 302
    assert only(world).name == "Night Line"


@pytest.mark.parametrize(
    "content", [b"9" * 5000, b'{"contents": [' + b"9" * 5000 + b"]}", b"[" * 200_000], ids=len
)
def test_it_refuses_json_that_no_program_reads(world: World, signed_in, content):
    response = upload(signed_in("hill-leader"), content)
    assert response.status_code == 422
    assert "Choose a ZIP or JSON file" in str(response.context["form"].errors["file"])


def test_texts_of_one_line_get_one_line(world: World, signed_in):
    """Directories of others write names and addresses in several lines."""
    broken = an_object(
        name="Night\nLine\u2028here",
        organization={"id": "p", "name": "Hope\r\nHouse"},
        service_areas=[{"name": "Hill\n  County"}],
    )
    assert read_in(signed_in("hill-leader"), as_json(broken)).status_code == 302
    service = only(world)
    assert (service.name, service.provider, service.coverage) == (
        "Night Line here",
        "Hope House",
        "Hill County",
    )
    service.full_clean()
