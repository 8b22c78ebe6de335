"""Research, findings and focus of a community. Only dates of findings are read, never their text."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Coalesce

from evaluation.figure_queries.base import Reading
from evaluation.figure_queries.research_rows import FindingRow, FocusRow, ResearchRow, StepRow
from stakeholders.models import (
    Finding,
    FindingStatus,
    FocusStakeholder,
    Research,
    ResearchMethod,
    ResearchStep,
)
from stakeholders.models.focus import FocusQuerySet


def read_discoveries(reading: Reading) -> None:
    _read_researches(reading)
    _read_findings(reading)
    _read_focuses(reading)


def _read_researches(reading: Reading) -> None:
    researches = {}
    # Read only whether the texts are filled in, never their content.
    designed = ExpressionWrapper(~Q(question="") & ~Q(places="") & ~Q(people_to_hear=""), BooleanField())
    rows = reading.get_active_rows(Research).annotate(designed=designed)
    for community_id, identity, revision, begun_on, has_design in rows.values_list(
        "community_id", "id", "revision", "begun_on", "designed"
    ):
        if begun_on <= reading.rows[community_id].as_of:
            researches[identity] = ResearchRow((identity, revision), begun_on, has_design)
            reading.rows[community_id].researches.append(researches[identity])
    steps = reading.get_active_rows(ResearchStep).values_list(
        "research_id", "id", "revision", "step", "done_on"
    )
    for research_id, identity, revision, code, day in steps:
        if research_id in researches:
            researches[research_id].steps.append(StepRow((identity, revision), code, day))
    count = Coalesce("people_heard", 0) + Coalesce("places_observed", 0)
    methods = reading.get_active_rows(ResearchMethod).values_list(
        "research_id", "id", "revision", "method", "begun_on", count
    )
    for research_id, identity, revision, code, day, number in methods:
        if research_id in researches:
            researches[research_id].methods.append(StepRow((identity, revision), code, day, number))


def _read_findings(reading: Reading) -> None:
    """Read findings that the team did not withdraw."""
    findings = reading.get_active_rows(Finding).exclude(status=FindingStatus.WITHDRAWN)
    for community_id, identity, revision, day, confidence, checked_on in findings.values_list(
        "community_id", "id", "revision", "observed_on", "confidence", "checked_on"
    ):
        rows = reading.rows[community_id]
        if day <= rows.as_of:
            rows.findings.append(FindingRow((identity, revision), day, confidence, checked_on))


def _read_focuses(reading: Reading) -> None:
    fields = ("revision", "sector", "plan", "plan_person", "plan_due", "community_id")
    joined = ("finding__revision", "finding__deleted_at")
    for focus_stakeholder in (
        _current(reading).select_related("finding").only(*fields, *joined).order_by("id")
    ):
        finding = (
            focus_stakeholder.finding
            if focus_stakeholder.finding and focus_stakeholder.finding.deleted_at is None
            else None
        )
        entry = (finding.pk, finding.revision) if finding else None
        focus = FocusRow(
            (focus_stakeholder.pk, focus_stakeholder.revision),
            focus_stakeholder.sector,
            entry,
            focus_stakeholder.has_plan,
        )
        reading.rows[focus_stakeholder.community_id].focuses.append(focus)


def _current(reading: Reading) -> FocusQuerySet:
    """Return the current focuses in one query, although the local day differs between communities."""
    towns_by_day = defaultdict(list)
    for community_id, rows in reading.rows.items():
        towns_by_day[rows.as_of].append(community_id)
    chosen = FocusStakeholder.objects.using(reading.using)
    return reduce(
        or_, (chosen.current(day).filter(community_id__in=towns) for day, towns in towns_by_day.items())
    )
