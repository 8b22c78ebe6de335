"""The faults, each repaired as systemd would."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.drill import stored_records
from tests.drill.installation import Installation
from tests.drill.media_disk import Media

SECONDS_FOR_WORK = 30.0
SECONDS_AWAY = 1.5
SECONDS_FULL = 4.0
SECONDS_TWICE = 6.0
MORE_BELLS = 3


@dataclass(frozen=True)
class Scene:
    installation: Installation
    media: Media


@dataclass(frozen=True)
class Fault:
    """``strike`` causes it, repairs what a supervisor repairs, and returns."""

    name: str
    title: str
    strike: Callable[[Scene], None]
    needs: str = ""


def worker(scene: Scene) -> None:
    """Kill the worker while it runs a job."""
    end = time.monotonic() + SECONDS_FOR_WORK
    while not stored_records.working(scene.installation) and time.monotonic() < end:
        time.sleep(0.02)
    scene.installation.kill("worker")
    scene.installation.again("worker")


def broker(scene: Scene) -> None:
    """Restart the broker; the queue is lost, since it stores nothing on disk."""
    scene.installation.kill("broker")
    time.sleep(SECONDS_AWAY)
    scene.installation.again("broker")


def database(scene: Scene) -> None:
    scene.installation.restart_database()


def pooler(scene: Scene) -> None:
    scene.installation.kill("pooler")
    time.sleep(SECONDS_AWAY)
    scene.installation.again("pooler")


def disk(scene: Scene) -> None:
    scene.media.fill()
    time.sleep(SECONDS_FULL)
    scene.media.make_room()


def four_times(scene: Scene) -> None:
    """Send the task of each open job three more times, all at once."""
    ring(
        [open_job for open_job in stored_records.open_jobs(scene.installation) for _ in range(MORE_BELLS)],
        scene.installation,
    )


def two_schedules(scene: Scene) -> None:
    """Start a second schedule, and send each of its tasks twice at once."""
    second = scene.installation.second_schedule()
    second.launch()
    try:
        ring([(task, None) for task in scheduled() for _ in range(2)], scene.installation)
        time.sleep(SECONDS_TWICE)
    finally:
        second.stop()


def scheduled() -> list[str]:
    from tfc.celery import app

    return sorted({str(entry["task"]) for entry in app.conf.beat_schedule.values()})


def ring(bells: list[tuple[str, int | None]], installation: Installation) -> None:
    from tfc.celery import app

    with app.connection_for_write(installation.broker.url) as connection:
        for task, number in bells:
            app.send_task(task, () if number is None else (number,), connection=connection)


FAULTS = (
    Fault("worker", "worker killed (SIGKILL) with a job in hand", worker),
    Fault("broker", "broker killed, all it held lost", broker),
    Fault("database", "PostgreSQL restarted at once", database),
    Fault("pooler", "PgBouncer killed and restarted", pooler, needs="pooler"),
    Fault("disk", "disk of the files full", disk),
    Fault("four", "each job delivered four times", four_times),
    Fault("schedule", "two schedules, each task twice", two_schedules),
)
