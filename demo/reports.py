"""Reports of the demo, built by the worker's own steps; an archive of Pasadena, data links and subscriptions.

Pasadena and the US office each have a published report with texts, and a draft; the office also chose a report of three
towns, two half-years, a story and a picture.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from communities.actions import make_data_link, note_use
from communities.data_links import get_data_link_model
from communities.models import Community, Membership, Office, Role, User
from dashboards.actions.subscriptions import subscribe
from dashboards.models import Frequency
from demo import library
from demo.sources import read_json
from evaluation.instrument import PARTS
from evaluation.models import Round
from reports.actions.archives import request_archive
from reports.actions.drafts import save_text
from reports.actions.reports import ReportRequest, request_report
from reports.choice import Choice, Option, Options
from reports.models import ArchiveRun, Job, Report, Scope
from reports.report_job import work_on
from tfc.tenancy import community_scope, office_scope

OFFICE_VIEW = "stage=acting&sort=meets_consistently"
CHOSEN_TITLE = "Three towns for the foundation"
CHOSEN_TOWNS = ("boyle-heights", "pasadena", "san-diego")
# The sections of each report; ``{before}`` in them is the half-year before.
TEXTS: Mapping[str, Mapping[str, str]] = read_json("reports.json")


def store_reports(community: Community, staff: User) -> None:
    """Once: a place that has a report keeps what it has."""
    coordinator = _get_coordinator(community)
    _store(community.office, community, TEXTS["town"], coordinator)
    _store(community.office, None, TEXTS["office"], staff)
    _store_chosen(community.office, staff)


def _store_chosen(office: Office, by: User) -> None:
    with office_scope(office.pk):
        closed = [round_ for round_ in Round.objects.opened().newest_first() if round_.closed_at]
        towns = Community.objects.filter(slug__in=CHOSEN_TOWNS).order_by("slug")
        options = Options.for_office(office)
        if len(closed) < 2 or Report.objects.filter(title=CHOSEN_TITLE).exists():
            return
        choice = Choice(
            communities=tuple(towns.values_list("pk", flat=True)),
            rounds=(closed[1].half_year, closed[0].half_year),
            parts=tuple(part.code for part in PARTS),
            stories=_get_choices(options.stories, library.DATA["stories"][0]["title"]),
            pictures=_get_choices(options.pictures, library.MURAL),
        )
    wanted = ReportRequest(Scope.CUSTOM, closed[0].half_year, closed[0], "en", CHOSEN_TITLE, choice.as_json())
    _build(office, None, wanted, TEXTS["chosen"], by, before=closed[1].half_year)


def _get_choices(options: Sequence[Option], title: str) -> tuple[int, ...]:
    """The option with this title; none where the demo is loaded without the library."""
    return tuple(int(option.value) for option in options if option.label.startswith(title))


def _store(office: Office, community: Community | None, texts: Mapping[str, str], by: User) -> None:
    with community_scope(community.pk, office.pk) if community else office_scope(office.pk):
        rounds = list(Round.objects.opened().newest_first())
        is_stored = Report.objects.filter(community=community).exists()
    closed = [round_ for round_ in rounds if round_.closed_at]
    if is_stored or len(closed) < 2:
        return
    scope = Scope.COMMUNITY if community else Scope.OFFICE
    last, before, *_earlier = closed
    wanted = ReportRequest(scope, last.half_year, last, "en")
    _build(office, community, wanted, texts, by, before=before.half_year)
    if rounds[0].is_open:
        wanted = ReportRequest(scope, rounds[0].half_year, rounds[0], "en")
        _build(office, community, wanted, TEXTS["draft"], by)


def _build(
    office: Office,
    community: Community | None,
    wanted: ReportRequest,
    texts: Mapping[str, str],
    by: User,
    *,
    before: str = "",
) -> None:
    """``before``: an earlier half-year, with which the report is published. Its draft is not built for itself: that
    would count and draw everything twice."""
    with community_scope(community.pk, office.pk) if community else office_scope(office.pk):
        report = request_report(
            office=office, community=community, wanted=wanted, client_id=uuid.uuid4(), by=by
        )
        for section, body in texts.items():
            save_text(
                report=report, section=section, body=body.replace("{before}", before), revision=0, by=by
            )
        if before:
            Report.objects.filter(pk=report.pk).update(publish_requested_by=by)
    work_on(Job.objects.get(report_id=report.pk).pk)


def store_archive(community: Community) -> None:
    """As its coordinator gets it, without the notes of locations; its file is kept for a day. Once."""
    with community_scope(community.pk, community.office_id, coordinator=True):
        if ArchiveRun.objects.exists():
            return
        run = request_archive(
            community=community,
            with_locations=False,
            language="en",
            client_id=uuid.uuid4(),
            by=_get_coordinator(community),
        )
    work_on(Job.objects.get(archive_id=run.pk).pk)


def store_data_links(community: Community, staff: User, now: datetime) -> None:
    """Links whose tokens are not kept: one read each day, one for a while, one of the office. Once."""
    coordinator = _get_coordinator(community)
    with community_scope(community.pk, community.office_id, coordinator=True):
        _store_link(community, "events", "The calendar on the city’s website", coordinator, used=now)
        _store_link(community, "figures", "Dashboard of the county task force", coordinator, days=90)
    with office_scope(community.office_id):
        used = now - timedelta(days=9)
        _store_link(community.office, "figures", "Yearly overview for the foundation", staff, used=used)


def _store_link(
    place: Community | Office,
    code: str,
    purpose: str,
    by: User,
    *,
    used: datetime | None = None,
    days: int | None = None,
) -> None:
    rows = get_data_link_model(place)._default_manager.filter(list_code=code, purpose=purpose)
    if rows.exists():
        return
    ends = timezone.localdate(timezone=place.zone) + timedelta(days=days) if days else None
    make_data_link(place=place, list_code=code, purpose=purpose, expires_on=ends, by=by)
    if used:
        note_use(link=rows.get(), day=used.astimezone(place.zone).date())


def store_subscriptions(community: Community, staff: User, now: datetime) -> None:
    """Figures by email: all of them to a coordinator, a narrower view to the office. Asking again changes nothing."""
    common: dict[str, Any] = {"office": community.office, "language": "en", "today": now.date()}
    by = _get_coordinator(community)
    with community_scope(community.pk, community.office_id):
        subscribe(community=community, query="", frequency=Frequency.MONTHLY, by=by, **common)
    with office_scope(community.office_id):
        subscribe(community=None, query=OFFICE_VIEW, frequency=Frequency.WEEKLY, by=staff, **common)


def _get_coordinator(community: Community) -> User:
    coordinators = Membership.objects.current().filter(community=community, role=Role.COORDINATOR)
    return User.objects.get(pk=coordinators.order_by("pk").values("user")[:1])
