"""The records behind one number of an office's own work."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Office
from dashboards.achievement_sources import LISTED, SourceList, SourceRow, describe_output
from dashboards.achievements_page import Period
from evaluation.achievement_items import Item, ItemKind
from evaluation.measures.achievements import INWARD
from evaluation.own_work import OwnWork
from events.models import OfficeEvent, OfficeOutput
from events.office_events import format_people
from stakeholders.grant_words import describe_sub_grant
from stakeholders.models import SubGrant
from tfc.disclosure import Reader
from tfc.text.punctuation import join_title


def get_own_records(office: Office, period: Period, item: Item) -> SourceList:
    """Return the office's events behind outputs or people reached, or its sub-grants, newest first."""
    records, build = _find_records(OwnWork(office, period.half_year, Reader.COMMUNITY), item)
    return SourceList([build(office, record) for record in records[:LISTED]], records.count())


def _find_records(work: OwnWork, item: Item) -> tuple["QuerySet[Any]", Callable[[Office, Any], SourceRow]]:
    if item.kind == ItemKind.OUTPUT:
        outputs = work.outputs.filter(unit=item.code).select_related("event")
        return outputs.order_by("-event__on", "-pk"), _build_output_row
    if item.kind == ItemKind.SUB_GRANT:
        sub_grants = work.sub_grants.filter(currency=item.currency).select_related("recipient")
        return sub_grants.newest_first(), _build_sub_grant_row
    # All others have a page of their own.
    events = work.events.exclude(kind__in=INWARD) if item.kind == ItemKind.REACH else work.events.none()
    return events.newest_first(), _build_attendance_row


def _build_output_row(office: Office, output: OfficeOutput) -> SourceRow:
    return _build_event_row(office, output.event, describe_output(output))


def _build_attendance_row(office: Office, event: OfficeEvent) -> SourceRow:
    return _build_event_row(office, event, format_people(event) or _("Attendance is missing"))


def _build_sub_grant_row(office: Office, sub_grant: SubGrant) -> SourceRow:
    url = reverse("stakeholders:grant-detail", args=[office.slug, sub_grant.grant_id])
    return SourceRow(sub_grant.recipient.name, describe_sub_grant(sub_grant), url)


def _build_event_row(office: Office, event: OfficeEvent, text: str) -> SourceRow:
    url = reverse("events:office-event-detail", args=[office.slug, event.pk])
    return SourceRow(join_title(date_format(event.on), event.title), text, url)
