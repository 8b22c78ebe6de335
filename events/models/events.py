"""Events: planned, held or canceled, at a local time; and an office's results from before it recorded events here."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.event_time import LONGEST
from tfc.periods import HalfYear
from tfc.tenancy import OfficeModel, Record, SameTenant, TrashQuerySet


class EventKind(models.TextChoices):
    TEAM_MEETING = "team_meeting", _("Team meeting")
    STAKEHOLDER_MEETING = "stakeholder_meeting", _("Stakeholder meeting")
    AWARENESS = "awareness", _("Awareness and outreach")
    EDUCATION = "education", pgettext_lazy("kind of event", "Education")
    STAKEHOLDER_TRAINING = "stakeholder_training", _("Stakeholder training")
    LEADERSHIP_TRAINING = "leadership_training", _("Leadership training")
    COMMUNITY_WORKSHOP = "community_workshop", _("Community-building workshop")
    LISTENING_GROUP = "listening_group", _("Listening group")
    CAMPAIGN = "campaign", _("Campaign action")


KIND_NAMES: Mapping[str, Any] = dict(EventKind.choices)


class EventStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Canceled")


class Hosting(models.TextChoices):
    HOSTED = "hosted", _("We hosted it")
    FACILITATED = "facilitated", _("We facilitated it")
    CO_HOSTED = "co_hosted", _("We hosted it with others")
    ATTENDED = "attended", _("Others hosted it and we took part")


class EventSeries(Record):
    """A recurring event: an iCalendar RRULE; its events are separate rows that can be changed one by one."""

    rule = models.CharField(_("Repeats"), max_length=200)
    until = models.DateField(_("Until"))


def build_local_day(moment: str) -> Cast:
    """Return the SQL expression of the local day of a datetime field, in the event's time zone."""
    there = Func(F("time_zone"), F(moment), function="timezone", output_field=models.DateTimeField())
    return Cast(there, output_field=models.DateField())


class EventQuerySet(TrashQuerySet["Event"]):
    def held(self) -> Self:
        return self.not_deleted().filter(status=EventStatus.HELD)

    def unresolved(self, now: dt.datetime | None = None) -> Self:
        """Filter planned events that are over and have no outcome yet."""
        return self.not_deleted().filter(status=EventStatus.PLANNED, ends_at__lt=now or timezone.now())

    def coming(self, now: dt.datetime | None = None, earliest: dt.datetime | None = None) -> Self:
        """Filter planned events that are not over. Events that began before ``earliest`` are over by ``now``, so the
        index is read only from there on, however long the history is. Both are given where the query is prepared.
        """
        if now is None:
            now = timezone.now()
            earliest = now - LONGEST
        events = self.not_deleted().filter(status=EventStatus.PLANNED, ends_at__gte=now)
        return events.filter(starts_at__gte=earliest) if earliest else events

    def public(self) -> Self:
        """Filter the events of the public pages."""
        return self.not_deleted().filter(is_public=True)

    def without_note(self) -> Self:
        """Leave the note in the database: no page outside the team may read it."""
        return self.defer("note")

    def in_period(self, half_year: HalfYear) -> Self:
        """Filter events whose local start is in the half-year, from its first to its last local midnight."""
        return self.filter(local_day__range=(half_year.first_day, half_year.last_day))

    def entered_on(self, day: dt.date) -> Self:
        """Filter events created on the day, by the clock of the event's time zone."""
        return self.annotate(entered=build_local_day("created_at")).filter(entered=day)

    def on_days(self, first: dt.date, last: dt.date) -> Self:
        """Filter events that begin on or before ``last`` and end on or after ``first``, in the local time of any time
        zone.
        """
        began = (first - LONGEST, last)
        day_before = dt.datetime.combine(first, dt.time(), dt.UTC) - dt.timedelta(days=1)
        return self.filter(local_day__range=began, ends_at__gte=day_before)

    def matching(self, text: str) -> Self:
        events = self
        for word in text.split():
            events = events.filter(
                Q(title__icontains=word) | Q(place__icontains=word) | Q(note__icontains=word)
            )
        return events

    def with_sector(self, sector: str) -> Self:
        """Filter events at which an organization of the sector was present."""
        present = self.model._default_manager.filter(organizationpresences__organization__sector=sector)
        return self.filter(pk__in=present.values("pk"))

    def later_in_series(self, event: "Event") -> Self:
        """Filter the event and the later ones of its series that still follow the rule: planned, and not moved."""
        return self.not_deleted().filter(
            Q(pk=event.pk) | Q(series=event.series_id, series_day__gt=event.series_day, moved=False),
            status=EventStatus.PLANNED,
        )

    def newest_first(self) -> Self:
        return self.order_by("-starts_at", "-id")

    def soonest_first(self) -> Self:
        return self.order_by("starts_at", "id")


