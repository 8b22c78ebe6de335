"""The link in an e-mail that stops it: who holds it can do that one thing, without signing in."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from dashboards.models import ViewSubscription

SALT = "dashboards.figures.stopping"


@dataclass(frozen=True)
class StopRequest:
    """Which view the link stops: its place's scope must be open before it can be looked for."""

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
    """None for what we did not sign. It never expires: an old e-mail must stop as well as a new one."""
    try:
        return StopRequest(*signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None
