"""Versions of a material: hostile uploads, numbers, and downloads."""

from pathlib import Path
from typing import Any

import pytest

from library.files import get_path
from library.models import MaterialVersion
from tests.base import World, within
from tests.documents.document_samples import PDF
from tests.library.base import (
    SECRET,
    how_many,
    kept_files,
    library,
    make_material,
    make_version,
    picture,
    upload,
    version_data,
)
from tfc import uploads


@pytest.fixture
def material(world: World, files: Path):
    return make_material(world.hill, world["hill-leader"])


def add_url(material) -> str:
    return library("hill", f"materials/{material.pk}/versions/new/")


WRONG_ADDING: list[tuple[dict[str, Any], str]] = [
    ({}, "link"),
    ({"link": "javascript:alert(1)"}, "link"),
    ({"link": "https://example.org/", "file": ("a.pdf", PDF)}, "link"),
    ({"note": "x" * 301, "file": ("a.pdf", PDF)}, "note"),
    ({"file": ("a.png", b"<html><script>alert(1)</script>")}, "file"),
    ({"file": ("a.exe", PDF)}, "file"),
    ({"file": ("a.pdf", b"")}, "file"),
]


class TestAdding:
    def test_it_keeps_file_and_row(self, world: World, signed_in, material, files: Path):
        client, data = signed_in("hill-leader"), version_data()
        for _twice in range(2):
            response = client.post(add_url(material), data | {"file": upload("líneas.pdf", PDF)})
        assert response.headers["Location"] == library("hill", f"materials/{material.pk}/")
        with within(world.hill):
            [version] = MaterialVersion.objects.all()
        assert (version.number, version.file_name, version.size) == (1, "líneas.pdf", len(PDF))
        assert get_path(version.file_key).read_bytes() == PDF
        client.post(add_url(material), version_data(link="example.org/poster"))
        page = client.get(library("hill", f"materials/{material.pk}/")).content.decode()
        assert page.index("https://example.org/poster") < page.index("líneas.pdf")

    def test_it_explains_what_is_wrong_and_keeps_nothing(
        self, world: World, signed_in, material, files: Path, subtests
    ):
        for data, field in WRONG_ADDING:
            with subtests.test(data=data):
                sent = {name: upload(*value) if name == "file" else value for name, value in data.items()}
                response = signed_in("hill-leader").post(add_url(material), version_data() | sent)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == [field]
                assert how_many(world.hill, MaterialVersion) == 0
                assert kept_files(files) == []

    def test_it_reads_past_a_file_that_is_too_large(
        self, world: World, signed_in, material, files: Path, monkeypatch: pytest.MonkeyPatch
    ):
        """Nothing of the file is stored, and what was typed is still there."""
        monkeypatch.setattr(uploads, "MOST_BYTES", 100_000)
        data = {"file": upload("a.pdf", PDF + b"x" * 200_000)} | version_data(note="Typed before")
        response = signed_in("hill-leader").post(add_url(material), data)
        assert response.status_code == 422
        assert "50.0\xa0MB" in response.context["form"].errors["file"][0]
        assert "Typed before" in response.content.decode()
        assert kept_files(files) == []

    def test_it_is_there_for_everyone_who_reads_the_material(self, world: World, signed_in, material):
        version = make_version(world.hill, material, world["hill-leader"])
        shared = f"materials/{material.pk}/"
        assert signed_in("moor-member").get(library("moor", shared)).status_code == 404
        signed_in("hill-coordinator").post(library("hill", shared + "share/"), {"audience": "everyone"})
        assert "poster.pdf" in signed_in("moor-member").get(library("moor", shared)).content.decode()
        file = library("moor", f"{shared}versions/{version.pk}/file/")
        assert b"".join(signed_in("moor-member").get(file).streaming_content) == PDF
        signed_in("hill-coordinator").post(library("hill", shared + "share/"), {"audience": "office"})
        assert signed_in("moor-member").get(file).status_code == 404


class TestSending:
    def test_it_is_saved_and_never_shown(self, world: World, signed_in, material):
        version = make_version(world.hill, material, world["hill-leader"], "热线 <b>.pdf")
        response = signed_in("hill-member").get(
            library("hill", f"materials/{material.pk}/versions/{version.pk}/file/")
        )
        assert response.headers["Content-Disposition"].startswith("attachment; filename")
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert b"".join(response.streaming_content) == PDF

    def test_it_shows_a_picture_that_it_drew_itself(self, world: World, signed_in, material):
        content = picture("PNG", (900, 900)) + SECRET + b"<script>"
        version = make_version(world.hill, material, world["hill-leader"], "me.png", content)
        address = library("hill", f"materials/{material.pk}/versions/{version.pk}/picture/")
        client = signed_in("hill-member")
        assert address in client.get(library("hill", f"materials/{material.pk}/")).content.decode()
        response = client.get(address)
        text = b"".join(response.streaming_content)
        assert (response.headers["Content-Type"], text[8:12]) == ("image/webp", b"WEBP")
        assert SECRET not in text
        assert "attachment" not in response.headers.get("Content-Disposition", "")

    def test_it_has_no_picture_of_a_pdf_and_no_file_of_a_link(self, world: World, signed_in, material):
        version = make_version(world.hill, material, world["hill-leader"])
        text = f"materials/{material.pk}/versions/"
        client = signed_in("hill-member")
        assert client.get(library("hill", f"{text}{version.pk}/picture/")).status_code == 404
        client = signed_in("hill-leader")
        client.post(add_url(material), version_data(link="https://example.org/"))
        with within(world.hill):
            link = MaterialVersion.objects.get(number=2)
        assert client.get(library("hill", f"{text}{link.pk}/file/")).status_code == 404

    def test_it_is_found_only_under_its_own_material(self, world: World, signed_in, material):
        other = make_material(world.hill, world["hill-leader"], "Other")
        version = make_version(world.hill, other, world["hill-leader"])
        url = library("hill", f"materials/{material.pk}/versions/{version.pk}/file/")
        assert signed_in("hill-member").get(url).status_code == 404

    def test_a_file_that_is_lost_is_a_page_that_is_missing(self, world: World, signed_in, material):
        version = make_version(world.hill, material, world["hill-leader"])
        get_path(version.file_key).unlink()
        url = library("hill", f"materials/{material.pk}/versions/{version.pk}/file/")
        assert signed_in("hill-member").get(url).status_code == 404
