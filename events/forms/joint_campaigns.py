"""Forms for joint campaigns: with which community a campaign is joint, and which own campaign that is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from events.forms.base import CreateForm
from events.models import Campaign


class CampaignAnswerForm(CreateForm):
    campaign = forms.ModelChoiceField(
        label=gettext_lazy("Which of your campaigns is it?"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of these: add it"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.not_deleted().order_by("title", "id")  # type: ignore[attr-defined]
