"""Addresses that accept submissions; other_addresses.txt lists those that store no record each time, and why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

PLACE = Path(__file__).with_name("other_addresses.txt")
BECAUSE = " · "
# How Django's decorators name the verbs that they allow.
VERBS = "request_method_list"


def others() -> dict[str, str]:
    """Return the reason by route; empty for those that are tried twice."""
    lines = [line for line in PLACE.read_text().splitlines() if line and not line.startswith("#")]
    return {route: why for route, _, why in (line.partition(BECAUSE) for line in lines)}


def takes_posts(view: Callable[..., Any]) -> bool:
    """Return True if no decorator of the view refuses POST; a view without one takes every verb."""
    wrapped: Any = view
    while wrapped is not None:
        cells = dict(zip(wrapped.__code__.co_freevars, wrapped.__closure__ or (), strict=True))
        if VERBS in cells and "POST" not in cells[VERBS].cell_contents:
            return False
        wrapped = getattr(wrapped, "__wrapped__", None)
    return True
