"""Asking for a view of figures by a clock, stopping it, and keeping what was made. In the scope of its place."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.mail import post_on_commit
from communities.models import Community, Office, User
from dashboards.models import SentView, ViewSubscription
from dashboards.periods import period_of

# In one place, for one person.
MOST = 20
KEPT = dt.timedelta(days=90)


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
    """Sent for the first time when the next week, month or half-year begins; asked again, it is as asked last.

    ValidationError: "too_many".
    """
    own = ViewSubscription.objects.of(by.pk).filter(community=community)
    if own.exclude(query=query).count() >= MOST:
        raise ValidationError(
            _("You have %(most)s views sent already. Stop one of them first.") % {"most": MOST}, "too_many"
        )
    found, _made = ViewSubscription.objects.update_or_create(
        office=office,
        community=community,
        user=by,
        query=query,
        defaults={
            "frequency": frequency,
            "language": language,
            "last_period": period_of(frequency, today),
        },
    )
    return found


@transaction.atomic
def unsubscribe(*, subscription: ViewSubscription, by: User) -> None:
    """What was sent by it goes as well. Nothing happens for somebody else's."""
    ViewSubscription.objects.of(by.pk).filter(pk=subscription.pk).delete()


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
    """Keep the PDF and tell by e-mail; False where somebody else did so for this period, or it was stopped meanwhile.

    File, period and message hold together: the message leaves with the commit, so that a worker that was killed before
    leaves nothing behind, and the next one sends it.
    """
    held = ViewSubscription.objects.select_for_update().filter(pk=subscription.pk).exclude(last_period=period)
    found = held.first()
    if found is None:
        return False
    sent = SentView.objects.create(
        office_id=found.office_id,
        community_id=found.community_id,
        subscription=found,
        period=period,
        name=name,
        content=content,
        made_at=now,
    )
    found.last_period = period
    found.save(update_fields=["last_period"])

    def write() -> tuple[str, str]:
        text = _(
            "The view of the figures of %(place)s that you asked for is ready as a PDF. It is kept for %(days)s days, "
            "and you sign in to open it."
        )
        return _("Figures of %(place)s") % {"place": place}, text % {"place": place, "days": KEPT.days}

    post_on_commit([subscription.user], subscription.language, f"{path}?sent={sent.pk}", write, stop=stop)
    return True


@transaction.atomic
def forget_sent(*, now: dt.datetime) -> int:
    """Of the open scope; returns how many."""
    gone, _by_model = SentView.objects.filter(made_at__lt=now - KEPT).delete()
    return gone
