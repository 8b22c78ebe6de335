"""Fail when our code asks for today's date without a scope or a time zone.

Outside a scope the date would be that of UTC, a day ahead in every evening in the United States.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

ROOT = Path(__file__).parents[1]
# Tests and installed packages may ask.
OTHERS = (ROOT / "tests", ROOT / ".venv")


@pytest.fixture(autouse=True, scope="session")
def days_are_of_a_place() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("localdate", "localtime"):
            patch.setattr(timezone, name, _guarded(getattr(timezone, name)))
        yield


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(value: Any = None, timezone: Any = None) -> Any:
        if timezone is None and _has_no_zone() and _is_ours(sys._getframe(1).f_code.co_filename):
            raise AssertionError("This date is of no place: open a scope, or name the zone of the place.")
        return function(value, timezone)

    return guarded


def _has_no_zone() -> bool:
    return not hasattr(timezone._active, "value")  # type: ignore[attr-defined]


def _is_ours(file_name: str) -> bool:
    path = Path(file_name)
    return path.is_relative_to(ROOT) and not any(path.is_relative_to(other) for other in OTHERS)
