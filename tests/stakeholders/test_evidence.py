"""Evidence of a strategy: adding it, opening its file, deleting and restoring it."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stakeholders.models import Evidence, EvidenceFile
from tests.base import World, within
from tests.stakeholders.strategy_base import attach, count, days_ago, make, show, today, url_for
from tests.stakeholders.test_evidence_files import picture


def typed(world: World, **changes):
    return {
        "client_id": str(uuid.uuid4()),
        "on": str(days_ago(world.hill, 4)),
        "what": "The new timetable",
        "link": "https://bus.example/night",
    } | changes


def upload(content: bytes, name: str = "photo.png") -> SimpleUploadedFile:
    # The browser's content type is not trusted.
    return SimpleUploadedFile(name, content, content_type="image/png")


def the_one(world: World) -> Evidence:
    with within(world.hill):
        return Evidence.objects.get()


WRONG_ADD = [
    ({"on": ""}, "on"),
    ({"on": "2999-01-01"}, "on"),
    ({"link": ""}, "link"),
    ({"link": "javascript:alert(1)"}, "link"),
    ({"link": "ftp://bus.example/x"}, "link"),
    ({"link": "data:text/html,x"}, "link"),
    ({"client_id": ""}, "client_id"),
]


WRONG_FILES = [
    (b"<svg onload='alert(1)'></svg>", "This is neither a PDF nor a picture"),
    (b"<html><script>alert(1)</script>", "This is neither a PDF nor a picture"),
    (b"%PDF-1.7".ljust(6 * 1024 * 1024), "Choose one up to 5.0\xa0MB"),
    (b"", "empty"),
]


class TestAdd:
    def test_it_adds_a_link(self, world: World, signed_in):
        strategy = make(world, "implementing")
        response = signed_in("hill-leader").post(url_for(strategy, "evidence/new/"), typed(world))
        assert response["Location"] == url_for(strategy)
        evidence = the_one(world)
        assert (evidence.kind, evidence.link, evidence.on, evidence.what) == (
            "link",
            "https://bus.example/night",
            days_ago(world.hill, 4),
            "The new timetable",
        )
        assert count(world.hill, EvidenceFile) == 0

    def test_it_adds_a_file_once_however_often_it_is_sent(self, world: World, signed_in):
        strategy = make(world, "implementing")
        client = signed_in("hill-leader")
        client_id = str(uuid.uuid4())
        for _ in range(2):
            data = typed(world, link="", client_id=client_id, file=upload(picture("JPEG")))
            assert client.post(url_for(strategy, "evidence/new/"), data).status_code == 302
        other = typed(world, link="", client_id=client_id, file=upload(picture("PNG")))
        assert client.post(url_for(strategy, "evidence/new/"), other).status_code == 409
        assert the_one(world).kind == "file"
        with within(world.hill):
            file = EvidenceFile.objects.get()
        assert (file.name, file.media_type, file.size) == (
            "photo.jpg",
            "image/jpeg",
            len(bytes(file.content)),
        )

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad, field in WRONG_ADD:
            with subtests.test(bad=bad):
                strategy = make(world, "implementing")
                response = signed_in("hill-leader").post(
                    url_for(strategy, "evidence/new/"), typed(world, **bad)
                )
                assert response.status_code == 422
                assert list(response.context["form"].errors) == [field]
                assert 'value="The new timetable"' in response.content.decode()
                assert count(world.hill, Evidence) == 0

    def test_it_explains_a_wrong_file_and_keeps_the_text(self, world, signed_in, subtests):
        for content, message in WRONG_FILES:
            with subtests.test(content=content):
                strategy = make(world, "implementing")
                data = typed(world, link="", file=upload(content))
                response = signed_in("hill-leader").post(url_for(strategy, "evidence/new/"), data)
                page = response.content.decode()
                assert response.status_code == 422
                assert message in str(response.context["form"].errors["file"])
                assert 'value="The new timetable"' in page
                assert "Choose the file again." in page
                assert count(world.hill, Evidence) == count(world.hill, EvidenceFile) == 0

    def test_it_wants_one_of_both(self, world: World, signed_in):
        strategy = make(world, "implementing")
        response = signed_in("hill-leader").post(
            url_for(strategy, "evidence/new/"), typed(world, file=upload(picture()))
        )
        assert response.status_code == 422
        assert "Enter a link or choose a file, not both" in response.content.decode()

    def test_it_warns_of_pictures_of_people(self, world: World, signed_in):
        page = signed_in("hill-leader").get(url_for(make(world), "evidence/new/")).content.decode()
        assert "No pictures of possible victims" in page
        assert 'enctype="multipart/form-data"' in page

    def test_it_adds_nothing_to_what_ended(self, world: World, signed_in):
        strategy = make(world, ended_on=today(world.hill))
        assert (
            signed_in("hill-leader").post(url_for(strategy, "evidence/new/"), typed(world)).status_code == 404
        )


class TestFile:
    def test_it_is_saved_and_never_shown_in_place(self, world: World, signed_in):
        strategy = make(world)
        evidence = show(world, strategy, kind="file", link="")
        attach(world, evidence, b"%PDF-1.7 body")
        response = signed_in("hill-member").get(url_for(strategy, f"evidence/{evidence.pk}/file/"))
        assert response.content == b"%PDF-1.7 body"
        names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
        assert [response[name] for name in names] == [
            "application/pdf",
            'attachment; filename="report.pdf"',
            "nosniff",
        ]
        assert "no-store" in response["Cache-Control"]
        assert "sandbox" in response["Content-Security-Policy"]

    def test_it_is_not_found_under_another_strategy_or_when_deleted(self, world: World, signed_in):
        strategy, other = make(world), make(world)
        evidence = show(world, strategy)
        attach(world, evidence)
        client = signed_in("hill-coordinator")
        assert client.get(url_for(other, f"evidence/{evidence.pk}/file/")).status_code == 404
        client.post(url_for(strategy, f"evidence/{evidence.pk}/delete/"))
        assert client.get(url_for(strategy, f"evidence/{evidence.pk}/file/")).status_code == 404


class TestDelete:
    def test_it_is_deleted_and_restored(self, world: World, signed_in):
        strategy = make(world, "implementing")
        evidence = show(world, strategy)
        client = signed_in("hill-leader")
        undo = url_for(strategy, f"evidence/{evidence.pk}/restore/")
        page = client.post(url_for(strategy, f"evidence/{evidence.pk}/delete/"), follow=True).content.decode()
        assert undo in page
        assert "Not confirmed" in page
        client.post(undo)
        assert the_one(world).deleted_at is None
