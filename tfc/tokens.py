"""Links that somebody without an account gets by e-mail: a random token, of which only the hash is stored."""

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

from django.conf import settings


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_of_form(client_id: UUID, purpose: str) -> str:
    """As long as `new_token`, and the same however often one form is sent: a double click makes one link.

    Nobody foresees it without our secret, so that it need not be kept to be shown a second time.
    """
    message = f"token:{purpose}:{client_id.hex}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_token(token: str) -> str:
    """The SHA-256 in hexadecimal; a random token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