class Scheduled(models.Model):
    """What follows from the times and the status of an event or a training."""

    starts_at: "models.DateTimeField[Any, dt.datetime]"
    ends_at: "models.DateTimeField[Any, dt.datetime]"
    time_zone: "models.CharField[Any, str]"
    status: "models.CharField[Any, str]"

    class Meta:
        abstract = True

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> dt.datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> dt.datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def has_end(self) -> bool:
        """Without an end, the duration is unknown."""
        return self.ends_at > self.starts_at

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_planned(self) -> bool:
        return self.status == EventStatus.PLANNED

    @property
    def is_unresolved(self) -> bool:
        """Return True if it is over and nobody has recorded yet whether it was held."""
        return self.is_planned and self.ends_at < timezone.now()


class Event(Scheduled, Record):
    """``starts_at`` is the instant; ``local_day`` is its day in ``time_zone``, generated by the database."""

    kind = models.CharField(_("Kind"), max_length=24, choices=EventKind)
    title = models.CharField(_("Title"), max_length=160, blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=EventStatus, default=EventStatus.PLANNED)
    hosting = models.CharField(_("Who hosted it"), max_length=12, choices=Hosting, default=Hosting.HOSTED)
    sponsored_by_oasis = models.BooleanField(_("Sponsored by Oasis"), default=False)
    starts_at = models.DateTimeField(_("Starts"))
    ends_at = models.DateTimeField(_("Ends"))
    time_zone = models.CharField(_("Time zone"), max_length=64)
    local_day = models.GeneratedField(
        expression=build_local_day("starts_at"),
        output_field=models.DateField(),
        db_persist=True,
    )
    place = models.CharField(_("Place"), max_length=160, blank=True)
    note = models.TextField(_("Note"), max_length=4000, blank=True)
    cancel_reason = models.CharField(_("Cancellation reason"), max_length=300, blank=True)
    # Including members; empty: not counted.
    people_present = models.PositiveIntegerField(_("People present"), null=True, blank=True)
    series = models.ForeignKey(
        EventSeries, models.PROTECT, db_constraint=False, null=True, editable=False, related_name="events"
    )
    # The day from the rule: a moved event keeps it, so that it is not created again.
    series_day = models.DateField(null=True, editable=False)
    # The event has a time of its own: changes of the whole series do not affect it.
    moved = models.BooleanField(default=False, editable=False)
    # Shown on the community's public pages, without names of people.
    is_public = models.BooleanField(_("Show on our public page"), default=False)
    # A joint event has the same key in each community, and roll-ups count it once.
    joint_key = models.UUIDField(null=True, editable=False)

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="series", name="events_event_series"),
            # Partial, since most events belong to no series.
            models.UniqueConstraint(
                fields=["community", "series", "series_day"],
                condition=Q(series__isnull=False),
                name="events_series_day_once",
            ),
            models.CheckConstraint(name="events_ends_after_start", condition=Q(ends_at__gte=F("starts_at"))),
        ]
        indexes = [
            models.Index(fields=["community", "-starts_at", "-id"], name="events_newest_first"),
            models.Index(fields=["community", "local_day", "kind"], name="events_by_day"),
            # For the query of events that are over and unresolved, across all communities.
            models.Index(
                fields=["ends_at"],
                condition=Q(status=EventStatus.PLANNED, deleted_at=None),
                name="events_planned_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(EventKind(self.kind).label)

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """Like Django's method, but with a lookup instead of comparing every choice on each call."""
        return str(KIND_NAMES.get(self.kind, self.kind))


class HistoricalActivity(OfficeModel):
    """An earlier result by period: shown in the office's reports, outside the items, never summed with events."""

    place = models.CharField(_("Place"), max_length=120)
    region = models.CharField(_("State or region"), max_length=60, blank=True)
    period_start = models.DateField(_("From"))
    period_end = models.DateField(_("Until"))
    activity = models.CharField(_("What was done"), max_length=300)
    kind = models.CharField(_("Kind"), max_length=40)
    sectors = models.JSONField(_("Sectors"), default=list)
    unit = models.CharField(_("Unit"), max_length=20)
    quantity = models.PositiveIntegerField(_("How many"))
    at_least = models.BooleanField(_("At least"), default=False)

    class Meta(OfficeModel.Meta):
        ordering = ["period_start", "id"]
