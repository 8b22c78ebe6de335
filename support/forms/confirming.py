"""Forms that confirm a service: the provider's and the team's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.forms.days import PastDayField
from support.models import ConfirmationWay, Outcome, Reply, Service, ServiceConfirmation
from tfc.form_fields import conditional


class ReplyForm(forms.Form):
    """The provider's reply: one choice, and a text only if something has changed."""

    reply = forms.ChoiceField(
        label=_("Is this information correct?"),
        choices=Reply.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    changes = conditional(
        forms.CharField(
            label=_("What changed"),
            help_text=_("For example: a new phone number. Do not write about people you help."),
            max_length=600,
            required=False,
            widget=forms.Textarea({"rows": 4, "data-count": True}),
        )
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("reply") == Reply.CHANGED and "changes" in cleaned and not cleaned["changes"]:
            self.add_error("changes", _("Fill in this field."))
        return cleaned


class ConfirmForm(forms.Form):
    """The team's form: how and when the provider confirmed everything."""

    way = forms.ChoiceField(
        label=_("How did they confirm?"),
        choices=[choice for choice in ConfirmationWay.choices if choice[0] != ConfirmationWay.LINK],
        widget=forms.RadioSelect,
    )
    on = PastDayField(label=_("Date"))

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service

    def clean(self) -> dict[str, Any]:
        """Refuse a confirmation by call on a day for which only unanswered calls are recorded."""
        cleaned = self.cleaned_data
        if cleaned.get("way") == ConfirmationWay.CALL and "on" in cleaned:
            calls = (
                self.service.checks.not_deleted().filter(on=cleaned["on"]).values_list("answered", flat=True)
            )
            if calls and not any(calls):
                self.add_error(
                    "on",
                    _("Your call on this date was not answered. Correct that call, or enter another date."),
                )
        return cleaned


class SettleForm(forms.Form):
    """The outcome of a reply. "Corrected" is accepted only after the service was edited."""

    outcome = forms.ChoiceField(
        label=_("What did you do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def __init__(self, *args: Any, confirmation: ServiceConfirmation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.confirmation = confirmation
        ended = (Outcome.ENDED, Outcome.KEPT)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome.value, outcome.label)
            for outcome in Outcome
            if confirmation.reply != Reply.CLOSED or outcome in ended
        ]

    def clean_outcome(self) -> str:
        outcome: str = self.cleaned_data["outcome"]
        if outcome == Outcome.CORRECTED and not self.confirmation.was_edited:
            raise forms.ValidationError(_("Edit the service first, or select that no change was needed."))
        return outcome
