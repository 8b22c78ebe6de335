"""Which events a research listened in."""

from django.db import transaction

from communities.models import User
from events.models import Event, ResearchEvent
from stakeholders.models import ResearchMethod


@transaction.atomic
def link_event(*, method: ResearchMethod, event: Event, by: User) -> ResearchEvent:
    """The event as part of this use of a method; twice finds the link that is there."""
    return ResearchEvent.objects.get_or_create(method=method, event=event)[0]


@transaction.atomic
def unlink_event(*, method: ResearchMethod, event: Event, by: User) -> None:
    """The event itself stays as it is. Twice is the same as once."""
    ResearchEvent.objects.filter(method=method, event=event).delete()
