"""A value that a page computes only if its template needs it."""

from collections.abc import Callable
from typing import Any


class LazyValue:
    """A function that templates call, and whose result is cached for the page.

    functools.cache would also do, but copies the name and docstring of each function, a dozen times per page.
    """

    __slots__ = ("_answer", "_ask")

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._ask: Callable[[], Any] | None = ask

    def __call__(self) -> Any:
        if self._ask is not None:
            self._answer, self._ask = self._ask(), None
        return self._answer
