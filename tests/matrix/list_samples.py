"""The samples of lists to take along: which list, in which format, the token of a link to one, and one taken along."""

from typing import Any

from communities.actions.exports import exports_of
from communities.data_links import links_of
from communities.models import Community, Office, User
from tfc.tokens import hash_of


def of_place(place: Community | Office, by: User) -> dict[str, Any]:
    """A link to the events of a community, or to an office's list of communities."""
    is_town = isinstance(place, Community)
    token = f"{'c' if is_town else 'o'}{place.pk}-{'matrix-data'.ljust(43, 'x')}"
    code = "events" if is_town else "communities"
    links_of(place)._default_manager.create(
        list_code=code, purpose="x", token_hash=hash_of(token), created_by=by
    )
    exports_of(place)._default_manager.create(what=code, by=by)
    return {"list_code": code, "data_token": token, "file_format": "json"}
