"""Rewrites recordings: keeps sound and pictures, and removes personal data, hidden files and references.

MP3: only audio frames are copied. MP4: boxes that are not needed to play it become empty `free` boxes of the same
size, so that no offset in the file changes. They may hold places, names, licenses and notes.
"""

import mmap
import shutil
from collections.abc import Iterator
from typing import NamedTuple

from tfc.documents.findings import Finding, RefusedError

# ── MP3: ISO 11172-3, layer III

KILOBITS = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
# By version bits: MPEG 2.5, none, 2, 1.
HERTZ = {0: (11025, 12000, 8000), 2: (22050, 24000, 16000), 3: (44100, 48000, 32000)}
HEADER = 4
# Minimum share of audio in a file without its tags: tags of other programs may follow it.
LEAST_SOUND = 0.5


def rewrite_mp3(source: str, target: str) -> None:
    """Copy only the audio frames of an MP3 file. Raise RefusedError if most of it is not audio."""
    with open(source, "rb") as file:
        content = file.read()
    start, end = _skip_tags(content), len(content)
    if content[-128:-125] == b"TAG":
        end -= 128
    copied = 0
    with open(target, "wb") as output:
        for first, length in _frames(content, start, end):
            copied += output.write(content[first : first + length])
    if not copied or copied < LEAST_SOUND * (end - start):
        raise RefusedError([Finding("wrong-kind")])


def _skip_tags(content: bytes) -> int:
    """Return the position after ID3v2 tags (size in four times seven bits) and their padding."""
    at = 0
    while content[at : at + 3] == b"ID3" and len(content) >= at + 10:
        size = 0
        for byte in content[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size
    while at < len(content) and content[at] == 0:
        at += 1
    return at


def _frames(content: bytes, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield frames that are followed by another frame or the end: single ones occur by chance in any file."""
    is_next = False
    while at + HEADER <= end:
        length = _frame_length(content[at : at + HEADER])
        follows = length and (
            at + length >= end or _frame_length(content[at + length : at + length + HEADER])
        )
        if length and at + length <= end and (follows or is_next):
            yield at, length
            at, is_next = at + length, True
        else:
            position = content.find(b"\xff", at + 1, end)
            at, is_next = end if position < 0 else position, False


def _frame_length(header: bytes) -> int:
    """Return the length of the frame in bytes, or 0 if it is no frame header."""
    if len(header) < HEADER or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate = header[1] >> 3 & 3, header[2] >> 2 & 3
    kilobits = header[2] >> 4
    if version not in HERTZ or rate == 3 or kilobits in (0, 15):
        return 0
    is_first = version == 3
    per_second = KILOBITS[is_first][kilobits - 1] * 1000
    return (144 if is_first else 72) * per_second // HERTZ[version][rate] + (header[2] >> 1 & 1)


# ── MP4: ISO 14496-12

NEEDED = {
    "": {b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx"},
    "moov": {b"mvhd", b"trak", b"mvex"},
    "trak": {b"tkhd", b"mdia", b"edts", b"tref"},
    "mdia": {b"mdhd", b"hdlr", b"minf", b"elng"},
    "minf": {b"vmhd", b"smhd", b"sthd", b"nmhd", b"dinf", b"stbl"},
    "dinf": {b"dref"},
    "moof": {b"mfhd", b"traf"},
    "traf": {b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio"},
}
# Pictures, sound and subtitles; other tracks hold the phone's location or addresses that a player opens.
TRACKS = {b"vide", b"soun", b"sbtl", b"subt", b"clcp"}
LONGEST_TYPE = 512
MOST_BOXES = 200_000


class Box(NamedTuple):
    kind: bytes
    start: int
    payload: int
    end: int


def rewrite_mp4(source: str, target: str) -> None:
    """Empty the unneeded boxes of an MP4 file. Raise RefusedError if it is damaged, has data after its end, or loads
    media from elsewhere.
    """
    shutil.copyfile(source, target)
    with open(target, "r+b") as file, mmap.mmap(file.fileno(), 0) as content:
        boxes = _read_boxes(content, 0, len(content))
        if not boxes or boxes[0].kind != b"ftyp" or boxes[0].end > LONGEST_TYPE:
            raise RefusedError([Finding("wrong-kind")])
        _clean_boxes(content, boxes, "")
        tracks = [
            box
            for movie in boxes
            if movie.kind == b"moov"
            for box in _read_boxes(content, movie.payload, movie.end)
            if box.kind == b"trak"
        ]
        if not tracks:
            raise RefusedError([Finding("remote")])


def _read_boxes(content: mmap.mmap, at: int, end: int) -> list[Box]:
    boxes: list[Box] = []
    while at < end:
        size, kind, payload = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], at + 8
        if size == 1:
            size, payload = int.from_bytes(content[at + 8 : at + 16]), at + 16
        elif size == 0:
            size = end - at
        if at + size > end or payload > at + size or len(boxes) > MOST_BOXES:
            raise RefusedError([Finding("wrong-kind")])
        boxes.append(Box(kind, at, payload, at + size))
        at += size
    return boxes


def _clean_boxes(content: mmap.mmap, boxes: list[Box], parent: str) -> None:
    for box in boxes:
        name = box.kind.decode("latin-1")
        if box.kind not in NEEDED[parent] or (name == "trak" and not _is_played(content, box)):
            _empty(content, box)
        elif name == "dref":
            _check_sources(content, box)
        elif name in NEEDED:
            _clean_boxes(content, _read_boxes(content, box.payload, box.end), name)


def _empty(content: mmap.mmap, box: Box) -> None:
    content[box.start + 4 : box.start + 8] = b"free"
    content[box.payload : box.end] = bytes(box.end - box.payload)


def _is_played(content: mmap.mmap, track: Box) -> bool:
    for media in _read_boxes(content, track.payload, track.end):
        if media.kind == b"mdia":
            for box in _read_boxes(content, media.payload, media.end):
                if box.kind == b"hdlr":
                    return content[box.payload + 8 : box.payload + 12] in TRACKS
    return False


def _check_sources(content: mmap.mmap, box: Box) -> None:
    """Require each entry's last bit, which means that the data is in this file, and an empty address."""
    for entry in _read_boxes(content, box.payload + 8, box.end):
        flags = content[entry.payload + 3 : entry.payload + 4]
        if flags != b"\1" or content[entry.payload + 4 : entry.end].strip(b"\0"):
            raise RefusedError([Finding("remote")])
