"""The archive pages: access, questions, and links."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import ArchiveRun, Job
from reports.report_job import work_on
from stakeholders.models import Organization, Sector
from tests.base import World, sign_in, within
from tests.support.services_base import SECRET, make
from tfc.zones import zone_words

pytestmark = pytest.mark.django_db
PAGE = "/c/hill/archive/"


def runs(world: World) -> list[ArchiveRun]:
    with within(world.hill, coordinator=True):
        return list(ArchiveRun.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("hill-leader", 403),
        ("hill-member", 403),
        ("stranger", 404),
        ("dale-coordinator", 404),
        ("usa-staff", 404),
    ],
)
def test_it_is_the_coordinators(signed_in, person: str, status: int):
    client = signed_in(person)
    for path in (PAGE, f"{PAGE}1/", f"{PAGE}1/file/"):
        assert client.get(path).status_code == status
    assert client.post(PAGE, {"step": "make"}).status_code == status


def test_it_makes_an_archive_that_can_be_fetched(signed_in, world: World):
    client = signed_in("hill-coordinator")
    with within(world.hill):
        Organization.objects.create(name="x", sector=Sector.MEDIA, created_by=world["hill-coordinator"])
    house = make(world.hill, address=SECRET)
    readings = f"/c/hill/audit-log/support_service/{house.pk}/?readings=1"
    page = client.get(PAGE).content.decode()
    assert "Keep it safe" in page
    assert "An archive can be restored only in a community without records." in page
    response = client.post(PAGE, {"step": "make", "make-locations": "without"})
    (run,) = runs(world)
    assert (response.status_code, response.url) == (302, f"{PAGE}{run.pk}/")
    assert "is being made" in client.get(response.url).content.decode()
    assert client.get(f"{PAGE}{run.pk}/file/").url == response.url
    assert work_on(Job.objects.get(archive_id=run.pk).pk)
    assert client.get(response.url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = client.get(response.url).content.decode()
    assert "is ready" in page
    (run,) = runs(world)
    assert run.sha256 in page
    # In the community's time, named, here and in the list.
    zone = zone_words(str(world.hill.zone))
    assert page.count(f" {zone}\n") == 2
    assert f" {zone} · {run.by}" in client.get(PAGE).content.decode()
    fetched = client.get(f"{PAGE}{run.pk}/file/")
    assert b"".join(fetched.streaming_content)[:2] == b"PK"
    assert run.file_name in fetched.headers["Content-Disposition"]
    # It has the confidential address, so the service's history names who has it.
    assert "Confidential address (Service" in client.get(readings).content.decode()
    # An archive that was created cannot be restored from its page.
    assert client.post(response.url).status_code == 302
    assert len(runs(world)) == 1


def test_it_previews_and_restores(signed_in, world: World):
    client = signed_in("hill-coordinator")
    client.post(PAGE, {"step": "make", "make-locations": "with"})
    (run,) = runs(world)
    work_on(Job.objects.get(archive_id=run.pk).pk)
    content = b"".join(client.get(f"{PAGE}{run.pk}/file/").streaming_content)
    sent = client.post(PAGE, {"step": "check", "file": SimpleUploadedFile("hill.zip", content)})
    assert sent.status_code == 302
    work_on(Job.objects.latest("pk").pk)
    page = client.get(sent.url).content.decode()
    assert "Preview" in page
    assert "Restore everything" in page
    response = client.post(sent.url)
    work_on(Job.objects.latest("pk").pk)
    assert "The archive was restored" in client.get(response.url).content.decode()
    assert [run.kind for run in runs(world)] == ["make", "check", "restore"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"step": "make", "make-locations": "maybe"}, "Choose one."),
        ({"step": "make"}, "Choose one."),
        ({"step": "make", "make-locations": "with", "make-client_id": "x\0"}, "valid UUID"),
        ({"step": "check"}, "Choose a file first."),
        ({"step": "check", "file": SimpleUploadedFile("x.zip", b"")}, "This file is empty."),
        (
            {"step": "check", "file": SimpleUploadedFile("x.zip", b"MZ nothing")},
            "Choose an archive: an unchanged ZIP file.",
        ),
        ({"step": "\0"}, "Make an archive"),
    ],
)
def test_it_explains_what_is_wrong_and_keeps_nothing(signed_in, world: World, data, says: str):
    response = signed_in("hill-coordinator").post(PAGE, data)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert runs(world) == []


def test_it_asks_for_a_fresh_login(signed_in, world: World, client):
    sign_in(client, world["hill-coordinator"], at=1_600_000_000)
    assert "reauthenticate" in client.get(PAGE).url


def test_it_is_reached_from_the_settings(signed_in):
    assert f'href="{PAGE}"' in signed_in("hill-coordinator").get("/c/hill/settings/").content.decode()


def test_its_list_takes_as_many_queries_for_ten_as_for_one(signed_in, world: World):
    client = signed_in("hill-coordinator")
    counts = []
    for many in (1, 9):
        for _time in range(many):
            client.post(PAGE, {"step": "make", "make-locations": "without"})
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
