"""Answers that a browser saves as a file. The middleware keeps them out of caches and forbids guessing their type."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(content: bytes | memoryview | str, media_type: str, name: str) -> HttpResponse:
    """Return the content as a file of this name."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    content = content if isinstance(content, str) else bytes(content)
    return HttpResponse(content, content_type=media_type, headers=headers)
