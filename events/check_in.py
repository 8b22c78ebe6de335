"""The link for guests to check in: not stored, but a signature over the event.

It works from an hour before the event until three hours after it, so there is nothing to revoke.
"""

import base64
import datetime as dt
import hmac

from django.utils.crypto import salted_hmac

from events.models import Event, EventStatus
from events.models.calendar import CHECK_IN_AFTER, CHECK_IN_BEFORE
from tfc.query_params import row_number


def make_check_in_token(event: Event) -> str:
    """Return a token as long as other tokens, so that logs mask it."""
    digest = salted_hmac("events.check-in", f"{event.community_id}:{event.pk}", algorithm="sha256").digest()
    return f"{event.pk}-{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def find_event_by_token(token: str) -> Event | None:
    """Return the event of a valid token, in the community's scope, or None."""
    number = row_number(token.partition("-")[0])
    if number is None:
        return None
    event = Event.objects.not_deleted().without_note().filter(pk=number).first()
    if event is None or not hmac.compare_digest(make_check_in_token(event).encode(), token.encode()):
        return None
    return event


def opens_at(event: Event) -> dt.datetime:
    return event.starts_at - CHECK_IN_BEFORE


def closes_at(event: Event) -> dt.datetime:
    return event.ends_at + CHECK_IN_AFTER


def is_open(event: Event, now: dt.datetime) -> bool:
    return event.status != EventStatus.CANCELLED and opens_at(event) <= now <= closes_at(event)
