"""Hostile files at every upload form: only the declared kind is stored, and downloads are attachments."""

import re
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from library.files import KEY, PREVIEW, get_path, store_upload
from library.models import MaterialVersion
from stakeholders.models import Evidence, EvidenceFile
from support.models import Service
from tests.base import World, within
from tests.documents.test_pdf import ACTIVE, read_objects
from tests.library.base import kept_files, library, make_material, upload, version_data
from tests.security.files.corpus import CORPUS, NAMES, SCRIPT, SECRET, Hostile, picture
from tests.stakeholders.strategy_base import days_ago, make, url_for
from tests.thorough import sample
from tfc.documents.kinds import TYPES

SAVED_ALONE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}
by_name = pytest.mark.parametrize("hostile", sample(CORPUS, first=15), ids=lambda file: file.name)


@pytest.fixture
def files(settings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


@by_name
def test_it_keeps_in_the_library_only_what_is_what_it_says(files: Path, hostile: Hostile):
    if hostile.becomes != "kept":
        with pytest.raises(ValidationError) as refused:
            store_upload(upload(hostile.name, hostile.content()))
        assert refused.value.code == hostile.becomes
        assert refused.value.messages[0].endswith(".")
        assert kept_files(files) == []
        return
    stored_file = store_upload(upload(hostile.name, hostile.content()))
    assert stored_file.media_type == TYPES[Path(hostile.name).suffix]
    assert all(KEY.fullmatch(kept_file.removesuffix(PREVIEW)) for kept_file in kept_files(files))
    if stored_file.media_type == "application/pdf":
        assert not ACTIVE.search(read_objects(get_path(stored_file.file_key).read_bytes()))
    if stored_file.media_type.startswith("video/"):
        assert SECRET not in get_path(stored_file.file_key).read_bytes()
    if stored_file.media_type.startswith("image/"):
        content = (
            get_path(stored_file.file_key).read_bytes()
            + get_path(stored_file.file_key + PREVIEW).read_bytes()
        )
        assert SECRET not in content
        assert SCRIPT not in content


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_it_sends_out_a_file_under_a_name_that_does_nothing(files: Path, world: World, signed_in, name: str):
    """It follows the name from the uploader's file to the name that the next browser saves."""
    material = make_material(world.hill, world["hill-leader"])
    client = signed_in("hill-leader")
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="'
        + name.replace('"', "%22").replace("\r\n", "%0D%0A").encode()
        + b'"\r\nContent-Type: text/html\r\n\r\n' + picture() + b"\r\n"
        + b"".join(
            f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in version_data().items()
        )
        + b"--b--\r\n"
    )  # fmt: skip
    to = library("hill", f"materials/{material.pk}/versions/new/")
    assert client.generic("POST", to, body, content_type="multipart/form-data; boundary=b").status_code == 302
    with within(world.hill):
        version = MaterialVersion.objects.get(material=material)
    assert re.fullmatch(r"[\w .()\-]{1,120}\.png", version.file_name)
    response = client.get(library("hill", f"materials/{material.pk}/versions/{version.pk}/file/"))
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert {name: response[name] for name in SAVED_ALONE} == SAVED_ALONE
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")


@by_name
def test_it_takes_or_refuses_it_as_evidence_and_keeps_no_half(world: World, signed_in, hostile: Hostile):
    strategy = make(world, "implementing")
    client = signed_in("hill-leader")
    data = {
        "client_id": str(uuid.uuid4()),
        "on": str(days_ago(world.hill, 4)),
        "what": "A timetable",
        "link": "",
    }
    file = SimpleUploadedFile(hostile.name, hostile.content(), content_type="image/png")
    response = client.post(url_for(strategy, "evidence/new/"), data | {"file": file})
    with within(world.hill):
        evidence_files = list(EvidenceFile.objects.all())
        assert Evidence.objects.count() == len(evidence_files)
    assert response.status_code == (302 if evidence_files else 422)
    assert bool(evidence_files) == (
        hostile.becomes == "kept" and hostile.name.endswith((".pdf", ".png", ".jpg"))
    )
    for evidence_file in evidence_files:
        assert SECRET not in bytes(evidence_file.content)
        if evidence_file.media_type == "application/pdf":
            assert not ACTIVE.search(read_objects(bytes(evidence_file.content)))
        answer = client.get(url_for(strategy, f"evidence/{evidence_file.evidence_id}/file/"))
        assert answer["Content-Disposition"].startswith("attachment; filename")
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Content-Type"] == evidence_file.media_type


DOORS = {"services/import/": {}, "imports/": {"kind": "organizations"}, "archive/": {"step": "check"}}


@pytest.mark.parametrize("door", sample(DOORS, first=1))
def test_it_reads_lists_and_archives_only(files: Path, world: World, signed_in, door: str):
    """Other files are refused at once or by the worker; nothing is imported."""
    client = signed_in("hill-coordinator")
    for hostile in CORPUS:
        file = SimpleUploadedFile(hostile.name, hostile.content(), content_type="text/csv")
        response = client.post(
            f"/c/hill/{door}", {"client_id": str(uuid.uuid4()), "file": file} | DOORS[door]
        )
        assert response.status_code in (302, 422), hostile.name
    with within(world.hill, coordinator=True):
        assert Service.objects.count() == 0
