"""Read functions for data links: the place of a token, and if the link still works."""

import datetime as dt
import re
from typing import Any
from uuid import UUID

from communities.models import (
    AnyDataLink,
    Community,
    DataLink,
    Membership,
    Office,
    OfficeDataLink,
    Role,
    StaffMembership,
)
from tfc.tokens import hash_token, new_token, token_of_form

# The token starts with the place, whose scope must be open before its links can be read.
TOKEN = re.compile(r"([co])([1-9]\d{0,17})-[\w-]{43}", re.ASCII)
KINDS: dict[str, Any] = {"c": Community, "o": Office}


def token_for(place: Community | Office, client_id: UUID | None = None) -> str:
    """Return a new token, or that of the form ``client_id``."""
    prefix = f"{'c' if isinstance(place, Community) else 'o'}{place.pk}"
    return f"{prefix}-{token_of_form(client_id, prefix) if client_id else new_token()}"


def place_named(token: str) -> Community | Office | None:
    """Return the place that the token names; only in the place's scope can the token be checked."""
    match = TOKEN.fullmatch(token)
    if match is None:
        return None
    model = KINDS[match[1]]
    rows = model.objects.select_related("office") if model is Community else model.objects
    place = rows.filter(pk=int(match[2])).first()
    office = place.office if isinstance(place, Community) else place
    return None if office is None or office.is_sample else place


def get_data_link_model(place: Community | Office) -> type[AnyDataLink]:
    return DataLink if isinstance(place, Community) else OfficeDataLink


def link_behind(token: str, place: Community | Office, day: dt.date) -> AnyDataLink | None:
    """Return the link, in the place's scope, while it works and its maker may still make one."""
    links = get_data_link_model(place)._default_manager.working(day)
    link = links.filter(token_hash=hash_token(token)).first()
    return link if link and makers(place).filter(user=link.created_by_id).exists() else None


def makers(place: Community | Office) -> Any:
    """Return memberships of people who may make links here: their links end with their role."""
    if isinstance(place, Community):
        return Membership.objects.current().filter(
            community=place, role=Role.COORDINATOR, user__is_active=True
        )
    return StaffMembership.objects.current().filter(office=place, user__is_active=True)
