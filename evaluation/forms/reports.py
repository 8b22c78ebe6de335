"""Asking for a report: of which half-year, in which language."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from evaluation.models import Round
from evaluation.wording import half_year_text


class RoundChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return half_year_text(obj.period)


class ReportForm(forms.Form):
    """Only rounds that were opened have figures. Make it inside the scope."""

    use_required_attribute = False

    round = RoundChoiceField(
        label=_("Half-year"),
        queryset=Round.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose a half-year."),
            "invalid_choice": _("There is no report of this half-year. Choose one from the list."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_(
            "The report is written in it once and for all; you can ask for another one in another language."
        ),
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _("Reports are not written in this language. Choose one from the list."),
        },
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = Round.objects.filter(opened_at__isnull=False).newest_first()
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
