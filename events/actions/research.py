"""Link events to the research that listened in them."""

from django.db import transaction

from communities.models import User
from events.models import Event, ResearchEvent
from stakeholders.models import ResearchMethod


@transaction.atomic
def link_event(*, method: ResearchMethod, event: Event, by: User) -> ResearchEvent:
    """Link the event to this use of a method; calling it again returns the existing link."""
    return ResearchEvent.objects.get_or_create(method=method, event=event)[0]


@transaction.atomic
def unlink_event(*, method: ResearchMethod, event: Event, by: User) -> None:
    """Unlink the event, which itself stays unchanged; calling it again changes nothing."""
    ResearchEvent.objects.filter(method=method, event=event).delete()
