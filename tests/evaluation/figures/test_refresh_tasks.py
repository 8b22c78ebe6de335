"""The tasks that update open rounds, with the figures' login."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.utils import timezone

from communities.models import Office, ThresholdSetting
from evaluation.instrument import PARTS
from evaluation.models import Figure, Group, Refresh, Round, StaleMark
from evaluation.tasks import flag_due, recompute_changed_figures, refresh_comparisons
from tests.base import COMMITTED, within
from tests.evaluation.figures.records import H1, stakeholder_meetings
from tests.row_sets import stored_world

pytestmark = COMMITTED


def open_round(office: Office, **fields: object) -> None:
    with within(office):
        Round.objects.create(
            half_year=str(H1), due_on=date(2026, 7, 31), **{"opened_at": "2026-06-15T00:00Z", **fields}
        )


def figures_in(office: Office) -> int:
    with within(office):
        return Figure.objects.for_office(office.pk).count()


def test_it_refreshes_every_community_of_every_open_round_once_a_day():
    world = stored_world()
    open_round(world.usa)
    open_round(world.uk, closed_at="2026-08-01T00:00Z")
    StaleMark.objects.using("figures").all().delete()
    assert (flag_due(), flag_due(), recompute_changed_figures()) == (3, 0, 3)
    assert (figures_in(world.usa), figures_in(world.uk)) == (2 * len(PARTS), 0)
    assert flag_due() == 0
    yesterday = timezone.now() - timedelta(days=1)
    Refresh.objects.using("figures").update(refreshed_at=yesterday)
    assert flag_due() == 2


def test_it_follows_the_records_and_then_has_nothing_to_do():
    world = stored_world()
    open_round(world.usa)
    assert recompute_changed_figures() == 3
    stakeholder_meetings(world.hill, 2)
    assert recompute_changed_figures() == 1
    assert recompute_changed_figures() == 0
    with within(world.hill):
        assert Figure.objects.get(part="stakeholder_meetings").value == 2
    # The meetings, their breadth, and the organizations engaged, which need five communities for a median.
    assert refresh_comparisons() == len(PARTS) * len(Group)
    assert refresh_comparisons() == 0


def test_what_cannot_be_computed_is_set_aside_and_keeps_nobody_else_waiting(caplog: pytest.LogCaptureFixture):
    world = stored_world()
    for office in (world.usa, world.uk):
        open_round(office)
    with within(world.usa):
        ThresholdSetting.objects.create(code="met", value=10, from_half_year="2025-H1")
    recompute_changed_figures()
    assert (figures_in(world.usa), figures_in(world.uk)) == (0, len(PARTS))
    assert [record.levelname for record in caplog.records if record.exc_info] == ["ERROR"] * 2
    tried = Refresh.objects.using("figures").get(community=world.hill)
    assert (tried.error, tried.tries, tried.refreshed_at) == ("ValueError", 1, None)
    # Its stale marks and its clock wait for the next try.
    assert (recompute_changed_figures(), flag_due()) == (0, 0)
    with within(world.usa):
        ThresholdSetting.objects.update(value=90)
    Refresh.objects.using("figures").update(retry_at=timezone.now())
    assert recompute_changed_figures() == 2
    assert figures_in(world.usa) == 2 * len(PARTS)
    assert Refresh.objects.using("figures").get(community=world.hill).error == ""


@pytest.mark.thorough
def test_the_worker_finds_every_task_of_the_schedule():
    """The worker runs in its own process, since the tests have already imported the modules that it must find."""
    process = subprocess.run(
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
    assert process.stdout.strip() == ""
