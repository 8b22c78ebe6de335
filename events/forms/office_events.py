"""Form for an office's own event."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choosing_towns import TownSearchForm
from communities.models import Community, Office
from events.actions.office_events import get_output_lines
from events.counts import MOST_PEOPLE
from events.forms.outputs import OutputRowsMixin, get_output_initial
from events.models import Campaign, EventKind, OfficeEvent, OfficeEventRole
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import PastDayField
from tfc.form_fields import CountField, NumberInput, conditional


class OfficeEventForm(OutputRowsMixin, TownSearchForm, SentForm):
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=OfficeEventRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("Choose…")), *EventKind.choices],
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    on = PastDayField(label=gettext_lazy("Date"), error_messages={"required": gettext_lazy("Enter a date.")})
    people = conditional(
        CountField(
            label=gettext_lazy("People present"),
            required=False,
            max_value=MOST_PEOPLE,
            widget=NumberInput(),
            help_text=gettext_lazy("Leave empty if nobody counted."),
        )
    )
    recorded_by = forms.ModelChoiceField(
        label=gettext_lazy("Community that records it too"),
        queryset=Community.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy(
            "The event then counts once: as the community's event, if it is marked “Sponsored by Oasis”."
        ),
    )

    class Meta:
        model = OfficeEvent
        fields = ["role", "kind", "title", "on", "place", "people", "at_least", "recorded_by", "campaign"]
        labels = {
            "title": gettext_lazy("Title"),
            "place": gettext_lazy("Place"),
            "at_least": gettext_lazy("At least this many"),
            "campaign": gettext_lazy("Campaign"),
        }
        help_texts = {"title": gettext_lazy("Describe no person who is or was at risk.")}
        error_messages = {"title": {"required": gettext_lazy("Enter a title.")}}
        widgets = {"title": forms.TextInput(PLAIN_TEXT), "place": forms.TextInput(PLAIN_TEXT)}

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        stored = get_output_lines(self.instance) if self.instance.pk else []
        self.initial.update(get_output_initial(stored))
        self.add_output_rows(lambda: office.country, stored)
        self.offer_towns("recorded_by", Community.objects.filter(office=office))
        campaigns = Campaign.objects.owned_by(office).filter(
            Q(deleted_at=None) | Q(pk=self.instance.campaign_id)
        )
        self.fields["campaign"].queryset = campaigns.order_by("title", "id")  # type: ignore[attr-defined]
        self.fields["campaign"].empty_label = _("None")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.clean_output_rows()
        if cleaned.get("at_least") and cleaned.get("people") is None and "people" not in self.errors:
            self.add_error("people", _("Enter a number."))
        fields = {name: value for name, value in cleaned.items() if not name.startswith("output_")}
        return fields | {"outputs": list(self.get_outputs())}

    def get_arguments(self) -> dict[str, Any]:
        return {"office": self.office}
