"""The directory as a team reads it: filters, order, and freshness of each service."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from support.confirming import (
    Freshness,
    get_confirmed_cutoff,
    get_freshness,
    get_lapsing_cutoff,
    get_last_valid_day,
)
from support.models import (
    ConfirmationQuerySet,
    Need,
    OpeningHours,
    Service,
    ServiceConfirmation,
    ServiceKind,
    ServiceQuerySet,
)
from support.models.approval import waiting_for_approval
from support.needs import get_kinds, get_needs
from support.opening import is_open_at
from tfc import keyset

PAGE_SIZE = 50


@dataclass(frozen=True)
class DirectoryRow:
    """A service on a day, with the texts of its row; ``open`` is None if the hours are unknown."""

    service: Service
    today: dt.date
    open: bool | None = None

    @property
    def freshness(self) -> Freshness:
        doubted = self.service.is_doubted  # type: ignore[attr-defined]
        return get_freshness(self.service.confirmed_on, self.today, doubted=doubted)

    @property
    def last_day(self) -> dt.date | None:
        return get_last_valid_day(self.service.confirmed_on) if self.service.confirmed_on else None

    @property
    def kinds(self) -> list[str]:
        return kind_names(self.service.kinds)

    @property
    def needs(self) -> list[str]:
        met = get_needs(self.service.kinds)
        return [str(need.label) for need in Need if need in met]


def kind_names(kinds: Iterable[str]) -> list[str]:
    """Return the labels in the order of the catalog; unknown codes are left out."""
    chosen = set(kinds)
    return [str(kind.label) for kind in ServiceKind if kind in chosen]


def build_rows(
    services: Iterable[Service], today: dt.date, at: dt.datetime, zone: ZoneInfo
) -> list[DirectoryRow]:
    """Build the rows. The services need prefetched hours (``with_hours``) and doubts (``with_doubts``)."""
    return [
        DirectoryRow(service, today, is_open_at(service.hours.all(), at, zone, always=service.always_open))
        for service in services
    ]


def with_hours(services: ServiceQuerySet) -> ServiceQuerySet:
    return services.prefetch_related(
        Prefetch("hours", queryset=OpeningHours.objects.order_by("weekday", "opens"))
    )


# Reported changes and confirmations that expire soon first, then unconfirmed ones, then the rest; the oldest
# confirmation first. For services `with_rank`.
ORDER = ("rank", "last_word", "name", "id")


def with_rank(services: ServiceQuerySet, today: dt.date) -> ServiceQuerySet:
    """Annotate doubts and the columns that ORDER uses."""
    services = services.with_doubts()
    rank = Case(
        When(is_doubted=True, then=Value(0)),
        When(confirmed_on__range=(get_confirmed_cutoff(today), get_lapsing_cutoff(today)), then=Value(0)),
        When(Q(confirmed_on=None) | Q(confirmed_on__lt=get_confirmed_cutoff(today)), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return services.annotate(rank=rank, last_word=Coalesce("confirmed_on", Value(dt.date.min)))


def get_page(services: ServiceQuerySet, today: dt.date, query: Mapping[str, str]) -> "keyset.Slice[Service]":
    """Return the page of ``services`` that the query string asks for, with their hours."""
    matches, all_of_them = with_rank(services, today), with_rank(Service.objects.all(), today)
    return keyset.read_page(with_hours(matches), ORDER, query, PAGE_SIZE, among=all_of_them)


def filter_services(services: ServiceQuerySet, wanted: Mapping[str, Any], today: dt.date) -> ServiceQuerySet:
    """Filter by ``wanted``: text, need, language, confirmed ("yes" or "no"); empty values do not filter.

    The text search leaves out addresses: members may search, and do not see confidential ones.
    """
    for word in str(wanted.get("text") or "").split():
        condition = Q()
        for name in ("name", "provider", "description", "eligibility", "intake", "coverage"):
            condition |= Q(**{f"{name}__icontains": word})
        services = services.filter(condition)
    if need := wanted.get("need"):
        meets = Q()
        for kind in get_kinds(need):
            meets |= Q(kinds__contains=[kind.value])
        services = services.filter(meets)
    if language := wanted.get("language"):
        services = services.filter(languages__contains=[language])
    if confirmed := wanted.get("confirmed"):
        services, fresh = services.with_doubts(), _build_fresh_condition(today)
        services = services.filter(fresh) if confirmed == "yes" else services.exclude(fresh)
    return services


def get_counts(today: dt.date) -> dict[str, int]:
    """Count the services that are not deleted: total, confirmed, lapsing, unconfirmed, public, waiting."""
    fresh = _build_fresh_condition(today)
    stale = Q(confirmed_on=None) | Q(confirmed_on__lt=get_confirmed_cutoff(today)) | Q(is_doubted=True)
    return (
        Service.objects.not_deleted()
        .with_doubts()
        .aggregate(
            total=Count("id"),
            confirmed=Count("id", filter=fresh),
            lapsing=Count("id", filter=fresh & Q(confirmed_on__lte=get_lapsing_cutoff(today))),
            unconfirmed=Count("id", filter=stale),
            public=Count("id", filter=Q(is_public=True, approved_at__isnull=False)),
            waiting=Count("id", filter=waiting_for_approval()),
        )
    )


def _build_fresh_condition(today: dt.date) -> Q:
    """Build the condition "confirmed, and no unsettled doubt", for services with their doubts."""
    return Q(confirmed_on__gte=get_confirmed_cutoff(today), is_doubted=False)


def get_lapsing(today: dt.date) -> list[Service]:
    """Return services whose confirmation expires within thirty days and that have no open link.

    The oldest confirmation is first.
    """
    services = filter_lapsing(get_confirmed_cutoff(today), get_lapsing_cutoff(today), timezone.now())
    return list(services.order_by("confirmed_on", "name", "id")[:PAGE_SIZE])


def filter_lapsing(first: Any, last: Any, now: Any) -> ServiceQuerySet:
    """Return services last confirmed on one of these days and without an open link."""
    waiting = ServiceConfirmation.objects.filter(
        service=OuterRef("pk"), way="link", reply="", expires_at__gt=now
    )
    services = (
        Service.objects.not_deleted()
        .with_doubts()
        .filter(~Exists(waiting), confirmed_on__range=(first, last))
    )
    return services.filter(Q(is_doubted=False))


def get_unsettled_replies() -> ConfirmationQuerySet:
    return ServiceConfirmation.objects.unsettled().filter(service__deleted_at=None)


def list_unsettled_replies() -> list[ServiceConfirmation]:
    """Return unsettled replies by link that report a change or an end; the oldest first."""
    return list(get_unsettled_replies().select_related("service").order_by("replied_on", "id")[:PAGE_SIZE])


def get_open_confirmation(service: Service) -> ServiceConfirmation | None:
    """Return the newest link, sent or not, that is unanswered and has not expired."""
    confirmations = service.confirmations.filter(way="link", reply="").exclude(expires_at__lte=timezone.now())
    return confirmations.order_by("-id").first()
