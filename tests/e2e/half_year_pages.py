"""A half-year as pages show it: Hill's events, two rounds, a submitted survey, a draft, a report."""

import uuid

from evaluation.actions.figures import refresh_figures
from evaluation.actions.submissions import start_submission
from events.models import Event
from reports.actions.reports import ReportRequest, request_report
from reports.models import Job, Scope
from reports.report_job import work_on
from stakeholders.models import Organization
from tests.base import World, within
from tests.e2e.half_year_records import Diary, make_half_year
from tests.evaluation.rounds_world import answer, hand_in, make_round, override
from tests.row_sets import ROW_SETS
from tests.row_teardown import empty


def live_through(town: World) -> dict[str, object]:
    """Create everything for the pages of Hill and the USA office; return ids and half-years for their URLs.

    Created once in a process and copied afterwards, so a test must call this first.
    """
    if "half_year" not in ROW_SETS.made:
        places = _live(town)
        ROW_SETS.store_current("half_year", places)
        return places
    empty()
    return ROW_SETS.restore("half_year")


def _live(town: World) -> dict[str, object]:
    now = make_half_year(town)
    Diary(town, now).write()
    before, current = make_round(town.usa, now.previous()), make_round(town.usa, now)
    handed_in = hand_in(town.hill, before, town["hill-coordinator"])
    with within(town.hill):
        refresh_figures([town.hill], now)
        draft = start_submission(community=town.hill, round_=current, by=town["hill-coordinator"])
        override(draft, "meets_consistently", town["hill-coordinator"])
        answer(draft, "sector_breadth", town["hill-coordinator"])
        report = request_report(
            office=town.usa, community=town.hill, client_id=uuid.uuid4(), by=town["hill-coordinator"],
            wanted=ReportRequest(Scope.COMMUNITY, current.half_year, current, "en"),
        )  # fmt: skip
        places = {
            "event": Event.objects.held().filter(kind="stakeholder_training").latest("id").pk,
            "planned": Event.objects.unresolved().latest("id").pk,
            "organization": Organization.objects.get(name="Hill High School").pk,
        }
    assert work_on(Job.objects.get(report_id=report.pk).pk)
    return {**places, "report": report.pk, "submission": handed_in.pk, "now": now, "before": now.previous()}
