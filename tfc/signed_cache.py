"""A Redis cache with values as signed JSON: an attacker who can write to the broker can neither run code here nor
forge a value.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.signing import BadSignature, Signer
from django.utils.safestring import SafeString, mark_safe

# The only key of the JSON object that marks safe HTML, to distinguish it from text.
MARKUP = "__markup__"


class SignedJson:
    """Serializer of Django's Redis cache. Counters stay plain numbers, which Redis increments itself."""

    def __init__(self) -> None:
        self.signer = Signer(salt="tfc.signed_cache")

    def dumps(self, value: Any) -> int | bytes:
        if type(value) is int:
            return value
        return self.signer.sign(json.dumps(_mark_safe_html(value), separators=(",", ":"))).encode()

    def loads(self, data: bytes) -> Any:
        """Return the value; raise BadSignature if this installation did not store it."""
        try:
            return int(data)
        except ValueError:
            pass
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise BadSignature from error
        return json.loads(self.signer.unsign(text), object_hook=_with_markup)


class SignedRedisCache(RedisCache):
    """Treats a value without a valid signature as missing."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except BadSignature:
            return default


@register(Tags.security, deploy=True)
def check_broker(**_kwargs: object) -> list[CheckMessage]:
    """Report an error if, in production, the broker accepts jobs and counters without a password."""
    if urlsplit(settings.REDIS_URL).password:
        return []
    hint = "docs/deploy/upgrade.md describes how to set it."
    return [Error("REDIS_URL has no password: the broker takes jobs from anybody.", hint=hint, id="tfc.E002")]


def _mark_safe_html(value: Any) -> Any:
    """Mark safe HTML: JSON has only text, and the page would escape it."""
    if isinstance(value, SafeString):
        return {MARKUP: str(value)}
    if isinstance(value, dict):
        return {name: _mark_safe_html(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_mark_safe_html(part) for part in value]
    return value


def _with_markup(document: dict[str, Any]) -> Any:
    return mark_safe(document[MARKUP]) if document.keys() == {MARKUP} else document  # noqa: S308 (signed by us)
