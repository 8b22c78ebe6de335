"""How sure a team is of a finding, against what it says of how it learned of it (``stakeholders.scale_labels``)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Method

SEVERAL_PEOPLE, TWO_METHODS, AGREED = 3, 4, 5
RESTS_ON = ("confidence", "method", "people_heard", "checked_on")


class ChecksConfidence(forms.ModelForm):
    """Mix in ahead of a form with the fields of ``RESTS_ON``, and call ``watch_confidence`` in ``__init__``.

    A finding names one method. That a second one shows the same is ticked in a field that is drawn only when it is
    missing, and asked for again only when something changed on which the number rests.
    """

    def watch_confidence(self) -> None:
        self.fields["second_method"] = forms.BooleanField(
            label=_("Yes, another method shows the same"), required=False, widget=forms.HiddenInput
        )
        names = [name for name in self.fields if name != "second_method"]
        names.insert(names.index("confidence") + 1, "second_method")
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_ticked = cleaned.pop("second_method", False)
        confidence = cleaned.get("confidence")
        if confidence and not (self.instance.pk and set(RESTS_ON).isdisjoint(self.changed_data)):
            self._check_confidence(confidence, cleaned, is_ticked=is_ticked)
        return cleaned

    def _check_confidence(self, confidence: int, cleaned: dict[str, Any], *, is_ticked: bool) -> None:
        if confidence >= TWO_METHODS:
            self.fields["second_method"].widget = forms.CheckboxInput()
        if confidence >= TWO_METHODS and not is_ticked and cleaned.get("method"):
            message = _(
                "A 4 or a 5 says that two methods show the same, and one stands here: %(method)s. Tick below if "
                "another one shows it too, or choose a lower number."
            )
            self.add_error("confidence", message % {"method": Method(cleaned["method"]).label})
        if confidence == AGREED and not cleaned.get("checked_on") and "checked_on" not in self.errors:
            message = _(
                "A 5 says that people who live with it told you that you have it right. Enter below on which day they "
                "did, or choose a 4."
            )
            self.add_error("confidence", message)
        if confidence == SEVERAL_PEOPLE and cleaned.get("people_heard") == 1:
            message = _("A 3 says that several people told you, and below stands one: that is a 2.")
            self.add_error("confidence", message)
