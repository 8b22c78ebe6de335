"""Forms of announcements and boards."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Stage
from library.forms.base import LINES, NO_SURVIVORS
from library.models import Announcement, BoardPost
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import check_order
from stakeholders.forms.partnerships import PeriodDayField


class AnnouncementForm(SentForm):
    """An announcement by a community to its team."""

    from_on = PeriodDayField(
        label=_("Shown from"),
        initial=timezone.localdate,
        error_messages={"required": _("Enter a date.")},
    )
    until_on = PeriodDayField(
        label=_("Shown until"),
        required=False,
        help_text=_("Leave empty to show it until you delete it."),
    )

    class Meta:
        model = Announcement
        fields = ["title", "text", "from_on", "until_on", "pinned"]
        labels = {"title": _("Title"), "text": _("Text"), "pinned": _("Pin to top")}
        error_messages = {
            "title": {"required": _("Fill in this field.")},
            "text": {"required": _("Fill in this field.")},
        }
        widgets = {
            "title": forms.TextInput(PLAIN_TEXT),
            "text": forms.Textarea({"rows": 8} | LINES),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_order(self, "from_on", "until_on", _("Enter an end after the start."))
        return cleaned


class OfficeAnnouncementForm(AnnouncementForm):
    stages = forms.MultipleChoiceField(
        label=_("Stages"),
        help_text=_("Leave empty for all."),
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(AnnouncementForm.Meta):
        fields = [*AnnouncementForm.Meta.fields, "stages"]


class PostForm(forms.ModelForm):
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = BoardPost
        fields = ["text"]
        labels = {"text": _("Your message")}
        help_texts = {"text": NO_SURVIVORS}
        error_messages = {"text": {"required": _("Fill in this field.")}}
        widgets = {"text": forms.Textarea({"rows": 3} | LINES)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["client_id"] = uuid.uuid4()
        if self.instance.pk:
            del self.fields["client_id"]


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("All readers see this reason. Do not repeat the removed text."),
        max_length=300,
        widget=forms.TextInput(PLAIN_TEXT),
    )
