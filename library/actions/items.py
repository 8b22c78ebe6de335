"""Every write to materials and stories themselves, and to whom they are shown. All run inside their owner's scope."""

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
    """Only its owner reads it at first. Sending the same ``client_id`` twice finds the one that is there."""
    return _add(Material, by, client_id, fields)


@transaction.atomic
def add_story(*, by: User, client_id: UUID | None = None, **fields: Any) -> Story:
    return _add(Story, by, client_id, fields)


def _add(model: type[Item], by: User, client_id: UUID | None, fields: dict[str, Any]) -> Item:
    fields["search_text"] = model(**fields).words_to_search()
    return get_or_create_once(model, client_id, fields | {"created_by": by})[0]


@transaction.atomic
def edit_item(*, item: LibraryItem, by: User, revision: int, **fields: Any) -> None:
    """Change what was read as ``revision``; SavedMeanwhileError when that is no longer the stored one."""
    fields["search_text"] = type(item)(**fields).words_to_search()
    edit_row(item, revision, fields)


@transaction.atomic
def share_item(*, item: LibraryItem, audience: str, by: User) -> None:
    """Who reads it reads its versions, comments and adoptions too, by the database's own foreign keys.

    Shown to fewer, what others wrote under it stays with them and is seen nowhere else.
    """
    stored = (
        type(item)._default_manager.select_for_update(of=("self",)).select_related("office").get(pk=item.pk)
    )
    if stored.audience == audience:
        return
    if audience == Audience.EVERYONE and stored.office.is_sample:
        raise ValidationError({"audience": _("What stands in a sample town is shown to nobody else.")})
    kind = {str(item._meta.model_name): stored}
    SharingStep.objects.create(was=stored.audience, became=audience, by=by, **kind)
    changed = {"audience": audience, "updated_at": timezone.now()}
    type(item)._default_manager.filter(pk=item.pk).update(**changed)


@transaction.atomic
def delete_item(*, item: LibraryItem, by: User) -> None:
    """Into the bin: nobody reads it any more, whoever may."""
    mark_row(item, deleted=True)


@transaction.atomic
def restore_item(*, item: LibraryItem, by: User) -> None:
    """Out of the trash, for its own place alone: who may share it with others decides again."""
    share_item(item=item, audience=Audience.OWN, by=by)
    mark_row(item, deleted=False)
