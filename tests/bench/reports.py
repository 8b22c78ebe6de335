"""The cost of a report compared with its libraries, and the gain of a second worker."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from uuid import uuid4

import django
from django.utils import timezone

from communities.models import Community, User
from dev.layout import PYTHON, ROOT
from dev.processes import Service
from dev.servers import stop_all
from evaluation.models import Round
from reports.actions.reports import ReportRequest, request_report
from reports.jobs import queue_due
from reports.models import Job, JobState, Scope
from tests.bench import report_process
from tests.bench.load import children, proportional_megabytes
from tests.bench.result_rows import ResultRow, ratio_row
from tests.bench.scale import OFFICE
from tests.bench.servers import Stage
from tfc.tenancy import community_scope

DRAWN = 9
REPORTS = {"full": 1000, "small": 60}
FEW = 20
WARM = 4
PATIENCE = 60
SWEEP = 30
# The allowed growth of a worker's memory after the first fifth.
BOUND = 1.2
WORKER = ("celery", "-A", "tfc", "worker", "--concurrency", "1", "--loglevel", "WARNING", "--without-gossip")


def processor(stage: Stage) -> list[ResultRow]:
    """Measure the reports of the same communities in two processes, in turn."""
    ours, theirs, pictures = [], [], []
    with _process() as our_process, _process() as bare_process:
        for turn, coordinator in enumerate(stage.coordinators[: DRAWN + 1]):
            result = our_process.submit(report_process.ours, coordinator.community).result()
            bare = bare_process.submit(report_process.bare, coordinator.community).result()
            if turn:  # the first loads fonts and templates
                ours.append(result.report)
                pictures.append(result.pictures)
                theirs.append(bare)
    return [
        ratio_row("community report, CPU", 1.25, ours, theirs),
        ratio_row("its charts, part of its CPU", 0.05, pictures, ours),
    ]


def _process() -> ProcessPoolExecutor:
    """Return a process that shares nothing with this one."""
    return ProcessPoolExecutor(1, get_context("spawn"), django.setup)


def workers(stage: Stage) -> list[ResultRow]:
    """Measure the reports of one worker and then of two, and the first worker's memory after a fifth and at the end."""
    count = REPORTS.get(stage.size, FEW)
    _forget_what_was_left()
    communities = list(
        Community.objects.filter(office__slug=OFFICE).order_by("?").select_related("office")[:count]
    )
    with _workers(stage, 1) as worker:
        megabytes: list[float] = []
        alone = _seconds(
            communities, watch=lambda community: _note_memory(megabytes, worker[0], community, count)
        )
    with _workers(stage, 2):
        together = _seconds(communities)
    speed = ratio_row(
        "two workers, reports a second", 1.8, [count / together], [count / alone], unit="/s", at_least=True
    )
    return [
        speed,
        ratio_row(
            f"memory of a worker over {count} reports", BOUND, [megabytes[-1]], [megabytes[0]], unit="MB"
        ),
    ]


def _forget_what_was_left() -> None:
    """Delete the jobs of an interrupted run, which would otherwise be done first."""
    left = Job.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING))
    left.update(state=JobState.FAILED, ended_at=timezone.now())


@contextmanager
def _workers(stage: Stage, number: int) -> Iterator[list[Service]]:
    running: list[Service] = []
    try:
        for index in range(1, number + 1):
            command = [str(PYTHON), "-m", *WORKER, "--hostname", f"{index}@bench"]
            running.append(
                Service(f"worker-{index}", command, stage.logs, ready=lambda: True, working_folder=str(ROOT))
            )
            running[-1].start()
        yield running
    finally:
        stop_all(running)


def _seconds(communities: Sequence[Community], watch: Callable[[int], None] = lambda done: None) -> float:
    """Return the seconds from the first request to the last report, after a warm-up of each worker."""
    _wait_for(_ask(communities[:WARM]))
    began = time.perf_counter()
    _wait_for(_ask(communities), watch)
    return time.perf_counter() - began


def _ask(communities: Sequence[Community]) -> list[int]:
    """Queue a new report for each community."""
    user = User.objects.order_by("pk")[0]
    reports = []
    for community in communities:
        with community_scope(community.pk, community.office_id):
            request = Round.objects.get(half_year=report_process.HALF_YEAR)
            report_request = ReportRequest(Scope.COMMUNITY, report_process.HALF_YEAR, request, "en")
            reports.append(
                request_report(
                    office=community.office,
                    community=community,
                    wanted=report_request,
                    client_id=uuid4(),
                    by=user,
                ).pk
            )
    return list(Job.objects.filter(report_id__in=reports).values_list("pk", flat=True))


def _wait_for(jobs: Sequence[int], watch: Callable[[int], None] = lambda done: None) -> None:
    """Wait for the reports; LookupError if one failed, or none was made for a minute.

    Task messages may be lost, so the sweep of the schedule runs here too.
    """
    done, last = 0, time.monotonic()
    swept = last
    while done < len(jobs):
        time.sleep(0.1)
        if time.monotonic() - swept > SWEEP:
            swept = time.monotonic()
            queue_due()
        ended = Job.objects.filter(pk__in=jobs)
        if ended.filter(state=JobState.FAILED).exists():
            raise LookupError("A report could not be made; the worker's log says why.")
        now = ended.filter(state=JobState.DONE).count()
        if now != done:
            done, last = now, time.monotonic()
            watch(done)
        elif time.monotonic() - last > PATIENCE:
            raise LookupError("The workers make no report.")


def _note_memory(megabytes: list[float], worker: Service, done: int, count: int) -> None:
    """Record the memory of the process that draws after a fifth of the reports, and then at each check."""
    if done >= count / 5:
        busy = children(worker.process.pid)  # type: ignore[union-attr]
        megabytes.append(sum(proportional_megabytes(pid) for pid in busy))
