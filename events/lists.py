"""Exported lists of events, attendance and outputs; at an office, of its trainings (`communities.data_lists`)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.campaign_lists import (
    CAMPAIGN_OUTPUTS,
    CAMPAIGN_STAGES,
    CAMPAIGNS,
    OFFICE_CAMPAIGN_OUTPUTS,
    OFFICE_CAMPAIGN_STAGES,
    OFFICE_CAMPAIGNS,
)
from events.forms.filters import COMING, UNRESOLVED, EventFilterForm
from events.list_queries import half_years_with_events
from events.models import (
    Dimension,
    Event,
    EventKind,
    EventStatus,
    Headcount,
    Hosting,
    OfficeEvent,
    OfficeEventRole,
    OfficeOutput,
    OfficeTraining,
    OrganizationPresence,
    Output,
    Profession,
    TrainingTopic,
)
from events.output_columns import OF_OUTPUT
from events.trainings import cards
from stakeholders.lists import OF_ORGANIZATION
from stakeholders.models import Organization, Sector
from tfc.lists import ID, Field, Kind, ListExport, ListRequest, code_fields
from tfc.periods import HalfYear

TITLE = _("Events")
POSITION = 2
# Fields of the row's event that data links leave out.
NOT_FOR_LINKS = ("event__note", "event__cancel_reason")

# The columns that identify the event of a row.
OF_EVENT = (
    Field("event_id", "#activity+id", _("Number of the event"), Kind.COUNT),
    Field("day", "#date+occurred", _("Date"), Kind.DATE, "event.local_day"),
    *code_fields("kind", "#activity+type", _("Kind"), EventKind.choices, "event.kind"),
    Field("event", "#activity+name", _("Event"), Kind.TEXT),
)


def _events(list_request: ListRequest) -> QuerySet[Event]:
    """Return the events with the filters of the list's page; without a state all, including planned ones."""
    events = Event.objects.not_deleted()
    if any(list_request.query.get(name) for name in EVENTS.filters):
        form = EventFilterForm(
            list_request.query, half_years=half_years_with_events(HalfYear.from_day(list_request.today))
        )
        if not form.is_valid():
            return Event.objects.none()
        events = form.narrowed(events)
        status = form.wanted_status()
        if status == COMING:
            events = events.coming()
        elif status == UNRESOLVED:
            events = events.unresolved()
        elif status:
            events = events.filter(status=status)
    sectors = Prefetch("organizationpresences__organization", Organization.objects.only("sector"))
    dimensions = Prefetch("headcounts", Headcount.objects.only("dimension", "event_id"))
    return events.prefetch_related(sectors, "constituencypresences", dimensions).newest_first()


def _sectors(row: Event) -> list[str]:
    present = {presence.organization.sector for presence in row.organizationpresences.all()}
    return [code for code in Sector.values if code in present]


def _constituencies(row: Event) -> list[str]:
    return sorted(presence.constituency for presence in row.constituencypresences.all())


def _counted_by(row: Event) -> list[str]:
    counted = {headcount.dimension for headcount in row.headcounts.all()}
    return [code for code in Dimension.values if code in counted]


EVENTS = ListExport(
    code="events",
    title=_("Events"),
    about=_("Every event with its date, kind, place, attendance and sectors."),
    may_be_linked=True,
    filters=("text", "half_year", "kind", "sector", "status", "entered_on"),
    kept_back=("note", "cancel_reason"),
    get_rows=_events,
    fields=(
        replace(ID, tag="#activity+id"),
        *code_fields("kind", "#activity+type", _("Kind"), EventKind.choices),
        Field("title", "#activity+name", _("Title"), Kind.TEXT),
        *code_fields("status", "#status+event", _("Status"), EventStatus.choices),
        Field("day", "#date+occurred", _("Date"), Kind.DATE, "local_day"),
        Field("starts", "#date+start", _("Starts"), Kind.DATETIME, "local_start"),
        Field("ends", "#date+end", _("Ends"), Kind.DATETIME, lambda row: row.local_end if row.has_end else None,
              _("Empty if the duration is unknown")),
        Field("place", "#loc+venue+name", _("Place"), Kind.TEXT),
        *code_fields("hosting", "#status+hosting", _("Host"), Hosting.choices),
        Field("sponsored_by_oasis", "#meta+sponsored", _("Sponsored by Oasis"), Kind.YES_NO),
        Field("people_present", "#reached+present+num", _("People present"), Kind.PEOPLE,
              meaning=_("Everyone present; empty if not counted")),
        Field("counted_by", "#meta+dimension+code", _("Counted by"), Kind.CODE, _counted_by,
              _("Groups that were counted; the numbers are in the list of headcounts")),
        Field("sectors", "#sector+present+code", _("Sectors present"), Kind.CODE, _sectors),
        Field("organizations", "#org+present+num", _("Organizations present"), Kind.COUNT,
              lambda row: len(row.organizationpresences.all()) or None,
              _("Empty if none was recorded, which does not mean that none was there")),
        Field("constituencies", "#group+present+code", _("Constituencies present"), Kind.CODE, _constituencies),
        Field("public", "#meta+public", _("On our public page"), Kind.YES_NO, "is_public"),
        Field("joint", "#meta+joint", _("Joint event"), Kind.YES_NO,
              lambda row: row.joint_key is not None),
        Field("note", "#description+note", _("Note"), Kind.TEXT, leaves=False),
        Field("cancel_reason", "#description+reason", _("Cancellation reason"), Kind.TEXT, leaves=False),
    ),
)  # fmt: skip


