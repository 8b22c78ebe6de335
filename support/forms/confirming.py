"""The forms by which a service is confirmed: the provider's own, and the team's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.forms.days import PastDayField
from support.models import ConfirmationWay, Reply


class ReplyForm(forms.Form):
    """The provider's page: one choice, and words only where something has changed."""

    reply = forms.ChoiceField(
        label=_("Is all of this right?"),
        choices=Reply.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    changes = forms.CharField(
        label=_("What has changed?"),
        help_text=_(
            "For example a new phone number or other hours. Please write nothing about people you help."
        ),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 4, "data-count": True}),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("reply") == Reply.CHANGED and "changes" in given and not given["changes"]:
            self.add_error("changes", _("Write in a few words what has changed."))
        return given


class ConfirmForm(forms.Form):
    """The team's own: how and when the provider said that everything is right."""

    way = forms.ChoiceField(
        label=_("How did they confirm it?"),
        choices=[choice for choice in ConfirmationWay.choices if choice[0] != ConfirmationWay.LINK],
        widget=forms.RadioSelect,
    )
    on = PastDayField(label=_("On which day?"))


class SettleForm(forms.Form):
    """What the team made of a reply."""

    outcome = forms.ChoiceField(
        label=_("What did you do about it?"),
        choices=[
            ("corrected", _("The directory says it now as they told us: it counts as confirmed")),
            ("ended", _("The service has ended: delete it here")),
            ("kept", _("Nothing to change: put the answer aside")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
