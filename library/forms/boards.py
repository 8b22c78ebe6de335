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
        error_messages={"required": _("Say from which day it is shown.")},
    )
    until_on = PeriodDayField(
        label=_("Shown until"),
        required=False,
        help_text=_("Leave it empty if it stays until you delete it."),
    )

    class Meta:
        model = Announcement
        fields = ["title", "text", "from_on", "until_on", "pinned"]
        labels = {"title": _("Title"), "text": _("Text"), "pinned": _("Keep it above the others")}
        help_texts = {"text": _("Plain text. An empty line begins a paragraph, and addresses become links.")}
        error_messages = {
            "title": {"required": _("Write a title.")},
            "text": {"required": _("Write what you want to say.")},
        }
        widgets = {
            "title": forms.TextInput(PLAIN_TEXT),
            "text": forms.Textarea({"rows": 8} | LINES),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_order(self, "from_on", "until_on", _("The last day is before the first one."))
        return cleaned


class OfficeAnnouncementForm(AnnouncementForm):
    stages = forms.MultipleChoiceField(
        label=_("For communities of which stage?"),
        help_text=_("Tick none if it is for all."),
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
        labels = {"text": _("Your words")}
        help_texts = {"text": NO_SURVIVORS}
        error_messages = {"text": {"required": _("Write something first.")}}
        widgets = {"text": forms.Textarea({"rows": 3} | LINES)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["client_id"] = uuid.uuid4()
        if self.instance.pk:
            del self.fields["client_id"]


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Everybody who reads the board reads this. Do not repeat what was wrong with the words."),
        max_length=300,
        widget=forms.TextInput(PLAIN_TEXT),
    )
