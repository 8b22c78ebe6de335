"""Forms of pathways and of the calls that check them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.languages import language_name
from communities.models import Community, Membership
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import PastDayField
from support.coverage import Cell
from support.models import Need, Pathway, PathwayCheck
from tfc.form_fields import conditional


class MemberField(forms.ModelChoiceField):
    """A choice among the members of the team."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Membership.objects.none(), **kwargs)

    def limit_to_team(self, community: Community, current_id: int | None = None) -> None:
        """Offer the current team. ``current_id``: a membership that stays available after it has ended."""
        team = Membership.objects.filter(community=community).filter(Q(ended_at=None) | Q(pk=current_id))
        self.queryset = team.select_related("user").order_by("user__name", "pk")

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user)


class TeamForm(SentForm):
    """A form that names a member of the team."""

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community

    def get_arguments(self) -> dict[str, Any]:
        return {"community": self.community}


class PathwayForm(TeamForm):
    contact = MemberField(
        label=_("Trained contact"),
        help_text=_("The member to call first when a person needs this service."),
        required=False,
        empty_label=_("Nobody yet"),
    )
    contact_trained_on = PastDayField(
        label=_("Trained on"),
        required=False,
    )

    class Meta:
        model = Pathway
        fields = ["steps", "who_calls", "contact", "contact_trained_on"]
        labels = {"steps": _("Steps, one per line"), "who_calls": _("Who calls whom")}
        help_texts = {
            "steps": _("From first contact to arrival. Describe the steps, never a person."),
            "who_calls": _("For example: our contact calls the intake desk; a leader drives. Use roles."),
        }
        widgets = {
            "steps": forms.Textarea({"rows": 7, "data-count": True}),
            "who_calls": forms.TextInput(PLAIN_TEXT),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditional(self.fields["contact"]).limit_to_team(self.community)  # type: ignore[attr-defined]
        conditional(self.fields["contact_trained_on"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("contact_trained_on") and not cleaned.get("contact") and "contact" not in self.errors:
            self.add_error("contact", _("Select who was trained, or clear the date."))
        if (
            cleaned.get("contact")
            and not cleaned.get("contact_trained_on")
            and "contact_trained_on" not in self.errors
        ):
            self.add_error(
                "contact_trained_on",
                _("Enter a date."),
            )
        return cleaned


class CheckForm(TeamForm):
    """A call. ``cells``: needs and languages that the call may have asked about.

    ``again`` is shown if there was an earlier call.
    """

    on = PastDayField(label=_("Date of the call"))
    called_by = MemberField(label=_("Caller"), empty_label=_("Choose…"))
    agreed = forms.BooleanField(
        label=_("The provider agreed to this call beforehand"),
        help_text=_("Do not call without agreement: it takes time from people in need."),
        error_messages={"required": _("Agree on the call with the provider first.")},
    )
    answered = forms.TypedChoiceField(
        label=_("Did anyone answer?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    accepts = forms.MultipleChoiceField(
        label=_("Who would they accept today?"),
        help_text=_("Select each need and language they said yes to, interpreters included."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    nobody = forms.BooleanField(
        label=_("They accept no one at present"),
        required=False,
    )
    again = forms.BooleanField(label=_("This second call was needed"), required=False)

    class Meta:
        model = PathwayCheck
        fields = ["on", "called_by", "agreed", "answered", "accepts"]

    def __init__(self, *args: Any, cells: list[tuple[Need, list[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = cells
        self.fields["called_by"].limit_to_team(self.community, self.instance.called_by_id)  # type: ignore[attr-defined]
        choices = [
            (need.label, [(f"{need.value}:{language}", language_name(language)) for language in languages])
            for need, languages in cells
        ]
        conditional(self.fields["accepts"]).choices = choices  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["answered"] = "yes" if self.instance.answered else "no"
            self.initial["accepts"] = [f"{need}:{language}" for need, language in self.instance.accepts]
            self.initial["nobody"] = self.instance.answered and not self.instance.accepts
            self.initial["agreed"] = True

    def get_arguments(self) -> dict[str, Any]:
        return {**super().get_arguments(), "cells": self.cells}

    def clean_accepts(self) -> list[list[str]]:
        """Return the accepted cells as stored, in the order of the needs."""
        chosen: list[Cell] = [tuple(value.split(":", 1)) for value in self.cleaned_data["accepts"]]
        order = [need.value for need in Need]
        return [list(cell) for cell in sorted(set(chosen), key=lambda cell: (order.index(cell[0]), cell[1]))]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "answered" in cleaned and "accepts" in cleaned:
            taken, nobody = bool(cleaned["accepts"]), cleaned.get("nobody", False)
            if error := CONTRADICTIONS.get((cleaned["answered"], taken, nobody)):
                self.add_error("nobody" if nobody and not taken else "accepts", ValidationError(error))
        return cleaned

    def get_stored_fields(self) -> dict[str, Any]:
        """Return the fields without UNSTORED_FIELDS.

        Agreement is only a condition, and "nobody" follows from the answers.
        """
        return {name: value for name, value in self.cleaned_data.items() if name not in UNSTORED_FIELDS}


UNSTORED_FIELDS = ("agreed", "nobody", "again")
NO_ANSWER_ERROR = _("You selected that nobody answered. Clear this, or select Yes.")
ONE_ANSWER_ERROR = _("Select needs and languages, or that they accept no one. Do not select both.")
# Keys: was answered, would accept someone, would accept nobody.
CONTRADICTIONS = {
    (True, False, False): ONE_ANSWER_ERROR,
    (True, True, True): ONE_ANSWER_ERROR,
    (False, True, False): NO_ANSWER_ERROR,
    (False, True, True): NO_ANSWER_ERROR,
    (False, False, True): NO_ANSWER_ERROR,
}
