"""Form for a community's use of a material."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, OutputUnit
from library.forms.base import LINES, NO_SURVIVORS
from library.forms.stories import build_count_field
from library.models import MaterialUse
from stakeholders.forms.base import SentForm
from stakeholders.forms.days import PastDayField
from tfc.form_fields import conditional

EVENTS_OFFERED = 60


class UseForm(SentForm):
    on = PastDayField(label=_("Date"), initial=timezone.localdate)

    quantity = build_count_field(_("How many"), _("Leave empty if nobody counted."))

    class Meta:
        model = MaterialUse
        fields = ["on", "event", "quantity", "unit", "at_least", "outcome", "is_shared"]
        labels = {
            "event": _("Event"),
            "unit": _("What was counted"),
            "at_least": _("At least this many"),
            "outcome": _("Outcome"),
            "is_shared": _("Share with readers of this material"),
        }
        help_texts = {
            "outcome": NO_SURVIVORS,
            "is_shared": _(
                "They see your community's name, the number and the result. They never see the date, the event or "
                "numbers of four people or fewer."
            ),
        }
        widgets = {
            "outcome": forms.Textarea({"rows": 3} | LINES),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditional(self.fields["unit"]).choices = [("", _("Nothing was counted")), *OutputUnit.choices]  # type: ignore[attr-defined]
        offered: Any = self.fields["event"]
        newest = Event.objects.held().newest_first().values_list("pk", flat=True)[:EVENTS_OFFERED]
        current_event_ids = [self.instance.event_id] if self.instance.event_id else []
        offered.queryset = (
            Event.objects.not_deleted().filter(pk__in=[*newest, *current_event_ids]).newest_first()
        )
        offered.empty_label = _("No event")

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or self.cleaned_data
        if {"quantity", "unit"} & set(self.errors):
            return fields
        if fields.get("quantity") is None:
            fields["at_least"] = False
            if fields.get("unit"):
                self.add_error("quantity", _("Enter a number, or choose “Nothing was counted”."))
        elif not fields.get("unit"):
            self.add_error("unit", _("Choose one."))
        return fields
