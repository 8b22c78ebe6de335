"""Send subscribed views of figures: who may still read them, which are due, and the PDF of each."""

import datetime as dt
import logging
from urllib.parse import parse_qsl

from django.utils import timezone, translation

from communities.models import Community, Office
from dashboards.actions.subscriptions import forget_sent, keep_sent, unsubscribe
from dashboards.figures import international, office
from dashboards.figures.document import (
    MOST,
    Document,
    build_international_document,
    build_office_document,
    build_town_document,
)
from dashboards.figures.pdf import draw_pdf
from dashboards.figures.stopping import stop_path
from dashboards.models import Frequency, ViewSubscription
from dashboards.models.subscriptions import Place, get_period
from tfc.periods import HalfYear

logger = logging.getLogger(__name__)


def send_all(*, now: dt.datetime) -> int:
    """Send the due views of each place in its own scope; return how many. Safe to run twice, concurrently, late, or
    after a kill. A failed view does not stop the others.
    """
    places = [Place(place_office) for place_office in Office.objects.order_by("pk")]
    places += [Place(town.office, town) for town in Community.objects.select_related("office").order_by("pk")]
    sent = 0
    for place in places:
        with place.scope():
            forget_sent(now=now)
            due = _due(place, now)
        for subscription in due:
            try:
                sent += _send(place, subscription, now)
            except Exception:
                logger.exception("view %s could not be sent", subscription.pk)
    return sent


def _due(place: Place, now: dt.datetime) -> list[ViewSubscription]:
    """Return subscriptions not sent in this period; delete those of users who may not read the page any more."""
    due_subscriptions = []
    for subscription in ViewSubscription.objects.filter(community=place.community).select_related("user"):
        if not place.admits(subscription):
            unsubscribe(subscription=subscription, by=subscription.user)
        elif subscription.last_period != get_period(subscription.frequency, place.today(now)):
            due_subscriptions.append(subscription)
    return due_subscriptions


def _send(place: Place, subscription: ViewSubscription, now: dt.datetime) -> bool:
    today = place.today(now)
    period = get_period(subscription.frequency, today)
    with translation.override(subscription.language), timezone.override(place.zone):
        content = draw_pdf(_document(place, subscription, today), now, place.office.country)
    name = f"figures-{(place.community or place.office).slug}-{period}.pdf"
    with place.scope():
        return keep_sent(
            subscription=subscription,
            period=period,
            name=name,
            content=content,
            path=place.path,
            stop=stop_path(subscription),
            place=place.name,
            now=now,
        )


def _document(place: Place, subscription: ViewSubscription, today: dt.date) -> Document:
    query_data = dict(parse_qsl(subscription.query))
    if subscription.frequency == Frequency.HALF_YEAR:
        # The last completed half-year: the next one may be open already.
        query_data.setdefault("round", str(HalfYear.from_day(today).previous()))
    if place.office.is_international and place.community is None:
        return build_international_document(international.build_overview(query_data))
    with place.scope():
        if place.community:
            return build_town_document(place.community)
        return build_office_document(
            office.build_overview(place.office, query_data, reader=subscription.user, size=MOST)
        )
