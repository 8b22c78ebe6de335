"""Links that somebody without an account gets by e-mail: a random token, of which only the hash is stored."""

import hashlib
import secrets


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """The SHA-256 in hexadecimal; a random token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
