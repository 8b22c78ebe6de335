"""The form for the reason why a record that looks wrong or incomplete stays unchanged."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class AnswerForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("One sentence. No names of people."),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter a reason.")},
    )

    def __init__(self, *args: Any, of_two: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_two:
            self.fields["reason"].label = _("How do you know that they are two?")
