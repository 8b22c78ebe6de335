"""Signed unsubscribe tokens for emails, which allow only that action, without signing in."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from dashboards.models import ViewSubscription

SALT = "dashboards.figures.stopping"


@dataclass(frozen=True)
class StopRequest:
    """The subscription to stop; its place's scope must be open before it can be read."""

    office_id: int
    community_id: int | None
    subscription_id: int
    user_id: int


def stop_path(subscription: ViewSubscription) -> str:
    token = signing.dumps(
        [subscription.office_id, subscription.community_id, subscription.pk, subscription.user_id], salt=SALT
    )
    return reverse("dashboards:stop-sent", args=[token])


def read_stop_token(token: str) -> StopRequest | None:
    """Return the request; None for an invalid signature. Tokens never expire, so that old emails work too."""
    try:
        return StopRequest(*signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None
