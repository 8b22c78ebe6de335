"""Form to choose an event as evidence of what an organization changed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.words import day_words
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.models import Evidence


class EventEvidenceForm(SentForm):
    """``events``: from ``events.strategies.events_to_show``, which annotates whether the organization was there."""

    event = forms.TypedChoiceField(
        label=_("Event"),
        coerce=int,
        error_messages={
            "required": _("Choose one."),
            "invalid_choice": _("An option is no longer available. Choose again."),
        },
    )

    class Meta:
        model = Evidence
        fields = ["what"]
        labels = {"what": _("What it shows")}
        help_texts = {"what": _("One sentence. No names of people.")}
        widgets = {"what": forms.TextInput(PLAIN_TEXT)}

    def __init__(self, *args: Any, events: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[Any, list[tuple[int, str]]] = {_("They were there"): [], _("Other events"): []}
        there, others = groups.values()
        for event in events:
            (there if event.there else others).append((event.pk, f"{event} · {day_words(event.local_day)}"))
        filled = [(label, rows) for label, rows in groups.items() if rows]
        self.fields["event"].choices = [("", _("Choose…")), *filled]  # type: ignore[attr-defined]
        self.order_fields(["event", "what"])