def _presences(list_request: ListRequest) -> QuerySet[OrganizationPresence]:
    presences = OrganizationPresence.objects.filter(event__deleted_at=None)
    return presences.select_related("event", "organization").order_by("-event__starts_at", "pk")


PRESENCES = ListExport(
    code="presences",
    title=_("Organizations at events"),
    about=_("One row for each organization at each event."),
    may_be_linked=True,
    kept_back=(*NOT_FOR_LINKS, "organization__note", "organization__phone"),
    get_rows=_presences,
    fields=(
        *OF_EVENT,
        *OF_ORGANIZATION,
        *code_fields("sector", "#sector", _("Sector"), Sector.choices, "organization.sector"),
    ),
)  # fmt: skip


def _headcounts(list_request: ListRequest) -> QuerySet[Headcount]:
    headcounts = Headcount.objects.filter(event__deleted_at=None).select_related("event")
    return headcounts.order_by("-event__starts_at", "event_id", "dimension", "pk")


HEADCOUNTS = ListExport(
    code="headcounts",
    title=_("Headcounts"),
    about=_("People present at each event, by group. No data link."),
    get_rows=_headcounts,
    fields=(
        *OF_EVENT,
        *code_fields("dimension", "#meta+dimension", _("Counted by"), Dimension.choices),
        Field("group", "#group+group+code", _("Group"), Kind.CODE),
        Field("people", "#reached+group+num", _("People"), Kind.PEOPLE),
    ),
)


def _professionals(list_request: ListRequest) -> QuerySet[Headcount]:
    return (
        Headcount.objects.filter(
            event__deleted_at=None,
            event__status=EventStatus.HELD,
            event__kind=EventKind.STAKEHOLDER_TRAINING,
            dimension=Dimension.PROFESSION,
        )
        .select_related("event")
        .order_by("-event__starts_at", "event_id", "pk")
    )


PROFESSIONALS = ListExport(
    code="professionals",
    title=_("Professionals trained"),
    about=_("People present at each training, by profession. No data link."),
    get_rows=_professionals,
    fields=(
        *OF_EVENT,
        *code_fields("profession", "#group+profession", _("Profession"), Profession.choices, "group"),
        Field("people", "#reached+trained+num", _("People"), Kind.PEOPLE),
    ),
)  # fmt: skip


def _outputs(list_request: ListRequest) -> QuerySet[Output]:
    outputs = Output.objects.filter(event__deleted_at=None).select_related("event")
    return outputs.order_by("-event__starts_at", "pk")


OUTPUTS = ListExport(
    code="outputs",
    title=_("Outputs of events"),
    about=_("Leaflets, posters, broadcasts, contacts, signatures, hours and money."),
    may_be_linked=True,
    kept_back=NOT_FOR_LINKS,
    get_rows=_outputs,
    fields=(
        *OF_EVENT,
        *OF_OUTPUT,
    ),
)  # fmt: skip


def _trainings(list_request: ListRequest) -> QuerySet[OfficeTraining]:
    return OfficeTraining.objects.filter(office=list_request.place).newest_first()


def _with_lines(rows: Sequence[OfficeTraining], list_request: ListRequest) -> Iterable[Any]:
    return cards(rows)


