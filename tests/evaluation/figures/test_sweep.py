"""The task that keeps open rounds up to date, through the figures' login."""

import logging
import os
import subprocess
import sys
from datetime import date

import pytest

from communities.models import Office
from evaluation.instrument import PARTS
from evaluation.models import Figure, Round, ThresholdSetting
from evaluation.tasks.figures import refresh_open_rounds
from tests.base import COMMITTED, make_world, within
from tests.evaluation.figures.records import H1, stakeholder_meetings

pytestmark = COMMITTED


def open_round(office: Office, **fields: object) -> None:
    with within(office):
        Round.objects.create(
            half_year=str(H1), due_on=date(2026, 7, 31), **{"opened_at": "2026-06-15T00:00Z", **fields}
        )


def figures_in(office: Office) -> int:
    with within(office):
        return Figure.objects.for_office(office.pk).count()


def test_it_refreshes_every_community_of_every_open_round(caplog: pytest.LogCaptureFixture):
    world = make_world()
    open_round(world.usa)
    open_round(world.uk, closed_at="2026-08-01T00:00Z")
    with caplog.at_level(logging.INFO, logger="evaluation.tasks.figures"):
        assert refresh_open_rounds() == 2 * len(PARTS)
    assert [record.getMessage() for record in caplog.records] == [
        "figures refreshed: 1 offices with open rounds, 28 figures changed"
    ]
    assert (figures_in(world.usa), figures_in(world.uk)) == (2 * len(PARTS), 0)


def test_it_follows_the_records_and_then_has_nothing_to_do():
    world = make_world()
    open_round(world.usa)
    refresh_open_rounds()
    stakeholder_meetings(world.hill, 2)
    # The meetings, their breadth, and the organizations engaged.
    assert refresh_open_rounds() == 3
    assert refresh_open_rounds() == 0
    with within(world.hill):
        assert Figure.objects.get(part="stakeholder_meetings").value == 2


def test_an_office_that_cannot_be_computed_does_not_stop_the_others(caplog: pytest.LogCaptureFixture):
    world = make_world()
    for office in (world.usa, world.uk):
        open_round(office)
    with within(world.usa):
        ThresholdSetting.objects.create(code="met", value=10, from_half_year="2025-H1")
    assert refresh_open_rounds() == len(PARTS)
    assert (figures_in(world.usa), figures_in(world.uk)) == (0, len(PARTS))
    assert [record.levelname for record in caplog.records if record.exc_info] == ["ERROR"]


def test_the_worker_finds_every_task_of_the_schedule():
    """In a process of its own: here the tests have imported the modules that a worker must find by itself."""
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from tfc.celery import app; app.loader.import_default_modules();"
            "print(*sorted(entry['task'] for entry in app.conf.beat_schedule.values()"
            " if entry['task'] not in app.tasks))",
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == ""
