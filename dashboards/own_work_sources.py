"""The records behind one number of an office's own work."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Office
from dashboards.achievement_sources import LISTED, SourceList, SourceRow, describe_output
from dashboards.achievements_page import Period
from evaluation.achievement_items import Item, ItemKind
from evaluation.measures.achievements import INWARD
from evaluation.own_work import OwnWork
from events.models import OfficeEvent
from events.office_events import format_people
from stakeholders.grant_words import describe_sub_grant
from tfc.disclosure import Reader
from tfc.text.punctuation import join_title


def get_own_records(office: Office, period: Period, item: Item) -> SourceList:
    """Return the office's events behind outputs or people reached, or its sub-grants, newest first."""
    rows = list(_list_records(office, period, item))
    return SourceList(rows[:LISTED], len(rows))


def _list_records(office: Office, period: Period, item: Item) -> Iterator[SourceRow]:
    work = OwnWork(office, period.half_year, Reader.COMMUNITY)
    if item.kind == ItemKind.OUTPUT:
        outputs = work.outputs.filter(unit=item.code).select_related("event")
        for output in outputs.order_by("-event__on", "-pk"):
            yield _build_event_row(office, output.event, describe_output(output))
    elif item.kind == ItemKind.REACH:
        for event in work.events.exclude(kind__in=INWARD).newest_first():
            yield _build_event_row(office, event, format_people(event) or _("Attendance is missing"))
    elif item.kind == ItemKind.SUB_GRANT:
        sub_grants = work.sub_grants.filter(currency=item.currency).select_related("recipient")
        for sub_grant in sub_grants.newest_first():
            url = reverse("stakeholders:grant-detail", args=[office.slug, sub_grant.grant_id])
            yield SourceRow(sub_grant.recipient.name, describe_sub_grant(sub_grant), url)


def _build_event_row(office: Office, event: OfficeEvent, text: str) -> SourceRow:
    url = reverse("events:office-event-detail", args=[office.slug, event.pk])
    return SourceRow(join_title(date_format(event.on), event.title), text, url)
