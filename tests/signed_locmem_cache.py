"""A local-memory cache that serializes values as production does, so a value that is not JSON fails in a test."""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache

from tfc.signed_cache import SignedJson

SERIALIZER = SignedJson()


class SignedLocMemCache(LocMemCache):
    def set(self, key: Any, value: Any, *args: Any, **options: Any) -> None:
        super().set(key, _as_read(value), *args, **options)

    def add(self, key: Any, value: Any, *args: Any, **options: Any) -> bool:
        return super().add(key, _as_read(value), *args, **options)


def _as_read(value: Any) -> Any:
    stored = SERIALIZER.dumps(value)
    return stored if isinstance(stored, int) else SERIALIZER.loads(stored)
