"""What an answer or an e-mail says, unpacked: the canaries in it, and in which format they left."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterator

from django.core.mail import EmailMessage
from django.http import HttpResponseBase
from pypdf import PdfReader
from pypdf.errors import PyPdfError

CANARY = re.compile(rb"canary-([a-z]+)-([a-z]+)-([a-z0-9_]+)", re.IGNORECASE)
# The first that the type of the content begins with.
FORMATS = {
    "text/html": "html",
    "text/csv": "csv",
    "text/calendar": "ics",
    "application/json": "json",
    "application/geo+json": "json",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/vnd.openxmlformats": "xlsx",
    "application/xml": "xml",
    "text/xml": "xml",
    "image/svg": "svg",
    "image/": "image",
}
# Deeper than any of our files: an archive holds a workbook, which holds its sheets.
DEPTH = 4


def body_of(response: HttpResponseBase) -> bytes:
    """All of it with its headers, unpacked."""
    streamed = getattr(response, "streaming_content", None)
    content = b"".join(streamed or ()) if response.streaming else response.content  # type: ignore[attr-defined]
    headers = repr(sorted(response.items())).encode()
    return b"\n".join([*unpacked(content), headers])


def format_of(response: HttpResponseBase) -> str:
    told = response.get("Content-Type", "")
    return next((name for start, name in FORMATS.items() if told.startswith(start)), "other")


def unpacked(content: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """What the bytes say: as they are, and what they hold compressed, folded or drawn."""
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    yield content
    if b"\n " in content:
        # A line of a calendar goes on after a blank, in the middle of a word.
        yield re.sub(rb"\r?\n ", b"", content)
    if content.startswith(b"PK\x03\x04") and depth:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from unpacked(packed.read(name), depth - 1)
    if content.startswith(b"%PDF"):
        yield _drawn(content)


def _drawn(content: bytes) -> bytes:
    """The words of a PDF, and what it says of itself; a line may end within a word."""
    try:
        read = PdfReader(io.BytesIO(content))
        text = "\n".join(page.extract_text() for page in read.pages)
        about = repr(dict(read.metadata or {}))
    except PyPdfError:
        # The samples' files are no real ones.
        return b""
    return (text + "".join(text.split()) + about).encode()


def mail_of(message: EmailMessage) -> bytes:
    """The text, every part and every header as they travel, unpacked."""
    travels = message.message()
    payloads = [part.get_payload(decode=True) for part in travels.walk()]
    parts = [one for one in payloads if isinstance(one, bytes)]
    words = [message.subject, message.body, repr(travels.items())]
    return b"\n".join(
        [*(each for part in parts for each in unpacked(part)), *(word.encode() for word in words)]
    )


def canaries_in(body: bytes) -> set[tuple[str, str]]:
    """(owner, "model-column") of each canary; the end of a column that was cut is the column's beginning."""
    return {
        (owner.decode().lower(), f"{model.decode().lower()}-{column.decode().lower()}")
        for owner, model, column in CANARY.findall(body)
    }
