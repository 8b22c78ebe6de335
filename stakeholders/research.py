"""Progress of a community's researches, and which of them is current."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Max, Q, QuerySet

from stakeholders.models import Finding, FindingStatus, Research, Step
from stakeholders.research_steps import (
    CONFIDENCE_NEEDED,
    FindingDays,
    MethodUse,
    Progress,
    ResearchRecord,
    get_progress,
)
from tfc.dates import add_months


def get_progress_on(research: Research, day: dt.date, months: int) -> Progress:
    """Return the progress of a research from ``with_progress`` on a day. ``months``: for how long findings count."""
    record = ResearchRecord(
        research.begun_on,
        has_design=research.has_design,
        done_on={Step(step["step"]): _read_day(step["on"]) for step in research.step_days},
        methods=[
            MethodUse(use["method"], _read_day(use["on"]), use["count"])
            for use in research.method_uses
            if _read_day(use["on"]) <= day
        ],
    )
    findings = [
        FindingDays(
            _read_day(finding["on"]),
            finding["confidence"],
            _read_day(finding["checked_on"]) if finding["checked_on"] else None,
        )
        for finding in research.finding_days
    ]
    return get_progress(record, findings, day, months)


def _read_day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def get_first_day(research: Research) -> dt.date | None:
    """Return the earliest day of any of its steps and methods; two queries."""
    return min((day for days in _get_recorded_days(research).values() for day in days), default=None)


def _get_recorded_days(research: Research) -> dict[str, list[dt.date]]:
    days: dict[str, list[dt.date]] = {}
    done = research.steps.filter(deleted_at=None, done_on__isnull=False).values_list("step", "done_on")
    begun = research.methods.filter(deleted_at=None, begun_on__isnull=False)
    for code, day in done:
        if day:
            days.setdefault(code, []).append(day)
    days[Step.METHODS] = [day for day in begun.values_list("begun_on", flat=True) if day]
    return days


Limits = tuple[dt.date | None, dt.date | None]


def get_day_limits(research: Research, step: Step) -> Limits:
    """Return the latest day of the steps before this one and the earliest day of those after it, as recorded; two
    queries.
    """
    days = _get_recorded_days(research)
    place = list(Step).index(step)
    before = [day for code in list(Step)[:place] for day in days.get(code, ())]
    after = [day for code in list(Step)[place + 1 :] for day in days.get(code, ())]
    return max([research.begun_on, *before]), min(after, default=None)


def get_current_research(researches: Sequence[Research]) -> Research | None:
    """Return the current research: the first of ``newest_first`` that is not closed."""
    return next((research for research in researches if research.closed_on is None), None)


Days = tuple[dt.date | None, dt.date | None]


def has_solid_finding(day: dt.date, months: int) -> bool:
    """Return whether a finding is recent and certain enough for the ranking to count; one query."""
    findings = Finding.objects.not_deleted().exclude(status=FindingStatus.WITHDRAWN)
    recent = findings.filter(observed_on__range=(add_months(day, -months), day))
    return recent.filter(confidence__gte=CONFIDENCE_NEEDED).exists()


def newest_rows(day: dt.date) -> "QuerySet[Finding, Days]":
    """Return one row with the newest days of all and of open findings, or none if there are no findings."""
    findings = (
        Finding.objects.not_deleted().filter(observed_on__lte=day).exclude(status=FindingStatus.WITHDRAWN)
    )
    of_town = findings.order_by().values("community")
    newest = of_town.annotate(
        any=Max("observed_on"), open=Max("observed_on", filter=Q(status=FindingStatus.OPEN))
    )
    return newest.values_list("any", "open")


def newest_in(rows: Iterable[Days]) -> Days:
    return next(iter(rows), (None, None))
