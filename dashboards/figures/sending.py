"""Views that are sent by a clock: who still may read them, what is due, and the PDF of each."""

import datetime as dt
import logging
from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone, translation

from communities.models import Community, Membership, Office, StaffMembership
from dashboards.actions.subscriptions import forget_sent, keep_sent, unsubscribe
from dashboards.figures import international, office
from dashboards.figures.document import MOST, Document, of_all_offices, of_its_communities, of_town
from dashboards.figures.pdf import draw_pdf
from dashboards.figures.stopping import stop_path
from dashboards.models import Frequency, ViewSubscription
from dashboards.periods import next_day, period_of
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Whose figures: a community's, an office's, or with the international office those of all."""

    office: Office
    community: Community | None = None

    @property
    def name(self) -> str:
        return self.community.name if self.community else self.office.name

    @property
    def path(self) -> str:
        if self.community:
            return reverse("dashboards:figures", args=[self.community.slug])
        if self.office.is_international:
            return reverse("dashboards:international-home")
        return reverse("dashboards:office-figures", args=[self.office.slug])

    def scope(self) -> AbstractContextManager[None]:
        if self.community:
            return community_scope(self.community.pk, self.office.pk)
        return office_scope(self.office.pk)

    @property
    def zone(self) -> ZoneInfo:
        return (self.community or self.office).zone

    def today(self, now: dt.datetime) -> dt.date:
        return now.astimezone(self.zone).date()

    def next_at(self, one: ViewSubscription, now: dt.datetime) -> dt.datetime | None:
        """When the next period of a view begins; None where it has begun, and it is sent within the hour."""
        today = self.today(now)
        if one.last_period != period_of(one.frequency, today):
            return None
        return dt.datetime.combine(next_day(one.frequency, today), dt.time(), self.zone)

    def admits(self, one: ViewSubscription) -> bool:
        """Whether the person still may read the page by the door."""
        if not one.user.is_active:
            return False
        if self.community:
            return Membership.objects.current().filter(user=one.user, community=self.community).exists()
        return StaffMembership.objects.current().filter(user=one.user, office=self.office).exists()


def send_all(*, now: dt.datetime) -> int:
    """Each place in a scope of its own; returns how many were sent. Safe to run twice, at once, late, or after it was
    killed. One that fails keeps no other from its turn."""
    places = [Place(one) for one in Office.objects.order_by("pk")]
    places += [Place(one.office, one) for one in Community.objects.select_related("office").order_by("pk")]
    sent = 0
    for place in places:
        with place.scope():
            forget_sent(now=now)
            due = _due(place, now)
        for one in due:
            try:
                sent += _send(place, one, now)
            except Exception:
                logger.exception("view %s could not be sent", one.pk)
    return sent


def _due(place: Place, now: dt.datetime) -> list[ViewSubscription]:
    """Those of another period than the last; of who may not read here any more nothing is left."""
    found = []
    for one in ViewSubscription.objects.filter(community=place.community).select_related("user"):
        if not place.admits(one):
            unsubscribe(subscription=one, by=one.user)
        elif one.last_period != period_of(one.frequency, place.today(now)):
            found.append(one)
    return found


def _send(place: Place, one: ViewSubscription, now: dt.datetime) -> bool:
    today = place.today(now)
    period = period_of(one.frequency, today)
    with translation.override(one.language), timezone.override(place.zone):
        content = draw_pdf(_document(place, one, today), now, place.office.country)
    name = f"figures-{(place.community or place.office).slug}-{period}.pdf"
    with place.scope():
        return keep_sent(
            subscription=one,
            period=period,
            name=name,
            content=content,
            path=place.path,
            stop=stop_path(one),
            place=place.name,
            now=now,
        )


def _document(place: Place, one: ViewSubscription, today: dt.date) -> Document:
    asked = dict(parse_qsl(one.query))
    if one.frequency == Frequency.HALF_YEAR:
        # The one that is over: the next one may be open already.
        asked.setdefault("round", str(HalfYear.of(today).previous()))
    if place.office.is_international and place.community is None:
        return of_all_offices(international.overview_of(asked))
    with place.scope():
        if place.community:
            return of_town(place.community)
        return of_its_communities(office.overview_of(place.office, asked, reader=one.user, size=MOST))
