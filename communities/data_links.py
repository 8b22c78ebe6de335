"""Which place a link's token is of, and whether the link still works: plain reads."""

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

# The place stands in front of the secret: its scope must be open before its links can be looked at.
TOKEN = re.compile(r"([co])([1-9]\d{0,17})-[\w-]{43}", re.ASCII)
KINDS: dict[str, Any] = {"c": Community, "o": Office}


def token_for(place: Community | Office, client_id: UUID | None = None) -> str:
    """A new one, or that of the form ``client_id``."""
    prefix = f"{'c' if isinstance(place, Community) else 'o'}{place.pk}"
    return f"{prefix}-{token_of_form(client_id, prefix) if client_id else new_token()}"


def place_named(token: str) -> Community | Office | None:
    """Whose token it says that it is; whether it is one, only the place's scope can tell."""
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
    """In the place's scope: the link, as long as it works and its maker may still make one."""
    links = get_data_link_model(place)._default_manager.working(day)
    link = links.filter(token_hash=hash_token(token)).first()
    return link if link and makers(place).filter(user=link.created_by_id).exists() else None


def makers(place: Community | Office) -> Any:
    """Memberships of those who may make links here: with one's role there, one's links end."""
    if isinstance(place, Community):
        return Membership.objects.current().filter(
            community=place, role=Role.COORDINATOR, user__is_active=True
        )
    return StaffMembership.objects.current().filter(office=place, user__is_active=True)
