"""Stored uploads: the kind follows from the content, names are ours, and extra data is removed."""

import io
import os
import re
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from communities.tasks import keep_no_longer
from library import files as library_files
from library.files import PREVIEW, get_path, store_upload, sweep
from tests.base import COMMITTED
from tests.documents.document_samples import PDF, SHEET, SLIDES, TEXT_DOCUMENT, WORD, make_zip
from tests.documents.recordings import MP3, MP4
from tests.library.base import SECRET, kept_files, make_material, make_version, picture, upload
from tests.row_sets import stored_world
from tfc.documents.kinds import OFFICE


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.docx", WORD, OFFICE + "wordprocessingml.document"),
        ("a.PPTX", SLIDES, OFFICE + "presentationml.presentation"),
        ("a.xlsx", SHEET, OFFICE + "spreadsheetml.sheet"),
        ("a.odt", TEXT_DOCUMENT, "application/vnd.oasis.opendocument.text"),
        ("a.mp3", MP3, "audio/mpeg"),
        ("a.mp4", MP4, "video/mp4"),
        ("a.txt", "热线 y líneas".encode(), "text/plain"),
        ("a.csv", b"a,b\r\n1,2\r\n", "text/csv"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_keeps_a_file_as_it_is(files: Path, name: str, content: bytes, media_type: str):
    stored_file = store_upload(upload(name, content))
    assert (stored_file.file_name, stored_file.media_type, stored_file.size) == (
        name.lower(),
        media_type,
        len(content),
    )
    assert get_path(stored_file.file_key).read_bytes() == content
    assert kept_files(files) == [stored_file.file_key]


def test_it_shows_the_start_of_a_text(files: Path):
    assert store_upload(upload("a.txt", ("\ufeff" + "líneas\n" * 200).encode())).excerpt.startswith(
        "líneas\nlíneas"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.png", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("logo.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("page.html", b"<html></html>"),
        ("photo.jpg", picture("PNG")),
        ("photo.pdf", picture("PNG")),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100),
        ("run.exe", b"MZ\x90\0" + b"\0" * 100),
        ("sheet.docx", SHEET),
        ("plain.docx", make_zip({"readme.txt": "x"})),
        ("broken.docx", b"PK\x03\x04" + b"\0" * 100),
        ("text.odt", make_zip({"readme.txt": "x"})),
        ("no_ending", PDF),
        (".pdf", PDF),
        ("moving.png", picture("GIF")),
        ("song.mp4", MP3),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_refuses_what_is_not_what_its_name_says(files: Path, name: str, content: bytes):
    with pytest.raises(ValidationError) as caught:
        store_upload(upload(name, content))
    assert caught.value.code == "wrong-kind"
    assert kept_files(files) == []


@pytest.mark.parametrize("content", [b"MZ\x90\0" + b"\0" * 100, "líneas".encode("latin-1")])
def test_it_refuses_a_text_that_is_none(files: Path, content: bytes):
    with pytest.raises(ValidationError) as caught:
        store_upload(upload("a.txt", content))
    assert caught.value.code == "not-text"
    assert kept_files(files) == []


def test_it_draws_pictures_again(files: Path):
    """The location is removed, and so is a page hidden behind the picture."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    content = picture("JPEG", (900, 300), exif=exif) + b"<script>alert(1)</script>"
    assert SECRET in content
    stored_file = store_upload(upload("me.jpg", content))
    written = get_path(stored_file.file_key).read_bytes()
    assert SECRET not in written
    assert b"<script>" not in written
    preview = Image.open(io.BytesIO(get_path(stored_file.file_key + PREVIEW).read_bytes()))
    assert (preview.format, preview.size, stored_file.has_preview) == ("WEBP", (640, 213), True)


def test_it_refuses_a_broken_picture(files: Path):
    with pytest.raises(ValidationError) as caught:
        store_upload(upload("me.png", picture()[:40]))
    assert caught.value.code == "broken-picture"
    assert kept_files(files) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "..\\..\\boot.pdf", "/abs/x.pdf", "a\0b.pdf", "%2e%2e/x.pdf"]
)
def test_it_makes_no_path_of_a_name(files: Path, name: str):
    file = upload("x.pdf", PDF)
    # Django cleans a browser's file name before we see it; here it arrives as sent.
    setattr(file, "_name", name)  # noqa: B010
    stored_file = store_upload(file)
    assert kept_files(files) == [stored_file.file_key]
    assert "/" not in stored_file.file_name
    assert "\\" not in stored_file.file_name
    assert "\0" not in stored_file.file_name


@pytest.mark.parametrize("key", ["../x", "a" * 31, "A" * 32, "a" * 32 + "/..", "a" * 32 + "\n"])
def test_it_opens_only_its_own_keys(files: Path, key: str):
    with pytest.raises(ValueError, match=re.escape(key)):
        get_path(key)


def test_it_refuses_more_than_fifty_megabytes(files: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(library_files, "MOST_BYTES", len(PDF) - 1)
    with pytest.raises(ValidationError) as caught:
        store_upload(upload("a.pdf", PDF))
    assert caught.value.code == "too-large"
    assert kept_files(files) == []


def test_it_sweeps_only_what_is_old_and_unknown(files: Path):
    used, unknown, young = (store_upload(upload("a.png", picture())).file_key for _ in range(3))
    now = time.time()
    day_ago = now - 25 * 60 * 60
    # The new one as well, since file times come from the machine, whatever the tests' clock is.
    for key, at in ((used, day_ago), (unknown, day_ago), (young, now)):
        for name in (key, key + PREVIEW):
            os.utime(get_path(name), (at, at))
    assert sweep({used}) == 2
    assert kept_files(files) == sorted([used, used + PREVIEW, young, young + PREVIEW])
    assert sweep({used}) == 0


@pytest.mark.thorough
@COMMITTED
def test_it_sweeps_by_the_rows_of_all_communities(files: Path):
    world = stored_world()
    wanted = []
    for place, person in ((world.hill, "hill-leader"), (world.moor, "moor-leader"), (world.usa, "usa-staff")):
        material = make_material(place, world[person])
        wanted.append(make_version(place, material, world[person]).file_key)
    lost = store_upload(upload("a.pdf", PDF)).file_key
    long_ago = time.time() - 25 * 60 * 60
    for key in (*wanted, lost):
        os.utime(get_path(key), (long_ago, long_ago))
    assert keep_no_longer() == 1
    assert kept_files(files) == sorted(wanted)
