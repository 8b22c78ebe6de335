"""Data links, the addresses at which programs read a list: create, record use, revoke."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.data_links import get_data_link_model, token_for
from communities.models import AnyDataLink, Community, Office, User
from tfc.sent_before import check_same_content
from tfc.tokens import hash_token


@transaction.atomic
def make_data_link(
    *,
    place: Community | Office,
    list_code: str,
    purpose: str,
    expires_on: dt.date | None,
    by: User,
    client_id: UUID | None = None,
) -> str:
    """Create a data link in the scope of ``place`` and return its token, which is not stored. The same ``client_id``
    gives the same token.
    """
    token = token_for(place, client_id)
    fields = {"list_code": list_code, "purpose": purpose, "expires_on": expires_on, "created_by": by}
    link, is_new = get_data_link_model(place).objects.get_or_create(
        token_hash=hash_token(token), defaults=fields
    )
    if not is_new:
        check_same_content(link, {"list_code": list_code, "purpose": purpose, "expires_on": expires_on})
    return token


@transaction.atomic
def revoke_data_link(*, link: AnyDataLink, by: User) -> None:
    """Revoke the link; revoking it again changes nothing."""
    rows = type(link)._default_manager.filter(pk=link.pk, revoked_at=None)
    rows.update(revoked_at=timezone.now(), revoked_by=by)


@transaction.atomic
def note_use(*, link: AnyDataLink, day: dt.date) -> None:
    """Store the day of the last use, at most once a day and without a person."""
    if link.last_used_on != day:
        type(link)._default_manager.filter(pk=link.pk).update(last_used_on=day)
