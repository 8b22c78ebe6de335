"""The number of our files that a repeated request goes through, which is what a newcomer has to read."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings

from events.models import Event
from tests.base import World, within
from tests.events.base import days_ago
from tests.events.test_meeting_log import LOG, form

ROOT = Path(settings.BASE_DIR)
NOT_COUNTED = ("tests", "demo", "dev", ".venv")


def trace_files(request: Callable[[], Any]) -> set[str]:
    """Return the files of the product in which the request calls a function."""
    paths: set[str] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            paths.add(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        request()
    finally:
        sys.setprofile(None)
    inside = [Path(path).relative_to(ROOT) for path in paths if path.startswith(f"{ROOT}/")]
    return {str(path) for path in inside if path.parts[0] not in NOT_COUNTED}


def test_logging_an_event_goes_through_few_files(world: World, signed_in):
    client = signed_in("hill-leader")
    assert client.post(LOG, form(world, day=str(days_ago(world.hill, 2)))).status_code == 302
    files = trace_files(lambda: client.post(LOG, form(world)))
    with within(world.hill):
        assert Event.objects.count() == 2
    assert len(files) <= 25, "\n".join(sorted(files))


def test_a_page_of_figures_goes_through_few_files(world: World, signed_in):
    client = signed_in("hill-leader")
    client.get("/c/hill/figures/")
    files = trace_files(lambda: client.get("/c/hill/figures/"))
    assert len(files) <= 40, "\n".join(sorted(files))