TRAININGS = ListExport(
    code="trainings",
    title=_("Trainings"),
    about=_("Trainings for leaders, with numbers of places, sign-ups and people present."),
    may_be_linked=True,
    get_rows=_trainings,
    shape=_with_lines,
    fields=(
        replace(ID, tag="#activity+id", value="training.pk"),
        *code_fields("topic", "#subsector+topic", _("Topic"), TrainingTopic.choices, "training.topic"),
        Field("title", "#activity+name", _("Title"), Kind.TEXT, "training.title"),
        Field("language", "#meta+language+code", _("Language"), Kind.CODE, "training.language"),
        *code_fields("status", "#status+event", _("Status"), EventStatus.choices, "training.status"),
        Field("day", "#date+occurred", _("Date"), Kind.DATE, "training.local_day"),
        Field("starts", "#date+start", _("Starts"), Kind.DATETIME, "training.local_start"),
        Field("place", "#loc+venue+name", _("Place"), Kind.TEXT, "training.place"),
        Field("places", "#capacity+num", _("Places"), Kind.COUNT, "training.places"),
        Field("signed_up", "#reached+signed_up+num", _("Signed up"), Kind.COUNT, "taken"),
        Field("waiting", "#reached+waiting+num", _("Waiting list"), Kind.COUNT),
        Field("were_there", "#reached+trained+num", pgettext_lazy("at a training", "Were there"), Kind.COUNT,
              lambda row: row.there if row.training.status == EventStatus.HELD else None,
              _("Empty until attendance is recorded")),
    ),
)  # fmt: skip


def _office_events(list_request: ListRequest) -> QuerySet[OfficeEvent]:
    events = OfficeEvent.objects.filter(office=list_request.place).not_deleted()
    return events.select_related("recorded_by", "campaign").newest_first()


OFFICE_EVENTS = ListExport(
    code="office-events",
    title=_("Our own events"),
    about=_("Events that Oasis itself held or sponsored."),
    get_rows=_office_events,
    fields=(
        replace(ID, tag="#activity+id"),
        *code_fields("role", "#status+role", _("Role"), OfficeEventRole.choices),
        *code_fields("kind", "#activity+type", _("Kind"), EventKind.choices),
        Field("title", "#activity+name", _("Title"), Kind.TEXT),
        Field("day", "#date+occurred", _("Date"), Kind.DATE, "on"),
        Field("place", "#loc+venue+name", _("Place"), Kind.TEXT),
        Field("people", "#reached+num", _("People present"), Kind.PEOPLE, meaning=_("Empty if nobody counted")),
        Field("at_least", "#meta+at_least", _("At least"), Kind.YES_NO, meaning=_("yes: this many or more")),
        Field("recorded_by", "#org+name", _("Community that records it too"), Kind.TEXT, "recorded_by.name"),
        Field("campaign", "#activity+campaign+name", _("Campaign"), Kind.TEXT, "campaign.title"),
    ),
)  # fmt: skip


def _office_outputs(list_request: ListRequest) -> QuerySet[OfficeOutput]:
    outputs = OfficeOutput.objects.filter(event__office=list_request.place, event__deleted_at=None)
    return outputs.select_related("event").order_by("-event__on", "pk")


OFFICE_OUTPUTS = ListExport(
    code="office-outputs",
    title=_("Outputs of our own events"),
    about=_("Leaflets, posters, broadcasts, contacts, signatures, hours and money."),
    get_rows=_office_outputs,
    fields=(
        Field("event_id", "#activity+id", _("Number of the event"), Kind.COUNT),
        Field("day", "#date+occurred", _("Date"), Kind.DATE, "event.on"),
        Field("event", "#activity+name", _("Event"), Kind.TEXT),
        *OUTPUTS.fields[len(OF_EVENT):],
    ),
)  # fmt: skip

COMMUNITY_LISTS = (
    EVENTS,
    PRESENCES,
    OUTPUTS,
    PROFESSIONALS,
    HEADCOUNTS,
    CAMPAIGNS,
    CAMPAIGN_STAGES,
    CAMPAIGN_OUTPUTS,
)
OFFICE_LISTS = (
    TRAININGS,
    OFFICE_EVENTS,
    OFFICE_OUTPUTS,
    OFFICE_CAMPAIGNS,
    OFFICE_CAMPAIGN_STAGES,
    OFFICE_CAMPAIGN_OUTPUTS,
)
