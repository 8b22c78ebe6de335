"""Samples of exports: list, format, data link, and an export."""

from typing import Any

from communities.actions.exports import get_export_model
from communities.data_links import get_data_link_model
from communities.models import Community, Office, User
from tfc.tokens import hash_token


def of_place(place: Community | Office, by: User) -> dict[str, Any]:
    """Create a link to a community's events, or to an office's list of communities."""
    is_town = isinstance(place, Community)
    token = f"{'c' if is_town else 'o'}{place.pk}-{'matrix-data'.ljust(43, 'x')}"
    code = "events" if is_town else "communities"
    get_data_link_model(place)._default_manager.create(
        list_code=code, purpose="x", token_hash=hash_token(token), created_by=by
    )
    get_export_model(place)._default_manager.create(what=code, by=by)
    return {"list_code": code, "data_token": token, "file_format": "json"}
