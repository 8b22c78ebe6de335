"""Forms for comments on materials and stories."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership
from library.forms.base import LINES, NO_SURVIVORS
from library.models import Comment, CommentReport
from stakeholders.forms.base import PLAIN_TEXT


class CommentForm(forms.ModelForm):
    """``community``: its members can be mentioned; None for an office."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    mentions = forms.ModelMultipleChoiceField(
        label=_("Mention team members"),
        help_text=_("Only your team sees the mentions."),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Comment
        fields = ["text"]
        labels = {"text": _("Your message")}
        help_texts = {"text": NO_SURVIVORS}
        widgets = {"text": forms.Textarea({"rows": 3} | LINES)}

    def __init__(self, *args: Any, community: Community | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["client_id"] = uuid.uuid4()
        if self.instance.pk:
            del self.fields["client_id"]
        if community is None:
            del self.fields["mentions"]
            return
        team: Any = self.fields["mentions"]
        team.queryset = (
            Membership.objects.current()
            .filter(community=community)
            .select_related("user")
            .order_by("user__name", "id")
        )
        team.label_from_instance = lambda membership: str(membership.user)
        if self.instance.pk:
            self.initial["mentions"] = list(self.instance.mentions.values_list("membership_id", flat=True))


class ReportForm(forms.ModelForm):
    class Meta:
        model = CommentReport
        fields = ["reason"]
        labels = {"reason": _("Reason")}
        widgets = {"reason": forms.TextInput(PLAIN_TEXT)}


class HideForm(forms.ModelForm):
    hidden_reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.TextInput(PLAIN_TEXT),
    )

    class Meta:
        model = Comment
        fields = ["hidden_reason"]
