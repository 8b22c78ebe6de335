"""Use events as evidence of what an organization changed, and link them to the research that listened in them."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import User
from events.models import Event, EventStatus, EvidenceEvent, ResearchEvent
from stakeholders.actions.saving import add_row
from stakeholders.models import Evidence, EvidenceKind, ResearchMethod, Strategy


@transaction.atomic
def add_event_evidence(
    *, strategy: Strategy, event: Event, what: str, by: User, client_id: UUID | None = None
) -> Evidence:
    """Add a held event as evidence, dated with its local day; any other event raises ValidationError (``event``).

    Sending the same ``client_id`` twice returns the existing row.
    """
    if event.status != EventStatus.HELD or event.deleted_at:
        raise ValidationError({"event": _("Choose an event that was held.")})
    fields = {"strategy": strategy, "kind": EvidenceKind.EVENT, "on": event.local_day, "what": what}
    evidence = add_row(Evidence, by, client_id, fields)
    EvidenceEvent.objects.get_or_create(evidence=evidence, defaults={"event": event})
    return evidence


@transaction.atomic
def link_event(*, method: ResearchMethod, event: Event, by: User) -> ResearchEvent:
    """Link the event to this use of a method; calling it again returns the existing link."""
    return ResearchEvent.objects.get_or_create(method=method, event=event)[0]


@transaction.atomic
def unlink_event(*, method: ResearchMethod, event: Event, by: User) -> None:
    """Unlink the event, which itself stays unchanged; calling it again changes nothing."""
    ResearchEvent.objects.filter(method=method, event=event).delete()
