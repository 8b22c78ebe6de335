"""Forms of the partner survey: open a round, choose organizations, answer."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stakeholders.forms.base import SentForm
from stakeholders.models import Organization, Score, Sector, TrustRound

LONGEST = dt.timedelta(days=120)


class TrustRoundForm(SentForm):
    class Meta:
        model = TrustRound
        fields = ["closes_on"]
        labels = {"closes_on": _("Last day")}
        help_texts = {"closes_on": _("The last day. Three weeks is enough for most. It cannot be extended.")}
        widgets = {
            "closes_on": forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date", "class": "tf-input--width-10"}
            )
        }

    def clean_closes_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["closes_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        if day > timezone.localdate() + LONGEST:
            raise forms.ValidationError(_("Enter an earlier date."))
        return day


class InviteForm(forms.Form):
    """``organizations``: those that can be invited and were not yet."""

    organizations = forms.TypedMultipleChoiceField(
        label=_("Who do you want to ask?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args: Any, organizations: Iterable[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organizations"].choices = [  # type: ignore[attr-defined]
            (organization.pk, _describe(organization)) for organization in organizations
        ]


def _describe(organization: Organization) -> str:
    contact_name = organization.contact_name  # type: ignore[attr-defined]
    return f"{organization.name} · {organization.get_sector_display()} · {contact_name}"


class AnswerForm(forms.Form):
    """One question for each sector but ``own``; each is optional, but not all may be left out."""

    use_required_attribute = False

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sector in Sector:
            if sector != own:
                self.fields[sector.value] = forms.TypedChoiceField(
                    label=sector.label,
                    choices=Score.choices,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    widget=forms.RadioSelect,
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.scores():
            raise forms.ValidationError(_("Choose at least one."))
        return cleaned

    def scores(self) -> dict[str, int]:
        return {name: score for name, score in self.cleaned_data.items() if score is not None}
