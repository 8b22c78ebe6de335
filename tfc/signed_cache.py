"""A Redis cache with values as signed JSON: an attacker who can write to the broker can neither run code here nor
forge a value.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
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
    """Treats a value without a valid signature, or one that was signed for another key, as missing."""

    # Those of RedisCache pass by the methods below.
    get_many, set_many = BaseCache.get_many, BaseCache.set_many

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return super().add(key, self._with_key(key, value, version), timeout, version)

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        super().set(key, self._with_key(key, value, version), timeout, version)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            stored = super().get(key, None, version)
        except BadSignature:
            return default
        match stored:
            case int():
                return stored
            case [stored_key, value] if stored_key == self.make_key(key, version):
                return value
        return default

    def _with_key(self, key: Any, value: Any, version: int | None) -> Any:
        return value if type(value) is int else [self.make_key(key, version), value]


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
