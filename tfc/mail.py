"""Emails that the application sends automatically."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.mail import EmailMessage


def automatic_message(
    subject: str, text: str, to: Sequence[str], headers: Mapping[str, str] | None = None, **options: Any
) -> EmailMessage:
    """Return a message marked as automatic (RFC 3834), so that no absence notice answers it.

    ``options``: further arguments of EmailMessage.
    """
    return EmailMessage(
        subject, text, to=list(to), headers={"Auto-Submitted": "auto-generated", **(headers or {})}, **options
    )


def unsubscribe_headers(url: str) -> dict[str, str]:
    """Return the headers for the unsubscribe button of email programs; ``url`` accepts a POST (RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
