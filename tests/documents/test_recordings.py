"""Recordings keep sound and pictures, and lose personal data, embedded files and external references."""

import io

import pytest
from django.core.exceptions import ValidationError

from tests.documents.recordings import FILE_TYPE, FRAME, MP3, MP4, REMOTE, SECRET, box, movie, tag, track
from tfc.documents.cleaning import clean_upload


def clean(content: bytes, suffix: str) -> bytes:
    return clean_upload(io.BytesIO(content), suffix=suffix, longest_side=0).file.read()


@pytest.mark.parametrize(
    "content",
    [
        MP3,
        tag(b"GEOB", SECRET) + MP3,
        tag(b"APIC", SECRET) + bytes(300) + tag(SECRET) + MP3,
        MP3 + b"TAG" + SECRET.ljust(125),
        MP3[: 4 * len(FRAME)] + SECRET + MP3[4 * len(FRAME) :],
        MP3 + b"APETAGEX" + SECRET,
    ],
    ids=["frames", "object", "picture", "name", "between", "behind"],
)
def test_an_mp3_is_its_frames_of_sound_alone(content: bytes):
    assert clean(content, ".mp3") == MP3


@pytest.mark.parametrize(
    ("content", "number"),
    [
        (movie(box(b"udta", SECRET), track()), 1),
        (movie(track(more=box(b"udta", SECRET))), 1),
        (movie(track(more=box(b"meta", SECRET)), box(b"meta", SECRET), box(b"pssh", SECRET)), 1),
        (movie(track(), track(handler=b"meta", more=box(b"free", SECRET))), 1),
        (movie(track(), track(handler=b"soun"), track(handler=b"sbtl"), track(handler=b"text")), 3),
        (movie(before=box(b"free", SECRET)), 1),
        (movie(before=box(b"uuid", SECRET), after=box(b"skip", SECRET)), 1),
        (movie(after=(0).to_bytes(4, "big") + b"meta" + SECRET), 1),
    ],
    ids=["place", "place-of-track", "license", "track-of-places", "tracks", "free", "uuid", "to-the-end"],
)
def test_an_mp4_keeps_its_pictures_and_sound_where_they_were(content: bytes, number: int):
    cleaned = clean(content, ".mp4")
    assert SECRET not in cleaned
    assert len(cleaned) == len(content)
    assert cleaned.count(b"trak") == number
    assert cleaned.index(b"pictures and sound") == content.index(b"pictures and sound")


@pytest.mark.parametrize("content", [MP4, movie(track(source=box(b"url ", b"\0\0\0\1", b"\0")))])
def test_an_mp4_without_anything_of_that_stays_as_it_is(content: bytes):
    assert clean(content, ".mp4") == content


@pytest.mark.parametrize(
    ("suffix", "content", "message"),
    [
        (".mp4", movie(track(source=REMOTE)), "a connection to another file or website"),
        (
            ".mp4",
            movie(track(source=box(b"url ", b"\0\0\0\1", b"https://watching.example\0"))),
            "another file",
        ),
        (".mp4", movie(track(source=box(b"alis", bytes(4), SECRET))), "another file"),
        (".mp4", movie(box(b"rmra", SECRET)), "another file"),
        (".mp4", movie(track(handler=b"text")), "another file"),
        (".mp4", MP4 + b"PK\x03\x04" + bytes(40), "not what its name"),
        (".mp4", MP4[:-4], "not what its name"),
        (".mp4", FILE_TYPE + b"<html><script>alert(1)</script>", "not what its name"),
        (".mp4", box(b"ftyp", b"mp42", bytes(4), SECRET * 40) + MP4[len(FILE_TYPE) :], "not what its name"),
        (".mp3", b"ID3=1/*\0\0*/;alert(1)" + bytes(60), "not what its name"),
        (".mp3", tag(SECRET) + b"<html>" + SECRET, "not what its name"),
        (".mp3", b"\xff\xfb\x90\x00" + SECRET * 40, "not what its name"),
        (".mp3", tag(b""), "not what its name"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_what_loads_something_or_is_something_else_is_refused(suffix: str, content: bytes, message: str):
    with pytest.raises(ValidationError) as refused:
        clean(content, suffix)
    assert message in refused.value.messages[0]
