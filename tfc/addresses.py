"""The addresses of many things of one kind, put together once for a whole list."""

from django.urls import reverse

# Stands for the number or slug of a thing in the address of none.
_ANY = 987654321987654321


class Addresses:
    """``Addresses("events:event-detail", "hill").of(7)`` is what ``reverse`` gives; the last is a number or a slug."""

    def __init__(self, name: str, *args: str) -> None:
        self._before, self._after = reverse(name, args=[*args, _ANY]).rsplit(str(_ANY), 1)

    def of(self, key: int | str) -> str:
        return f"{self._before}{key}{self._after}"
