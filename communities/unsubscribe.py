"""The link in an email digest that ends all digests to a person, without signing in."""

from django.core import signing
from django.urls import reverse

from communities.models import User

SALT = "communities.unsubscribe"


def unsubscribe_path(user: User) -> str:
    return reverse("communities:unsubscribe", args=[signing.dumps(user.pk, salt=SALT)])


def get_subscriber(token: str) -> User | None:
    """Return the person whose emails the token ends; None for an invalid token. It never expires."""
    try:
        user_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=user_id).first()
