"""Pin communities, subscribe to views of figures, unsubscribe, and store the sent views. Call in the scope of the
community or office.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.mail import post_on_commit
from communities.models import Community, Office, User
from dashboards.models import PinnedCommunity, SentView, ViewSubscription
from dashboards.models.subscriptions import get_period

# Maximum number of subscriptions per user and place.
MOST = 20
RETENTION_PERIOD = dt.timedelta(days=90)


@transaction.atomic
def subscribe(
    *,
    office: Office,
    community: Community | None,
    query: str,
    frequency: str,
    language: str,
    today: dt.date,
    by: User,
) -> ViewSubscription:
    """Create or update a subscription; it is first sent when the next week, month or half-year begins.

    Raises ValidationError: "too_many".
    """
    own = ViewSubscription.objects.for_user(by.pk).filter(community=community)
    if own.exclude(query=query).count() >= MOST:
        raise ValidationError(
            _("You already get %(most)s views by email. Stop one first.") % {"most": MOST}, "too_many"
        )
    view_subscription, _made = ViewSubscription.objects.update_or_create(
        office=office,
        community=community,
        user=by,
        query=query,
        defaults={
            "frequency": frequency,
            "language": language,
            "last_period": get_period(frequency, today),
        },
    )
    return view_subscription


@transaction.atomic
def unsubscribe(*, subscription: ViewSubscription, by: User) -> None:
    """Delete the subscription and the views sent by it; only the user's own."""
    ViewSubscription.objects.for_user(by.pk).filter(pk=subscription.pk).delete()


@transaction.atomic
def keep_sent(
    *,
    subscription: ViewSubscription,
    period: str,
    name: str,
    content: bytes,
    path: str,
    stop: str,
    place: str,
    now: dt.datetime,
) -> bool:
    """Store the PDF and send an email; return False if it was already sent for this period, or if the subscription
    was deleted.

    File, period and message are committed together: a killed worker leaves nothing behind, and the next one sends the
    view.
    """
    held = ViewSubscription.objects.select_for_update().filter(pk=subscription.pk).exclude(last_period=period)
    locked_subscription = held.first()
    if locked_subscription is None:
        return False
    sent = SentView.objects.create(
        office_id=locked_subscription.office_id,
        community_id=locked_subscription.community_id,
        subscription=locked_subscription,
        period=period,
        name=name,
        content=content,
        made_at=now,
    )
    locked_subscription.last_period = period
    locked_subscription.save(update_fields=["last_period"])

    def write() -> tuple[str, str]:
        text = _(
            "Your PDF with the figures of %(place)s is ready. Sign in to open it. It is kept for %(days)s days."
        )
        return _("Figures of %(place)s") % {"place": place}, text % {
            "place": place,
            "days": RETENTION_PERIOD.days,
        }

    post_on_commit([subscription.user], subscription.language, f"{path}?sent={sent.pk}", write, stop=stop)
    return True


@transaction.atomic
def forget_sent(*, now: dt.datetime) -> int:
    """Delete the expired views in the open scope; return how many."""
    gone, _by_model = SentView.objects.filter(made_at__lt=now - RETENTION_PERIOD).delete()
    return gone


@transaction.atomic
def pin_community(*, community: Community, by: User) -> None:
    """Pin the community to the top of the user's page; repeated calls have no effect."""
    PinnedCommunity.objects.get_or_create(community=community, user=by)


@transaction.atomic
def unpin_community(*, community: Community, by: User) -> None:
    PinnedCommunity.objects.for_user(by.pk).filter(community=community).delete()
