"""All writes to materials and stories and their audience, in the scope of their owner."""

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import User
from library.actions.once import get_or_create_once
from library.models import LibraryItem, Material, SharingStep, Story
from stakeholders.actions.saving import edit_row, mark_row
from tfc.sharing import Audience

Item = TypeVar("Item", bound=LibraryItem)


@transaction.atomic
def add_material(*, by: User, client_id: UUID | None = None, **fields: Any) -> Material:
    """Store a material that only its owner can read.

    Sending the same ``client_id`` twice returns the stored one.
    """
    return _add(Material, by, client_id, fields)


@transaction.atomic
def add_story(*, by: User, client_id: UUID | None = None, **fields: Any) -> Story:
    return _add(Story, by, client_id, fields)


def _add(model: type[Item], by: User, client_id: UUID | None, fields: dict[str, Any]) -> Item:
    fields["search_text"] = model(**fields).words_to_search()
    return get_or_create_once(model, client_id, fields | {"created_by": by})[0]


@transaction.atomic
def edit_item(*, item: LibraryItem, by: User, revision: int, **fields: Any) -> None:
    """Edit the item read as ``revision``; SavedMeanwhileError if the stored one is newer."""
    fields["search_text"] = type(item)(**fields).words_to_search()
    edit_row(item, revision, fields)


@transaction.atomic
def share_item(*, item: LibraryItem, audience: str, by: User) -> None:
    """Change the audience of the item; its versions, comments and adoptions follow through foreign keys.

    With a smaller audience, what other communities wrote under it is visible only to them.
    """
    stored = (
        type(item)._default_manager.select_for_update(of=("self",)).select_related("office").get(pk=item.pk)
    )
    if stored.audience == audience:
        return
    if audience == Audience.EVERYONE and stored.office.is_sample:
        raise ValidationError({"audience": _("A sample town cannot share anything.")})
    kind = {str(item._meta.model_name): stored}
    SharingStep.objects.create(was=stored.audience, became=audience, by=by, **kind)
    changed = {"audience": audience, "updated_at": timezone.now()}
    type(item)._default_manager.filter(pk=item.pk).update(**changed)


@transaction.atomic
def delete_item(*, item: LibraryItem, by: User) -> None:
    """Move the item to the trash; no audience can read it any more."""
    mark_row(item, deleted=True)


@transaction.atomic
def restore_item(*, item: LibraryItem, by: User) -> None:
    """Restore the item from the trash for its owner only; a person with the right to share decides again."""
    share_item(item=item, audience=Audience.OWN, by=by)
    mark_row(item, deleted=False)
