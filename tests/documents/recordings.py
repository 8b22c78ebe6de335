"""Recordings as phones and programs write them, with hidden data."""

# MPEG 1, layer III, 128 kbit/s, 44.1 kHz: silence.
FRAME = b"\xff\xfb\x90\x00" + bytes(413)
MP3 = FRAME * 8
SECRET = b"+34.0522-118.2437/ Maria Lopez <script>"


def box(kind: bytes, *content: bytes) -> bytes:
    payload = b"".join(content)
    return (8 + len(payload)).to_bytes(4, "big") + kind + payload


def tag(*frames: bytes) -> bytes:
    """An ID3v2 tag; its size has seven bits per byte."""
    content = b"".join(frames)
    size = bytes(len(content) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + content


REMOTE = box(b"url ", bytes(4), b"https://watching.example/who\0")
SELF = box(b"url ", b"\0\0\0\1")


def track(*, handler: bytes = b"vide", source: bytes = SELF, more: bytes = b"") -> bytes:
    references = box(b"dref", bytes(4), b"\0\0\0\1", source)
    media = box(
        b"mdia",
        box(b"mdhd", bytes(24)),
        box(b"hdlr", bytes(8), handler, bytes(13)),
        box(b"minf", box(b"vmhd", bytes(12)), box(b"dinf", references), box(b"stbl", b"")),
    )
    return box(b"trak", box(b"tkhd", bytes(84)), media, more)


FILE_TYPE = box(b"ftyp", b"mp42", bytes(4), b"mp42isom")


def movie(*boxes: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    content = box(b"moov", box(b"mvhd", bytes(100)), *(boxes or (track(),)))
    return FILE_TYPE + before + content + box(b"mdat", b"pictures and sound") + after


MP4 = movie()
