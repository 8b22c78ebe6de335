"""Addresses, put together once: those that come again and again, and those of many things of one kind in a list."""

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse

# Stands for the number or slug of a thing in the address of none.
_ANY = 987654321987654321


class Addresses:
    """``Addresses("events:event-detail", "hill").of(7)`` is what ``reverse`` gives; the last is a number or a slug."""

    def __init__(self, name: str, *args: str) -> None:
        self._before, self._after = address(name, *args, _ANY).rsplit(str(_ANY), 1)

    def of(self, key: int | str) -> str:
        return f"{self._before}{key}{self._after}"


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """What ``reverse`` gives, remembered: for addresses that every page of a place has, or that somebody just saw."""
    return _address(get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=10_000, typed=True)
def _address(_prefix: str, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, args=args, kwargs=dict(kwargs))
