"""Saying that a record which looks wrong is right."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label=_("How do you know?"),
        help_text=_("One sentence, for those who look at it after you. No names of people."),
        max_length=300,
        error_messages={
            "required": _("Say in a few words how you know."),
            "max_length": _("Please say it in at most 300 characters."),
        },
    )
