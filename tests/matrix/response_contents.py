"""The contents of a response or email, unpacked: its canaries and its format."""

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
# The first prefix of the content type.
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
# Deeper than any of our files: an archive contains a workbook, which contains its sheets.
DEPTH = 4


def get_body(response: HttpResponseBase) -> bytes:
    streamed = getattr(response, "streaming_content", None)
    content = b"".join(streamed or ()) if response.streaming else response.content  # type: ignore[attr-defined]
    headers = repr(sorted(response.items())).encode()
    return b"\n".join([*unpacked(content), headers])


def get_format(response: HttpResponseBase) -> str:
    content_type = response.get("Content-Type", "")
    return next((name for start, name in FORMATS.items() if content_type.startswith(start)), "other")


def unpacked(content: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """Yield the content as it is, and decompressed, unfolded and as text."""
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    yield content
    if b"\n " in content and not content.startswith(b"PK\x03\x04"):
        # A folded calendar line continues after a space, inside a word.
        yield re.sub(rb"\r?\n ", b"", content)
    if content.startswith(b"PK\x03\x04") and depth:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from unpacked(packed.read(name), depth - 1)
    if content.startswith(b"%PDF"):
        yield _drawn(content)


def _drawn(content: bytes) -> bytes:
    """Return the text and the metadata of a PDF; a line may end inside a word."""
    try:
        read = PdfReader(io.BytesIO(content))
        text = "\n".join(page.extract_text() for page in read.pages)
        about = repr(dict(read.metadata or {}))
    except PyPdfError:
        # Sample files may be invalid.
        return b""
    return (text + "".join(text.split()) + about).encode()


def get_mail(message: EmailMessage) -> bytes:
    """Return text, parts and headers of the email as sent, unpacked."""
    travels = message.message()
    payloads = [part.get_payload(decode=True) for part in travels.walk()]
    parts = [payload for payload in payloads if isinstance(payload, bytes)]
    texts = [message.subject, message.body, repr(travels.items())]
    return b"\n".join(
        [*(text for part in parts for text in unpacked(part)), *(word.encode() for word in texts)]
    )


def canaries_in(body: bytes) -> set[tuple[str, str]]:
    """Return (owner, "model-column") of each canary; a truncated one may have only the column's beginning."""
    return {
        (owner.decode().lower(), f"{model.decode().lower()}-{column.decode().lower()}")
        for owner, model, column in CANARY.findall(body)
    }
