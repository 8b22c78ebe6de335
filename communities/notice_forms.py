"""Forms of a person's own settings: the phone number, and for each group of notifications if it is shown, and how
often it is mailed.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from communities.forms import zone_choices
from communities.models import NoticeGroup, NoticeSetting, User, Weekday
from tfc.phones import clean_phone


class EmailFrequency(models.TextChoices):
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


class PhoneForm(forms.Form):
    """``countries``: where the person's places are, whose numbers need no country code."""

    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        help_text=_("Staff of your office and of the international office can read it and call you."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "tf-input--width-20"}),
    )

    def __init__(self, *args: Any, countries: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.countries = countries

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"], self.countries or [""], longest=30)


class NoticeSettingForm(forms.Form):
    nothing = forms.BooleanField(label=_("All notifications"), required=False)
    emails_off = forms.BooleanField(label=_("All emails"), required=False)
    weekday = forms.TypedChoiceField(label=_("Day of the weekly email"), choices=Weekday, coerce=int)
    time_zone = forms.ChoiceField(label=_("Your time zone"), required=False)

    def __init__(self, *args: Any, stored: NoticeSetting, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "nothing": stored.nothing,
            "emails_off": stored.emails_off,
            "weekday": stored.weekday,
            "time_zone": user.time_zone,
        }
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [("", _("As the community")), *zone_choices(user.time_zone)]  # type: ignore[attr-defined]
        for group in NoticeGroup.values:
            shown = forms.BooleanField(label=_("Show under Notifications"), required=False)
            often = forms.ChoiceField(label=_("By email"), choices=EmailFrequency)
            shown.initial, often.initial = group not in stored.hidden, _often(stored, group)
            self.fields[f"{group}_shown"], self.fields[f"{group}_mail"] = shown, often

    def groups(self) -> list[tuple[str, BoundField, BoundField]]:
        return [
            (str(NoticeGroup(group).label), self[f"{group}_shown"], self[f"{group}_mail"])
            for group in NoticeGroup.values
        ]

    def wishes(self) -> dict[str, Any]:
        """Return the fields of NoticeSetting; call it after the form is valid."""
        cleaned_data = self.cleaned_data
        return {
            "nothing": cleaned_data["nothing"],
            "emails_off": cleaned_data["emails_off"],
            "weekday": cleaned_data["weekday"],
            "hidden": [group for group in NoticeGroup.values if not cleaned_data[f"{group}_shown"]],
            "unmailed": [
                group for group in NoticeGroup.values if cleaned_data[f"{group}_mail"] == EmailFrequency.NEVER
            ],
            "weekly": [
                group
                for group in NoticeGroup.values
                if cleaned_data[f"{group}_mail"] == EmailFrequency.WEEKLY
            ],
        }


def _often(stored: NoticeSetting, group: str) -> EmailFrequency:
    if group in stored.unmailed:
        return EmailFrequency.NEVER
    return EmailFrequency.WEEKLY if group in stored.weekly else EmailFrequency.DAILY
