"""A community adopts the idea of a story and reports the result."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.models import Community, User
from events.models import Event
from library.models import Adoption, AdoptionEvent, Story
from stakeholders.actions.saving import SavedMeanwhileError


@transaction.atomic
def adopt_story(
    *,
    story: Story,
    community: Community,
    by: User,
    revision: int | None = None,
    events: Iterable[Event] = (),
    **fields: Any,
) -> Adoption:
    """Create the community's single adoption, or change the one read as ``revision``.

    Raises SavedMeanwhileError.
    """
    adoptions = Adoption.objects.filter(story=story, community=community)
    if revision is None:
        adoption, made = Adoption.objects.get_or_create(
            story=story,
            community=community,
            defaults=fields | {"created_by": by, "audience": story.audience},
        )
        if not made and any(getattr(adoption, name) != value for name, value in fields.items()):
            raise SavedMeanwhileError
    else:
        if not adoptions.filter(revision=revision).update(**fields, updated_at=timezone.now()):
            raise SavedMeanwhileError
        adoption = adoptions.get()
    adoption.events.all().delete()
    AdoptionEvent.objects.bulk_create(AdoptionEvent(adoption=adoption, event=event) for event in events)
    return adoption
