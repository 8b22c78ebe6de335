"""The directory as a team reads it: which services, in which order, and how fresh each is."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from support.confirming import Freshness, freshness_on, last_day, newest_lapsing, oldest_confirmed
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
from support.needs import kinds_of, needs_of
from support.opening import open_now
from tfc import keyset

PAGE_SIZE = 50


@dataclass(frozen=True)
class Shown:
    """A service on a day, with the words of its row; ``open`` is None where nobody wrote down the hours."""

    service: Service
    today: dt.date
    open: bool | None = None

    @property
    def freshness(self) -> Freshness:
        doubted = self.service.is_doubted  # type: ignore[attr-defined]
        return freshness_on(self.service.confirmed_on, self.today, doubted=doubted)

    @property
    def last_day(self) -> dt.date | None:
        return last_day(self.service.confirmed_on) if self.service.confirmed_on else None

    @property
    def kinds(self) -> list[str]:
        return kind_names(self.service.kinds)

    @property
    def needs(self) -> list[str]:
        met = needs_of(self.service.kinds)
        return [str(need.label) for need in Need if need in met]


def kind_names(kinds: Iterable[str]) -> list[str]:
    """In the order of the catalogue; a code that is no kind is left out."""
    chosen = set(kinds)
    return [str(kind.label) for kind in ServiceKind if kind in chosen]


def shown(services: Iterable[Service], today: dt.date, at: dt.datetime, zone: ZoneInfo) -> list[Shown]:
    """Services must bring their hours along (``with_hours``), and their doubts (``with_doubts``)."""
    return [
        Shown(one, today, open_now(one.hours.all(), at, zone, always=one.always_open)) for one in services
    ]


def with_hours(services: ServiceQuerySet) -> ServiceQuerySet:
    return services.prefetch_related(
        Prefetch("hours", queryset=OpeningHours.objects.order_by("weekday", "opens"))
    )


# What a provider says otherwise and what lapses soon first, then what is not confirmed, then the rest; the oldest word
# first. Of services `with_rank`.
ORDER = ("rank", "last_word", "name", "id")


def with_rank(services: ServiceQuerySet, today: dt.date) -> ServiceQuerySet:
    """With their doubts, and with what their order is made of."""
    services = services.with_doubts()
    rank = Case(
        When(is_doubted=True, then=Value(0)),
        When(confirmed_on__range=(oldest_confirmed(today), newest_lapsing(today)), then=Value(0)),
        When(Q(confirmed_on=None) | Q(confirmed_on__lt=oldest_confirmed(today)), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return services.annotate(rank=rank, last_word=Coalesce("confirmed_on", Value(dt.date.min)))


def page_of(services: ServiceQuerySet, today: dt.date, asked: Mapping[str, str]) -> "keyset.Slice[Service]":
    """The page of ``services`` that the address asks for, with their hours."""
    found, all_of_them = with_rank(services, today), with_rank(Service.objects.all(), today)
    return keyset.beside(with_hours(found), ORDER, asked, PAGE_SIZE, among=all_of_them)


def matching(services: ServiceQuerySet, wanted: Mapping[str, Any], today: dt.date) -> ServiceQuerySet:
    """``wanted``: text, need, language, confirmed ("yes" or "no"); what is empty is not asked for.

    The text is never looked for in addresses, since members may search and do not see those that are confidential.
    """
    for word in str(wanted.get("text") or "").split():
        found = Q()
        for name in ("name", "provider", "description", "eligibility", "intake", "coverage"):
            found |= Q(**{f"{name}__icontains": word})
        services = services.filter(found)
    if need := wanted.get("need"):
        meets = Q()
        for kind in kinds_of(need):
            meets |= Q(kinds__contains=[kind.value])
        services = services.filter(meets)
    if language := wanted.get("language"):
        services = services.filter(languages__contains=[language])
    if confirmed := wanted.get("confirmed"):
        services, fresh = services.with_doubts(), _fresh(today)
        services = services.filter(fresh) if confirmed == "yes" else services.exclude(fresh)
    return services


def counts(today: dt.date) -> dict[str, int]:
    """Of all kept services: total, confirmed, lapsing, unconfirmed, public."""
    fresh = _fresh(today)
    stale = Q(confirmed_on=None) | Q(confirmed_on__lt=oldest_confirmed(today)) | Q(is_doubted=True)
    return (
        Service.objects.kept()
        .with_doubts()
        .aggregate(
            total=Count("id"),
            confirmed=Count("id", filter=fresh),
            lapsing=Count("id", filter=fresh & Q(confirmed_on__lte=newest_lapsing(today))),
            unconfirmed=Count("id", filter=stale),
            public=Count("id", filter=Q(is_public=True, approved_at__isnull=False)),
            waiting=Count("id", filter=waiting_for_approval()),
        )
    )


def _fresh(today: dt.date) -> Q:
    """Of services with their doubts: confirmed, and the provider did not say otherwise since."""
    return Q(confirmed_on__gte=oldest_confirmed(today), is_doubted=False)


def lapsing(today: dt.date) -> list[Service]:
    """Whose word ends within thirty days, and who have no link that waits for their answer; the oldest word first."""
    found = lapsing_between(oldest_confirmed(today), newest_lapsing(today), timezone.now())
    return list(found.order_by("confirmed_on", "name", "id")[:PAGE_SIZE])


def lapsing_between(first: Any, last: Any, now: Any) -> ServiceQuerySet:
    """Confirmed last on one of these days, with no link that waits."""
    waiting = ServiceConfirmation.objects.filter(
        service=OuterRef("pk"), way="link", reply="", expires_at__gt=now
    )
    found = Service.objects.kept().with_doubts().filter(~Exists(waiting), confirmed_on__range=(first, last))
    return found.filter(Q(is_doubted=False))


def replies_that_wait() -> ConfirmationQuerySet:
    return ServiceConfirmation.objects.unsettled().filter(service__deleted_at=None)


def waiting_replies() -> list[ServiceConfirmation]:
    """Replies by link that tell of a change or an end, and that nobody has settled; the oldest first."""
    return list(replies_that_wait().select_related("service").order_by("replied_on", "id")[:PAGE_SIZE])


def open_question(service: Service) -> ServiceConfirmation | None:
    """The newest link that was asked for and has no answer yet, sent or not, as long as it is not over."""
    asked = service.confirmations.filter(way="link", reply="").exclude(expires_at__lte=timezone.now())
    return asked.order_by("-id").first()
