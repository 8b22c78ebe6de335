"""Tokens of links that people without an account get by email: random, and only the hash is stored; session keys."""

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

from django.conf import settings


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_of_form(client_id: UUID, purpose: str) -> str:
    """Return a token as long as `new_token` gives, the same each time a form is sent: a double click creates one link.

    It cannot be predicted without our secret key, and it need not be stored to be shown again.
    """
    message = f"token:{purpose}:{client_id.hex}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_token(token: str) -> str:
    """Return the SHA-256 in hexadecimal; a random token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_session_key(random: str) -> str:
    """Return a session key that contains a signature, as long as the table allows (40 characters)."""
    random = random[:25]
    digest = hmac.new(settings.SECRET_KEY.encode(), f"session:{random}".encode(), hashlib.sha256)
    return random + digest.hexdigest()[:15]


def is_session_key(key: str) -> bool:
    """Return True if we made this key, whether or not its session has ended."""
    return hmac.compare_digest(sign_session_key(key[:-15]).encode(), key.encode())
