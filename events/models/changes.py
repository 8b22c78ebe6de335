"""The history of an event: what changed, by whom and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.attendance import EventPart


class EventAction(models.TextChoices):
    PLANNED = "planned", _("planned it")
    LOGGED = "logged", _("recorded it")
    CHANGED = "changed", _("changed it")
    HELD = "held", _("recorded that it was held")
    RECORDED = "recorded", _("changed attendance")
    CANCELLED = "cancelled", _("canceled it")
    REOPENED = "reopened", _("undid that")
    DELETED = "deleted", _("deleted it")
    RESTORED = "restored", _("restored it")


class EventChange(EventPart):
    """One change. ``fields`` maps the code of each changed field to its text before and after, or
    to null for lists.
    """

    action = models.CharField(max_length=10, choices=EventAction)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    # The same for all events of one change.
    at = models.DateTimeField()
    fields = models.JSONField(default=dict)
