"""Links of events: to listening groups of a research, and to evidence of a strategy."""

from django.db import models

from events.models.attendance import EventPart
from events.models.events import EventStatus
from stakeholders.models import Evidence, ResearchMethod
from tfc.tenancy import SameTenant


class ResearchEvent(EventPart):
    """A listening group, or another event, in which a research listened to people."""

    method = models.ForeignKey(ResearchMethod, models.CASCADE, db_constraint=False, related_name="+")

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            SameTenant(field="method", name="events_researchevent_method"),
            models.UniqueConstraint(fields=["community", "method", "event"], name="events_once_in_research"),
        ]


class EvidenceEvent(EventPart):
    """The event of an evidence of kind "event"."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, db_constraint=False, related_name="+")

    @property
    def is_gone(self) -> bool:
        """The event was deleted, or is not held any more."""
        return self.event.deleted_at is not None or self.event.status != EventStatus.HELD

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            SameTenant(field="evidence", name="events_evidenceevent_evidence"),
            models.UniqueConstraint(fields=["community", "evidence"], name="events_one_event_an_evidence"),
        ]
